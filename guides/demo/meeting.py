"""One meeting of the demo, from the first tick to the sheet that the client takes home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guides.accounts.domain import Account
from guides.demo.domain import DemoClient
from guides.demo.making import Days, Ids
from guides.demo.shelf import Shelf
from guides.meetings.client.domain import TALKED, Closing, TypedStep
from guides.meetings.client.service import Meetings
from guides.people.domain import Client
from guides.people.recall.service import Recall
from guides.people.referrals.domain import Choice
from guides.people.referrals.service import Referrals
from guides.people.service import Caseload
from guides.people.work import Records

NOTES = (
    "We read the sheet together. Most of it was new. Breaks help.",
    "Talked about the next letter: where the date stands on it, and where to keep it.",
    "The interpreter on the phone was good. The client asked the questions alone.",
)
"""About the meeting, never about a claim: an example of what a note is for."""
STEPS = (
    ("Ring the help line from the sheet, with the guide beside", "client"),
    ("Bring the newest letter to the next meeting", "client"),
    ("Find out when the English class begins", "guide"),
)


@dataclass(frozen=True, slots=True)
class Met:
    """Meetings of one client with their guide."""

    records: Records
    by: Account
    new: Ids
    days: Days
    shelf: Shelf

    def meet(self, client: str, of: DemoClient, number: int, following: date | None) -> str:
        """Hold the meeting with this number, counted from 0. Returns its id."""
        book, found = Meetings(self.records, self.by), self._client(client)
        last = number == len(of.meetings) - 1
        sheet = self.shelf.sheet(found.profile, earlier=of.outdated and last)
        lines = [line.id for group in sheet.groups for line in group.lines]
        meeting = book.begin(client, self.new())
        ticked = dict.fromkeys(lines[: len(lines) - 2 + number % 3], TALKED)
        book.tick(client, meeting.id, ticked, lambda profile, stage: lines)
        self._did(book, client, number)
        closing = self._closing(of, number, following, found)
        book.finish(client, meeting.id, closing, lines, meeting.version, self.new())
        if last:
            self.shelf.note(sheet)
            Recall(self.records, self.by).hold(
                client, sheet.edition, sheet.case.stage, sheet.case.lang
            )
            if of.referral:
                self._refer(client, of, meeting.id)
        return meeting.id

    def _client(self, client: str) -> Client:
        return Caseload(self.records, self.by).one(client)

    def _closing(
        self, of: DemoClient, number: int, following: date | None, found: Client
    ) -> Closing:
        today = self.days.at.date()
        return Closing(
            day=today,
            minutes=45 + 10 * (number % 3),
            place=of.place,
            note=NOTES[number % len(NOTES)],
            steps=tuple(self._steps(number, today)),
            next=following,
            next_at="14:00" if following else "",
            next_place=of.place if following else "",
        )

    @staticmethod
    def _steps(number: int, today: date) -> Iterator[TypedStep]:
        for what, who in (STEPS[number % len(STEPS)], STEPS[(number + 1) % len(STEPS)]):
            yield TypedStep("", what, who, today + timedelta(14))  # type: ignore[arg-type]

    @staticmethod
    def _did(book: Meetings, client: str, number: int) -> None:
        """What was to be done since the last time; every second time something stays open."""
        waiting = [step for step in book.steps(client) if not step.done]
        for step in waiting[: len(waiting) - number % 2]:
            book.step_done(client, step.id, done=True)

    def _refer(self, client: str, of: DemoClient, meeting: str) -> None:
        book, service = Referrals(self.records, self.by), self.shelf.service(of.profile.stage)
        if service is None:
            return
        uuid, name = service
        choice = Choice(uuid, name, "legal", "phone", ("language", "stop"))
        sent = book.send(client, choice, self.new(), agreed=True, meeting=meeting)
        if of.referral and of.referral != "sent":
            book.answer(client, sent.id, of.referral, "", sent.version, self.new())
