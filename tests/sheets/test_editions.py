"""Somebody holds a paper: is it still right, and what on it has changed?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup
from sqlalchemy import Engine

from guides.api import Case
from guides.journey.service import Guide
from guides.plugins.registry import View
from guides.sheets import store
from guides.sheets.domain import SheetOptions
from guides.sheets.editions import EditionPage, look_up
from guides.sheets.service import Composer
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from guides.toolkit.bands import band_of
from guides.toolkit.wording import Wording
from tests.plugins.folders import Files, fact, line, plugin, small_registry

DAY = date(2026, 11, 21)
STOP = "first-stop"
CHECKLIST = f"checklists/{STOP}.toml"
CLAIM = "claimed_from = 2026-03-02"

USUAL: Files = {
    CHECKLIST: line("letters", "Keep your letters.")
    + line("wait", "You usually wait {fact:so}.", "order = 5"),
    "facts/more.toml": fact("so", "It takes {value}.",
                            'value = { type = "duration", count = 42, unit = "day" }'),
}  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    upgrade(found)
    yield found
    found.dispose()


def _view(base: Path, files: Files | None = None) -> View:
    return small_registry(base, {**USUAL, **(files or {})}).for_org()


def _print(engine: Engine, view: View, lang: str = "en", claimed: date | None = None) -> str:
    """Print a sheet; its edition."""
    case = Case(STOP, lang, claimed=band_of(claimed, view.rule_days("claimed")))
    sheet = Composer(view, "Riverside", "shape").compose(case, SheetOptions(), DAY)
    store.record(engine, sheet)
    return sheet.edition


def _look(engine: Engine, code: str, view: View, on: date = DAY) -> EditionPage:
    """What the holder of the paper reads, in English."""
    composer = Composer(view, "Riverside", "a newer shape: other fonts, other margins")
    guide = Guide(view, Wording(view, view.languages["en"]), on)
    return look_up(code, store.find(engine, code), composer, guide, on)


def _changes(found: EditionPage) -> list[str]:
    return [said.plain for said in found.changes]


def test_a_paper_is_current_while_nothing_on_it_has_changed(engine: Engine, tmp_path: Path):
    view = _view(tmp_path)
    found = _look(engine, _print(engine, view, "ar"), view)
    assert (found.state, found.changes) == ("current", ())
    assert found.station is not None
    assert found.station.id == STOP
    assert found.printed_month is not None
    assert found.printed_month.plain == "November 2026"


CHANGES: dict[str, tuple[Files, list[str]]] = {
    "a line was rewritten": (
        {CHECKLIST: str(USUAL[CHECKLIST]).replace("Keep your", "Copy your")},
        ["Changed: Copy your letters."]),
    "a number moved": (
        {"facts/more.toml": str(USUAL["facts/more.toml"]).replace("42", "28")},
        ["Changed: You usually wait 28 days."]),
    "a source was read again": (
        {"facts/more.toml": str(USUAL["facts/more.toml"]).replace("1 March", "9 May")},
        ["Changed: You usually wait 42 days."]),
    "a fact became doubtful": (
        {"facts/more.toml": str(USUAL["facts/more.toml"]).replace('"high"', '"superseded-risk"')},
        ["Changed: You usually wait 42 days."]),
    "a fact is not confirmed any more": (
        {"facts/more.toml": str(USUAL["facts/more.toml"]).replace('"high"', '"low"')},
        ["No longer on the sheet: You usually wait 42 days."]),
    "a line went": (
        {CHECKLIST: line("letters", "Keep your letters.")},
        ["No longer on the sheet: You usually wait 42 days."]),
    "a line came": (
        {CHECKLIST: str(USUAL[CHECKLIST]) + line("tea")},
        ["New: Come for tea."]),
    "another line has other small print": (
        {"facts/more.toml": str(USUAL["facts/more.toml"]) + fact("other")}, []),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_has_changed_is_named_and_nothing_else(engine: Engine, tmp_path: Path, what: str):
    files, expected = CHANGES[what]
    code = _print(engine, _view(tmp_path / "before"))
    found = _look(engine, code, _view(tmp_path / "after", files))
    assert [change.replace("\u00a0", " ") for change in _changes(found)] == expected
    assert found.state == ("changed" if expected else "current")


def test_a_help_number_that_changed_is_named(engine: Engine, tmp_path: Path):
    code = _print(engine, _view(tmp_path / "before"))
    view = _view(tmp_path / "after")
    facts = (tmp_path / "after/toolkits/small/facts.toml").read_text().replace('"999"', '"112"')
    view = _view(tmp_path / "after", {"facts.toml": facts})
    found = _look(engine, code, view)
    assert found.state == "changed"
    assert any("112" in change for change in _changes(found))


def test_a_service_whose_phone_changed_is_named(engine: Engine, tmp_path: Path):
    def with_phone(name: str, phone: str) -> View:
        row = f"id,name,what,phone,checked_on\na,Tea Room,Tea,{phone},{DAY}\n"
        plugin(tmp_path / name / "local", "tea", {"services.csv": row})
        return _view(tmp_path / name)

    code = _print(engine, with_phone("before", "0161 496 0000"))
    found = _look(engine, code, with_phone("after", "0161 496 0009"))
    assert _changes(found) == ["Changed: Tea Room"]


def test_a_translation_that_was_mended_makes_the_paper_in_that_language_old(
    engine: Engine, tmp_path: Path
):
    def saying(name: str, text: str) -> View:
        lines = f'[[line]]\nen = "Keep your letters."\nto = "{text}"\n'
        return _view(tmp_path / name, {"translations/ar/more.toml": lines})

    before = saying("before", "رسائل")
    arabic, english = _print(engine, before, "ar"), _print(engine, before, "en")
    after = saying("after", "احتفظ برسائلك.")
    assert _changes(_look(engine, arabic, after)) == ["Changed: Keep your letters."]
    assert _look(engine, english, after).state == "current"


def test_a_paper_goes_out_of_date_when_a_review_is_missed(engine: Engine, tmp_path: Path):
    view = _view(tmp_path)
    code = _print(engine, view)
    assert _look(engine, code, view, date(2027, 1, 31)).state == "current"
    assert _look(engine, code, view, date(2027, 2, 1)).state == "changed"


def test_a_paper_for_a_band_is_compared_with_that_band(engine: Engine, tmp_path: Path):
    dated = {CHECKLIST: line("new", "New rule.", CLAIM) + line("all", "For all.")}
    view = _view(tmp_path, dated)
    old = _print(engine, view, claimed=date(2026, 3, 1))
    new = _print(engine, view, claimed=date(2026, 3, 3))
    assert old != new
    assert _look(engine, old, view).state == _look(engine, new, view).state == "current"


def test_a_paper_from_before_the_rules_moved_is_compared_all_the_same(
    engine: Engine, tmp_path: Path
):
    def with_day(name: str, day: str) -> View:
        rule = line("new", "New rule.", f"claimed_from = {day}")
        return _view(tmp_path / name, {CHECKLIST: rule + line("all", "For all.")})

    then, now = with_day("before", "2026-03-02"), with_day("after", "2026-04-01")
    new = _print(engine, then, claimed=date(2026, 3, 3))
    old = _print(engine, then, claimed=date(2026, 3, 1))
    assert _changes(_look(engine, new, now)) == ["Changed: New rule."]
    assert _look(engine, old, now).state == "current"


def test_a_paper_of_a_stop_that_is_gone_was_withdrawn(engine: Engine, tmp_path: Path):
    plugin(tmp_path / "local", "more", {
        "stages/extra-stop.toml": 'id = "extra-stop"\ntitle = "T"\nshort = "S"\nsummary = "Y"\n',
        "checklists/extra-stop.toml": line(),
    })  # fmt: skip
    view = _view(tmp_path)
    sheet = Composer(view, "Riverside", "").compose(Case("extra-stop"), SheetOptions(), DAY)
    store.record(engine, sheet)
    assert _look(engine, sheet.edition, view).state == "current"
    assert _look(engine, sheet.edition, _view(tmp_path / "without")).state == "withdrawn"


def test_a_paper_of_a_stop_without_a_checklist_was_withdrawn(engine: Engine, tmp_path: Path):
    code = _print(engine, _view(tmp_path / "before"))
    found = _look(engine, code, _view(tmp_path / "after", {CHECKLIST: ""}))
    assert found.state == "withdrawn"


def test_a_paper_in_a_language_that_is_gone_is_still_looked_up(engine: Engine, tmp_path: Path):
    language = '[[language]]\ncode = "ckb"\nname = "K"\nenglish_name = "K"\n'
    plugin(tmp_path / "local", "kurdish", {"languages.toml": language})
    code = _print(engine, _view(tmp_path), "ckb")
    assert _look(engine, code, _view(tmp_path / "without")).edition == code


def test_an_edition_that_nobody_printed_is_unknown(engine: Engine, tmp_path: Path):
    found = _look(engine, "0123456789", _view(tmp_path))
    assert (found.state, found.station, found.changes) == ("unknown", None, ())


# The page --------------------------------------------------------------------------------------


def _plain(html: str) -> str:
    return " ".join(Markup(html).striptags().split())


def test_the_page_of_an_edition_tells_whoever_holds_the_paper(client):
    answer = client.post("/stop/waiting-and-support/sheet", data={"action": "show"})
    code = _plain(answer.text).rpartition("Edition ")[2].split()[0]
    assert "We do not know this sheet" in _plain(client.get(f"/e/{code}").text)
    client.post("/stop/waiting-and-support/sheet", data={"action": "print"})
    for typed in (code, code.lower(), f" {code} "):
        text = _plain(client.get(f"/e/{typed}").text)
        assert "This sheet is still the newest" in text
        assert "Waiting, and asylum support" in text
    assert client.get(f"/ar/e/{code}").status_code == 200


@pytest.mark.parametrize("typed", ["x", "%00", "a" * 5_000, "<script>", "..%2F..", "٣٣٣"])
def test_a_made_up_edition_is_unknown_and_not_an_error(client, typed: str):
    answer = client.get(f"/e/{typed}")
    assert answer.status_code in (200, 404)
    assert "<script>" not in answer.text
