"""A machine allows what its table says and explains the rest."""

import pytest

from marketplace.lib.state import Machine, WrongState

DOOR = Machine("door", {"open": ({"SHUT"}, "OPEN"), "shut": ({"OPEN"}, "SHUT"), "lock": ({"SHUT"}, "LOCKED")})


def test_advances_along_the_table() -> None:
    assert DOOR.advance("SHUT", "open") == "OPEN"
    assert DOOR.allows("SHUT", "lock")
    assert not DOOR.allows("LOCKED", "open")
    assert DOOR.states() == {"SHUT", "OPEN", "LOCKED"}


def test_refuses_with_the_state_and_a_remedy() -> None:
    with pytest.raises(WrongState, match=r"This door is locked, so “open” is not possible\. Reload the page"):
        DOOR.advance("LOCKED", "open")
