"""What a plugin keeps in tables of its own, and how it goes; and what it does on a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides.api.pages import Store


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose words something is: a kind and an id, such as ``client/17``, in an organisation."""

    org: int
    id: str


def _nothing_is_due(session: Any, now: datetime) -> int:
    return 0


def _nothing_to_forget(session: Any, owners: Sequence[Owner]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Tables of a plugin, and how rows leave them. Each table must be in one of these.

    ``session`` is a SQLAlchemy ``Session`` inside a transaction of the host's.
    """

    tables: tuple[str, ...]
    """Their names begin with ``plugin_<id>_``, hyphens written as underscores."""
    due: Callable[[Any, datetime], int] = _nothing_is_due
    """Deletes what has been kept for its time, once a day. Answers with the number of rows."""
    forget: Callable[[Any, Sequence[Owner]], None] = _nothing_to_forget
    """Deletes all that there is of these owners. Who is not there is no error."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Something that the plugin keeps about an owner, in words that the owner can read."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """What a command is given."""

    arguments: Mapping[str, str]
    store: Store
    today: date


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``guides x <plugin> <name> [ARGUMENTS]``. What ``run`` returns is printed."""

    name: str
    help: str
    """One English sentence: what it does."""
    run: Callable[[CommandRequest], str]
    arguments: tuple[str, ...] = ()
    """Names of what must be typed behind it, in this order."""
