"""Search in the directory beside its own statements, sent bare: 1,000 to 100,000 services."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any, Generic, TypeVar

from sqlalchemy import event

from bench.directory_data import LANGUAGES, STAGES, listings
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, clock_row, duration, processor_row
from guides.directory.asked import Search, Viewer
from guides.directory.domain import NEEDS
from guides.directory.search.searching import search
from guides.directory.store import changes
from guides.storage.engine import Engine, open_engine, saving
from guides.storage.upgrade import upgrade
from tests.storage.databases import KINDS, fresh

SIZES = (1_000, 10_000, 100_000)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SECTORS = ("M14 5", "LS8 4", "CF24 0", "G51 2", "BT12 5", "E1 5")
TEXTS = ("lawyer bail", "food bank", "solicitr", "cafe hull", "محامي", "english class")
EVERYTHING = Search(
    text="advice",
    needs=("legal", "housing", "food", "health"),
    stage="claiming",
    language="ar",
    gender="women",
    age=30,
    household="families",
    sector="M14 5",
    within_km=30,
    at=NOW,
    free=True,
    has_room=True,
    no_documents=True,
)
T = TypeVar("T")
Ask = Callable[[Search], object]


def run(effort: Effort) -> Iterator[Row]:
    for kind in KINDS:
        for size in SIZES[: effort.pick(len(SIZES), 1)]:
            with tempfile.TemporaryDirectory() as folder:
                engine = filled(fresh(kind, Path(folder)), size)
                yield from _rows(effort, engine, f"{size:,} services, {kind}")
                engine.dispose()


def filled(url: str, size: int) -> Engine:
    """A database with a directory of this size."""
    engine = open_engine(url)
    upgrade(engine)
    rows = listings(size)
    with saving(engine) as session:
        source = changes.source(session, 0, "file", "bench")
        session.flush()
        while some := list(islice(rows, 5_000)):
            changes.put(session, source, some, now=NOW, middle=lambda _: None)
    if engine.dialect.name == "postgresql":  # its housekeeping does so within a minute
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    return engine


def questions(number: int) -> Iterator[Search]:
    """As people ask: mostly a need, a stop, a language and a place; sometimes words or a time."""
    luck = Random(11)
    for _ in range(number):
        yield Search(
            text=luck.choice(TEXTS) if luck.random() < 0.3 else "",
            needs=(luck.choice(NEEDS),) if luck.random() < 0.7 else (),
            stage=luck.choice(STAGES) if luck.random() < 0.7 else "",
            language=luck.choice(LANGUAGES) if luck.random() < 0.6 else "",
            gender="women" if luck.random() < 0.3 else None,
            sector=luck.choice(SECTORS) if luck.random() < 0.8 else "",
            within_km=luck.choice((None, 5.0, 20.0)),
            at=NOW if luck.random() < 0.2 else None,
            has_room=luck.random() < 0.5,
        )


def _rows(effort: Effort, engine: Engine, where: str) -> Iterator[Row]:
    def ask(asked: Search) -> object:
        return search(engine, Viewer(), asked, now=NOW)

    asked = list(questions(effort.pick(60, 10)))
    ask(Search(text="solicitr"))  # the words of the directory are read once
    took = [timed(lambda each=each: ask(each))() for each in asked]  # type: ignore[misc]
    yield Row(
        f"search as people ask, {where}",
        f"median {duration(median(each.clock for each in took))}, "
        f"p95 {duration(quantiles([each.clock for each in took], n=20)[-1])}",
        noise=f"processor: median {duration(median(each.processor for each in took))}",
    )
    for name, one in (
        ("all filters at once", EVERYTHING),
        ("a need, a language and a place", USUAL),
    ):
        bare = Bare(engine, ask, one)
        rounds = side_by_side(timed(lambda: ask(one)), timed(bare), effort.pick(15, 3))  # noqa: B023
        bare.close()
        row = processor_row(f"search, {name}, {where}, beside its bare statements", rounds, 1.5)
        if engine.dialect.name == "sqlite":
            yield row
        else:  # another process does the work: the clock sees it, our processor time does not
            yield clock_row(f"search, {name}, {where}, beside its bare statements", rounds, 1.5)


USUAL = Search(needs=("legal",), stage="claiming", language="ar", sector="M14 5")


@dataclass(slots=True)
class _Sent:
    statement: str
    parameters: Any


class Bare(Generic[T]):
    """The same statements through the driver alone: no objects, no documents, no reasons.

    With ``keep`` each round is written to the disk, as ours is.
    """

    def __init__(
        self, engine: Engine, ask: Callable[[T], object], asked: T, *, keep: bool = False
    ) -> None:
        self._sent: list[_Sent] = []
        event.listen(engine, "before_cursor_execute", self._note)
        ask(asked)
        event.remove(engine, "before_cursor_execute", self._note)
        self._connection = engine.raw_connection()
        # SQLite's driver begins and ends nothing by itself, as we have set it.
        self._by_hand = keep and engine.dialect.name == "sqlite"
        self._keep = keep

    def _note(self, *said: Any) -> None:
        _, _, statement, parameters, *_ = said
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            self._sent.append(_Sent(statement, parameters))

    def __call__(self) -> None:
        if self._by_hand:
            self._run(_Sent("BEGIN IMMEDIATE", ()))
        for sent in self._sent:
            self._run(sent)
        if self._by_hand:
            self._run(_Sent("COMMIT", ()))
        elif self._keep:
            self._connection.commit()
        else:
            self._connection.rollback()

    def _run(self, sent: _Sent) -> None:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(sent.statement, sent.parameters)
            if cursor.description:
                cursor.fetchall()

    def close(self) -> None:
        self._connection.close()
