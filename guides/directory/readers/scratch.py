"""Rows of many tables that belong together, kept beside the memory until they are asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

Row = dict[str, object]
MOST_ROWS = 2_000_000
_LINKS = frozenset(
    {
        *("id", "service_id", "organization_id", "location_id", "service_at_location_id"),
        *("contact_id", "link_id", "phone_id", "service_capacity_id"),
    }
)
"""Columns by which rows find each other."""


class TooMuch(Exception):
    """There is more than is read. The message says of what."""


class Scratch:
    """A database without a name, which SQLite puts on the disk when it grows, and removes."""

    def __init__(self) -> None:
        self._on = sqlite3.connect("", isolation_level=None)
        self._on.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;"
            "CREATE TABLE row (n INTEGER PRIMARY KEY, tab TEXT, said TEXT);"
            "CREATE TABLE link (tab TEXT, col TEXT, val TEXT, n INTEGER);"
            "BEGIN"
        )
        self._n = 0
        self._used = bytearray()
        self.tables: dict[str, None] = {}

    def add(self, table: str, row: Mapping[str, object]) -> None:
        """Raises TooMuch."""
        self._n += 1
        if self._n > MOST_ROWS:
            raise TooMuch("there are more rows than are read in one file; the rest is left out.")
        self.tables[table] = None
        # ASCII, because a stray byte of another encoding is no text for SQLite.
        said = json.dumps(row, separators=(",", ":"))
        self._on.execute("INSERT INTO row VALUES (?, ?, ?)", (self._n, table, said))
        for name in _LINKS & row.keys():
            if value := _plain(row[name]):
                self._on.execute(
                    "INSERT INTO link VALUES (?, ?, ?, ?)", (table, name, value, self._n)
                )

    def ready(self) -> None:
        """All rows are in."""
        self._on.execute("CREATE INDEX of_row ON row (tab, n)")
        self._on.execute("CREATE INDEX of_link ON link (tab, col, val)")
        self._used = bytearray(self._n + 1)

    def rows(self, table: str, most: int = MOST_ROWS) -> Iterator[Row]:
        """Those of one table, in the order of the file."""
        asked = "SELECT n, said FROM row WHERE tab = ? ORDER BY n LIMIT ?"
        for n, said in self._on.execute(asked, (table, most)):
            self._used[n] = 1
            yield json.loads(said)

    def linked(self, table: str, column: str, value: object, most: int = 501) -> list[Row]:
        """Those whose ``column`` says ``value``."""
        if table not in self.tables or not (plain := _plain(value)):
            return []
        asked = (
            "SELECT row.n, said FROM link JOIN row ON row.n = link.n"
            " WHERE link.tab = ? AND col = ? AND val = ? ORDER BY row.n LIMIT ?"
        )
        found = self._on.execute(asked, (table, column, plain, most)).fetchall()
        for n, _ in found:
            self._used[n] = 1
        return [json.loads(said) for _, said in found]

    def one(self, table: str, value: object) -> Row | None:
        """The row with this id."""
        return next(iter(self.linked(table, "id", value, 1)), None)

    def unused(self, table: str) -> Iterator[Row]:
        """Rows that nobody asked for."""
        asked = "SELECT n, said FROM row WHERE tab = ? ORDER BY n"
        for n, said in self._on.execute(asked, (table,)):
            if not self._used[n]:
                yield json.loads(said)

    def close(self) -> None:
        self._on.close()


def _plain(value: object) -> str:
    """An id as it is compared: 12, 12.0 and " 12" are one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("ascii", "backslashreplace").decode().strip().casefold()[:500]
