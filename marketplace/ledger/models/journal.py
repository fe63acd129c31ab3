"""The double-entry journal under the orders.

``amount_minor`` is signed: + debit, − credit. What must hold of these rows is enforced by PostgreSQL
(``migrations/0002_guards.py``): entries are complete and add up to zero per currency, nothing is ever
changed or removed, guarded balances stay within their bounds.
"""

from django.db import models

from marketplace.ledger.models.orders import Order


class Account(models.Model):
    """A named pot of one currency. Immutable but for ``closed_at``, which ``ledger_close_accounts`` sets."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=120, unique=True)
    currency = models.CharField("ISO 4217, or XCR-… for credit lines", max_length=7)
    kind = models.CharField(max_length=40)
    account_class = models.CharField(max_length=1)
    is_guarded = models.BooleanField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "currency"], name="ledger_account_currency"),
            models.CheckConstraint(
                condition=models.Q(account_class__in=["A", "L", "I", "E", "M"]), name="ledger_account_class_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Balance(models.Model):
    """The running balance of a guarded account. Written by triggers alone.

    While ``is_frozen``, the bound on the side that gives follows the balance: nothing leaves the account,
    and what comes in stays.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True)
    posted = models.BigIntegerField(default=0)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    version = models.BigIntegerField(default=0)
    is_frozen = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(posted__gte=models.F("lo"), posted__lte=models.F("hi")),
                name="ledger_balance_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted}"


class JournalEntry(models.Model):
    """One movement of money: two or more postings that add up to zero per currency.

    ``position`` is where the entry's transaction stands in the order of the journal: the epoch of the cluster
    in the upper 16 bits, the transaction's number in the lower 48. Seals and snapshots go by it, because
    everything below the oldest running transaction is final, which is not true of ``id``.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField("idempotency key: what happened, once", max_length=160)
    input_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120, default="", db_default="", blank=True)
    position = models.BigIntegerField(default=0, editable=False)
    postings_count = models.PositiveSmallIntegerField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="entries", null=True, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, related_name="reversed_by", null=True, blank=True)
    resolves = models.OneToOneField("self", on_delete=models.PROTECT, related_name="resolved_by", null=True, blank=True)
    effective_at = models.DateTimeField()
    created_at = models.DateTimeField()
    meta = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # Not unique=True, which would add a second index, for patterns, to every entry's cost.
            models.UniqueConstraint(fields=["key"], name="ledger_entry_key_once"),
            models.CheckConstraint(
                condition=models.Q(postings_count__gte=2, postings_count__lte=500), name="ledger_entry_size"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reversal", reverses__isnull=False)
                | (~models.Q(kind="reversal") & models.Q(reverses__isnull=True)),
                name="ledger_entry_reversal_of",
            ),
        ]
        indexes = [models.Index(fields=["position", "id"], name="ledger_entry_position")]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """One leg of an entry. ``account_seq`` and ``balance_after`` are set by trigger on guarded accounts."""

    id = models.BigAutoField(primary_key=True)
    # Both are kept by stronger guards: the composite key of currency, and ledger_check_postings.
    entry = models.ForeignKey(
        JournalEntry, on_delete=models.PROTECT, related_name="postings", db_index=False, db_constraint=False
    )
    line_no = models.PositiveSmallIntegerField()
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="postings", db_index=False, db_constraint=False
    )
    currency = models.CharField("ISO 4217, or XCR-… for credit lines", max_length=7)
    amount_minor = models.BigIntegerField()
    position = models.BigIntegerField("of its entry", default=0, editable=False)
    account_seq = models.BigIntegerField(null=True, blank=True)
    balance_after = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "line_no"], name="ledger_posting_line_once"),
            models.UniqueConstraint(fields=["account", "account_seq"], name="ledger_posting_seq_once"),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="ledger_posting_not_zero"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=-(10**15), amount_minor__lte=10**15), name="ledger_posting_cap"
            ),
        ]
        indexes = [
            # The tail of an unguarded account after its snapshot. Guarded ones are found by their sequence.
            models.Index(
                fields=["account", "position"],
                condition=models.Q(account_seq__isnull=True),
                name="ledger_posting_tail",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"
