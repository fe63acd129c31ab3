"""Imports of a vendor's catalogue: how they stand, what they refused."""

from uuid import UUID

from django.db.models import QuerySet

from listings.models import ImportRowError, ListingImport
from listings.states import ImportState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

PROBLEMS = 100


def imports_of(actor: Actor) -> QuerySet[ListingImport]:
    """The imports of the actor's company, newest first, lazily."""
    return ListingImport.objects.visible_to(actor).select_related("created_by").order_by("-created_at", "-id")


def get_import(actor: Actor, number: str) -> ListingImport:
    """An import of the actor's company by its number. Raises NotFound."""
    found = imports_of(actor).select_related("default_category", "stored_file").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def find_current_import(actor: Actor) -> ListingImport | None:
    """The company's newest import if it still waits, runs or has problems to mend: the home panel."""
    newest = imports_of(actor).first()
    return newest if newest and (newest.state != ImportState.DONE or newest.rows_refused) else None


def may_watch_import(actor: Actor, ref: str) -> bool:
    """Whether the actor may listen to the progress of the import with this id."""
    try:
        return ListingImport.objects.visible_to(actor).filter(pk=UUID(ref)).exists()
    except ValueError:
        return False


def import_problems(chosen: ListingImport, *, after: int = 0, size: int = PROBLEMS) -> list[ImportRowError]:
    """Problems in the order of the file, after the problem with id ``after``."""
    return list(problems_of(chosen).filter(id__gt=after).order_by("id")[:size])


def problems_of(chosen: ListingImport) -> QuerySet[ImportRowError]:
    """All problems of an import, lazily."""
    return chosen.row_errors.all()


def refused_rows(chosen: ListingImport) -> tuple[list[str], list[tuple[dict[str, str], str]]]:
    """The header and each refused row with its problems in one text: what the file to mend is made of. One query."""
    header: dict[str, None] = dict.fromkeys(chosen.meanings)
    rows: dict[int, tuple[dict[str, str], list[str]]] = {}
    for problem in chosen.row_errors.order_by("id").iterator(chunk_size=2000):
        cells, messages = rows.setdefault(problem.row, (problem.raw, []))
        messages.append(f"{problem.column}: {problem.message}" if problem.column else problem.message)
        header.update(dict.fromkeys(cells))
    return list(header), [(cells, " ".join(messages)) for cells, messages in rows.values()]
