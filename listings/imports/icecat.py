"""Product data sheets as Icecat's open catalogue gives them: one JSON object per line.

Their fields become the columns of our own template, typed attributes included, so that everything after
this module is the same for all files. Prices are in US cents.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from listings.imports.shape import Sheet, SourceRow, UnreadableFile

HEADER = ("sku", "title", "description", "price USD", "category")
_CHUNK = 1 << 20
_KINDS = {"attr_t_": "text", "attr_n_": "number", "attr_b_": "boolean", "attr_d_": "text"}
# Icecat's extract names no category; words of the title do. Slugs of the built-in taxonomy, special before general.
_CATEGORIES = (
    ("toner", "toner-cartridges"), ("ink cartridge", "ink-cartridges"), ("cartridge", "ink-cartridges"),
    ("notebook", "notebooks"), ("monitor", "monitors"), ("keyboard", "keyboards-and-mice"),
    ("mouse", "keyboards-and-mice"),
    ("networking cable", "network-cables"), ("patch", "network-cables"), ("fiber", "fibre-optic-cables"),
    ("usb", "usb-cables"), ("power cable", "power-cords"), ("power cord", "power-cords"), ("cable", "data-cables"),
    ("adapter", "adapters"), ("processor", "processors"), ("memory", "memory-modules"), ("ssd", "drives"),
    ("hard drive", "drives"), ("ups", "power-protection"), ("uninterruptible", "power-protection"),
    ("surge", "power-protection"), ("power distribution", "power-protection"), ("printer", "printers"),
    ("laserjet", "printers"), ("scanner", "printers"), ("label", "labels"), ("paper", "paper"), ("rack", "racks"),
    ("switch", "network-devices"), ("router", "network-devices"), ("network", "network-devices"),
    ("headset", "audio-devices"), ("headphone", "audio-devices"), ("speaker", "audio-devices"),
    ("audio", "audio-devices"),
    ("projector", "projectors"), ("camera", "cameras"), ("battery", "batteries"), ("case", "cases-and-bags"),
    ("bag", "cases-and-bags"), ("server", "servers"), ("desktop", "computers"), ("workstation", "computers"),
)  # fmt: skip
_OTHER = "it-accessories"
_SKU_LENGTH = 80


def read(stream: BinaryIO) -> Sheet:
    """The sheet of a stream of JSON lines. Raises UnreadableFile while rows are read."""
    return Sheet(HEADER, _rows(stream))


def _rows(stream: BinaryIO) -> Iterator[SourceRow]:
    for number, line in enumerate(_lines(stream), start=1):
        if not line.strip():
            continue
        try:
            product = json.loads(line, parse_float=Decimal)
        except ValueError as error:
            raise UnreadableFile(f"Line {number} is not JSON.") from error
        if not isinstance(product, dict):
            raise UnreadableFile(f"Line {number} is not a product.")
        yield SourceRow(number, _cells(product))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _cells(product: dict[str, Any]) -> dict[str, str]:
    title = str(product.get("title", "")).strip()
    price = product.get("price", "")
    cells = {
        "sku": _sku(product),
        "title": title,
        "description": str(product.get("short_description", "")).strip(),
        "price USD": str(Decimal(price).scaleb(-2)) if isinstance(price, int) else str(price),
        "category": _category(title.lower()),
    }
    if brand := product.get("supplier"):
        cells["attribute:text:Brand"] = str(brand)
    if eans := product.get("ean"):
        cells["attribute:text:EAN"] = str(eans[0] if isinstance(eans, list) else eans)
    for name, value in product.items():
        if (kind := _KINDS.get(name[:7])) and value not in (None, ""):
            text = str(value).lower() if kind == "boolean" else str(value)
            cells[f"attribute:{kind}:{_words(name[7:])}"] = text
    return cells


def _sku(product: dict[str, Any]) -> str:
    """The maker's own number; where it is missing or a whole sentence, Icecat's id."""
    name = " ".join(str(product.get("name", "")).split())
    return name if 0 < len(name) <= _SKU_LENGTH else f"ICE-{product.get('id', '')}"


def _words(name: str) -> str:
    """``thermal_design_power__tdp_`` as a person writes it: ``Thermal design power (tdp)``."""
    base, _, aside = name.partition("__")
    words = base.replace("_", " ").strip().capitalize()
    aside = aside.replace("_", " ").strip()
    return f"{words} ({aside})" if aside else words


def _category(title: str) -> str:
    return next((slug for word, slug in _CATEGORIES if word in title), _OTHER)
