"""Taxonomy files in three shapes, and loading them again."""

import pytest
from django.core.management import CommandError, call_command

from listings import services
from listings.models import Category
from listings.taxonomy import BUILT_IN, CategoryRow, category_names, category_tree, forget_tree, parse_taxonomy
from tests.listings.conftest import MACHINE

ROWS = [
    CategoryRow(1, None, "Animals"),
    CategoryRow(2, 1, "Live Animals"),
    CategoryRow(3, 1, "Pet Supplies"),
    CategoryRow(4, 3, "Birds"),
    CategoryRow(9, None, "Apparel"),
]
NESTED = """# a comment
   1 | [   1-  10] | Animals
   2 | [   2-   3] | Live Animals
   3 | [   4-   9] | Pet Supplies
       4 | [   5-   6] | Birds
   9 | [  11-  12] | Apparel
"""
WITH_IDS = """# Google_Product_Taxonomy_Version: 2021-09-21
1 - Animals
2 - Animals > Live Animals
3 - Animals > Pet Supplies
4 - Animals > Pet Supplies > Birds
9 - Apparel
"""
INDENTED = "1 Animals\n  2 Live Animals\n  3 Pet Supplies\n    4 Birds\n9 Apparel\n"


@pytest.mark.parametrize("text", [NESTED, WITH_IDS, INDENTED])
def test_three_shapes_one_tree(text: str) -> None:
    assert parse_taxonomy(text.splitlines()) == ROWS


def test_a_strange_line_is_named() -> None:
    with pytest.raises(ValueError, match="line 2 is no category"):
        parse_taxonomy(["1 - Animals", "nonsense"])


def test_paths_depths_and_slugs(db: None) -> None:
    services.import_taxonomy(actor=MACHINE, rows=[*ROWS, CategoryRow(10, 9, "Birds")])

    found = {row["id"]: row for row in Category.objects.values("id", "path", "depth", "slug")}
    assert (found[4]["path"], found[4]["depth"], found[4]["slug"]) == ("1-3-4", 2, "birds")
    assert found[10]["slug"] == "apparel-birds"
    assert list(Category.objects.subtree("1-3").values_list("id", flat=True).order_by("id")) == [3, 4]


def test_loading_again_renames_and_keeps_addresses(db: None) -> None:
    services.import_taxonomy(actor=MACHINE, rows=ROWS)
    assert category_names()["birds"] == 4
    services.import_taxonomy(actor=MACHINE, rows=[CategoryRow(1, None, "Animals"), CategoryRow(4, 1, "Parrots")])

    parrots = Category.objects.get(pk=4)
    assert (parrots.name, parrots.slug, parrots.path) == ("Parrots", "birds", "1-4")
    assert [node["name"] for node in category_tree()] == [
        "Animals",
        "Live Animals",
        "Parrots",
        "Pet Supplies",
        "Apparel",
    ]


def test_the_command_loads_the_built_in_tree(db: None, tmp_path: object) -> None:
    forget_tree()
    call_command("import_taxonomy", verbosity=0)

    assert Category.objects.count() == len(parse_taxonomy(BUILT_IN.read_text().splitlines()))
    assert Category.objects.get(slug="heat-sinks").parent_id == 10100
    with pytest.raises(CommandError):
        call_command("import_taxonomy", "/nowhere.txt")
