"""Looking for services on the page, as somebody does who is not known and says little."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, time
from typing import Any

import pytest

from guides.directory.forms import SearchForm
from guides.directory.hours.opening import LONDON
from guides.web.site import Site
from tests.desk.town import FOOD, LAW, MANY, ODD, OLD, QUIET, REFUGE, SOUTHERN, Town, names

CANARY = "kanarienvogel"
LAWYER = {"text": "solicitor", "area": "m14 5tq", "language": "ar", "stage": "claiming"}


def find(town: Town, prefix: str = "", **typed: Any) -> str:
    answer = town.visitor().post(f"{prefix}/services", data=typed)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_result_says_whom_to_ring_when_in_which_language_and_why(town: Town) -> None:
    page = find(town, **LAWYER)
    assert names(page)[0] == LAW
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    for said in (
        "Has room – said 3 days ago", "Monday to Wednesday 10:00–16:00", "Arabic (interpreter)",
        "Ring first.", "Ask for the asylum team.", "Checked on 18 November 2026", "0.5 miles",
        "it says the same in other words", "for this stop: Asking for asylum",
    ):  # fmt: skip
        assert said in text, said
    assert 'href="tel:01614960101"' in page


def test_nothing_that_was_typed_stands_in_an_address_a_header_or_a_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = town.visitor()
    typed = {**LAWYER, "text": f"{CANARY} solicitor", "gender": "women", "age": "37"}
    for path in ("/services", "/ar/services"):
        answer = client.post(path, data=typed)
        assert answer.status_code == 200
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', answer.text)
        said = [*addresses, *map(str, answer.headers.items()), caplog.text]
        for word in (CANARY, "M14", "m14", "5tq", "5TQ", "=37", "gender", "stage=", "language="):
            assert not [one for one in said if word in one and "tel:" not in one], word
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert "5TQ" not in answer.text.upper(), "of a postcode only the first part comes back"
        assert 'value="M14 5"' in answer.text
        assert CANARY in answer.text, "what was typed stays in the form"
    assert client.get("/services").text.count(CANARY) == 0


def test_it_says_what_is_hidden_by_what_and_shows_it_on_a_tap(town: Town) -> None:
    typed: dict[str, Any] = {"needs": ["legal", "safety"], "gender": "men", "area": "M14"}
    page = find(town, **typed)
    assert OLD in names(page)
    assert REFUGE not in names(page)
    assert re.search(r"Only for another gender: <b[^>]*>1</b>", page)
    assert 'name="without" value="gender"' in page
    more = find(town, **typed, without="gender")
    assert REFUGE in names(more)
    assert 'value="M14"' in more, "the rest of the form stays"
    assert not re.search(r'value="men" checked', more)


def test_pages_of_results_follow_each_other(town: Town) -> None:
    first = find(town, needs="family-tracing")
    second = find(town, needs="family-tracing", page="2")
    assert len(names(first)) == 20
    assert len(names(second)) == MANY - 20
    assert not set(names(first)) & set(names(second))
    assert 'name="page" value="2"' in first
    assert ">21</span>" in second, "numbers go on"
    for odd in ("0", "-3", "x", "²", "9" * 30):
        assert town.visitor().post("/services", data={"page": odd}).status_code == 200


def test_what_others_wrote_is_shown_as_text(town: Town) -> None:
    page = find(town, needs="sport")
    one = town.visitor().get(f"/services/{town.shown(ODD).id}").text
    for html in (page, one):
        assert "&lt;script&gt;" in html
        for planted in (
            "<script>alert",
            "<img src=x",
            'href="javascript',
            "tel:javascript",
            "<b>n",
        ):
            assert planted not in html, planted


def test_what_is_not_for_everybody_is_not_there(town: Town) -> None:
    client = town.visitor()
    quiet = town.shown(QUIET)
    assert QUIET not in find(town, needs="housing")
    absent = client.get("/services/00000000-0000-4000-8000-000000000000")
    assert client.get(f"/services/{quiet.id}").data == absent.data
    assert absent.status_code == 404
    assert client.get(f"/services/{town.shown(REFUGE).id}").status_code == 200
    assert SOUTHERN not in find(town, needs="food")


def test_a_hidden_address_is_said_to_be_hidden(town: Town) -> None:
    page = town.visitor().get(f"/services/{town.shown(REFUGE).id}").text
    assert "The address is not told" in page


def test_who_finds_nothing_is_told_what_to_do(town: Town) -> None:
    page = find(town, text="xyzzyqq", language="ti")
    assert not names(page)
    assert "Take something away and search again" in page
    assert "tel:999" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("age", "x"), ("age", "-1"), ("age", "9" * 40), ("age", "²"), ("needs", "atlantis"),
        ("stage", "no-such-stop"), ("language", "xx-nothing"), ("gender", "robot"),
        ("household", "x" * 5_000), ("area", "ZZ99 9ZZ"), ("area", "somewhere in town"),
        ("within", "1e9"), ("within", "nan"), ("when", "never"), ("day", "9"), ("time", "25:99"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_and_the_rest_kept(town: Town, field: str, typed: str) -> None:
    sent = {"text": "bread and butter", "area": "M13", "when": "day", "day": "1", "time": "10:00"}
    answer = town.visitor().post("/services", data={**sent, field: typed})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "wrong-value" in answer.text
    assert 'value="bread and butter"' in answer.text
    if field == "area":
        assert typed not in answer.text, "it may be an address"


@pytest.mark.parametrize(
    "text", ["\x00", "' OR 1=1 --", "NEAR(", '"', "*" * 300, "ا" * 500, "\u202e"]
)
def test_any_words_can_be_asked(town: Town, text: str) -> None:
    assert town.visitor().post("/services", data={"text": text}).status_code == 200


def test_in_arabic_the_days_and_the_languages_are_arabic(town: Town) -> None:
    page = find(town, "/ar", **LAWYER)
    assert "الاثنين" in page
    assert "الفارسية" in page
    assert "قبل" in page


def test_the_page_of_a_stop_leads_to_the_search_with_the_stop_chosen(town: Town) -> None:
    client = town.visitor()
    assert 'href="/services/at/claiming"' in client.get("/stop/claiming").text
    page = client.get("/services/at/claiming").text
    assert re.search(r'<option selected value="claiming">', page)
    assert client.get("/services/at/no-such-stop").status_code == 404
    assert FOOD in names(find(town, stage="claiming", needs="food"))


def test_a_day_and_a_time_are_the_next_such_in_london(town: Town) -> None:
    """On Sunday 25 October 2026 the clocks go back: Tuesday at ten is winter time."""
    here: Site = town.app.extensions["guides"]
    with town.app.test_request_context("/"):
        from guides.web.site import guide  # needs a request

        form = SearchForm.made_for(guide().wording, here.view.stages)
        form.when.data, form.day.data, form.time.data = "day", "1", time(10)
        summer = datetime(2026, 10, 24, 12, tzinfo=UTC)
        at = form.asked(summer).at
        assert at is not None
        assert at.astimezone(UTC) == datetime(2026, 10, 27, 10, tzinfo=UTC)
        form.day.data = "5"
        at = form.asked(summer).at
        assert at is not None
        assert at.astimezone(UTC) == datetime(2026, 10, 24, 9, tzinfo=UTC), "today counts"
        form.when.data = "now"
        assert form.asked(summer).at == summer.astimezone(LONDON)


def test_the_question_is_the_same_for_everybody_and_is_kept(town: Town) -> None:
    client = town.visitor()
    first, second = client.get("/services"), client.get("/services")
    assert first.data == second.data
    assert first.headers["Cache-Control"] == "public, max-age=300"
    inside = town.enter(town.guide).get("/services")
    assert inside.data == first.data
