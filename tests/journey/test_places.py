"""Local places: which are shown at a stop, in which order, and how far they were checked."""

from __future__ import annotations

from pathlib import Path

from guides.journey.places import services_for
from guides.plugins.registry import View
from guides.toolkit.wording import Wording
from tests.plugins.folders import plugin, small_registry

ROWS = """\
id,name,what,stages,phone,languages,checked_on,checked_by
anywhere,Anywhere,Tea,,,en,,
here,Here,Tea,first-stop,0161 496 0000,en,2026-11-12,
arabic,Arabic,Tea,first-stop;second-stop,,ar;en,2026-11-13,A. Person
there,There,Tea,second-stop,,,,
"""


def _view(base: Path) -> View:
    plugin(base / "local", "tea", {"services.csv": ROWS}, "Tea Club")
    return small_registry(base).for_org()


def _ids(view: View, stage: str, lang: str = "en") -> list[str]:
    wording = Wording(view, view.languages[lang])
    return [place.id for place in services_for(view, wording, stage)]


def test_places_for_a_stop_stand_before_those_for_every_stop(tmp_path):
    assert _ids(_view(tmp_path), "first-stop") == ["here", "arabic", "anywhere"]


def test_places_that_speak_the_readers_language_stand_first(tmp_path):
    assert _ids(_view(tmp_path), "first-stop", "ar") == ["arabic", "here", "anywhere"]
    assert _ids(_view(tmp_path), "second-stop", "ar") == ["arabic", "there", "anywhere"]


def test_a_place_says_when_somebody_last_made_sure_or_that_nobody_has(tmp_path):
    view = _view(tmp_path)
    wording = Wording(view, view.languages["en"])
    said = {p.id: p.checked.plain for p in services_for(view, wording, "first-stop")}
    assert "12 November 2026" in said["here"]
    assert "13 November 2026" in said["arabic"]
    assert "Nobody has checked" in said["anywhere"]


def test_a_phone_number_is_kept_in_its_direction(tmp_path):
    view = _view(tmp_path)
    wording = Wording(view, view.languages["ar"])
    phones = {p.id: p.phone for p in services_for(view, wording, "first-stop")}
    assert phones["here"] is not None
    assert phones["here"].html == '<bdi dir="ltr">0161\u00a0496\u00a00000</bdi>'
    assert phones["anywhere"] is None


def test_every_place_carries_the_name_of_who_added_it(tmp_path):
    view = _view(tmp_path)
    places = services_for(view, Wording(view, view.languages["en"]), "first-stop")
    assert {place.credit.name for place in places} == {"Tea Club"}
