"""What the journey's pages show. Built by ``service.py``, drawn by the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guides.api import EdgeKind, SectionKind
from guides.toolkit.domain import Pair, Said


@dataclass(frozen=True, slots=True)
class Credit:
    """Who added something: nothing to show when it is the core toolkit."""

    plugin: str
    name: str


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact with all that a reader needs to trust it, or not to.

    ``seen`` says where it was read, how old that page is, and whether a person here has checked
    it. ``check_first`` is empty, or says "check first" and whom to ask.
    """

    id: str
    statement: Said
    value: Said | None
    seen: Said
    source_title: str
    source_url: str
    check_first: Said | None
    condition: Said | None
    credit: Credit | None


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a stop, in words."""

    to: str
    title: Said
    short: Said
    kind: EdgeKind
    when: Said | None


@dataclass(frozen=True, slots=True)
class Station:
    """A stop on the line."""

    id: str
    title: Said
    short: Said
    summary: Said
    lane: int
    ways: tuple[Way, ...]
    written: bool
    credit: Credit | None


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """The whole graph, sorted for drawing: a trunk that forks into two branches.

    ``anytime`` are the stops that can interrupt any other. Loops are ways of kind ``loop``.
    """

    trunk: tuple[Station, ...]
    yes: tuple[Station, ...]
    no: tuple[Station, ...]
    anytime: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section of a stop's page. ``blocks`` pairs each paragraph with its English."""

    kind: SectionKind
    slug: str
    title: Said
    html: Said
    reader: Literal["client", "guide"]
    condition: Said | None
    credit: Credit | None


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a checklist as the page and the sheet show it."""

    id: str
    kind: Literal["right", "do", "know"]
    text: Pair
    why: Pair | None
    fill: Pair | None
    icon: str
    condition: Pair | None
    notes: tuple[Pair, ...]
    """Small print: sources with their dates, and who has checked them."""
    check_first: tuple[Pair, ...]
    """ "Check first" and whom to ask, where a fact has probably moved or is due for review."""
    credit: Credit | None
    protected: bool


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """A local place or person. ``checked`` says when somebody last made sure, if anybody did;
    ``room`` whether there is any, if somebody said so lately."""

    id: str
    name: str
    what: Pair
    phone: Said | None
    address: str
    hours: str
    languages: tuple[str, ...]
    how: str
    checked: Said
    room: Said | None
    credit: Credit


@dataclass(frozen=True, slots=True)
class ResourceShown:
    """A thing that helps. ``who`` may use it, and ``how`` they come by it."""

    id: str
    title: Said
    text: Said
    url: str
    kind: str
    who: Said | None
    how: Said | None
    contact: str
    languages: tuple[str, ...]
    checked: Said
    credit: Credit


@dataclass(frozen=True, slots=True)
class ContactShown:
    """How to reach the organisation."""

    name: str
    who: Said | None
    phone: Said | None
    text: Said | None
    email: str
    hours: str
    address: str
    checked: Said
    credit: Credit


@dataclass(frozen=True, slots=True)
class RingShown:
    """Whom to ring for one kind of worry."""

    worry: Said
    who: Said
    phone: Said
    hours: str
    out_of_hours: Said | None


@dataclass(frozen=True, slots=True)
class RouteShown:
    """Whom to ring when somebody is not safe. ``danger`` is always the last: 999."""

    first: Said | None
    rings: tuple[RingShown, ...]
    danger: RingShown | None
    checked: Said
    credit: Credit


@dataclass(frozen=True, slots=True)
class Office:
    """The name and look of the organisation."""

    name: str
    has_logo: bool
    has_colours: bool
    credit: Credit


@dataclass(frozen=True, slots=True)
class LocalPage:
    """What an organisation adds, for one stop or for all. ``more``: not everything has room."""

    station: Station | None
    office: Office | None
    contact: ContactShown | None
    route: RouteShown | None
    services: tuple[ServiceShown, ...]
    resources: tuple[ResourceShown, ...]
    more: bool

    @property
    def empty(self) -> bool:
        return not (self.contact or self.route or self.services or self.resources)


@dataclass(frozen=True, slots=True)
class StopPage:
    """Everything on the page of one stop.

    ``trouble`` holds sentences such as "local advice from … could not be shown".
    """

    station: Station
    before: tuple[Station, ...]
    sections: tuple[SectionShown, ...]
    lines: tuple[LineShown, ...]
    facts: tuple[FactShown, ...]
    services: tuple[ServiceShown, ...]
    resources: tuple[ResourceShown, ...]
    local: bool
    """Whether the local page of this stop has something on it."""
    briefed: bool
    """Whether there is a briefing for guides."""
    trouble: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer of the finder, and where it leads."""

    text: Said
    question: str
    stage: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    id: str
    text: Said
    hint: Said | None
    choices: tuple[Choice, ...]
    step: int
    credit: Credit | None
