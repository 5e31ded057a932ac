"""The directory of one site: looking, saying what one knows of a service, what is to be done.

Whoever may do what is decided above, in ``desk``: here ``org`` says whose directory it is, and
``actor`` who acts, as the audit log calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guides.audit.domain import Action
from guides.audit.service import AuditLog
from guides.directory import documents
from guides.directory.asked import Results, Search, Viewer
from guides.directory.domain import Check, How, Listing, Room, RoomState
from guides.directory.importing import Importing
from guides.directory.pairs import Pair, pairs
from guides.directory.search.searching import search
from guides.directory.sectors import middle
from guides.directory.shown import Event, Shown, Source
from guides.directory.store import changes, events, imports, listings
from guides.directory.store.tables import ListingRow
from guides.retention.service import Going, Holding
from guides.storage.engine import Engine, Session, reading, saving

MOST_DUE = 100
UNDO_DAYS = 90


def _due(session: Session, now: datetime) -> tuple[Going, ...]:
    imports.forget_old(session, now - timedelta(days=UNDO_DAYS))
    return ()


HOLDING = Holding(
    "directory",
    tuple(
        f"directory_{name}"
        for name in (
            *("source", "listing", "slot", "import", "row", "event", "pair", "heading", "state"),
        )
    ),
    due=_due,
)
"""Nothing about a client. How an import is undone is kept for :data:`UNDO_DAYS`."""


class NoSuchService(LookupError):
    """There is none, or not for whoever asks."""


class ServiceChanged(Exception):
    """Somebody else changed it meanwhile. Nothing was written."""


class CorrectionWrong(ValueError):
    """A correction does not fit its field."""


@dataclass(frozen=True, slots=True)
class Due:
    """A service that is to be checked."""

    shown: Shown
    days_over: int | None
    """None when nobody ever checked it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Something that was said of a service, and that nobody has looked at."""

    event: Event
    shown: Shown


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be done to keep the directory true."""

    reported: tuple[Reported, ...]
    due_total: int
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """All directories of one site."""

    engine: Engine
    now: Callable[[], datetime]
    audit: AuditLog | None = None

    @property
    def importing(self) -> Importing:
        return Importing(self.engine, self.now, self.audit)

    # Looking ----------------------------------------------------------------------------------

    def search(self, viewer: Viewer, asked: Search, page: int = 1, size: int = 20) -> Results:
        return search(self.engine, viewer, asked, now=self.now(), page=page, size=size)

    def one(self, viewer: Viewer, uuid: str) -> Shown | None:
        with reading(self.engine) as connection:
            return listings.one(connection, viewer, uuid)

    def page(self, viewer: Viewer, page: int, size: int) -> tuple[int, tuple[Shown, ...]]:
        """How many there are, and one page, in an order that stays."""
        with reading(self.engine) as connection:
            return listings.page_of(connection, viewer, page, size)

    def these(self, viewer: Viewer, uuids: Sequence[str]) -> dict[str, Shown]:
        """Some hundred at once, by their ids; those that nobody may see are left out."""
        with reading(self.engine) as connection:
            return listings.by_uuid(connection, viewer, uuids)

    def versions(self, viewer: Viewer) -> dict[str, int]:
        """By the id of each service, in an order that stays."""
        with reading(self.engine) as connection:
            return listings.versions(connection, viewer)

    def every(self, viewer: Viewer) -> Iterator[Shown]:
        """All of them, in little memory."""
        with reading(self.engine) as connection:
            yield from listings.every(connection, viewer)

    def sources(self, org: int) -> tuple[Source, ...]:
        with reading(self.engine) as connection:
            return tuple(listings.sources(connection, org).values())

    def revisions(self) -> dict[int, int]:
        """Goes up with every change that can be seen, by organisation."""
        with reading(self.engine) as connection:
            return listings.revisions(connection)

    def original(self, viewer: Viewer, uuid: str) -> Listing:
        """What the source says, without corrections. Raises NoSuchService."""
        with reading(self.engine) as connection:
            found = listings.original(connection, viewer, uuid)
        if found is None:
            raise NoSuchService
        return found

    def history(self, viewer: Viewer, uuid: str) -> tuple[Event, ...]:
        """What was said of a service, newest first. Raises NoSuchService."""
        with reading(self.engine) as connection:
            which = listings.id_of(connection, viewer, uuid)
            if which is None:
                raise NoSuchService
            return events.of(connection, viewer.org, which)

    # Saying what one knows ----------------------------------------------------------------------

    def say_room(
        self, org: int, uuid: str, state: RoomState, note: str = "", *, actor: str = ""
    ) -> None:
        """There is room, little, a waiting list, none. Raises NoSuchService."""
        room = Room.said(state, self.now().date(), note)

        def change(row: ListingRow) -> None:
            changes.say_room(row, room)

        self._change(org, uuid, "room", {"state": state, "note": note}, change, actor)

    def say_checked(self, org: int, uuid: str, how: How, by: str = "", *, actor: str = "") -> None:
        """Somebody made sure that all of it is right. What was reported is settled by it."""
        check = Check(self.now().date(), by, how)

        def change(row: ListingRow) -> None:
            changes.say_check(row, check)
            row.held, row.missing = "", 0

        self._change(org, uuid, "checked", {"how": how}, change, actor, settles=True)

    def say_moved(self, org: int, uuid: str, note: str = "", *, actor: str = "") -> None:
        """It is not there any more: on no paper until somebody has looked."""
        self._hold(org, uuid, "moved", note, actor)

    def say_closed(self, org: int, uuid: str, note: str = "", *, actor: str = "") -> None:
        """It is there no more: shown to nobody until somebody has looked."""
        self._hold(org, uuid, "closed", note, actor)

    def _hold(self, org: int, uuid: str, kind: str, note: str, actor: str) -> None:
        def change(row: ListingRow) -> None:
            row.held = kind

        self._change(org, uuid, kind, {"note": note}, change, actor)

    def settle(self, org: int, uuid: str, *, gone: bool, actor: str = "") -> None:
        """What was reported is looked at: it is gone for good, or it stays as it is now."""

        def change(row: ListingRow) -> None:
            row.held, row.missing = "", 0
            row.edits = (
                {**row.edits, "status": "defunct"}
                if gone
                else {name: value for name, value in row.edits.items() if name != "status"}
            )

        detail = {"status": "defunct" if gone else ""}
        self._change(org, uuid, "edited", detail, change, actor, settles=True)

    def edit(
        self,
        org: int,
        uuid: str,
        corrections: Mapping[str, object],
        version: int,
        *,
        actor: str = "",
    ) -> None:
        """Correct fields here, whatever the source says. None takes a correction back.

        Raises:
            NoSuchService: there is none.
            ServiceChanged: somebody changed it since ``version``; nothing is written.
            CorrectionWrong: a value does not fit its field.
        """

        def change(row: ListingRow) -> None:
            if row.version != version:
                raise ServiceChanged
            edits = {**row.edits, **corrections}
            row.edits = {name: value for name, value in edits.items() if value is not None}
            try:
                listing = documents.corrected(documents.read(row.document), row.edits)
            except ValueError as error:
                raise CorrectionWrong(str(error)) from error
            if not listing.name.strip():
                raise CorrectionWrong("name")

        self._change(org, uuid, "edited", {"fields": sorted(corrections)}, change, actor)

    def _change(
        self,
        org: int,
        uuid: str,
        kind: str,
        detail: Mapping[str, object],
        change: Callable[[ListingRow], None],
        actor: str,
        *,
        settles: bool = False,
    ) -> None:
        now = self.now()
        with saving(self.engine) as session:
            row = listings.of_staff(session, org, uuid)
            if row is None:
                raise NoSuchService
            change(row)
            if settles:
                events.settle(session, row.id, now)
            events.note(session, org, row.id, kind, detail, actor, now)
            changes.rework(session, row, now=now, middle=middle)
            changes.bump(session, org)
            self._write(session, org, actor, "changed", uuid)

    def _write(self, session: Session, org: int, actor: str, action: Action, uuid: str) -> None:
        if self.audit is not None:
            self.audit.write(
                session, org=org, actor=actor, action=action, kind="service",
                subject=f"service/{uuid}",
            )  # fmt: skip

    def reindex(self, org: int) -> int:
        """Work out again by which words each service is found. Returns how many there are."""
        done, last = 0, 0
        while True:
            with saving(self.engine) as session:
                rows = listings.after(session, org, last)
                if not rows:
                    changes.bump(session, org)
                    return done
                for row in rows:
                    changes.rework(session, row, now=row.changed_at, middle=middle)
                done, last = done + len(rows), rows[-1].id

    # Two that may be one ------------------------------------------------------------------------

    def pairs(self, viewer: Viewer) -> tuple[Pair, ...]:
        """Services that may be the same and of which nobody has said so yet."""
        with reading(self.engine) as connection:
            decided = events.decided(connection, viewer.org)
            found = pairs(listings.every(connection, viewer))
        return tuple(p for p in found if frozenset((p.first.id, p.second.id)) not in decided)

    def decide(self, org: int, first: str, second: str, *, same: bool, actor: str = "") -> None:
        """They are one, and ``second`` is shown no more; or they are not. Raises NoSuchService."""
        decision = "same" if same else "different"
        with saving(self.engine) as session:
            rows = [listings.of_staff(session, org, each) for each in (first, second)]
            if rows[0] is None or rows[1] is None or rows[0] is rows[1]:
                raise NoSuchService
            pair = (rows[0].id, rows[1].id)
            events.decide(session, org, pair, decision, actor, self.now())
            changes.bump(session, org)
            self._write(session, org, actor, "changed", second)

    # What is to be done -------------------------------------------------------------------------

    def queue(self, viewer: Viewer, today: date) -> Queue:
        """What is due and what was reported. ``viewer`` is staff."""
        with reading(self.engine) as connection:
            said = events.to_do(connection, viewer.org, MOST_DUE)
            total, due = events.due(connection, viewer.org, today, viewer.sources, MOST_DUE)
            there = listings.several(connection, viewer, [*due, *(e.listing for e in said)])
        return Queue(
            tuple(Reported(e, there[e.listing]) for e in said if e.listing in there),
            total,
            tuple(_how_due(there[which], today) for which in due if which in there),
        )


def _how_due(shown: Shown, today: date) -> Due:
    if shown.check is None:
        return Due(shown, None)
    return Due(shown, (today - shown.check.on).days - shown.listing.check_days)
