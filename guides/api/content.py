"""Stages, guidance, checklists, resources, services, languages: what a plugin may contribute.

Every text is English. Translations are keyed by the English sentence itself, so that a changed
sentence has no translation until somebody has looked at it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from guides.api.conditions import Conditions
from guides.api.referral import (
    Gender,
    Household,
    How,
    Need,
    Precision,
    RoomState,
    Route,
    Spoken,
    Status,
    Visibility,
)

EdgeKind = Literal["next", "yes", "no", "loop", "interrupt"]
SectionKind = Literal[
    "what-happens",
    "rights",
    "do-now",
    "goes-wrong",
    "before-next",
    "who-helps",
    "advice-line",
    "variant",
]
SECTION_KINDS: tuple[SectionKind, ...] = (
    "what-happens",
    "rights",
    "do-now",
    "goes-wrong",
    "before-next",
    "variant",
    "who-helps",
    "advice-line",
)
"""In the order in which a page shows them."""

ItemKind = Literal["right", "do", "know"]
"""The group a checklist line stands in: your rights, do this now, good to know."""

ResourceKind = Literal[
    "leaflet", "link", "room", "equipment", "interpreter", "trainer", "class", "other"
]

TextStanding = Literal["draft", "read-back", "checked"]
"""How far a translation has come: first draft, read back by a second pass, checked by a person."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one stage to another; ``when`` says in words what makes it happen."""

    to: str
    kind: EdgeKind = "next"
    when: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop of the journey."""

    id: str
    title: str
    short: str
    """The word or two under the station on the line."""
    summary: str
    order: int
    lane: int = 0
    """0 is the main line; 1 and up are branches beside it."""
    edges: tuple[Edge, ...] = ()
    interrupts: bool = False
    """True when it can happen at any other stage (detention)."""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of guidance in Markdown, for one stage."""

    stage: str
    kind: SectionKind
    slug: str
    title: str
    body: str
    order: int = 0
    reader: Literal["client", "guide"] = "client"
    conditions: Conditions = field(default_factory=Conditions)
    path: str = ""
    replaces: str = ""
    """A section of the core, as ``toolkit/stage/name``, in whose place this one stands."""
    of: str = ""
    """The fingerprint of the core text that was replaced; the check prints it."""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of a checklist. ``protected`` lines cannot be left out of a sheet."""

    stage: str
    id: str
    kind: ItemKind
    text: str
    order: int = 0
    why: str = ""
    facts: tuple[str, ...] = ()
    """Facts that the line rests on, besides those that it names in its text."""
    conditions: Conditions = field(default_factory=Conditions)
    protected: bool = False
    fill: str = ""
    """Words beside a line to write on by pen, such as a date copied from one's own letter."""
    icon: str = ""
    replaces: str = ""
    """A line of the core, as ``toolkit/stage/id``, in whose place this one stands."""
    of: str = ""
    """The fingerprint of the core text that was replaced; the check prints it."""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing or person that helps: a leaflet, a room, an interpreter, a class."""

    id: str
    title: str
    text: str
    stages: tuple[str, ...] = ()
    url: str = ""
    kind: ResourceKind = "leaflet"
    who: str = ""
    """Who may borrow, book or come."""
    how: str = ""
    """How to borrow, book or join."""
    contact: str = ""
    """A phone number, an address, or whom to ask."""
    languages: tuple[str, ...] = ()
    checked_on: date | None = None
    checked_by: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A local place or person to turn to. Of most fields empty means: nobody said."""

    id: str
    name: str
    what: str
    stages: tuple[str, ...] = ()
    phone: str = ""
    address: str = ""
    """As it may be shown, with the postcode. "" where it must not be told."""
    hours: str = ""
    languages: tuple[str, ...] = ()
    how: str = ""
    """How to get in: just come, ring first, ask your guide."""
    checked_on: date | None = None
    checked_by: str = ""
    plugin: str = ""
    organisation: str = ""
    needs: tuple[Need, ...] = ()
    genders: tuple[Gender, ...] = ()
    households: tuple[Household, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    no_documents: bool | None = None
    """True when no papers are asked for."""
    spoken: tuple[Spoken, ...] = ()
    """How those of ``languages`` are spoken of which it is known."""
    cost: str = ""
    """free, £2.50, or in words."""
    route: Route | None = None
    wait: str = ""
    room: RoomState | None = None
    """It counts with the day in ``room_on`` only."""
    room_on: date | None = None
    email: str = ""
    url: str = ""
    postcode: str = ""
    address_shown: Precision | None = None
    """None: exact, but hidden where the need is safety or trafficking."""
    areas: tuple[str, ...] = ()
    """Whom it is for by where they live: names, GSS codes, or "anywhere"."""
    visibility: Visibility = "public"
    status: Status = "active"
    checked_how: How | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language variety that sheets can be printed in, and meetings held."""

    code: str
    name: str
    """In the language itself."""
    english_name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    standing: TextStanding = "draft"
    plural_rules: str = ""
    """Code whose plural rules and month names it uses, when CLDR does not know its own."""
    pages: bool = True
    """Whether the pages of the site are offered in it too, guidance and all."""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sentence of the interface: ``id`` in the templates, ``text`` in English."""

    id: str
    text: str
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """One English sentence in one language. ``{…}`` placeholders are kept as they are.

    For the plural forms of a word ``source`` is the id of the form, such as ``unit-day-few``.
    """

    lang: str
    source: str
    text: str
    standing: TextStanding = "draft"
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the finder: it leads to another question or to a stage."""

    text: str
    question: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of "where are you now?"."""

    id: str
    text: str
    answers: tuple[Answer, ...]
    hint: str = ""
    first: bool = False
    plugin: str = ""
