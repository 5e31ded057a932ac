"""Pages for everybody are made once a day and kept: never too long, never too many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guides.app import create_app
from guides.settings import Settings
from guides.web import site as web_site

STOP = "/stop/waiting-and-support"


@pytest.fixture
def days() -> list[date]:
    """The last one is today."""
    return [date(2026, 11, 21)]


@pytest.fixture
def aging(tmp_path, days: list[date]) -> FlaskClient:
    """A site whose day can be changed. It opens no database."""
    return create_app(Settings(data_dir=tmp_path), today=lambda: days[-1]).test_client()


def test_a_page_is_made_anew_on_the_next_day(aging: FlaskClient, days: list[date]) -> None:
    """A fact whose review is overdue says "check first" from that day on, without a restart."""
    fresh = aging.get(STOP)
    days.append(date(2029, 1, 1))
    old = aging.get(STOP)
    assert old.text.count("check first") > fresh.text.count("check first")
    assert old.headers["ETag"] != fresh.headers["ETag"]
    asked = aging.get(STOP, headers={"If-None-Match": fresh.headers["ETag"]})
    assert asked.status_code == 200


def test_what_is_kept_does_not_grow_with_what_is_asked(aging: FlaskClient) -> None:
    kept = aging.application.extensions["guides"].kept
    aging.get(STOP)
    before = len(kept)
    for number in range(30):
        aging.get(f"{STOP}?x={number}")
        aging.get(f"/nowhere-{number}")
        aging.get(f"/stop/no-such-{number}")
        aging.get(f"/languages?page=/{number}")
    assert len(kept) == before


def test_what_is_kept_does_not_grow_with_the_days(aging: FlaskClient, days: list[date]) -> None:
    kept = aging.application.extensions["guides"].kept
    for number in range(web_site.MOST_KEPT + 20):
        days.append(date.fromordinal(days[0].toordinal() + number))
        aging.get("/leaving")
    assert len(kept) <= web_site.MOST_KEPT + 1


def test_two_sites_in_one_process_keep_their_own(make_app: Callable[..., Flask]) -> None:
    one = make_app(database=False, organisation="North House").test_client()
    two = make_app(database=False, organisation="South House").test_client()
    for packed in ({}, {"Accept-Encoding": "gzip"}):
        assert one.get("/", headers=packed).headers["ETag"] != two.get("/").headers["ETag"]
    assert "North House" in one.get("/").text
    assert "North House" not in two.get("/").text
