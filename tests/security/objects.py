"""One object of each kind, owned by Delft Instruments (and traded with Nordmetal), for the doors that lead to objects.

Each maker returns the arguments of the object's addresses. A package with a new kind of object adds its maker here.
"""

from collections.abc import Callable
from typing import Any

from marketplace.identity.models import Membership
from marketplace.identity.services import create_api_key, invite_member
from tests import cast
from tests.cast import JOINED

Maker = Callable[[], dict[str, Any]]
makers: dict[str, Maker] = {}


def kind(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of one kind."""

    def register(maker: Maker) -> Maker:
        makers[name] = maker
        return maker

    return register


@kind("member")
def member() -> dict[str, Any]:
    """A colleague of Ada."""
    found = Membership.objects.get(user=cast.member(cast.ada().organization, ["buyer.viewer"], name="Nils").user)
    return {"membership_id": found.id, "member_id": found.id}


@kind("invitation")
def invitation() -> dict[str, Any]:
    """Somebody whom Ada invited."""
    actor = cast.ada().actor
    made = invite_member(actor=actor, email="new@delft.example", roles=["buyer.viewer"], key="matrix", at=JOINED)
    return {"invitation_id": made.id}


@kind("api key")
def api_key() -> dict[str, Any]:
    """A key of Ada's company."""
    made = create_api_key(actor=cast.ada().actor, name="ERP", scopes=["rfq.view"], key="matrix", at=JOINED)
    return {"key_id": made.api_key.id}
