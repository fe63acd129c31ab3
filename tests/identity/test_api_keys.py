"""Keys are made once, shown once, and never exceed the person who made them."""

import pytest

from marketplace.identity import services
from marketplace.identity.actors import actor_of_key
from marketplace.identity.models import ApiKey
from marketplace.identity.services import NewKey
from marketplace.lib import ids
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from tests import cast
from tests.cast import Person
from tests.identity.moments import AT, published


def make(actor: Actor, scopes: tuple[str, ...] = ("rfq.view",), *, key: str = "key-00001") -> NewKey:
    return services.create_api_key(actor=actor, name="ERP", scopes=scopes, key=key, at=AT)


def test_the_secret_works_and_only_its_hash_is_kept(ada: Person) -> None:
    made = make(ada.actor)
    assert made.secret.startswith("hl_")
    assert len(made.secret) == 43
    assert made.api_key.prefix == made.secret[:11]
    assert made.api_key.secret_hash == ids.hash_secret(made.secret)
    assert actor_of_key(made.secret) is not None
    assert made.secret not in str(published("ApiKeyCreated"))


def test_a_replay_makes_no_second_key_and_tells_no_secret(ada: Person) -> None:
    first, again = make(ada.actor), make(ada.actor)
    assert again.api_key.id == first.api_key.id
    assert again.secret == ""
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("scopes", [(), ("quote.submit",), ("rfq.view", "money.move"), ("made.up",)])
def test_scopes_are_a_choice_of_ones_own_capabilities(ada: Person, scopes: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        make(ada.actor, scopes)
    assert set(refused.value.fields) == {"scopes"}


def test_only_administrators_make_keys(ada: Person) -> None:
    with pytest.raises(NotAllowed):
        make(cast.member(ada.organization, ["buyer.purchaser"]).actor)
    assert not ApiKey.objects.exists()


def test_a_revoked_key_stops_at_once(ada: Person, dora: Person) -> None:
    made = make(ada.actor)
    with pytest.raises(NotFound):
        services.revoke_api_key(actor=dora.actor, key_id=made.api_key.id, at=AT)
    assert actor_of_key(made.secret) is not None
    services.revoke_api_key(actor=ada.actor, key_id=made.api_key.id, at=AT)
    services.revoke_api_key(actor=ada.actor, key_id=made.api_key.id, at=AT)
    assert actor_of_key(made.secret) is None
    assert len(published("ApiKeyRevoked")) == 1
