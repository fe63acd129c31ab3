"""What the catalogue does after its own facts: start the background halves of an import."""

from listings import tasks
from listings.events import ImportConfirmed, ImportStarted
from marketplace.outbox.registry import starts


@starts(ImportStarted)
def on_import_started_check(event: ImportStarted) -> None:
    """Begin the dry run."""
    tasks.check_import.delay(str(event.import_id))


@starts(ImportConfirmed)
def on_import_confirmed_run(event: ImportConfirmed) -> None:
    """Begin the write."""
    tasks.run_import.delay(str(event.import_id))
