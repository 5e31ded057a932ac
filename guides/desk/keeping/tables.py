"""The gap map and the fill rates as tables that a page can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guides.api import Stage
from guides.directory.gaps import Cell, FillRate, GapMap
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording


@dataclass(frozen=True, slots=True)
class GapCell:
    cell: Cell
    look: str
    """none, old (nobody's check holds), some or well."""

    @classmethod
    def of(cls, cell: Cell) -> GapCell:
        if not cell.services:
            return cls(cell, "none")
        return cls(cell, "some" if cell.checked else "old")


@dataclass(frozen=True, slots=True)
class GapRow:
    need: str
    label: Said
    cells: tuple[GapCell, ...]

    @property
    def empty(self) -> int:
        return sum(each.look == "none" for each in self.cells)


@dataclass(frozen=True, slots=True)
class GapTable:
    stages: tuple[tuple[str, Said, Said], ...]
    """Id, title and the short word under the station."""
    rows: tuple[GapRow, ...]

    @property
    def empty(self) -> int:
        """How many cells have nobody."""
        return sum(row.empty for row in self.rows)

    def stop(self, at: int) -> tuple[tuple[GapRow, GapCell], ...]:
        """One stop by itself: for a narrow screen."""
        return tuple((row, row.cells[at]) for row in self.rows)


def gap_table(found: GapMap, stages: Sequence[Stage], area: str, wording: Wording) -> GapTable:
    lines = found.table([stage.id for stage in stages], area)
    return GapTable(
        tuple((s.id, wording.say(s.title), wording.say(s.short)) for s in stages),
        tuple(
            GapRow(
                line.need,
                wording.word(f"need-{line.need}"),
                tuple(GapCell.of(cell) for cell in line.cells),
            )
            for line in lines
        ),
    )


@dataclass(frozen=True, slots=True)
class RateRow:
    """What one source says, in percent, in the order of ``gaps.FIELDS``."""

    name: str
    services: int
    rates: tuple[FillRate, ...]


def rates_table(rates: Iterable[FillRate]) -> tuple[RateRow, ...]:
    by_source: dict[int, list[FillRate]] = {}
    for rate in rates:
        by_source.setdefault(rate.source.id, []).append(rate)
    return tuple(
        RateRow(some[0].source.name, some[0].services, tuple(some)) for some in by_source.values()
    )
