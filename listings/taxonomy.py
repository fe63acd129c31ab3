"""The category tree: its files, and the cached copy that every page reads.

The tree changes when an operator loads a taxonomy, pages read it thousands of times a minute; so it
lives in the cache as plain dicts and is dropped on change.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from django.core.cache import cache

from listings.models import Category

BUILT_IN = Path(__file__).parent / "data" / "industrial.txt"
TREE_CACHE_KEY = "listings:category-tree"
_CACHE_SECONDS = 3600
_NESTED_SET = re.compile(r"^\s*(?P<id>\d+) \| \[\s*\d+-\s*(?P<right>\d+)\] \| (?P<name>.+)$")
_WITH_IDS = re.compile(r"^(?P<id>\d+) - (?P<path>.+)$")
_INDENTED = re.compile(r"^(?P<indent>(?:  )*)(?P<id>\d+) (?P<name>.+)$")


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One line of a taxonomy file. Parents come before their children."""

    id: int
    parent_id: int | None
    name: str


class CategoryNode(TypedDict):
    """A category as the cache keeps it."""

    id: int
    parent_id: int | None
    name: str
    slug: str
    path: str
    depth: int


def category_tree() -> list[CategoryNode]:
    """All categories, parents before children, siblings by name. From the cache after the first call."""
    tree: list[CategoryNode] | None = cache.get(TREE_CACHE_KEY)
    if tree is None:
        tree = _in_order(Category.objects.values("id", "parent_id", "name", "slug", "path", "depth"))
        cache.set(TREE_CACHE_KEY, tree, _CACHE_SECONDS)
    return tree


def category_names() -> dict[str, int]:
    """Every way to write a category, lower case (slug, id, name; of equal names the first), to its id."""
    names: dict[str, int] = {}
    for node in category_tree():
        names.setdefault(node["name"].lower(), node["id"])
    for node in category_tree():
        names[node["slug"]] = names[str(node["id"])] = node["id"]
    return names


def category_choices() -> list[tuple[int, str]]:
    """Id and indented name, for a select."""
    return [(node["id"], "\u2003" * node["depth"] + node["name"]) for node in category_tree()]


def forget_tree() -> None:
    """Drop the cached tree."""
    cache.delete(TREE_CACHE_KEY)


def _in_order(nodes: Iterable[Any]) -> list[CategoryNode]:
    children: dict[int | None, list[CategoryNode]] = {}
    for node in sorted(nodes, key=lambda node: node["name"].lower()):
        children.setdefault(node["parent_id"], []).append(node)

    def walk(parent_id: int | None) -> Iterator[CategoryNode]:
        for node in children.get(parent_id, ()):
            yield node
            yield from walk(node["id"])

    return list(walk(None))


def parse_taxonomy(lines: Iterable[str]) -> list[CategoryRow]:
    """The rows of a taxonomy file: Google's list with ids, the same as a nested set, or our indented list.

    Raises ValueError, naming the line, for anything else.
    """
    rows: list[CategoryRow] = []
    branch: list[tuple[int, int]] = []
    by_path: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        text = line.rstrip()
        if not text or text.startswith("#"):
            continue
        if found := _WITH_IDS.match(text):
            path, _, name = found["path"].rpartition(" > ")
            if path and path not in by_path:
                raise ValueError(f"line {number}: {path!r} comes after its child")
            by_path[found["path"]] = int(found["id"])
            rows.append(CategoryRow(int(found["id"]), by_path.get(path), name.strip()))
        elif found := _NESTED_SET.match(text):
            parent_id = _parent(branch, int(found["right"]), int(found["id"]))
            rows.append(CategoryRow(int(found["id"]), parent_id, found["name"].strip()))
        elif found := _INDENTED.match(text):
            # The less the indent, the later the branch ends.
            parent_id = _parent(branch, -len(found["indent"]), int(found["id"]))
            rows.append(CategoryRow(int(found["id"]), parent_id, found["name"].strip()))
        else:
            raise ValueError(f"line {number} is no category: {text[:60]!r}")
    return rows


def _parent(branch: list[tuple[int, int]], right: int, category_id: int) -> int | None:
    """The innermost open category that ends after ``right``; ``branch`` holds (right, id) from the root down."""
    while branch and branch[-1][0] <= right:
        branch.pop()
    parent = branch[-1][1] if branch else None
    branch.append((right, category_id))
    return parent
