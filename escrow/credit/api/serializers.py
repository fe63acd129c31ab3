"""The JSON shapes of credit accounts and invoices. Money is in minor units beside its currency."""

from typing import Any

from rest_framework import serializers

from escrow.credit import services
from escrow.credit.states import AccountState, Dunning, Exposure, InvoiceState, ObjectionState


class CreditLine(serializers.Serializer[Any]):
    """What of a limit is free, ordered on and owed."""

    available_minor = serializers.IntegerField(source="available")
    reserved_minor = serializers.IntegerField(source="reserved")
    used_minor = serializers.IntegerField(source="used")


class CreditAccount(serializers.Serializer[Any]):
    """A credit account."""

    number = serializers.CharField()
    buyer = serializers.CharField(source="buyer.name")
    lender = serializers.CharField(source="lender.name")
    currency = serializers.CharField()
    state = serializers.ChoiceField(AccountState.choices)
    requested_minor = serializers.IntegerField()
    limit_minor = serializers.IntegerField()
    terms = serializers.CharField(source="terms.words")
    exposure = serializers.ChoiceField(Exposure.choices)
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class CreditAccountPage(serializers.Serializer[Any]):
    """A credit account with its line; ``may`` lists the steps that the caller can take now."""

    account = CreditAccount()
    line = CreditLine()
    may = serializers.SerializerMethodField()

    def get_may(self, page: Any) -> list[str]:
        """In a fixed order."""
        return sorted(page.may)


class CreditRequestBody(serializers.Serializer[Any]):
    """Asking for credit. ``lender`` is a supplier's slug, empty for the market."""

    lender = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    currency = serializers.CharField(max_length=3)
    amount_minor = serializers.IntegerField(min_value=1)
    note = serializers.CharField(max_length=600, required=False, allow_blank=True, default="")
    document_ids = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class CreditDecisionBody(serializers.Serializer[Any]):
    """What a lender grants. Rates in basis points."""

    limit_minor = serializers.IntegerField(min_value=1)
    net_days = serializers.IntegerField(min_value=1, max_value=180, default=30)
    is_end_of_month = serializers.BooleanField(default=False)
    discount_bp = serializers.IntegerField(min_value=0, max_value=2000, default=0)
    discount_days = serializers.IntegerField(min_value=0, max_value=90, default=0)
    grace_days = serializers.IntegerField(min_value=0, max_value=30, default=0)
    exposure = serializers.ChoiceField(Exposure.choices, default=Exposure.ORDER)
    dunning = serializers.ChoiceField(Dunning.choices, default=Dunning.STANDARD)
    needs_purchase_order = serializers.BooleanField(default=False)
    is_consolidated = serializers.BooleanField(default=False)


class CreditLimitBody(serializers.Serializer[Any]):
    """Another limit."""

    limit_minor = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class CreditStepBody(serializers.Serializer[Any]):
    """A step of an account."""

    action = serializers.ChoiceField([(step, step) for step in services.STEPS])
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class InvoiceLine(serializers.Serializer[Any]):
    """A position; ``unit_price`` in major units without tax."""

    position = serializers.IntegerField()
    sku = serializers.CharField()
    description = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit = serializers.CharField()
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    net_minor = serializers.IntegerField()
    tax_minor = serializers.IntegerField()


class Invoice(serializers.Serializer[Any]):
    """An invoice in a list."""

    number = serializers.CharField()
    state = serializers.ChoiceField(InvoiceState.choices)
    order = serializers.CharField(source="order.number")
    seller = serializers.CharField(source="seller.name")
    buyer = serializers.CharField(source="buyer.name")
    purchase_order = serializers.CharField(source="purchase_order_number")
    currency = serializers.CharField()
    net_minor = serializers.IntegerField()
    tax_minor = serializers.IntegerField()
    total_minor = serializers.IntegerField()
    paid_minor = serializers.IntegerField()
    credited_minor = serializers.IntegerField()
    objected_minor = serializers.IntegerField()
    late_interest_minor = serializers.IntegerField(source="open_fees_minor")
    payable_minor = serializers.IntegerField()
    issue_date = serializers.DateField()
    due_date = serializers.DateField()
    terms = serializers.CharField(source="terms_words")


class CreditNote(serializers.Serializer[Any]):
    """What was taken back of an invoice."""

    number = serializers.CharField()
    invoice = serializers.CharField(source="invoice.number")
    reason = serializers.CharField()
    text = serializers.CharField()
    currency = serializers.CharField()
    total_minor = serializers.IntegerField()
    issue_date = serializers.DateField()


class Objection(serializers.Serializer[Any]):
    """A disputed amount of a line."""

    id = serializers.UUIDField()
    line = serializers.IntegerField(source="line.position")
    amount_minor = serializers.IntegerField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(ObjectionState.choices)
    answer = serializers.CharField()


class InvoicePage(serializers.Serializer[Any]):
    """An invoice with its lines and what became of it; ``due_minor`` is what pays it now, discount taken."""

    invoice = Invoice()
    lines = InvoiceLine(many=True)
    credit_notes = CreditNote(many=True, source="notes")
    objections = Objection(many=True)
    due_minor = serializers.IntegerField(source="due.amount_minor")
    discount_minor = serializers.IntegerField(source="due.discount_minor")
    may = serializers.SerializerMethodField()

    def get_may(self, page: Any) -> list[str]:
        """In a fixed order."""
        return sorted(page.may)


class InvoicePaymentBody(serializers.Serializer[Any]):
    """How much; all that is due without it."""

    amount_minor = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    from_wallet = serializers.BooleanField(default=False)


class StartedInvoicePayment(serializers.Serializer[Any]):
    """Where the buyer pays; empty when the wallet paid."""

    checkout_url = serializers.CharField()


class CreditNoteBody(serializers.Serializer[Any]):
    """What is taken back, tax included."""

    amount_minor = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=300)


class ObjectionBody(serializers.Serializer[Any]):
    """What is wrong with a line."""

    position = serializers.IntegerField(min_value=1)
    amount_minor = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300)


class ObjectionAnswerBody(serializers.Serializer[Any]):
    """Credit it, or why it is due again."""

    is_upheld = serializers.BooleanField()
    answer = serializers.CharField(max_length=300)


class InvoiceWriteOffBody(serializers.Serializer[Any]):
    """Why the claim is given up."""

    reason = serializers.CharField(max_length=300)


class InvoiceWriteOff(serializers.Serializer[Any]):
    """Proposed until ``booked_at``."""

    invoice = serializers.CharField(source="invoice.number")
    reason = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by_name")
    approved_by = serializers.CharField(source="approved_by_name")
    principal_minor = serializers.IntegerField()
    booked_at = serializers.DateTimeField(allow_null=True)


class PurchaseOrderBody(serializers.Serializer[Any]):
    """The buyer's paper. ``quantities`` by position of the order."""

    purchase_order_number = serializers.CharField(max_length=60)
    total_minor = serializers.IntegerField(min_value=1)
    quantities = serializers.DictField(
        child=serializers.DecimalField(max_digits=18, decimal_places=3), required=False, default=dict
    )
    file_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class PurchaseOrder(serializers.Serializer[Any]):
    """The paper on file."""

    number = serializers.CharField()
    order = serializers.CharField(source="order.number")
    currency = serializers.CharField()
    total_minor = serializers.IntegerField()
    digest = serializers.CharField()
