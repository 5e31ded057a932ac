"""The words that describe a service: what for, whom for, how to come, how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["active", "inactive", "defunct", "temporarily closed"]
Visibility = Literal["public", "volunteers", "staff"]
"""Who may see it: everybody; who is signed in; who looks after the directory."""
Precision = Literal["exact", "street", "sector", "hidden"]
"""How much of an address is kept and shown."""
Route = Literal["self", "form", "phone", "professional"]
"""How somebody is referred: they just come, by a form, by ringing, by a professional."""
Mode = Literal["staff", "interpreter", "written"]
RoomState = Literal["open", "limited", "waiting list", "closed"]
"""Whether there is room. ``closed`` is closed to referrals, for now; the service goes on."""
How = Literal["call", "visit", "email", "feed", "told"]
"""How somebody made sure."""
Need = Literal[
    "legal", "housing", "food", "money", "clothing", "health", "mental-health", "maternity",
    "safety", "trafficking", "women", "children", "young-people", "family-tracing", "lgbtq",
    "disability", "english", "education", "work", "volunteering", "community", "faith", "sport",
    "transport", "phone-and-internet", "interpreting", "detention", "return", "advice",
]  # fmt: skip
"""What somebody needs. ``advice`` is about benefits, debt and daily life; ``legal`` is about the
claim, and only for those who are regulated for it."""
Gender = Literal["women", "men"]
Household = Literal["families", "unaccompanied-children", "single-adults"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """How one of the languages of a service is spoken there."""

    language: str
    mode: Mode
