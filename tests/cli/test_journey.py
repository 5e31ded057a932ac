"""``guides stages`` and ``guides languages``: lists for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.plugins.folders import STAGE, line, plugin

LINES = "checklists/waiting-and-support.toml"


def test_stages_as_json(run, view):
    found = json.loads(run("stages", "--json").out)
    assert [stage["id"] for stage in found] == list(view.stages)
    ids = {stage["id"] for stage in found}
    for stage in found:
        assert set(stage) == {"id", "title", "next", "interrupts", "written"}
        assert set(stage["next"]) <= ids
    assert [s["id"] for s in found if s["interrupts"]] == [
        s.id for s in view.stages.values() if s.interrupts
    ]


def test_a_stage_is_written_when_its_sheet_can_be_printed(run, environment: Path):
    plugin(environment / "var" / "plugins", "town", {"stages/town-hall.toml": STAGE})
    found = {s["id"]: s["written"] for s in json.loads(run("stages", "--json").out)}
    assert found["waiting-and-support"]
    empty = next(stage for stage, written in found.items() if not written)
    refused = run("sheet", empty, "-o", "x.pdf")
    assert refused.code == 2
    assert all(stage in refused.err for stage, written in found.items() if written)


def test_stages_for_people(run, view):
    found = run("stages")
    assert found.code == 0
    for stage in view.stages.values():
        assert stage.title in found.out
        for edge in stage.edges:
            assert f"{edge.kind}: {edge.to}" in found.out


def test_languages_as_json(run, view):
    found = {each["code"]: each for each in json.loads(run("languages", "--json").out)}
    assert list(found) == list(view.languages)
    assert found["ar"] == {
        "code": "ar",
        "name": "العربية",
        "english_name": "Arabic",
        "direction": "rtl",
        "standing": view.languages["ar"].standing,
    }
    assert found["en"]["standing"] == "source"


def test_languages_for_people(run):
    found = run("languages")
    assert found.code == 0
    assert "العربية" in found.out
    assert "Arabic, rtl" in found.out


def test_what_a_plugin_can_replace_is_listed_by_the_name_that_it_must_write(run, environment: Path):
    """The name and the fingerprint, pasted into a plugin, are taken without a word."""
    rows = json.loads(run("stages", "waiting-and-support", "--json").out)
    free = next(row for row in rows if row["kind"] == "line" and row["of"])
    shown = run("stages", "waiting-and-support").out
    assert free["name"] in shown
    assert free["says"] in shown
    paste = f'replaces = "{free["name"]}"\nof = "{free["of"]}"'
    good = plugin(environment, "town", {LINES: line(more=paste)})
    assert run("plugin", "check", str(good)).out == "0 faults, 0 warnings.\n"


def test_what_must_stay_has_no_fingerprint_and_cannot_be_replaced(run, environment: Path):
    rows = json.loads(run("stages", "waiting-and-support", "--json").out)
    kept = [row["name"] for row in rows if row["kind"] == "line" and not row["of"]]
    assert kept
    for at, name in enumerate(kept):
        root = plugin(environment, f"town-{at}", {LINES: line(more=f'replaces = "{name}"')})
        assert "is protected" in run("plugin", "check", str(root)).out


def test_a_line_of_a_plugin_is_not_among_what_can_be_replaced(run, environment: Path):
    plugin(environment / "var" / "plugins", "town", {LINES: line(text="Come for cake.")})
    assert "Come for cake." not in run("stages", "waiting-and-support").out


def test_a_stop_that_is_none_ends_with_2_and_names_those_that_are(run, view):
    found = run("stages", "waiting")
    assert (found.code, found.out) == (2, "")
    assert ", ".join(view.stages) in found.err
