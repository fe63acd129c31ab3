"""The order in which a judge reads the journal."""

from django.db import models


class ChainLink(models.Model):
    """A posting's place in the judge's journal, chained by hash to the one before."""

    sequence = models.BigIntegerField(primary_key=True)
    posting = models.OneToOneField("ledger.Posting", on_delete=models.PROTECT, related_name="+")
    account_sequence = models.BigIntegerField()
    prev_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.sequence}: {self.entry_hash}"
