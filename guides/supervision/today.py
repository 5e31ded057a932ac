"""What is due, put together from the rows of clients: no question to the database for each.

Codes are in the clear, exact days are sealed. So only those diaries are opened that can matter
today: of clients who wait, who have no next date, or whose next date is this month or before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from guides.people.domain import CONTACTS, Diary
from guides.people.work import Sealed, Work
from guides.supervision.domain import (
    GOES_SOON,
    SILENT,
    SOON,
    WEEK,
    Coming,
    Day,
    Ending,
    GuideSeen,
    Open,
    Why,
)


class Row(Sealed, Protocol):
    """What is read of a client's row."""

    code: str
    state: str
    practice: bool
    stage: str
    tongue: str
    lang: str
    contact: str
    guide: int | None
    month: str
    due: str
    goes: date


def day_of(work: Work, rows: Sequence[Row], guides: Sequence[GuideSeen]) -> Day:
    """All that is due for whoever works here. ``guides`` are all, also those who have left."""
    today, here = work.today, {each.account for each in guides if each.active}
    rows = [row for row in rows if not row.practice]
    there = [row for row in rows if row.state != "closed"]
    seen = _opened(work, there, today + WEEK)
    open_ones = [each for row, diary in seen for each in _open(row, diary, today, here)]
    coming = sorted(_coming(seen, today, today + WEEK), key=lambda c: (c.day, c.at, c.code))
    return Day(
        on=today,
        today=tuple(each for each in coming if each.day == today),
        week=tuple(each for each in coming if each.day > today),
        overdue=_oldest_first(each for each in open_ones if each.why not in ("waiting", "left")),
        waiting=_oldest_first(each for each in open_ones if each.why in ("waiting", "left")),
        going=_going(rows, today),
        names={each.account: each.name for each in guides},
        stages=Counter(row.stage for row in there),
        active=len(there),
        lost=sum(diary is None for _, diary in seen),
    )


def with_guides(day: Day, guides: Sequence[GuideSeen]) -> Day:
    """The same with what only a coordinator sees."""
    here = tuple(each for each in guides if each.active or each.load)
    ending = sorted(_ending(here, day.on), key=lambda each: each.day)
    return replace(day, guides=here, ending=tuple(ending))


def coming_until(work: Work, rows: Iterable[Row], until: date) -> list[Coming]:
    """The meetings that are arranged, from today on."""
    there = [row for row in rows if row.state != "closed" and row.due and not row.practice]
    seen = _opened(work, there, until)
    return sorted(_coming(seen, work.today, until), key=lambda c: (c.day, c.at, c.code))


def loads(rows: Iterable[Row]) -> Counter[int]:
    """How many clients each guide has."""
    return Counter(row.guide for row in rows if row.guide is not None and row.state != "closed")


def _opened(work: Work, rows: Iterable[Row], until: date) -> list[tuple[Row, Diary | None]]:
    """The diaries that can matter until that day; None where one cannot be opened any more."""
    last = f"{until:%Y-%m}"
    wanted = [row for row in rows if row.due <= last]  # "": no next date
    work.fetch_keys(row.owner for row in wanted)
    return [(row, work.words(row, Diary)) for row in wanted]


def _coming(seen: Iterable[tuple[Row, Diary | None]], today: date, until: date) -> Iterator[Coming]:
    for row, diary in seen:
        if diary and diary.next and today <= diary.next <= until and row.due:
            yield Coming(
                row.id, row.code, diary.next, diary.next_at, diary.next_place, row.guide, row.lang,
                tuple(way for way in CONTACTS if way in row.contact.split(",")),
            )  # fmt: skip


def _open(row: Row, diary: Diary | None, today: date, here: set[int]) -> Iterator[Open]:
    """What is to be done for a client: the weightiest thing, or nothing."""
    if diary is None:
        return
    why: Why
    missed = diary.next and diary.next < today and (diary.last or date.min) < diary.next
    ahead = diary.next and diary.next >= today
    if row.guide is None or row.state == "waiting":
        why, since = "waiting", diary.registered
    elif row.guide not in here:
        why, since = "left", diary.last or diary.registered
    elif missed:
        why, since = "missed", diary.next
    elif diary.last is None and not ahead and _is_over(diary.registered, WEEK, today):
        why, since = "never", diary.registered
    elif diary.last and not ahead and _is_over(diary.last, SILENT, today):
        why, since = "silent", diary.last
    else:
        return
    yield Open(row.id, row.code, why, since, row.stage, row.tongue, row.guide)


def _is_over(since: date | None, patience: timedelta, today: date) -> bool:
    return since is None or today - since > patience


def _oldest_first(found: Iterable[Open]) -> tuple[Open, ...]:
    return tuple(sorted(found, key=lambda each: (each.since or date.min, each.code)))


def _going(rows: Iterable[Row], today: date) -> tuple[tuple[str, str, date], ...]:
    soon = [(row.id, row.code, row.goes) for row in rows if row.goes <= today + GOES_SOON]
    return tuple(sorted(soon, key=lambda each: (each[2], each[1])))


def _ending(guides: Iterable[GuideSeen], today: date) -> Iterator[Ending]:
    for guide in guides:
        if not guide.active:
            continue
        for what, day in (("dbs", guide.profile.dbs), ("training", guide.profile.training_ends)):
            if day is not None and day <= today + SOON:
                yield Ending(guide, what, day, day < today)  # type: ignore[arg-type]
