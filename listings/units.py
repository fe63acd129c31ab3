"""Units of sale: our short names beside the codes of UN/ECE Recommendation 20 that trade documents use."""

UNECE_CODES = {
    "pcs": "H87",
    "set": "SET",
    "pair": "PR",
    "pack": "PA",
    "box": "BX",
    "reel": "RL",
    "m": "MTR",
    "m2": "MTK",
    "m3": "MTQ",
    "kg": "KGM",
    "t": "TNE",
    "l": "LTR",
    "h": "HUR",
}

UNITS = (
    ("pcs", "pieces"),
    ("set", "sets"),
    ("pair", "pairs"),
    ("pack", "packs"),
    ("box", "boxes"),
    ("reel", "reels"),
    ("m", "metres"),
    ("m2", "square metres"),
    ("m3", "cubic metres"),
    ("kg", "kilograms"),
    ("t", "tonnes"),
    ("l", "litres"),
    ("h", "hours"),
)

_ONE = {"pcs": "pc", "m2": "m²", "m3": "m³"}
_ALIASES = {
    "pc": "pcs", "piece": "pcs", "pieces": "pcs", "ea": "pcs", "each": "pcs", "stk": "pcs", "c62": "pcs", "unit": "pcs",
    "sets": "set", "pairs": "pair", "packs": "pack", "boxes": "box", "reels": "reel",
    "metre": "m", "meter": "m", "metres": "m", "meters": "m", "m²": "m2", "sqm": "m2", "m³": "m3",
    "kilogram": "kg", "kilograms": "kg", "kgs": "kg", "tonne": "t", "tonnes": "t", "ton": "t",
    "litre": "l", "liter": "l", "litres": "l", "hour": "h", "hours": "h",
    **{code.lower(): unit for unit, code in UNECE_CODES.items()},
}  # fmt: skip


def one(unit: str) -> str:
    """The unit as it stands behind a slash: ``€4.12 / pc``."""
    return _ONE.get(unit, unit)


def find_unit(text: str) -> str | None:
    """Our unit for what somebody wrote (``Pieces``, ``EA``, ``KGM``), or None."""
    word = text.strip().lower()
    return word if word in UNECE_CODES else _ALIASES.get(word)
