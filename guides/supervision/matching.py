"""Which guide fits a client, and why: reasons in words, never a score.

The order is one of reasons too, the weightiest first, so that two guides can be told apart by
pointing at one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from guides.people.domain import Client
from guides.supervision.domain import GuideSeen

Kind = Literal[
    "speaks", "speaks-like", "interpreter", "wish-met", "wish-not-met", "wish-not-known",
    "area-same", "area-other", "area", "trained", "training-old", "training-none",
    "dbs-good", "dbs-over", "dbs-none", "children-good", "children-no", "room", "full",
    "tired", "exhausted", "unknown", "now-guide", "now-backup",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Side = Literal["for", "against", "bar"]
"""Speaks for it, against it, or forbids it."""
Group = Literal["fits", "not-now", "cannot"]
GROUPS: tuple[Group, ...] = get_args(Group)

CHILDREN = frozenset({"children", "family"})
"""Where children are in the room, or the client is one."""
KIN: tuple[frozenset[str], ...] = (
    frozenset({"prs", "fa", "tg"}),
    frozenset({"ckb", "kmr"}),
    frozenset({"ur", "hi"}),
    frozenset({"zh", "yue"}),
    frozenset({"bs", "hr", "sr"}),
)
"""Varieties that offices take for one language, though their speakers may not understand each
other."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What counts of a client."""

    tongue: str
    wish: str = ""
    children: bool = False
    area: str = ""
    """Said while looking, and not kept."""
    guide: int | None = None
    backup: int | None = None

    @classmethod
    def of(cls, client: Client, area: str = "") -> Wanted:
        profile = client.profile
        children = bool(CHILDREN & profile.audiences)
        return cls(
            profile.tongue, profile.guide_wish, children, area.strip(), client.guide, client.backup
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``values`` fill its words."""

    kind: Kind
    side: Side
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Match:
    """A guide, and all that speaks for and against them."""

    guide: GuideSeen
    reasons: tuple[Reason, ...]
    group: Group

    @property
    def speaks_for(self) -> tuple[Reason, ...]:
        return tuple(each for each in self.reasons if each.side == "for")

    @property
    def speaks_against(self) -> tuple[Reason, ...]:
        return tuple(each for each in self.reasons if each.side != "for")


def matches(wanted: Wanted, guides: Iterable[GuideSeen], today: date) -> tuple[Match, ...]:
    """Every guide who is here, who fits best first."""
    found = [_match(wanted, each, today) for each in guides if each.active]
    return tuple(sorted(found, key=lambda match: _order(wanted, match, today)))


def barred(wanted: Wanted, guide: GuideSeen, today: date) -> bool:
    """Whether this guide cannot be chosen, whoever wishes it."""
    return wanted.children and not guide.profile.fit_for_children(today)


def _match(wanted: Wanted, guide: GuideSeen, today: date) -> Match:
    reasons = tuple(_reasons(wanted, guide, today))
    group: Group = "fits"
    if barred(wanted, guide, today):
        group = "cannot"
    elif guide.exhausted or guide.profile.dbs_over(today) or _has_no_room(wanted, guide):
        group = "not-now"
    return Match(guide, reasons, group)


def _has_no_room(wanted: Wanted, guide: GuideSeen) -> bool:
    return guide.full and guide.account != wanted.guide


def _reasons(wanted: Wanted, guide: GuideSeen, today: date) -> Iterable[Reason]:
    def reason(kind: Kind, side: Side, **values: object) -> Reason:
        return Reason(kind, side, values)

    profile = guide.profile
    if guide.account == wanted.guide:
        yield reason("now-guide", "for")
    if guide.account == wanted.backup:
        yield reason("now-backup", "for")
    if not guide.known:
        yield reason("unknown", "against")
    match _speaks(wanted.tongue, guide):
        case 0:
            yield reason("speaks", "for", tongue=wanted.tongue)
        case 1:
            yield reason("speaks-like", "against", tongue=_kin_of(wanted.tongue, guide))
        case _:
            yield reason("interpreter", "against", tongue=wanted.tongue)
    if wanted.wish:
        if profile.gender == wanted.wish:
            yield reason("wish-met", "for", who=wanted.wish)
        elif profile.gender:
            yield reason("wish-not-met", "against", who=wanted.wish)
        else:
            yield reason("wish-not-known", "against", who=wanted.wish)
    if wanted.children:
        allowed = profile.fit_for_children(today)
        yield reason("children-good", "for") if allowed else reason("children-no", "bar")
    if wanted.area and profile.area:
        near = _same_area(wanted.area, profile.area)
        kind, side = ("area-same", "for") if near else ("area-other", "against")
        yield reason(kind, side, area=profile.area)  # type: ignore[arg-type]
    elif profile.area:
        yield reason("area", "for", area=profile.area)
    yield from _papers(guide, today)
    full = _has_no_room(wanted, guide)
    values = {"n": guide.load, "most": profile.most}
    if full:
        yield reason("full", "against", **values)
    elif not guide.full:
        yield reason("room", "for", **values)
    if guide.latest and guide.latest.how in ("tired", "exhausted"):
        yield reason("exhausted" if guide.exhausted else "tired", "against")


def _papers(guide: GuideSeen, today: date) -> Iterable[Reason]:
    profile = guide.profile
    if profile.training_ends is None:
        yield Reason("training-none", "against", {})
    elif profile.training_ends < today:
        yield Reason("training-old", "against", {"day": profile.trained})
    else:
        yield Reason("trained", "for", {"day": profile.trained})
    if profile.dbs is None:
        yield Reason("dbs-none", "against", {})
    elif profile.dbs_over(today):
        yield Reason("dbs-over", "against", {"day": profile.dbs})
    else:
        yield Reason("dbs-good", "for", {"day": profile.dbs})


def _order(wanted: Wanted, match: Match, today: date) -> tuple[object, ...]:
    guide, profile = match.guide, match.guide.profile
    wish = 0
    if wanted.wish and profile.gender != wanted.wish:
        wish = 2 if profile.gender else 1
    trained = profile.training_ends is not None and profile.training_ends >= today
    return (
        GROUPS.index(match.group),
        wish,
        _speaks(wanted.tongue, guide),
        profile.dbs is None,
        not trained,
        bool(wanted.area) and not _same_area(wanted.area, profile.area),
        guide.exhausted,
        bool(guide.latest and guide.latest.how == "tired"),
        guide.load / max(profile.most, 1),
        guide.name.casefold(),
        guide.account,
    )


def _speaks(tongue: str, guide: GuideSeen) -> int:
    """0: this variety itself; 1: another of the same name; 2: neither."""
    spoken = {*guide.profile.tongues, "en"}
    if tongue in spoken:
        return 0
    return 1 if _kin_of(tongue, guide) else 2


def _kin_of(tongue: str, guide: GuideSeen) -> str:
    """A variety that the guide speaks and that goes by the same name; "" where there is none."""
    base = tongue.partition("-")[0]
    family = next((kin for kin in KIN if base in kin), frozenset({base}))
    spoken = (each for each in guide.profile.tongues if each.partition("-")[0] in family)
    return next(spoken, "")


def speaks_how(tongue: str, guide: GuideSeen) -> Literal["variety", "like", "interpreter"]:
    """The closed word that is counted when somebody is matched."""
    levels: tuple[Literal["variety", "like", "interpreter"], ...]
    levels = ("variety", "like", "interpreter")
    return levels[_speaks(tongue, guide)]


def _same_area(one: str, other: str) -> bool:
    """The same first half of a postcode, or the same words."""
    plain = [" ".join(each.upper().replace(",", " ").split()) for each in (one, other)]
    if not all(plain):
        return False
    return plain[0] == plain[1] or plain[0].split()[0] == plain[1].split()[0]
