"""What a coordinator does for guides and for those who wait; how guides say they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from guides.accounts.domain import Account
from guides.accounts.people import guides_of
from guides.accounts.service import dismissed
from guides.people.domain import Client, ClientChanged, NoSuchClient, Unfit
from guides.people.service import client_of, touch
from guides.people.typed import typed
from guides.people.work import Records, Work
from guides.retention.service import Going, Holding
from guides.safe.domain import Shredded
from guides.storage.engine import Session
from guides.supervision import store
from guides.supervision.domain import (
    CALENDAR,
    CHECK_INS_KEPT,
    LONGEST_AREA,
    MOST_CLIENTS,
    MOST_TONGUES,
    CheckIn,
    Coming,
    Day,
    GuideProfile,
    GuideSeen,
    How,
    ProfileChanged,
    last_weeks,
    week_of,
)
from guides.supervision.matching import Match, Wanted, barred, matches, speaks_how
from guides.supervision.today import Row, coming_until, day_of, loads, with_guides


def _due(session: Session, now: datetime) -> list[Going]:
    store.sweep(session, now.date())
    gone = store.take_out(session, dismissed(session))
    return [Going(org, store.OWNER + profile, "guide") for org, profile in gone]


def _forget(session: Session, owners: Sequence[Shredded]) -> None:
    store.forget(session, owners)


HOLDING = Holding("guides", ("guide_profile", "guide_check_in"), due=_due, forget=_forget)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of moving all clients of a guide."""

    moved: tuple[str, ...]
    """Code names."""
    left: tuple[str, ...] = ()
    """Those whom the new guide may not take on: children are among them."""


@dataclass(frozen=True, slots=True)
class Supervision:
    """Guides and what is due, as one account sees them. Raises NoSuchClient for what is not there.

    An account that is not a guide of this organisation is as if it were not there.
    """

    records: Records
    by: Account

    # What is due -------------------------------------------------------------------------------

    def today(self) -> Day:
        """What is due: for a coordinator everybody's, for a guide their own."""
        with self.records.work(self.by, "work-with-clients") as work:
            rows = work.clients()
            if not self.by.may("manage-clients"):
                return day_of(work, rows, _only_names(work))
            guides = _guides(work, rows)
            return with_guides(day_of(work, rows, guides), guides)

    def coming(self) -> tuple[Coming, ...]:
        """The meetings of the next weeks, to be carried away in a calendar file."""
        with self.records.work(self.by, "work-with-clients") as work:
            found = tuple(coming_until(work, work.clients(), work.today + CALENDAR))
            work.note("exported", "")
            return found

    # Guides ------------------------------------------------------------------------------------

    def guides(self) -> tuple[GuideSeen, ...]:
        """All guides, by name; and those who have left, as long as somebody is still theirs."""
        with self.records.work(self.by, "manage-clients") as work:
            found = _guides(work)
            return tuple(each for each in found if each.active or each.load or not each.gone)

    def guide(self, account: int) -> GuideSeen:
        with self.records.work(self.by, "manage-clients") as work:
            return _guide(work, account)

    def leaving(self, account: int) -> GuideSeen:
        """Somebody whose clients are to go to another; also one who has left already."""
        with self.records.work(self.by, "manage-clients") as work:
            return _guide(work, account, or_gone=True)

    def mine(self) -> GuideSeen:
        """What is kept of oneself."""
        with self.records.work(self.by, "run-meetings") as work:
            return _guide(work, self.by.id)

    def save(self, account: int, profile: GuideProfile, version: int, save_id: str) -> GuideSeen:
        """Keep what is known of a guide. Sent twice, it is saved once.

        Raises:
            ProfileChanged: when somebody else saved since ``version``; nothing is written.
            Unfit: when it cannot be kept.
        """
        with self.records.work(self.by, "manage-clients") as work:
            fit = _fit(profile, work)
            _guide(work, account)
            row = store.profile(work.session, work.org, account)
            seen = _guide(work, account)
            if row.save_id == save_id:
                return seen
            if row.version != version:
                raise ProfileChanged(seen)
            row.version, row.save_id = version + 1, save_id
            work.seal(row, fit)
            self._note(work, account)
            return replace(seen, profile=fit, version=row.version, lost=False)

    def _note(self, work: Work, account: int) -> None:
        self.records.audit.write(
            work.session, org=work.org, actor=f"user/{self.by.id}", action="changed", kind="guide",
            subject=f"user/{account}",
        )  # fmt: skip

    # Matching ----------------------------------------------------------------------------------

    def match(self, client: str, area: str = "") -> tuple[Client, tuple[Match, ...]]:
        """The guides for a client, who fits best first. ``area`` is looked for, and not kept."""
        with self.records.work(self.by, "manage-clients") as work:
            found = client_of(work, work.client(client))
            wanted = Wanted.of(found, typed(area, LONGEST_AREA))
            return found, matches(wanted, _guides(work), work.today)

    def assign(
        self, client: str, guide: int, backup: int | None, version: int, save_id: str
    ) -> Client:
        """Give a client a guide, and somebody who steps in. The new guide sees them at once.

        Raises:
            ClientChanged: when somebody else saved since ``version``; nothing is written.
            Unfit: when one of them cannot be chosen.
        """
        with self.records.work(self.by, "manage-clients") as work:
            row = work.hold(client)
            if row.save_id == save_id:
                return client_of(work, row)
            here = {each.account: each for each in _guides(work) if each.active}
            if guide not in here or (backup is not None and backup not in here):
                raise Unfit("match-choose")
            if guide == backup:
                raise Unfit("match-same")
            if row.version != version:
                raise ClientChanged(client_of(work, row))
            wanted = Wanted.of(client_of(work, row))
            chosen = [here[each] for each in (guide, backup) if each is not None]
            if any(barred(wanted, each, work.today) for each in chosen):
                raise Unfit("match-no-children")
            if row.guide != guide:
                work.count(row, "matched", speaks_how(row.tongue, here[guide]))
            row.guide, row.backup = guide, backup
            row.version, row.save_id = version + 1, save_id
            if row.state == "waiting":
                row.state = "active"
            touch(work, row)
            work.note("changed", client)
            return client_of(work, row)

    def move(self, leaving: int, to: int) -> Moved:
        """All clients of one guide to another, in one step. Sent twice, the second finds nobody.

        Whom the new guide may not take on stays, and is named. Raises Unfit.
        """
        with self.records.work(self.by, "manage-clients") as work:
            everybody = {each.account: each for each in _guides(work)}
            if leaving not in everybody:
                raise NoSuchClient
            new = everybody.get(to)
            if new is None or not new.active or to == leaving:
                raise Unfit("match-choose")
            moved, left = list[str](), list[str]()
            for row in work.clients(hold=True):
                if row.state == "closed" or leaving not in (row.guide, row.backup):
                    continue
                if barred(Wanted.of(client_of(work, row)), new, work.today):
                    left.append(row.code)
                    continue
                if row.guide == leaving:
                    row.guide = to
                    moved.append(row.code)
                if row.backup in (leaving, row.guide):
                    row.backup = to if row.guide != to else None
                row.version += 1
                touch(work, row)
                work.note("changed", row.id)
            return Moved(tuple(moved), tuple(left))

    # How guides are ----------------------------------------------------------------------------

    def check_in(self, how: How, *, talk: bool) -> None:
        """How a guide is this week; said again, the newer counts."""
        with self.records.work(self.by, "run-meetings") as work:
            store.put_check_in(
                work.session,
                store.CheckInRow(
                    account=self.by.id, week=week_of(work.today), org=work.org, how=how, talk=talk,
                    goes=work.today + CHECK_INS_KEPT,
                ),
            )  # fmt: skip


def _only_names(work: Work) -> list[GuideSeen]:
    """For whoever is no coordinator: who is called what, and nothing else."""
    return [
        GuideSeen(one.id, one.name, active=one.state == "active")
        for one in guides_of(work.session, work.org)
    ]


def _guides(work: Work, clients: Iterable[Row] | None = None) -> list[GuideSeen]:
    """Everybody who is or was a guide here, by name: a question for each table, none for each.

    ``clients`` are those of the organisation, where they were fetched already.
    """
    weeks, profiles = last_weeks(work.today), store.profiles(work.session, work.org)
    said = {
        (row.account, row.week): _check_in(row)
        for row in store.check_ins(work.session, work.org, work.today, weeks)
    }
    load = loads(work.clients() if clients is None else clients)
    work.fetch_keys(row.owner for row in profiles.values())
    found = []
    for one in guides_of(work.session, work.org):
        row = profiles.get(one.id)
        profile = work.words(row, GuideProfile) if row else None
        found.append(
            GuideSeen(
                one.id, one.name, profile or GuideProfile(), row.version if row else 0,
                load[one.id], tuple((week, said.get((one.id, week))) for week in weeks),
                active=one.state == "active", gone=one.state == "dismissed",
                lost=bool(row and row.words) and profile is None,
            )
        )  # fmt: skip
    return found


def _guide(work: Work, account: int, *, or_gone: bool = False) -> GuideSeen:
    """One of them who is still here. Raises NoSuchClient."""
    found = next((each for each in _guides(work) if each.account == account), None)
    if found is None or (found.gone and not or_gone):
        raise NoSuchClient
    return found


def _check_in(row: store.CheckInRow) -> CheckIn:
    return CheckIn(row.week, row.how, row.talk, row.goes)  # type: ignore[arg-type]


def _fit(profile: GuideProfile, work: Work) -> GuideProfile:
    if len(profile.tongues) > MOST_TONGUES or not 0 <= profile.most <= MOST_CLIENTS:
        raise Unfit("guide-profile-wrong")
    if profile.trained and profile.trained > work.today:
        raise Unfit("guide-trained-wrong")
    return replace(profile, area=typed(profile.area, LONGEST_AREA))
