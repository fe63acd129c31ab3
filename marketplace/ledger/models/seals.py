"""What proves the journal: its sealed blocks, anchors outside the database, snapshots, verdicts and freezes.

Seals and snapshots are written by functions of the database alone (``migrations/sql/journal/seals.sql``);
the application's role may only read them.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from marketplace.ledger.models.journal import Account


class Seal(models.Model):
    """A block of final entries, chained to the block before it by SHA-256. Append-only.

    It covers the entries after its predecessor up to and including (``position``, ``entry_id``).
    """

    id = models.BigAutoField(primary_key=True)
    position = models.BigIntegerField("of the last entry in it")
    last_entry_id = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    postings = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "last_entry_id"], name="ledger_seal_end_once"),
            models.UniqueConstraint(fields=["previous_hash"], name="ledger_seal_chain_unforked"),
        ]

    def __str__(self) -> str:
        return f"seal {self.id}: {self.hash[:12]}"


class Anchor(models.Model):
    """The chain's head, exported to where the database's owner does not reach. Append-only."""

    id = models.BigAutoField(primary_key=True)
    seal = models.OneToOneField(Seal, on_delete=models.PROTECT)
    hash = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120)
    mailed_to = models.JSONField(default=list, blank=True)
    anchored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class Snapshot(models.Model):
    """The sum of an unguarded account's postings below a position at which all transactions had ended."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True)
    before_position = models.BigIntegerField()
    posted = models.BigIntegerField()
    postings = models.BigIntegerField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted}"


class VerifyRun(models.Model):
    """What one run over all checks found; screens show the newest and never verify themselves."""

    id = models.BigAutoField(primary_key=True)
    checked_at = models.DateTimeField(db_index=True)
    milliseconds = models.PositiveIntegerField()
    checks = models.PositiveIntegerField()
    first_entry = models.BigIntegerField("0: all entries were checked", default=0)
    entries = models.BigIntegerField()
    postings = models.BigIntegerField()
    findings = models.JSONField(default=list)
    alarms = models.JSONField(default=list)
    figures = models.JSONField(
        "trial balance, safeguarding, open clearing items", default=dict, encoder=DjangoJSONEncoder
    )

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}: {len(self.findings)} findings"


class LedgerFreeze(models.Model):
    """Releases and payouts of an account are stopped because a check found something on it, until somebody lifts it."""

    id = models.BigAutoField(primary_key=True)
    account_code = models.CharField(max_length=120)
    order_number = models.CharField(max_length=20, blank=True)
    check_name = models.CharField(max_length=80)
    detail = models.CharField(max_length=300)
    frozen_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_name = models.CharField(max_length=120, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_code", "order_number", "check_name"],
                condition=models.Q(lifted_at__isnull=True),
                name="ledger_freeze_open_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["order_number"], condition=models.Q(lifted_at__isnull=True), name="ledger_freeze_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_code or self.order_number}: {self.check_name}"
