"""Geometry of the drawn pictures: solids as lists of faces in three dimensions.

The viewer looks along (-1, -1, -1): x runs down to the right, y down to the left, z up. Only faces
that look at the viewer are kept. Lengths are free; ``render`` fits the whole thing into the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Literal

Point = tuple[float, float, float]
Flat = tuple[float, float]
Axis = Literal["x", "y", "z"]
ROUND = 40
STRIPS = 26


@dataclass(frozen=True, slots=True)
class Face:
    """A flat piece of surface. ``shade`` moves its lightness; ``edge`` draws its outline; ``ink`` picks the colour."""

    points: tuple[Point, ...]
    normal: Point
    shade: int = 0
    edge: bool = True
    ink: int = 0

    @property
    def depth(self) -> float:
        """Nearness to the viewer."""
        return sum(sum(point) for point in self.points) / len(self.points)


def place(axis: Axis, u: float, v: float, along: float) -> Point:
    """A point of the plane across ``axis`` (u, v) at position ``along`` the axis, right-handed."""
    if axis == "x":
        return (along, u, v)
    if axis == "y":
        return (v, along, u)
    return (u, v, along)


def circle(radius: float, sides: int = ROUND) -> list[Flat]:
    """Points on a circle, counter-clockwise."""
    return [(radius * cos(2 * pi * k / sides), radius * sin(2 * pi * k / sides)) for k in range(sides)]


def _visible(normal: Point) -> bool:
    return sum(normal) > 1e-6


def _unit(vector: Point) -> Point:
    length = hypot(*vector) or 1.0
    return (vector[0] / length, vector[1] / length, vector[2] / length)


def _cross(a: Point, b: Point) -> Point:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _between(a: Point, b: Point) -> Point:
    return (b[0] - a[0], b[1] - a[1], b[2] - a[2])


def box(x: float, y: float, z: float, w: float, d: float, h: float, *, shade: int = 0, ink: int = 0) -> list[Face]:
    """A block with its low corner at (x, y, z): ``w`` along x, ``d`` along y, ``h`` up."""
    X, Y, Z = x + w, y + d, z + h  # noqa: N806  # the far corner, as in geometry
    return [
        Face(((x, y, Z), (X, y, Z), (X, Y, Z), (x, Y, Z)), (0, 0, 1), shade, ink=ink),
        Face(((x, Y, z), (X, Y, z), (X, Y, Z), (x, Y, Z)), (0, 1, 0), shade, ink=ink),
        Face(((X, y, z), (X, Y, z), (X, Y, Z), (X, y, Z)), (1, 0, 0), shade, ink=ink),
    ]


def extrude(
    axis: Axis, profile: Sequence[Flat], at: Point, length: float, *, smooth: bool = False, shade: int = 0, ink: int = 0
) -> list[Face]:
    """``profile`` (counter-clockwise, may be concave) pulled along ``axis`` from ``at`` on by ``length``."""
    near = [_shift(place(axis, u, v, length), at) for u, v in profile]
    far = [_shift(place(axis, u, v, 0), at) for u, v in profile]
    direction = place(axis, 0, 0, 1)
    sides = []
    for k in range(len(profile)):
        following = (k + 1) % len(profile)
        normal = _unit(_cross(_between(far[k], far[following]), direction))
        if _visible(normal):
            points = (far[k], far[following], near[following], near[k])
            sides.append(Face(points, normal, shade, not smooth, ink))
    return [*sorted(sides, key=lambda face: face.depth), Face(tuple(near), direction, shade, ink=ink)]


def _shift(point: Point, by: Point) -> Point:
    return (point[0] + by[0], point[1] + by[1], point[2] + by[2])


def cylinder(
    axis: Axis, at: Point, radius: float, length: float, *, sides: int = ROUND, shade: int = 0, ink: int = 0
) -> list[Face]:
    """A rod whose axis starts in ``at``. With few ``sides`` it is a prism with visible edges: a hexagon nut is 6."""
    return extrude(axis, circle(radius, sides), at, length, smooth=sides > 12, shade=shade, ink=ink)


def lathe(axis: Axis, at: Point, outline: Sequence[Flat], *, shade: int = 0, ink: int = 0) -> list[Face]:
    """A turned part: ``outline`` is (position along the axis, radius), from the far end to the near end."""
    faces: list[Face] = []
    for (start, radius), (end, following) in pairwise(outline):
        faces += _ring(axis, at, (start, radius), (end, following), shade, ink)
    end, radius = outline[-1]
    if radius > 0:
        cap = tuple(_shift(place(axis, u, v, end), at) for u, v in circle(radius))
        faces.append(Face(cap, place(axis, 0, 0, 1), shade, ink=ink))
    return faces


def _ring(axis: Axis, at: Point, low: Flat, high: Flat, shade: int, ink: int) -> list[Face]:
    (start, radius), (end, following) = low, high
    if abs(end - start) < 1e-9:  # a shoulder looks like the disc that it is
        if following >= radius:
            return []
        disc = tuple(_shift(place(axis, u, v, end), at) for u, v in circle(radius))
        return [Face(disc, place(axis, 0, 0, 1), shade, ink=ink)]
    strips = []
    slope = (radius - following) / (end - start)
    for k in range(STRIPS):
        a, b = 2 * pi * k / STRIPS, 2 * pi * (k + 1) / STRIPS
        middle = (a + b) / 2
        normal = _unit(place(axis, cos(middle), sin(middle), slope))
        if not _visible(normal):
            continue
        corners = ((radius, a, start), (radius, b, start), (following, b, end), (following, a, end))
        points = tuple(_shift(place(axis, r * cos(t), r * sin(t), along), at) for r, t, along in corners)
        strips.append(Face(points, normal, shade, edge=False, ink=ink))
    return sorted(strips, key=lambda face: face.depth)


def disc(axis: Axis, at: Point, radius: float, *, shade: int = -45, sides: int = ROUND, ink: int = 0) -> list[Face]:
    """A flat round mark on a surface: a hole by default."""
    points = tuple(_shift(place(axis, u, v, 0), at) for u, v in circle(radius, sides))
    return [Face(points, place(axis, 0, 0, 1), shade, edge=False, ink=ink)]


def panel(axis: Axis, at: Point, width: float, height: float, *, shade: int = -40, ink: int = 0) -> list[Face]:
    """A flat rectangle on a surface: ``width`` along the first direction of the plane, ``height`` along the second."""
    corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    points = tuple(_shift(place(axis, u, v, 0), at) for u, v in corners)
    return [Face(points, place(axis, 0, 0, 1), shade, edge=False, ink=ink)]
