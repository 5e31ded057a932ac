"""What an organisation says about itself: its look, its contact card, whom to ring for safety."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

LogoType = Literal["", "image/png", "image/jpeg"]


@dataclass(frozen=True, slots=True)
class Branding:
    """The name, picture and colours of an organisation.

    Colours are written ``#rrggbb`` and can be read on white, and white on them (4.5 to 1).
    """

    name: str
    logo: bytes = b""
    """The file itself, PNG or JPEG; empty when there is none."""
    logo_type: LogoType = ""
    accent: str = ""
    second: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """How to reach the organisation. Leave ``address`` out when the place is not told."""

    name: str
    who: str = ""
    """Who answers, and in which languages."""
    phone: str = ""
    text: str = ""
    """A number for text messages."""
    email: str = ""
    hours: str = ""
    address: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class SafeguardingStep:
    """Whom to ring for one kind of worry, in hours and out of them."""

    worry: str
    who: str
    phone: str
    hours: str = ""
    out_of_hours: str = ""
    """A number for nights and weekends; leave it out when ``phone`` is always answered."""


@dataclass(frozen=True, slots=True)
class SafeguardingRoute:
    """Whom a guide rings when somebody is not safe. The page always ends with 999."""

    steps: tuple[SafeguardingStep, ...]
    first: str = ""
    """What to do before ringing anybody, such as telling the coordinator."""
    checked_on: date | None = None
    checked_by: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A line or section of the core that does not fit here, and is left out.

    ``target`` names it as ``toolkit/stage/id``. ``of`` is the fingerprint of the text that was
    read when it was hidden: when the core says something else, the check tells.
    """

    kind: Literal["line", "section"]
    target: str
    why: str = ""
    of: str = ""
    plugin: str = ""
