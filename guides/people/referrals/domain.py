"""A referral: which service was asked to help, with what, and what came of it. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from guides.api import Need, Route

State = Literal[
    "sent", "accepted", "waiting-list", "full", "refused", "no-answer", "not-wanted"
]  # fmt: skip
"""``sent`` until somebody answers; ``not-wanted``: the client did not want it any more."""
Outcome = Literal["", "helped", "partly", "not"]
"""Whether it helped, as the client says it later."""
Passed = Literal["language", "access", "stop", "contact"]
"""What may be told to a service: never who somebody is."""
STATES: tuple[State, ...] = get_args(State)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
PASSED: tuple[Passed, ...] = get_args(Passed)


class ReferralChanged(Exception):
    """Somebody else saved since the form was opened; ``now`` is what stands there."""

    def __init__(self, now: Referral) -> None:
        self.now = now
        super().__init__("changed")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be sent: where, with which need, and what is told."""

    service: str
    """The UUID that the directory gave it."""
    name: str
    """As it was called on that day: a service can leave the directory."""
    need: Need
    how: Route | Literal[""]
    """How one comes there: by ringing, by a form …"""
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What is sealed of a referral. The client said yes, or there would be none."""

    choice: Choice
    sent: date
    answered: date | None = None
    outcome: Outcome = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral. ``version`` goes up with each save, so that two people notice each other."""

    id: str
    client: str
    meeting: str
    state: State
    month: str
    version: int
    written: Written | None
    """None when it cannot be opened any more."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What stands now; ``saved`` unless the same form was sent before."""

    referral: Referral
    saved: bool
    news: bool
    """The service said something else than was known before."""
