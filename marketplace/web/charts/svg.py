"""The few SVG words that the charts are written in."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe

Number = int | Decimal | float


def digits(value: Number | str) -> str:
    """A coordinate with at most one decimal; text as it is."""
    if isinstance(value, str):
        return escape(value)
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def element(name: str, *content: str, **attributes: Number | str) -> SafeString:
    """One element. ``content`` must be safe already (other elements, or ``words``); attributes are escaped.

    A trailing underscore is dropped and others become dashes: ``class_="axis"``, ``text_anchor="end"``.
    """
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{digits(value)}"' for key, value in attributes.items())
    inner = "".join(content)
    return mark_safe(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")  # built of escaped parts


def words(content: str, **attributes: Number | str) -> SafeString:
    """A text element with escaped ``content``."""
    return element("text", escape(content), **attributes)


def drawing(width: int, height: int, label: str, *content: str, class_: str = "") -> SafeString:
    """An ``<svg>`` of a fixed pixel size, read aloud as ``label``."""
    return element(
        "svg", *content,
        class_=class_, viewBox=f"0 0 {width} {height}", width=width, height=height, role="img", aria_label=label,
    )  # fmt: skip


def strip(label: str, *content: str, class_: str, height: int) -> SafeString:
    """An ``<svg>`` as wide as its container, for parts placed in percent."""
    return element("svg", *content, class_=class_, width="100%", height=height, role="img", aria_label=label)


def percent(part: Number, whole: Number) -> str:
    """``part`` of ``whole`` as an SVG length: ``"66.67%"``; 0 when there is no whole."""
    return f"{Decimal(part) * 100 / Decimal(whole):.2f}%" if whole else "0%"


def points(pairs: Iterable[tuple[Number, Number]]) -> str:
    """The ``points`` of a polygon or polyline."""
    return " ".join(f"{digits(x)},{digits(y)}" for x, y in pairs)


def path_data(*words_and_numbers: Number | str) -> str:
    """The ``d`` of a path from letters and numbers."""
    return " ".join(digits(word) for word in words_and_numbers)


def figure(*parts: str, class_: str = "") -> SafeString:
    """One chart: its drawing, and its numbers as a table that opens on demand."""
    return mark_safe(f'<figure class="chart {escape(class_)}">{"".join(parts)}</figure>')  # built of escaped parts


def in_two_widths(wide: str, narrow: str) -> SafeString:
    """Two drawings of the same, of which the width of their panel shows one."""
    return mark_safe(f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>')  # built of escaped parts


def data_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> SafeString:
    """The numbers behind a chart."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    lines = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    table = f'<table class="table compact"><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>'
    return mark_safe(
        f'<details class="numbers"><summary>Show the numbers</summary>{table}</details>'
    )  # built of escaped parts
