"""The life of a listing and of a catalogue import, as data."""

from django.db import models

from marketplace.lib.state import Machine


class ListingState(models.TextChoices):
    """Only published listings are on the market; nothing is ever deleted, because orders name it."""

    DRAFT = "DRAFT", "Draft"
    PUBLISHED = "PUBLISHED", "Published"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class ImportState(models.TextChoices):
    """A dry run first (CHECKING, CHECKED), then the vendor's word, then the write (RUNNING, DONE)."""

    UPLOADED = "UPLOADED", "Uploaded"
    CHECKING = "CHECKING", "Checking"
    CHECKED = "CHECKED", "Checked"
    RUNNING = "RUNNING", "Importing"
    DONE = "DONE", "Done"
    FAILED = "FAILED", "Failed"


LISTING = Machine(
    "listing",
    {
        "publish": ({ListingState.DRAFT, ListingState.WITHDRAWN}, ListingState.PUBLISHED),
        "withdraw": ({ListingState.PUBLISHED}, ListingState.WITHDRAWN),
    },
)

# A worker may die halfway: the task is delivered again, so "check" and "run" may start where they already are.
IMPORT = Machine(
    "import",
    {
        "check": ({ImportState.UPLOADED, ImportState.CHECKING}, ImportState.CHECKING),
        "report": ({ImportState.CHECKING}, ImportState.CHECKED),
        "confirm": ({ImportState.CHECKED}, ImportState.RUNNING),
        "finish": ({ImportState.RUNNING}, ImportState.DONE),
        "fail": ({ImportState.UPLOADED, ImportState.CHECKING, ImportState.RUNNING}, ImportState.FAILED),
    },
)
