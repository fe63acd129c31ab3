"""Verifies an evidence pack of Harborline offline. One file, Python 3.9 or newer, nothing to install.

    python verify.py PO-10493-evidence.zip --key 3b6a27bc...     a pack as it was downloaded
    python verify.py unpacked/ --key 3b6a27bc...                 the same, unpacked

It finds any changed byte: the pack's seal covers the whole archive, the signed manifest covers each file. Then it
re-adds the order's journal entries and recomputes the hash of the agreed terms. Take the key, and this program,
from the market's own address (/.well-known/harborline-evidence.json) and not from the pack: whoever forges a pack
can put another key into it. Exit status 0: genuine; 1: not.
"""

import hashlib
import json
import pathlib
import sys
import zipfile
from typing import Any

FORMAT = "harborline-evidence/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SEAL_LENGTH = len(FORMAT) + 1 + 64 + 1 + 128


class Forged(Exception):
    """The pack is not what the market signed."""


# Ed25519, verification only, after the reference code of RFC 8032, section 6. Slow, small, and complete.

Point = tuple[int, int, int, int]
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    g, h = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    x, y, z, w = f - e, h - g, h + g, f + e
    return x * y % _P, z * w % _P, y * z % _P, x * w % _P


def _times(scalar: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _add(found, point)
        point, scalar = _add(point, point), scalar >> 1
    return found


def _same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % _P == 0 and (a[1] * b[2] - b[1] * a[2]) % _P == 0


def _point(encoded: bytes) -> Point:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= _P:
        raise Forged("no point of the curve")
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        raise Forged("no point of the curve")
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether ``signature`` (64 bytes) of ``message`` was made with the secret half of ``key`` (32 bytes)."""
    if len(signature) != 64 or len(key) != 32:
        return False
    try:
        public, r = _point(key), _point(signature[:32])
    except Forged:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= _Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _Q
    return _same(_times(s, _BASE), _add(r, _times(challenge, public)))


# The pack.


def verify(path: str, key: str = "") -> list[str]:
    """What was verified, a sentence each. Raises Forged with what is wrong."""
    place = pathlib.Path(path)
    said = []
    if place.is_dir():
        contents = {str(found.relative_to(place).as_posix()): found.read_bytes() for found in _files(place)}
    else:
        raw = place.read_bytes()
        said.append(check_seal(raw, key))
        try:
            with zipfile.ZipFile(place) as archive:
                names = archive.namelist()
                _require(len(names) == len(set(names)), "two files of one name")
                contents = {name: archive.read(name) for name in names}
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
            raise Forged(f"the archive cannot be read: {error}") from error
    manifest = check_manifest(contents, key)
    said.append(f"{len(manifest['files'])} files are as they were signed at {manifest['made_at']}")
    return said + check_facts(manifest, contents)


def _files(place: pathlib.Path) -> list[pathlib.Path]:
    return sorted(found for found in place.rglob("*") if found.is_file())


def _require(truth: bool, otherwise: str) -> None:
    if not truth:
        raise Forged(otherwise)


def _json(raw: bytes, name: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Forged(f"{name} is no JSON: {error}") from error


def check_seal(raw: bytes, key: str = "") -> str:
    """The archive's comment signs every byte before it."""
    body, seal = raw[:-SEAL_LENGTH], raw[-SEAL_LENGTH:].decode("ascii", "replace").split(" ")
    _require(len(seal) == 3 and seal[0] == FORMAT, "the archive carries no seal")
    _require(not key or seal[1] == key, "the seal was made with another key")
    _require(seal[1:] == [part.lower() for part in seal[1:]], "the seal is damaged")
    try:
        public, signature = bytes.fromhex(seal[1]), bytes.fromhex(seal[2])
    except ValueError as error:
        raise Forged("the seal is damaged") from error
    _require(is_signed(hashlib.sha256(body).digest(), signature, public), "the archive was changed after it was sealed")
    return f"the archive is byte for byte as it was sealed with the key {seal[1]}"


def check_manifest(contents: dict[str, bytes], key: str = "") -> dict[str, Any]:
    """The manifest is signed, names every file, and every file has the hash that it names."""
    _require(MANIFEST in contents and SIGNATURE in contents, "there is no signed manifest")
    manifest: dict[str, Any] = _json(contents[MANIFEST], MANIFEST)
    _require(manifest.get("format") == FORMAT, f"this is no {FORMAT}")
    _require(not key or manifest["key"] == key, "the manifest was signed with another key")
    try:
        signature = bytes.fromhex(contents[SIGNATURE].decode("ascii"))
    except ValueError as error:
        raise Forged("the manifest's signature is damaged") from error
    genuine = is_signed(contents[MANIFEST], signature, bytes.fromhex(manifest["key"]))
    _require(genuine, "the manifest was changed after it was signed")
    named = {entry["path"]: entry for entry in manifest["files"]}
    present = set(contents) - {MANIFEST, SIGNATURE}
    _require(not present - set(named), f"not in the manifest: {sorted(present - set(named))}")
    _require(not set(named) - present, f"missing: {sorted(set(named) - present)}")
    for path, entry in named.items():
        digest = hashlib.sha256(contents[path]).hexdigest()
        _require(digest == entry["sha256"], f"{path} was changed")
        recorded = entry.get("recorded_sha256", digest)
        _require(recorded == digest, f"{path} is not the file that was uploaded ({recorded})")
    return manifest


def check_facts(manifest: dict[str, Any], contents: dict[str, bytes]) -> list[str]:
    """The terms have the hash that both sides accepted, the entries add up, nothing is left out of the counts."""
    said = []
    if "contract.json" in contents:
        contract = _json(contents["contract.json"], "contract.json")
        plain = json.dumps(contract["terms"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(plain.encode()).hexdigest()
        _require(digest == contract["terms_hash"], "the terms do not have the hash that was accepted")
        said.append(f"the terms of {contract['number']} have the accepted hash {digest[:16]}…")
    if "timeline.json" in contents:
        said.append(f"{_gapless(_json(contents['timeline.json'], 'timeline.json'), 'timeline')} events without a gap")
    if "messages.json" in contents:
        threads = _json(contents["messages.json"], "messages.json")
        count = sum(_gapless(thread["events"], thread["subject"]) for thread in threads)
        said.append(f"{count} messages without a gap")
    if "postings.json" in contents:
        said.append(_re_add(_json(contents["postings.json"], "postings.json")))
    return said


def _gapless(events: list[Any], name: str) -> int:
    numbers = [event["seq"] for event in events]
    _require(numbers == list(range(1, len(numbers) + 1)), f"the numbers of {name} have gaps")
    return len(numbers)


def _re_add(postings: dict[str, Any]) -> str:
    balances: dict[str, int] = {}
    for entry in postings["entries"]:
        sums: dict[str, int] = {}
        for leg in entry["legs"]:
            sums[leg["currency"]] = sums.get(leg["currency"], 0) + leg["amount_minor"]
            account = f"{leg['account']} {leg['currency']}"
            balances[account] = balances.get(account, 0) + leg["amount_minor"]
        _require(not any(sums.values()), f"entry {entry['key']} does not add up to zero: {sums}")
    _require(balances == postings["balances"], "the entries do not come to the balances that are given")
    return f"{len(postings['entries'])} journal entries add up to zero and to the balances given"


def main(arguments: list[str]) -> int:
    """The command line."""
    key = ""
    if "--key" in arguments:
        place = arguments.index("--key")
        key, arguments = "".join(arguments[place + 1 : place + 2]).lower(), arguments[:place] + arguments[place + 2 :]
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        said = verify(arguments[0], key)
    except (Forged, KeyError, TypeError, OSError) as error:
        sys.stdout.write(f"NOT GENUINE: {error}\n")
        return 1
    sys.stdout.write("".join(f"  {sentence}\n" for sentence in said))
    sys.stdout.write(
        "GENUINE\n" if key else "CONSISTENT, if the key above is the market's: compare it, or give --key\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
