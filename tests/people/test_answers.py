"""Answers as they were given, over time and over versions; what is counted and stays. Both
databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from guides.api import FormOption, FormQuestion, ProgrammeForm
from guides.people.answers.domain import AnswersChanged, AnswersWrong
from guides.people.answers.monitoring import Monitoring
from guides.people.answers.service import Answers, tell
from guides.people.domain import ClosedWords, Code, NoSuchClient
from guides.plugins.registry import View
from guides.programme.service import form_at
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from tests.people.conftest import Charity, at_once, save_id
from tests.storage.tables import everything

CANARY = "Kanarienvogel"
RATED = {"confidence": ["2"], "understanding": ["3"], "independence": ["1"]}


def book(charity: Charity, who: str = "amal") -> Answers:
    return Answers(charity.records, getattr(charity, who))


def rows(charity: Charity, table: str) -> list[dict[str, object]]:
    with saving(charity.engine, EVERY) as session:
        found = session.execute(text(f"SELECT * FROM {table} WHERE org = {charity.north:d}"))
        return [dict(row) for row in found.mappings()]


def test_what_is_written_is_sealed_and_only_closed_codes_are_in_the_clear(
    charity: Charity, view: View
) -> None:
    mine = charity.client()
    form = form_at(view, "meeting")
    said = RATED | {"needs": ["money", "home"], "bring": [f"The {CANARY} folder"]}
    saved = book(charity).fill(mine.id, form, said, save_id(), "a" * 32)
    assert book(charity).of(mine.id) == (saved,)
    assert {g.question: g.sent for g in saved.given} == {k: tuple(v) for k, v in said.items()}
    assert (saved.day, saved.meeting) == (charity.now.date(), "a" * 32)
    measured = {row["measure"]: row["value"] for row in rows(charity, "client_measure")}
    assert measured == {
        "confidence": "2", "understanding": "3", "independence": "1",
    }, "what somebody needs says too much about them"  # fmt: skip
    kept = str(everything(charity.engine))
    assert CANARY not in kept
    assert "How sure do you feel" not in kept
    assert charity.now.date().isoformat() not in str(rows(charity, "client_answers"))


@pytest.mark.parametrize("who", ["bea", "stranger"])
def test_somebody_else_finds_nothing(charity: Charity, view: View, who: str) -> None:
    mine, form = charity.client(), form_at(view, "assessment")
    book(charity).fill(mine.id, form, RATED, save_id())
    for act in (
        lambda b: b.fill(mine.id, form, RATED, save_id()),
        lambda b: b.opened(mine.id, form),
        lambda b: b.of(mine.id),
        lambda b: b.latest(mine.id, "assessment"),
        lambda b: b.moments(mine.id),
    ):
        with pytest.raises(NoSuchClient):
            act(book(charity, who))


def test_a_coordinator_reads_answers_after_saying_why(charity: Charity, view: View) -> None:
    mine, form = charity.client(), form_at(view, "assessment")
    assert book(charity, "cora").opened(mine.id, form) is None, "nothing is there to be closed"
    book(charity).fill(mine.id, form, RATED, save_id())
    for act in (
        lambda b: b.of(mine.id),
        lambda b: b.course(mine.id),
        lambda b: b.opened(mine.id, form),
    ):
        with pytest.raises(ClosedWords):
            act(book(charity, "cora"))
    assert book(charity, "cora").moments(mine.id) == {"assessment"}
    with pytest.raises(AnswersChanged) as changed:
        book(charity, "cora").fill(mine.id, form, {}, save_id())
    assert changed.value.now is None, "nor by way of a conflict"
    charity.caseload(charity.cora).open_words(mine.id, "A complaint")
    assert len(book(charity, "cora").of(mine.id)) == 1


def test_the_same_form_twice_saves_once_and_two_people_notice_each_other(
    charity: Charity, view: View
) -> None:
    mine, form, once = charity.client(), form_at(view, "registration"), save_id()
    first = book(charity).fill(mine.id, form, {"practical": ["Big print"]}, once)
    assert book(charity).fill(mine.id, form, {"practical": ["Big print"]}, once) == first
    with pytest.raises(AnswersChanged) as changed:
        book(charity).fill(mine.id, form, {"practical": ["A quiet room"]}, save_id())
    assert changed.value.now == first
    second = book(charity).fill(
        mine.id, form, {"practical": ["A quiet room"]}, save_id(), version=changed.value.version
    )
    assert (second.id, second.version) == (first.id, 2)
    assert [g.said for g in second.given] == [("A quiet room",)]
    assert len(rows(charity, "client_answers")) == 1
    assert charity.caseload(charity.amal).one(mine.id).goes > mine.goes - timedelta(days=1)


def test_of_two_first_saves_at_once_one_is_told(charity: Charity, view: View) -> None:
    mine, form = charity.client(), form_at(view, "registration")
    save = partial(book(charity).fill, mine.id, form)
    said = at_once(
        partial(save, {"practical": ["Big print"]}, save_id()),
        partial(save, {"practical": ["A quiet room"]}, save_id()),
    )
    (kept,) = book(charity).of(mine.id)
    assert [each for each in said if each != "AnswersChanged"] == [kept]


def test_each_meeting_has_its_form_and_a_follow_up_comes_again(
    charity: Charity, view: View
) -> None:
    mine, meeting, later = charity.client(), form_at(view, "meeting"), form_at(view, "follow-up")
    for number in "ab":
        book(charity).fill(mine.id, meeting, RATED, save_id(), number * 32)
    book(charity).fill(mine.id, later, {"agreed": ["yes"]}, save_id())
    assert book(charity).opened(mine.id, later) is not None, "for a while it can be corrected"
    charity.now += timedelta(days=15)
    assert book(charity).opened(mine.id, later) is None
    book(charity).fill(mine.id, later, {"agreed": ["yes"]}, save_id())
    found = [each.moment for each in book(charity).of(mine.id)]
    assert found == ["follow-up", "follow-up", "meeting", "meeting"], "newest first"


SECOND = ProgrammeForm(
    "assessment", "assessment", "How is life?", 2, "",
    (
        FormQuestion(
            "how-sure", "Do you feel sure?", "scale", "confidence",
            options=tuple(FormOption(str(n), f"Step {n}") for n in range(1, 6)),
        ),
    ),
)  # fmt: skip
"""A later version: other words and another id, the same measure."""


def test_old_answers_are_read_as_they_were_asked_and_compared_by_measure(
    charity: Charity, view: View
) -> None:
    mine, form = charity.client(), form_at(view, "assessment")
    book(charity).fill(mine.id, form, RATED, save_id())
    charity.now += timedelta(days=30)
    now = replace(SECOND, id="meeting", moment="meeting")
    book(charity).fill(mine.id, now, {"how-sure": ["4"]}, save_id())
    new, old = book(charity).of(mine.id)
    assert (old.form_version, new.form_version) == (1, 2)
    assert old.given[0].asked == form.questions[1].text
    assert old.given[0].said == ("A little sure",)
    course = {c.measure: c for c in book(charity).course(mine.id)}["confidence"]
    assert [(p.moment, p.code, p.said) for p in course.points] == [
        ("assessment", "2", "A little sure"), ("meeting", "4", "Step 4"),
    ]  # fmt: skip
    assert course.asked == "Do you feel sure?"


def test_a_new_version_keeps_answers_that_it_does_not_ask_for(charity: Charity, view: View) -> None:
    """Nobody could see them in the form to take them back."""
    mine = charity.client()
    first = book(charity).fill(mine.id, form_at(view, "assessment"), RATED, save_id())
    saved = book(charity).fill(
        mine.id, SECOND, {"how-sure": ["5"]}, save_id(), version=first.version
    )
    assert {g.question: g.codes for g in saved.given} == {
        "how-sure": ("5",), "confidence": ("2",), "understanding": ("3",), "independence": ("1",),
    }  # fmt: skip


def test_the_end_is_counted_and_nothing_else_stays(charity: Charity, view: View) -> None:
    mine = charity.client()
    answers, end = book(charity), form_at(view, "closure")
    answers.fill(mine.id, form_at(view, "assessment"), RATED, save_id())
    charity.now += timedelta(days=60)
    said = {"confidence": ["4"], "understanding": ["3"], "recommends": ["yes"]}
    with pytest.raises(AnswersWrong) as wrong:
        answers.fill(mine.id, end, said, save_id())
    assert wrong.value.problems == {"reason": "needed"}
    first = answers.fill(mine.id, end, said | {"reason": ["moved"]}, save_id())
    assert charity.caseload(charity.amal).one(mine.id).state == "closed"
    answers.fill(mine.id, end, said | {"reason": ["moved"]}, save_id(), version=first.version)
    charity.caseload(charity.cora).erase(mine.id)
    for table in ("client_answers", "client_measure"):
        assert rows(charity, table) == []
    counts = charity.caseload(charity.cora).counts()
    assert {(what, value): n for (_, what, value), n in counts.items()} == {
        ("registered", "prs"): 1,
        ("registered-at-stage", mine.profile.stage): 1,
        ("rating-confidence", "up"): 1,
        ("rating-understanding", "same"): 1,
        ("closed", "moved"): 1,
        ("erased", "asked"): 1,
    }


SCRIPTS = "ብዙ ቋንቋ زۆر زمان العربية ‎ דרי 漢字 👩🏽‍🏫 \u202eabc\u202c <b>&amp;</b> {fact:x} é"


def test_any_script_is_kept_without_signs_that_turn_the_line(charity: Charity, view: View) -> None:
    mine = charity.client()
    answers = {"practical": [f"  {SCRIPTS}\r\nsecond line "]}
    book(charity).fill(mine.id, form_at(view, "registration"), answers, save_id())
    (found,) = book(charity).of(mine.id)
    plain = SCRIPTS.replace("\u202e", "").replace("\u202c", "")
    assert found.given[0].said == (f"{plain}\nsecond line",)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"confidence": ["6"]}, {"confidence": "option"}),
        ({"confidence": ["1", "2"]}, {"confidence": "option"}),
        ({"needs": ["money", "<script>"]}, {"needs": "option"}),
        ({"bring": ["ñ" * 10_000]}, {"bring": "long"}),
        ({"helped": ["no"], "bring": ["x" * 501]}, {"bring": "long"}),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    charity: Charity, view: View, sent: dict[str, list[str]], why: dict[str, str]
) -> None:
    mine = charity.client()
    with pytest.raises(AnswersWrong) as wrong:
        book(charity).fill(mine.id, form_at(view, "meeting"), sent, save_id())
    assert wrong.value.problems == why
    assert rows(charity, "client_answers") == []


def test_an_answer_to_a_question_that_is_gone_is_given_back(charity: Charity) -> None:
    mine = charity.client()
    with pytest.raises(AnswersWrong) as wrong:
        book(charity).fill(mine.id, SECOND, {"how-sure": ["1"], "old.note": ["Blue"]}, save_id())
    assert (wrong.value.problems, wrong.value.stray) == ({}, ("Blue",))


def test_a_day_is_kept_under_lock(charity: Charity) -> None:
    mine = charity.client()
    asked = FormQuestion("letter", "Which day stands on the letter?", "date", asked_of="guide")
    form = replace(SECOND, questions=(asked,))
    with pytest.raises(AnswersWrong, match="date"):
        book(charity).fill(mine.id, form, {"letter": ["tomorrow"]}, save_id())
    saved = book(charity).fill(mine.id, form, {"letter": ["2026-12-24"]}, save_id())
    assert saved.given[0].said == ("2026-12-24",)
    assert "2026-12-24" not in str(everything(charity.engine))


def test_answers_that_were_changed_in_the_database_are_lost_not_shown(
    charity: Charity, view: View
) -> None:
    mine, form = charity.client(), form_at(view, "assessment")
    saved = book(charity).fill(mine.id, form, RATED, save_id())
    with saving(charity.engine, EVERY) as session:
        session.execute(
            text("UPDATE client_answers SET words = 'x' WHERE id = :i"), {"i": saved.id}
        )
    (found,) = book(charity).of(mine.id)
    assert (found.lost, found.given, found.moment) == (True, (), "assessment")
    assert book(charity).course(mine.id) == ()


def test_it_is_all_told_to_the_client(charity: Charity, view: View) -> None:
    mine = charity.client()
    book(charity).fill(mine.id, form_at(view, "assessment"), RATED, save_id())
    book(charity).fill(mine.id, form_at(view, "meeting"), {"bring": ["A map"]}, save_id())
    with charity.records.work(charity.amal, "work-with-clients") as work:
        told = list(tell(work, work.client(mine.id)))
    assert {each.heading for each in told} == {"forms-told"}
    said = [line for each in told for line in each.lines]
    question = form_at(view, "assessment").questions[1].text
    assert (Code("sentence", question), (Code("sentence", "A little sure"),)) in said
    assert any(kept[-1] == "A map" for _, kept in said)
    words = {what for what, _ in said if isinstance(what, str)} | {"forms-told"}
    assert words <= view.words.keys()


# Monitoring ---------------------------------------------------------------------------------------


def test_monitoring_is_counted_and_belongs_to_nobody(charity: Charity, view: View) -> None:
    mine, form, once = charity.client(), form_at(view, "monitoring"), save_id()
    boss, before = charity.caseload(charity.cora), everything(charity.engine)
    monitoring = Monitoring(charity.records, charity.amal)
    said = {"age": ["band-25-34"], "gender": ["not-said"]}
    assert monitoring.count(form, said, once)
    assert monitoring.count(form, said, once), "sent twice"
    assert not monitoring.count(form, {}, save_id())
    assert monitoring.count(form, said, save_id())
    counts = boss.counts()
    assert counts["2026", "monitoring-age", "band-25-34"] == 2
    assert counts["2026", "monitoring-gender", "not-said"] == 2
    after = everything(charity.engine)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"people_count"}, "neither the client nor the audit knows of it"
    assert mine.id not in str(rows(charity, "people_count"))


def test_monitoring_that_does_not_fit_counts_nothing(charity: Charity, view: View) -> None:
    form, once = form_at(view, "monitoring"), save_id()
    monitoring = Monitoring(charity.records, charity.amal)
    with pytest.raises(AnswersWrong):
        monitoring.count(form, {"age": ["band-25-34"], "gender": ["x"]}, once)
    assert rows(charity, "people_count") == []
    with pytest.raises(NoSuchClient):
        Monitoring(charity.records, charity.account("p", "panel")).count(form, {}, once)
