"""What can be asked of the open data, written down once: for reading it, and for saying so.

Where somebody is, and who they are, belongs in no address: it would stand in the log of every
server on the way. Such fields are taken in the body of a POST alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from guides.directory.domain import Gender, Household

Kind = Literal["text", "uuid", "whole", "yes", "moment", "time", "postcode", "language"]
List = Literal["services", "service_at_locations", "taxonomies", "taxonomy_terms"]
LISTS: tuple[List, ...] = get_args(List)

MOST_ON_PAGE = 200
MOST_MINIMAL = 10_000
ON_PAGE = 50
LAST_PAGE = 1_000_000
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Wrong(Exception):
    """What was asked cannot be answered. ``field`` is to blame; it is never said back what stood
    in it."""

    def __init__(self, field: str, words: str, status: int = 422) -> None:
        super().__init__(f"{field}: {words}")
        self.field = field
        self.words = words
        self.status = status


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: Kind
    description: str
    choices: tuple[str, ...] = ()
    most: int = 0
    """The longest text, or the highest number."""
    least: int = 0
    body_only: bool = False
    """Says something of one person."""


_PAGING = (
    Parameter("page", "whole", "Which page. The first is 1.", least=1, most=LAST_PAGE),
    Parameter("per_page", "whole", "How many on a page.", least=1, most=MOST_ON_PAGE),
    Parameter(
        "format", "text", "`ndjson` answers all results, one in each line.", ("json", "ndjson")
    ),
)
_TEXT = Parameter("search", "text", "Words. Spelling is forgiven.", most=200)
_OF_SERVICES = (
    _TEXT,
    Parameter("taxonomy_term_id", "uuid", "Services with this term."),
    Parameter("taxonomy_id", "uuid", "Services with any term of this taxonomy."),
    Parameter("organization_id", "uuid", "Services of this organisation."),
    Parameter("modified_after", "moment", "Services that changed at this moment or later."),
    Parameter("full", "yes", "Everything that belongs to each."),
    Parameter("minimum_age", "whole", "For somebody of this age or older.", most=150),
    Parameter("maximum_age", "whole", "For somebody of this age or younger.", most=150),
    Parameter("day", "text", "Open on this day of the week.", DAYS),
    Parameter("start_time", "time", "Open at this time or later. London time, HH:MM."),
    Parameter("end_time", "time", "Open before this time. London time, HH:MM."),
    Parameter(
        "postcode",
        "postcode",
        "A whole postcode, a sector or the first half. No more than the sector is used; nothing "
        "is kept. Nearest first.",
        body_only=True,
    ),
    Parameter(
        "proximity",
        "whole",
        "At most so many metres from the middle of the postcode's sector, or covering it.",
        least=1,
        most=1_000_000,
        body_only=True,
    ),
    Parameter("stage", "text", "Code of a stop of the journey.", most=60, body_only=True),
    Parameter("gender", "text", "Not only for others.", get_args(Gender), body_only=True),
    Parameter("household", "text", "Not only for others.", get_args(Household), body_only=True),
    Parameter("language", "language", "Helped in this language (BCP 47).", body_only=True),
    Parameter("free", "yes", "Costs nothing.", body_only=True),
    Parameter("has_room", "yes", "Not known to be full.", body_only=True),
    Parameter("no_documents", "yes", "No papers asked for.", body_only=True),
)
PARAMETERS: Mapping[List, tuple[Parameter, ...]] = {
    "services": (
        *_PAGING,
        *_OF_SERVICES,
        Parameter(
            "minimal", "yes", f"Ids and dates only: {MOST_MINIMAL:,} on a page, if none is said."
        ),
    ),
    "service_at_locations": (*_PAGING, *_OF_SERVICES),
    "taxonomies": (*_PAGING, _TEXT),
    "taxonomy_terms": (
        *_PAGING,
        _TEXT,
        Parameter("taxonomy_id", "uuid", "Terms of this taxonomy."),
        Parameter("parent_id", "uuid", "Terms below this one. None of ours stands below another."),
        Parameter("top_only", "yes", "Terms that stand below no other: all of them."),
    ),
}

Value = str | int | bool
"""Text is cleaned; a moment is aware, in ISO 8601; a time is HH:MM."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``filters`` has only what was asked for."""

    page: int = 1
    per_page: int = ON_PAGE
    lines: bool = False
    """As ndjson: everything, without pages."""
    full: bool = False
    minimal: bool = False
    filters: tuple[tuple[str, Value], ...] = ()

    def get(self, name: str) -> Value | None:
        return dict(self.filters).get(name)

    @property
    def terms(self) -> set[str]:
        """Ids of terms and taxonomies that a service must have."""
        return {str(v) for n, v in self.filters if n in ("taxonomy_term_id", "taxonomy_id")}

    def text(self, name: str) -> str:
        return str(self.get(name) or "")
