"""Where RFQs, quotes and their versions may go, as tables."""

from django.db import models

from marketplace.lib.state import Machine


class RfqState(models.TextChoices):
    """From draft to award. An OPEN request whose deadline has passed is settled to CLOSED by whoever looks first."""

    DRAFT = "DRAFT", "Draft"
    OPEN = "OPEN", "Bidding open"
    CLOSED = "CLOSED", "Bidding closed"
    AWARDED = "AWARDED", "Awarded"
    CANCELLED = "CANCELLED", "Cancelled"


class Visibility(models.TextChoices):
    """Who may answer."""

    OPEN = "OPEN", "Every verified supplier"
    INVITED = "INVITED", "Invited suppliers only"


class InvitationSource(models.TextChoices):
    """Why a supplier was told of a request."""

    INVITED = "INVITED", "Invited"
    MATCHED = "MATCHED", "Matching"


class QuoteState(models.TextChoices):
    """Where a supplier's bid stands as a whole."""

    ACTIVE = "ACTIVE", "Active"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    AWARDED = "AWARDED", "Awarded"
    LOST = "LOST", "Not chosen"


class VersionState(models.TextChoices):
    """Where one offer of the negotiation stands. At most one per quote is live: OPEN or AGREED."""

    OPEN = "OPEN", "Open"
    AGREED = "AGREED", "Agreed"
    SUPERSEDED = "SUPERSEDED", "Superseded"
    DECLINED = "DECLINED", "Declined"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    EXPIRED = "EXPIRED", "Expired"
    AWARDED = "AWARDED", "Awarded"


class Maker(models.TextChoices):
    """Which side made an offer."""

    BUYER = "BUYER", "Buyer"
    VENDOR = "VENDOR", "Supplier"


RFQ = Machine(
    "RFQ",
    {
        "publish": ({RfqState.DRAFT}, RfqState.OPEN),
        "extend_deadline": ({RfqState.OPEN}, RfqState.OPEN),
        "invite": ({RfqState.OPEN}, RfqState.OPEN),
        "close": ({RfqState.OPEN}, RfqState.CLOSED),
        "award": ({RfqState.OPEN, RfqState.CLOSED}, RfqState.AWARDED),
        "cancel": ({RfqState.DRAFT, RfqState.OPEN, RfqState.CLOSED}, RfqState.CANCELLED),
    },
)

QUOTE = Machine(
    "quote",
    {
        "submit": ({QuoteState.ACTIVE, QuoteState.WITHDRAWN}, QuoteState.ACTIVE),
        "counter": ({QuoteState.ACTIVE}, QuoteState.ACTIVE),
        "withdraw": ({QuoteState.ACTIVE}, QuoteState.WITHDRAWN),
        "award": ({QuoteState.ACTIVE}, QuoteState.AWARDED),
        "lose": ({QuoteState.ACTIVE}, QuoteState.LOST),
    },
)

VERSION = Machine(
    "offer",
    {
        "supersede": ({VersionState.OPEN}, VersionState.SUPERSEDED),
        "agree": ({VersionState.OPEN}, VersionState.AGREED),
        "decline": ({VersionState.OPEN}, VersionState.DECLINED),
        "withdraw": ({VersionState.OPEN}, VersionState.WITHDRAWN),
        "expire": ({VersionState.OPEN, VersionState.AGREED}, VersionState.EXPIRED),
        "award": ({VersionState.OPEN, VersionState.AGREED}, VersionState.AWARDED),
    },
)

LIVE = (VersionState.OPEN, VersionState.AGREED)
