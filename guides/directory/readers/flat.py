"""A flat list of services: one row a service, the columns named by people. Read as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from guides.directory.columns import columns
from guides.directory.domain import Listing
from guides.directory.readers.domain import LONGEST_KEY, LONGEST_NAME, Read, ReadWrong
from guides.directory.readers.headings import headings_of
from guides.directory.readers.rows import key_of, listing_of_row
from guides.directory.readers.spreadsheet import MOST, MOST_ROWS, sheets_of
from guides.toolkit.csv_file import NOT_UTF_8
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.tables import Columns, Record, Table, all_needed, below, table_in

__all__ = ["headings_of", "read_flat"]

_NOTHING_SAID: Mapping[str, str] = MappingProxyType({})


def read_flat(
    path: Path,
    headings: Mapping[str, str] = _NOTHING_SAID,
    notes: list[str] | None = None,
    broken: Callable[[], None] = lambda: None,
) -> Iterator[Read]:
    """Every row of every sheet that has the columns. Nothing is held but the row (and small keys).

    Args:
        headings: what a person said that headings mean, by the heading as it is written; "" is
            left out. All others are recognised by what people usually call them.
        notes: what is to be said of the whole file is added here.
        broken: called when the file is not read to its end.

    Raises:
        ReadWrong: when the first row is asked for: nothing of the file can be read.
    """
    reader = _Flat(path, columns(headings), [] if notes is None else notes, broken)
    return reader.reads()


class _Flat:
    """One file while it is read."""

    def __init__(
        self, path: Path, known: Columns, notes: list[str], broken: Callable[[], None]
    ) -> None:
        self._path = path
        self._known = known
        self._notes = notes
        self._broken = broken
        self._faults = Faults()
        self._early: list[Fault] = []
        """What was noted of rows that come later: the first lines are looked at before."""
        self._taken: dict[int, str] = {}
        """By the hash of a key: where it stands. Hashes, because keys may be long."""
        self._count = 0

    def reads(self) -> Iterator[Read]:
        tables, without_name = 0, False
        for name, rows in sheets_of(self._path, self._known, self._faults):
            table = table_in(self._path, name, rows, self._known)
            if table is None:
                self._unread(name)
            elif "name" not in table.headings:
                without_name = True
                self._unread(name)
            else:
                tables += 1
                all_needed(table, self._known, self._faults)
                sheet = f"sheet {name}, " if tables > 1 else ""
                self._say_of_headings(table)
                yield from self._rows(table, sheet)
            if self._count > MOST_ROWS:
                return
        if tables:
            return
        if without_name:
            raise ReadWrong(
                'No column is the name of the service. Call one "name", or say which one it is.'
            )
        raise ReadWrong(
            "There is no row with the names of the columns. Write them into the first row, such as "
            "name, what, phone, address, hours; or say what each of them means."
        )

    def _unread(self, sheet: str) -> None:
        self._faults.taken()
        if sheet:
            self._notes.append(
                f'The sheet "{sheet[:60]}" has no table of services; it is left out. If it has '
                'one, write the names of the columns above it, "name" among them.'
            )

    def _say_of_headings(self, table: Table) -> None:
        """What is wrong above the rows."""
        noted = self._of_rows()
        self._early = [fault for fault in noted if fault.line > table.line]
        for fault in (f for f in noted if f.line <= table.line):
            unknown = "is not known here" in fault.what
            self._notes.append(
                f"{fault.what} Say what it means, or leave it out." if unknown else _said(fault)
            )
        twice = {
            means: [w for w, m in zip(table.written, table.headings, strict=True) if m == means]
            for means in table.headings
            if means and means not in self._known.joined
        }
        for means, written in twice.items():
            if len(written) > 1:
                names = " and ".join(f'"{heading[:40]}"' for heading in written)
                self._notes.append(
                    f'{names} both mean "{means}"; where the first has words, the others are left '
                    "out. Say what each means."
                )

    def _rows(self, table: Table, sheet: str) -> Iterator[Read]:
        has_key = "id" in table.headings
        for record in below(table, self._known, self._faults, MOST):
            noted = self._early + self._of_rows()
            self._early = [f for f in noted if f.line > record.line]
            yield from self._held([f for f in noted if f.line < record.line], sheet)
            self._count += 1
            if self._count > MOST_ROWS:
                self._notes.append(
                    f"There are more than {MOST_ROWS:,} rows; the rest is not read. Divide it."
                )
                self._broken()
                return
            mine = [_said(f) for f in noted if f.line == record.line]
            yield self._read(record, f"{sheet}row {record.line}", mine, has_key)
        yield from self._held(self._early + self._of_rows(), sheet)

    def _of_rows(self) -> list[Fault]:
        """What was noted of rows; what is about the whole file is told the caller."""
        noted = self._faults.taken()
        self._notes += [_said(fault) for fault in noted if fault.what == NOT_UTF_8]
        return [fault for fault in noted if fault.what != NOT_UTF_8]

    def _held(self, faults: list[Fault], sheet: str) -> Iterator[Read]:
        """Rows of which nothing came but what is wrong with them."""
        by_line: dict[int, list[str]] = {}
        for fault in faults:
            if fault.what.startswith(("The cells ", "A cell holds a formula")):
                continue  # of a row in which nothing else stands
            by_line.setdefault(fault.line, []).append(_said(fault))
        for line, reasons in by_line.items():
            yield Read(f"{sheet}row {line}", "", None, tuple(reasons))

    def _read(self, record: Record, line: str, said: list[str], has_key: bool) -> Read:
        name = record.cells["name"]
        if not name:
            return Read(line, "", None, (*said, '"name" is empty. Fill it in.'))
        if len(name) > LONGEST_NAME:
            why = f'"name" has {len(name):,} letters; {LONGEST_NAME} are the most. Make it shorter.'
            return Read(line, "", None, (*said, why))
        given = record.cells.get("id", "")
        if len(given) > LONGEST_KEY:
            why = f'"id" has {len(given):,} letters; {LONGEST_KEY} are the most. Make it shorter.'
            return Read(line, "", None, (*said, why))
        listing = listing_of_row(record, self._faults)
        noted = self._faults.taken()
        said += map(_said, noted)
        if given:
            return self._with_key(listing, given, line, said)
        if has_key:
            said.append('"id" is empty; one is made of the name. Fill it in.')
        return self._with_made_key(listing, line, said)

    def _with_key(self, listing: Listing, key: str, line: str, said: list[str]) -> Read:
        if before := self._taken.get(hash(key)):
            why = (
                f'The id "{key[:40]}" stands in {before}, too. Give each service an id of its own.'
            )
            return Read(line, key, None, (*said, why))
        self._taken[hash(key)] = line
        return Read(line, key, replace(listing, key=key), tuple(said))

    def _with_made_key(self, listing: Listing, line: str, said: list[str]) -> Read:
        made = key = key_of(listing)
        again = 1
        while hash(key) in self._taken:
            again += 1
            key = f"{made}-{again}"
        self._taken[hash(key)] = line
        return Read(line, key, replace(listing, key=key), tuple(said))


def _said(fault: Fault) -> str:
    return f"{fault.what} {fault.mend}"
