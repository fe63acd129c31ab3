"""Goods by the box, the rack and the desk: packed things, devices, tools."""

from random import Random

from listings.drawings.solids import Face, Flat, box, cylinder, disc, extrude, lathe, panel


def crate(pick: Random) -> list[Face]:
    """A wooden crate on runners: stands for anything that has no better picture."""
    w, d, h = pick.choice([(84, 64, 52), (72, 72, 60), (96, 60, 40)])
    faces = [*box(0, 4, 0, w, 10, 8, shade=-12), *box(0, d - 14, 0, w, 10, 8, shade=-12)]
    faces += box(0, 0, 8, w, d, h)
    slats = 4
    for k in range(slats):
        z = 10 + k * h / slats
        faces += panel("x", (w, 2, z), d - 4, h / slats - 3, shade=4)
        faces += panel("y", (2, d, z), h / slats - 3, w - 4, shade=4)
    for k in range(5):
        faces += panel("z", (2, 2 + k * (d - 2) / 5, h + 8), w - 4, (d - 2) / 5 - 2, shade=3)
    for y in (0.0, d - 9.0):
        faces += panel("x", (w + 0.3, y, 8), 9, h, shade=9)
    for x in (0.0, w - 9.0):
        faces += panel("y", (x, d + 0.3, 8), h, 9, shade=9)
    return faces


def carton(pick: Random) -> list[Face]:
    """A shipping carton with tape and label."""
    w, d, h = pick.choice([(80, 60, 44), (64, 64, 56), (92, 58, 30)])
    faces = box(0, 0, 0, w, d, h)
    faces += panel("z", (0, d / 2 - 4, h), w, 8, shade=7) + panel("x", (w, d / 2 - 4, h - 14), 8, 14, shade=7)
    return [*faces, *panel("y", (w * 0.12, d, h * 0.2), h * 0.42, w * 0.34, shade=26)]


def device(pick: Random) -> list[Face]:
    """A rack unit: ports in front, vents on top."""
    w, d, h = pick.choice([(74, 116, 16), (66, 120, 26), (80, 104, 14)])
    faces = box(0, 0, 0, w, d, h)
    rows, columns = (2, 12) if h > 15 else (1, 12)
    for i in range(columns):
        for j in range(rows):
            step = (d - 34) / columns
            faces += panel("x", (w, 6 + i * step, 4 + j * (h - 4) / rows), step * 0.68, (h - 8) / rows, shade=-26)
    faces += disc("x", (w, d - 12, h / 2), 3, shade=30, ink=1) + disc("x", (w, d - 21, h / 2), 2, shade=26)
    for k in range(9):
        faces += panel("z", (w * 0.24 + k * 4.4, d * 0.2, h), 2, d * 0.6, shade=-22)
    return faces


def monitor(pick: Random) -> list[Face]:
    """A flat display on its stand."""
    width, height = pick.choice([(112, 66), (98, 62), (124, 56)])
    faces = [*box(-14, width / 2 - 24, 0, 36, 48, 3), *box(-2, width / 2 - 6, 3, 6, 12, 24, shade=-8)]
    faces += box(0, 0, 20, 6, width, height, shade=-6)
    faces += panel("x", (6, 3, 25), width - 6, height - 8, shade=-22, ink=1)
    return [*faces, *panel("x", (6, 3, 25 + height * 0.35), (width - 6) * 0.58, (height - 8) * 0.5, shade=-14, ink=1)]


def laptop(pick: Random) -> list[Face]:
    """An open notebook computer."""
    w, d = pick.choice([(64, 96), (58, 88)])
    faces = box(0, 0, 0, w, d, 4)
    for i in range(4):
        for j in range(11):
            faces += panel("z", (8 + i * 7, 6 + j * (d - 12) / 11, 4), 5.4, (d - 12) / 11 - 1.6, shade=-44)
    faces += panel("z", (42, d * 0.36, 4), 15, d * 0.28, shade=-10)
    lid: list[Flat] = [(0.0, 0.0), (d, 0.0), (d, 62.0), (0.0, 62.0)]
    screen = extrude("x", lid, (-3, 0, 4), 3)
    return [*screen, *panel("x", (0, 4, 9), d - 8, 52, shade=-24, ink=1), *faces]


def cartridge(pick: Random) -> list[Face]:
    """A toner cartridge, or a set of ink tanks."""
    if pick.random() < 0.55:
        length = pick.choice([104, 92])
        profile: list[Flat] = [(0.0, 0.0), (34.0, 0.0), (42.0, 12.0), (42.0, 26.0), (30.0, 34.0), (0.0, 34.0)]
        faces = extrude("x", profile, (0, 0, 0), length, shade=-18)
        faces += panel("z", (12, 6, 34), length - 24, 18, shade=10)
        return [*faces, *cylinder("x", (length, 22, 15), 8, 4, ink=1), *disc("x", (length + 4, 22, 15), 4)]
    faces = []
    for k in range(pick.choice([3, 4])):
        faces += box(0, k * 22, 0, 44, 17, 52, shade=-k * 4, ink=k % 2)
        faces += panel("x", (44, k * 22 + 3, 8), 11, 30, shade=24) + box(
            10, k * 22 + 5, 52, 12, 7, 5, shade=-8, ink=k % 2
        )
    return faces


def cable(pick: Random) -> list[Face]:
    """A coiled cable with its plugs."""
    radius, turns = pick.choice([(36, 4), (32, 5)])
    faces: list[Face] = []
    for k in range(turns):
        faces += lathe(
            "z",
            (k % 2 * 1.5, 0, k * 6),
            [(0, radius - 1.5), (3, radius), (6, radius - 1.5)],
            shade=-12 - k % 2 * 5,
            ink=1,
        )
    top = turns * 6
    faces += disc("z", (0, 0, top), radius - 1.5, shade=-26, ink=1) + disc("z", (0, 0, top), radius * 0.76, shade=-6)
    faces += cylinder("x", (radius * 0.4, radius * 0.86, 7), 3.4, 36, ink=1, shade=-10)
    return [
        *faces,
        *box(radius * 0.4 + 36, radius * 0.86 - 8, 1, 22, 16, 12),
        *box(radius * 0.4 + 58, radius * 0.86 - 5, 4, 9, 10, 6, shade=12),
    ]


def paper(pick: Random) -> list[Face]:
    """Reams and labels in a stack."""
    faces: list[Face] = []
    for k in range(pick.choice([2, 3, 4])):
        x, y = pick.randint(-3, 3), pick.randint(-3, 3)
        faces += box(x, y, k * 13, 84, 60, 12, shade=6)
        faces += panel("x", (84 + x, y, k * 13 + 3), 60, 6, shade=0, ink=1)
    return faces


def wrench(pick: Random) -> list[Face]:
    """A hand tool: a handle with a head."""
    length = pick.choice([92, 78])
    faces = cylinder("x", (0, 0, 12), 8, length * 0.46, ink=1)
    for k in range(4):
        faces += cylinder("x", (6 + k * 9, 0, 12), 9, 4, shade=-6, ink=1)
    faces += cylinder("x", (length * 0.46, 0, 12), 4, length * 0.42, shade=8)
    return [
        *faces,
        *cylinder("x", (length * 0.88, 0, 12), 12, 22, sides=6),
        *disc("x", (length * 0.88 + 22, 0, 12), 8, sides=6),
    ]


def helmet(pick: Random) -> list[Face]:
    """A safety helmet."""
    r = pick.choice([40, 44])
    faces = cylinder("z", (6, 6, 0), r * 1.08, 3, ink=1, shade=-10)
    dome = [(3 + r * 0.86 * z, r * (1 - z**2.4) ** 0.5) for z in (0, 0.2, 0.4, 0.55, 0.7, 0.82, 0.92, 0.98)]
    faces += lathe("z", (0, 0, 0), dome, ink=1)
    return [*faces, *disc("z", (0, 0, dome[-1][0]), dome[-1][1], shade=2, ink=1)]
