"""The life of a chargeback: a mirror of the provider's dispute that only moves forward."""

from django.db import models

from marketplace.lib.state import process, step


class ChargebackState(models.TextChoices):
    """Where the card network's decision stands."""

    NEEDS_RESPONSE = "NEEDS_RESPONSE", "Needs our evidence"
    UNDER_REVIEW = "UNDER_REVIEW", "Under review"
    WON = "WON", "Won"
    LOST = "LOST", "Lost"
    PREVENTED = "PREVENTED", "Prevented"


class Liability(models.TextChoices):
    """Who bears a loss that the order's held money does not cover."""

    VENDOR = "VENDOR", "Supplier"
    PLATFORM = "PLATFORM", "Market"


EVIDENCE_DUE = "EVIDENCE_DUE"
LIMIT = "CHARGEBACK_LIMIT"

UNDECIDED = (ChargebackState.NEEDS_RESPONSE, ChargebackState.UNDER_REVIEW)
"""While the network decides, its money is on the account ``cb:{ref}`` and the order's rest is frozen."""

CHARGEBACK = process(
    "chargeback",
    version=1,
    initial=ChargebackState.NEEDS_RESPONSE,
    steps={
        "submit": step(
            {ChargebackState.NEEDS_RESPONSE},
            ChargebackState.UNDER_REVIEW,
            by={"operator", "system"},
            clock=EVIDENCE_DUE,
        ),
        "review": step({ChargebackState.NEEDS_RESPONSE}, ChargebackState.UNDER_REVIEW, by={"gateway"}),
        "win": step(UNDECIDED, ChargebackState.WON, by={"gateway"}, effect="unfreeze"),
        "prevent": step(UNDECIDED, ChargebackState.PREVENTED, by={"gateway"}, effect="unfreeze"),
        "lose": step(UNDECIDED, ChargebackState.LOST, by={"gateway"}, effect="split"),
        # A network that never answers must not keep money frozen for ever.
        "write_off": step(UNDECIDED, ChargebackState.LOST, by={"operator", "system"}, clock=LIMIT, effect="split"),
    },
    ends={ChargebackState.WON, ChargebackState.LOST, ChargebackState.PREVENTED},
    holding=UNDECIDED,
)

STEPS_OF_PROVIDER = {
    ChargebackState.UNDER_REVIEW: "review",
    ChargebackState.WON: "win",
    ChargebackState.LOST: "lose",
    ChargebackState.PREVENTED: "prevent",
}
"""Which step the provider's word for its dispute takes."""
