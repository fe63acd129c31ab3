"""Which things can be drawn, in which materials, and which of them suits a category."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from random import Random

from listings.drawings import shapes_goods, shapes_machines, shapes_metal
from listings.drawings.render import Ink, svg
from listings.drawings.solids import Face

Shape = Callable[[Random], list[Face]]

_GREY_GREEN, _STEEL, _BLUE_STEEL, _WARM = Ink(165, 6), Ink(210, 6), Ink(215, 9, -4), Ink(48, 6, -3)
_BRASS, _BLACK, _PAINT_BLUE = Ink(42, 26, -6), Ink(220, 5, -26), Ink(212, 26, -12)
_RED, _YELLOW, _WOOD, _BOARD = Ink(8, 38, -10), Ink(44, 62, -8), Ink(34, 26, -2), Ink(32, 24, -4)
_PALE, _GREEN = Ink(60, 4, 6), Ink(158, 24, -14)

_METALS = (_GREY_GREEN, _STEEL, _BLUE_STEEL, _WARM)
_MACHINED = (*_METALS, _BRASS)
_CASES = (_BLACK, _STEEL, _PALE)
_ACCENTS = (_PAINT_BLUE, _GREEN, _BLACK, _RED)

# Each kind: how it is built, what its body and its second part are made of.
KINDS: Mapping[str, tuple[Shape, tuple[Ink, ...], tuple[Ink, ...]]] = {
    "enclosure": (shapes_metal.enclosure, (_GREY_GREEN, _STEEL, _PALE, _BLUE_STEEL), _METALS),
    "heatsink": (shapes_metal.heatsink, (_STEEL, _BLUE_STEEL, _BLACK, _WARM), _METALS),
    "bracket": (shapes_metal.bracket, _METALS, _METALS),
    "plate": (shapes_metal.plate, _METALS, _METALS),
    "bar": (shapes_metal.bar, (*_MACHINED, Ink(24, 30, -6)), _METALS),
    "tube": (shapes_metal.tube, (*_MACHINED, Ink(24, 30, -6)), _METALS),
    "extrusion": (shapes_metal.extrusion, (_STEEL, _BLUE_STEEL, _BLACK), _METALS),
    "gear": (shapes_metal.gear, _MACHINED, _METALS),
    "spring": (shapes_metal.spring, (_STEEL, _BLUE_STEEL, _BLACK), _METALS),
    "bolt": (shapes_metal.bolt, (_STEEL, _BLUE_STEEL, _WARM, _BRASS), _METALS),
    "washer": (shapes_metal.washer, (_STEEL, _BRASS, _BLACK, _WARM), _METALS),
    "gland": (shapes_machines.gland, (_BRASS, _WARM, _STEEL, _BLACK), _METALS),
    "turned": (shapes_machines.turned, (_WARM, _BRASS, _STEEL), _METALS),
    "bearing": (shapes_machines.bearing, (_STEEL, _BLUE_STEEL), _METALS),
    "motor": (shapes_machines.motor, (_PAINT_BLUE, _STEEL, _GREEN, _BLACK), (_STEEL, _BLACK)),
    "valve": (shapes_machines.valve, (_BRASS, _STEEL, _WARM), (_RED, _PAINT_BLUE, _YELLOW)),
    "pump": (shapes_machines.pump, (_STEEL, _PAINT_BLUE, _GREEN), (_PAINT_BLUE, _BLACK, _STEEL)),
    "sensor": (shapes_machines.sensor, (_STEEL, _BRASS, _WARM), (_RED, _PAINT_BLUE, _BLACK)),
    "connector": (shapes_machines.connector, (_BLACK, _STEEL, _GREY_GREEN), (_BRASS,)),
    "reel": (shapes_machines.reel, (_WOOD, _STEEL, _PALE), (_BLACK, _PAINT_BLUE, _RED, _GREEN)),
    "actuator": (shapes_machines.cylinder_drive, (_STEEL, _BLUE_STEEL, _BLACK), _METALS),
    "terminal": (shapes_machines.terminal, (_PALE, _STEEL, _BLACK), (_PAINT_BLUE, _GREEN)),
    "crate": (shapes_goods.crate, (_WOOD,), _METALS),
    "carton": (shapes_goods.carton, (_BOARD, _PALE), _METALS),
    "device": (shapes_goods.device, _CASES, (_GREEN,)),
    "monitor": (shapes_goods.monitor, (_BLACK, _STEEL), (Ink(205, 18, 0), Ink(165, 14, 0))),
    "laptop": (shapes_goods.laptop, (_STEEL, _BLACK, _PALE), (Ink(205, 18, 0), Ink(165, 14, 0))),
    "cartridge": (shapes_goods.cartridge, (_BLACK, Ink(196, 40, -6), Ink(332, 34, -8), _YELLOW), _CASES),
    "cable": (shapes_goods.cable, (_STEEL, _PALE), (_BLACK, _PAINT_BLUE, _RED, _YELLOW, _PALE)),
    "paper": (shapes_goods.paper, (Ink(50, 10, 8),), _ACCENTS),
    "tool": (shapes_goods.wrench, (_STEEL, _BLUE_STEEL), (_RED, _PAINT_BLUE, _BLACK, _YELLOW)),
    "helmet": (shapes_goods.helmet, (_YELLOW,), (_YELLOW, Ink(22, 60, -4), _PALE, _PAINT_BLUE)),
}

# The first word that occurs in the category's slug, then in the title, decides: special before general.
_WORDS = (
    ("power-cord", "cable"), ("power-protect", "device"), ("network-cable", "cable"), ("usb-cable", "cable"),
    ("frequency-drive", "terminal"), ("drives", "device"), ("heat-sink", "heatsink"), ("heat sink", "heatsink"),
    ("enclosure", "enclosure"), ("housing", "enclosure"), ("cabinet", "enclosure"), ("gland", "gland"),
    ("bracket", "bracket"), ("mount", "bracket"), ("perforated", "plate"), ("extrusion", "extrusion"),
    ("profile", "extrusion"), ("sheet", "plate"), ("plate", "plate"), ("gear", "gear"), ("sprocket", "gear"),
    ("spring", "spring"), ("bearing", "bearing"), ("washer", "washer"), ("gasket", "washer"), ("seal", "washer"),
    ("o-ring", "washer"), ("fastener", "bolt"), ("bolt", "bolt"), ("screw", "bolt"), ("nut", "bolt"),
    ("motor", "motor"), ("drive", "motor"), ("pump", "pump"), ("pneumatic", "actuator"), ("hydraulic", "actuator"),
    ("actuator", "actuator"), ("valve", "valve"), ("fitting", "valve"), ("sensor", "sensor"), ("switch", "sensor"),
    ("terminal", "terminal"), ("relay", "terminal"), ("breaker", "terminal"), ("control", "terminal"),
    ("connector", "connector"), ("turned", "turned"), ("machined", "turned"), ("tube", "tube"), ("pipe", "tube"),
    ("bar", "bar"), ("rod", "bar"), ("wire", "reel"), ("cartridge", "cartridge"), ("toner", "cartridge"),
    ("notebook", "laptop"), ("laptop", "laptop"), ("monitor", "monitor"), ("display", "monitor"), ("patch", "cable"),
    ("cable", "reel"), ("network", "device"), ("server", "device"), ("storage", "device"), ("printer", "device"),
    ("computer", "device"), ("paper", "paper"), ("label", "paper"), ("packaging", "carton"), ("carton", "carton"),
    ("pallet", "crate"), ("glove", "carton"), ("power-supp", "terminal"), ("coupling", "turned"),
    ("guide", "extrusion"), ("cutting", "tool"), ("battery", "carton"), ("batteries", "carton"),
    ("adapter", "connector"), ("rack", "enclosure"), ("processor", "heatsink"), ("memory", "terminal"),
    ("keyboard", "laptop"), ("audio", "device"), ("camera", "sensor"), ("projector", "device"),
    ("it-accessor", "carton"), ("cases-and", "carton"), ("cord", "cable"), ("fan", "motor"), ("castor", "gear"),
    ("rivet", "bolt"), ("tool", "tool"), ("safety", "helmet"), ("protect", "helmet"),
)  # fmt: skip


def kind_for(category_slug: str, title: str) -> str:
    """The kind of picture for a product, by the words of its category and then of its title."""
    for text in (category_slug.lower(), title.lower()):
        for word, kind in _WORDS:
            if word in text:
                return kind
    return "crate"


def drawing_path(name: str) -> str:
    """The address of the picture ``kind-seed``."""
    return f"/drawings/{name}.svg"


@lru_cache(maxsize=512)
def draw(kind: str, seed: int) -> str:
    """The picture as SVG, always the same for the same arguments. Raises KeyError for an unknown kind."""
    shape, bodies, seconds = KINDS[kind]
    pick = Random(f"{kind}-{seed}")  # noqa: S311  # a picture, not a secret
    inks = (pick.choice(bodies), pick.choice(seconds))
    return svg(shape(pick), inks, kind)
