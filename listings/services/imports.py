"""Handing in a catalogue file, and the vendor's word that what was checked may be written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from listings import policy
from listings.events import ImportConfirmed, ImportStarted
from listings.import_batches import TOPIC, locked_import
from listings.imports import columns
from listings.imports.rows import format_of
from listings.models import Category, ListingImport
from listings.rows import own_catalogue
from listings.states import IMPORT, ImportState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from marketplace.realtime import hints
from marketplace.storage import files
from vendors.queries import is_verified


def start_import(
    *,
    actor: Actor,
    file_id: UUID,
    default_category_id: int | None = None,
    publish_complete: bool = False,
    meanings: Mapping[str, str] | None = None,
    key: str,
    at: datetime,
) -> ListingImport:
    """Hand in an uploaded file for its dry run; nothing of the catalogue is written yet.

    ``publish_complete`` puts complete rows on the market when the import runs. ``meanings`` overrides what
    columns mean (see ``imports.columns``); left out, names decide. Needs ``listing.edit``. Raises NotFound,
    NotAllowed, Invalid. Publishes ImportStarted.
    """
    organization_id = own_catalogue(actor)
    inputs: dict[str, Any] = {
        "file": file_id,
        "category": default_category_id,
        "publish": publish_complete,
        "meanings": dict(meanings or {}),
    }
    with transaction.atomic():
        replay = idempotency.begin(actor=actor, service="listings.start_import", key=key, inputs=inputs)
        if replay.done:
            return ListingImport.objects.get(pk=replay.result)
        stored = files.get_file(actor, file_id)
        if default_category_id is not None and not Category.objects.filter(pk=default_category_id).exists():
            raise Invalid.field("default_category", "This category does not exist. Choose another.")
        started = ListingImport.objects.create(
            number=_next_number(),
            organization_id=organization_id,
            created_by_id=actor.user_id,
            stored_file=stored,
            file_name=stored.name,
            format=format_of(stored.name),
            columns=list(_checked(meanings or {}).items()),
            default_category_id=default_category_id,
            publish_complete=publish_complete,
            created_at=at,
        )
        publish(ImportStarted(import_id=started.id))
        replay.finish(result=started.id)
    return started


def confirm_import(*, actor: Actor, import_id: UUID, at: datetime) -> ListingImport:
    """Let the checked rows be written; refused rows stay out. Needs ``listing.edit`` of the company.

    A second call changes nothing. Raises NotFound, NotAllowed, WrongState before the check is through,
    Invalid if no row is left to write. Publishes ImportConfirmed.
    """
    with transaction.atomic():
        chosen = locked_import(actor, import_id)
        require(policy.may_edit_catalogue(actor, chosen.organization_id))
        if chosen.state in {ImportState.RUNNING, ImportState.DONE}:
            return chosen
        state = IMPORT.advance(chosen.state, "confirm")
        if chosen.rows_total == chosen.rows_refused:
            raise Invalid("No row of this file can be imported. Mend the refused rows and hand in the file again.")
        if chosen.publish_complete and not is_verified(chosen.organization_id):
            chosen.publish_complete = False
        chosen.state, chosen.rows_done, chosen.started_at = state, 0, at
        chosen.rows_new = chosen.rows_changed = 0
        chosen.save(update_fields=["state", "rows_done", "started_at", "rows_new", "rows_changed", "publish_complete"])
        publish(ImportConfirmed(import_id=chosen.id))
        hints.changed(f"{TOPIC}:{chosen.id}", [chosen.id])
    return chosen


def fail_import(*, actor: Actor, import_id: UUID, reason: str, at: datetime) -> ListingImport:
    """Give up on an import whose file cannot be read. For the machine; a second call changes nothing."""
    with transaction.atomic():
        failed = locked_import(actor, import_id)
        require(actor.is_system)
        if failed.state == ImportState.FAILED:
            return failed
        failed.state = IMPORT.advance(failed.state, "fail")
        failed.failure, failed.finished_at = reason[:300], at
        failed.save(update_fields=["state", "failure", "finished_at"])
        hints.changed(f"{TOPIC}:{failed.id}", [failed.id])
    return failed


def _checked(meanings: Mapping[str, str]) -> dict[str, str]:
    for column, meaning in meanings.items():
        if not columns.is_meaning(meaning):
            raise Invalid.field("columns", f"“{meaning}” is nothing that the column “{column}” can mean.")
    return dict(meanings)


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('listings_import_number')")
        return f"IMP-{cursor.fetchone()[0]}"
