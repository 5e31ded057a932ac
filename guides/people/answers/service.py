"""Filling in the forms of the programme, reading them, and what they say over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from guides.accounts.domain import Account
from guides.api import Moment, ProgrammeForm
from guides.once.domain import new_id
from guides.people.answers import store
from guides.people.answers.domain import (
    STILL_OPEN,
    AnswersChanged,
    Course,
    Filled,
    Given,
    Sent,
    courses,
    judged,
    measured,
)
from guides.people.domain import Code, Told, ToldLine
from guides.people.service import end, touch
from guides.people.store import ClientRow
from guides.people.work import Records, Work
from guides.programme.domain import RATINGS, key_of, moved


@dataclass(frozen=True, slots=True)
class _Words:
    """What is sealed."""

    day: date
    title: str
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Forms that were filled in with clients. Every call raises NoSuchClient, as in Caseload.

    Those that give answers back raise ClosedWords for a coordinator who has not said why.
    """

    records: Records
    by: Account

    def fill(
        self, client: str, form: ProgrammeForm, answers: Sent, save_id: str, meeting: str = "",
        version: int = 0,
    ) -> Filled:  # fmt: skip
        """Save a form. ``version`` is that of the answers it was opened with, 0 for none.

        Saving the form of the closure ends the work with the client. Sent twice, it is saved once.

        Raises:
            AnswersWrong: something does not fit; nothing is written.
            AnswersChanged: somebody else saved it meanwhile; nothing is written.
        """
        given = judged(form, answers)
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            every = store.of(work.session, work.org, client)
            done = next((each for each in every if each.save_id == save_id), None)
            if done is not None:
                return filled_of(work, done)
            kept = _still_open(work, every, form, meeting)
            there = kept.version if kept is not None else 0
            if there != version:
                # Also when what was opened has been closed since: then there is nothing to show.
                now = filled_of(work, kept) if kept and work.reads_words(row) else None
                raise AnswersChanged(there, now)
            before = tuple(filled_of(work, each) for each in every)
            saved = _save(work, row, form, given, meeting, save_id, kept)
            if form.moment == "closure" and kept is None:
                _count(work, row, before, given)
            if form.moment == "closure":
                end(work, row, measured(given).get("closure-reason", "other"))
            touch(work, row)
            work.note("created" if kept is None else "changed", client)
            return saved

    def opened(self, client: str, form: ProgrammeForm, meeting: str = "") -> Filled | None:
        """What a form is opened with: the answers that saving it changes, or None."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            kept = _still_open(work, store.of(work.session, work.org, client), form, meeting)
            if kept is None:
                return None
            work.must_read_words(row)
            work.note("viewed", client)
            return filled_of(work, kept)

    def of(self, client: str) -> tuple[Filled, ...]:
        """Every form that was filled in, newest first."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            work.must_read_words(row)
            work.note("viewed", client)
            return _all(work, client)

    def moments(self, client: str) -> frozenset[str]:
        """At which moments a form was filled in: no words of it."""
        with self.records.work(self.by, "work-with-clients") as work:
            work.client(client)
            return frozenset(row.moment for row in store.of(work.session, work.org, client))

    def latest(self, client: str, moment: Moment) -> Filled | None:
        """The newest form of a moment."""
        return next((each for each in self.of(client) if each.moment == moment), None)

    def course(self, client: str) -> tuple[Course, ...]:
        """For each measure what was answered, from first to last."""
        return courses(self.of(client))


def _all(work: Work, client: str) -> tuple[Filled, ...]:
    found = [filled_of(work, row) for row in store.of(work.session, work.org, client)]
    return tuple(sorted(found, key=lambda each: each.order, reverse=True))


def filled_of(work: Work, row: store.AnswersRow) -> Filled:
    """A row as others see it."""
    moment: Moment = row.moment  # type: ignore[assignment]
    found = Filled(row.id, row.form, row.form_version, moment, row.meeting, row.month, row.version)
    words = work.words(row, _Words)
    if words is None:
        return replace(found, lost=True)
    return replace(found, day=words.day, title=words.title, given=words.given)


def _still_open(
    work: Work, rows: list[store.AnswersRow], form: ProgrammeForm, meeting: str
) -> store.AnswersRow | None:
    """The answers that are changed when this form is saved, if it is not a new one."""
    meeting = meeting if form.moment == "meeting" else ""
    same = [row for row in rows if row.moment == form.moment and row.meeting == meeting]
    if not same:
        return None
    newest = max((filled_of(work, row) for row in same), key=lambda each: each.order)
    limit = STILL_OPEN.get((form.moment, bool(meeting)))
    if limit is not None and (newest.day is None or work.today - newest.day > limit):
        return None
    return next(row for row in same if row.id == newest.id)


def _save(
    work: Work, client: ClientRow, form: ProgrammeForm, given: tuple[Given, ...], meeting: str,
    save_id: str, kept: store.AnswersRow | None,
) -> Filled:  # fmt: skip
    if kept is None:
        row = store.AnswersRow(
            id=new_id(), org=work.org, client=client.id, moment=form.moment,
            meeting=meeting if form.moment == "meeting" else "", month=f"{work.today:%Y-%m}",
            version=0, words="",
        )  # fmt: skip
        day = work.today
    else:
        row, old = kept, filled_of(work, kept)
        day = old.day or work.today
        # A question that the form has no more keeps its answer: nobody could see it here to
        # take it back.
        asked = {key_of(question) for question in form.questions}
        given += tuple(each for each in old.given if each.question not in asked)
    row.form, row.form_version, row.save_id = form.id, form.version, save_id
    row.version += 1
    work.seal(row, _Words(day, form.title, given))
    if kept is None:
        store.add(work.session, row)
    store.measure(work.session, row, measured(given))
    return filled_of(work, row)


def _count(
    work: Work, client: ClientRow, before: tuple[Filled, ...], given: tuple[Given, ...]
) -> None:
    """What stays of the course of a client: whether each rating went up. Nothing else."""
    first = {course.measure: course.points[0].code for course in courses(before)}
    last = measured(given)
    for rating in RATINGS:
        if rating in first and rating in last:
            how = moved(first[rating], last[rating])
            if how is not None:
                work.count(client, f"rating-{rating}", how)


def tell(work: Work, row: ClientRow) -> Iterator[Told]:
    """Every form that was filled in with a client, for the client to read."""
    for filled in reversed(_all(work, row.id)):
        lines = list[ToldLine]()
        if filled.title:
            lines.append(("forms-told-form", (Code("sentence", filled.title),)))
        if filled.day is not None:
            lines.append(("forms-told-day", (filled.day,)))
        if filled.lost:
            lines.append(("forms-told-lost", (filled.month,)))
        for given in filled.given:
            said = (Code("sentence", each) if given.codes else each for each in given.said)
            lines.append((Code("sentence", given.asked), tuple(said)))
        yield Told("forms-told", tuple(lines))
