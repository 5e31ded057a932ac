"""What a plugin's services.csv can say beyond a name and a number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.api import Service, Spoken
from guides.directory.domain import (
    GENDERS,
    HOUSEHOLDS,
    HOWS,
    MODES,
    NEEDS,
    PRECISIONS,
    ROOM_STATES,
    ROUTES,
    STATUSES,
    VISIBILITIES,
)  # fmt: skip
from guides.directory.from_plugin import listing_of
from guides.plugins.validate import unusable
from guides.toolkit import service_words
from guides.toolkit.addresses import sector, street, tidy_postcode, without_postcode
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.services_in import read_services
from guides.toolkit.tables import slug
from tests.plugins.folders import write


def read(root: Path, text: str) -> tuple[list[Service], list[Fault]]:
    faults = Faults()
    write(root, {"services.csv": text.encode()})
    found = list(read_services(Folder(root), faults))
    assert [unusable(service) for service in found] == [""] * len(found)
    return found, faults.found


def test_a_table_says_all_that_matters(tmp_path: Path) -> None:
    text = (
        "organisation,name,what,needs,gender,ages,household,cost,route,room,room_on,address,"
        "postcode,address_shown,website,email,areas,languages,no_documents,visibility,status,"
        "checked_on,checked_how,wait,Thurs\n"
        "Example Law Centre (demo),Law Desk (demo),Letters,legal;advice,women,18+,single adults,"
        '£2.50,form,full,20/11/2026,"Flat 2, 12 Mill Lane, Riverside",m145aa,street,example.org,'
        'help@example.org,Salford (E08000006),"Arabic (interpreter), Farsi (written), English",yes,'
        "volunteers,paused,2026-11-12,rang,3 weeks,10am-1pm\n"
    )
    (law,), faults = read(tmp_path, text)
    assert faults == []
    assert (law.name, law.organisation) == ("Law Desk (demo)", "Example Law Centre (demo)")
    assert (law.needs, law.genders, law.households) == (
        ("legal", "advice"), ("women",), ("single-adults",),
    )  # fmt: skip
    assert (law.minimum_age, law.maximum_age, law.no_documents) == (18, None, True)
    assert law.languages == ("ar", "fa", "en")
    assert law.spoken == (Spoken("ar", "interpreter"), Spoken("fa", "written"))
    assert (law.route, law.room, law.room_on) == ("form", "closed", date(2026, 11, 20))
    assert (law.address, law.postcode) == ("Mill Lane, Riverside, M14 5", "M14 5")
    assert (law.url, law.email) == ("https://example.org", "help@example.org")
    assert (law.visibility, law.status) == ("volunteers", "temporarily closed")
    assert (law.checked_how, law.wait) == ("call", "3 weeks")
    listing = listing_of(law)
    (place,) = listing.places
    assert (place.address, place.postcode, place.precision) == (
        "Mill Lane, Riverside", "M14 5", "street",
    )  # fmt: skip
    assert (str(listing.costs[0].amount), listing.areas[0].code) == ("2.50", "E08000006")
    assert [(s.byday, s.opens, s.closes) for s in listing.schedules] == [("TH", "10:00", "13:00")]
    assert [(each.code, each.mode) for each in listing.languages] == [
        ("ar", "interpreter"), ("fa", "written"), ("en", None),
    ]  # fmt: skip


def test_a_table_of_before_says_what_it_said(tmp_path: Path) -> None:
    text = (
        "id,name,what,stages,phone,address,postcode,hours,languages,how,checked_on,checked_by\n"
        "tea,Tea (demo),Tea,claiming,0161 496 0000,Library,M1 1AA,Tuesday,en;ar,Come,,\n"
    )
    found, faults = read(tmp_path, text)
    assert faults == []
    assert found == [
        Service(
            "tea", "Tea (demo)", "Tea", ("claiming",), "0161 496 0000", "Library, M1 1AA",
            "Tuesday", ("en", "ar"), "Come", postcode="M1 1AA",
        )
    ]  # fmt: skip
    assert listing_of(found[0]).eligibility.stages == ("claiming",)
    assert listing_of(found[0]).places[0].address == "Library"


@pytest.mark.parametrize(
    ("column", "cell", "allowed"),
    [
        ("needs", "llamas", "advice, children"),
        ("gender", "llamas", "men, women"),
        ("household", "llamas", "families"),
        ("route", "llamas", "form, phone"),
        ("address_shown", "llamas", "exact, hidden"),
        ("status", "llamas", "active, defunct"),
        ("checked_how", "llamas", "call, email"),
        ("ages", "llamas", "16-25"),
        ("no_documents", "llamas", "yes, no"),
    ],
)
def test_an_unknown_word_is_said_with_those_that_are_allowed(
    tmp_path: Path, column: str, cell: str, allowed: str
) -> None:
    (found,), (fault,) = read(tmp_path, f"name,what,{column}\nTea,Tea,{cell}\n")
    assert (found.name, fault.line, fault.severity) == ("Tea", 2, "warning")
    assert (column in fault.what, allowed in fault.mend) == (True, True)


@pytest.mark.parametrize(
    "cells",
    ["needs,address\nNest,Tea,safety,1 Secret Road M1 1AA",
     "confidential address,address\nNest,Tea,yes,1 Secret Road M1 1AA",
     "address_shown,postcode\nNest,Tea,no,M1 1AA"],
)  # fmt: skip
def test_an_address_that_must_not_be_told_does_not_reach_a_page(tmp_path: Path, cells: str) -> None:
    (found,), _ = read(tmp_path, f"name,what,{cells}\n")
    assert (found.address, found.postcode) == ("", "")
    assert {place.precision for place in listing_of(found).places} <= {"hidden"}


def test_code_that_gives_an_address_for_safety_keeps_none() -> None:
    service = Service("n", "Nest", "Tea", address="1 Secret Road, M1 1AA", needs=("trafficking",))
    assert "Secret" not in str(listing_of(service))
    assert "M1 1" not in str(listing_of(service))


def test_an_organisation_stands_in_where_no_column_is_the_name(tmp_path: Path) -> None:
    (alone,), _ = read(tmp_path, "Organisation,Description\nExample (demo),Tea\n")
    assert (alone.name, alone.organisation) == ("Example (demo)", "")


def test_every_word_that_is_meant_is_one_that_there_is() -> None:
    tables = {
        "NEEDS": NEEDS, "GENDERS": GENDERS, "HOUSEHOLDS": HOUSEHOLDS, "MODES": MODES,
        "ROUTES": ROUTES, "ROOMS": ROOM_STATES, "PRECISIONS": PRECISIONS, "HOWS": HOWS,
        "VISIBILITIES": VISIBILITIES, "STATUSES": STATUSES,
    }  # fmt: skip
    for name, own in tables.items():
        words = getattr(service_words, name)
        assert set(words.values()) == set(own)
        assert [words[slug(word)] for word in own] == list(own)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("12 High Street, Riverside", "High Street, Riverside"),
        ("Flat 3, 12-14 Mill Lane", "Mill Lane"),
        ("Acacia House, 7a Mill Lane, Riverside", "Mill Lane, Riverside"),
        ("Mill Lane, Acacia House, Riverside", "Mill Lane, Riverside"),
        ("Acacia House, Riverside", ""),
        ("Unit 5, Riverside", ""),
        ("", ""),
    ],
)
def test_a_street_has_neither_number_nor_house(address: str, kept: str) -> None:
    assert street(address) == kept
    assert street(kept) == kept


def test_postcodes() -> None:
    assert [tidy_postcode(w) for w in ("m145aa", "EC1A 1BB", "m14 5", "M14", "Leeds", "")] == [
        "M14 5AA", "EC1A 1BB", "M14 5", "M14", "", "",
    ]  # fmt: skip
    assert [sector(words) for words in ("M14 5AA", "m145aa", "M14 5", "M14", "x")] == [
        "M14 5", "M14 5", "M14 5", "M14", "",
    ]  # fmt: skip
    assert without_postcode("1 Mill Lane, M14 5AA.") == ("1 Mill Lane", "M14 5AA")
