"""Plugins that say something in the place of the core, or leave a part of it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.api import Case
from guides.plugins.domain import Installed
from guides.plugins.registry import Registry
from tests.plugins.folders import code_plugin, line, plugin, small_registry

STOP = "first-stop"
LINES = f"checklists/{STOP}.toml"
CORE_LINES = """
[[item]]
id = "keep-letters"
kind = "do"
text = "Keep your letters."
order = 10
icon = "letter"

[[item]]
id = "women-first"
kind = "know"
text = "You can ask for a woman."
order = 20
for = ["women"]

[[item]]
id = "answer-in-time"
kind = "know"
text = "There are usually {fact:time-to-answer} to answer."
order = 30
protected = true

[[item]]
id = "in-danger"
kind = "do"
text = "In danger, ring 999."
order = 40
"""
CORE = {
    LINES: CORE_LINES,
    f"guidance/{STOP}/rights.md": "You can bring a friend.\n",
    f"guidance/{STOP}/advice-line.md": "Say: I may not advise you.\n",
}
KEEP = "small/first-stop/keep-letters"


def _registry(base: Path, files: dict[str, str], core: dict[str, str] | None = None) -> Registry:
    plugin(base / "local", "tea", files, "Tea Club")
    return small_registry(base, {**CORE, **(core or {})})


def _mine(registry: Registry) -> Installed:
    return next(p for p in registry.plugins if p.id == "tea")


def _texts(registry: Registry, enabled: list[str] | None = None, **case) -> list[str]:
    items, _ = registry.for_org(enabled).items_for(Case(STOP, **case))
    return [item.text for item in items]


def _replacing(target: str = KEEP, more: str = "", text: str = "Bring your letters.") -> str:
    return line("ours", text, f'replaces = "{target}"\n{more}')


def _of(registry: Registry) -> str:
    """The fingerprint that the warning gives, as somebody would paste it."""
    (warning,) = _mine(registry).warnings
    return warning.mend[warning.mend.index("of = ") :]


def test_a_line_stands_in_the_place_of_the_cores(tmp_path: Path):
    registry = _registry(tmp_path, {LINES: _replacing() + line("bun", "Have a bun.")})
    texts = _texts(registry)
    assert texts[0] == "Bring your letters."
    assert "Keep your letters." not in texts
    (ours,) = [i for i in registry.for_org().items(STOP) if i.id == "ours"]
    assert (ours.plugin, ours.order, ours.icon) == ("tea", 10, "letter")


def test_who_switched_the_plugin_off_sees_the_cores_own_line(tmp_path: Path):
    registry = _registry(tmp_path, {LINES: _replacing()})
    assert "Keep your letters." in _texts(registry, [])
    assert "Keep your letters." not in _texts(registry, ["tea"])


def test_a_replacement_is_for_the_same_people(tmp_path: Path):
    registry = _registry(tmp_path, {LINES: _replacing("small/first-stop/women-first")})
    assert "Bring your letters." not in _texts(registry)
    assert "Bring your letters." in _texts(registry, audiences=frozenset({"women"}))


def test_a_line_can_be_hidden(tmp_path: Path):
    registry = _registry(tmp_path, {"hide.toml": f'[[hide]]\nline = "{KEEP}"\n'})
    assert "Keep your letters." not in _texts(registry)
    assert "Keep your letters." in _texts(registry, [])


def test_a_section_can_be_replaced_and_hidden(tmp_path: Path):
    target = f'replaces = "small/{STOP}/rights"'
    registry = _registry(tmp_path, {f"guidance/{STOP}/rights.md": f"+++\n{target}\n+++\nOurs.\n"})
    bodies = [s.body.strip() for s in registry.for_org().sections(STOP) if s.kind == "rights"]
    assert bodies == ["Ours."]
    registry = _registry(
        tmp_path / "other", {"hide.toml": f'[[hide]]\nsection = "small/{STOP}/rights"\n'}
    )
    assert not [s for s in registry.for_org().sections(STOP) if s.kind == "rights"]


PROTECTED = f"small/{STOP}/answer-in-time"
REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "protected line replaced": ({LINES: _replacing(PROTECTED)}, f"{LINES}:5:"),
    "protected line hidden": ({"hide.toml": f'[[hide]]\nline = "{PROTECTED}"\n'}, "hide.toml:2:"),
    "999 hidden": (
        {"hide.toml": f'[[hide]]\nline = "small/{STOP}/in-danger"\n'}, "hide.toml:2:"),
    "advice line hidden": (
        {"hide.toml": f'[[hide]]\nsection = "small/{STOP}/advice-line"\n'}, "hide.toml:2:"),
    "what happens hidden": (
        {"hide.toml": f'[[hide]]\nsection = "small/{STOP}/what-happens"\n'}, "hide.toml:2:"),
    "for others": ({LINES: _replacing(more='nations = ["wales"]')}, "for others"),
    "another stop": (
        {"checklists/second-stop.toml": _replacing()}, "stands at another stop"),
    "another kind of section": (
        {f"guidance/{STOP}/do-now.md": f'+++\nreplaces = "small/{STOP}/rights"\n+++\nOurs.\n'},
        "cannot stand in the place"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_stay_stays_and_the_fault_says_where(tmp_path: Path, name: str):
    files, words = REFUSED[name]
    registry = _registry(tmp_path, files)
    assert _mine(registry).state == "broken"
    assert words in _mine(registry).reason
    assert "Mend: " in _mine(registry).reason


def test_what_is_not_there_is_a_warning_and_the_line_stands_beside_the_others(tmp_path: Path):
    registry = _registry(tmp_path, {LINES: _replacing("small/first-stop/keep-leters")})
    (warning,) = _mine(registry).warnings
    assert f'Did you mean "{KEEP}"?' in warning.mend
    assert {"Keep your letters.", "Bring your letters."} <= set(_texts(registry))


def test_the_fingerprint_is_pasted_once_and_tells_when_the_core_changed(tmp_path: Path):
    of = _of(_registry(tmp_path / "a", {LINES: _replacing()}))
    pasted = {LINES: _replacing(more=of)}
    assert _mine(_registry(tmp_path / "b", pasted)).warnings == ()
    changed = {LINES: CORE_LINES.replace("Keep your letters.", "Keep all letters.")}
    registry = _registry(tmp_path / "c", pasted, changed)
    (warning,) = _mine(registry).warnings
    assert "“Keep all letters.”" in warning.what
    assert "“Bring your letters.”" in warning.what
    assert _texts(registry)[0] == "Bring your letters."  # nothing is lost meanwhile


def test_a_line_that_became_protected_since_stands_beside_the_plugins(tmp_path: Path):
    of = _of(_registry(tmp_path / "a", {LINES: _replacing()}))
    core = {LINES: CORE_LINES.replace('icon = "letter"', "protected = true")}
    registry = _registry(tmp_path / "b", {LINES: _replacing(more=of)}, core)
    assert _mine(registry).state == "on"
    assert "protected now" in _mine(registry).warnings[0].what
    assert {"Keep your letters.", "Bring your letters."} <= set(_texts(registry))


def test_nothing_is_lost_when_the_core_takes_the_line_out(tmp_path: Path):
    of = _of(_registry(tmp_path / "a", {LINES: _replacing()}))
    core = {LINES: CORE_LINES.replace('"keep-letters"', '"hold-letters"')}
    registry = _registry(tmp_path / "b", {LINES: _replacing(more=of)}, core)
    assert _mine(registry).state == "on"
    assert {"Keep your letters.", "Bring your letters."} <= set(_texts(registry))


def test_a_plugin_cannot_replace_another_plugins_line(tmp_path: Path):
    plugin(tmp_path / "local", "bun", {LINES: line("bun", "Have a bun.")})
    registry = _registry(tmp_path, {LINES: _replacing("bun/first-stop/bun")})
    assert {"Have a bun.", "Bring your letters."} <= set(_texts(registry))


def test_code_cannot_replace_while_a_checklist_is_put_together(tmp_path: Path):
    code_plugin(tmp_path / "local", "sly", f"""
        @hookimpl
        def guides_checklist_items(case):
            return [ChecklistItem(case.stage, "x", "do", "Sly.", replaces="{KEEP}")]
        """)  # fmt: skip
    registry = _registry(tmp_path, {})
    items, failed = registry.for_org().items_for(Case(STOP))
    assert failed == ("Sly",)
    assert "Keep your letters." in [item.text for item in items]


def test_plain_paper_has_the_cores_own_lines(tmp_path: Path):
    view = _registry(tmp_path, {LINES: _replacing()}).for_org()
    assert view.without_local.items(STOP)[0].text == "Keep your letters."
    assert view.items(STOP)[0].text == "Bring your letters."
