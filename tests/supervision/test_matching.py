"""Which guide is named first, and which reasons stand beside each. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guides.supervision.domain import CheckIn, GuideProfile, GuideSeen, How
from guides.supervision.matching import KIN, Match, Wanted, matches

TODAY = date(2026, 11, 21)
READY = GuideProfile(
    tongues=("prs",), gender="woman", area="M14 5", trained=TODAY - timedelta(days=90),
    dbs=TODAY + timedelta(days=400), most=4, children=True,
)  # fmt: skip
DARI = Wanted("prs")


def guide(number: int = 1, profile: GuideProfile = READY, load: int = 1, how: How | None = None,
          name: str = "") -> GuideSeen:  # fmt: skip
    said = CheckIn("2026-W47", how, talk=False, goes=TODAY) if how else None
    return GuideSeen(
        number, name or f"guide {number}", profile, 1, load, weeks=(("2026-W47", said),)
    )


def kinds(match: Match) -> set[str]:
    return {reason.kind for reason in match.reasons}


def first(wanted: Wanted, *guides: GuideSeen) -> int:
    return matches(wanted, guides, TODAY)[0].guide.account


profiles = some.builds(
    GuideProfile,
    tongues=some.lists(some.sampled_from(("ar", "fa", "ti", "ckb")), max_size=2).map(tuple),
    gender=some.sampled_from(("", "woman", "man")),
    area=some.sampled_from(("", "M14", "OL8")),
    trained=some.none() | some.dates(date(2022, 1, 1), TODAY),
    dbs=some.none() | some.dates(date(2025, 1, 1), date(2029, 1, 1)),
    most=some.integers(0, 8),
    children=some.booleans(),
)
wishes = some.builds(
    Wanted,
    tongue=some.sampled_from(("prs", "so", "kmr")),
    wish=some.sampled_from(("", "woman", "man")),
    children=some.booleans(),
    area=some.sampled_from(("", "M14")),
)


@given(wanted=wishes, profile=profiles, load=some.integers(0, 9), names=some.permutations("ab"))
def test_who_speaks_the_variety_is_never_below_who_does_not_all_else_equal(
    wanted: Wanted, profile: GuideProfile, load: int, names: list[str]
) -> None:
    without = guide(1, profile, load, name=names[0])
    speaks = replace(profile, tongues=(*profile.tongues, wanted.tongue))
    assert first(wanted, without, guide(2, speaks, load, name=names[1])) == 2


@given(wanted=wishes, found=some.lists(some.tuples(profiles, some.integers(0, 9)), max_size=8))
def test_nobody_is_lost_and_what_forbids_stands_last(
    wanted: Wanted, found: list[tuple[GuideProfile, int]]
) -> None:
    guides = [guide(n, profile, load) for n, (profile, load) in enumerate(found)]
    ranked = matches(wanted, guides, TODAY)
    assert sorted(each.guide.account for each in ranked) == list(range(len(guides)))
    assert ranked == matches(wanted, guides[::-1], TODAY), "whatever the order they come in"
    groups = [("fits", "not-now", "cannot").index(each.group) for each in ranked]
    assert groups == sorted(groups)
    for each in ranked:
        assert each.reasons, "never without words"
        forbidden = any(reason.side == "bar" for reason in each.reasons)
        assert forbidden == (each.group == "cannot")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (READY, replace(READY, tongues=("fa",))),  # the variety, not the family name
        (replace(READY, tongues=("fa",)), replace(READY, tongues=())),
        (READY, replace(READY, dbs=TODAY - timedelta(days=1))),
        (READY, replace(READY, trained=None)),
        (READY, replace(READY, area="OL8")),
        (READY, replace(READY, gender="")),
        (replace(READY, gender=""), replace(READY, gender="man")),
        (READY, replace(READY, most=2)),
        (READY, replace(READY, most=1)),  # full
    ],
)
def test_the_better_stands_first(better: GuideProfile, worse: GuideProfile) -> None:
    wanted = Wanted("prs", wish="woman", area="m14 5qq")
    assert first(wanted, guide(1, worse), guide(2, better, name="zz")) == 2


def test_a_wish_weighs_more_than_the_language_and_being_exhausted_more_than_both() -> None:
    woman, dari = replace(READY, tongues=()), replace(READY, gender="man")
    wanted = Wanted("prs", wish="woman")
    assert first(wanted, guide(1, dari), guide(2, woman)) == 2
    assert first(wanted, guide(1, dari), guide(2, woman, how="exhausted")) == 1
    assert first(wanted, guide(1, dari), guide(2, woman, how="tired")) == 2


def test_reasons_say_what_is_so() -> None:
    over = replace(READY, tongues=("fa",), dbs=TODAY - timedelta(days=1), area="")
    (match,) = matches(Wanted("prs"), [guide(1, over, 4, "exhausted")], TODAY)
    assert kinds(match) == {"speaks-like", "dbs-over", "trained", "full", "exhausted"}
    assert match.group == "not-now"
    assert {r.kind for r in match.speaks_for} == {"trained"}
    (ready,) = matches(Wanted("prs", "woman", area="M14"), [guide()], TODAY)
    assert kinds(ready) == {"speaks", "wish-met", "area-same", "trained", "dbs-good", "room"}
    assert not ready.speaks_against


@pytest.mark.parametrize(
    "profile",
    [
        replace(READY, children=False),
        replace(READY, dbs=TODAY - timedelta(days=1)),
        replace(READY, dbs=None),
    ],
)
def test_for_children_nobody_without_leave_or_a_check_in_date(profile: GuideProfile) -> None:
    (match,) = matches(Wanted("prs", children=True), [guide(1, profile)], TODAY)
    assert match.group == "cannot"
    assert "children-no" in kinds(match)
    assert matches(Wanted("prs", children=True), [guide()], TODAY)[0].group == "fits"


def test_who_is_full_already_may_keep_whom_they_have() -> None:
    (match,) = matches(Wanted("prs", guide=1), [guide(1, replace(READY, most=1))], TODAY)
    assert match.group == "fits"
    assert "now-guide" in kinds(match)
    assert "full" not in kinds(match)


def test_who_has_not_joined_is_not_suggested() -> None:
    assert matches(DARI, [replace(guide(), active=False)], TODAY) == ()


def test_english_is_spoken_by_everybody_and_families_of_varieties_do_not_overlap() -> None:
    (match,) = matches(Wanted("en"), [guide(1, replace(READY, tongues=()))], TODAY)
    assert "speaks" in kinds(match)
    assert sum(len(kin) for kin in KIN) == len(frozenset().union(*KIN))
