"""Meetings with one client: prepared, begun, ticked as one talks, closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from guides.accounts.domain import Account
from guides.meetings.client import store
from guides.meetings.client.domain import (
    ASK,
    FURTHEST,
    LONGEST_STEP,
    MOST_MINUTES,
    MOST_STEPS,
    NOTE_KEPT,
    PASSED_ON,
    STOP,
    STOPS,
    WITH_COORDINATOR,
    Closing,
    Look,
    Meeting,
    MeetingChanged,
    Offered,
    Plan,
    Ready,
    Step,
    TypedStep,
    states_of,
)
from guides.meetings.client.reading import (
    Note,
    SaidOfStep,
    look_of,
    meeting_of,
    steps_of,
    told,
)
from guides.once.domain import id_made_by, new_id
from guides.people.domain import LONGEST_NOTE, Diary, NoSuchClient, Profile, Told, Unfit
from guides.people.service import client_of, note_next, touch
from guides.people.typed import typed
from guides.people.work import ClientRow, Records, Work
from guides.retention.service import Going, Holding
from guides.storage.engine import Session


def _due(session: Session, now: datetime) -> list[Going]:
    store.empty_notes(session, now.date())
    return []


HOLDING = Holding("meetings", ("meeting", "meeting_tick", "client_step"), due=_due)
"""They go with their client; notes go earlier, by themselves."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings, as one account sees them. Every call raises NoSuchClient where it finds nothing."""

    records: Records
    by: Account

    # Looking -----------------------------------------------------------------------------------

    def of(self, client: str) -> tuple[Meeting, ...]:
        """Meetings of a client, newest first; notes only where words are open to this account."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            opened = work.reads_words(row)
            return tuple(
                meeting_of(work, m, opened) for m in store.of(work.session, work.org, row.id)
            )

    def steps(self, client: str) -> tuple[Step, ...]:
        """Who does what next, soonest first; what it is only where words are open."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            return steps_of(work, row.id, opened=work.reads_words(row))

    def look(self, client: str, meeting: str) -> Look:
        """One meeting with all that stands in it. Raises ClosedWords."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            work.must_read_words(row)
            found = look_of(work, row, _one(work, row, meeting))
            work.note("viewed", client)
            return found

    def one(self, client: str, meeting: str) -> Meeting:
        """One meeting. Raises ClosedWords."""
        return self.look(client, meeting).meeting

    def ready(self, client: str) -> Ready:
        """What a guide looks at before a meeting."""
        with self.records.work(self.by, "run-meetings") as work:
            row = work.client(client)
            known = [meeting_of(work, m, True) for m in store.of(work.session, work.org, row.id)]
            found = Ready(
                client=client_of(work, row),
                last=next((m for m in known if m.state == "finished"), None),
                running=next((m for m in known if m.state == "open"), None),
                steps=tuple(s for s in steps_of(work, row.id, opened=True) if not s.done),
            )
            work.note("viewed", client)
            return found

    # Doing -------------------------------------------------------------------------------------

    def begin(self, client: str, save_id: str, *, with_coordinator: bool = False) -> Meeting:
        """The next meeting. One that is open is taken up again; sent twice, it is there once.

        Raises:
            Unfit: for a separated child, where no coordinator is there; for one who was closed.
        """
        with self.records.work(self.by, "run-meetings") as work:
            row = work.hold(client)
            name = id_made_by(client, save_id)
            known = store.of(work.session, work.org, row.id)
            there = [m for m in known if m.id == name] + [m for m in known if m.state == "open"]
            alone = _is_for_child(row) and not with_coordinator
            if row.state == "closed":
                raise Unfit("meeting-client-closed")
            if alone and not (there and _accompanied(work, there[0])):
                raise Unfit("meeting-not-alone")
            if there:
                new = there[0]
            else:
                new = store.MeetingRow(
                    id=name, org=work.org, client=row.id, stage=row.stage, lang=row.lang,
                    number=1 + max((m.number for m in known), default=0), state="open",
                    month=f"{work.today:%Y-%m}", guide=work.by.id, note="", note_goes=None,
                    version=1, save_id=save_id,
                )  # fmt: skip
                work.seal(new, Plan(day=work.today))
                store.add(work.session, new)
                touch(work, row)
                work.note("created", client)
            if with_coordinator:
                store.put_ticks(work.session, new, {WITH_COORDINATOR: PASSED_ON})
            return meeting_of(work, new, True)

    def tick(
        self, client: str, meeting: str, changes: Mapping[str, str], offered: Offered
    ) -> Mapping[str, str]:
        """Set what came up: items with their states, "" takes one back. The same again is nothing.

        Nothing of it is refused because somebody else saved meanwhile: a tick stands by itself.

        Raises:
            Unfit: for an item that this stop has not; nothing is written.
        """
        with self.records.work(self.by, "run-meetings") as work:
            row = work.client(client)
            of_client = _one(work, row, meeting)
            known = offered(client_of(work, row).profile, of_client.stage) if changes else ()
            there = store.ticks(work.session, work.org, of_client.id)
            for item, state in changes.items():
                _check(item, state, {*known, *there})
            store.put_ticks(work.session, of_client, changes)
            if any(item.startswith(STOP) and state for item, state in changes.items()):
                work.note("changed", client)
            return {i: s for i, s in {**there, **changes}.items() if s}

    def save_note(
        self, client: str, meeting: str, note: str, version: int, save_id: str
    ) -> Meeting:
        """Keep the short note while the meeting runs.

        Raises:
            MeetingChanged: when somebody else saved since ``version``; nothing is written.
            Unfit: when it is too long.
        """
        with self.records.work(self.by, "run-meetings") as work:
            row = work.hold(client)
            there = _to_save(work, row, meeting, version, save_id)
            if there.save_id != save_id:
                _put_note(work, there, typed(note, LONGEST_NOTE))
                _saved(work, row, there, save_id)
            return meeting_of(work, there, True)

    def finish(
        self, client: str, meeting: str, closing: Closing, lines: Sequence[str], version: int,
        save_id: str,
    ) -> Meeting:  # fmt: skip
        """Keep what was said at the end: day, note, steps, when they meet next.

        ``lines`` are those of the checklist that were offered: what nobody ticked was left open.
        It can be done again, to put something right.

        Raises:
            MeetingChanged: when somebody else saved since ``version``; nothing is written.
            Unfit: when something cannot be kept.
        """
        with self.records.work(self.by, "run-meetings") as work:
            row = work.hold(client)
            there = _to_save(work, row, meeting, version, save_id)
            if there.save_id == save_id:
                return meeting_of(work, there, True)
            _check_closing(closing, work.today)
            ticked = store.ticks(work.session, work.org, there.id)
            left = tuple(line for line in lines if line not in ticked)
            work.seal(there, Plan(closing.day, closing.minutes, closing.place, left))
            there.month = f"{closing.day:%Y-%m}"
            _put_note(work, there, typed(closing.note, LONGEST_NOTE))
            _put_steps(work, there, closing.steps)
            if there.state == "open":
                there.state = "finished"
                _count(work, row, there, ticked)
            _put_diary(work, row, closing)
            _saved(work, row, there, save_id)
            return meeting_of(work, there, True)

    def step_done(self, client: str, step: str, *, done: bool) -> None:
        """Somebody did what they wanted to do, or it was said by mistake."""
        with self.records.work(self.by, "run-meetings") as work:
            row = work.hold(client)
            for each in store.steps(work.session, work.org, row.id):
                if each.id == step:
                    each.state = "done" if done else "open"
                    work.note("changed", client)
                    return
            raise NoSuchClient(client)

    def printed(self, client: str) -> None:
        """Write down that paper was printed for a client."""
        with self.records.work(self.by, "run-meetings") as work:
            work.client(client)
            work.note("printed", client)


def tell(work: Work, row: ClientRow) -> Iterator[Told]:
    """All that is held about a client's meetings, in plain words."""
    yield from told(work, row)


# Saving ----------------------------------------------------------------------------------------


def _one(work: Work, row: ClientRow, meeting: str) -> store.MeetingRow:
    """A meeting of this client. Another's is not there, and the asking is written down."""
    found = store.one(work.session, work.org, row.id, meeting)
    if found is None:
        raise NoSuchClient(row.id)
    return found


def _to_save(
    work: Work, row: ClientRow, meeting: str, version: int, save_id: str
) -> store.MeetingRow:
    """The meeting, as it was opened. Raises MeetingChanged."""
    there = _one(work, row, meeting)
    if there.save_id != save_id and there.version != version:
        raise MeetingChanged(look_of(work, row, there))
    return there


def _saved(work: Work, row: ClientRow, meeting: store.MeetingRow, save_id: str) -> None:
    meeting.version += 1
    meeting.save_id = save_id
    touch(work, row)
    work.note("changed", row.id)


def _put_note(work: Work, meeting: store.MeetingRow, note: str) -> None:
    """A note that stays as it is does not live longer because something else was saved."""
    there = work.words(meeting, Note, "note") if meeting.note else None
    if there is not None and there.text == note:
        return
    if note:
        work.seal(meeting, Note(note), "note")
        meeting.note_goes = work.today + NOTE_KEPT
    else:
        meeting.note, meeting.note_goes = "", None


def _put_steps(work: Work, meeting: store.MeetingRow, steps: Sequence[TypedStep]) -> None:
    """Those that are named are changed, those without words go; what others added stays."""
    known = {s.id: s for s in store.steps(work.session, work.org, meeting.client, meeting.id)}
    for line, step in enumerate(steps):
        row, what = known.get(step.id), typed(step.what, LONGEST_STEP)
        if not what:
            if row is not None:
                store.remove(work.session, row)
            continue
        said = SaidOfStep(what, step.by, line)
        if row is None:
            row = store.StepRow(
                id=new_id(), org=work.org, client=meeting.client,
                meeting=meeting.id, who=step.who, state="open",
            )  # fmt: skip
            work.seal(row, said)
            store.add(work.session, row)
        else:
            row.who = step.who
            work.seal(row, said)


def _put_diary(work: Work, row: ClientRow, closing: Closing) -> None:
    diary = work.words(row, Diary) or Diary()
    last = max(closing.day, diary.last) if diary.last else closing.day
    note_next(
        work, row,
        replace(
            diary, last=last, next=closing.next,
            next_at=closing.next_at if closing.next else "",
            next_place=closing.next_place if closing.next else "",
        ),
    )  # fmt: skip


def _count(
    work: Work, row: ClientRow, meeting: store.MeetingRow, ticked: Mapping[str, str]
) -> None:
    work.count(row, "meeting", meeting.stage)
    work.count(row, "meeting-in", meeting.lang)
    # In one order everywhere: of two who count the same things, neither waits for the other.
    for state in sorted(state for item, state in ticked.items() if item.startswith(ASK)):
        work.count(row, "answered", state)
    for item in sorted(item for item in ticked if item.startswith(STOP)):
        work.count(row, "passed-on", item.removeprefix(STOP))


# What fits -------------------------------------------------------------------------------------


def _is_for_child(row: ClientRow) -> bool:
    return "children" in row.audiences.split(",")


def _accompanied(work: Work, meeting: store.MeetingRow) -> bool:
    return WITH_COORDINATOR in store.ticks(work.session, work.org, meeting.id)


def is_alone(profile: Profile, ticks: Mapping[str, str]) -> bool:
    """Whether a separated child would be met without a coordinator."""
    return profile.child and WITH_COORDINATOR not in ticks


def _check(item: str, state: str, known: Collection[str]) -> None:
    stop = item.startswith(STOP) and item.removeprefix(STOP) in STOPS
    if not (stop or item in known) or (state and state not in states_of(item)):
        raise Unfit("meeting-no-such-line")


def _check_closing(closing: Closing, today: date) -> None:
    """Raises Unfit with the first thing that does not fit."""
    tomorrow = today + timedelta(days=1)  # a server's day may end before theirs
    if not today - FURTHEST <= closing.day <= tomorrow:
        raise Unfit("meeting-day-wrong")
    if closing.minutes is not None and not 1 <= closing.minutes <= MOST_MINUTES:
        raise Unfit("meeting-minutes-wrong")
    if closing.next is not None and closing.next < today:
        raise Unfit("meeting-next-past")
    if closing.next is not None and closing.next > today + FURTHEST:
        raise Unfit("meeting-next-far")
    if len([step for step in closing.steps if step.what.strip()]) > MOST_STEPS:
        raise Unfit("meeting-steps-many")
