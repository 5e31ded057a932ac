"""What the record itself says about a client, in plain words; and that somebody opened it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guides.directory.tongues import name_of
from guides.people import store
from guides.people.access.domain import day_in_words
from guides.people.domain import Client, Told
from guides.people.service import client_of
from guides.people.store import ClientRow
from guides.people.work import Work

Line = tuple[str, str]


def tell_profile(work: Work, row: ClientRow) -> Iterator[Told]:
    """Codes, days, and how somebody may be reached. Who looks after them is not theirs to read."""
    client = client_of(work, row)
    yield Told("own-profile", tuple(line for line in _codes(client) if line[1]))
    yield Told("own-days", tuple(line for line in _days(client) if line[1]))
    contact = _plain(*client.profile.contact)
    if contact:
        yield Told("own-contact", (("own-contact-ways", contact),))


def tell_openings(work: Work, row: ClientRow) -> Iterator[Told]:
    """That a coordinator opened the record, and when: neither their name nor their words."""
    lines = tuple(
        ("own-opened-card" if each.what == "card" else "own-opened-record",
         f"{day_in_words(each.at.date())}, a coordinator")
        for each in store.openings(work.session, work.org, row.id)
    )  # fmt: skip
    if lines:
        yield Told("own-openings", lines)


def _codes(client: Client) -> Iterator[Line]:
    profile = client.profile
    yield "own-code", client.code
    yield "own-state", _plain(client.state)
    yield "own-tongue", name_of(profile.tongue)[0]
    yield "own-printed", name_of(profile.lang)[0]
    yield "own-reads", _plain(profile.reads)
    yield "own-stop", profile.stage
    yield "own-nation", _plain(profile.nation or "")
    yield "own-household", _plain(*sorted(profile.audiences))
    yield "own-claimed", _band(profile.claimed)
    yield "own-granted", _band(profile.granted)
    yield "own-access", _plain(*profile.access)
    yield "own-wish", _plain(profile.guide_wish)


def _days(client: Client) -> Iterator[Line]:
    diary = client.diary
    if client.lost:
        yield "own-lost", "yes"
    yield "own-registered", _day(diary.registered) or client.month
    yield "own-last", _day(diary.last)
    when = ", ".join(filter(None, (_day(diary.next), diary.next_at, _plain(diary.next_place))))
    yield "own-next", when
    yield "own-closed", _day(diary.closed)
    # Who it was is somebody else's: the organisation says it, where it may.
    yield "own-partner", "yes" if diary.partner else ""
    yield "own-goes", _day(client.goes)


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""


def _band(code: str) -> str:
    """The days between two changes of a rule: all that is kept of a date."""
    start, _, end = code.partition("/")
    return " ".join(
        filter(None, (f"from {start}" if start else "", f"before {end}" if end else ""))
    )


def _plain(*codes: str) -> str:
    return ", ".join(code.replace("-", " ") for code in codes if code)
