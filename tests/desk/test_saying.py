"""What guides say after a call and coordinators correct: at once on the page of everybody."""

from __future__ import annotations

import logging
import re

import pytest

from guides.directory.domain import Listing, Phone, Schedule
from tests.accounts.house import Browser
from tests.desk.test_looking import find
from tests.desk.town import FOOD, LAW, LIST, LISTINGS, OLD, QUIET, SOUTHERN, Town, names

CANARY = "kanarienvogel"


@pytest.fixture
def desk(town: Town) -> Browser:
    return town.enter(town.coordinator)


def fresh(town: Town, name: str, **more: object) -> str:
    """A service of its own for a test that changes it. Returns its id."""
    listing = Listing(name, name, phones=(Phone("01632 960111"),), **more)  # type: ignore[arg-type]
    town.bring(0, f"list of {name}", (listing,))
    return town.shown(name).id


def test_one_tap_is_seen_by_everybody_at_once(town: Town) -> None:
    which = fresh(town, f"Tapped {id(town)}", needs=("sport",))
    guide = town.enter(town.guide)
    for tap, said in (("full", "Full – said today"), ("open", "Has room – said today")):
        answer = guide.post(f"/desk/services/{which}", say=tap, note="until Christmas")
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/desk/services/{which}"
        for page in (town.visitor().get(f"/services/{which}").text, find(town, needs="sport")):
            assert said in page
            assert "until Christmas" in page


def test_what_has_closed_is_shown_to_nobody_until_somebody_has_looked(
    town: Town, desk: Browser
) -> None:
    name = f"Closing {id(town)}"
    which = fresh(town, name, needs=("sport",))
    town.enter(town.guide).post(f"/desk/services/{which}", say="closed", note="the sign is gone")
    assert town.visitor().get(f"/services/{which}").status_code == 404
    assert name not in find(town, needs="sport")
    queue = desk.get("/desk/directory").text
    assert name in queue
    assert "the sign is gone" in queue
    assert desk.post(f"/desk/services/{which}/settle", gone="n").status_code == 303
    assert town.visitor().get(f"/services/{which}").status_code == 200
    assert "the sign is gone" not in desk.get("/desk/directory").text
    desk.post(f"/desk/services/{which}", say="moved")
    desk.post(f"/desk/services/{which}/settle", gone="y")
    assert town.visitor().get(f"/services/{which}").status_code == 404


def test_the_list_to_ring_down_begins_with_legal_advice_and_shrinks(
    town: Town, desk: Browser
) -> None:
    never = f"Never checked {id(town)}"
    fresh(town, never, needs=("sport",))
    queue = desk.get("/desk/directory").text
    due = queue[queue.index('id="due"') :]
    assert due.index(OLD) < due.index(never)
    assert 'href="tel:01632960404"' in due
    answer = desk.post(f"/desk/services/{town.shown(OLD).id}", say="checked", **{"from": "queue"})
    assert answer.headers["Location"] == "/desk/directory"
    after = desk.get("/desk/directory").text
    assert OLD not in after[after.index('id="due"') : after.index('id="held"')]


@pytest.mark.parametrize("sent", [{}, {"say": "burn"}, {"say": "open", "note": "x" * 301}])
def test_what_was_not_understood_is_not_saved_and_comes_back(
    town: Town, desk: Browser, sent: dict[str, str]
) -> None:
    which = town.shown(FOOD).id
    before = town.shown(FOOD)
    answer = desk.post(f"/desk/services/{which}", **sent)
    assert answer.status_code == 400
    assert sent.get("note", "") in answer.text
    assert town.shown(FOOD) == before


def test_no_word_of_it_is_logged(
    town: Town, desk: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    which = fresh(town, f"Logged {id(town)}")
    desk.post(f"/desk/services/{which}", say="limited", note=CANARY)
    desk.post(f"/desk/services/{which}/correct", **form(desk, which) | {"what": CANARY})
    desk.post("/desk/services", text=CANARY, area="M14 5TQ")
    assert CANARY not in caplog.text
    assert "M14" not in caplog.text


# Corrections -------------------------------------------------------------------------------------


def form(browser: Browser, which: str) -> dict[str, object]:
    """The correction form as it comes, to be sent back with something changed."""
    page = browser.get(f"/desk/services/{which}/correct").text
    fields: dict[str, object] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            fields[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)<', page):
        fields[name] = text
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option[^>]* selected[^>]* value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    del fields["form_token"]
    return fields


def test_the_form_as_it_comes_changes_nothing(town: Town, desk: Browser) -> None:
    for name in (LAW, FOOD, QUIET):
        before = town.shown(name)
        sent = form(desk, before.id)
        assert desk.post(f"/desk/services/{before.id}/correct", **sent).status_code == 303
        assert town.shown(name) == before


def test_a_form_of_which_parts_are_missing_changes_nothing(town: Town, desk: Browser) -> None:
    law = town.shown(LAW)
    assert desk.post(f"/desk/services/{law.id}/correct").status_code == 400
    assert desk.post(f"/desk/services/{law.id}/correct", name="Another").status_code == 400
    assert town.shown(LAW) == law


def test_a_correction_is_seen_stays_and_can_be_taken_back(town: Town, desk: Browser) -> None:
    law = town.shown(LAW)
    path = f"/desk/services/{law.id}/correct"
    changed = {"phones": "0161 496 0188 (mornings)", "hours": "Thursday 9am-1pm"}
    assert desk.post(path, **form(desk, law.id) | changed).status_code == 303
    town.bring(0, LIST, LISTINGS)  # the source comes again
    shown = town.shown(LAW)
    assert shown.listing.phones == (Phone("0161 496 0188", "mornings"),)
    assert shown.listing.schedules == (Schedule("09:00", "13:00", "TH"),)
    assert set(shown.edited) == {"phones", "hours", "schedules"}
    public = town.visitor().get(f"/services/{law.id}").text
    assert "Thursday 09:00–13:00" in re.sub(r"<[^>]+>", "", public)
    page = desk.get(path).text
    assert "0161 496 0101" in page, "what the source says stands beside it"
    sent = form(desk, law.id)
    for field in ("phones", "hours"):
        sent["version"] = town.shown(LAW).version
        assert desk.post(path, **sent, back=field).headers["Location"] == path
    assert town.shown(LAW).listing == law.listing
    assert town.shown(LAW).edited == ()


def test_the_second_of_two_people_is_told_and_overwrites_nothing(town: Town, desk: Browser) -> None:
    which = fresh(town, f"Twice {id(town)}")
    path = f"/desk/services/{which}/correct"
    mine = form(desk, which)
    assert desk.post(path, **mine | {"what": "Tea."}).status_code == 303
    late = desk.post(path, **mine | {"what": "Coffee."})
    assert late.status_code == 409
    assert "Coffee." in late.text
    assert town.shown(f"Twice {id(town)}").listing.what == "Tea."
    again = re.search(r'name="version" value="(\d+)"', late.text)
    assert again is not None
    assert desk.post(path, **mine | {"what": "Coffee.", "version": again[1]}).status_code == 303


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "  "}, {"name": "x" * 301}, {"phones": "ring us"}, {"phones": "1" * 40},
        {"precision": "everywhere"}, {"route": "by pigeon"}, {"language-0": "x" * 99},
        {"visibility": "nobody"}, {"back": "no-such-field"}, {"version": "x"},
    ],
)  # fmt: skip
def test_a_correction_that_does_not_fit_is_refused_whole(
    town: Town, desk: Browser, typed: dict[str, str]
) -> None:
    law = town.shown(LAW)
    sent = form(desk, law.id) | {"what": "Something else."} | typed
    answer = desk.post(f"/desk/services/{law.id}/correct", **sent)
    assert answer.status_code in (400, 409)
    assert "Something else." in answer.text
    assert town.shown(LAW) == law


def test_an_address_that_is_hidden_now_is_kept_nowhere(town: Town, desk: Browser) -> None:
    food = town.shown(FOOD)
    sent = form(desk, food.id) | {"precision": "hidden"}
    assert desk.post(f"/desk/services/{food.id}/correct", **sent).status_code == 303
    for page in (find(town, needs="food"), town.visitor().get(f"/services/{food.id}").text):
        assert "Example Road" not in page
        assert "The address is not told" in page
    assert "Example Road" not in str(town.shown(FOOD).listing)


# Who may what ------------------------------------------------------------------------------------


def test_guides_see_what_is_for_volunteers_and_cannot_correct(town: Town) -> None:
    guide, which = town.enter(town.guide), town.shown(QUIET).id
    assert names(guide.post("/desk/services", needs="housing").text) == [QUIET]
    assert guide.get(f"/desk/services/{which}").status_code == 200
    for path in (f"/desk/services/{which}/correct", "/desk/directory", "/desk/directory/import"):
        assert guide.get(path).status_code == 404
    assert guide.post(f"/desk/services/{which}/settle", gone="y").status_code == 404
    assert town.shown(QUIET).listing.status == "active"


def test_another_organisation_finds_nothing_of_ours_and_we_nothing_of_theirs(town: Town) -> None:
    south, theirs = town.enter(town.elsewhere), town.elsewhere.account.org
    assert theirs is not None
    soup, law = town.shown(SOUTHERN, theirs), town.shown(LAW)
    absent = south.get("/desk/services/00000000-0000-4000-8000-000000000000")
    assert south.get(f"/desk/services/{law.id}").data == absent.data
    before = town.shown(LAW)
    for path, sent in (
        (f"/desk/services/{law.id}", {"say": "full"}),
        (f"/desk/services/{law.id}/correct", {"name": "Mine now", "version": str(law.version)}),
        (f"/desk/services/{law.id}/settle", {"gone": "y"}),
        ("/desk/directory/pairs", {"first": soup.id, "second": law.id, "keep": "first"}),
    ):
        assert south.post(path, **sent).status_code == 404, path
    assert town.shown(LAW) == before
    assert LAW not in south.post("/desk/services", needs="legal").text
    assert LAW not in south.get("/desk/directory").text
    assert LAW not in south.get("/desk/directory/pairs").text
    ours = town.enter(town.coordinator)
    assert ours.get(f"/desk/services/{soup.id}").status_code == 404
    assert SOUTHERN not in ours.get("/desk/directory").text
    assert names(south.post("/desk/services", needs="food").text) == [SOUTHERN]


# Pairs -------------------------------------------------------------------------------------------


def test_of_two_that_are_one_the_other_is_shown_no_more(town: Town, desk: Browser) -> None:
    first, second = f"Twin Clinic {id(town)} a", f"Twin Clinic {id(town)} b"
    phones = (Phone("01632 960777"),)
    pair = [Listing(name, name, phones=phones, needs=("health",)) for name in (first, second)]
    town.bring(0, f"twins {id(town)}", pair)
    queue = desk.get("/desk/directory/pairs").text
    assert first in queue
    assert second in queue
    sent = {"first": town.shown(first).id, "second": town.shown(second).id}
    assert desk.post("/desk/directory/pairs", **sent, keep="second").status_code == 303
    found = names(find(town, needs="health"))
    assert second in found
    assert first not in found
    assert first not in desk.get("/desk/directory/pairs").text
