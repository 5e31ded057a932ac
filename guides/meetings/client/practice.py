"""Invented people, to try a meeting out with. They are nobody."""

from __future__ import annotations

from dataclasses import dataclass

from guides.people.domain import Profile, Unfit


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody invented. ``id`` ends the word that says who they are."""

    id: str
    profile: Profile


CASES = (
    Case(
        "interview",
        Profile(
            tongue="prs", lang="prs", stage="preparing-substantive-interview", reads="a-little",
            nation="england", contact=("text-only", "daytime-only"), access=("interpreter",),
        ),
    ),
    Case(
        "granted",
        Profile(
            tongue="ar", lang="ar", stage="granted-and-moving-on", nation="england",
            audiences=frozenset({"family"}), contact=("call",), access=("childcare",),
        ),
    ),
    Case(
        "refused",
        Profile(
            tongue="ti", lang="ti", stage="refused-and-appealing", reads="no", nation="england",
            audiences=frozenset({"women"}), contact=("never-at-home", "text-only"),
            guide_wish="woman", access=("told-aloud",),
        ),
    ),
)  # fmt: skip


def case_of(name: str) -> Case:
    """Raises Unfit."""
    for case in CASES:
        if case.id == name:
            return case
    raise Unfit("practice-choose")
