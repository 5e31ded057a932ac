"""The pages of a meeting without a script: prepare, tick, close, print; conflicts, bad input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex

import pytest
from flask import Flask

from guides.meetings.client.service import Meetings
from guides.people.domain import Client, Profile
from guides.people.recall.service import Recall
from guides.people.service import Caseload
from guides.people.work import Records
from tests.accounts.house import Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.conftest import answered
from tests.contracts.html_rules import Page
from tests.contracts.test_headers import faults

DARI = Profile(
    "prs", "prs", "preparing-substantive-interview", contact=("never-at-home",), nation="england"
)


@dataclass
class Room:
    """A guide, a coordinator and a browser of each."""

    app: Flask
    house: House
    amal: Person
    cora: Person
    guide: Browser = field(init=False)
    coordinator: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.guide = Browser.on(self.app, self.house.enter(self.amal))
        self.coordinator = Browser.on(self.app, self.house.enter(self.cora))

    @property
    def records(self) -> Records:
        found: Records = self.app.extensions["guides"].guarded.records
        return found

    @property
    def book(self) -> Meetings:
        return Meetings(self.records, self.amal.account)

    def client(self, profile: Profile = DARI) -> Client:
        return Caseload(self.records, self.amal.account).register(profile, token_hex(16))

    def began(self, client: Client) -> str:
        """The address of a meeting that runs."""
        answer = self.guide.post(f"/clients/{client.id}/meetings/new", save=token_hex(16))
        assert answer.status_code == 303
        return answer.headers["Location"]

    def page(self, path: str, lang: str = "en") -> Page:
        answer = self.guide.get(path if lang == "en" else f"/{lang}{path}")
        assert answer.status_code == 200
        return Page(path, lang, "rtl" if lang == "ar" else "ltr", answer.text)


@pytest.fixture(scope="module")
def room(make_app: MakeApp) -> Iterator[Room]:
    with quick():
        app = make_app(plugins=("riverside", "hillside-charity"))
        house = House.of(app.extensions["guides"].guarded)
        yield Room(app, house, house.admit("amal", "guide"), house.admit("cora", "coordinator"))


def fields(page: Page) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    found: dict[str, list[str]] = {}
    (form,) = page.all("form")
    for each in form.iter():
        name, kind = each.get("name", ""), each.get("type", "")
        if not name or str(each.tag).endswith("button"):
            continue
        if kind in ("checkbox", "radio") and each.get("checked") is None:
            continue
        value = "".join(each.itertext()).removeprefix("\n")
        if str(each.tag).endswith("select"):
            chosen = [o.get("value", "") for o in each.iter() if o.get("selected") is not None]
            value = chosen[0] if chosen else ""
        elif not str(each.tag).endswith("textarea"):
            value = each.get("value", "on")
        found.setdefault(name, []).append(value)
    return found


def items(page: Page) -> list[str]:
    return [e.get("value", "") for e in page.all("input") if e.get("name") == "talked"]


def test_a_meeting_from_beginning_to_end_without_a_script(room: Room) -> None:
    client = room.client()
    before = room.guide.get(f"/clients/{client.id}/meetings/new").text
    assert "Never at home" in before
    assert "You do not need to tell me what happened to you." in before
    where = room.began(client)
    page = room.page(where)
    first, second, *_ = items(page)
    sent = fields(page)
    question = next(name for name in sent if name.startswith("answer:"))
    sent |= {"talked": [first, second, "stop/advice"], question: ["with-help"], "action": ["save"]}
    answer = room.guide.client.post(where, data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, where)
    assert "3 of " in re.sub("<[^>]+>", "", room.guide.get(where).text)
    ticks = room.book.look(client.id, where.rsplit("/", 1)[1]).ticks
    assert ticks == {
        first: "talked", second: "talked", "stop/advice": "passed-on",
        question.removeprefix("answer:"): "with-help",
    }  # fmt: skip

    end = f"{where}/finish"
    sent = fields(room.page(end))
    tomorrow = room.records.clock().date() + timedelta(days=1)
    sent |= {"what": ["Ring a lawyer"] + [""] * 4, "next": [tomorrow.isoformat()],
             "next_at": ["14:30"], "note": ["Pictures help."], "minutes": ["50"]}  # fmt: skip
    for _ in range(2):
        answer = room.guide.client.post(end, data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, where)
    after = room.guide.get(where).text
    assert "Ring a lawyer" in after
    assert "14:30" in after
    (step,) = room.book.steps(client.id)
    assert (step.what, step.who) == ("Ring a lawyer", "client")
    again = room.guide.get(f"/clients/{client.id}/meetings/new").text
    assert "Ring a lawyer" in again
    assert "Left open last time" in again
    assert room.guide.post(f"/clients/{client.id}/steps/{step.id}").status_code == 303
    assert "Ring a lawyer" not in room.guide.get(f"/clients/{client.id}/meetings/new").text


def test_two_tabs_take_nothing_from_each_other(room: Room) -> None:
    client = room.client()
    where = room.began(client)
    first, second, third, *_ = items(room.page(where))
    left, right = fields(room.page(where)), fields(room.page(where))
    room.guide.client.post(where, data=left | {"talked": [first, second]})
    room.guide.client.post(where, data=right | {"talked": [third]})
    meeting = where.rsplit("/", 1)[1]
    assert set(room.book.look(client.id, meeting).ticks) == {first, second, third}
    now = fields(room.page(where))
    room.guide.client.post(where, data=now | {"talked": [second, third]})
    assert set(room.book.look(client.id, meeting).ticks) == {second, third}, "taken back"


def test_two_people_saving_see_both_texts_and_the_ticks_are_kept(room: Room) -> None:
    client = room.client()
    where = room.began(client)
    mine, theirs = fields(room.page(where)), fields(room.page(where))
    end_of_mine = fields(room.page(f"{where}/finish"))
    room.guide.client.post(where, data=theirs | {"note": ["Their <b>words</b>"]})
    line = items(room.page(where))[0]
    answer = room.guide.client.post(where, data=mine | {"note": ["My words"], "talked": [line]})
    assert answer.status_code == 409
    assert "Their &lt;b&gt;words&lt;/b&gt;" in answer.text
    page = Page(where, "en", "ltr", answer.text)
    assert fields(page)["note"] == ["My words"]
    assert line in room.book.look(client.id, where.rsplit("/", 1)[1]).ticks
    answer = room.guide.client.post(f"{where}/finish", data=end_of_mine | {"note": ["The end"]})
    assert answer.status_code == 409
    assert "Their &lt;b&gt;words&lt;/b&gt;" in answer.text
    again = fields(Page(where, "en", "ltr", answer.text))
    assert again["note"] == ["The end"]
    assert room.guide.client.post(f"{where}/finish", data=again).status_code == 303


BAD = {
    "next": ("2020-01-01", "in the past"),
    "next_at": ("25:99", "the time with hours"),
    "day": ("32/13/2026", "The day of this meeting is not right"),
    "minutes": ("a while", "minutes as a number"),
    "place": ("12 Acacia Road", "Choose a place from the list"),
    "by": ("soon", "A day beside a step"),
    "note": ("ع" * 10_000, "too long"),
}


def test_what_does_not_fit_is_said_and_what_was_typed_stays(room: Room) -> None:
    client = room.client()
    end = f"{room.began(client)}/finish"
    for name, (typed, said) in BAD.items():
        sent = fields(room.page(end))
        tomorrow = room.records.clock().date() + timedelta(days=1)
        sent |= {"note": ["Typed & kept"], "what": ["A step"] + [""] * 4}
        sent["next"] = [tomorrow.isoformat()]
        sent[name] = [typed, *sent[name][1:]]
        answer = room.guide.client.post(end, data=sent)
        assert (answer.status_code, said in answer.text) == (400, True), name
        back = fields(Page(end, "en", "ltr", answer.text))
        assert back["what"][0] == "A step"
        assert back["note"] == sent["note"]
        assert name == "place" or back[name][0] == typed
    assert room.book.steps(client.id) == ()
    british = fields(room.page(end)) | {"minutes": ["٤٥"]}
    british["day"] = [f"{room.records.clock().date():%d/%m/%Y}"]
    assert room.guide.client.post(end, data=british).status_code == 303
    assert room.book.of(client.id)[0].plan.minutes == 45


def test_a_script_sends_ticks_as_they_come_and_is_answered_in_words(room: Room) -> None:
    client = room.client()
    where = room.began(client)
    first, second, *_ = items(room.page(where))
    sent = fields(room.page(where))["form_token"]
    ask = {"headers": {"Accept": "application/json"}}
    ticks = {"form_token": sent, "item": [first, second], "state": ["talked", "talked"]}
    for _ in range(2):  # a double tap; an answer that was lost
        answer = room.guide.client.post(where, data=ticks, **ask)
        assert answer.get_json() == {"saved": True}
    ticks = {"form_token": sent, "item": [second, "core/x/y"], "state": ["", "talked"]}
    answer = room.guide.client.post(where, data=ticks, **ask)
    assert (answer.status_code, "no longer on this list" in answer.get_json()["problem"]) == (
        400,
        True,
    )
    assert set(room.book.look(client.id, where.rsplit("/", 1)[1]).ticks) == {first, second}
    note = {"form_token": sent, "note": "One", "note_was": "", "version": "1", "save": "a" * 32}
    for _ in range(2):
        assert room.guide.client.post(where, data=note, **ask).get_json()["version"] == 2
    late = note | {"note": "Two", "save": "b" * 32}
    answer = room.guide.client.post(where, data=late, **ask)
    assert (answer.status_code, answer.get_json()["note"], answer.get_json()["version"]) == (
        409,
        "One",
        2,
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_separated_child_is_not_met_alone_and_the_number_stands_there(room: Room) -> None:
    child = room.client(Profile("ar", "ar", "claiming", audiences=frozenset({"children"})))
    start = f"/clients/{child.id}/meetings/new"
    page = room.guide.get(start).text
    assert "You do not meet a separated child alone" in page
    assert "0114\u00a0496\u00a00111" in page, "at night and at weekends"
    answer = room.guide.post(start, save=token_hex(16))
    assert (answer.status_code, room.book.of(child.id)) == (400, ())
    assert room.guide.post(start, save=token_hex(16), with_coordinator="y").status_code == 303


def test_a_meeting_of_somebody_who_turns_out_to_be_a_child_stops(room: Room) -> None:
    client = room.client()
    where = room.began(client)
    known = Caseload(room.records, room.amal.account)
    child = Profile("prs", "prs", client.profile.stage, audiences=frozenset({"children"}))
    known.change(client.id, child, known.one(client.id).version, token_hex(16))
    page = room.guide.get(where).text
    assert "This meeting has to wait" in page
    assert 'name="talked"' not in page


def test_the_sheet_is_printed_and_it_is_known_who_holds_it(room: Room) -> None:
    client = room.client()
    where = room.began(client)
    sent = fields(room.page(where))
    line = items(room.page(where))[0]
    answer = room.guide.client.post(where, data=sent | {"talked": [line], "action": ["print"]})
    assert line in room.book.look(client.id, where.rsplit("/", 1)[1]).ticks, "kept on the way"
    assert answer.data == room.guide.post(f"{where}/sheet").data
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'inline; filename="sheet.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    held = Recall(room.records, room.amal.account).of(client.id)
    assert [(each.stage, each.lang) for each in held] == [(client.profile.stage, "prs")]


def test_practice_is_marked_on_every_page_and_counted_nowhere(room: Room) -> None:
    def counts() -> object:
        return Caseload(room.records, room.cora.account).counts()

    before = counts()
    assert room.guide.post("/practice", save=token_hex(16)).status_code == 400
    answer = room.guide.post("/practice", save="f" * 32, case="refused")
    again = room.guide.post("/practice", save="f" * 32, case="refused")
    start = answer.headers["Location"]
    assert again.headers["Location"] == start, "a double tap makes one of them"
    where = room.guide.post(start, save=token_hex(16)).headers["Location"]
    end = f"{where}/finish"
    for path in (start, where, end):
        assert "PRACTICE" in room.guide.get(path).text
    assert room.guide.client.post(end, data=fields(room.page(end))).status_code == 303
    assert "PRACTICE" in room.guide.get(where).text
    assert room.guide.post(f"{where}/sheet").status_code == 200
    assert counts() == before
    client = start.split("/")[2]
    assert Recall(room.records, room.amal.account).of(client) == ()


def test_a_coordinator_reads_a_meeting_after_saying_why(room: Room) -> None:
    client = room.client()
    where = room.began(client)
    sent = fields(room.page(f"{where}/finish")) | {"note": ["Between us"]}
    room.guide.client.post(f"{where}/finish", data=sent)
    closed = room.coordinator.get(where)
    assert (closed.status_code, "Between us" in closed.text) == (403, False)
    Caseload(room.records, room.cora.account).open_words(client.id, "A complaint")
    opened = room.coordinator.get(where)
    assert (opened.status_code, "Between us" in opened.text) == (200, True)
    assert f'action="{where}' not in opened.text, "reads, and changes nothing"
    assert room.coordinator.get(f"{where}/finish").status_code == 404


@pytest.fixture(scope="module")
def shown(room: Room) -> list[Page]:
    """Every page of a meeting, in both languages."""
    client = room.client()
    where = room.began(client)
    sent = fields(room.page(where))
    sent |= {"talked": items(room.page(where))[:2], "note": ["Pictures."]}
    room.guide.client.post(where, data=sent)
    late = fields(room.page(f"{where}/finish")) | {"version": ["1"], "what": ["<b>x"] + [""] * 4}
    child = room.client(Profile("ar", "ar", "claiming", audiences=frozenset({"children"})))
    found = []
    for lang in ("en", "ar"):
        start, prefix = f"/clients/{client.id}/meetings/new", "" if lang == "en" else "/ar"
        for path in (start, where, f"{where}/finish", "/practice",
                     f"/clients/{child.id}/meetings/new"):  # fmt: skip
            found.append(room.page(path, lang))
        answer = room.guide.client.post(f"{prefix}{where}/finish", data=late)
        assert answer.status_code == 409
        found.append(Page("409", lang, "rtl" if lang == "ar" else "ltr", answer.text))
    done = fields(room.page(f"{where}/finish")) | {"what": ["قلم"] + [""] * 4}
    room.guide.client.post(f"{where}/finish", data=done)
    return [
        *found,
        *(room.page(p, lang) for lang in ("en", "ar") for p in (where, f"{where}/again")),
    ]


@pytest.mark.parametrize("rule", html_rules.RULES, ids=lambda rule: rule.__name__)
def test_every_page(rule: Callable[[Page], Iterator[str]], shown: list[Page]) -> None:
    assert not [f"{page.name}: {fault}" for page in shown for fault in rule(page)]


def test_their_headers(room: Room) -> None:
    where = room.began(room.client())
    for path in (where, f"{where}/finish"):
        assert not list(faults(answered(path, room.guide.get(path), "en", "ltr"), "page for one"))
