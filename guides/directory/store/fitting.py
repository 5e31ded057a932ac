"""The statements of a search, for SQLite and for PostgreSQL.

What the index of words knows is asked there; the rest is compared row by row. Conditions are kept
apart by the filter that they belong to, so that each can be left out to see what it hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import cos, radians
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Float,
    and_,
    case,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.sql import Select

from guides.directory.asked import Filter, Viewer
from guides.directory.domain import STALE_DAYS
from guides.directory.hours.opening import UNREADABLE, Probe
from guides.directory.search.query import Query, fts5, tsquery
from guides.directory.store.listings import BY_ID, offered
from guides.directory.store.tables import ListingRow, SlotRow

KM = 111.2
"""Of one degree, along a meridian."""
BANDS = (*range(1, 11), 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500)
"""Two services between the same two of these distances are as near as one another."""
COVERING = 10
"""A service without a position whose area has the place in it is as near as one so far away."""
FULL = ("waiting list", "closed")
OPEN = ("open", "limited")


@dataclass(frozen=True, slots=True)
class Near:
    """Where somebody is, and by which marks an area is known that has the place in it."""

    latitude: float
    longitude: float
    covering: tuple[str, ...] = ()

    @property
    def per_degree(self) -> float:
        """Kilometres of one degree of longitude, here."""
        return KM * cos(radians(self.latitude))


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, as far as the database is concerned."""

    viewer: Viewer
    today: date
    """In London."""
    marks: Mapping[Filter, Query] = field(default_factory=dict)
    """What the index of words is asked: for each filter, clauses that all fit."""
    in_name: Query = ()
    """Fits where what was typed stands in the name."""
    in_words: Query = ()
    """Fits where it stands anywhere as it was typed."""
    spoken: Query = ()
    stage: Query = ()
    age: int | None = None
    near: Near | None = None
    within_km: float | None = None
    at: tuple[Probe, ...] = ()
    has_room: bool = False
    on_paper: bool = False


class Statements:
    """Of one search."""

    def __init__(self, dialect: str, asked: Asked) -> None:
        self._sqlite = dialect == "sqlite"
        self._asked = asked
        self._base = _base(asked)
        self._rows = self._row_filters()

    def page(self, limit: int, offset: int) -> Select[Any]:
        columns = (
            ListingRow.id,
            self._text_rank().label("text"),
            self._square().label("square"),
        )
        ordered = self._all_but("", *columns).order_by(*self._order())
        return ordered.limit(limit).offset(offset)

    def numbers(self) -> CompoundSelect[Any]:
        """One row for all filters together (""), and one for all but each of them."""
        filters: list[Filter | str] = ["", *self._asked.marks, *self._rows]
        number = func.count().label("number")
        return union_all(
            *(self._all_but(name, literal(name).label("filter"), number) for name in filters)
        )

    def open(self, ids: Sequence[int]) -> Select[Any]:
        """Which of these are known to be open."""
        is_open = self._open() if self._asked.at else false()
        return select(ListingRow.id).where(ListingRow.id.in_(ids), is_open)

    def any(self) -> Select[Any]:
        return self._all_but("", ListingRow.id).limit(1)

    def _all_but(self, left_out: str, *columns: Any) -> Select[Any]:
        marks = [c for name, query in self._asked.marks.items() if name != left_out for c in query]
        rows = [each for name, each in self._rows.items() if name != left_out]
        found = select(*columns).select_from(ListingRow).where(*self._base, *rows)
        if self._sqlite:
            found = found.with_hint(ListingRow, BY_ID, "sqlite")
        if marks and self._sqlite:
            return found.where(_FTS.c.rowid == ListingRow.id, _matches(tuple(marks)))
        return found.where(self._fits(tuple(marks))) if marks else found

    # The index of words --------------------------------------------------------------------------

    def _fits(self, query: Query) -> ColumnElement[bool]:
        """Of rows that were found: whether the index says so. It is asked once for all of them."""
        if self._sqlite:
            return ListingRow.id.in_(select(_FTS.c.rowid).where(_matches(query)))
        # A row of its own: beside other conditions PostgreSQL may take the words of each row apart.
        return ListingRow.id.in_(select(_OTHER.c.id).where(_in_postgresql(query)))

    # Filters that are compared row by row --------------------------------------------------------

    def _row_filters(self) -> dict[Filter, ColumnElement[bool]]:
        asked = self._asked
        found: dict[Filter, ColumnElement[bool]] = {}
        if asked.age is not None:
            found["age"] = and_(
                ListingRow.minimum_age <= asked.age,  # -1 where nobody said
                or_(ListingRow.maximum_age < 0, ListingRow.maximum_age >= asked.age),
            )
        if asked.has_room:
            found["room"] = ~_known_room(asked.today, FULL)
        if asked.near and asked.within_km is not None:
            found["place"] = or_(self._within(asked.near, asked.within_km), self._covers())
        if asked.at:
            found["when"] = ~self._closed()
        return found

    def _within(self, near: Near, km: float) -> ColumnElement[bool]:
        north, east = km / KM, km / max(near.per_degree, 1)
        return and_(
            ListingRow.latitude.between(near.latitude - north, near.latitude + north),
            ListingRow.longitude.between(near.longitude - east, near.longitude + east),
            self._square() <= km * km,
        )

    def _square(self) -> ColumnElement[Any]:
        """Square kilometres as the crow flies; the root needs more than every SQLite has."""
        near = self._asked.near
        if near is None:
            return cast(null(), Float)  # PostgreSQL takes a bare NULL for text
        north = (ListingRow.latitude - near.latitude) * KM
        east = (ListingRow.longitude - near.longitude) * near.per_degree
        return north * north + east * east

    def _covers(self) -> ColumnElement[bool]:
        near = self._asked.near
        if near is None or not near.covering:
            return false()
        return self._fits((tuple((mark,) for mark in near.covering),))

    def _open(self) -> ColumnElement[bool]:
        """Whether it is known to be open."""
        return self._slot(or_(*map(_slot_fits, self._asked.at)))

    def _closed(self) -> ColumnElement[bool]:
        """Whether it is known to be closed: all hours were read, some hold still, none fits."""
        day = self._asked.at[0].day
        return and_(
            self._slot(or_(SlotRow.to_day.is_(None), SlotRow.to_day >= day)),
            ~self._slot(or_(SlotRow.weekday == UNREADABLE, *map(_slot_fits, self._asked.at))),
        )

    def _slot(self, fits: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(SlotRow.listing == ListingRow.id, fits)

    # Order ---------------------------------------------------------------------------------------

    def _order(self) -> list[ColumnElement[Any]]:
        asked = self._asked
        order: list[ColumnElement[Any]] = []
        if asked.in_name:
            order.append(self._text_rank())
        order.append(
            case(
                (_known_room(asked.today, OPEN), 0),
                (_known_room(asked.today, FULL), 2),
                else_=1,
            )
        )
        if asked.spoken:
            order.append(case((self._fits(asked.spoken), 0), else_=1))
        if asked.near:
            order.append(self._band())
        if asked.stage:
            order.append(case((self._fits(asked.stage), 0), else_=1))
        order.append(case((ListingRow.checked_on.is_(None), 1), else_=0))
        order.append(ListingRow.checked_on.desc())
        order += [self._bytewise(func.lower(self._bytewise(ListingRow.name)))]
        return [*order, self._bytewise(ListingRow.name), ListingRow.id]

    def _text_rank(self) -> ColumnElement[int]:
        if not self._asked.in_name:
            return literal(2)
        return case(
            (self._fits(self._asked.in_name), 0), (self._fits(self._asked.in_words), 1), else_=2
        )

    def _band(self) -> ColumnElement[int]:
        far = len(BANDS) + 1
        by_area = case((self._covers(), BANDS.index(COVERING)), else_=far)
        by_distance = _nested(self._square(), 0, len(BANDS))
        return case((ListingRow.latitude.is_(None), by_area), else_=by_distance)

    def _bytewise(self, words: Any) -> Any:
        """Every PostgreSQL has an alphabet of its own; SQLite compares bytes."""
        return words if self._sqlite else words.collate("C")


_FTS = table("directory_search", column("rowid"), column("directory_search"))
_OTHER = ListingRow.__table__.alias("other")


def _matches(query: Query) -> ColumnElement[bool]:
    return _FTS.c.directory_search.op("MATCH", is_comparison=True)(fts5(query))


def _nested(square: ColumnElement[Any], low: int, high: int) -> ColumnElement[int]:
    """Which band it is, asked by halves: one after the other takes far longer."""
    if low == high:
        return literal(low)
    middle = (low + high) // 2
    nearer = square < float(BANDS[middle] ** 2)
    return case((nearer, _nested(square, low, middle)), else_=_nested(square, middle + 1, high))


def _in_postgresql(query: Query) -> ColumnElement[bool]:
    simple = text("'simple'")  # written out, not bound: the index is one of exactly this expression
    words = func.to_tsvector(simple, _OTHER.c.search)
    return words.op("@@", is_comparison=True)(func.to_tsquery(simple, tsquery(query)))


def _base(asked: Asked) -> list[ColumnElement[bool]]:
    """What somebody may find at all."""
    found = offered(asked.viewer)
    if asked.on_paper:
        found += [
            ListingRow.visibility == "public",
            ListingRow.held == "",
            ListingRow.checked_on >= asked.today - timedelta(STALE_DAYS),
            ~_known_room(asked.today, ("closed",)),
        ]
    return found


def _known_room(on: date, states: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether one of these is known of it. Never NULL: "not known" must be the opposite."""
    return and_(
        ListingRow.room.in_(states),
        func.coalesce(ListingRow.room_on <= on, false()),
        func.coalesce(ListingRow.room_until >= on, false()),
    )


def _slot_fits(probe: Probe) -> ColumnElement[bool]:
    return and_(
        SlotRow.weekday == probe.day.weekday(),
        SlotRow.opens <= probe.minute,
        SlotRow.closes > probe.minute,
        SlotRow.nth.in_(probe.nths),
        (probe.week - SlotRow.counted_from) % SlotRow.every == 0,
        or_(SlotRow.from_day.is_(None), SlotRow.from_day <= probe.day),
        or_(SlotRow.to_day.is_(None), SlotRow.to_day >= probe.day),
    )
