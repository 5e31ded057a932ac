"""The coordinator's page with 2,000 clients, a meeting and its ticks, on both databases.

Beside each stands the least that anybody could do: a bare view with the same bytes, or the same
statements sent through the driver alone, which open nothing that is sealed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from secrets import token_hex

from flask import Flask

from bench.directory import Bare
from bench.house import BROWSER, Ask, bare_view, settings, site_of
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, duration, processor_row
from guides.accounts.domain import Account
from guides.accounts.service import form_token
from guides.app import create_app
from guides.meetings.client.service import Meetings
from guides.people.domain import Diary
from guides.people.service import note_next
from guides.people.store import ClientRow
from guides.people.work import Records, Work
from guides.safe.service import begin
from guides.storage.upgrade import upgrade
from guides.supervision.domain import MOST_CLIENTS, GuideProfile
from guides.supervision.service import Supervision
from tests.accounts.house import House, quick
from tests.storage.databases import KINDS, fresh

CLIENTS = 2_000
GUIDES = 60
AT_ONCE = 200
"""So many are written in one transaction, while it is filled."""
STAGES = ("claiming", "screening", "waiting-and-support", "waiting-for-decision", "removal")
TODAY = "/desk/today"


@dataclass(frozen=True, slots=True)
class Office:
    """One organisation on one database, with somebody signed in of each kind."""

    app: Flask
    records: Records
    boss: Account
    guide: Account
    boss_token: str
    guide_token: str

    def ask(self, path: str, token: str, form: dict[str, str] | None = None) -> Ask:
        sent = None if form is None else {**form, "form_token": form_token(token)}
        headers = {**BROWSER, "Cookie": f"guides={token}"}
        return Ask(self.app, path, sent, headers, expect=200 if form is None else 303)


def run(effort: Effort) -> Iterator[Row]:
    for kind in KINDS:
        with _office(kind, effort.pick(CLIENTS, 200)) as office:
            many = f"{effort.pick(CLIENTS, 200):,} clients, {kind}"
            yield from _today(office, many, effort)
            yield from _meeting(office, many, effort)


def _today(office: Office, many: str, effort: Effort) -> Iterator[Row]:
    desk = Supervision(office.records, office.boss)
    took = [timed(desk.today)() for _ in range(effort.pick(15, 3))]
    opened = len(_wanted(office))
    middle = sorted(each.clock for each in took)[len(took) // 2]
    yield Row(
        f"what is due, {many}", duration(middle), noise=f"{opened:,} diaries opened, by the clock"
    )
    bare = Bare(office.records.engine, lambda _: desk.today(), None)
    compared = side_by_side(timed(desk.today), timed(bare), effort.pick(15, 3))
    bare.close()
    yield processor_row(f"what is due, {many}, beside its bare statements", compared)
    yield _page(office.ask(TODAY, office.boss_token), f"coordinator's page, {many}", effort)


def _wanted(office: Office) -> list[str]:
    """Whose diaries the page of today opens."""
    with office.records.work(office.boss, "manage-clients") as work:
        last = f"{work.today + timedelta(days=7):%Y-%m}"
        return [r.id for r in work.clients() if r.state != "closed" and r.due <= last]


def _page(ours: Ask, what: str, effort: Effort) -> Row:
    body = ours()
    wanted = ("Content-Type", "Content-Encoding")
    theirs = Ask(bare_view(TODAY, body, {k: v for k, v in ours.headers if k in wanted}), TODAY)
    compared = side_by_side(timed(ours), timed(theirs), effort.pick(20, 3))
    return processor_row(f"{what}, against a bare Flask view", compared)


def _meeting(office: Office, many: str, effort: Effort) -> Iterator[Row]:
    with office.records.work(office.guide, "work-with-clients") as work:
        client = work.clients()[0].id
    meeting = Meetings(office.records, office.guide).begin(client, token_hex(16)).id
    page = office.ask(f"/clients/{client}/meetings/{meeting}", office.guide_token)
    yield _page(page, f"meeting page, {many}", effort)
    yield _tick(office, client, meeting, many, effort)


def _tick(office: Office, client: str, meeting: str, many: str, effort: Effort) -> Row:
    """A tick, to the disk, beside its bare statements, which are sent to the disk as well."""
    here = Meetings(office.records, office.guide)

    def tick() -> None:
        here.tick(client, meeting, {"line": "talked"}, lambda *_: frozenset({"line"}))

    tick()
    bare = Bare(office.records.engine, lambda _: tick(), None, keep=True)
    compared = side_by_side(timed(tick), timed(bare), effort.pick(60, 5))
    bare.close()
    return processor_row(f"a tick, {many}, beside its bare statements", compared)


@contextmanager
def _office(kind: str, clients: int) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as name, quick():
        folder = Path(name)
        here = replace(
            settings(folder / "var"),
            database=fresh(kind, folder),
            master_key=str(folder / "etc" / "master.key"),
        )
        begin(here)
        app = create_app(here)
        site = site_of(app)
        upgrade(site.engine)
        guarded = site.guarded
        assert guarded is not None  # there is a master key
        house = House.of(guarded)
        boss = house.admit("a-coordinator", "coordinator")
        guides = [house.admit(f"guide-{number}", "guide") for number in range(GUIDES)]
        _fill(guarded.records, boss.account, [each.account for each in guides], clients)
        yield Office(
            app, guarded.records, boss.account, guides[0].account,
            house.enter(boss), house.enter(guides[0]),
        )  # fmt: skip
        site.press.printer.close()
        guarded.close()


def _fill(records: Records, boss: Account, guides: list[Account], clients: int) -> None:
    """As an organisation of this size has it: most meet every few weeks, some wait, some ended."""
    luck, desk = Random(11), Supervision(records, boss)
    for number, guide in enumerate(guides):
        profile = GuideProfile(
            tongues=("prs", "fa")[: number % 3], most=min(MOST_CLIENTS, clients // GUIDES + 2)
        )
        desk.save(guide.id, profile, 0, token_hex(16))
    for first in range(0, clients, AT_ONCE):
        with records.work(boss, "manage-clients") as work:
            for number in range(first, min(clients, first + AT_ONCE)):
                _add(work, number, guides[number % len(guides)].id, luck)


def _add(work: Work, number: int, guide: int, luck: Random) -> None:
    state = luck.choices(("active", "waiting", "closed"), (85, 5, 10))[0]
    row = ClientRow(
        id=token_hex(16), org=work.org, code=f"BENCH-{number}", state=state, practice=False,
        tongue="prs", lang="prs", stage=luck.choice(STAGES), reads="yes", nation="", audiences="",
        claimed="", granted="", contact="text-only", access="", guide_wish="",
        guide=None if state == "waiting" else guide, backup=None, month=f"{work.today:%Y-%m}",
        due="", version=1, save_id=token_hex(16), goes=work.today + timedelta(days=700),
    )  # fmt: skip
    ahead = work.today + timedelta(days=luck.randrange(-7, 42))
    note_next(
        work,
        row,
        Diary(
            registered=work.today - timedelta(days=90),
            last=work.today - timedelta(days=luck.randrange(60)),
            next=ahead if state == "active" and luck.random() < 0.8 else None,
            next_at="14:00",
        ),
    )
    work.session.add(row)
