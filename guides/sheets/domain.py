"""The printed sheet: one immutable object that feeds the preview, the PDF and the edition page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guides.api import Case
from guides.journey.domain import LineShown, ServiceShown
from guides.toolkit.domain import Pair, Said

MOST_CORE_LINES = 8
MOST_PLUGIN_LINES = 3
MOST_SERVICES = 3


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How the paper looks. ``plain`` leaves out whatever tells others what the paper is about."""

    large: bool = False
    plain: bool = False
    area: str = ""
    """Where to look for services: an outward code such as "M14", never more."""


@dataclass(frozen=True, slots=True)
class StationMark:
    """A station on the line across the top of the sheet."""

    label: Said
    here: bool
    past: bool
    branch: int
    """0 on the trunk, 1 on the upper branch ("yes"), 2 on the lower one ("no")."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number that matters, for the cards at the foot."""

    label: Pair
    number: Said


@dataclass(frozen=True, slots=True)
class LineGroup:
    title: Pair
    lines: tuple[LineShown, ...]


@dataclass(frozen=True)
class Sheet:
    """All that is printed. ``more`` says how many lines stand only on the page."""

    case: Case
    options: SheetOptions
    title: Pair
    instruction: Pair
    marks: tuple[StationMark, ...]
    groups: tuple[LineGroup, ...]
    more: Pair | None
    help_lines: tuple[HelpLine, ...]
    services: tuple[ServiceShown, ...]
    meet: Pair
    guide: Pair
    why_this: tuple[Pair, ...]
    """What was said about the person that shaped the lines: "claim made on or after …"."""
    trouble: tuple[Pair, ...]
    foot: tuple[Pair, ...]
    """Information, not legal advice; how far facts and translation have been checked."""
    facts: tuple[tuple[str, str], ...]
    """Each fact that the sheet carries, with the fingerprint of its version."""
    texts: tuple[tuple[str, str, str], ...]
    """Each line, help line and service: its id, a fingerprint of its words, and the English."""
    organisation: str
    """As it stands on the paper; a plain sheet names nobody."""
    office: str
    """Whose sheet it is, in any case: editions of one organisation are not shown by another."""
    on: date
    shaped_by: str
    """Fingerprint of templates, fonts, code and the fixed words of the paper."""

    @cached_property
    def key(self) -> str:
        """Hash of everything that shaped the sheet but the day it was printed (hex)."""
        case = self.case
        said = [
            case.stage,
            case.lang,
            case.nation or "",
            sorted(case.audiences),
            [str(case.claimed), str(case.granted)],
            # The day it is printed on and the fingerprints are not part of what is read.
            repr(
                (
                    self.options,
                    self.title,
                    self.instruction,
                    self.marks,
                    self.groups,
                    self.more,
                    self.help_lines,
                    self.services,
                    (self.meet, self.guide, self.why_this, self.trouble, self.foot),
                )
            ),
            self.facts,
            self.office,
            self.shaped_by,
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @property
    def edition(self) -> str:
        """The first characters of the key, as printed on the sheet."""
        return self.key[:10].upper()
