"""The writers: requests, quotes, offers and awards. Everything that changes goes through one of these."""

from rfq.services.awards import award_quote
from rfq.services.deadlines import close_due_rfqs, expire_due_offers
from rfq.services.matching import tell_matching_vendors
from rfq.services.offers import accept_offer, decline_offer, make_counter_offer
from rfq.services.quotes import submit_quote, withdraw_quote
from rfq.services.requests import (
    add_file,
    cancel_rfq,
    extend_deadline,
    invite_vendors,
    post_rfq,
    publish_rfq,
    save_rfq_draft,
)

__all__ = [
    "accept_offer",
    "add_file",
    "award_quote",
    "cancel_rfq",
    "close_due_rfqs",
    "decline_offer",
    "expire_due_offers",
    "extend_deadline",
    "invite_vendors",
    "make_counter_offer",
    "post_rfq",
    "publish_rfq",
    "save_rfq_draft",
    "submit_quote",
    "tell_matching_vendors",
    "withdraw_quote",
]
