"""Faces to SVG: isometric projection, light from above left, a soft shadow, everything fitted into 240 × 180."""

from collections.abc import Iterable, Sequence
from colorsys import hls_to_rgb
from dataclasses import dataclass

from listings.drawings.solids import Face, Flat, Point

WIDTH, HEIGHT = 240, 180
_COS30 = 0.8660254
_FLOOR = 154
_ROOM_X, _ROOM_Y = 150, 118
# Lightness of a face that looks along each axis; in between they mix by the square of the normal.
_LIGHT = {"+x": 47, "-x": 66, "+y": 61, "-y": 50, "+z": 86, "-z": 34}


@dataclass(frozen=True, slots=True)
class Ink:
    """A material: hue in degrees, saturation and a lift of the lightness in percent."""

    hue: int
    saturation: int
    lift: int = 0


def project(point: Point) -> Flat:
    """Isometric projection, y down."""
    x, y, z = point
    return ((x - y) * _COS30, (x + y) * 0.5 - z)


def lightness(normal: Point) -> float:
    """How light a surface with this unit normal is, in percent."""
    x, y, z = normal
    light = x * x * _LIGHT["+x" if x > 0 else "-x"]
    light += y * y * _LIGHT["+y" if y > 0 else "-y"]
    return light + z * z * _LIGHT["+z" if z > 0 else "-z"]


def color(ink: Ink, light: float) -> str:
    """The hex colour of ``ink`` at ``light`` percent."""
    light = min(max(light + ink.lift, 8), 96)
    red, green, blue = hls_to_rgb(ink.hue / 360, light / 100, ink.saturation / 100)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def svg(faces: Iterable[Face], inks: Sequence[Ink], label: str) -> str:
    """The picture as an SVG document; ``label`` is its text alternative."""
    faces = list(faces)
    flat = [[project(point) for point in face.points] for face in faces]
    xs = [x for points in flat for x, _ in points]
    ys = [y for points in flat for _, y in points]
    scale = min(_ROOM_X / (max(xs) - min(xs)), _ROOM_Y / (max(ys) - min(ys)))
    left = WIDTH / 2 - scale * (max(xs) + min(xs)) / 2
    top = _FLOOR - scale * max(ys)
    half = scale * (max(xs) - min(xs)) / 2
    reach = half * 1.12 + 6
    shadow = f'<ellipse cx="{WIDTH // 2 + 2}" cy="146" rx="{reach:.0f}" ry="14" fill="#2a3330" fill-opacity=".09"/>'
    body = []
    for face, points in zip(faces, flat, strict=True):
        ink = inks[face.ink % len(inks)]
        light = lightness(face.normal) + face.shade
        fill = color(ink, light)
        stroke = color(ink, light - 9) if face.edge else fill
        where = " ".join(f"{left + scale * x:.1f},{top + scale * y:.1f}" for x, y in points)
        body.append(f'<polygon points="{where}" fill="{fill}" stroke="{stroke}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{label}</title>'
        f'{shadow}<g stroke-width=".8" stroke-linejoin="round">{"".join(body)}</g></svg>'
    )
