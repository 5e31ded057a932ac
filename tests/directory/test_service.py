"""Saying what one knows of a service, and what is to be done about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guides.directory.asked import Viewer
from guides.directory.domain import Check, Listing, Phone, Room
from guides.directory.readers.domain import Read
from guides.directory.service import CorrectionWrong, Directory, NoSuchService, ServiceChanged
from tests.directory.conftest import TODAY

CHECKED = Check(TODAY - timedelta(days=5), how="call")
LAW = Listing("law", "Example Law Centre (demo)", needs=("legal",), check=CHECKED)
FOOD = Listing("food", "Example Food Bank (demo)", needs=("food",), check=CHECKED)


def _bring(directory: Directory, org: int, *listings: Listing) -> dict[str, str]:
    reads = [Read(f"row {n}", each.key, each) for n, each in enumerate(listings)]
    directory.importing.take(org, directory.importing.preview(org, "file", "list", reads))
    return {shown.listing.key: shown.id for shown in directory.every(Viewer(org, "staff"))}


def _queue(directory: Directory, org: int) -> tuple[list[str], list[str]]:
    queue = directory.queue(Viewer(org, "staff"), TODAY)
    reported = [f"{r.event.kind} {r.shown.listing.key}" for r in queue.reported]
    return reported, [due.shown.listing.key for due in queue.due]


def test_a_service_that_has_closed_is_shown_to_nobody_until_somebody_has_looked(
    directory, org, public, staff
):
    there = _bring(directory, org, LAW)
    directory.say_closed(org, there["law"], "the door is locked")
    assert directory.one(public, there["law"]) is None
    assert directory.one(staff, there["law"]) is not None
    assert _queue(directory, org)[0] == ["closed law"]
    directory.settle(org, there["law"], gone=False)
    assert directory.one(public, there["law"]) is not None
    assert _queue(directory, org)[0] == []


def test_a_service_that_is_gone_for_good_stays_away_and_can_come_back(directory, org, public):
    there = _bring(directory, org, LAW)
    directory.say_closed(org, there["law"])
    directory.settle(org, there["law"], gone=True)
    assert directory.one(public, there["law"]) is None
    _bring(directory, org, replace(LAW, what="Still in the list"))
    assert directory.one(public, there["law"]) is None
    directory.settle(org, there["law"], gone=False)
    assert directory.one(public, there["law"]) is not None


def test_a_service_that_has_moved_is_on_no_paper(directory, org, public):
    there = _bring(directory, org, FOOD)
    directory.say_moved(org, there["food"])
    shown = directory.one(public, there["food"])
    assert shown is not None
    assert (shown.held, shown.on_paper(TODAY)) == ("moved", False)
    directory.say_checked(org, there["food"], "visit")
    shown = directory.one(public, there["food"])
    assert shown is not None
    assert shown.on_paper(TODAY)


@pytest.mark.parametrize(
    ("age", "paper"), [(0, True), (90, True), (180, True), (181, False), (None, False)]
)
def test_what_nobody_checked_for_180_days_is_on_no_paper(directory, org, public, age, paper):
    check = None if age is None else Check(TODAY - timedelta(days=age))
    there = _bring(directory, org, replace(FOOD, check=check))
    shown = directory.one(public, there["food"])
    assert shown is not None
    assert shown.on_paper(TODAY) == paper


def test_a_place_that_takes_nobody_is_on_no_paper_while_that_is_believed(directory, org, public):
    there = _bring(directory, org, replace(FOOD, room=Room.said("closed", TODAY)))
    shown = directory.one(public, there["food"])
    assert shown is not None
    days = {n: shown.on_paper(TODAY + timedelta(days=n)) for n in (0, 14, 15)}
    assert days == {0: False, 14: False, 15: True}


def test_the_riskiest_are_to_be_checked_first_and_sooner(directory, org):
    def checked(listing: Listing, key: str, age: int) -> Listing:
        return replace(listing, key=key, check=Check(TODAY - timedelta(days=age)))

    _bring(
        directory, org,
        checked(FOOD, "food-40", 40), checked(FOOD, "food-100", 100), checked(LAW, "law-31", 31),
        checked(LAW, "law-29", 29), replace(FOOD, key="never", check=None),
    )  # fmt: skip
    assert _queue(directory, org)[1] == ["law-31", "food-100", "never"]


def test_a_correction_of_somebody_else_is_not_written_over(directory, org, staff):
    there = _bring(directory, org, LAW)
    version = directory.one(staff, there["law"]).version
    directory.edit(org, there["law"], {"name": "New name"}, version)
    with pytest.raises(ServiceChanged):
        directory.edit(org, there["law"], {"name": "Another"}, version)
    assert directory.one(staff, there["law"]).listing.name == "New name"


def test_a_correction_can_be_taken_back(directory, org, staff):
    there = _bring(directory, org, LAW)
    shown = directory.one(staff, there["law"])
    directory.edit(org, shown.id, {"name": "New name", "hours": "Mon"}, shown.version)
    shown = directory.one(staff, there["law"])
    directory.edit(org, shown.id, {"name": None}, shown.version)
    shown = directory.one(staff, there["law"])
    assert (shown.listing.name, shown.listing.hours) == (LAW.name, "Mon")
    assert shown.edited == ("hours",)


@pytest.mark.parametrize(
    "wrong", [{"nmae": "x"}, {"phones": "0161"}, {"name": " "}, {"status": "shut"}, {"needs": [1]}]
)
def test_a_correction_that_does_not_fit_changes_nothing(directory, org, staff, wrong):
    there = _bring(directory, org, LAW)
    before = directory.one(staff, there["law"])
    with pytest.raises(CorrectionWrong):
        directory.edit(org, before.id, wrong, before.version)
    assert directory.one(staff, before.id) == before


def test_nobody_finds_the_services_of_others(directory, org, staff):
    there = _bring(directory, org, LAW)
    other = org + 5_000
    assert directory.one(Viewer(other, "staff"), there["law"]) is None
    for act in (
        lambda: directory.say_room(other, there["law"], "closed"),
        lambda: directory.say_closed(other, there["law"]),
        lambda: directory.edit(other, there["law"], {"name": "x"}, 1),
        lambda: directory.history(Viewer(other, "staff"), there["law"]),
    ):
        with pytest.raises(NoSuchService):
            act()
    assert directory.one(staff, there["law"]).listing == LAW


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [("public", (1, 1, 1)), ("volunteers", (0, 1, 1)), ("staff", (0, 0, 1))],
)
def test_what_is_not_for_everybody_is_there_for_some_only(directory, org, visibility, seen):
    there = _bring(directory, org, replace(LAW, visibility=visibility))
    looked = [
        directory.one(Viewer(org, who), there["law"]) for who in ("public", "volunteers", "staff")
    ]
    assert tuple(int(bool(each)) for each in looked) == seen


def test_what_was_said_of_a_service_is_told_newest_first(directory, org, staff):
    there = _bring(directory, org, LAW)
    directory.say_room(org, there["law"], "limited", "rang", actor="user/7")
    directory.say_checked(org, there["law"], "call")
    said = directory.history(staff, there["law"])
    assert [(e.kind, e.actor) for e in said] == [("checked", ""), ("room", "user/7")]


def test_two_that_may_be_one_are_asked_about_until_somebody_decides(directory, org, staff, public):
    phone = (Phone("0161 496 0001"),)
    there = _bring(
        directory, org,
        replace(LAW, phones=phone), FOOD,
        replace(LAW, key="law-2", name="The Example Law Centre (demo)", phones=phone),
    )  # fmt: skip
    (pair,) = directory.pairs(staff)
    assert {pair.first.id, pair.second.id} == {there["law"], there["law-2"]}
    assert "phone" in pair.why
    directory.decide(org, there["law"], there["law-2"], same=False)
    assert not directory.pairs(staff)


def test_a_date_of_a_source_that_is_yet_to_come_is_not_believed(directory, org, public):
    there = _bring(directory, org, replace(FOOD, check=Check(date(2031, 1, 1))))
    shown = directory.one(public, there["food"])
    assert shown is not None
    assert not shown.on_paper(TODAY)


def test_of_two_that_are_one_the_second_is_nowhere_for_those_who_see_the_first(
    directory, org, public, staff
):
    there = _bring(directory, org, LAW, replace(LAW, key="again"), FOOD)
    directory.decide(org, there["law"], there["again"], same=True)
    assert directory.one(public, there["again"]) is None
    assert {s.listing.key for s in directory.every(public)} == {"law", "food"}
    assert directory.page(public, 1, 10)[0] == 2
    assert there["again"] not in directory.versions(public)
    assert directory.one(staff, there["again"]) is not None  # who decided can look at it still
    directory.say_closed(org, there["law"])  # nobody sees the first any more
    assert directory.one(public, there["again"]) is not None
