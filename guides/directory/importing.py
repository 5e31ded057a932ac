"""From a file to the directory: look first, choose, take, and give back.

Every step works in small transactions and knows where it stopped. What is cut short goes on, and
nobody who wants to write meanwhile waits for a hundred thousand rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import islice

from guides.audit.service import AuditLog
from guides.directory import documents
from guides.directory.domain import Listing
from guides.directory.imported import Import, Row
from guides.directory.readers.domain import Read
from guides.directory.search.needs import with_needs
from guides.directory.sectors import middle
from guides.directory.store import changes, events, imports, listings
from guides.directory.store.tables import SourceRow
from guides.storage.engine import Engine, Session, reading, saving

SOME = 500
MISSING_TWICE = 2
"""So often a service is missing from a whole feed before anybody is asked whether it is gone."""


class ImportWrong(Exception):
    """It cannot be done. ``word`` names the word of the interface that says why."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True, slots=True)
class Importing:
    """Imports of one site. ``actor`` is as in the audit log: "user/7", or "" for an operator."""

    engine: Engine
    now: Callable[[], datetime]
    audit: AuditLog | None = None

    def preview(
        self,
        org: int,
        kind: str,
        name: str,
        reads: Iterable[Read],
        *,
        actor: str = "",
        whole: Callable[[], bool] = lambda: True,
        notes: Callable[[], Iterable[str]] = tuple,
        step: Callable[[int], None] = lambda n: None,
    ) -> int:
        """What an import would change; nothing is changed yet. Returns its number.

        Args:
            kind: plugin, file or feed.
            reads: the rows of the file; may raise, and then nothing stands but an unfinished
                import, which the next one of this source sweeps aside.
            whole: asked at the end whether what is not in it is missing. A feed that stopped
                half-way is not whole.
            notes: asked at the end for what is wrong with the whole file.
            step: told after each part how many rows were read.
        """
        with saving(self.engine) as session:
            source = changes.source(session, org, kind, name).id
            imported = imports.begin(session, org, source, actor, self.now())
        seen: set[str] = set()
        counts: Counter[str] = Counter()
        rows = iter(reads)
        while some := list(islice(rows, SOME)):  # read outside of any transaction
            with saving(self.engine) as session:
                found = list(self._compared(session, source, some, seen, counts))
                imports.add(session, imported, found)
            step(len(some))
        with saving(self.engine) as session:
            gone = list(self._gone(session, source, seen)) if seen and whole() else []
            counts["gone"] = len(gone)
            for at in range(0, len(gone), SOME):
                imports.add(session, imported, gone[at : at + SOME])
            imports.seen(session, imported, dict(counts), list(notes()))
        return imported

    def _compared(
        self,
        session: Session,
        source: int,
        reads: Iterable[Read],
        seen: set[str],
        counts: Counter[str],
    ) -> Iterator[Row]:
        reads = list(reads)
        there = listings.known(session, source, {read.key for read in reads})
        for read in reads:
            row = self._row(read, there.get(read.key), seen)
            seen.add(read.key)
            counts[row.action] += 1
            if row.action != "same":
                yield row

    @staticmethod
    def _row(read: Read, there: listings.Known | None, seen: set[str]) -> Row:
        listing = read.listing
        if listing is None:
            return Row(read.line, read.key, "", "held", False, read.reasons)
        if read.key in seen:
            why = f'"{read.key[:60]}" is the id of another row already; this one is held.'
            return Row(read.line, read.key, listing.name, "held", False, (*read.reasons, why))
        listing, told = with_needs(listing)
        document = documents.write(listing)
        reasons = read.reasons
        if told:
            reasons += (f"What it is for is read from its words: {', '.join(told)}.",)
        if there is None:
            return Row(read.line, read.key, listing.name, "new", True, reasons, document)
        same = documents.digest(document) == there.digest and not (there.missing or there.held)
        action = "same" if same else "changed"
        line, before = read.line, there.document
        return Row(line, read.key, listing.name, action, True, reasons, document, before)

    @staticmethod
    def _gone(session: Session, source: int, seen: set[str]) -> Iterator[Row]:
        for key, name, _ in listings.keys_of(session, source):
            if key not in seen:
                yield Row("", key, name, "gone", True, ())

    # Taking it, and giving it back ------------------------------------------------------------

    def take(
        self,
        org: int,
        imported: int,
        *,
        actor: str = "",
        step: Callable[[int], None] = lambda n: None,
    ) -> None:
        """Do what was previewed, row by row as chosen. Doing it twice does it once.

        Raises:
            ImportWrong: ``import-gone`` where there is none; ``import-done`` when it was left or
                given back.
        """
        found = self.one(org, imported)
        with saving(self.engine) as session:
            if not imports.move(session, org, imported, ("seen", "taking"), "taking"):
                if found.state == "taken":
                    return
                raise ImportWrong("import-done")
        while True:
            with saving(self.engine) as session:
                if not (rows := self._some(session, imported, ("new", "changed"), done=False)):
                    break
                self._put(session, found, rows)
                step(len(rows))
        while True:
            with saving(self.engine) as session:
                if not (rows := self._some(session, imported, ("gone",), done=False)):
                    break
                self._miss(session, org, found, rows, actor)
        with saving(self.engine) as session:
            imports.move(session, org, imported, ("taking",), "taken")
            session.get_one(SourceRow, found.source).read_at = self.now()
            changes.bump(session, org)
            self._note(session, org, found, actor)

    @staticmethod
    def _some(
        session: Session, imported: int, actions: tuple[str, ...], *, done: bool
    ) -> tuple[Row, ...]:
        return imports.to_do(session, imported, actions, done=done, most=SOME)

    def _put(self, session: Session, found: Import, rows: tuple[Row, ...]) -> None:
        there = listings.known(session, found.source, [row.key for row in rows])
        befores = {r.id: there[r.key].document if r.key in there else "" for r in rows}
        wanted = [documents.read(row.document) for row in rows]
        self._write(session, found, wanted)
        imports.finish(session, befores, done=True)

    def _write(self, session: Session, found: Import, wanted: list[Listing]) -> None:
        source = session.get_one(SourceRow, found.source)
        changes.put(session, source, wanted, now=self.now(), middle=middle)

    def _miss(
        self, session: Session, org: int, found: Import, rows: tuple[Row, ...], actor: str
    ) -> None:
        """A plugin's author took the row out; of a feed nobody knows whether it only stumbled."""
        there = listings.known(session, found.source, [row.key for row in rows])
        own = found.source_kind == "plugin"
        out = {k.id for k in there.values() if own or k.missing + 1 >= MISSING_TWICE}
        changes.mark_missing(session, sorted(out), hold=True)
        changes.mark_missing(session, sorted({k.id for k in there.values()} - out), hold=False)
        for which in () if own else sorted(out):
            events.note(session, org, which, "gone", {}, actor, self.now())
        imports.finish(session, {row.id: "" for row in rows}, done=True)

    def undo(self, org: int, imported: int, *, actor: str = "") -> None:
        """Put back what stood there before. What people said of services since stays.

        Raises:
            ImportWrong: ``import-gone``; ``import-later`` when a later one of the same source was
                taken: that is undone first; ``import-done`` when this one was never taken.
        """
        found = self.one(org, imported)
        with saving(self.engine) as session:
            if imports.newest_of(session, found.source) not in (None, imported):
                raise ImportWrong("import-later")
            if not imports.move(session, org, imported, ("taken", "taking", "undoing"), "undoing"):
                raise ImportWrong("import-done")
        while True:
            with saving(self.engine) as session:
                every = ("new", "changed", "gone")
                if not (rows := self._some(session, imported, every, done=True)):
                    break
                self._give_back(session, found, rows)
        with saving(self.engine) as session:
            imports.move(session, org, imported, ("undoing",), "undone")
            session.get_one(SourceRow, found.source).digest = ""  # the same file may come again
            changes.bump(session, org)
            self._note(session, org, found, actor)

    def _note(self, session: Session, org: int, found: Import, actor: str) -> None:
        """What a plugin brings comes by itself: nobody did anything."""
        if self.audit is not None and found.source_kind != "plugin":
            self.audit.write(
                session, org=org, actor=actor, action="changed", kind="import",
                subject=f"import/{found.id}",
            )  # fmt: skip

    def _give_back(self, session: Session, found: Import, rows: tuple[Row, ...]) -> None:
        there = listings.known(session, found.source, [row.key for row in rows])
        new = [there[row.key].id for row in rows if row.action == "new" and row.key in there]
        spoken_of = events.spoken_of(session, new)
        changes.remove(session, [which for which in new if which not in spoken_of])
        changes.mark_missing(session, sorted(spoken_of), hold=True)
        befores = [documents.read(row.before) for row in rows if row.before]
        self._write(session, found, befores)
        back = [there[row.key].id for row in rows if row.action == "gone" and row.key in there]
        changes.not_missing(session, back)
        events.settle_gone(session, back, self.now())
        imports.finish(session, {row.id: row.before for row in rows}, done=False)

    # Looking ----------------------------------------------------------------------------------

    def one(self, org: int, imported: int) -> Import:
        """Raises ImportWrong (``import-gone``)."""
        with reading(self.engine) as connection:
            found = imports.one(connection, org, imported)
        if found is None:
            raise ImportWrong("import-gone")
        return found

    def several(self, org: int) -> tuple[Import, ...]:
        with reading(self.engine) as connection:
            return imports.several(connection, org)

    def rows(
        self, org: int, imported: int, *, action: str = "", first: int = 0, most: int = 100
    ) -> tuple[Row, ...]:
        """Rows after the one with the id ``first``. Raises ImportWrong."""
        self.one(org, imported)
        with reading(self.engine) as connection:
            return imports.rows(connection, imported, action=action, first=first, most=most)

    def headings(self, org: int) -> dict[str, str]:
        """What somebody said the headings of their tables mean; "" is left out."""
        with reading(self.engine) as connection:
            return imports.headings(connection, org)

    def remember(self, org: int, meanings: Mapping[str, str]) -> None:
        with saving(self.engine) as session:
            imports.remember(session, org, meanings)

    def choose(self, org: int, imported: int, takes: Mapping[int, bool]) -> None:
        """Accept or hold single rows of an import that was only seen so far."""
        if self.one(org, imported).state != "seen":
            raise ImportWrong("import-done")
        with saving(self.engine) as session:
            imports.choose(session, imported, takes)

    def leave(self, org: int, imported: int) -> None:
        """It will not be taken."""
        self.one(org, imported)
        with saving(self.engine) as session:
            imports.move(session, org, imported, ("reading", "seen"), "left")


def changed_fields(row: Row) -> tuple[str, ...]:
    """Which fields of a listing would be others."""
    if not (row.document and row.before):
        return ()
    new, old = documents.read(row.document), documents.read(row.before)
    if replace(new, key=old.key) == old:
        return ()
    return tuple(f.name for f in fields(Listing) if getattr(new, f.name) != getattr(old, f.name))
