"""Who sees which client, and whose words: compared with a simple model, whatever people do.

Two organisations, each with two guides and a coordinator. After each act every answer that one of
them gets about any client, also one that is gone, is compared with what the model says.

What happens next is drawn by lot. Each walk has a number and always goes the same way; a shrinking
machine was tried, and drew some acts so rarely that faults planted in them were not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from guides.accounts import store as accounts
from guides.accounts.domain import Account
from guides.api import FormOption, FormQuestion, ProgrammeForm
from guides.audit.service import AuditLog
from guides.meetings.client.domain import NOTE_KEPT, Closing, MeetingChanged
from guides.meetings.client.service import Meetings
from guides.people.answers.service import Answers
from guides.people.card.domain import Card, CardChanged
from guides.people.card.service import Cards
from guides.people.domain import (
    KEPT_CLOSED,
    KEPT_SILENT,
    OPENED_FOR,
    ClientChanged,
    ClosedWords,
    NoSuchClient,
    Unfit,
)
from guides.people.referrals.domain import Choice
from guides.people.referrals.service import Referrals
from guides.people.service import Caseload
from guides.people.work import Records
from guides.safe.service import Safe
from guides.settings import Settings
from guides.storage.engine import Engine, saving
from guides.supervision.service import Supervision
from tests.people.conftest import DARI, Charity, save_id

STAGES = ("claiming", "screening", "detention")
PEOPLE = ("amal", "bea", "cora", "dana", "eli", "finn")
"""Two guides and a coordinator of the northern house, and of the southern one."""
WHO = (*("guide",) * 8, *("backup",) * 2, *("coordinator",) * 6, *PEOPLE)
"""Who does something to a client: often somebody who may."""
WHICH = tuple(range(4))
"""Which client, counted from the newest."""
Act = Callable[..., None]
ACTS: list[tuple[Act, dict[str, Sequence[object]]]] = []


def rule(often: int = 3, **drawn: Sequence[object]) -> Callable[[Act], Act]:
    """Something that can happen, as often as this; what it is given is drawn from these."""

    def note(act: Act) -> Act:
        ACTS.extend([(act, drawn)] * often)
        return act

    return note


FORM = ProgrammeForm(
    "how", "assessment", "How are things?", questions=(
        FormQuestion("sure", "Are you sure?", "scale", "confidence", options=tuple(
            FormOption(code, code) for code in "12345"
        )),
    ),
)  # fmt: skip
GONE, SHUT = "not there", "words are shut"


@dataclass
class Kept:
    """What should be kept of one client."""

    id: str
    org: int
    stage: str
    guide: int | None
    goes: date
    state: str
    version: int = 1
    backup: int | None = None
    erased: bool = False
    card: str = ""
    cards: int = 0
    """How often the card was saved since it is there."""
    asked: int = 0
    """How often the form was saved."""
    said: str = ""
    """What was answered last."""
    referred: list[str] = field(default_factory=list)
    meetings: list[tuple[str, str, date]] = field(default_factory=list)
    """Id, note and the day until which the note is kept; newest first."""
    opened: list[tuple[int, str, datetime]] = field(default_factory=list)


class Model:
    """What should be so, beside what is."""

    def __init__(self, here: Charity) -> None:
        self.here = here
        self.kept: list[Kept] = []
        houses = (self.here.north, self.here.south)
        self.people: dict[str, Account] = {
            name: self.here.account(name, "guide" if at % 3 < 2 else "coordinator", houses[at // 3])
            for at, name in enumerate(PEOPLE)
        }

        for name in ("amal", "bea", "dana"):
            self.register(name, "claiming")

    def pick(self, who: str, client: int) -> tuple[Account, Kept]:
        """An account and a client, who may have nothing to do with each other."""
        kept = self.kept[-1 - client % len(self.kept)]
        if who in self.people:
            return self.people[who], kept
        by_id = {each.id: each for each in self.people.values()}
        theirs = {"guide": kept.guide, "backup": kept.backup}.get(who)
        house = self.people["cora" if kept.org == self.here.north else "finn"]
        return (by_id[theirs] if theirs else house), kept

    @property
    def today(self) -> date:
        return self.here.now.date()

    @property
    def records(self) -> Records:
        return self.here.records

    # What should be so -------------------------------------------------------------------------

    def sees(self, by: Account, kept: Kept) -> bool:
        there = not kept.erased and kept.goes >= self.today and kept.org == by.org
        return there and (by.role == "coordinator" or by.id in (kept.guide, kept.backup))

    def reads(self, by: Account, kept: Kept, what: str = "words") -> bool:
        since = self.here.now - OPENED_FOR
        opened = any(o[:2] == (by.id, what) and o[2] >= since for o in kept.opened)
        return self.sees(by, kept) and (by.id in (kept.guide, kept.backup) or opened)

    def touched(self, kept: Kept) -> None:
        kept.goes = self.today + (KEPT_CLOSED if kept.state == "closed" else KEPT_SILENT)

    def said(self, by: Account, kept: Kept, what: str = "") -> str:
        """What is said to somebody who asks, when it is no answer."""
        if not self.sees(by, kept):
            return GONE
        return SHUT if what and not self.reads(by, kept, what) else ""

    # What people do ----------------------------------------------------------------------------

    @rule(who=PEOPLE, stage=STAGES)
    def register(self, who: str, stage: str) -> None:
        by = self.people[who]
        new = Caseload(self.records, by).register(replace(DARI, stage=stage), save_id())
        guide = by.id if by.role == "guide" else None
        goes, state = self.today + KEPT_SILENT, "active" if guide else "waiting"
        assert by.org is not None
        self.kept.append(Kept(new.id, by.org, stage, guide, goes, state))

    @rule(client=WHICH, who=WHO, stage=STAGES,
          behind=(True, False))  # fmt: skip
    def change(self, client: int, who: str, stage: str, behind: bool) -> None:
        by, kept = self.pick(who, client)
        version = kept.version - behind
        got = answer(
            lambda: Caseload(self.records, by).change(
                kept.id, replace(DARI, stage=stage), version, save_id()
            )
        )
        if self.said(by, kept):
            assert got == GONE
        elif behind:
            assert isinstance(got, ClientChanged)
            assert got.now.profile.stage == kept.stage
        else:
            kept.stage, kept.version = stage, kept.version + 1
            self.touched(kept)
            assert got.profile.stage == stage

    @rule(client=WHICH, who=WHO, guide=PEOPLE,
          backup=(None, *PEOPLE))  # fmt: skip
    def reassign(self, client: int, who: str, guide: str, backup: str | None) -> None:
        by, kept = self.pick(who, client)
        new, second = self.people[guide], self.people[backup] if backup else None
        got = answer(
            lambda: Supervision(self.records, by).assign(
                kept.id, new.id, second.id if second else None, kept.version, save_id()
            )
        )
        if by.role == "guide" or self.said(by, kept):
            assert got == GONE
            return
        chosen = [each for each in (new, second) if each]
        if new is second or any(one.role != "guide" or one.org != by.org for one in chosen):
            assert isinstance(got, Unfit)
            return
        before = [each for each in self.people.values() if each.id in (kept.guide, kept.backup)]
        kept.guide, kept.backup = new.id, second.id if second else None
        kept.state = "active" if kept.state == "waiting" else kept.state
        kept.version += 1
        self.touched(kept)
        assert (got.guide, got.backup) == (kept.guide, kept.backup)
        for each in before:
            self._look(each, kept)

    @rule(client=WHICH, who=WHO, what=("words", "card"))
    def open(self, client: int, who: str, what: str) -> None:
        by, kept = self.pick(who, client)
        got = answer(lambda: Caseload(self.records, by).open_words(kept.id, "A complaint", what))
        assert (got or "") == self.said(by, kept)
        if not got:
            kept.opened.append((by.id, what, self.here.now))
        self._look(by, kept)

    @rule(client=WHICH, who=WHO, closing=(True, False))
    def close_or_reopen(self, client: int, who: str, closing: bool) -> None:
        by, kept = self.pick(who, client)
        book = Caseload(self.records, by)
        got = answer(lambda: book.close(kept.id, "moved") if closing else book.reopen(kept.id))
        if self.said(by, kept):
            assert got == GONE
            return
        if closing and kept.state != "closed":
            kept.state, kept.card, kept.cards = "closed", "", 0
            self.touched(kept)
        elif not closing and kept.state == "closed":
            kept.state = "active" if kept.guide else "waiting"
            self.touched(kept)
        assert got.state == kept.state

    @rule(often=1, client=WHICH, who=WHO)
    def erase(self, client: int, who: str) -> None:
        by, kept = self.pick(who, client)
        got = answer(lambda: Caseload(self.records, by).erase(kept.id))
        if by.role == "guide" or self.said(by, kept):
            assert got == GONE
        else:
            assert got is None
            kept.erased = True

    @rule(client=WHICH, who=WHO, text=("a", "b"))
    def write_card(self, client: int, who: str, text: str) -> None:
        by, kept = self.pick(who, client)
        got = answer(
            lambda: Cards(self.records, by).save(
                kept.id, Card(know=text, version=kept.cards), save_id()
            )
        )
        if said := self.said(by, kept, "card"):
            assert got == said
        elif kept.state == "closed":
            assert isinstance(got, Unfit)
        else:
            assert got is None
            kept.card, kept.cards = text, kept.cards + 1
            self.touched(kept)

    @rule(client=WHICH, who=WHO, name=("X", "Y"))
    def refer(self, client: int, who: str, name: str) -> None:
        by, kept = self.pick(who, client)
        choice = Choice("0" * 36, name, "legal", "phone")
        got = answer(
            lambda: Referrals(self.records, by).send(kept.id, choice, save_id(), agreed=True)
        )
        if said := self.said(by, kept, "words"):
            assert got == said
        else:
            kept.referred.append(got.id)
            self.touched(kept)

    @rule(client=WHICH, who=WHO, code=("1", "5"))
    def ask(self, client: int, who: str, code: str) -> None:
        """Whoever sees a client can fill in a form; reading it is something else."""
        by, kept = self.pick(who, client)
        book, sent = Answers(self.records, by), {"sure": [code]}
        got = answer(partial(book.fill, kept.id, FORM, sent, save_id(), version=kept.asked))
        if said := self.said(by, kept):
            assert got == said
            return
        kept.asked, kept.said = kept.asked + 1, code
        self.touched(kept)

    @rule(client=WHICH, who=WHO, note=("", "p", "q"))
    def meet(self, client: int, who: str, note: str) -> None:
        by, kept = self.pick(who, client)
        book = Meetings(self.records, by)
        got = answer(lambda: book.begin(kept.id, save_id()))
        if by.role == "coordinator" or self.said(by, kept):
            assert got == GONE
            return
        if kept.state == "closed":
            assert isinstance(got, Unfit)
            return
        closing = Closing(self.today, 30, "library", note, (), None, "", "")
        done = book.finish(kept.id, got.id, closing, (), got.version, save_id())
        assert done.note == note
        kept.meetings.insert(0, (got.id, note, self.today + NOTE_KEPT))
        self.touched(kept)

    @rule(by=(timedelta(minutes=30), timedelta(minutes=31), timedelta(days=90),
                              timedelta(days=91), KEPT_CLOSED, timedelta(days=366)))  # fmt: skip
    def wait(self, by: timedelta) -> None:
        self.here.now += by

    @rule(often=1)
    def sweep(self) -> None:
        self.here.retention.sweep()
        for kept in self.kept:
            kept.erased |= kept.goes < self.today

    # What they see -----------------------------------------------------------------------------

    @rule(client=WHICH, who=WHO)
    def look(self, client: int, who: str) -> None:
        self._look(*self.pick(who, client))

    @rule(who=PEOPLE)
    def look_at_all(self, who: str) -> None:
        by = self.people[who]
        found = {c.id: (c.state, c.profile.stage, c.guide, c.backup, c.goes, c.lost)
                 for c in Caseload(self.records, by).all()}  # fmt: skip
        assert found == {
            k.id: (k.state, k.stage, k.guide, k.backup, k.goes, False)
            for k in self.kept
            if self.sees(by, k)
        }

    def end(self) -> None:
        """In the end everybody looks at all, and at one client closely."""
        for name, by in self.people.items():
            self.look_at_all(name)
            self._look(by, self.kept[-1])

    def _look(self, by: Account, kept: Kept) -> None:
        said, book = self.said(by, kept), Caseload(self.records, by)
        meetings = Meetings(self.records, by)
        one = answer(lambda: book.one(kept.id))
        if said:
            assert one == said
            assert answer(lambda: book.openings(kept.id)) == said
            assert answer(lambda: meetings.of(kept.id)) == said
            assert answer(lambda: Cards(self.records, by).there(kept.id)) == said
        else:
            assert (one.profile.stage, one.version) == (kept.stage, kept.version)
            assert book.reads_words(kept.id) == self.reads(by, kept)
            assert len(book.openings(kept.id)) == len(kept.opened)
            assert Cards(self.records, by).there(kept.id) == bool(kept.card)
            self._look_at_meetings(by, kept)
        card = answer(lambda: Cards(self.records, by).of(kept.id))
        if shut := self.said(by, kept, "card"):
            assert card == shut
        else:
            assert (card.know if card else "") == kept.card
        sent = answer(lambda: Referrals(self.records, by).of(kept.id))
        filled = answer(lambda: Answers(self.records, by).of(kept.id))
        if shut := self.said(by, kept, "words"):
            assert sent == shut
            assert filled == shut
        else:
            assert [each.given[0].codes for each in filled] == [(kept.said,)] * bool(kept.said)
            assert {each.id for each in sent} == {*kept.referred}

    def _look_at_meetings(self, by: Account, kept: Kept) -> None:
        opened = self.reads(by, kept)
        notes = [note if until >= self.today else "" for _, note, until in kept.meetings]
        found = Meetings(self.records, by).of(kept.id)
        assert [m.note for m in found] == [note if opened else "" for note in notes]
        assert [m.shut for m in found] == [bool(note) and not opened for note in notes]
        for meeting, _, _ in kept.meetings[:1]:
            look = answer(partial(Meetings(self.records, by).look, kept.id, meeting))
            assert (look == SHUT) is not opened


def answer(ask: Callable[[], Any]) -> Any:
    """What comes back, or what is said instead."""
    try:
        return ask()
    except NoSuchClient:
        return GONE
    except ClosedWords:
        return SHUT
    except (Unfit, ClientChanged, CardChanged, MeetingChanged) as error:
        return error


Ground = tuple[Engine, Safe, AuditLog, Settings]


def _walk(ground: Ground, number: int, steps: int) -> None:
    """Two new organisations, and what happens there."""
    engine, safe, audit, chosen = ground
    with saving(engine) as session:
        north, south = (
            accounts.add_organisation(session, f"House {save_id()} (demo)").id for _ in range(2)
        )
    model, lot = Model(Charity(engine, safe, audit, chosen, north, south)), Random(number)
    happened: list[str] = []
    try:
        for _ in range(steps):
            act, drawn = lot.choice(ACTS)
            given = {name: lot.choice(values) for name, values in drawn.items()}
            happened.append(f"{act.__name__}({given})")
            act(model, **given)
        model.end()
    except Exception as wrong:
        wrong.add_note("\n".join([f"walk {number}:", *happened]))
        raise


def test_everybody_sees_what_the_model_says(ground: Ground) -> None:
    for number in range(4):
        _walk(ground, number, 60)


@pytest.mark.full
@pytest.mark.parametrize("number", range(100, 160))
def test_everybody_sees_what_the_model_says_for_long(ground: Ground, number: int) -> None:
    _walk(ground, number, 100)
