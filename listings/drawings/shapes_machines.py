"""Components with a function: rotating, flowing, sensing, connecting."""

from math import cos, pi, sin
from random import Random

from listings.drawings.solids import Face, box, cylinder, disc, extrude, lathe, panel


def gland(pick: Random) -> list[Face]:
    """A cable gland: thread, hexagon, dome with its bore."""
    r = float(pick.choice([20, 24, 28]))
    faces = lathe(
        "z", (0, 0, 0), [(0, r * 0.7), (4, r * 0.78), (8, r * 0.7), (12, r * 0.78), (16, r * 0.7), (20, r * 0.74)]
    )
    faces += cylinder("z", (0, 0, 20), r * 1.25, 12, sides=6)
    faces += lathe("z", (0, 0, 32), [(0, r * 1.0), (10, r * 1.0), (20, r * 0.86), (27, r * 0.62)])
    return [*faces, *disc("z", (0, 0, 59), r * 0.42)]


def turned(pick: Random) -> list[Face]:
    """A turned part: stacked shoulders."""
    steps = pick.choice([4, 5, 6])
    outline: list[tuple[float, float]] = []
    z = 0.0
    for k in range(steps):
        radius = pick.choice([18, 24, 30, 36]) - k * 2
        outline += [(z, radius), (z + 9, radius), (z + 12, radius - 5)]
        z += 12
    faces: list[Face] = []
    for start in range(0, len(outline), 3):
        faces += lathe("z", (0, 0, 0), outline[start : start + 3])
    top, end = outline[-1]
    return [*faces, *disc("z", (0, 0, top), end * 0.55)]


def bearing(pick: Random) -> list[Face]:
    """A ball bearing lying flat."""
    radius, width = pick.choice([(44, 16), (40, 24), (46, 12)])
    balls = pick.choice([9, 11, 13])
    faces = cylinder("z", (0, 0, 0), radius, width)
    faces += disc("z", (0, 0, width), radius * 0.82, shade=-38)
    for k in range(balls):
        angle = 2 * pi * k / balls
        x, y = radius * 0.68 * cos(angle), radius * 0.68 * sin(angle)
        faces += disc("z", (x, y, width), radius * 0.13, shade=-4)
        faces += disc("z", (x - 1.2, y - 1.2, width), radius * 0.06, shade=9)
    faces += disc("z", (0, 0, width), radius * 0.54, shade=0) + disc("z", (0, 0, width), radius * 0.38)
    return faces


def motor(pick: Random) -> list[Face]:
    """An electric motor: ribbed housing, flange, shaft, terminal box."""
    length, r = pick.choice([(66, 28), (56, 32), (80, 25)])
    faces = [*box(8, -r * 0.8, 0, length * 0.6, r * 1.6, 6, shade=-8)]
    faces += cylinder("x", (-6, 0, r + 6), r * 0.92, 8, shade=-6)
    ribs = pick.choice([7, 9])
    for k in range(ribs):
        at = 2 + k * (length - 4) / ribs
        faces += cylinder("x", (at, 0, r + 6), r, (length - 4) / ribs * 0.62)
    faces += box(length * 0.2, -10, r * 2 + 4, length * 0.45, 20, 10, shade=-3, ink=1)
    faces += cylinder("x", (length, 0, r + 6), r * 1.06, 6, shade=4)
    faces += cylinder("x", (length + 6, 0, r + 6), r * 0.4, 5) + cylinder(
        "x", (length + 11, 0, r + 6), r * 0.18, 18, shade=10
    )
    return faces


def valve(pick: Random) -> list[Face]:
    """A ball valve with its lever, or a gate valve with its wheel."""
    r, span = pick.choice([(15, 60), (18, 66), (13, 54)])
    faces = lathe("x", (0, 0, r + 4), [(0, r * 1.25), (10, r * 1.25), (14, r)])
    faces += cylinder("x", (12, 0, r + 4), r, span - 24)
    faces += lathe("x", (span / 2 - 16, 0, r + 4), [(0, r), (8, r * 1.35), (24, r * 1.35), (32, r)])
    faces += cylinder("z", (span / 2, 0, r * 2.1), r * 0.5, 16)
    faces += cylinder("x", (span - 12, 0, r + 4), r * 1.25, 12, sides=pick.choice([6, 40]))
    faces += disc("x", (span, 0, r + 4), r * 0.85)
    top = r * 2.1 + 16
    if pick.random() < 0.5:
        faces += box(span / 2 - 5, -5, top, 10, 58, 5, ink=1)
    else:
        faces += cylinder("z", (span / 2, 0, top), 24, 5, ink=1) + disc(
            "z", (span / 2, 0, top + 5), 18, shade=-18, ink=1
        )
        faces += box(span / 2 - 22, -2, top + 1, 44, 4, 4, ink=1) + cylinder("z", (span / 2, 0, top + 2), 6, 6, ink=1)
    return faces


def pump(pick: Random) -> list[Face]:
    """A centrifugal pump: volute, inlet, outlet, motor behind it."""
    r = pick.choice([26, 30])
    faces = [*box(-46, -r * 0.9, 0, 92, r * 1.8, 6, shade=-10)]
    faces += cylinder("x", (-48, 0, r + 8), r * 0.72, 44, ink=1)
    for k in range(5):
        faces += cylinder("x", (-44 + k * 8, 0, r + 8), r * 0.8, 4, ink=1)
    faces += cylinder("x", (-4, 0, r + 8), r * 0.4, 10, shade=-8)
    faces += cylinder("z", (16, -r * 0.55, r + 8), r * 0.36, r * 1.1) + cylinder(
        "z", (16, -r * 0.55, r * 2.1 + 6), r * 0.56, 6
    )
    faces += disc("z", (16, -r * 0.55, r * 2.1 + 12), r * 0.32)
    faces += lathe("x", (4, 0, r + 8), [(0, r * 0.8), (4, r), (20, r), (25, r * 0.78)])
    faces += cylinder("x", (29, 0, r + 8), r * 0.4, 12) + cylinder("x", (41, 0, r + 8), r * 0.6, 5)
    return [*faces, *disc("x", (46, 0, r + 8), r * 0.34)]


def sensor(pick: Random) -> list[Face]:
    """A threaded proximity sensor with nuts, face and cable."""
    r, length = pick.choice([(12, 74), (15, 66), (10, 84)])
    thread = [(k * 3.5, r if k % 2 else r * 0.91) for k in range(int(length / 3.5))]
    at = (0.0, 0.0, r * 1.9)
    faces = cylinder("x", (-26, 0, at[2]), 3.2, 14, shade=-30, ink=1) + lathe(
        "x", (-12, 0, at[2]), [(0, 4), (12, r * 0.8)], ink=1
    )
    faces += lathe("x", at, thread)
    for place in (0.36, 0.5):
        faces += cylinder("x", (length * place, 0, at[2]), r * 1.75, 6, sides=6)
        faces += lathe("x", (length * place + 6, 0, at[2]), [(0, r), (length * 0.1, r)])
    faces += lathe("x", (length * 0.6, 0, at[2]), [(x * 0.4, radius) for x, radius in thread])
    return [*faces, *cylinder("x", (length, 0, at[2]), r * 0.9, 9, ink=1)]


def connector(pick: Random) -> list[Face]:
    """A circular or rectangular connector with its pins."""
    if pick.random() < 0.5:
        r = pick.choice([24, 28])
        faces = lathe("x", (0, 0, r), [(0, r * 0.55), (18, r * 0.62), (22, r * 0.84), (40, r * 0.84)])
        faces += cylinder("x", (40, 0, r), r, 16, sides=18) + disc("x", (56, 0, r), r * 0.82, shade=-30)
        pins = pick.choice([4, 6, 8])
        for k in range(pins):
            angle = 2 * pi * k / pins
            faces += cylinder("x", (56, r * 0.5 * cos(angle), r + r * 0.5 * sin(angle)), 2.6, 5, shade=14, ink=1)
        return faces
    rows, n = pick.choice([(2, 6), (2, 8), (3, 5)])
    w, h = n * 11 + 8, rows * 11 + 8
    faces = [*box(0, 0, 0, 34, w, h), *box(34, 3, 3, 8, w - 6, h - 6, shade=-5)]
    for i in range(n):
        for j in range(rows):
            faces += panel("x", (42, 7 + i * 11, 7 + j * 11), 5.5, 5.5, shade=-26)
            faces += cylinder("x", (42, 9.7 + i * 11, 9.7 + j * 11), 1.5, 5, shade=16, ink=1)
    return [*faces, *box(6, w * 0.3, h, 18, w * 0.4, 5, shade=-4)]


def reel(pick: Random) -> list[Face]:
    """A cable drum."""
    r, width = pick.choice([(44, 46), (40, 56), (48, 38)])
    core = r * pick.choice([0.6, 0.74])
    at = (0.0, 0.0, float(r))
    faces = cylinder("x", at, r, 5)
    turns = int(width / 5)
    for k in range(turns):
        faces += lathe(
            "x", (5 + k * width / turns, 0, r), [(0, core * 0.96), (2.5, core), (5, core * 0.96)], shade=-16, ink=1
        )
    faces += cylinder("x", (5 + width, 0, r), r, 5)
    faces += disc("x", (10 + width, 0, r), r * 0.86, shade=4) + disc("x", (10 + width, 0, r), r * 0.3, shade=-8)
    for k in range(4):
        angle = pi / 4 + k * pi / 2
        faces += disc("x", (10 + width, r * 0.58 * cos(angle), r + r * 0.58 * sin(angle)), 3)
    return [*faces, *disc("x", (10 + width, 0, r), r * 0.16)]


def cylinder_drive(pick: Random) -> list[Face]:
    """A pneumatic cylinder: square caps, barrel, rod."""
    s, length = pick.choice([(20, 60), (24, 54), (17, 72)])
    faces = [*box(0, -s, 0, 16, 2 * s, 2 * s)]
    faces += cylinder("x", (16, 0, s), s * 0.86, length, shade=6)
    faces += box(16 + length, -s, 0, 16, 2 * s, 2 * s)
    end = 32 + length
    for y in (-0.7, 0.7):
        for z in (0.3, 1.7):
            faces += disc("x", (end, s * y, s * z), s * 0.13)
    faces += disc("z", (24 + length, 0, 2 * s), s * 0.26)
    faces += cylinder("x", (end, 0, s), s * 0.5, 5) + cylinder("x", (end + 5, 0, s), s * 0.24, 26, shade=12)
    return [*faces, *cylinder("x", (end + 31, 0, s), s * 0.36, 9, sides=6)]


def terminal(pick: Random) -> list[Face]:
    """Modules on a rail: terminals, relays, breakers."""
    n, d = pick.choice([(4, 46), (6, 40), (3, 50)])
    pitch, h = pick.choice([(14, 52), (18, 46)])
    faces = [*box(-12, d * 0.3, 0, n * pitch + 24, d * 0.4, 5, shade=6)]
    for k in range(n):
        profile = [
            (4.0, 0.0),
            (d - 0.0, 0.0),
            (d - 0.0, h * 0.45),
            (d * 0.74, h * 0.5),
            (d * 0.74, h),
            (d * 0.26, h),
            (4.0, h * 0.5),
        ]
        faces += extrude("x", profile, (k * pitch, 0, 5), pitch - 1.2, ink=1 if k == n - 1 and n > 4 else 0)
        faces += disc("z", (k * pitch + pitch / 2, d * 0.87, 5.3 + h * 0.47), pitch * 0.26)
        faces += panel("z", (k * pitch + 3, d * 0.36, 5 + h), pitch - 7, d * 0.28, shade=-34)
    return faces
