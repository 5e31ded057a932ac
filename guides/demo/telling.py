"""What happened in the demo organisation, told day by day through the services that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from guides.api import Moment
from guides.demo.domain import CLIENTS, TEAM, DemoClient, DemoGuide, Ratings
from guides.demo.filling import Filling
from guides.demo.making import Days, Ids, Signed
from guides.demo.meeting import Met
from guides.demo.shelf import Shelf
from guides.people.card.domain import Card
from guides.people.card.service import Cards
from guides.people.consent.domain import USES, Asked
from guides.people.consent.service import Consents
from guides.people.service import Caseload
from guides.people.work import Records
from guides.supervision.domain import GuideProfile
from guides.supervision.service import Supervision

Act = Callable[[], None]
CARD = Card(
    ring="A friend, called Sister (demo)",
    ring_number="01632 960 001",
    solicitor="Invented Solicitors (demo)",
    solicitor_number="01632 960 002",
    know="Takes a tablet in the morning.",
)
"""The numbers are set aside for stories: nobody has them."""


@dataclass
class Telling:
    """Gathers what happened, and does it in the order of the days."""

    records: Records
    signed: Signed
    days: Days
    shelf: Shelf
    _new: Ids = field(default_factory=Ids)
    _acts: list[tuple[int, Act]] = field(default_factory=list)
    _clients: dict[int, str] = field(default_factory=dict)

    def tell(self) -> None:
        """Do all of it."""
        for number, guide in enumerate(TEAM, start=1):
            self._guide(number, guide)
        for number, client in enumerate(CLIENTS):
            self._client(number, client)
        for minute, (before, act) in enumerate(sorted(self._acts, key=lambda each: -each[0])):
            self.days.before(before, minute)
            act()
        self.days.before(0)

    def _on(self, before: int, act: Callable[..., None], *given: object) -> None:
        self._acts.append((before, partial(act, *given)))

    # Guides ------------------------------------------------------------------------------------

    def _guide(self, number: int, guide: DemoGuide) -> None:
        self._know(number, guide)
        for back, how in enumerate(reversed(guide.weeks)):
            if how:
                self._on(7 * back, self._check_in, number, how)

    def _know(self, number: int, guide: DemoGuide) -> None:
        today = self.days.now.date()
        profile = GuideProfile(
            tongues=tuple(tongue for tongue in guide.tongues if tongue != "en"),
            gender=guide.gender, area=guide.area, most=guide.most, children=guide.children,
            trained=today - timedelta(guide.trained), dbs=today + timedelta(guide.dbs),
        )  # fmt: skip
        here = Supervision(self.records, self.signed.coordinator)
        here.save(self.signed.guide(number).id, profile, 0, self._new())

    def _check_in(self, number: int, how: str) -> None:
        guide = Supervision(self.records, self.signed.guide(number))
        guide.check_in(how, talk=how == "exhausted")  # type: ignore[arg-type]

    # Clients -----------------------------------------------------------------------------------

    def _client(self, number: int, client: DemoClient) -> None:
        self._on(client.registered, self._register, number, client)
        for at, day in enumerate(client.meetings):
            self._on(day, self._meet, number, client, at)
        if client.closed is not None:
            self._on(client.closed, self._close, number, client)

    def _register(self, number: int, client: DemoClient) -> None:
        by = self.signed.guide(client.guide) if client.guide else self.signed.coordinator
        found = Caseload(self.records, by).register(
            client.profile, self._new(), state="active" if client.guide else "waiting",
            partner=client.partner,
        )  # fmt: skip
        self._clients[number] = found.id
        asked = Asked(client.profile.lang, "told-aloud", self.shelf.wordings())
        said = {use: use != "feedback" or number % 3 > 0 for use in USES}
        Consents(self.records, by).say(found.id, said, asked)
        if client.card:
            Cards(self.records, by).save(found.id, CARD, self._new())
        if client.backup:
            self._give_backup(found.id, client)

    def _give_backup(self, client: str, of: DemoClient) -> None:
        boss = self.signed.coordinator
        version = Caseload(self.records, boss).one(client).version
        guide, backup = self.signed.guide(of.guide).id, self.signed.guide(of.backup).id
        Supervision(self.records, boss).assign(client, guide, backup, version, self._new())

    def _meet(self, number: int, client: DemoClient, at: int) -> None:
        by, found = self.signed.guide(client.guide), self._clients[number]
        if at == 0:
            self._fill(number, client, "registration", None)
            self._fill(number, client, "assessment", client.ratings[0])
        last = at == len(client.meetings) - 1
        ahead = client.next if last else -client.meetings[at + 1]
        following = None if ahead is None else self.days.now.date() + timedelta(ahead)
        met = Met(self.records, by, self._new, self.days, self.shelf)
        meeting = met.meet(found, client, at, following)
        if at + 1 < len(client.ratings):
            self._fill(number, client, "meeting", client.ratings[at + 1], meeting)

    def _close(self, number: int, client: DemoClient) -> None:
        """The form of the closure ends the work."""
        self._fill(number, client, "closure", client.ratings[-1])

    def _fill(
        self, number: int, client: DemoClient, moment: Moment, rated: Ratings | None,
        meeting: str = "",
    ) -> None:  # fmt: skip
        by = self.signed.guide(client.guide)
        filling = Filling(self.records, by, self._new, self.shelf.view)
        filling.fill(self._clients[number], moment, rated, number, meeting)
