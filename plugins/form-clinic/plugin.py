"""A form-filling clinic: coordinators offer slots, guides book them, and nobody is named.

Somebody who books gets a code word of two everyday words. They say it at the clinic's door. A slot
knows its day, its time and that word; it does not know for whom it is, or who booked it.

A plugin imports :mod:`guides.api`, and SQLAlchemy where it has tables of its own.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from guides.api import (
    Absent,
    Case,
    ChecklistItem,
    Command,
    CommandRequest,
    GoTo,
    Keeping,
    NavLink,
    Page,
    PageAnswer,
    PageRequest,
    Panel,
    PanelPage,
    Permission,
    Setting,
    Shown,
    Slot,
    Translation,
    Viewer,
    Word,
    hookimpl,
)

SLOT = sa.table(
    "plugin_form_clinic_slot",
    sa.column("id", sa.Integer),
    sa.column("org", sa.Integer),
    sa.column("day", sa.Date),
    sa.column("time", sa.String),
    sa.column("code", sa.String),
)
FREE = ""
"""Instead of a code word: nobody has booked the slot."""
FORM_STOPS = frozenset({"waiting-and-support", "refused-and-appealing", "granted-and-moving-on"})
"""Stops at which there is a form to fill in."""
FIRST_WORDS = ("amber", "birch", "cedar", "copper", "harbour", "linen", "maple", "silver")
SECOND_WORDS = ("bridge", "clock", "garden", "kettle", "ladder", "lantern", "river", "window")
MOST_DAYS = 90
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")

LINE = "Bring your form to the form clinic. Ask your guide for a place. You give no name."
WHY = "It is free. Two people look at each form."
LINK = "Form clinic"
ARABIC = {
    LINE: "يُرجى إحضار الاستمارة إلى عيادة الاستمارات. يمكن للمرشد حجز موعد، ولا يُذكر أي اسم.",
    WHY: "الخدمة مجانية. يطّلع شخصان على كل استمارة.",
    LINK: "عيادة الاستمارات",
}
WORDS = {
    "form-clinic-title": "Form clinic",
    "form-clinic-where": "Where",
    "form-clinic-free": "Free places",
    "form-clinic-none": "There is no free place. Ask again next week.",
    "form-clinic-book": "Book {day} at {time}",
    "form-clinic-booked": "It is booked. The code word is:",
    "form-clinic-say": (
        "Write it on the sheet, and say it at the door. It is not shown again. Nobody asks for a "
        "name."
    ),
    "form-clinic-gone": "Somebody else has just booked this place. Nothing was booked for you.",
    "form-clinic-add-title": "Offer places",
    "form-clinic-day": "Day, as year-month-day",
    "form-clinic-time": "Time, as 14:30",
    "form-clinic-how-many": "How many at the same time",
    "form-clinic-add": "Offer them",
    "form-clinic-wrong": (
        "Nothing was added. Write a day from today to {n} days ahead, a time such as 14:30, and a "
        "number from 1 to 20. What you typed is still here."
    ),
    "form-clinic-all": "All places",
    "form-clinic-state-free": "free",
    "form-clinic-state-booked": "booked",
    "form-clinic-remove": "Take away {day} at {time}",
}
ARABIC_WORDS = {
    "form-clinic-title": "عيادة الاستمارات",
    "form-clinic-where": "المكان",
    "form-clinic-free": "مواعيد متاحة",
    "form-clinic-none": "لا يوجد موعد متاح. يُرجى السؤال مرة أخرى في الأسبوع القادم.",
    "form-clinic-book": "احجز {day} الساعة {time}",
    "form-clinic-booked": "تم الحجز. كلمة السر هي:",
}


# What stands on pages and sheets -----------------------------------------------------------------


@hookimpl
def guides_checklist_items(case: Case) -> Sequence[ChecklistItem]:
    """One line, at the stops where forms are filled in."""
    if case.stage not in FORM_STOPS:
        return ()
    return (
        ChecklistItem(case.stage, "form-clinic", "do", LINE, why=WHY, order=215, icon="letter"),
    )


@hookimpl
def guides_panels(slot: Slot, page: PanelPage) -> Sequence[Panel]:
    """A reminder for guides, on the page of one's own account."""
    if slot != "account":
        return ()
    return (Panel("Form clinic", "A booking needs **no name**: there is a code word instead."),)


@hookimpl
def guides_words() -> Sequence[Word]:
    return tuple(Word(word_id, text) for word_id, text in WORDS.items())


@hookimpl
def guides_translations() -> Sequence[Translation]:
    """By machine, read back once; no person has read it. What is missing stays English."""
    words = {WORDS[word_id]: text for word_id, text in ARABIC_WORDS.items()}
    both = {**ARABIC, **words}
    return tuple(Translation("ar", english, text, "read-back") for english, text in both.items())


# What an organisation chooses --------------------------------------------------------------------


@hookimpl
def guides_settings() -> Sequence[Setting]:
    return (
        Setting("place", "Where the clinic is", default="At our office"),
        Setting("opening", "When it is open, in words", default="By appointment"),
        Setting("open", "Guides can book", "yes-no", default=True),
        Setting("days-ahead", "How many days ahead", "number", default=28, least=1, most=MOST_DAYS),
    )


@hookimpl
def guides_permissions() -> Sequence[Permission]:
    return (
        Permission("book", "See free places and book them.", ("guide", "coordinator")),
        Permission("offer", "Offer places and take them away.", ("coordinator",)),
    )


# Pages -------------------------------------------------------------------------------------------


@hookimpl
def guides_pages() -> Sequence[Page]:
    book, offer = "form-clinic.book", "form-clinic.offer"
    return (
        Page("", book, show_free),
        Page("slots/<int:slot>/book", book, book_one, ("POST",)),
        Page("offer", offer, show_all),
        Page("offer", offer, add, ("POST",)),
        Page("slots/<int:slot>/remove", offer, remove, ("POST",)),
    )


@hookimpl
def guides_nav(viewer: Viewer | None) -> Sequence[NavLink]:
    """For those who may book; the foot of the pages for everybody has no link."""
    may = viewer.may if viewer is not None else frozenset()
    found = [NavLink(LINK)] if "form-clinic.book" in may else []
    return (*found, NavLink("Offer places", "offer")) if "form-clinic.offer" in may else found


def show_free(request: PageRequest) -> PageAnswer:
    return _free(request)


def _free(request: PageRequest, *, code: str = "", gone: bool = False, status: int = 200) -> Shown:
    slots = _slots(request, SLOT.c.code == FREE) if request.settings["open"] else []
    values = {"slots": slots, "code": code, "gone": gone, "settings": request.settings}
    return Shown("free.html", values, status)


def book_one(request: PageRequest) -> PageAnswer:
    """Take a free slot. Of two guides who take the same one, the second is told."""
    code = f"{secrets.choice(FIRST_WORDS)} {secrets.choice(SECOND_WORDS)}"
    mine = (*_mine(request), SLOT.c.id == request.path["slot"], SLOT.c.code == FREE)
    if not request.settings["open"]:
        return Absent()
    with request.store.saving() as session:
        booked = session.execute(sa.update(SLOT).where(*mine).values(code=code)).rowcount
    if not booked:
        return _free(request, gone=True, status=409)
    return _free(request, code=code)


def show_all(request: PageRequest) -> PageAnswer:
    return _all(request, {"how-many": "1"})


def _all(request: PageRequest, typed: object, *, wrong: bool = False) -> Shown:
    values = {"slots": _slots(request), "typed": typed, "wrong": wrong, "most": MOST_DAYS}
    return Shown("offer.html", values, 400 if wrong else 200)


def add(request: PageRequest) -> PageAnswer:
    """Offer slots at one time of one day."""
    day, time, how_many = (request.form.get(n, "").strip() for n in ("day", "time", "how-many"))
    on = _day(day)
    late = request.today + timedelta(days=MOST_DAYS)
    number = int(how_many) if re.fullmatch("[0-9]{1,2}", how_many) else 0
    good = on is not None and request.today <= on <= late and _TIME.fullmatch(time)
    if not good or not 1 <= number <= 20 or request.viewer is None:
        return _all(request, request.form, wrong=True)
    row = {"org": request.viewer.org, "day": on, "time": time, "code": FREE}
    with request.store.saving() as session:
        session.execute(sa.insert(SLOT), [row] * number)
    return GoTo("offer")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def remove(request: PageRequest) -> PageAnswer:
    """Take a slot away, booked or not."""
    mine = (*_mine(request), SLOT.c.id == request.path["slot"])
    with request.store.saving() as session:
        gone = session.execute(sa.delete(SLOT).where(*mine)).rowcount
    return GoTo("offer") if gone else Absent()


def _mine(request: PageRequest) -> tuple[Any, ...]:
    """The only way to slots: an organisation sees its own, from today on."""
    org = request.viewer.org if request.viewer is not None else None
    ahead = request.today + timedelta(days=int(str(request.settings["days-ahead"])))
    return SLOT.c.org == org, SLOT.c.day >= request.today, SLOT.c.day <= ahead


def _slots(request: PageRequest, *only: Any) -> list[dict[str, object]]:
    asked = sa.select(SLOT).where(*_mine(request), *only).order_by(SLOT.c.day, SLOT.c.time)
    with request.store.reading() as connection:
        found = connection.execute(asked.order_by(SLOT.c.id)).mappings()
        return [{**row, "day": row["day"].isoformat()} for row in found]


# What is kept, and how it goes -------------------------------------------------------------------


@hookimpl
def guides_holdings() -> Sequence[Keeping]:
    return (Keeping(("plugin_form_clinic_slot",), due=forget_old),)


def forget_old(session: Any, now: datetime) -> int:
    """A slot goes the day after: nobody needs to know that there was one."""
    gone: int = session.execute(sa.delete(SLOT).where(SLOT.c.day < now.date())).rowcount
    return gone


@hookimpl
def guides_commands() -> Sequence[Command]:
    return (Command("count", "Say how many places are free and how many are booked.", count),)


def count(request: CommandRequest) -> str:
    asked = sa.select(SLOT.c.code).where(SLOT.c.day >= request.today)
    with request.store.reading() as connection:
        codes = connection.execute(asked).scalars().all()
    free = sum(code == FREE for code in codes)
    return f"{free} free, {len(codes) - free} booked."
