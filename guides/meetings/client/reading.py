"""Rows of meetings as others see them: what is sealed is opened, or said to be lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from guides.meetings.client import store
from guides.meetings.client.domain import (
    ASK,
    STOP,
    TALKED,
    WITH_COORDINATOR,
    Look,
    Meeting,
    Plan,
    State,
    Step,
    Who,
)
from guides.people.domain import Code, Told, ToldLine, coded
from guides.people.service import client_of
from guides.people.work import ClientRow, Work


@dataclass(frozen=True, slots=True)
class Note:
    text: str


@dataclass(frozen=True, slots=True)
class SaidOfStep:
    """What is sealed of a step. ``line`` is its place among those of one meeting."""

    what: str
    by: date | None = None
    line: int = 0


def look_of(work: Work, row: ClientRow, meeting: store.MeetingRow) -> Look:
    ticks = store.ticks(work.session, work.org, meeting.id)
    steps = steps_of(work, row.id, meeting.id, opened=True)
    return Look(client_of(work, row), meeting_of(work, meeting, True), ticks, steps)


def meeting_of(work: Work, row: store.MeetingRow, opened: bool) -> Meeting:
    plan = work.words(row, Plan)
    kept = bool(row.note) and (row.note_goes is None or row.note_goes >= work.today)
    note = work.words(row, Note, "note") if kept and opened else None
    return Meeting(
        id=row.id, client=row.client, number=row.number, stage=row.stage, lang=row.lang,
        state=cast("State", row.state), month=row.month, guide=row.guide, version=row.version,
        plan=plan or Plan(), note=note.text if note else "",
        note_goes=row.note_goes if kept else None, shut=kept and not opened,
        lost=plan is None or (kept and opened and note is None),
    )  # fmt: skip


def steps_of(work: Work, client: str, meeting: str = "", *, opened: bool) -> tuple[Step, ...]:
    found = []
    for row in store.steps(work.session, work.org, client, meeting):
        said = work.words(row, SaidOfStep) if opened else None
        step = Step(
            row.id, row.meeting, cast("Who", row.who), row.state == "done",
            said.what if said else "", said.by if said else None,
            shut=not opened, lost=opened and said is None,
        )  # fmt: skip
        found.append((said.line if said else 0, step))
    if not meeting:  # of several meetings: what is due first
        found.sort(key=lambda one: (one[1].done, one[1].by or date.max))
        return tuple(step for _, step in found)
    return tuple(step for _, step in sorted(found, key=lambda one: one[0]))


def told(work: Work, row: ClientRow) -> Iterator[Told]:
    """All that is held about a client's meetings, oldest first."""
    for each in reversed(store.of(work.session, work.org, row.id)):
        shown = meeting_of(work, each, True)
        ticked = store.ticks(work.session, work.org, each.id)
        yield Told("meeting-told", tuple(_told(shown, ticked)))
    if steps := steps_of(work, row.id, opened=True):
        yield Told("meeting-steps", tuple(_told_steps(steps)))


def _told(meeting: Meeting, ticked: Mapping[str, str]) -> Iterator[ToldLine]:
    plan = meeting.plan
    yield "meeting-number", (str(meeting.number),)
    yield "meeting-day", (plan.day or meeting.month,)
    yield "meeting-at-stop", (Code("stop", meeting.stage),)
    yield "meeting-language", (Code("language", meeting.lang),)
    if plan.place:
        yield "meeting-place", coded("meeting-place-", plan.place)
    if plan.minutes:
        yield "meeting-minutes", (str(plan.minutes),)
    yield from _told_ticks(ticked)
    if plan.left:
        yield "meeting-left", tuple(Code("item", line) for line in plan.left)
    if meeting.note:
        yield "meeting-note", (meeting.note,)
    if meeting.note_goes:
        yield "meeting-note-goes", (meeting.note_goes,)
    if meeting.lost:
        yield "meeting-lost", ()


def _told_ticks(ticked: Mapping[str, str]) -> Iterator[ToldLine]:
    """What was talked about together; each question by itself, with how it was answered."""
    items = sorted(ticked.items())
    talked = tuple(Code("item", item) for item, state in items if state == TALKED)
    passed = (item.removeprefix(STOP) for item, _ in items if item.startswith(STOP))
    if talked:
        yield "meeting-told-ticked", talked
    for item, state in items:
        if item.startswith(ASK):
            yield Code("item", item), coded("meeting-answer-", state)
    if told := coded("meeting-stop-", *passed):
        yield "meeting-passed-on", told
    if WITH_COORDINATOR in ticked:
        yield "meeting-with-coordinator", coded("consent-is-", "given")


def _told_steps(steps: Sequence[Step]) -> Iterator[ToldLine]:
    for step in steps:
        by = (step.by,) if step.by else ()
        done = coded("meeting-step-is-", "done" if step.done else "open")
        yield f"meeting-who-{step.who}", (step.what, *by, *done)
