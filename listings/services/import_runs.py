"""The long halves of an import: the dry run over a whole file, and the write in batches.

Both run in the background and commit batch by batch, so they may be started again after a crash: a
check starts over, a run goes on after the last batch that was written.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from listings.events import ImportFinished
from listings.import_batches import TOPIC, locked_import, write_batch
from listings.imports import columns
from listings.imports.checking import CheckedRow, Checker
from listings.imports.rows import Sheet, read_sheet
from listings.imports.shape import UnreadableFile
from listings.models import ImportRowError, Listing, ListingImport
from listings.services.imports import fail_import
from listings.states import IMPORT, ImportState
from listings.taxonomy import category_names
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor, require
from marketplace.outbox.publishing import publish
from marketplace.realtime import hints
from marketplace.storage import files

BATCH = 1000
PROBLEMS_KEPT = 20_000
T = TypeVar("T")


def check_import(*, actor: Actor, import_id: UUID, at: datetime) -> ListingImport:
    """The dry run: read every row, keep what is wrong with which cell, count; the catalogue stays as it is.

    For the machine. Ends CHECKED, or FAILED if the file cannot be read. Raises WrongState once the import
    went on.
    """
    require(actor.is_system)
    with transaction.atomic():
        checked = locked_import(actor, import_id)
        checked.state = IMPORT.advance(checked.state, "check")
        checked.started_at = at
        checked.rows_done = checked.rows_refused = checked.rows_new = checked.rows_changed = 0
        checked.save(update_fields=["state", "started_at", "rows_done", "rows_refused", "rows_new", "rows_changed"])
        checked.row_errors.all().delete()
    try:
        with files.open_file(checked.stored_file) as stream:
            sheet = read_sheet(stream, checked.format)
            meanings = {**columns.guess_all(sheet.header), **checked.meanings}
            checked.columns = list(meanings.items())
            columns.require_fields(meanings)
            for batch in _batches(_checked_rows(checked, sheet), BATCH):
                _note_batch(checked, batch)
    except UnreadableFile as error:
        return fail_import(actor=actor, import_id=import_id, reason=error.message, at=at)
    with transaction.atomic():
        checked.state = IMPORT.advance(checked.state, "report")
        checked.rows_total = checked.rows_done
        checked.save(update_fields=["state", "rows_total", "columns"])
        hints.changed(f"{TOPIC}:{checked.id}", [checked.id])
    return checked


def run_import(*, actor: Actor, import_id: UUID, at: datetime) -> ListingImport:
    """Write the good rows of a confirmed import: new SKUs are created, known ones replaced.

    For the machine. A finished import is left alone. Publishes ListingsImported per batch and
    ImportFinished at the end. Raises WrongState unless the import was confirmed.
    """
    require(actor.is_system)
    running = ListingImport.objects.select_related("organization", "stored_file").get(pk=import_id)
    if running.state == ImportState.DONE:
        return running
    IMPORT.advance(running.state, "finish")
    try:
        with files.open_file(running.stored_file) as stream:
            rows = _checked_rows(running, read_sheet(stream, running.format))
            for _ in islice(rows, running.rows_done):
                pass
            for batch in _batches(rows, BATCH):
                write_batch(running, batch, at)
    except UnreadableFile as error:
        return fail_import(actor=actor, import_id=import_id, reason=error.message, at=at)
    with transaction.atomic():
        done = locked_import(actor, import_id)
        done.state = IMPORT.advance(done.state, "finish")
        done.finished_at = at
        done.save(update_fields=["state", "finished_at"])
        publish(ImportFinished(import_id=done.id))
        hints.changed(f"{TOPIC}:{done.id}", [done.id])
    return done


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of at most ``size``."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _checked_rows(source: ListingImport, sheet: Sheet) -> Iterator[CheckedRow]:
    checker = Checker(
        meanings=source.meanings,
        categories=category_names(),
        default_category_id=source.default_category_id,
        home_currency=Organization.objects.values_list("currency", flat=True).get(pk=source.organization_id),
    )
    return (checker.check(row) for row in sheet.rows)


def _note_batch(checked: ListingImport, batch: list[CheckedRow]) -> None:
    """Keep a batch's problems and counts. The whole row is kept beside its first problem only."""
    good = [row.draft.sku for row in batch if row.draft]
    known = Listing.objects.of_vendor(checked.organization_id).filter(sku__in=good).count()
    with transaction.atomic():
        if checked.rows_refused < PROBLEMS_KEPT:
            ImportRowError.objects.bulk_create(_problems(checked, batch), batch_size=BATCH)
        checked.rows_done += len(batch)
        checked.rows_refused += len(batch) - len(good)
        checked.rows_changed += known
        checked.rows_new += len(good) - known
        checked.save(update_fields=["rows_done", "rows_refused", "rows_new", "rows_changed"])
        hints.changed(f"{TOPIC}:{checked.id}", [checked.id])


def _problems(checked: ListingImport, batch: list[CheckedRow]) -> Iterator[ImportRowError]:
    for row in batch:
        for position, problem in enumerate(row.problems):
            yield ImportRowError(
                listing_import=checked,
                row=row.row.number,
                column=problem.column[:80],
                message=problem.message[:300],
                raw={} if position else row.row.cells,
            )
