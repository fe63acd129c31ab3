"""Loading a taxonomy. Ids come from the file, so that loading a newer edition of it renames in place."""

from collections import ChainMap
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify

from listings.models import Category
from listings.taxonomy import CategoryRow, forget_tree
from marketplace.lib.actor import Actor, require


def import_taxonomy(*, actor: Actor, rows: Sequence[CategoryRow]) -> int:
    """Insert or rename the categories of ``rows``; others stay. For the operator's command line.

    An existing slug is kept, because it is an address. Returns how many. Raises NotAllowed, ValueError if
    a parent is missing.
    """
    require(actor.is_system)
    with transaction.atomic():
        known = {category.id: category for category in Category.objects.select_for_update()}
        taken = {category.slug for category in known.values()}
        made: dict[int, Category] = {}
        for row in rows:
            made[row.id] = _category(row, ChainMap(made, known), known, taken)
        Category.objects.bulk_create(
            made.values(),
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["parent", "name", "path", "depth"],
        )
        forget_tree()  # for readers in this transaction
        transaction.on_commit(forget_tree)
    return len(made)


def _category(
    row: CategoryRow, parents: Mapping[int, Category], known: Mapping[int, Category], taken: set[str]
) -> Category:
    parent = None
    if row.parent_id is not None:
        if row.parent_id not in parents:
            raise ValueError(f"category {row.id} {row.name!r} comes before its parent {row.parent_id}")
        parent = parents[row.parent_id]
    old = known.get(row.id)
    slug = old.slug if old else _free_slug(row, parent, taken)
    taken.add(slug)
    return Category(
        id=row.id,
        parent=parent,
        name=row.name,
        slug=slug,
        path=f"{parent.path}-{row.id}" if parent else str(row.id),
        depth=parent.depth + 1 if parent else 0,
    )


def _free_slug(row: CategoryRow, parent: Category | None, taken: set[str]) -> str:
    slug = slugify(row.name)[:110] or str(row.id)
    if slug in taken and parent:
        slug = f"{parent.slug}-{slug}"[:130]
    return f"{slug}-{row.id}" if slug in taken else slug
