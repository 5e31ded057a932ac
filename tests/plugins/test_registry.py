"""What an organisation sees: its plugins in its order, each line signed, the order stable."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.api import Case, Happened, Span
from guides.plugins.registry import Registry
from guides.plugins.service import build_registry
from tests.plugins.folders import code_plugin, fact, line, plugin, small_registry

CHECKLIST = "checklists/first-stop.toml"


def _lines(registry: Registry, enabled: tuple[str, ...] | None = None) -> list[str]:
    items, _ = registry.for_org(enabled).items_for(Case("first-stop"))
    return [f"{item.plugin}/{item.id}" for item in items]


@pytest.fixture
def three(tmp_path: Path) -> Registry:
    """Plugins alpha, beta and gamma; gamma adds its line by code."""
    plugin(tmp_path / "local", "alpha", {CHECKLIST: line("tea", more="order = 50")})
    plugin(tmp_path / "local", "beta", {CHECKLIST: line("tea", more="order = 50")})
    code_plugin(
        tmp_path / "local",
        "gamma",
        """
        @hookimpl
        def guides_checklist_items(case, items):
            return [ChecklistItem(case.stage, "tea", "do", "Tea.", order=50)]
        """,
    )
    return small_registry(tmp_path)


def test_lines_stand_by_order_then_rank_then_name(three: Registry):
    assert _lines(three) == [
        "small/keep-letters", "small/answer-in-time", "alpha/tea", "beta/tea", "gamma/tea",
    ]  # fmt: skip


def test_an_organisation_sees_what_it_switched_on_in_its_order(three: Registry):
    core = ["small/keep-letters", "small/answer-in-time"]
    assert _lines(three, ()) == core
    assert _lines(three, ("beta",)) == [*core, "beta/tea"]
    assert _lines(three, ("gamma", "alpha")) == [*core, "gamma/tea", "alpha/tea"]


def test_a_plugin_that_is_not_there_is_left_out_of_a_view(three: Registry):
    assert _lines(three, ("alpha", "no-such")) == _lines(three, ("alpha",))


def test_a_view_is_made_once(three: Registry):
    assert three.for_org(("alpha",)) is three.for_org(("alpha",))
    assert three.for_org(("alpha",)) is not three.for_org(("beta",))


def test_what_code_adds_is_signed_by_its_plugin_whatever_it_says(tmp_path: Path):
    code_plugin(
        tmp_path / "local",
        "sly",
        """
        @hookimpl
        def guides_checklist_items(case, items):
            return [ChecklistItem(case.stage, "tea", "do", "Tea.", plugin="small")]
        @hookimpl
        def guides_checklists():
            return [ChecklistItem("first-stop", "bun", "do", "Bun.", plugin="small")]
        """,
    )
    assert {"sly/tea", "sly/bun"} < set(_lines(small_registry(tmp_path)))


def test_code_sees_the_lines_that_are_there_and_closed_codes_only(tmp_path: Path):
    code_plugin(
        tmp_path / "local",
        "curious",
        """
        @hookimpl
        def guides_checklist_items(case, items):
            said = " ".join([*sorted(case.__dataclass_fields__), *(i.id for i in items)])
            return [ChecklistItem(case.stage, "saw", "do", said)]
        """,
    )
    items, failed = small_registry(tmp_path).for_org().items_for(Case("first-stop"))
    assert failed == ()
    assert items[0].text == (
        "audiences claimed granted lang nation stage keep-letters answer-in-time"
    )


def test_a_line_that_code_adds_waits_for_its_condition_too(tmp_path: Path):
    code_plugin(
        tmp_path / "local",
        "welsh",
        """
        @hookimpl
        def guides_checklist_items(case, items):
            only = Conditions(nations=("wales",))
            return [ChecklistItem(case.stage, "tea", "do", "Tea.", conditions=only)]
        """,
    )
    view = small_registry(tmp_path).for_org()
    there = {
        nation: any(
            i.plugin == "welsh" for i in view.items_for(Case("first-stop", nation=nation))[0]
        )
        for nation in ("wales", "england", None)
    }
    assert there == {"wales": True, "england": False, None: True}


def test_a_rule_has_days_wherever_it_is_written(tmp_path: Path):
    plugin(
        tmp_path / "local",
        "dated",
        {
            CHECKLIST: line(more="claimed_from = 2026-03-02"),
            "facts.toml": fact("so", more="claimed_before = 2026-05-01"),
            "guidance/first-stop/variant-old.md": '+++\ntitle = "Old"\n'
            "granted_before = 2026-03-09\n+++\nOld.\n",
        },
    )
    view = small_registry(tmp_path).for_org()
    assert view.rule_days("claimed") == (date(2026, 3, 2), date(2026, 5, 1))
    assert view.rule_days("granted") == (date(2026, 3, 9),)


def test_every_listener_hears_it_though_one_before_it_fails(tmp_path: Path):
    code_plugin(tmp_path / "local", "a", "@hookimpl\ndef guides_event(event): sys.exit()")
    heard = tmp_path / "heard"
    code_plugin(
        tmp_path / "local",
        "b",
        "from pathlib import Path\n@hookimpl\n"
        f"def guides_event(event): Path({str(heard)!r}).write_text(event.what)",
    )
    small_registry(tmp_path).for_org().tell(Happened("sheet-printed"))
    assert heard.read_text() == "sheet-printed"


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Span(), True),
        (Span(date(2026, 3, 2)), True),
        (Span(None, date(2026, 3, 2)), False),
    ],
)
def test_a_line_by_date_is_shown_to_those_it_can_be_meant_for(tmp_path: Path, span, shown):
    plugin(tmp_path / "local", "dated", {CHECKLIST: line(more="claimed_from = 2026-03-02")})
    items, _ = small_registry(tmp_path).for_org().items_for(Case("first-stop", claimed=span))
    assert any(item.plugin == "dated" for item in items) is shown


def test_a_plugin_does_not_change_what_the_core_says_in_another_language(tmp_path: Path):
    said = {"translations/ar.toml": '[[line]]\nen = "Print the sheet"\nto = "شيء آخر"\n'}
    local = tmp_path / "local"
    plugin(local, "other-words", said)
    view = build_registry((), [local]).for_org()
    core = build_registry(()).for_org()
    assert "other-words" in view.names
    assert view.translate("ar", "Print the sheet") == core.translate("ar", "Print the sheet")


def test_a_plugin_translates_what_the_core_does_not_and_replaces_nothing(tmp_path: Path):
    """Or a plugin could change what "information, not legal advice" says in another language."""
    core = small_registry(tmp_path / "alone").for_org()
    known = core.translate("ar", "Information, not legal advice.")
    assert known is not None
    lines = {"Information, not legal advice.": "نصيحة", "Keep your letters.": "احتفظ برسائلك."}
    toml = "".join(f'[[line]]\nen = "{en}"\nto = "{to}"\n' for en, to in lines.items())
    plugin(tmp_path / "local", "bold", {"translations/ar.toml": toml})
    view = small_registry(tmp_path).for_org()
    kept = view.translate("ar", "Information, not legal advice.")
    added = view.translate("ar", "Keep your letters.")
    assert kept is not None
    assert added is not None
    assert (kept.text, added.text) == (known.text, "احتفظ برسائلك.")
