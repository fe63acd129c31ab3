"""Several scores of one supplier against the field."""

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.safestring import SafeString

from marketplace.web.charts.svg import drawing, element, points, words

_WIDTH, _HEIGHT, _REACH = 280, 236, 76


def _corner(index: int, count: int, reach: float) -> tuple[float, float]:
    angle = 2 * pi * index / count - pi / 2
    return _WIDTH / 2 + reach * cos(angle), _HEIGHT / 2 + 6 + reach * sin(angle)


def _shape(values: Sequence[int]) -> str:
    return points(_corner(index, len(values), _REACH * value / 100) for index, value in enumerate(values))


def _anchor(x: float) -> str:
    if abs(x - _WIDTH / 2) < 8:
        return "middle"
    return "start" if x > _WIDTH / 2 else "end"


def radar(axes: Sequence[tuple[str, int]], field: Sequence[int] = (), *, label: str = "Scores") -> SafeString:
    """Scores of 0 to 100 on named ``axes`` (three or more), with the median of the ``field`` dashed."""
    if len(axes) < 3:
        return SafeString("")
    rings = [element("polygon", points=_shape([share] * len(axes)), class_="ring") for share in (25, 50, 75, 100)]
    shapes = [element("polygon", points=_shape(field), class_="field")] if field else []
    shapes.append(element("polygon", points=_shape([score for _, score in axes]), class_="own"))
    names = []
    for index, (name, _) in enumerate(axes):
        x, y = _corner(index, len(axes), _REACH + 14)
        names.append(words(name, x=x, y=y + 4, text_anchor=_anchor(x), class_="axis"))
    told = ", ".join(f"{name} {score}%" for name, score in axes)
    return drawing(_WIDTH, _HEIGHT, f"{label}: {told}", *rings, *shapes, *names, class_="radar")
