"""``guides facts``: what is known, from where, and how sure."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.plugins.folders import fact, plugin

ON = ("--on", "2026-11-21")


def test_facts_of_a_stage(run, view):
    found = run("facts", "list", "--stage", "refused-and-appealing", *ON)
    ids = [row.split()[0] for row in found.out.splitlines()]
    assert ids == [f.id for f in view.facts.values() if "refused-and-appealing" in f.stages]
    row = next(row for row in found.out.splitlines() if row.startswith("appeal-14-days"))
    assert "14 days" in row.replace("\u00a0", " ")


def test_facts_as_json_carry_all_that_is_needed_to_trust_them(run, view):
    found = json.loads(run("facts", "list", "--json", *ON).out)
    assert len(found) == len(view.facts)
    for record in found:
        for field in ("id", "statement", "standing", "source", "url", "dated", "seen on"):
            assert record[field], (record["id"], field)
        assert "{" not in record["statement"]


def test_one_fact_with_its_source_and_limits(run, view):
    fact = view.facts["appeal-14-days"]
    found = run("facts", "show", "appeal-14-days", *ON)
    assert found.code == 0
    for said in ("14 days", fact.source.title, fact.source.url, fact.review_by.isoformat()):
        assert said in found.out.replace("\u00a0", " ")
    assert fact.checked_by or "nobody yet" in found.out


def test_how_sure_a_fact_is_depends_on_the_day(run, view):
    fact = next(f for f in view.facts.values() if f.confidence == "high" and not f.valid_to)
    late = fact.review_by + timedelta(1)
    assert "as seen" in run("facts", "show", fact.id, "--on", str(fact.review_by)).out
    assert "check first" in run("facts", "show", fact.id, "--on", str(late)).out


def test_a_fact_that_nobody_confirmed_is_listed_as_such(run, view):
    fact = next(f for f in view.facts.values() if f.confidence == "low")
    assert "not confirmed" in run("facts", "show", fact.id).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("facts", "list", "--stage", "nowhere"), "waiting-and-support"),
        (("facts", "show", "no-such"), "guides facts list"),
        (("facts", "list", "--on", "yesterday"), "2026-11-21"),
        (("facts", "show", "appeal-14-days", "--on", "2026-02-30"), "2026-11-21"),
    ],
)
def test_what_is_not_there_is_wrong_use_and_names_what_is(run, arguments, words: str):
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert words in found.err


# Checks and changes -----------------------------------------------------------------------------

FACT = "appeal-14-days"


@pytest.fixture
def local(environment: Path) -> Path:
    """A plugin of this installation with one fact, whose number can be changed."""
    return _saying(environment, 42)


def _saying(environment: Path, count: int) -> Path:
    value = f'value = {{ type = "duration", count = {count}, unit = "day" }}'
    files = {"facts.toml": fact("town-wait", "You wait {value}.", value)}
    return plugin(environment / "var" / "plugins", "town", files)


@pytest.mark.usefixtures("local")
def test_a_check_is_shown_until_the_fact_changes(run, environment: Path):
    run("db", "upgrade")
    found = run("facts", "check", "town-wait", "--by", " A.  Reader ", "--on", "2026-11-02")
    assert (found.code, found.err) == (0, "")
    assert "checked by A. Reader on 2026-11-02" in found.out
    assert "A. Reader" in run("facts", "show", "town-wait", *ON).out
    assert "town-wait" not in run("facts", "list", "--unchecked", *ON).out
    _saying(environment, 28)
    assert "A. Reader" not in run("facts", "show", "town-wait", *ON).out
    assert "town-wait" in run("facts", "list", "--unchecked", *ON).out


@pytest.mark.usefixtures("local")
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--by", "A. Reader", "--on", "2026-10-31"), "before 2026-11-01"),
        (("--by", "A. Reader", "--on", "9999-12-31"), "still to come"),
        (("--by", "A. Reader", "--on", "soon"), "2026-11-21"),
        (("--by", " "), "name of the person"),
        ((), "--by"),
    ],
)
def test_a_check_that_cannot_be_is_refused_in_words(run, more, words: str):
    run("db", "upgrade")
    found = run("facts", "check", "town-wait", *more)
    assert (found.code, found.out) == (2, "")
    assert words in found.err
    assert "nobody yet" in run("facts", "show", "town-wait", *ON).out


def test_a_check_of_no_fact_names_what_is_there(run):
    found = run("facts", "check", "no-such", "--by", "A. Reader")
    assert (found.code, "guides facts list" in found.err) == (2, True)


def test_facts_are_shown_also_where_there_is_no_database(run):
    assert run("facts", "show", FACT, *ON).code == 0
    assert "guides db upgrade" in run("facts", "check", FACT, "--by", "A. Reader").err


@pytest.mark.usefixtures("local")
def test_a_change_is_said_in_words_with_what_carries_it(run, environment: Path):
    run("db", "upgrade")
    since = ("--since", "2026-01-01")
    assert "0 facts changed" in run("facts", "changed", *since).out
    _saying(environment, 28)
    found = run("facts", "changed", *since)
    said = found.out.replace("\u00a0", " ")
    assert (found.code, "before: You wait 42 days." in said) == (0, True)
    assert "now:    You wait 28 days." in said
    assert "1 facts changed" in said
    (record,) = json.loads(run("facts", "changed", *since, "--json").out)
    assert (record["fact"], "28" in record["said"]) == ("town-wait", True)
    assert "0 facts changed" in run("facts", "changed", "--since", "9999-01-01").out


def test_without_a_day_there_is_nothing_to_compare(run):
    assert run("facts", "changed").code == 2
    assert run("facts", "changed", "--since", "lately").code == 2
