"""Identifiers sort by time; hashes follow the content, not the order of its keys."""

import uuid

from marketplace.lib.ids import canonical, input_hash, token, uuid7


def test_uuid7_carries_its_version_and_sorts_by_time() -> None:
    made = [uuid7() for _ in range(50)]
    assert {(item.version, item.variant) for item in made} == {(7, uuid.RFC_4122)}
    assert [item.int >> 80 for item in made] == sorted(item.int >> 80 for item in made)
    assert len(set(made)) == 50


def test_canonical_json_ignores_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": [True, None]}) == '{"a":[true,null],"b":1}'
    assert input_hash({"a": 1, "b": 2}) == input_hash({"b": 2, "a": 1})
    assert input_hash({"a": 1}) != input_hash({"a": 2})


def test_tokens_are_long_and_different() -> None:
    assert len(token(40)) == 40
    assert token() != token()
