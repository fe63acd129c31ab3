"""The drawn pictures."""

import xml.etree.ElementTree as ElementTree

import pytest

from listings.drawings import KINDS, draw, kind_for

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_fits_its_frame_and_runs_nothing(kind: str) -> None:
    for seed in (0, 7, 255):
        picture = draw(kind, seed)
        root = ElementTree.fromstring(picture)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags == {"svg", "title", "ellipse", "g", "polygon"}
        assert "style=" not in picture
        for polygon in root.iter(f"{SVG}polygon"):
            for point in polygon.attrib["points"].split():
                x, y = (float(part) for part in point.split(","))
                assert 0 <= x <= 240
                assert 0 <= y <= 180
        assert len(picture) < 80_000


def test_seeds_vary_the_picture_and_repeat_it() -> None:
    assert draw("gear", 1) == draw("gear", 1)
    assert len({draw("gear", seed) for seed in range(20)}) > 6


@pytest.mark.parametrize(
    ("category", "title", "kind"),
    [
        ("heat-sinks", "", "heatsink"),
        ("", "Cable gland M25 nickel-plated brass", "gland"),
        ("bearings", "Enclosure for a bearing", "bearing"),
        ("", "Something else", "crate"),
    ],
)
def test_words_choose_the_kind(category: str, title: str, kind: str) -> None:
    assert kind_for(category, title) == kind
