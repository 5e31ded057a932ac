"""What the record itself says about a client; and that somebody opened it."""

from __future__ import annotations

from collections.abc import Iterator

from guides.people import store
from guides.people.domain import Client, Code, Told, ToldLine, coded
from guides.people.service import client_of
from guides.people.store import ClientRow
from guides.people.work import Work

YES = Code("word", "consent-is-given")


def tell_profile(work: Work, row: ClientRow) -> Iterator[Told]:
    """Codes, days, and how somebody may be reached. Who looks after them is not theirs to read."""
    client = client_of(work, row)
    yield Told("own-profile", tuple(line for line in _codes(client) if any(line[1])))
    yield Told("own-days", tuple(line for line in _days(client) if any(line[1])))
    if client.profile.contact:
        ways = coded("client-contact-", *client.profile.contact)
        yield Told("own-contact", (("own-contact-ways", ways),))


def tell_openings(work: Work, row: ClientRow) -> Iterator[Told]:
    """That a coordinator opened the record, and when: neither their name nor their words."""
    lines = tuple(
        ("own-opened-card" if each.what == "card" else "own-opened-record",
         (each.at.date(), Code("word", "meeting-who-coordinator")))
        for each in store.openings(work.session, work.org, row.id)
    )  # fmt: skip
    if lines:
        yield Told("own-openings", lines)


def _codes(client: Client) -> Iterator[ToldLine]:
    profile = client.profile
    yield "own-code", (client.code,)
    yield "own-state", coded("own-is-", client.state)
    yield "own-tongue", (Code("language", profile.tongue),)
    yield "own-printed", (Code("language", profile.lang),)
    yield "own-reads", coded("client-reads-", profile.reads)
    yield "own-stop", (Code("stop", profile.stage),)
    yield "own-nation", coded("nation-", profile.nation or "")
    yield "own-household", coded("audience-", *sorted(profile.audiences))
    yield "own-claimed", (Code("claimed", profile.claimed),) if profile.claimed else ()
    yield "own-granted", (Code("granted", profile.granted),) if profile.granted else ()
    yield "own-access", coded("client-access-", *profile.access)
    yield "own-wish", coded("client-wish-", profile.guide_wish)


def _days(client: Client) -> Iterator[ToldLine]:
    diary = client.diary
    if client.lost:
        yield "own-lost", (YES,)
    yield "own-registered", (diary.registered or client.month,)
    yield "own-last", (diary.last,) if diary.last else ()
    if diary.next:
        at = (diary.next_at,) if diary.next_at else ()
        yield "own-next", (diary.next, *at, *coded("meeting-place-", diary.next_place))
    yield "own-closed", (diary.closed,) if diary.closed else ()
    # Who it was is somebody else's: the organisation says it, where it may.
    yield "own-partner", (YES,) if diary.partner else ()
    yield "own-goes", (client.goes,)
