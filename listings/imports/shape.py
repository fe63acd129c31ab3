"""A catalogue file as its readers hand it on."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.lib.errors import Invalid


class UnreadableFile(Invalid):
    """The file as a whole cannot be read: another format, damaged, too large."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: its number as the vendor's program counts (the header is 1), and its cells as text by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a file and its rows, read lazily."""

    header: tuple[str, ...]
    rows: Iterator[SourceRow]


def clean_header(names: list[str]) -> tuple[str, ...]:
    """Trimmed column names; raises UnreadableFile if there are none, or one twice."""
    header = tuple(" ".join(name.split()) for name in names)
    named = [name for name in header if name]
    if not named:
        raise UnreadableFile("The first row should name the columns: sku, title, price and so on.")
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise UnreadableFile(f"Two columns are called “{twice[0]}”. Rename or remove one.")
    return header
