"""Funds flow of one order: what was paid on the left, where it is on the right (a small Sankey diagram)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from marketplace.lib.money import Money
from marketplace.web.charts.svg import data_table, drawing, element, figure, in_two_widths, path_data, words

Target = tuple[str, int, str]
_BAR = 10
_LINE = 18
_ALONE = 48  # a single ribbon is not drawn as a slab


@dataclass(frozen=True)
class _Frame:
    """Where one drawing puts its bars: the narrow one writes the source above, the wide one beside."""

    width: int
    source_x: int
    target_x: int
    top: int
    depth: int
    gap: int
    label_above: bool


_WIDE = _Frame(width=880, source_x=170, target_x=690, top=6, depth=190, gap=20, label_above=False)
_NARROW = _Frame(width=326, source_x=0, target_x=196, top=48, depth=150, gap=18, label_above=True)


def _ribbon(frame: _Frame, tone: str, left: Decimal, right: Decimal, thick: Decimal) -> SafeString:
    start, end = frame.source_x + _BAR, frame.target_x
    middle = (start + end) // 2
    data = path_data(
        "M", start, left, "C", middle, left, middle, right, end, right,
        "V", right + thick, "C", middle, right + thick, middle, left + thick, start, left + thick, "Z",
    )  # fmt: skip
    return element("path", d=data, class_=f"ribbon {tone}")


def _caption(x: int, y: Decimal | int, title: str, amount: str, anchor: str = "start") -> SafeString:
    first = words(title, x=x, y=y, text_anchor=anchor, class_="name")
    return mark_safe(first + words(amount, x=x, y=y + _LINE, text_anchor=anchor, class_="amount"))


def _draw(frame: _Frame, label: str, source: str, targets: Sequence[Target], currency: str) -> SafeString:
    total = sum(amount for _, amount, _ in targets)
    depth = Decimal(frame.depth if len(targets) > 1 else _ALONE)
    thick = [max(Decimal(3), depth * amount / total) for _, amount, _ in targets]
    slots = [max(one, Decimal(2 * _LINE + 2)) for one in thick]
    height = frame.top + sum(slots, Decimal(0)) + frame.gap * (len(targets) - 1) + 6
    start = frame.top if frame.label_above else frame.top + (height - frame.top - sum(thick, Decimal(0))) / 2
    drawn = [
        element("rect", x=frame.source_x, y=start, width=_BAR, height=sum(thick, Decimal(0)), rx=2, class_="source")
    ]
    left, right = Decimal(start), Decimal(frame.top)
    for (title, amount, tone), one, slot in zip(targets, thick, slots, strict=True):
        end = right + (slot - one) / 2
        drawn.append(_ribbon(frame, tone, left, end, one))
        drawn.append(element("rect", x=frame.target_x, y=end, width=_BAR, height=one, rx=2, class_=f"target {tone}"))
        drawn.append(_caption(frame.target_x + _BAR + 10, right + slot / 2 - 3, title, str(Money(amount, currency))))
        left, right = left + one, right + slot + frame.gap
    paid = str(Money(total, currency))
    if frame.label_above:
        drawn.append(_caption(0, 14, source, paid))
    else:
        drawn.append(
            _caption(frame.source_x - 10, Decimal(start) + sum(thick, Decimal(0)) / 2 - 3, source, paid, "end")
        )
    return drawing(frame.width, int(height), label, *drawn)


def flow_chart(source: str, targets: Sequence[Target], *, currency: str) -> SafeString:
    """Ribbons from ``source`` to each (name, minor units, tone); tones are those of the escrow bar.

    Targets of zero are left out; nothing is drawn before anything was paid.
    """
    shown = [target for target in targets if target[1] > 0]
    if not shown:
        return SafeString("")
    total = sum(amount for _, amount, _ in shown)
    told = ", ".join(f"{Money(amount, currency)} {title}" for title, amount, _ in shown)
    label = f"Funds flow: {source} {Money(total, currency)}; {told}"
    table = data_table(["Where", "Amount"], [[title, str(Money(amount, currency))] for title, amount, _ in shown])
    wide = _draw(_WIDE, label, source, shown, currency)
    narrow = _draw(_NARROW, label, source, shown, currency)
    return figure(in_two_widths(wide, narrow), table, class_="flow")
