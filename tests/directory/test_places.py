"""Services of plugins in the directory, and what of the directory stands on pages and sheets."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from guides.directory.asked import Search, Viewer
from guides.directory.domain import Check, Eligibility, Language, Listing, Phone, Place, Room
from guides.directory.places import DirectoryPlaces
from guides.directory.precision import as_kept
from guides.directory.readers.domain import Read
from guides.directory.service import Directory
from guides.plugins.nearby import Near
from guides.plugins.registry import View
from guides.storage.engine import Engine, open_engine
from guides.web.nearby import with_directory
from tests.directory.conftest import NOW, TODAY
from tests.plugins.folders import plugin, small_registry

CHECKED = Check(TODAY)
ROWS = f"id,name,what,stages,phone,checked_on\na,Tea Room,Tea,first-stop,0161 496 0000,{TODAY}\n"


def _view(base: Path, rows: str = ROWS) -> View:
    plugin(base / "local", "tea", {"services.csv": rows}, "Tea Club")
    return small_registry(base).for_org()


def _placed(directory: Directory, org: int, view: View) -> View:
    return with_directory(directory, org, view, lambda: TODAY)[0]


def _bring(directory: Directory, org: int, *listings: Listing) -> None:
    reads = [Read(f"row {n}", each.key, each) for n, each in enumerate(listings)]
    directory.importing.take(org, directory.importing.preview(org, "file", "list", reads))


def _near(view: View, *, lang: str = "en", area: str = "", paper: bool = False, most: int = 3):
    asked = Near("first-stop", lang, area, TODAY if paper else None, most)
    return [service.name for service in view.places.near(asked)]


def _place(key: str, **more: Any) -> Listing:
    usual = Listing(key, key.title(), check=CHECKED)
    return replace(usual, **more)


def test_services_of_plugins_come_in_by_themselves_and_only_when_they_changed(
    directory, org, tmp_path
):
    view = _view(tmp_path)
    assert _near(_placed(directory, org, view)) == ["Tea Room"]
    before = directory.revisions()[org]
    _placed(directory, org, view)
    assert directory.revisions()[org] == before
    other = _view(tmp_path, ROWS.replace("Tea Room", "Tea House"))
    assert _near(_placed(directory, org, other)) == ["Tea House"]


def test_a_plugin_that_is_off_shows_nothing_and_when_it_is_on_again_all_is_as_it_was(
    directory, org, tmp_path
):
    view = _view(tmp_path)
    _placed(directory, org, view)
    (tea,) = directory.every(Viewer(org, "staff"))
    directory.edit(org, tea.id, {"phones": [{"number": "0161 496 0099"}]}, tea.version)
    directory.say_room(org, tea.id, "limited", "Mondays")
    off = small_registry(tmp_path).for_org(())
    assert _near(_placed(directory, org, off)) == []
    (service,) = _placed(directory, org, view).places.near(Near("first-stop"))
    assert (service.phone, service.room) == ("0161 496 0099", "limited")


def test_a_row_that_its_plugin_took_out_is_gone_at_once(directory, org, tmp_path):
    two = ROWS + f"b,Bun Room,Buns,first-stop,,{TODAY}\n"
    assert len(_near(_placed(directory, org, _view(tmp_path, two)))) == 2
    assert _near(_placed(directory, org, _view(tmp_path))) == ["Tea Room"]
    assert len(_near(_placed(directory, org, _view(tmp_path, two)))) == 2


def test_the_best_come_first(directory, org, tmp_path):
    stage = Eligibility(stages=("first-stop",))
    arabic = (Language("ar", "staff"),)
    far, close = Place(postcode="NE1 4"), Place(postcode="M14 5")
    _bring(
        directory, org,
        _place("for all", places=(close,)),
        _place("far", eligibility=stage, places=(far,)),
        _place("arabic", eligibility=stage, languages=arabic, places=(far,)),
        _place("close", eligibility=stage, places=(close,)),
        _place("elsewhere", eligibility=Eligibility(stages=("second-stop",))),
    )  # fmt: skip
    view = _placed(directory, org, small_registry(tmp_path).for_org())
    assert _near(view, lang="ar", area="M14", most=4) == ["Arabic", "Close", "For All", "Far"]
    assert "Elsewhere" not in _near(view, most=9)


def test_paper_has_one_for_each_need_before_a_second(directory, org, tmp_path):
    def there(key: str, *needs: str) -> Listing:
        return _place(key, needs=needs)

    _bring(
        directory, org,
        there("a food", "food"), there("b food", "food"), there("c law", "legal"),
        there("d food and law", "food", "legal"), there("e english", "english"),
    )  # fmt: skip
    view = _placed(directory, org, small_registry(tmp_path).for_org())
    assert _near(view, paper=True) == ["A Food", "C Law", "E English"]
    assert _near(view, paper=True, most=4)[-1] == "B Food"
    assert _near(view) == ["A Food", "B Food", "C Law"]  # a page has room for all


@pytest.mark.parametrize(
    "bad",
    [
        {"check": None},
        {"check": Check(TODAY - timedelta(days=181))},
        {"visibility": "volunteers"},
        {"visibility": "staff"},
        {"status": "temporarily closed"},
        {"room": Room.said("closed", TODAY)},
    ],
)
def test_what_must_not_be_on_paper_is_not(directory, org, tmp_path, bad):
    _bring(directory, org, _place("good"), _place("bad", **bad))
    view = _placed(directory, org, small_registry(tmp_path).for_org())
    assert _near(view, paper=True) == ["Good"]


def test_a_database_that_does_not_answer_leaves_the_plugins_own(tmp_path, caplog):
    gone = open_engine("postgresql://nobody@127.0.0.1:9/none")
    view = _view(tmp_path)
    with caplog.at_level(logging.ERROR):
        placed = _placed(Directory(gone, lambda: NOW), 0, view)
    assert _near(placed) == ["Tea Room"]
    assert "without the directory" in caplog.text


def test_a_database_that_breaks_later_leaves_the_plugins_own(engine: Engine, org, tmp_path, caplog):
    view = _view(tmp_path)
    gone = open_engine("postgresql://nobody@127.0.0.1:9/none")
    placed = _placed(Directory(engine, lambda: NOW), org, view)
    assert isinstance(placed.places, DirectoryPlaces)
    placed.places.directory = Directory(gone, lambda: NOW)
    with caplog.at_level(logging.ERROR):
        assert _near(placed) == ["Tea Room"]
    assert "does not answer" in caplog.text


def test_a_hidden_address_is_nowhere(directory, org, tmp_path):
    secret = as_kept(Place(address="7 Planted Street", city="Plantedham", postcode="M14 5TQ",
                           latitude=53.45, longitude=-2.22, precision="hidden",
                           phones=(Phone("0161 496 0077"),)))  # fmt: skip
    _bring(directory, org, _place("refuge", places=(secret,)))
    (service,) = _placed(directory, org, small_registry(tmp_path).for_org()).places.near(Near())
    assert "Planted" not in repr(service)
    found = directory.search(Viewer(org), Search(sector="M14 5", within_km=5)).found
    assert not found or found[0].km is None
