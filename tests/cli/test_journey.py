"""``guides stages`` and ``guides languages``: lists for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.plugins.folders import STAGE, plugin


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
