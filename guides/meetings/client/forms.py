"""What is typed and ticked in a meeting. What was typed comes back with every answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any, cast

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from guides.meetings.client.domain import WHO, Closing, Look, TypedStep, Who, states_of
from guides.once.form import ChangeForm, OnceForm
from guides.people.domain import PLACES, Place, Unfit

MOST_ROWS = 20
ANSWER = "answer:"
WAS = "was:"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\Z")
"""A browser without a calendar gives a line to type in."""
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\Z")


class BeginForm(OnceForm):
    with_coordinator = BooleanField()


class NoteForm(ChangeForm):
    """The note while the meeting runs. ``note_was`` is what stood there when it was opened."""

    note = TextAreaField(default="")
    note_was = HiddenField(default="")

    @property
    def typed_anew(self) -> bool:
        """Whether there is something to save: browsers send line ends of their own."""
        return _lines(self.note.data) != _lines(self.note_was.data)


class FinishForm(ChangeForm):
    day = StringField(default="")
    minutes = StringField(default="")
    place = StringField(default="")
    note = TextAreaField(default="")
    next = StringField(default="")
    next_at = StringField(default="")
    next_place = StringField(default="")

    @classmethod
    def of(cls, look: Look, today: date) -> FinishForm:
        """As a meeting stands now."""
        meeting, diary = look.meeting, look.client.diary
        coming = diary.next if diary.next and diary.next >= today else None
        if meeting.state == "open" and coming == today:
            coming = None  # that is this meeting
        return cls(
            data={
                "day": (meeting.plan.day or today).isoformat(),
                "minutes": str(meeting.plan.minutes or ""),
                "place": meeting.plan.place or (diary.next_place if diary.next else ""),
                "note": meeting.note,
                "next": coming.isoformat() if coming else "",
                "next_at": diary.next_at if coming else "",
                "next_place": diary.next_place if coming else "",
                "version": meeting.version,
            }
        )

    def closing(self, steps: tuple[TypedStep, ...]) -> Closing:
        """What was said. Raises Unfit with what does not fit."""
        try:
            day = _day(self.day.data)
        except ValueError:
            day = None
        if day is None:
            raise Unfit("meeting-day-wrong")
        try:
            coming = _day(self.next.data)
        except ValueError as error:
            raise Unfit("meeting-next-wrong") from error
        if coming is None and (self.next_at.data or "").strip():
            raise Unfit("meeting-next-wrong")
        return Closing(
            day=day,
            minutes=_minutes(self.minutes.data),
            place=_place(self.place.data),
            note=self.note.data or "",
            steps=steps,
            next=coming,
            next_at=_time(self.next_at.data),
            next_place=_place(self.next_place.data),
        )


def steps_in(form: Any) -> tuple[tuple[str, str, str, str], ...]:
    """The rows of steps as they were typed: id, what, who, by when."""
    columns = (form.getlist(name) for name in ("step", "what", "who", "by"))
    return tuple(zip_longest(*columns, fillvalue=""))[:MOST_ROWS]


def typed_steps(rows: tuple[tuple[str, str, str, str], ...]) -> tuple[TypedStep, ...]:
    """Raises Unfit."""
    try:
        return tuple(TypedStep(step, what, _who(who), _day(by)) for step, what, who, by in rows)
    except ValueError as error:
        raise Unfit("meeting-by-wrong") from error


def changes_in(form: Any) -> dict[str, str]:
    """What was ticked or taken back since the page was opened: items with their states.

    A script names what changed. Without one the page says what was ticked when it was opened, so
    that what another tab ticked meanwhile stays.
    """
    found = dict(zip(form.getlist("item"), form.getlist("state"), strict=False))
    had, now = set(form.getlist("had")), set(form.getlist("talked"))
    found |= dict.fromkeys(had - now, "")
    found |= {item: states_of(item)[0] for item in now - had}
    found |= dict(_answers(form))
    return found


def _answers(form: Any) -> Iterator[tuple[str, str]]:
    for name in form:
        if name.startswith(ANSWER):
            item = name.removeprefix(ANSWER)
            if form[name] != form.get(WAS + item, ""):
                yield item, form[name]


def _lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _day(text: str | None) -> date | None:
    """Raises ValueError."""
    plain = (text or "").strip()
    if not plain:
        return None
    if found := _ISO.match(plain):
        year, month, day = found.groups()
    elif found := _BRITISH.match(plain):
        day, month, year = found.groups()
    else:
        raise ValueError(plain)
    return date(int(year), int(month), int(day))


def _minutes(text: str | None) -> int | None:
    plain = (text or "").strip()
    if not plain:
        return None
    if not (plain.isdecimal() and len(plain) < 5):
        raise Unfit("meeting-minutes-wrong")
    return int(plain)


def _time(text: str | None) -> str:
    plain = (text or "").strip()
    if not plain:
        return ""
    found = _TIME.match(plain)
    if found is None:
        raise Unfit("meeting-time-wrong")
    return f"{int(found[1]):02}:{found[2]}"


def _place(text: str | None) -> Any:
    if (text or "") not in ("", *PLACES):
        raise Unfit("meeting-place-wrong")
    return cast("Place", text or "")


def _who(text: str) -> Who:
    return text if text in WHO else "client"
