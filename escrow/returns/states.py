"""The life of a return as data: who may take which step, which clock takes it otherwise, and what it does to money."""

from django.db import models

from marketplace.lib.state import process, step


class ReturnState(models.TextChoices):
    """Where a return stands."""

    REQUESTED = "REQUESTED", "Requested"
    NEGOTIATING = "NEGOTIATING", "In negotiation"
    REFUSED = "REFUSED", "Refused"
    AUTHORISED = "AUTHORISED", "Authorised"
    IN_TRANSIT = "IN_TRANSIT", "On its way back"
    RECEIVED = "RECEIVED", "Received"
    INSPECTING = "INSPECTING", "In inspection"
    VERDICT = "VERDICT", "Verdict given"
    REMEDY = "REMEDY", "Remedy owed"
    SENT_BACK = "SENT_BACK", "Remedy on its way"
    ESCALATED = "ESCALATED", "With Harborline"
    CLOSED = "CLOSED", "Closed"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    LAPSED = "LAPSED", "Lapsed"


class Reason(models.TextChoices):
    """Why goods go back."""

    DEFECTIVE = "DEFECTIVE", "Defective"
    NOT_AS_AGREED = "NOT_AS_AGREED", "Not as agreed"
    WRONG_ITEM = "WRONG_ITEM", "Wrong item sent"
    DAMAGED = "DAMAGED", "Damaged on arrival"
    SURPLUS = "SURPLUS", "More than we need"
    NOT_NEEDED = "NOT_NEEDED", "No longer needed"


FAULTS = frozenset({Reason.DEFECTIVE, Reason.NOT_AS_AGREED, Reason.WRONG_ITEM, Reason.DAMAGED})
"""Reasons for which the supplier answers; for the others the buyer changed its mind."""


class Remedy(models.TextChoices):
    """What makes good."""

    REFUND = "REFUND", "Refund"
    PARTIAL = "PARTIAL", "Partial refund"
    REPLACEMENT = "REPLACEMENT", "Replacement"
    REPAIR = "REPAIR", "Repair"
    KEEP_WITH_CREDIT = "KEEP_WITH_CREDIT", "Keep the goods with a credit"


IN_MONEY = frozenset({Remedy.REFUND, Remedy.PARTIAL, Remedy.KEEP_WITH_CREDIT})
"""Remedies that end with a payment; the others end with goods."""

WITH_SHARE = frozenset({Remedy.PARTIAL, Remedy.KEEP_WITH_CREDIT})
"""Remedies whose share of the value is agreed on."""


class Payer(models.TextChoices):
    """Who bears the freight of the return."""

    BUYER = "BUYER", "Buyer"
    VENDOR = "VENDOR", "Supplier"
    SPLIT = "SPLIT", "Half each"


class Outcome(models.TextChoices):
    """What the inspection of returned goods found; field names of ``ReturnLine`` in lower case."""

    AS_CLAIMED = "AS_CLAIMED", "As claimed"
    REPAIRABLE = "REPAIRABLE", "As claimed, repairable"
    DAMAGED_BY_USE = "DAMAGED_BY_USE", "Damaged by use"
    WRONG_ITEM = "WRONG_ITEM", "Another item than ordered"
    NO_FAULT = "NO_FAULT", "No fault found"


CONFIRMED = frozenset({Outcome.AS_CLAIMED, Outcome.REPAIRABLE})
"""Outcomes that prove the claim: these quantities are made good."""


class Disposition(models.TextChoices):
    """Where the returned goods go; stock never moves without it."""

    QUARANTINE = "QUARANTINE", "Quarantine"
    RESTOCK = "RESTOCK", "Back to stock"
    SCRAP = "SCRAP", "Scrap"
    BACK_TO_BUYER = "BACK_TO_BUYER", "Back to the buyer"


class OfferState(models.TextChoices):
    """A proposal in a return."""

    OPEN = "OPEN", "Open"
    SUPERSEDED = "SUPERSEDED", "Superseded"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"


_S = ReturnState
_TALKING = {_S.REQUESTED, _S.NEGOTIATING}

RETURN = process(
    "return",
    version=1,
    initial=_S.REQUESTED,
    steps={
        "counter": step(_TALKING, _S.NEGOTIATING, by={"buyer", "vendor"}),
        "authorise": step(_TALKING, _S.AUTHORISED, by={"buyer", "vendor"}),
        # The agreed remedy leaves the goods where they are: nothing is shipped, the money moves at once.
        "keep": step(_TALKING, _S.CLOSED, by={"buyer", "vendor"}, effect="split"),
        "refuse": step(_TALKING, _S.REFUSED, by={"vendor"}),
        "silence": step(_TALKING, _S.ESCALATED, by={"system"}, clock="RETURN_SILENCE"),
        "ignore": step(_TALKING, _S.LAPSED, by={"system"}, clock="RETURN_SILENCE", effect="unfreeze"),
        "abandon": step({_S.REFUSED}, _S.LAPSED, by={"system"}, clock="RETURN_APPEAL", effect="unfreeze"),
        "withdraw": step(_TALKING | {_S.REFUSED, _S.AUTHORISED}, _S.WITHDRAWN, by={"buyer"}, effect="unfreeze"),
        "escalate": step({_S.NEGOTIATING, _S.REFUSED, _S.VERDICT, _S.SENT_BACK}, _S.ESCALATED, by={"buyer"}),
        # A case takes the claim over, and freezes its money again in the same transaction.
        "hand_over": step(
            {_S.NEGOTIATING, _S.REFUSED, _S.VERDICT, _S.SENT_BACK}, _S.CLOSED, by={"buyer"}, effect="unfreeze"
        ),
        "ship": step({_S.AUTHORISED}, _S.IN_TRANSIT, by={"buyer"}),
        "lapse": step({_S.AUTHORISED}, _S.LAPSED, by={"system"}, clock="RETURN_SHIP", effect="unfreeze"),
        "receive": step({_S.IN_TRANSIT}, _S.RECEIVED, by={"vendor"}),
        "lose": step({_S.IN_TRANSIT}, _S.ESCALATED, by={"system"}, clock="RETURN_ARRIVAL"),
        "declare_shortage": step({_S.RECEIVED}, _S.RECEIVED, by={"vendor"}),
        "inspect": step({_S.RECEIVED}, _S.INSPECTING, by={"system"}, clock="RETURN_SHORTAGE"),
        "judge": step({_S.RECEIVED, _S.INSPECTING}, _S.VERDICT, by={"vendor", "inspector"}),
        "presume": step({_S.INSPECTING}, _S.VERDICT, by={"system"}, clock="RETURN_INSPECTION"),
        "settle": step({_S.VERDICT}, _S.CLOSED, by={"buyer", "system"}, clock="RETURN_VERDICT", effect="split"),
        "owe": step({_S.VERDICT}, _S.REMEDY, by={"buyer", "system"}, clock="RETURN_VERDICT"),
        "send_back": step({_S.REMEDY}, _S.SENT_BACK, by={"vendor"}),
        "default": step({_S.REMEDY}, _S.CLOSED, by={"system"}, clock="RETURN_REMEDY", effect="split"),
        "confirm": step({_S.SENT_BACK}, _S.CLOSED, by={"buyer", "system"}, clock="RETURN_WINDOW", effect="split"),
        "decide": step({_S.ESCALATED}, _S.CLOSED, by={"operator"}, effect="split"),
        "force": step({_S.ESCALATED}, _S.CLOSED, by={"system"}, clock="RETURN_LIMIT", effect="split"),
    },
    ends={_S.CLOSED, _S.WITHDRAWN, _S.LAPSED},
    holding={state for state in _S if state not in {_S.CLOSED, _S.WITHDRAWN, _S.LAPSED}},
)

OPEN_STATES = frozenset(RETURN.states() - RETURN.ends)
"""Returns on which something is still to happen."""
