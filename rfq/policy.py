"""Who may do what with a request, a quote and an offer. Pure: state and clock are the services' matter."""

from marketplace.lib.actor import Actor
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.states import Maker


def may_post_rfq(actor: Actor) -> bool:
    """Ask suppliers in the name of a company that buys."""
    return actor.can("rfq.post") and actor.buys


def may_manage_rfq(actor: Actor, rfq: Rfq) -> bool:
    """Publish, invite, extend, cancel, add files."""
    return actor.can("rfq.post") and actor.belongs_to(rfq.buyer_id)


def may_submit_quote(actor: Actor, rfq: Rfq) -> bool:
    """Quote or revise for a company that sells, on another company's request."""
    return actor.can("quote.submit") and actor.sells and not actor.belongs_to(rfq.buyer_id)


def may_withdraw_quote(actor: Actor, quote: Quote) -> bool:
    """Take the own quote back."""
    return actor.can("quote.submit") and actor.belongs_to(quote.vendor_id)


def may_make_counter_offer(actor: Actor, quote: Quote) -> bool:
    """Answer a quote with other terms."""
    return actor.can("rfq.award") and actor.belongs_to(quote.rfq.buyer_id)


def may_award_quote(actor: Actor, quote: Quote) -> bool:
    """Choose the quote and open the order."""
    return actor.can("rfq.award") and actor.belongs_to(quote.rfq.buyer_id)


def may_answer_offer(actor: Actor, version: QuoteVersion) -> bool:
    """Accept or decline: always the side that did not make the offer."""
    if version.maker == Maker.BUYER:
        return actor.can("quote.submit") and actor.belongs_to(version.quote.vendor_id)
    return actor.can("rfq.award") and actor.belongs_to(version.quote.rfq.buyer_id)
