"""Formed and machined parts: what a metal shop sells."""

from math import cos, pi, sin
from random import Random

from listings.drawings.solids import Face, Flat, box, circle, cylinder, disc, extrude, lathe


def enclosure(pick: Random) -> list[Face]:
    """A die-cast box with a screwed lid."""
    w, d, h = pick.choice([(88, 62, 30), (74, 74, 34), (104, 58, 26), (80, 56, 48)])
    lid = pick.choice([7, 9, 12])
    faces = [*box(0, 0, 0, w, d, h), *box(-1, -1, h, w + 2, d + 2, lid, shade=6)]
    inset = 8
    for x, y in ((inset, inset), (w - inset, inset), (inset, d - inset), (w - inset, d - inset)):
        faces += disc("z", (x, y, h + lid), 2.6)
    for k in range(pick.choice([0, 0, 1, 2])):
        faces += cylinder("x", (w, d * (k + 1) / 3, h / 2), 6, 5, shade=-4) + disc(
            "x", (w + 5, d * (k + 1) / 3, h / 2), 3.4
        )
    return faces


def heatsink(pick: Random) -> list[Face]:
    """An extruded profile with fins."""
    w, d, fins = pick.choice([(88, 60, 9), (100, 48, 11), (72, 72, 8), (90, 44, 14)])
    height, base = pick.choice([26, 32, 20]), pick.choice([5, 8])
    thick = w / fins / pick.choice([2.4, 3.0])
    faces = box(0, 0, 0, w, d, base)
    for k in range(fins):
        faces += box(k * (w - thick) / (fins - 1), 0, base, thick, d, height, shade=3)
    return faces


def bracket(pick: Random) -> list[Face]:
    """An angle with holes."""
    w, d, t = pick.choice([(70, 52, 6), (54, 64, 8), (86, 40, 5)])
    h = pick.choice([46, 58, 36])
    faces = [*box(0, 0, 0, t, d, h, shade=-4), *box(t, 0, 0, w, d, t, shade=2)]
    for k in range(pick.choice([1, 2])):
        y = d * (k + 1) / 3 if k or d > 50 else d / 2
        faces += disc("z", (t + w * 0.62, y, t), 5) + disc("x", (t, y, h * 0.66), 5)
    if pick.random() < 0.4:
        faces += extrude("y", [(t, t), (t + 24, t), (t, t + 26)], (0, d / 2 - 3, 0), 5, shade=5)
    return faces


def plate(pick: Random) -> list[Face]:
    """Perforated sheet."""
    w, d, n, m = pick.choice([(110, 78, 5, 3), (96, 96, 4, 4), (120, 64, 6, 3), (100, 80, 8, 6)])
    t, radius = pick.choice([3, 5]), min(w / n, d / m) * pick.choice([0.24, 0.3])
    sides = pick.choice([40, 40, 6, 4])
    faces = box(0, 0, 0, w, d, t)
    for i in range(n):
        for j in range(m):
            faces += disc("z", (w * (i + 0.5) / n, d * (j + 0.5) / m, t), radius, sides=sides)
    return faces


def bar(pick: Random) -> list[Face]:
    """Bar stock in a bundle: square, round or hexagonal."""
    sides = pick.choice([4, 40, 6])
    length, radius = pick.choice([84, 104]), 9
    faces: list[Face] = []
    for row, count in ((0, 3), (1, 2)) if pick.random() < 0.6 else ((0, 4),):
        for k in range(count):
            y = (k + row / 2) * 19
            z = radius + row * (16 if sides > 4 else 14)
            profile = circle(radius, sides) if sides > 4 else [(-8.0, -7.0), (8.0, -7.0), (8.0, 7.0), (-8.0, 7.0)]
            offset = -pick.randint(0, 12)
            faces += extrude("x", profile, (offset, y, z), length, smooth=sides > 12)
    return faces


def tube(pick: Random) -> list[Face]:
    """Pipe lengths with their bore."""
    length, radius = pick.choice([(92, 14), (78, 20), (104, 10)])
    wall = pick.choice([0.72, 0.82])
    faces: list[Face] = []
    count = 1 if radius > 18 else 2
    for k in range(count):
        at = (-8.0 * k, k * radius * 2.15, float(radius))
        faces += cylinder("x", at, radius, length) + disc("x", (at[0] + length, at[1], at[2]), radius * wall)
    if count == 2:
        at = (-4.0, radius * 1.08, radius * 2.85)
        faces += cylinder("x", at, radius, length) + disc("x", (at[0] + length, at[1], at[2]), radius * wall)
    return faces


def extrusion(pick: Random) -> list[Face]:
    """Aluminium profile with T-slots."""
    size, length = pick.choice([(40, 96), (46, 80), (34, 108)])
    s, lip = size / 2, size * 0.11
    quarter = [(s, -s), (s, -lip), (s - 6, -lip), (s - 6, -s * 0.42), (s * 0.42, -lip * 0.9)]
    quarter += [(s * 0.42, lip * 0.9), (s - 6, s * 0.42), (s - 6, lip), (s, lip)]
    profile: list[Flat] = []
    for turn in range(4):
        c, q = round(cos(turn * pi / 2)), round(sin(turn * pi / 2))
        profile += [(u * c - v * q, u * q + v * c) for u, v in quarter]
    faces = extrude("x", profile, (0, 0, s), length)
    return [*faces, *disc("x", (length, 0, s), size * 0.09)]


def gear(pick: Random) -> list[Face]:
    """A spur gear with hub and bore."""
    teeth, radius = pick.choice([(18, 40), (24, 42), (14, 36), (32, 44)])
    width = pick.choice([12, 16, 24])
    depth = radius * (0.17 if teeth < 24 else 0.12)
    profile: list[Flat] = []
    for k in range(teeth):
        for share, r in (
            (0.0, radius - depth),
            (0.28, radius - depth),
            (0.42, radius),
            (0.78, radius),
            (0.92, radius - depth),
        ):
            angle = 2 * pi * (k + share) / teeth
            profile.append((r * cos(angle), r * sin(angle)))
    faces = extrude("z", profile, (0, 0, 0), width)
    hub = pick.choice([8, 12])
    faces += disc("z", (0, 0, width), radius * 0.62, shade=-6)
    faces += cylinder("z", (0, 0, width), radius * 0.34, hub) + disc("z", (0, 0, width + hub), radius * 0.18)
    return faces


def spring(pick: Random) -> list[Face]:
    """A compression spring."""
    coils, radius, wire = pick.choice([(5, 26, 4.6), (7, 22, 3.6), (4, 30, 6)])
    pitch = pick.choice([11, 14])
    faces: list[Face] = []
    steps = 26
    for k in range(coils * steps):
        a, b = 2 * pi * k / steps, 2 * pi * (k + 1) / steps
        z = pitch * k / steps
        back = sin(a) + cos(a) < 0
        for level, shade in ((0.0, -14), (wire * 0.5, 4)):
            points = (
                (radius * cos(a), radius * sin(a), z + level),
                (radius * cos(b), radius * sin(b), z + pitch / steps + level),
                (radius * cos(b), radius * sin(b), z + pitch / steps + level + wire * 0.5),
                (radius * cos(a), radius * sin(a), z + level + wire * 0.5),
            )
            faces.append(Face(points, (cos(a) * 0.6, sin(a) * 0.6, 0.5), shade - (16 if back else 0), edge=False))
    return sorted(faces, key=lambda face: (sum(face.points[0][:2]) > 0, face.depth))


def bolt(pick: Random) -> list[Face]:
    """A hexagon bolt, or a cap screw, standing on its head's side."""
    shank, radius = pick.choice([(70, 11), (54, 13), (84, 9)])
    head = radius * 1.85
    thread: list[Flat] = [(0.0, radius * 0.86)]
    turns = int(shank * 0.62 / 4)
    for k in range(turns):
        thread += [(k * 4 + 1.0, radius), (k * 4 + 3.0, radius), (k * 4 + 4.0, radius * 0.86)]
    thread.append((float(shank), radius * 0.94))
    faces = lathe("x", (0, 0, head), thread)
    if pick.random() < 0.6:
        faces += cylinder("x", (shank, 0, head), head, radius * 1.1, sides=6)
        faces += disc("x", (shank + radius * 1.1, 0, head), head * 0.78, shade=5)
    else:
        faces += cylinder("x", (shank, 0, head), head * 0.84, radius * 1.7)
        faces += disc("x", (shank + radius * 1.7, 0, head), head * 0.44, sides=6)
    return faces


def washer(pick: Random) -> list[Face]:
    """Flat rings: washers, gaskets, seals."""
    radius, hole = pick.choice([(40, 0.55), (44, 0.7), (36, 0.42)])
    t, count = pick.choice([(5, 1), (4, 3), (7, 2)])
    faces: list[Face] = []
    for k in range(count):
        z = k * (t + 1.5)
        faces += cylinder("z", (k * 5, k * -4, z), radius, t)
    top = (count - 1) * (t + 1.5) + t
    x, y = (count - 1) * 5, (count - 1) * -4
    return [
        *faces,
        *disc("z", (x, y, top), radius * hole),
        *disc("z", (x + 1.5, y + 1.5, top), radius * hole * 0.93, shade=-34),
    ]
