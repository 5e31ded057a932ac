"""Who is in the demo organisation, and what happened to them. Nobody of them exists.

Days are counted from the day on which the demo is made: ``before`` it, or ``ahead`` of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guides.accounts.domain import Role
from guides.api import Audience, Nation
from guides.people.domain import Access, Contact, GuideWish, Place, Profile, Reads

ORGANISATION = "Riverside Refugee Network (demo)"
PARTNER = "Harbour Drop-in (demo)"
GUIDES = 14
NAMES: tuple[tuple[str, Role], ...] = (
    ("demo-administrator", "administrator"),
    ("demo-coordinator-1", "coordinator"),
    ("demo-coordinator-2", "coordinator"),
    *((f"demo-guide-{number}", "guide") for number in range(1, GUIDES + 1)),
)
"""Who signs in. The administrator stands first: the others are invited."""


class DemoWrong(Exception):
    """The demo cannot be made here. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What there is after the demo was made."""

    password: str
    """Shown once; "" when it was made before."""
    clients: int


Ratings = tuple[int, int, int]
"""Confidence, understanding, independence as a client rates them, each 1 to 5."""


@dataclass(frozen=True, slots=True)
class DemoGuide:
    """What matching knows of a guide."""

    tongues: tuple[str, ...]
    gender: GuideWish
    area: str
    most: int
    """So many clients at most."""
    dbs: int
    """Days until the check is to be renewed; negative: it is over."""
    weeks: tuple[Literal["", "good", "fine", "tired", "exhausted"], ...] = ("good", "good")
    """What they said of how they are, up to this week."""
    children: bool = False
    trained: int = 200
    """Days before."""


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client: closed codes, and on which days something happened."""

    guide: int
    """Number of the guide; 0 for those who wait for one."""
    profile: Profile
    registered: int
    """Days before."""
    meetings: tuple[int, ...] = ()
    """Days before, oldest first."""
    ratings: tuple[Ratings, ...] = ()
    """Of the assessment, then of each meeting."""
    next: int | None = None
    """Days ahead."""
    place: Place = "library"
    backup: int = 0
    closed: int | None = None
    """Days before."""
    referral: Literal["", "sent", "waiting-list", "accepted"] = ""
    """What became of one that was made in the last meeting."""
    partner: str = ""
    outdated: bool = False
    """Holds a sheet whose text has changed since."""
    card: bool = False
    """Asked for an emergency card."""


def _who(
    tongue: str, lang: str, stage: str, nation: Nation | None = "england", *,
    reads: Reads = "yes", audiences: tuple[Audience, ...] = (), contact: tuple[Contact, ...] = (),
    access: tuple[Access, ...] = (), wish: GuideWish = "",
) -> Profile:  # fmt: skip
    return Profile(
        tongue, lang, stage, reads, nation, frozenset(audiences), contact=contact, access=access,
        guide_wish=wish,
    )  # fmt: skip


TEAM: tuple[DemoGuide, ...] = (
    DemoGuide(("en", "prs", "fa"), "man", "M14", 4, 420),
    DemoGuide(("en", "ti", "am"), "woman", "M8", 3, 260),
    DemoGuide(("en", "ar"), "man", "M12", 5, 510, ("fine", "tired", "tired", "exhausted")),
    DemoGuide(("en", "ckb", "ar"), "woman", "M16", 4, 95, ("good", "fine"), children=True),
    DemoGuide(("en", "fr", "ln"), "woman", "OL8", 3, 330),
    DemoGuide(("en", "ar", "ti"), "woman", "M4", 3, 12, ("good", "good", "fine", "tired")),
    DemoGuide(("en", "prs", "ps", "ur"), "woman", "M19", 3, 610),
    DemoGuide(("en",), "man", "SK3", 2, -20, ("fine",), trained=760),
    DemoGuide(("en", "fa"), "", "M20", 3, 180),
    DemoGuide(("en", "so", "sw"), "woman", "M15", 3, 275),
    DemoGuide(("en", "ckb", "kmr"), "man", "BL1", 2, 45),
    DemoGuide(("en", "ar", "fr"), "man", "M5", 4, 390, ()),
    DemoGuide(("en", "sq"), "woman", "M9", 2, 700, children=True, trained=700),
    DemoGuide(("en", "am", "ti"), "man", "M40", 2, 150, ("good", "")),
)

CLIENTS: tuple[DemoClient, ...] = (
    # Just begun, and waiting for a guide.
    DemoClient(
        0, _who("ti", "ti", "thinking-of-claiming", wish="woman"), 2, partner=PARTNER
    ),
    DemoClient(
        0, _who("prs", "prs", "screening", contact=("text-only",)), 5, partner=PARTNER
    ),
    DemoClient(
        0, _who("ar", "ar", "waiting-and-support", access=("wheelchair",), reads="a-little"), 9
    ),
    DemoClient(0, _who("ckb", "ckb", "claiming", audiences=("children",)), 1, partner=PARTNER),
    # The first weeks.
    DemoClient(
        1, _who("prs", "prs", "screening", reads="a-little", contact=("text-only",)), 20,
        (6,), ((1, 1, 2), (2, 2, 2)), 1,
    ),
    DemoClient(
        2, _who("ti", "ti", "claiming", audiences=("women",), contact=("never-at-home",),
                wish="woman"), 26,
        (12,), ((1, 2, 1), (2, 2, 1)), 0, "office", backup=14,
    ),
    DemoClient(
        3, _who("ar", "ar", "waiting-and-support", access=("childcare",), audiences=("family",)),
        48, (34, 15), ((2, 1, 2), (2, 2, 2), (3, 3, 2)), 3, "community-place", referral="sent",
    ),
    DemoClient(
        3, _who("ar", "ar", "waiting-and-support", reads="no", access=("told-aloud",)), 95,
        (88, 70), ((2, 2, 2), (1, 2, 2), (1, 2, 1)), -20, backup=12,
    ),
    DemoClient(
        7, _who("prs", "prs", "waiting-and-support", "scotland", contact=("call",)), 60,
        (50, 29, 8), ((1, 1, 1), (2, 2, 1), (3, 3, 2), (4, 3, 2)), 5,
        referral="accepted", outdated=True,
    ),
    DemoClient(10, _who("so", "en", "waiting-and-support", "wales"), 33, (21,), ((2, 2, 3),), 6),
    # Before the interview, and after it.
    DemoClient(
        1, _who("prs", "prs", "preparing-substantive-interview", access=("interpreter",)), 80,
        (66, 45, 17), ((1, 1, 1), (1, 2, 2), (2, 3, 2), (3, 4, 2)), 2,
        referral="waiting-list", outdated=True,
    ),
    DemoClient(
        4, _who("ckb", "ckb", "preparing-substantive-interview", audiences=("women", "family"),
                contact=("daytime-only",)), 72,
        (60, 31), ((2, 2, 2), (3, 3, 3), (3, 4, 3)), 4, "office", backup=13,
    ),
    DemoClient(6, _who("ar", "ar", "substantive-interview"), 110, (100, 75, 40),
               ((2, 3, 2), (2, 3, 2), (3, 3, 3), (4, 4, 3)), 0, "phone"),
    DemoClient(5, _who("fr", "fr", "waiting-for-decision", contact=("call", "voice-message")), 130,
               (120, 90, 55), ((2, 2, 2), (3, 3, 3), (3, 4, 3), (4, 4, 4)), 9, outdated=True),
    DemoClient(9, _who("fa", "en", "waiting-for-decision", "northern-ireland"), 75,
               (61,), ((3, 2, 2), (2, 2, 2)), -9),
    # A yes.
    DemoClient(2, _who("ti", "ti", "granted-and-moving-on"), 200,
               (190, 150, 100, 30, 4), ((1, 1, 1), (2, 2, 2), (3, 3, 2), (4, 4, 3), (4, 5, 4)), 1,
               "library", referral="sent"),
    DemoClient(12, _who("fr", "fr", "settled"), 340, (330, 290, 240, 180), (
        (2, 2, 1), (3, 3, 2), (4, 4, 4), (5, 5, 4)), closed=60),
    DemoClient(4, _who("ar", "ar", "granted-and-moving-on", audiences=("family",)), 220,
               (210, 160, 110, 70), ((2, 1, 2), (3, 3, 3), (4, 3, 4), (4, 5, 5)), closed=12),
    # A no, and what can follow.
    DemoClient(3, _who("ar", "ar", "refused-and-appealing", contact=("no-message",)), 150,
               (140, 100, 11), ((3, 3, 3), (3, 4, 3), (2, 2, 2)), 2, "office", backup=6,
               referral="waiting-list"),
    DemoClient(5, _who("ln", "fr", "appeal-hearing", reads="a-little"), 170,
               (160, 120, 60, 14), ((1, 2, 2), (2, 3, 2), (2, 3, 3), (3, 4, 3)), 6),
    DemoClient(12, _who("ar", "ar", "appeal-rights-exhausted", contact=("through-partner",)), 260,
               (250, 200, 130, 58), ((2, 2, 3), (2, 3, 3), (1, 3, 2), (1, 2, 2)), -4),
    DemoClient(11, _who("kmr", "ckb", "further-submissions"), 190, (180, 90, 25),
               ((2, 2, 2), (3, 3, 2), (3, 4, 3)), 13, "online", card=True),
    DemoClient(3, _who("ar", "ar", "detention", audiences=("detained",), contact=("call",)), 40,
               (30, 3), ((2, 1, 1), (2, 2, 1)), 7, "phone", card=True),
    DemoClient(9, _who("fa", "en", "removal", access=("quiet-room", "breaks")), 85,
               (77, 40, 10), ((2, 2, 2), (1, 2, 2), (2, 3, 2)), 3, "office"),
)  # fmt: skip
