"""The role table, cell by cell: a capability that moves must be moved here too."""

import pytest

from marketplace.identity.policy import (
    CAPABILITIES,
    CAPABILITY_LABELS,
    ROLE_CAPABILITIES,
    ROLE_LABELS,
    capabilities_of,
    check_roles,
    grants_management,
    roles_for,
)
from marketplace.lib.errors import Invalid

# capability: the roles that have it, and no other role does
MATRIX = {
    "organization.view": set(ROLE_CAPABILITIES),
    "organization.manage": {"buyer.admin", "vendor.admin", "operator.admin"},
    "rfq.view": {"buyer.viewer", "buyer.purchaser", "buyer.approver", "buyer.finance", "buyer.admin"},
    "rfq.post": {"buyer.purchaser", "buyer.admin"},
    "rfq.award": {"buyer.purchaser", "buyer.approver", "buyer.admin"},
    "order.view": set(ROLE_CAPABILITIES),
    "order.pay": {"buyer.finance", "buyer.admin"},
    "order.accept": {"buyer.purchaser", "buyer.approver", "buyer.admin"},
    "order.ship": {"vendor.fulfilment", "vendor.admin"},
    "message.view": {role for role in ROLE_CAPABILITIES if not role.startswith("operator.")},
    "message.send": {
        "buyer.purchaser", "buyer.approver", "buyer.admin", "vendor.sales", "vendor.fulfilment", "vendor.admin",
        "operator.dispute_officer", "operator.admin",
    },
    "statement.view": {"buyer.finance", "buyer.admin", "vendor.finance", "vendor.admin"},
    "listing.view": {"vendor.viewer", "vendor.sales", "vendor.fulfilment", "vendor.finance", "vendor.admin"},
    "listing.edit": {"vendor.sales", "vendor.admin"},
    "storefront.edit": {"vendor.sales", "vendor.admin"},
    "request.view": {"vendor.viewer", "vendor.sales", "vendor.fulfilment", "vendor.finance", "vendor.admin"},
    "quote.submit": {"vendor.sales", "vendor.admin"},
    "payout.view": {"vendor.finance", "vendor.admin"},
    "market.view": {
        "operator.support", "operator.moderator", "operator.dispute_officer", "operator.finance", "operator.admin",
    },
    "vendor.verify": {"operator.moderator", "operator.admin"},
    "vendor.suspend": {"operator.moderator", "operator.admin"},
    "listing.moderate": {"operator.moderator", "operator.admin"},
    "money.view": {"operator.dispute_officer", "operator.finance", "operator.admin"},
    "money.move": {"operator.finance", "operator.admin"},
    "dispute.decide": {"operator.dispute_officer", "operator.admin"},
    "outbox.retry": {"operator.admin"},
}  # fmt: skip


def test_the_matrix_names_every_capability() -> None:
    assert set(MATRIX) == CAPABILITIES


@pytest.mark.parametrize("capability", sorted(MATRIX))
@pytest.mark.parametrize("role", sorted(ROLE_CAPABILITIES))
def test_role_has_capability(role: str, capability: str) -> None:
    assert (capability in capabilities_of([role])) == (role in MATRIX[capability])


def test_every_role_has_a_name_for_people() -> None:
    assert set(ROLE_LABELS) == set(ROLE_CAPABILITIES)


def test_roles_add_up_and_unknown_ones_grant_nothing() -> None:
    assert capabilities_of(["buyer.viewer", "buyer.finance", "made.up"]) == {
        "organization.view", "rfq.view", "order.view", "message.view", "order.pay", "statement.view",
    }  # fmt: skip
    assert capabilities_of([]) == frozenset()


def test_a_company_gives_only_roles_of_its_sides() -> None:
    assert roles_for(frozenset({"sell"})) == [
        "vendor.viewer", "vendor.sales", "vendor.fulfilment", "vendor.finance", "vendor.admin",
    ]  # fmt: skip
    with pytest.raises(Invalid):
        check_roles(["operator.admin"], frozenset({"buy", "sell"}))
    with pytest.raises(Invalid):
        check_roles([], frozenset({"buy"}))


def test_only_administrators_manage() -> None:
    assert grants_management(["buyer.viewer", "vendor.admin"])
    assert not grants_management(["buyer.purchaser", "buyer.finance"])


def test_every_capability_has_words() -> None:
    assert set(CAPABILITY_LABELS) == CAPABILITIES
