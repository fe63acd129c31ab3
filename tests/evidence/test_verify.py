"""The offline verifier: finds any changed byte, needs nothing but Python, and re-adds the entries."""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from pytest_django import Settings

from escrow.evidence import packing, signing, verify
from marketplace.ledger.models import Order
from marketplace.storage.models import StoredFile
from tests.cast import Person
from tests.evidence.test_pack import packed

# RFC 8032, section 7.1, tests 1 and 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.fixture
def raw(order: Order, ada: Person) -> bytes:
    return packed(ada, order)


@pytest.fixture
def place(raw: bytes, tmp_path: Path) -> Path:
    """The pack on a disk."""
    place = tmp_path / "pack.zip"
    place.write_bytes(raw)
    return place


def refused(place: Path, key: str = "") -> str:
    with pytest.raises(verify.Forged) as caught:
        verify.verify(str(place), key)
    return str(caught.value)


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_arithmetic_is_that_of_the_standard(key: str, message: str, signature: str) -> None:
    public, said, signed = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify.is_signed(said, signed, public)
    assert not verify.is_signed(said + b"!", signed, public)
    assert not verify.is_signed(said, signed[:-1] + bytes([signed[-1] ^ 1]), public)


def test_it_agrees_with_the_library_that_signs() -> None:
    secret = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    for length in range(0, 200, 17):
        message = bytes(length)
        assert verify.is_signed(message, secret.sign(message), secret.public_key().public_bytes_raw())


def test_a_genuine_pack_says_what_was_verified(place: Path, order: Order) -> None:
    said = verify.verify(str(place), signing.public_key())
    assert said[0].startswith("the archive is byte for byte")
    assert said[2:] == [
        f"the terms of {order.number} have the accepted hash {order.terms_hash[:16]}…",
        "1 events without a gap",
        "3 messages without a gap",
        "4 journal entries add up to zero and to the balances given",
    ]


def test_any_changed_byte_is_found(raw: bytes, place: Path) -> None:
    """Every byte of the seal and of the archive's directory, and each 50th of the rest, in one bit."""
    dice = random.Random(8032)
    end = len(raw)
    tail = range(end - 1_200, end)
    for position in [*range(0, end - 1_200, 50), *dice.sample(tail, 150)]:
        changed = bytearray(raw)
        changed[position] ^= 1 << dice.randrange(8)
        with pytest.raises(verify.Forged):
            verify.check_seal(bytes(changed), signing.public_key())


def test_a_byte_more_or_less_is_found(raw: bytes, place: Path) -> None:
    for changed in (raw[:-1], raw + b"\0", raw[1:], b"\0" + raw):
        place.write_bytes(changed)
        refused(place)


def unpacked(raw: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        archive.extractall(folder)
    return folder


def test_an_unpacked_pack_is_verified_too(raw: bytes, tmp_path: Path) -> None:
    folder = unpacked(raw, tmp_path / "unpacked")
    assert len(verify.verify(str(folder), signing.public_key())) == 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "contract.json").write_bytes(b"{}"), "contract.json was changed"),
        (lambda folder: (folder / "contract.json").unlink(), "missing"),
        (lambda folder: (folder / "more.txt").write_text("hello"), "not in the manifest"),
        (lambda folder: (folder / "manifest.sig").write_text("00" * 64), "the manifest was changed"),
    ],
)
def test_an_unpacked_pack_that_was_changed(
    raw: bytes, tmp_path: Path, change: Callable[[Path], Any], words: str
) -> None:
    folder = unpacked(raw, tmp_path / "unpacked")
    change(folder)
    assert words in refused(folder)


def test_a_pack_signed_by_somebody_else_is_not_ours(order: Order, ada: Person, place: Path, settings: Settings) -> None:
    ours = signing.public_key()
    settings.EVIDENCE_SIGNING_KEY = "11" * 32
    place.write_bytes(packed(ada, order))
    assert verify.verify(str(place))  # in itself it is sound
    assert "another key" in refused(place, ours)


def test_entries_that_do_not_add_up_are_found(raw: bytes, tmp_path: Path) -> None:
    folder = unpacked(raw, tmp_path / "unpacked")
    postings = json.loads((folder / "postings.json").read_text())
    postings["entries"][0]["legs"][0]["amount_minor"] += 1
    with pytest.raises(verify.Forged, match="does not add up to zero"):
        verify.check_facts({}, {"postings.json": json.dumps(postings).encode()})
    postings["entries"][0]["legs"].pop(0)
    postings["entries"].pop(0)
    with pytest.raises(verify.Forged, match="balances"):
        verify.check_facts({}, {"postings.json": json.dumps(postings).encode()})


def test_terms_with_another_hash_are_found(raw: bytes, tmp_path: Path) -> None:
    contract = json.loads((unpacked(raw, tmp_path / "unpacked") / "contract.json").read_text())
    contract["terms"]["unit_price"] = "4.81"
    with pytest.raises(verify.Forged, match="accepted"):
        verify.check_facts({}, {"contract.json": json.dumps(contract).encode()})


def test_a_file_that_changed_in_the_storage_is_found(order: Order, ada: Person, place: Path) -> None:
    StoredFile.objects.filter(name="sample.jpg").update(sha256="0" * 64)
    place.write_bytes(packed(ada, order))
    assert "is not the file that was uploaded" in refused(place)


def test_the_verifier_in_the_pack_needs_nothing_but_python(raw: bytes, place: Path, tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(zipfile.ZipFile(place).read("verify.py"))
    run = [sys.executable, "-I", "-S", str(program), str(place), "--key", signing.public_key()]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "GENUINE")
    place.write_bytes(raw.replace(b"contract", b"kontract", 1))
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("NOT GENUINE")


def test_the_command_knows_the_markets_keys(
    order: Order, ada: Person, place: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    former = signing.public_key()
    settings.EVIDENCE_SIGNING_KEY = "22" * 32
    with pytest.raises(CommandError, match="NOT GENUINE"):
        call_command("verify_evidence", str(place))
    settings.EVIDENCE_RETIRED_KEYS = [former]
    call_command("verify_evidence", str(place))
    assert capsys.readouterr().out.endswith("GENUINE\n")


def test_the_verifier_is_the_one_that_is_shipped() -> None:
    assert packing.VERIFIER.name == "verify.py"
    assert "import" not in packing.VERIFIER.read_text().split("import zipfile\nfrom typing import Any")[1]
