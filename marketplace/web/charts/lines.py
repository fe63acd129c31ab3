"""Values over time: a line chart with axes, and the small trend beside a figure."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.safestring import SafeString

from marketplace.web.charts.svg import data_table, drawing, element, figure, percent, points, strip, words

Value = int | Decimal
Series = Sequence[tuple[str, Sequence[Value | None]]]
_DEPTH = 200
_LABELS = 12
_GUTTERS = (("few", 3), ("some", 6), ("many", 99))  # characters of the longest mark; the room is in chart.css
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def scale_marks(low: Value, high: Value, count: int = 4) -> list[Decimal]:
    """Round numbers from below ``low`` to above ``high``, about ``count`` steps (steps of 1, 2, 2.5 or 5)."""
    low, high = Decimal(low), Decimal(high)
    rough = (high - low) / count or Decimal(1)
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(nice * power for nice in _NICE if nice * power >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [(first + number) * step for number in range(int(last - first) + 1)]


def mark_texts(marks: Sequence[Decimal]) -> list[str]:
    """The marks on the axis, all with the same number of decimals: none where all are whole."""
    places = 0 if all(mark == mark.to_integral_value() for mark in marks) else 2
    return [f"{mark:,.{places}f}" for mark in marks]


def _draw(label: str, series: Series, labels: Sequence[str]) -> SafeString:
    """Places in percent of the width, so that text keeps its size however wide the panel is.

    The lines alone stretch: they are an inner drawing of 100 units across, whose strokes do not scale.
    """
    known = [value for _, values in series for value in values if value is not None]
    marks = scale_marks(min([*known, 0]) if min(known) * 3 < max(known) else min(known), max(known))
    span = marks[-1] - marks[0] or Decimal(1)
    last = max(len(labels) - 1, 1)

    def y(value: Value) -> Decimal:
        return _DEPTH - _DEPTH * (Decimal(value) - marks[0]) / span

    drawn = []
    for mark, text in zip(marks, mark_texts(marks), strict=True):
        drawn.append(element("line", x1=0, x2="100%", y1=y(mark), y2=y(mark), class_="rule"))
        drawn.append(words(text, x=-8, y=y(mark) + 4, text_anchor="end", class_="axis"))
    every = max(1, -(-len(labels) // _LABELS))
    drawn += [
        words(
            labels[index], x=percent(index, last), y=_DEPTH + 20, text_anchor="middle",
            class_="axis" if index // every % 2 == 0 else "axis wide-label",
        )
        for index in range(0, len(labels), every)
    ]  # fmt: skip
    lines = []
    for position, (_, values) in enumerate(series, start=1):
        known_points = points((Decimal(100 * index) / last, y(v)) for index, v in enumerate(values) if v is not None)
        lines.append(element("polyline", points=known_points, class_=f"line line-{position}"))
    inner = element("svg", *lines, viewBox=f"0 0 100 {_DEPTH}", preserveAspectRatio="none", height=_DEPTH)
    gutter = next(size for size, most in _GUTTERS if max(map(len, mark_texts(marks))) <= most)
    return strip(label, *drawn, inner, class_=f"plot {gutter}", height=_DEPTH)


def line_chart(series: Series, labels: Sequence[str], *, title: str = "Line chart", unit: str = "") -> SafeString:
    """Lines of named ``series`` over ``labels``; None leaves a gap in the numbers. Nothing known draws nothing."""
    if not any(value is not None for _, values in series for value in values):
        return SafeString("")
    names = ", ".join(name for name, _ in series)
    label = f"{title}: {names}{f' in {unit}' if unit else ''}, {labels[0]} to {labels[-1]}"
    rows = [
        [moment, *("–" if values[index] is None else f"{values[index]:,}" for _, values in series)]
        for index, moment in enumerate(labels)
    ]
    table = data_table(["When", *(name for name, _ in series)], rows)
    return figure(_draw(label, series, labels), table)


def sparkline(values: Sequence[Value], *, label: str = "Trend", width: int = 250, height: int = 54) -> SafeString:
    """A trend without axes, its last value marked. Fewer than two values draw nothing."""
    if len(values) < 2:
        return SafeString("")
    low, high = Decimal(min(values)), Decimal(max(values))
    span = high - low or Decimal(1)
    step = Decimal(width - 6) / (len(values) - 1)
    places = [
        (3 + step * index, 4 + (height - 8) * (high - Decimal(value)) / span) for index, value in enumerate(values)
    ]
    end = element("circle", cx=places[-1][0], cy=places[-1][1], r=2.6, class_="end")
    line = element("polyline", points=points(places), class_="line line-1")
    return drawing(width, height, f"{label}: from {values[0]} to {values[-1]}", line, end, class_="sparkline")
