"""What somebody looks for in the directory, and what is found: the same for screen, paper and API.

Nothing here is kept or logged. Of where somebody lives at most a postcode sector is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from guides.directory.domain import Gender, Household, Need, Visibility
from guides.directory.shown import Shown

Filter = Literal[
    "text", "need", "stage", "language", "gender", "age", "household", "place", "when", "cost",
    "room", "documents",
]  # fmt: skip
"""What can hide a service from somebody who looks."""
FILTERS: tuple[Filter, ...] = get_args(Filter)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and so what there is: one organisation's services, from the sources it uses."""

    org: int = 0
    sees: Visibility = "public"
    """``staff`` sees all, ``volunteers`` all but that of staff."""
    sources: tuple[int, ...] | None = None
    """Only these; None for all of the organisation."""


@dataclass(frozen=True, slots=True)
class Search:
    """Everything is optional. All that is given must fit; what a service does not say, fits."""

    text: str = ""
    """Words, perhaps misspelt, in any language that has synonyms."""
    needs: tuple[Need, ...] = ()
    """One of them must fit."""
    stage: str = ""
    language: str = ""
    """BCP 47. Services with this language, or an interpreter for all ("mul")."""
    gender: Gender | None = None
    age: int | None = None
    household: Household | None = None
    sector: str = ""
    """A postcode sector ("M14 5") or an outward code ("M14"); of a longer one the end is cut."""
    within_km: float | None = None
    """At most so far, or covering the place. None: nearest first, none is left out."""
    at: datetime | None = None
    """Open then. Aware; compared in Europe/London."""
    free: bool = False
    has_room: bool = False
    """Hides those that are known to be full or closed to referrals."""
    no_documents: bool = False
    on_paper: bool = False
    """Only what may stand on a sheet (``Shown.on_paper``)."""


Reason = Literal[
    "name", "words", "synonym", "spelling", "need", "stage", "every-stage", "language",
    "interpreter", "gender", "age", "near", "covers", "open", "open-unknown", "free", "room",
    "room-unknown", "no-documents",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Why:
    """Why a service is shown: a word ``why-<reason>`` of the interface, with one value in it."""

    reason: Reason
    value: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    shown: Shown
    why: tuple[Why, ...]
    km: float | None
    """As the crow flies, from the middle of the sector. None where either place is not known."""
    covers: bool | None
    """Whether its area has the sector in it; None where it names no area, or no sector is given."""


@dataclass(frozen=True, slots=True)
class Results:
    total: int
    found: tuple[Found, ...]
    """The page that was asked for, best first."""
    hidden: tuple[tuple[Filter, int], ...]
    """How many more there would be without this one filter; most first."""
    spelling: tuple[tuple[str, str], ...] = ()
    """Words that were read as others: as typed, as read."""
