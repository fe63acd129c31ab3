"""Roles and what they may do: the one table. Subject rules (``may_*``) live in each package."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed, NotFound

if TYPE_CHECKING:
    from marketplace.identity.models import Membership

_BUYER_VIEW = {"organization.view", "rfq.view", "order.view", "message.view"}
_VENDOR_VIEW = {"organization.view", "listing.view", "request.view", "order.view", "message.view"}
_OPERATOR_VIEW = {"organization.view", "market.view", "order.view"}

ROLE_CAPABILITIES: dict[str, frozenset[str]] = {
    "buyer.viewer": frozenset(_BUYER_VIEW),
    "buyer.purchaser": frozenset(_BUYER_VIEW | {"rfq.post", "rfq.award", "order.accept", "message.send"}),
    "buyer.approver": frozenset(_BUYER_VIEW | {"rfq.award", "order.accept", "message.send"}),
    "buyer.finance": frozenset(_BUYER_VIEW | {"order.pay", "statement.view"}),
    "buyer.admin": frozenset(
        _BUYER_VIEW
        | {
            "rfq.post", "rfq.award", "order.pay", "order.accept", "message.send", "statement.view",
            "organization.manage",
        }
    ),
    "vendor.viewer": frozenset(_VENDOR_VIEW),
    "vendor.sales": frozenset(_VENDOR_VIEW | {"quote.submit", "message.send", "listing.edit", "storefront.edit"}),
    "vendor.fulfilment": frozenset(_VENDOR_VIEW | {"order.ship", "message.send"}),
    "vendor.finance": frozenset(_VENDOR_VIEW | {"payout.view", "statement.view"}),
    "vendor.admin": frozenset(
        _VENDOR_VIEW
        | {
            "quote.submit", "message.send", "listing.edit", "storefront.edit", "order.ship",
            "payout.view", "statement.view", "organization.manage",
        }
    ),
    "operator.support": frozenset(_OPERATOR_VIEW),
    "operator.moderator": frozenset(_OPERATOR_VIEW | {"vendor.verify", "vendor.suspend", "listing.moderate"}),
    "operator.dispute_officer": frozenset(_OPERATOR_VIEW | {"money.view", "dispute.decide", "message.send"}),
    "operator.finance": frozenset(_OPERATOR_VIEW | {"money.view", "money.move"}),
    "operator.admin": frozenset(
        _OPERATOR_VIEW
        | {
            "vendor.verify", "vendor.suspend", "listing.moderate", "money.view", "money.move", "dispute.decide",
            "message.send", "outbox.retry", "organization.manage",
        }
    ),
}  # fmt: skip

ROLE_LABELS: dict[str, str] = {
    "buyer.viewer": "Buyer, view only",
    "buyer.purchaser": "Purchaser",
    "buyer.approver": "Approver",
    "buyer.finance": "Buyer finance",
    "buyer.admin": "Buyer administrator",
    "vendor.viewer": "Supplier, view only",
    "vendor.sales": "Sales",
    "vendor.fulfilment": "Fulfilment",
    "vendor.finance": "Supplier finance",
    "vendor.admin": "Supplier administrator",
    "operator.support": "Support",
    "operator.moderator": "Moderator",
    "operator.dispute_officer": "Dispute officer",
    "operator.finance": "Market finance",
    "operator.admin": "Market administrator",
}

CAPABILITY_LABELS: dict[str, str] = {
    "organization.view": "See company data",
    "organization.manage": "Manage members and keys",
    "rfq.view": "See RFQs and quotes",
    "rfq.post": "Post RFQs",
    "rfq.award": "Award quotes",
    "order.view": "See orders",
    "order.pay": "Pay orders into escrow",
    "order.accept": "Accept goods",
    "order.ship": "Mark orders as shipped",
    "message.view": "Read messages",
    "message.send": "Send messages",
    "statement.view": "See the statement",
    "storefront.edit": "Edit the storefront",
    "listing.view": "See the catalogue",
    "listing.edit": "Edit the catalogue",
    "listing.moderate": "Take products off the market",
    "request.view": "See open RFQs",
    "quote.submit": "Send quotes",
    "payout.view": "See payouts",
    "vendor.verify": "Verify suppliers",
    "vendor.suspend": "Suspend suppliers",
    "market.view": "See all orders",
    "money.view": "See the money console",
    "money.move": "Run payouts and refunds",
    "dispute.decide": "Decide disputes",
    "outbox.retry": "Retry parked events",
}

_SIDE_OF_PREFIX = {"buyer": "buy", "vendor": "sell", "operator": "operate"}
CAPABILITIES: frozenset[str] = frozenset().union(*ROLE_CAPABILITIES.values())


def capabilities_of(roles: Collection[str]) -> frozenset[str]:
    """Everything that ``roles`` grant together. Unknown roles grant nothing."""
    return frozenset().union(*(ROLE_CAPABILITIES.get(role, frozenset()) for role in roles))


def roles_for(sides: frozenset[str]) -> list[str]:
    """The roles that an organisation with these sides may give."""
    return [role for role in ROLE_CAPABILITIES if _SIDE_OF_PREFIX[role.split(".")[0]] in sides]


def person(actor: Actor) -> UUID:
    """The account behind ``actor``. Raises NotAllowed for strangers and for the system."""
    if actor.user_id is None:
        raise NotAllowed("Sign in to do this.")
    return actor.user_id


def company(actor: Actor) -> UUID:
    """The organisation that ``actor`` acts for. Raises NotFound for those who act for none."""
    if actor.organization_id is None:
        raise NotFound
    return actor.organization_id


def may_manage(actor: Actor) -> bool:
    """Invite and remove people, change roles, make and revoke keys of the actor's own organisation."""
    return actor.can("organization.manage")


def may_leave(actor: Actor, membership: "Membership") -> bool:
    """End a membership: administrators anybody's, everybody their own."""
    return may_manage(actor) or membership.user_id == actor.user_id


def grants_management(roles: Collection[str]) -> bool:
    """Whether somebody with ``roles`` administers the organisation."""
    return "organization.manage" in capabilities_of(roles)


def check_roles(roles: Collection[str], sides: frozenset[str]) -> None:
    """Raise Invalid unless ``roles`` is a non-empty choice from what this kind of organisation gives."""
    allowed = roles_for(sides)
    if not roles or not set(roles) <= set(allowed):
        raise Invalid.field("roles", f"Choose one or more of: {', '.join(ROLE_LABELS[role] for role in allowed)}.")
