"""The tables of the directory. Nothing in them is about a client.

``org`` is 0 on a site without accounts. What people say of a service (room, checks, corrections)
stands beside the source's own document, never in it: so a refresh of the source keeps both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String, Text

from guides.storage.engine import Base
from guides.storage.moments import Moment


class SourceRow(Base):
    """Where services come from: a plugin, a file that somebody brought, a feed."""

    __tablename__ = "directory_source"
    __table_args__ = (UniqueConstraint("org", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    org: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    """plugin, file or feed."""
    name: Mapped[str] = mapped_column(String(300))
    """The plugin's id, the name somebody gave, or the feed's address."""
    licence: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))
    """Of what was last read: the same again is not read again."""
    etag: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime | None] = mapped_column(Moment)


COMPARED = (
    # All that a search compares row by row. Behind the id, so that SQLite, which finds ids in the
    # index of words, need not open the rows themselves: at 100,000 that is four times as quick.
    *(
        "id",
        "org",
        "status",
        "visibility",
        "held",
        "source",
        "latitude",
        "longitude",
        "minimum_age",
    ),
    *("maximum_age", "room", "room_on", "room_until", "checked_on", "name"),
)


class ListingRow(Base):
    """One service. What stands below ``document`` is worked out of it and of what people said."""

    __tablename__ = "directory_listing"
    __table_args__ = (
        UniqueConstraint("org", "uuid"),
        UniqueConstraint("source", "key"),
        Index("ix_directory_listing_due", "org", "due_on"),
        Index("ix_directory_listing_compared", *COMPARED),
        # On PostgreSQL there is a GIN index of the words in "search" besides, and on SQLite the
        # virtual table directory_search: migration 0008.
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    org: Mapped[int]
    uuid: Mapped[str] = mapped_column(String(36))
    """uuid5 of the source and ``key``: the same at every import."""
    source: Mapped[int] = mapped_column(ForeignKey("directory_source.id"))
    key: Mapped[str] = mapped_column(String(200))
    """Its id at the source."""
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text)
    """The source's Listing, as JSON."""
    missing: Mapped[int]
    """How many imports in a row it was not in."""

    edits: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Local corrections: the name of a field, and what stands in its place."""
    room: Mapped[str] = mapped_column(String(20))
    room_on: Mapped[date | None]
    room_until: Mapped[date | None]
    room_note: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(200))
    checked_how: Mapped[str] = mapped_column(String(10))
    held: Mapped[str] = mapped_column(String(10))
    """closed, moved or gone: somebody said so, and nobody has looked yet. On no paper."""
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)

    name: Mapped[str] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(20))
    visibility: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None]
    """When it is to be checked again. Empty: it never was."""
    risky: Mapped[bool]
    """It is to be checked sooner than others, and before them."""
    minimum_age: Mapped[int]
    maximum_age: Mapped[int]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """Of the first place whose position may be known; none where the address is hidden."""
    search: Mapped[str] = mapped_column(Text)
    """Words and marks by which it is found, as ``indexing.py`` writes them."""


SLOT = (
    *("listing", "weekday", "opens", "closes", "nth", "every", "counted_from"),
    *("from_day", "to_day"),
)


class SlotRow(Base):
    """A weekly or monthly time at which a service is open: what "open now" asks."""

    __tablename__ = "directory_slot"
    __table_args__ = (
        # The whole slot, so that "open now" reads nothing else.
        Index("ix_directory_slot_whole", *SLOT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing: Mapped[int] = mapped_column(ForeignKey("directory_listing.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    """Monday is 0. -1 says that there are hours besides, which could not be read."""
    opens: Mapped[int]
    closes: Mapped[int]
    """Minutes after midnight; past 1440 it is the next morning, all else is of the day before."""
    nth: Mapped[int]
    """0 is every week; 2 is the second of the month, -1 the last."""
    every: Mapped[int]
    """Every so many weeks, counted from week ``counted_from`` (weeks since 1970-01-05)."""
    counted_from: Mapped[int]
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]


class ImportRow(Base):
    """One reading of a source: first seen, then taken or left, perhaps undone."""

    __tablename__ = "directory_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    org: Mapped[int] = mapped_column(index=True)
    source: Mapped[int] = mapped_column(ForeignKey("directory_source.id"))
    state: Mapped[str] = mapped_column(String(10))
    """reading, seen, taking, taken, undoing, undone or left."""
    actor: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    """By action; rows that changed nothing are only counted."""
    notes: Mapped[list[str]] = mapped_column(JSON)
    """What was wrong with the whole file, in words."""


class ImportedRow(Base):
    """One row of an import that changes something, or is held."""

    __tablename__ = "directory_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    imported: Mapped[int] = mapped_column(
        ForeignKey("directory_import.id", ondelete="CASCADE"), index=True
    )
    line: Mapped[str] = mapped_column(String(100))
    """Where it stands in the file: "row 13", "services[4]"."""
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(300))
    action: Mapped[str] = mapped_column(String(10))
    """new, changed, gone or held."""
    take: Mapped[bool]
    done: Mapped[bool]
    """It was taken: so that one that was cut short goes on where it stopped."""
    reasons: Mapped[list[str]] = mapped_column(JSON)
    document: Mapped[str] = mapped_column(Text)
    """What would stand there; of a held row what could be read."""
    before: Mapped[str] = mapped_column(Text)
    """What stood there, for undo."""


class EventRow(Base):
    """What somebody said of a service: the log of changes, and the queue of what is to be done."""

    __tablename__ = "directory_event"
    __table_args__ = (Index("ix_directory_event_open", "org", "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    org: Mapped[int]
    listing: Mapped[int] = mapped_column(
        ForeignKey("directory_listing.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    """room, checked, moved, closed, edited or gone."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    """When nothing is to be done about it any more."""


class PairRow(Base):
    """Two services that may be one, and what people decided."""

    __tablename__ = "directory_pair"

    first: Mapped[int] = mapped_column(
        ForeignKey("directory_listing.id", ondelete="CASCADE"), primary_key=True
    )
    second: Mapped[int] = mapped_column(
        ForeignKey("directory_listing.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    org: Mapped[int]
    decision: Mapped[str] = mapped_column(String(10))
    """same (the second is shown no more) or different."""
    actor: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)


class HeadingRow(Base):
    """What a heading of somebody's spreadsheet means; "" is left out."""

    __tablename__ = "directory_heading"

    org: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    heading: Mapped[str] = mapped_column(String(200), primary_key=True)
    means: Mapped[str] = mapped_column(String(40))


class StateRow(Base):
    """Goes up with every change that can be seen: pages and sheets are made anew by it."""

    __tablename__ = "directory_state"

    org: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
