"""Editions and counts in the database, on both kinds of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, text

from guides.api import Case, Span
from guides.sheets import store
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.service import Composer
from guides.storage.engine import open_engine

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def sheet(view) -> Sheet:
    case = Case(
        "granted-and-moving-on",
        "ar",
        "northern-ireland",
        frozenset({"women", "family"}),
        Span(date(2026, 3, 2)),
        Span(None, date(2026, 3, 9)),
    )
    return Composer(view, "Riverside", "shape").compose(case, SheetOptions(large=True), DAY)


def test_an_edition_is_found_as_it_was_printed(engine: Engine, sheet: Sheet):
    store.record(engine, sheet)
    found = store.find(engine, sheet.edition)
    assert found is not None
    assert (found.code, found.key) == (sheet.edition, sheet.key)
    assert (found.stage, found.lang, found.nation) == (
        "granted-and-moving-on", "ar", "northern-ireland",
    )  # fmt: skip
    assert set(found.audiences) == {"women", "family"}
    assert (found.claimed, found.granted) == ("2026-03-02/", "/2026-03-09")
    assert (found.large, found.plain, found.first_printed) == (True, False, DAY)
    assert found.facts == dict(sheet.facts)
    assert found.texts == sheet.texts


def test_an_edition_that_nobody_printed_is_not_there(engine: Engine, sheet: Sheet):
    store.record(engine, sheet)
    assert store.find(engine, "0123456789") is None
    for typed in ("' OR 1=1 --", "\x00", "A" * 10_000, "\ud800", ""):
        assert store.find(engine, typed) is None


def test_an_edition_keeps_the_day_on_which_it_was_first_printed(engine: Engine, sheet: Sheet):
    store.record(engine, sheet)
    store.record(engine, replace(sheet, on=date(2026, 12, 24)))
    found = store.find(engine, sheet.edition)
    assert found is not None
    assert found.first_printed == DAY


def test_prints_are_counted_by_month_stage_and_language(engine: Engine, sheet: Sheet):
    english = replace(sheet, case=replace(sheet.case, lang="en"))
    for printed in (sheet, sheet, english, replace(sheet, on=date(2026, 12, 1))):
        store.record(engine, printed)
    assert store.printed_in(engine, "2026-11") == 3
    assert store.printed_in(engine, "2026-12") == 1
    assert store.printed_in(engine, "2027-01") == 0
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT lang, printed FROM sheet_count ORDER BY 1, 2"))
        assert [tuple(row) for row in rows] == [("ar", 1), ("ar", 2), ("en", 1)]


def test_nothing_is_counted_of_an_edition_that_could_not_be_kept(engine: Engine, sheet: Sheet):
    """One transaction: both or neither."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE sheet_count"))
    with pytest.raises(Exception, match="sheet_count"):
        store.record(engine, sheet)
    assert store.find(engine, sheet.edition) is None


def test_six_writers_at_once_lose_no_print(url: str, sheet: Sheet):
    """Each with an engine of its own, as the workers of a server have; half print the same."""
    each, writers = 15, 6

    def write(number: int) -> None:
        own = open_engine(url)
        stage = "granted-and-moving-on" if number % 2 else "waiting-and-support"
        mine = replace(sheet, case=replace(sheet.case, stage=stage))
        for _ in range(each):
            store.record(own, mine)
        own.dispose()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    engine = open_engine(url)
    assert store.printed_in(engine, "2026-11") == each * writers
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM edition")).scalar_one() == 2
    engine.dispose()
