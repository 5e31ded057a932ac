"""``guides facts``: what is known, from where, and how sure."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

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
