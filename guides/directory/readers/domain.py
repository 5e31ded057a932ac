"""What a reader of files finds: rows that can be taken, and rows that are held with a reason.

Every reader is a stream of these. A row that cannot be read is held; it never stops the file. What
is to be said of the whole file (an old encoding, a column left out, an early end) goes into a list
that the caller brings, and is there when the stream has ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from guides.directory.domain import Listing

MOST_BYTES = 200_000_000
"""Of one file."""
LONGEST_KEY = 200
LONGEST_NAME = 300
"""As many letters as the database has room for."""


@dataclass(frozen=True, slots=True)
class Read:
    """One row of a file, or one service of a document."""

    line: str
    """Where it stands: "row 13", "services[4]"."""
    key: str
    """Its id at the source; of a held row "" where even that is not known."""
    listing: Listing | None
    """None: it is held, and ``reasons`` say why."""
    reasons: tuple[str, ...] = ()
    """Each names the field, what is wrong with it and the mend. With a listing they are remarks."""


class ReadWrong(Exception):
    """Nothing of a file can be read. The message says what it is, and what to do."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of somebody's table, for a person to say what it means."""

    written: str
    means: str
    """The column that it is taken for; "" when it is left out."""
    guesses: tuple[str, ...] = ()
    """Columns that it may mean, the likeliest first. Empty when it is known."""
    examples: tuple[str, ...] = ()
    """What stands below it, in the first rows."""
