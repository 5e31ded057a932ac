"""Meetings with a client: begun, ticked, closed, and what goes by itself. Both databases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from guides.accounts.domain import Account
from guides.meetings.client.domain import NOTE_KEPT, Closing, MeetingChanged, TypedStep
from guides.meetings.client.service import Meetings, tell
from guides.people.domain import (
    LONGEST_NOTE,
    Client,
    ClosedWords,
    Code,
    NoSuchClient,
    Profile,
    Unfit,
    coded,
)
from guides.people.typed import typed
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from tests.people.conftest import DARI, Charity, save_id
from tests.storage.tables import everything

LINE, OTHER = "core/a-stop/take-the-letter", "core/a-stop/ask-for-a-break"
QUESTION = "ask/0123456789abcdef"
TODAY = date(2026, 11, 21)


def offered(profile: Profile, stage: str) -> Collection[str]:
    return (LINE, OTHER, QUESTION)


def book(charity: Charity, account: Account | None = None) -> Meetings:
    return Meetings(charity.records, account or charity.amal)


def closing(note: str = "", *steps: TypedStep, **more) -> Closing:
    plain = Closing(TODAY, 50, "library", note, steps, date(2026, 12, 1), "14:00", "office")
    return replace(plain, **more)


def step(what: str, name: str = "", by: date | None = None) -> TypedStep:
    return TypedStep(name, what, "client", by)


def finished(charity: Charity, client: Client, said: Closing, account: Account | None = None):
    book_of = book(charity, account)
    meeting = book_of.begin(client.id, save_id())
    return book_of.finish(client.id, meeting.id, said, (LINE, OTHER), meeting.version, save_id())


def test_a_meeting_is_begun_once_and_taken_up_again(charity: Charity) -> None:
    mine, once = charity.client(), save_id()
    mine_book = book(charity)
    first = mine_book.begin(mine.id, once)
    assert first.number == 1
    assert mine_book.begin(mine.id, once).id == first.id, "the same form twice"
    assert mine_book.begin(mine.id, save_id()).id == first.id, "it is open: taken up again"
    mine_book.finish(mine.id, first.id, closing(), (), first.version, save_id())
    assert mine_book.begin(mine.id, once).id == first.id, "back in the browser, and sent again"
    second = mine_book.begin(mine.id, save_id())
    assert [m.number for m in mine_book.of(mine.id)] == [2, 1]
    assert mine_book.ready(mine.id).running == second


def test_a_tick_twice_is_one_and_can_be_taken_back(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    meeting = mine_book.begin(mine.id, save_id()).id
    for _ in range(2):
        mine_book.tick(mine.id, meeting, {LINE: "talked", QUESTION: "again"}, offered)
    mine_book.tick(mine.id, meeting, {QUESTION: "alone", "stop/advice": "passed-on"}, offered)
    look = mine_book.look(mine.id, meeting)
    assert look.ticks == {LINE: "talked", QUESTION: "alone", "stop/advice": "passed-on"}
    assert look.meeting.version == 1, "a tick stands in nobody's way"
    mine_book.tick(mine.id, meeting, {LINE: "", OTHER: ""}, offered)
    assert LINE not in mine_book.look(mine.id, meeting).ticks


@pytest.mark.parametrize(
    ("item", "state"),
    [
        ("core/another-stop/x", "talked"), (LINE, "alone"), (QUESTION, "talked"),
        ("stop/weather", "passed-on"), ("with/coordinator", "passed-on"), (LINE, "x" * 10_000),
    ],
)  # fmt: skip
def test_a_line_that_is_not_offered_is_refused_kindly(
    charity: Charity, item: str, state: str
) -> None:
    mine, mine_book = charity.client(), book(charity)
    meeting = mine_book.begin(mine.id, save_id()).id
    with pytest.raises(Unfit):
        mine_book.tick(mine.id, meeting, {OTHER: "talked", item: state}, offered)
    assert mine_book.look(mine.id, meeting).ticks == {}, "nothing of it was written"


def test_at_the_end_it_says_who_does_what_and_when_they_meet(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    meeting = mine_book.begin(mine.id, save_id())
    mine_book.tick(
        mine.id, meeting.id, {LINE: "talked", QUESTION: "alone", "stop/age": "passed-on"}, offered
    )
    once = save_id()
    said = closing("Slowly, with pictures.", step("Ring a lawyer"), step("Pack the bag"))
    sent = (mine.id, meeting.id, said, (LINE, OTHER), meeting.version, once)
    mine_book.finish(*sent)
    done = mine_book.finish(*sent)  # sent twice
    assert (done.state, done.plan.left, done.note) == (
        "finished", (OTHER,), "Slowly, with pictures.",
    )  # fmt: skip
    assert done.note_goes == TODAY + NOTE_KEPT
    diary = charity.caseload(charity.amal).one(mine.id).diary
    assert (diary.last, diary.next, diary.next_at) == (TODAY, date(2026, 12, 1), "14:00")
    first, second = mine_book.steps(mine.id)
    assert {first.what, second.what} == {"Ring a lawyer", "Pack the bag"}
    mine_book.step_done(mine.id, first.id, done=True)
    ready = mine_book.ready(mine.id)
    assert [s.what for s in ready.steps] == [second.what]
    assert ready.last is not None
    assert ready.last.plan.left == (OTHER,)
    counts = charity.caseload(charity.cora).counts()
    assert counts["2026", "meeting", DARI.stage] == 1
    assert counts["2026", "answered", "alone"] == 1
    assert counts["2026", "passed-on", "age"] == 1


def test_it_can_be_put_right_and_steps_keep_their_place(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    done = finished(charity, mine, closing("One", step("First"), step("Second"), step("Third")))
    by_name = {s.what: s.id for s in mine_book.steps(mine.id)}
    again = closing("Two", step("", by_name["First"]), step("Second!", by_name["Second"]))
    mine_book.finish(mine.id, done.id, again, (), done.version, save_id())
    look = mine_book.look(mine.id, done.id)
    assert {s.what for s in look.steps} == {"Second!", "Third"}
    assert look.meeting.note == "Two"
    assert charity.caseload(charity.cora).counts()["2026", "meeting", DARI.stage] == 1


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"next": TODAY - timedelta(days=1)}, "meeting-next-past"),
        ({"next": date(9999, 12, 31)}, "meeting-next-far"),
        ({"day": TODAY + timedelta(days=2)}, "meeting-day-wrong"),
        ({"day": date(1926, 11, 21)}, "meeting-day-wrong"),
        ({"minutes": 0}, "meeting-minutes-wrong"),
        ({"note": "x" * 10_000}, "text-too-long"),
        ({"steps": tuple(step(str(n)) for n in range(6))}, "meeting-steps-many"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_kept_is_said_and_nothing_is_written(
    charity: Charity, more: dict, word: str
) -> None:
    mine, mine_book = charity.client(), book(charity)
    meeting = mine_book.begin(mine.id, save_id())
    with pytest.raises(Unfit) as unfit:
        mine_book.finish(mine.id, meeting.id, closing(**more), (), meeting.version, save_id())
    assert unfit.value.word == word
    assert mine_book.one(mine.id, meeting.id) == meeting
    assert mine_book.steps(mine.id) == ()


NOTES = (
    "Ünïcødé — “quotes” & <script>alert(1)</script>",
    "يتكلم ببطء، ويحب الصور.",
    "ቀስ ብሎ ይናገራል።",
    "👩🏽‍⚖️🏳️‍⚧️ family 👨‍👩‍👧‍👦",
    "\u202ereversed\u202c and \u2066isolated\u2069",
    "a\x00b".replace("\x00", "\x01"),
    "x" * 500,
    "दो\r\nlines",
)


def test_a_note_of_every_script_comes_back(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    there = mine_book.begin(mine.id, save_id())
    for note in NOTES:
        there = mine_book.save_note(mine.id, there.id, note, there.version, save_id())
        assert mine_book.one(mine.id, there.id).note == typed(note, LONGEST_NOTE)
        letters = [letter for letter in note if letter.isalpha()]
        assert [letter for letter in there.note if letter.isalpha()] == letters, "none was lost"
    sealed = str(everything(charity.engine)["meeting"])
    assert not [note for note in NOTES if note in sealed]


def test_two_people_in_one_meeting_notice_each_other(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    there = mine_book.begin(mine.id, save_id())
    once = save_id()
    mine_book.save_note(mine.id, there.id, "Amal's words", there.version, once)
    mine_book.save_note(mine.id, there.id, "Amal's words", there.version, once)  # answer was lost
    with pytest.raises(MeetingChanged) as changed:
        mine_book.finish(mine.id, there.id, closing("Bea's words"), (), there.version, save_id())
    now = changed.value.now.meeting
    assert now.note == "Amal's words"
    mine_book.finish(mine.id, there.id, closing("Both"), (), now.version, save_id())
    assert mine_book.one(mine.id, there.id).note == "Both"


def test_a_note_goes_by_itself_and_the_meeting_stays(charity: Charity) -> None:
    mine = charity.client()
    done = finished(charity, mine, closing("Short-lived", step("Ring a lawyer")))
    charity.now += NOTE_KEPT
    assert book(charity).one(mine.id, done.id).note == "Short-lived"
    charity.now += timedelta(days=1)
    assert book(charity).one(mine.id, done.id).note == "", "not there, though nobody has swept"
    charity.retention.sweep()
    with saving(charity.engine, EVERY) as session:
        kept = session.execute(text("SELECT note, note_goes FROM meeting WHERE id = :id"),
                               {"id": done.id}).one()  # fmt: skip
    assert tuple(kept) == ("", None)
    assert book(charity).steps(mine.id)[0].what == "Ring a lawyer"


def test_a_note_that_stays_as_it_is_does_not_live_longer(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    done = finished(charity, mine, closing("Same"))
    charity.now += timedelta(days=30)
    said = closing("Same", day=TODAY, next=None)
    again = mine_book.finish(mine.id, done.id, said, (), done.version, save_id())
    assert again.note_goes == done.note_goes


@pytest.mark.parametrize("who", ["bea", "stranger"])
def test_of_somebody_elses_client_nothing_is_there(charity: Charity, who: str) -> None:
    mine = charity.client()
    done = finished(charity, mine, closing("Secret", step("Ring a lawyer")))
    other = book(charity, getattr(charity, who))
    one_step = book(charity).steps(mine.id)[0].id
    for act in (
        lambda: other.of(mine.id),
        lambda: other.steps(mine.id),
        lambda: other.look(mine.id, done.id),
        lambda: other.ready(mine.id),
        lambda: other.begin(mine.id, save_id()),
        lambda: other.tick(mine.id, done.id, {LINE: "talked"}, offered),
        lambda: other.save_note(mine.id, done.id, "x", done.version, save_id()),
        lambda: other.finish(mine.id, done.id, closing(), (), done.version, save_id()),
        lambda: other.step_done(mine.id, one_step, done=True),
        lambda: other.printed(mine.id),
    ):
        with pytest.raises(NoSuchClient):
            act()
    assert book(charity).one(mine.id, done.id) == done


def test_an_id_of_another_clients_meeting_leads_nowhere_and_is_written_down(
    charity: Charity,
) -> None:
    mine, too = charity.client(), charity.client()
    done = finished(charity, mine, closing("Secret", step("Ring a lawyer")))
    mine_book = book(charity)
    for act in (
        lambda: mine_book.look(too.id, done.id),
        lambda: mine_book.tick(too.id, done.id, {LINE: "talked"}, offered),
        lambda: mine_book.finish(too.id, done.id, closing(), (), done.version, save_id()),
        lambda: mine_book.step_done(too.id, mine_book.steps(mine.id)[0].id, done=True),
    ):
        with pytest.raises(NoSuchClient):
            act()
    entries = charity.audit.entries(charity.engine, since=TODAY, name=f"client/{too.id}")
    assert len([e for e in entries if e.action == "refused"]) == 4


def test_a_coordinator_sees_days_and_reads_words_after_saying_why(charity: Charity) -> None:
    mine = charity.client()
    done = finished(charity, mine, closing("Secret", step("Ring a lawyer")))
    cora = book(charity, charity.cora)
    (seen,) = cora.of(mine.id)
    assert (seen.plan.day, seen.note, seen.shut) == (TODAY, "", True)
    assert [(s.what, s.shut) for s in cora.steps(mine.id)] == [("", True)]
    with pytest.raises(ClosedWords):
        cora.look(mine.id, done.id)
    charity.caseload(charity.cora).open_words(mine.id, "A complaint of the client")
    assert cora.look(mine.id, done.id).meeting.note == "Secret"
    assert cora.of(mine.id)[0].note == "Secret"
    assert cora.steps(mine.id)[0].what == "Ring a lawyer"
    with pytest.raises(NoSuchClient):
        cora.begin(mine.id, save_id())


def test_a_separated_child_is_not_met_alone(charity: Charity) -> None:
    child = charity.client(profile=replace(DARI, audiences=frozenset({"children"})))
    mine_book = book(charity)
    with pytest.raises(Unfit) as unfit:
        mine_book.begin(child.id, save_id())
    assert unfit.value.word == "meeting-not-alone"
    assert mine_book.of(child.id) == ()
    began = mine_book.begin(child.id, save_id(), with_coordinator=True)
    assert mine_book.begin(child.id, save_id()).id == began.id, "they sat down together already"


def test_somebody_who_was_finished_is_opened_again_first(charity: Charity) -> None:
    mine = charity.client()
    charity.caseload(charity.amal).close(mine.id, "moved")
    with pytest.raises(Unfit):
        book(charity).begin(mine.id, save_id())
    charity.caseload(charity.amal).reopen(mine.id)
    assert book(charity).begin(mine.id, save_id()).number == 1


def test_practice_is_counted_nowhere_and_erasing_leaves_nothing(charity: Charity) -> None:
    invented = charity.caseload(charity.amal).register(DARI, save_id(), practice=True)
    finished(charity, invented, closing("For practice"))
    mine = charity.client()
    finished(charity, mine, closing("Real", step("Ring a lawyer")))
    counts = charity.caseload(charity.cora).counts()
    assert counts["2026", "meeting", DARI.stage] == 1
    charity.caseload(charity.cora).erase(mine.id)
    with saving(charity.engine, EVERY) as session:
        for table in ("meeting", "meeting_tick", "client_step"):
            left = text(f"SELECT * FROM {table} WHERE client = :client")
            assert session.execute(left, {"client": mine.id}).all() == []
    assert charity.caseload(charity.cora).counts()["2026", "meeting", DARI.stage] == 1


def test_all_that_is_held_is_told_in_plain_words(charity: Charity) -> None:
    mine, mine_book = charity.client(), book(charity)
    meeting = mine_book.begin(mine.id, save_id())
    mine_book.tick(mine.id, meeting.id, {LINE: "talked", QUESTION: "again"}, offered)
    said = closing("Slowly.", step("Ring a lawyer", by=date(2026, 11, 30)))
    mine_book.finish(mine.id, meeting.id, said, (LINE, OTHER), meeting.version, save_id())
    with charity.records.work(charity.cora, "manage-clients") as work:
        told = list(tell(work, work.client(mine.id)))
    lines = [line for each in told for line in each.lines]
    kept = [one for _, all_of_it in lines for one in all_of_it]
    assert (Code("item", QUESTION), coded("meeting-answer-", "again")) in lines
    for held in (
        *(date(2026, 11, 21), date(2026, 11, 30), date(2027, 2, 19), "50", "Slowly."),
        *("Ring a lawyer", Code("item", LINE), Code("item", OTHER)),
        *coded("meeting-", "place-library", "step-is-open"),
    ):
        assert held in kept
    assert "amal" not in str(told)


def test_what_was_changed_in_the_database_is_lost_not_shown(charity: Charity) -> None:
    mine = charity.client()
    first = finished(charity, mine, closing("One"))
    second = finished(charity, mine, closing("Two"))
    with saving(charity.engine, EVERY) as session:
        session.execute(
            text("UPDATE meeting SET note = (SELECT note FROM meeting WHERE id = :b) "
                 "WHERE id = :a"), {"a": first.id, "b": second.id},
        )  # fmt: skip
    found = book(charity).one(mine.id, first.id)
    assert (found.lost, found.note) == (True, "")
    assert not book(charity).one(mine.id, second.id).lost
