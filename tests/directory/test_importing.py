"""An import is looked at, taken, taken again and given back; corrections stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from guides.directory.asked import Search, Viewer
from guides.directory.domain import Check, Eligibility, Listing, Phone, Room
from guides.directory.importing import ImportWrong, changed_fields
from guides.directory.readers.domain import Read
from guides.directory.service import Directory

LAW = Listing(
    "law", "Example Law Centre (demo)", "Advice on asylum", phones=(Phone("0161 496 0001"),),
    needs=("legal",), check=Check(date(2026, 11, 1), how="call"),
)  # fmt: skip
FOOD = Listing("food", "Example Food Bank (demo)", "Food", needs=("food",))
TEA = Listing("tea", "Example Tea Room (demo)", "Tea and company", needs=("community",))


def _reads(*listings: Listing) -> list[Read]:
    return [Read(f"row {n}", each.key, each) for n, each in enumerate(listings, 2)]


def _bring(
    directory: Directory, org: int, reads: Iterable[Read], *, kind: str = "file", whole: bool = True
) -> int:
    number = directory.importing.preview(org, kind, "list", reads, whole=lambda: whole)
    directory.importing.take(org, number)
    return number


def _there(directory: Directory, viewer: Viewer) -> dict[str, Listing]:
    return {shown.listing.key: shown.listing for shown in directory.every(viewer)}


def _id(directory: Directory, viewer: Viewer, key: str) -> str:
    return next(s.id for s in directory.every(viewer) if s.listing.key == key)


def test_looking_changes_nothing_and_taking_does(directory, org, staff):
    number = directory.importing.preview(org, "file", "list", _reads(LAW, FOOD))
    assert directory.importing.one(org, number).counts == {"new": 2, "gone": 0}
    assert not _there(directory, staff)
    directory.importing.take(org, number)
    assert _there(directory, staff) == {"law": LAW, "food": FOOD}


def test_the_same_list_again_changes_nothing(directory, org, staff):
    _bring(directory, org, _reads(LAW, FOOD))
    before = list(directory.every(staff))
    number = _bring(directory, org, _reads(LAW, FOOD))
    assert directory.importing.one(org, number).counts == {"same": 2, "gone": 0}
    assert list(directory.every(staff)) == before


def test_taking_twice_takes_once(directory, org, staff):
    number = _bring(directory, org, _reads(LAW))
    before = list(directory.every(staff))
    directory.importing.take(org, number)
    assert list(directory.every(staff)) == before


def test_a_row_that_cannot_be_read_is_held_and_the_others_are_taken(directory, org, staff):
    held = Read("row 3", "", None, ('"name" is empty. Write one.',))
    number = _bring(directory, org, [*_reads(LAW), held])
    assert set(_there(directory, staff)) == {"law"}
    (row,) = directory.importing.rows(org, number, action="held")
    assert (row.line, row.reasons) == ("row 3", held.reasons)


def test_two_rows_with_one_id_are_not_one_service(directory, org, staff):
    number = _bring(directory, org, _reads(LAW, replace(FOOD, key="law")))
    assert _there(directory, staff) == {"law": LAW}
    (row,) = directory.importing.rows(org, number, action="held")
    assert '"law"' in row.reasons[-1]


def test_a_row_that_was_not_accepted_is_left(directory, org, staff):
    number = directory.importing.preview(org, "file", "list", _reads(LAW, FOOD))
    rows = {row.key: row.id for row in directory.importing.rows(org, number)}
    directory.importing.choose(org, number, {rows["food"]: False})
    directory.importing.take(org, number)
    assert set(_there(directory, staff)) == {"law"}


def test_what_would_be_another_is_said_field_by_field(directory, org):
    _bring(directory, org, _reads(LAW))
    new = replace(LAW, hours="Mon 9-5", phones=(Phone("0161 496 0002"),))
    number = directory.importing.preview(org, "file", "list", _reads(new))
    (row,) = directory.importing.rows(org, number)
    assert (row.action, set(changed_fields(row))) == ("changed", {"hours", "phones"})


def test_a_correction_survives_the_next_refresh(directory, org, staff):
    _bring(directory, org, _reads(LAW))
    law = next(iter(directory.every(staff)))
    directory.edit(org, law.id, {"phones": [{"number": "0161 496 0099"}]}, law.version)
    directory.say_room(org, law.id, "waiting list")
    _bring(directory, org, _reads(replace(LAW, what="Advice on asylum and family reunion")))
    after = directory.one(staff, law.id)
    assert after is not None
    assert after.listing.phones == (Phone("0161 496 0099"),)
    assert after.listing.what == "Advice on asylum and family reunion"
    assert (after.edited, after.room and after.room.state) == (("phones",), "waiting list")


def test_what_somebody_made_sure_of_later_stands_over_the_source(directory, org, staff):
    _bring(directory, org, _reads(replace(LAW, room=Room.said("open", date(2026, 11, 10)))))
    law = _id(directory, staff, "law")
    directory.say_room(org, law, "closed")
    directory.say_checked(org, law, "call")
    older = replace(LAW, what="New words", room=Room.said("limited", date(2026, 11, 15)))
    _bring(directory, org, _reads(older))
    shown = directory.one(staff, law)
    assert shown is not None
    assert shown.room is not None
    assert (shown.room.state, shown.check and shown.check.on) == ("closed", date(2026, 11, 20))


def test_missing_from_a_whole_list_twice_it_is_asked_about_and_not_deleted(
    directory, org, staff, public
):
    _bring(directory, org, _reads(LAW, FOOD))
    _bring(directory, org, _reads(LAW))
    assert set(_there(directory, public)) == {"law", "food"}
    _bring(directory, org, _reads(LAW))
    assert set(_there(directory, public)) == {"law"}
    (said,) = directory.queue(staff, date(2026, 11, 20)).reported
    assert (said.event.kind, said.shown.listing.key) == ("gone", "food")
    _bring(directory, org, _reads(LAW, FOOD))  # there it is again
    assert set(_there(directory, public)) == {"law", "food"}


def test_a_part_of_a_feed_lets_nothing_go_missing(directory, org, public):
    _bring(directory, org, _reads(LAW, FOOD), kind="feed")
    for _ in range(3):
        number = _bring(directory, org, _reads(LAW), kind="feed", whole=False)
        assert not directory.importing.rows(org, number, action="gone")
    assert set(_there(directory, public)) == {"law", "food"}


def test_an_empty_list_lets_nothing_go_missing(directory, org, public):
    """A file that was saved empty by mistake must not empty the directory."""
    _bring(directory, org, _reads(LAW))
    for _ in range(3):
        _bring(directory, org, [])
    assert set(_there(directory, public)) == {"law"}


def test_undo_puts_back_what_stood_there_before(directory, org, staff):
    first = _bring(directory, org, _reads(LAW, FOOD))
    before = _there(directory, staff)
    second = _bring(directory, org, _reads(replace(LAW, name="Another"), TEA))
    with pytest.raises(ImportWrong, match="import-later"):
        directory.importing.undo(org, first)
    directory.importing.undo(org, second)
    assert _there(directory, staff) == before
    directory.importing.undo(org, first)
    assert not _there(directory, staff)
    with pytest.raises(ImportWrong, match="import-done"):
        directory.importing.undo(org, first)


def test_undo_keeps_what_people_said_of_a_new_service(directory, org, staff, public):
    number = _bring(directory, org, _reads(LAW))
    law = _id(directory, staff, "law")
    directory.say_room(org, law, "limited")
    directory.importing.undo(org, number)
    assert not _there(directory, public)
    _bring(directory, org, _reads(LAW))
    shown = directory.one(public, law)
    assert shown is not None
    assert shown.room is not None


def test_one_that_was_cut_short_goes_on_where_it_stopped(directory, org, staff):
    many = [replace(LAW, key=f"k{n}", name=f"Place {n}") for n in range(1_200)]
    number = directory.importing.preview(org, "file", "list", _reads(*many))
    taken = 0

    def stop(count: int) -> None:
        nonlocal taken
        taken += count
        if taken > 600:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        directory.importing.take(org, number, step=stop)
    assert directory.importing.one(org, number).state == "taking"
    assert 0 < len(_there(directory, staff)) < 1_200
    directory.importing.take(org, number)
    assert set(_there(directory, staff)) == {each.key for each in many}
    directory.importing.undo(org, number)
    assert not _there(directory, staff)


def test_a_reader_that_fails_half_way_changes_nothing(directory, org, staff):
    def broken() -> Iterator[Read]:
        yield from _reads(LAW)
        raise ValueError("the file ends here")

    with pytest.raises(ValueError, match="ends here"):
        directory.importing.preview(org, "file", "list", broken())
    assert not _there(directory, staff)
    _bring(directory, org, _reads(FOOD))
    assert set(_there(directory, staff)) == {"food"}


def test_nobody_touches_the_imports_of_others(directory, org):
    number = directory.importing.preview(org, "file", "list", _reads(LAW))
    for act in ("take", "undo", "leave", "rows", "one"):
        with pytest.raises(ImportWrong, match="import-gone"):
            getattr(directory.importing, act)(org + 5_000, number)


def test_every_change_makes_pages_anew(directory, org, staff):
    seen = [directory.revisions().get(org, 0)]
    number = _bring(directory, org, _reads(LAW))
    seen.append(directory.revisions()[org])
    directory.say_closed(org, _id(directory, staff, "law"))
    seen.append(directory.revisions()[org])
    directory.importing.undo(org, number)
    seen.append(directory.revisions()[org])
    assert seen == sorted(set(seen))


def test_what_was_brought_in_is_found(directory, org, public):
    stage = Eligibility(stages=("refused-and-appealing",))
    _bring(directory, org, _reads(replace(LAW, eligibility=stage), FOOD))
    found = directory.search(public, Search(text="asylum"))
    assert [f.shown.listing.key for f in found.found] == ["law"]
