"""A coordinator's day: fourteen guides and many clients, all invented. For tests and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from guides.accounts.domain import Account
from guides.people.domain import Diary, Profile
from guides.people.service import Caseload, note_next
from guides.people.work import Records
from guides.supervision.domain import GuideProfile, How
from guides.supervision.service import Supervision

NAMES = (
    *("Amal", "Bea", "Carys", "Dilan", "Edna", "Farid", "Grace", "Hana", "Ioan", "Jess", "Kofi"),
    *("Lina", "Moira", "Nasrin"),
)
TONGUES = ("prs", "fa", "ar", "ti", "ckb", "kmr", "fr", "am", "ur", "so")
AREAS = ("M14", "M8", "M13", "OL8", "M40")
STAGES = (
    *("claiming", "screening", "waiting-and-support", "preparing-substantive-interview"),
    *("substantive-interview", "waiting-for-decision", "refused-and-appealing"),
    *("granted-and-moving-on", "appeal-hearing", "detention"),
)
_SAVES = count(1)


def save_id() -> str:
    return f"c{next(_SAVES):031x}"


def fill(
    records: Records, boss: Account, guides: Sequence[Account], *, clients: int = 60, seed: int = 7
) -> list[str]:
    """Profiles, clients with and without guides, meetings, check-ins. Returns ids of clients."""
    luck, today = Random(seed), records.clock().date()
    desk = Supervision(records, boss)
    for number, guide in enumerate(guides):
        desk.save(guide.id, _profile(number, today), 0, save_id())
        how: How = ("good", "fine", "fine", "tired", "exhausted")[number % 5]
        Supervision(records, guide).check_in(how, talk=number == 4)
    found = []
    for number in range(clients):
        found.append(_client(records, boss, guides, number, luck, today))
    return found


def _profile(number: int, today: date) -> GuideProfile:
    return GuideProfile(
        tongues=tuple(dict.fromkeys((TONGUES[number % 10], TONGUES[number * 3 % 10]))),
        gender=("woman", "man", "")[number % 3],
        area=AREAS[number % 5],
        trained=today - timedelta(days=120 * (number + 1) if number < 7 else 300),
        dbs=None if number == 13 else today + timedelta(days=90 * number - 40),
        most=3 + number % 4,
        children=number % 2 == 0,
    )


def _client(
    records: Records, boss: Account, guides: Sequence[Account], number: int, luck: Random,
    today: date,
) -> str:  # fmt: skip
    profile = Profile(
        tongue=luck.choice(TONGUES), lang=luck.choice(("prs", "ar", "ti", "en")),
        stage=luck.choice(STAGES), contact=("text-only",) if number % 3 else ("in-person-only",),
        guide_wish="woman" if number % 4 == 1 else "",
        audiences=frozenset(("family",)) if number % 6 == 0 else frozenset(),
    )  # fmt: skip
    waits = number % 10 == 3 or not guides
    by = boss if waits else guides[number % len(guides)]
    client = Caseload(records, by).register(
        profile, save_id(), state="waiting" if waits else "active"
    )
    days = luck.choice((0, 1, 3, 5, 12, 20, -4, None, None))
    diary = replace(
        client.diary,
        registered=today - timedelta(days=luck.randrange(5, 90)),
        last=None if waits else today - timedelta(days=luck.randrange(1, 70)),
        next=None if waits or days is None else today + timedelta(days=days),
        next_at="" if number % 5 == 0 else f"{9 + number % 8:02}:30",
    )
    keep_diary(records, by, client.id, diary)
    return client.id


def keep_diary(records: Records, by: Account, client: str, diary: Diary) -> None:
    """As a meeting does it that was finished."""
    with records.work(by, "work-with-clients") as work:
        note_next(work, work.client(client), diary)
