"""Shares of a whole in one bar: escrow, landed cost."""

from collections.abc import Sequence
from zlib import crc32

from django.utils.safestring import SafeString

from marketplace.lib.money import Money
from marketplace.web.charts.svg import element, percent, strip

ESCROW_TONES = ("released", "held", "frozen", "fees", "refunded")


def _hatch(name: str) -> str:
    """The diagonal hatching of money that is held."""
    lines = element("rect", class_="hatch-ground", width=12, height=12)
    stripe = element("rect", class_="hatch-stripe", width=6, height=12)
    return element("pattern", lines, stripe, id=name, width=12, height=12, patternUnits="userSpaceOnUse",
                   patternTransform="rotate(45)")  # fmt: skip


def escrow_bar(
    released: int, held: int, fees: int = 0, refunded: int = 0, *, frozen: int = 0, total: int = 0, currency: str
) -> SafeString:
    """Where the money of one order is, in minor units of ``currency``; ``total`` is the sum when left out."""
    amounts = dict(zip(ESCROW_TONES, (released, held, frozen, fees, refunded), strict=True))
    whole = total or sum(amounts.values())
    told = [f"{Money(amount, currency)} {tone}" for tone, amount in amounts.items() if amount]
    label = f"Escrow: {', '.join(told)} of {Money(whole, currency)}" if told else "Escrow: nothing paid in yet"
    hatch = f"hatch-{crc32(label.encode()):x}"
    parts, start = [_hatch(hatch)], 0
    for tone, amount in amounts.items():
        if amount:
            place = {
                "x": percent(start, whole),
                "width": percent(amount, whole),
                "height": "100%",
                "class_": f"part {tone}",
            }
            parts.append(element("rect", **place, **({"fill": f"url(#{hatch})"} if tone == "held" else {})))
            start += amount
    return strip(label, *parts, class_="escrow", height=14)


def cost_bar(parts: Sequence[tuple[str, int]], *, currency: str, scale: int = 0, label: str = "Cost") -> SafeString:
    """Parts of a cost side by side, in minor units; bars that share a ``scale`` (the dearest) can be compared."""
    whole = max(scale, sum(amount for _, amount in parts)) or 1
    told = ", ".join(f"{name} {Money(amount, currency)}" for name, amount in parts)
    drawn, start = [], 0
    for position, (_, amount) in enumerate(parts, start=1):
        if amount > 0:
            drawn.append(
                element(
                    "rect",
                    x=percent(start, whole),
                    width=percent(amount, whole),
                    height="100%",
                    class_=f"fill-{position}",
                )
            )
            start += amount
    return strip(f"{label}: {told}", *drawn, class_="cost", height=10)
