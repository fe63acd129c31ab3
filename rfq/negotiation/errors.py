"""How requests, quotes and offers refuse."""

from marketplace.lib.errors import Conflict
from rfq.models import Quote, QuoteVersion, Rfq


class BiddingClosed(Conflict):
    """The deadline has passed, or the request is over."""

    code = "bidding_closed"

    def __init__(self, rfq: Rfq) -> None:
        super().__init__(f"{rfq.number} takes no more quotes. Nothing was sent.")


class PricesSealed(Conflict):
    """A sealed request, before its deadline."""

    code = "prices_sealed"

    def __init__(self, rfq: Rfq) -> None:
        super().__init__(f"The prices of {rfq.number} are sealed until bidding closes. Negotiate and award after that.")


class OfferChanged(Conflict):
    """The terms that the actor saw are no longer the ones on the table."""

    code = "offer_changed"

    def __init__(self, maker_name: str, doing: str = "accepting", outcome: str = "accepted") -> None:
        super().__init__(f"{maker_name} changed the offer while you were {doing}. Nothing was {outcome}.")


class OfferOver(Conflict):
    """The offer was declined, withdrawn, has expired or was superseded."""

    code = "offer_over"

    def __init__(self, version: QuoteVersion, how: str) -> None:
        super().__init__(f"Offer no. {version.no} {how}. Nothing was accepted. Ask for a new offer.")


class SupplierOffMarket(Conflict):
    """The supplier was suspended after quoting."""

    code = "supplier_off_market"

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"{quote.vendor.name} is not on the market now. Nothing was agreed. Choose another quote.")


class OfferAgreed(Conflict):
    """Both sides have agreed; only an award or its expiry ends that."""

    code = "offer_agreed"

    def __init__(self, version: QuoteVersion) -> None:
        super().__init__(f"Offer no. {version.no} is agreed and binds both sides until its validity ends.")


class AlreadyAwarded(Conflict):
    """Somebody was faster."""

    code = "already_awarded"

    def __init__(self, rfq: Rfq, winner: Quote) -> None:
        super().__init__(f"{rfq.number} was already awarded to {winner.vendor.name}. Nothing was ordered now.")
