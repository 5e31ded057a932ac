"""``guides directory gaps`` and ``fill``: where there is nobody, and what sources leave out."""

from __future__ import annotations

import json
from datetime import date

import pytest

LEEDS = "E08000035"


@pytest.fixture
def filled(run):
    assert run("db", "upgrade").code == 0
    return run


def test_the_command_shows_where_there_is_nobody(filled):
    found = filled("directory", "gaps")
    assert found.code == 0, found.err
    assert "waiting-and-support" in found.out
    assert "Nobody at any stop:" in found.out
    record = json.loads(filled("directory", "gaps", "--area", "Leeds", "--json").out)
    assert record["area"] == LEEDS
    assert date.fromisoformat(record["on"]) >= date(2026, 1, 1)
    assert record["needs"]["return"]["claiming"]["services"] == 0


def test_the_command_shows_how_full_the_sources_are(filled):
    rates = json.loads(filled("directory", "fill", "--json").out)
    lines = filled("directory", "fill").out
    for rate in rates:
        assert rate["source"] in lines
        assert 0 <= rate["said"] <= rate["services"]


def test_an_area_that_is_none_is_said_in_words(filled):
    found = filled("directory", "gaps", "--area", "Atlantis")
    assert found.code == 2
    assert "Name a local authority" in found.err
