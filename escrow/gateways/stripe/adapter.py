"""Stripe as an adapter of the port: separate charges and transfers, on Accounts v2 recipients.

Every object carries ``metadata.op``, our operation's id, which is its idempotency key, too. Objects are found again by
lists (of the customer, the payment, the transfer group), never by Stripe's Search, which lags behind.
Sources: https://docs.stripe.com/connect/separate-charges-and-transfers, https://docs.stripe.com/payments/bank-transfers.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import stripe
from django.conf import settings
from django.urls import reverse
from stripe.params.v2.core import AccountCreateParams, AccountLinkCreateParams

from escrow.gateways.port import (
    BankInstructions,
    CashReceipt,
    GatewayRefused,
    Instruction,
    Notice,
    ProviderDispute,
    ProviderObject,
    ProviderTopup,
    ProviderTransaction,
    RecipientAccount,
)
from escrow.gateways.stripe import accounts, reading, webhooks
from escrow.gateways.stripe.client import asking, client, is_sandbox, mode, telling
from marketplace.lib import ids

PAGE = 100
CLOCKS_DIFFER = timedelta(hours=1)
FEE_OF_PAYMENT = "latest_charge.balance_transaction"
BANK_TRANSFERS: dict[str, Any] = {"GBP": "gb_bank_transfer", "JPY": "jp_bank_transfer", "MXN": "mx_bank_transfer",
                                  "USD": "us_bank_transfer", "EUR": "eu_bank_transfer"}  # fmt: skip


class StripeGateway:
    """See ``escrow.gateways.port.PaymentGateway``."""

    name = "stripe"

    def create_payment(self, instruction: Instruction) -> ProviderObject:
        """A payment intent of the buyer's customer; no part of it goes to anybody before a transfer does."""
        customer = self._payer(instruction)
        params: stripe.params.PaymentIntentCreateParams = {
            "amount": instruction.amount_minor,
            "currency": instruction.currency.lower(),
            "customer": customer,
            "description": instruction.description,
            "automatic_payment_methods": {"enabled": True},
            # The fee is known with the charge; "automatic_async" tells it later.
            "capture_method": "automatic",
            "transfer_group": instruction.group,
            "metadata": _metadata(instruction),
            "expand": [FEE_OF_PAYMENT],
        }
        if instruction.currency in BANK_TRANSFERS:
            transfer = _bank_transfer(instruction.currency)
            params["payment_method_options"] = {
                "customer_balance": {"funding_type": "bank_transfer", "bank_transfer": transfer}
            }
        with telling():
            intent = client().v1.payment_intents.create(params, _keyed(instruction))
        return self._payment(intent)

    def find_payment(self, instruction: Instruction) -> ProviderObject | None:
        """By its id where we know it, else among the customer's payments since the operation was made."""
        if instruction.ref:
            with asking():
                intent = client().v1.payment_intents.retrieve(instruction.ref, {"expand": [FEE_OF_PAYMENT]})
            return self._payment(intent)
        customer = accounts.find_payer(instruction.payer_id)
        if not customer:
            return None
        with asking():
            found = client().v1.payment_intents.list(
                {
                    "customer": customer,
                    "created": _since(instruction),
                    "limit": PAGE,
                    "expand": [f"data.{FEE_OF_PAYMENT}"],
                }
            )
            intent = _of(found.auto_paging_iter(), instruction)
        return self._payment(intent) if intent else None

    def _payment(self, intent: stripe.PaymentIntent) -> ProviderObject:
        page = "sandbox-pay" if is_sandbox() else "order-checkout"
        receipts: tuple[CashReceipt, ...] = ()
        customer = intent.customer
        if customer and reading.is_bank_transfer(intent):
            receipts = self.cash_receipts(customer if isinstance(customer, str) else customer.id)
        return reading.payment(intent, reverse(page, args=[intent.id]), receipts)

    def _payer(self, instruction: Instruction) -> str:
        """The buyer's customer. It is remembered before it is used, so that its payments can be found."""
        if instruction.payer_id is None:
            raise GatewayRefused("A payment needs a payer.")
        known = accounts.find_payer(instruction.payer_id)
        if known:
            return known
        params: stripe.params.CustomerCreateParams = {
            "name": instruction.payer_name,
            "metadata": {"organization": str(instruction.payer_id)},
        }
        with telling():
            made = client().v1.customers.create(params, {"idempotency_key": f"payer:{mode()}:{instruction.payer_id}"})
        return accounts.remember_payer(instruction.payer_id, made.id)

    def create_refund(self, instruction: Instruction) -> ProviderObject:
        """Back the way the payment came."""
        params: stripe.params.RefundCreateParams = {
            "payment_intent": instruction.source_ref,
            "amount": instruction.amount_minor,
            "metadata": _metadata(instruction),
        }
        with telling():
            return reading.refund(client().v1.refunds.create(params, _keyed(instruction)))

    def find_refund(self, instruction: Instruction) -> ProviderObject | None:
        """By its id, else among the payment's refunds."""
        with asking():
            if instruction.ref:
                return reading.refund(client().v1.refunds.retrieve(instruction.ref))
            found = client().v1.refunds.list({"payment_intent": instruction.source_ref, "limit": PAGE})
            thing = _of(found.auto_paging_iter(), instruction)
        return reading.refund(thing) if thing else None

    def create_transfer(self, instruction: Instruction) -> ProviderObject:
        """Out of our available balance, to a vendor whose account is ready."""
        recipient = accounts.find_recipient(instruction.destination)
        if recipient is None:
            raise GatewayRefused("The vendor has not opened a payout account yet.")
        params: stripe.params.TransferCreateParams = {
            "amount": instruction.amount_minor,
            "currency": instruction.currency.lower(),
            "destination": recipient.ref,
            "description": instruction.description,
            "transfer_group": instruction.group,
            "metadata": _metadata(instruction),
        }
        with telling():
            return reading.transfer(client().v1.transfers.create(params, _keyed(instruction)))

    def find_transfer(self, instruction: Instruction) -> ProviderObject | None:
        """By its id, else among the group's transfers since the operation was made."""
        with asking():
            if instruction.ref:
                return reading.transfer(client().v1.transfers.retrieve(instruction.ref))
            found = client().v1.transfers.list(
                {"transfer_group": instruction.group, "created": _since(instruction), "limit": PAGE}
            )
            thing = _of(found.auto_paging_iter(), instruction)
        return reading.transfer(thing) if thing else None

    def create_reversal(self, instruction: Instruction) -> ProviderObject:
        """Out of what the vendor still has at Stripe."""
        params: stripe.params.TransferCreateReversalParams = {
            "amount": instruction.amount_minor,
            "metadata": _metadata(instruction),
        }
        with telling():
            made = client().v1.transfers.reversals.create(instruction.source_ref, params, _keyed(instruction))
        return reading.reversal(made)

    def find_reversal(self, instruction: Instruction) -> ProviderObject | None:
        """Among the transfer's reversals."""
        with asking():
            found = client().v1.transfers.reversals.list(instruction.source_ref, {"limit": PAGE})
            thing = _of(found.auto_paging_iter(), instruction)
        return reading.reversal(thing) if thing else None

    def create_platform_payout(self, instruction: Instruction) -> ProviderObject:
        """To our own bank: our payouts are on no schedule of Stripe's."""
        params: stripe.params.PayoutCreateParams = {
            "amount": instruction.amount_minor,
            "currency": instruction.currency.lower(),
            "description": instruction.description,
            "metadata": _metadata(instruction),
        }
        with telling():
            return reading.payout(client().v1.payouts.create(params, _keyed(instruction)))

    def find_platform_payout(self, instruction: Instruction) -> ProviderObject | None:
        """By its id, else among the payouts since the operation was made."""
        with asking():
            if instruction.ref:
                return reading.payout(client().v1.payouts.retrieve(instruction.ref))
            found = client().v1.payouts.list({"created": _since(instruction), "limit": PAGE})
            thing = _of(found.auto_paging_iter(), instruction)
        return reading.payout(thing) if thing else None

    def bank_instructions(self, instruction: Instruction) -> BankInstructions:
        """The account that belongs to the buyer's customer."""
        params: stripe.params.CustomerFundingInstructionsCreateParams = {
            "currency": instruction.currency.lower(),
            "funding_type": "bank_transfer",
            "bank_transfer": _bank_transfer(instruction.currency),
        }
        customer = self._payer(instruction)
        with telling():
            given = client().v1.customers.funding_instructions.create(customer, params)
        return BankInstructions(lines=reading.bank_lines(given), reference=instruction.group)

    def cash_balance(self, customer_ref: str) -> Mapping[str, int]:
        """The customer's cash balance."""
        with asking():
            held = client().v1.customers.cash_balance.retrieve(customer_ref).available
        return {code.upper(): amount for code, amount in (held.to_dict() if held else {}).items()}

    def cash_receipts(self, customer_ref: str) -> tuple[CashReceipt, ...]:
        """The funded movements of the customer's cash balance."""
        with asking():
            found = client().v1.customers.cash_balance_transactions.list(customer_ref, {"limit": PAGE})
            return reading.receipts(found.auto_paging_iter())

    def create_recipient(self, *, organization_id: UUID, name: str, email: str, country: str) -> RecipientAccount:
        """An Accounts v2 recipient: Express dashboard; fees and losses are the platform's."""
        params: AccountCreateParams = {
            "display_name": name,
            "contact_email": email,
            "dashboard": "express",
            "identity": {"country": country},
            "configuration": {
                "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}}
            },
            "defaults": {"responsibilities": {"fees_collector": "application", "losses_collector": "application"}},
            "metadata": {"organization": str(organization_id)},
            "include": ["configuration.recipient", "requirements"],
        }
        key = f"recipient:{mode()}:{organization_id}"
        with telling():
            return reading.recipient(client().v2.core.accounts.create(params, {"idempotency_key": key}))

    def recipient(self, ref: str) -> RecipientAccount:
        """The account with what it is asked for: API v2 leaves out what is not named."""
        with asking():
            account = client().v2.core.accounts.retrieve(ref, {"include": ["configuration.recipient", "requirements"]})
        return reading.recipient(account)

    def onboarding_link(self, recipient_ref: str, return_path: str) -> str:
        """Stripe's own onboarding pages."""
        address = f"{settings.PUBLIC_URL}{return_path}"
        params: AccountLinkCreateParams = {
            "account": recipient_ref,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": {"refresh_url": address, "return_url": address},
            },
        }
        with telling():
            return client().v2.core.account_links.create(params).url

    def get_dispute(self, ref: str) -> ProviderDispute:
        """The dispute with its balance entries."""
        with asking():
            return reading.dispute(client().v1.disputes.retrieve(ref))

    def submit_evidence(self, ref: str, evidence: Mapping[str, str]) -> ProviderDispute:
        """Stripe takes one submission; the same evidence again is the same submission."""
        params: Any = {"evidence": dict(evidence), "submit": True}
        key = f"evidence:{ref}:{ids.input_hash(dict(evidence))[:32]}"
        with telling():
            return reading.dispute(client().v1.disputes.update(ref, params, {"idempotency_key": key}))

    def get_topup(self, ref: str) -> ProviderTopup:
        """The top-up."""
        with asking():
            return reading.topup(client().v1.topups.retrieve(ref))

    def transactions(self, since: datetime) -> Iterator[ProviderTransaction]:
        """Balance transactions with their sources."""
        with asking():
            found = client().v1.balance_transactions.list(
                {"created": {"gte": int(since.timestamp())}, "limit": PAGE, "expand": ["data.source"]}
            )
            for entry in found.auto_paging_iter():
                yield reading.transaction(entry)

    def parse_webhook(self, raw: bytes, signature: str, at: datetime, *, connect: bool = False) -> Notice:
        """See ``webhooks.parse``."""
        return webhooks.parse(raw, signature, at, connect=connect)

    def balance(self) -> Mapping[str, int]:
        """Pending and available are both ours."""
        totals: dict[str, int] = {}
        with asking():
            held = client().v1.balance.retrieve()
        parts = [(part.currency, part.amount) for part in held.available]
        parts += [(part.currency, part.amount) for part in held.pending]
        for currency, amount in parts:
            totals[currency.upper()] = totals.get(currency.upper(), 0) + amount
        return totals


def _keyed(instruction: Instruction) -> stripe.RequestOptions:
    return {"idempotency_key": str(instruction.operation_id)}


def _metadata(instruction: Instruction) -> dict[str, str]:
    metadata = {"op": str(instruction.operation_id), "order": instruction.group, "leg": str(instruction.leg_no)}
    return {**metadata, "return_path": instruction.return_path} if instruction.return_path else metadata


def _since(instruction: Instruction) -> Any:
    return {"gte": int((instruction.since - CLOCKS_DIFFER).timestamp())}


def _of(things: Iterable[Any], instruction: Instruction) -> Any:
    """The object that this operation made, or None."""
    return next((thing for thing in things if reading.operation_of(thing) == instruction.operation_id), None)


def _bank_transfer(currency: str) -> Any:
    kind = BANK_TRANSFERS.get(currency)
    if kind is None:
        raise GatewayRefused(f"Bank transfers in {currency} are not possible.")
    if kind == "eu_bank_transfer":
        return {"type": kind, "eu_bank_transfer": {"country": settings.STRIPE_BANK_COUNTRY}}
    return {"type": kind}
