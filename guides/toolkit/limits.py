"""How much of a table is read. A list of somebody's plugin is small; an import may be large."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    rows: int = 5_000
    letters: int = 2_000
    """In one cell. A list of places has none longer; reading every word of it takes minutes."""
    line: int = 200_000
    """Letters in a line of CSV: each cell of it becomes an object."""
    columns: int = 60
    unpacked: int = 20_000_000
    """Bytes of a workbook."""
    strings: int = 20_000_000
    """Bytes of its words: Excel keeps them in one part, and all are held at once."""
    rows_looked_at: int = 20_000
    """Excel keeps a million empty rows when somebody has coloured a column."""


OF_A_PLUGIN = Limits()
