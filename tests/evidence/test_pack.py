"""What each reader finds in the pack, and what is none of their business."""

import io
import json
import zipfile
from typing import Any

import pytest

from escrow.evidence import queries, verify
from marketplace.ledger.models import Order
from marketplace.lib.errors import NotFound
from marketplace.storage.models import StoredFile
from tests.cast import Person
from tests.doors import client_for
from tests.evidence.conftest import PAPER, PHOTO
from tests.statements.history import day


class Pack:
    """An archive that was read."""

    def __init__(self, raw: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            self.contents = {name: archive.read(name) for name in archive.namelist()}

    def __getitem__(self, name: str) -> Any:
        return json.loads(self.contents[f"{name}.json"])

    @property
    def text(self) -> str:
        """Everything that is JSON."""
        return "".join(raw.decode() for name, raw in self.contents.items() if name.endswith(".json"))


def packed(person: Person, order: Order) -> bytes:
    _, archive = queries.evidence_pack(person.actor, order.number, day(31))
    with archive:
        return archive.read()


def test_both_sides_find_what_happened(order: Order, ada: Person, bruno: Person) -> None:
    for person in (ada, bruno):
        pack = Pack(packed(person, order))
        assert set(pack.contents) == {
            "README.txt", "verify.py", "manifest.json", "manifest.sig", "contract.json", "timeline.json",
            "shipments.json", "messages.json", "money.json", "clocks.json", "postings.json",
            "files/shipments/001-packing list.pdf", "files/messages/001-sample.jpg",
        }  # fmt: skip
        assert pack["contract"]["terms_hash"] == order.terms_hash
        assert [line["sku"] for line in pack["contract"]["lines"]] == ["ND-1280"]
        assert pack["shipments"][0]["tracking_number"] == "SCH-884120"
        assert [event["kind"] for event in pack["messages"][0]["events"]] == ["text", "text", "attachment"]
        assert pack["clocks"][0]["name"] == "AUTO_ACCEPT"
        assert pack.contents["files/messages/001-sample.jpg"] == PHOTO
        assert pack.contents["files/shipments/001-packing list.pdf"] == PAPER


def test_the_buyer_is_not_told_the_commission(order: Order, ada: Person) -> None:
    pack = Pack(packed(ada, order))
    assert "ommission" not in pack.text
    release = next(entry for entry in pack["postings"]["entries"] if entry["kind"] == "release")
    assert [(leg["account"], leg["amount_minor"]) for leg in release["legs"]] == [
        (f"escrow:{order.number}/1", 1_000_000), ("others", -1_000_000),
    ]  # fmt: skip
    assert "input_hash" not in release
    assert "provider_fee" not in {entry["kind"] for entry in pack["postings"]["entries"]}


def test_the_vendor_is_told_its_own_commission_and_not_our_costs(order: Order, bruno: Person) -> None:
    pack = Pack(packed(bruno, order))
    release = next(entry for entry in pack["postings"]["entries"] if entry["kind"] == "release")
    assert {leg["account"]: leg["amount_minor"] for leg in release["legs"]} == {
        f"escrow:{order.number}/1": 1_000_000,
        f"vendor:{bruno.organization.id}:pending:EUR": -914_000,
        f"vendor:{bruno.organization.id}:reserve:EUR": -50_000,
        "inc:commission:EUR": -30_000,
        "tax:commission:EUR": -6_000,
    }
    assert "psp_fee" not in pack.text


def test_the_operator_sees_every_leg_and_no_conversation(order: Order, otto: Person) -> None:
    pack = Pack(packed(otto, order))
    assert "messages.json" not in pack.contents
    assert {"provider_fee", "release"} <= {entry["kind"] for entry in pack["postings"]["entries"]}
    assert all(entry["input_hash"] for entry in pack["postings"]["entries"])


def test_strangers_get_nothing(order: Order, dora: Person) -> None:
    with pytest.raises(NotFound):
        packed(dora, order)
    assert client_for(dora).get(f"/orders/{order.number}/evidence.zip").status_code == 404


def test_the_same_moment_makes_the_same_pack(order: Order, ada: Person) -> None:
    assert packed(ada, order) == packed(ada, order)


def test_a_file_that_the_storage_lost_is_named(order: Order, ada: Person) -> None:
    stored = StoredFile.objects.get(name="sample.jpg")
    StoredFile.objects.filter(pk=stored.pk).update(key="message/gone")
    assert Pack(packed(ada, order))["manifest"]["absent"] == ["files/messages/001-sample.jpg"]


def test_doors_hand_it_out(order: Order, ada: Person) -> None:
    client, raw = client_for(ada), b""
    for address in (f"/orders/{order.number}/evidence.zip", f"/api/v1/orders/{order.number}/evidence"):
        response = client.get(address)
        raw = b"".join(response)
        assert response["Content-Disposition"] == f'attachment; filename="{order.number}-evidence.zip"'
        assert verify.check_seal(raw)
    published = client.get("/.well-known/harborline-evidence.json").json()
    assert published["keys"] == [Pack(raw)["manifest"]["key"]]
    assert b"def check_seal" in client.get("/.well-known/harborline-verify.py").content
