"""Forms are read whole; each mistake is named with its line; plugins add and never take away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guides.api import FormOption, FormQuestion, ProgrammeForm
from guides.lint.service import check_folder
from guides.plugins.registry import Registry
from guides.plugins.service import ToolkitBroken
from guides.programme.domain import MOMENTS, RATINGS, NoSuchForm, key_of
from guides.programme.service import FormMaker, form_at
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.forms_in import form_problems, read_forms
from guides.toolkit.wording import Wording
from tests.conftest import TODAY
from tests.plugins.folders import code_plugin, plugin, small_registry, write

HEAD = '[form]\nid = "meeting"\nmoment = "meeting"\ntitle = "How was it?"\nversion = 1\n'
RATED = (
    '[[question]]\nid = "sure"\nmeasure = "confidence"\nkind = "scale"\ntext = "How sure?"\n'
    'steps = ["No", "A little", "Half", "Quite", "Very"]\n'
)
BUS = (
    '[[question]]\nid = "bus"\nmeasure = "way-here"\nkind = "choice"\ntext = "How do you come?"\n'
    'options = [{ code = "bus", text = "By bus" }, { code = "walk", text = "I walk" }]\n'
)
ADDED = '[form]\nid = "ours"\nextends = "meeting"\n'


def _read(tmp_path: Path, text: str) -> tuple[list[ProgrammeForm], list[Fault]]:
    write(tmp_path, {"forms/one.toml": text})
    faults = Faults()
    return list(read_forms(Folder(tmp_path), faults)), faults.found


def test_a_form_is_read_as_it_is_written(tmp_path: Path) -> None:
    ((form,), faults) = _read(tmp_path, f"{HEAD}{RATED}why = 'To see.'\norder = 3\n{BUS}")
    assert not faults
    steps = ("No", "A little", "Half", "Quite", "Very")
    scale = tuple(FormOption(str(n), text) for n, text in enumerate(steps, 1))
    ways = (FormOption("bus", "By bus"), FormOption("walk", "I walk"))
    assert form == ProgrammeForm(
        "meeting", "meeting", "How was it?", 1, "",
        (
            FormQuestion("sure", "How sure?", "scale", "confidence", "To see.", scale, order=3),
            FormQuestion("bus", "How do you come?", "choice", "way-here", "", ways),
        ),
    )  # fmt: skip


WRONG = {
    # What is written, and the line and words of what is said about it.
    "no-head": (RATED, 1, "no [form]"),
    "version": (HEAD.replace("version = 1", "version = 0") + RATED, 5, "positive number"),
    "no-version": (HEAD.replace("version = 1\n", "") + RATED, 1, "positive number"),
    "moment": (HEAD.replace('"meeting"\nt', '"lunch"\nt') + RATED, 3, "'lunch'"),
    "no-question": (HEAD, 2, "no question"),
    "kind": (HEAD + RATED.replace("scale", "slider"), 9, "'slider'"),
    "id-twice": (HEAD + RATED + BUS.replace('"bus"\nm', '"sure"\nm'), 7, '"sure" is there twice'),
    "measure-twice": (HEAD + RATED + BUS.replace("way-here", "confidence"), 8, "there twice"),
    "four-steps": (HEAD + RATED.replace('"Half", ', ""), 11, "5 steps; here are 4"),
    "one-option": (
        HEAD + BUS.replace(', { code = "walk", text = "I walk" }', ""),
        11,
        "not enough",
    ),
    "code-twice": (HEAD + BUS.replace('"walk"', '"bus"'), 11, '"bus" is there twice'),
    "code": (HEAD + BUS.replace('"walk"', '"On foot"'), 11, '"On foot" cannot be the code'),
    "measure": (HEAD + RATED.replace('"confidence"', '"How sure"'), 8, "cannot be the measure"),
    "long": (HEAD + RATED.replace('"confidence"', f'"{"c" * 29}"'), 8, "cannot be the measure"),
    "client-types": (HEAD + '[[question]]\nid = "a"\nkind = "text"\ntext = "Why?"\n', 8, "guide"),
    "text-measured": (
        HEAD
        + '[[question]]\nid = "a"\nmeasure = "b"\nasked_of = "guide"\nkind = "text"\ntext = "?"\n',
        8,
        "cannot be measured",
    ),
    "date-options": (HEAD + BUS.replace("choice", "date"), 11, "has no options"),
    "misspelt": (HEAD + RATED + 'whi = "x"\n', 12, '"whi" is not known'),
    "counted": (HEAD.replace('moment = "meeting"', 'moment = "monitoring"') + RATED, 9, "counted"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    text, line, said = WRONG[name]
    _, faults = _read(tmp_path, text)
    assert (line, True) in [(fault.line, said in fault.what) for fault in faults], faults
    assert all(fault.mend and fault.path.name == "one.toml" for fault in faults)


def test_code_is_held_to_the_same_rules(tmp_path: Path) -> None:
    code_plugin(
        tmp_path / "local",
        "slow",
        """
        @hookimpl
        def guides_forms():
            story = FormQuestion("story", "What happened?", "text")
            return [ProgrammeForm("ours", extends="meeting", questions=(story,))]
        """,
    )
    registry = small_registry(tmp_path, {"forms/meeting.toml": HEAD + RATED})
    (slow,) = [p for p in registry.plugins if p.id == "slow"]
    assert slow.state == "broken"
    assert "by the guide alone" in slow.reason


# Beside each other --------------------------------------------------------------------------------


def _with(tmp_path: Path, **plugins: str) -> Registry:
    for name, text in plugins.items():
        plugin(tmp_path / "local", name, {"forms/ours.toml": text}, name.title())
    return small_registry(tmp_path, {"forms/meeting.toml": HEAD + RATED})


def test_a_plugin_adds_a_question_and_its_name_stands_beside_it(tmp_path: Path) -> None:
    registry = _with(
        tmp_path, town=f"{ADDED}{BUS}order = 1\n", village=ADDED + BUS.replace("way-", "v-")
    )
    view = registry.for_org()
    form = form_at(view, "meeting")
    assert [key_of(q) for q in form.questions] == ["town.bus", "sure", "village.bus"]
    english = Wording(view, view.languages["en"])
    shown = FormMaker(view, english, english).shown(form)
    assert [q.credit for group in shown.groups for q in group.questions] == ["Town", "", "Village"]
    assert [key_of(q) for q in registry.for_org(["village"]).forms["meeting"].questions] == [
        "sure", "village.bus",
    ]  # fmt: skip
    with pytest.raises(NoSuchForm):
        form_at(view, "closure")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace('id = "meeting"', 'id = "other"') + BUS, 'moment "meeting" already'),
        (ADDED.replace("meeting", "lunch") + BUS, 'no form "lunch"'),
        (ADDED + BUS.replace("way-here", "confidence"), 'measures "confidence" already'),
    ],
)
def test_what_does_not_fit_beside_the_core_is_off_and_the_core_stays(
    tmp_path: Path, text: str, said: str
) -> None:
    registry = _with(tmp_path, town=text)
    (town,) = [p for p in registry.plugins if p.id == "town"]
    assert town.state == "broken"
    assert said in town.reason
    assert "ours.toml" in town.reason
    assert len(form_at(registry.for_org(), "meeting").questions) == 1


def test_a_toolkit_with_two_forms_for_a_moment_does_not_start(tmp_path: Path) -> None:
    two = {
        "forms/a.toml": HEAD + RATED,
        "forms/b.toml": HEAD.replace('"meeting"\nm', '"b"\nm') + RATED,
    }
    with pytest.raises(ToolkitBroken, match="already"):
        small_registry(tmp_path, two)


def test_the_check_looks_at_forms_as_at_all_texts(tmp_path: Path) -> None:
    """Advice, numbers, hard words, what is not translated."""
    hard = (
        "Notwithstanding institutional considerations regarding representation, approximately "
        "characterise your organisational participation in multidisciplinary administrative "
        "procedures, communications, negotiations and interdepartmental consultations immediately."
    )
    text = f"""{ADDED}
[[question]]
id = "a"
kind = "yes-no"
text = "You should appeal now. Did you?"
why = "Within 14 days."
[[question]]
id = "b"
kind = "yes-no"
text = "{hard} {hard}"
"""
    folder = plugin(tmp_path, "town", {"forms/ours.toml": text})
    write(
        folder, {"plugin.toml": (folder / "plugin.toml").read_text() + 'languages = ["en", "ar"]\n'}
    )
    found = check_folder(folder, TODAY)
    said = {
        (fault.line, fault.what.split(":")[0]) for fault in found if fault.path.name == "ours.toml"
    }
    assert (8, "Advice") in said
    assert any(line == 9 and "length of time" in what for line, what in said)
    assert any("reading age" in what for _, what in said)
    assert (8, 'Not translated into "ar"') in said


# The forms of the core ----------------------------------------------------------------------------


def test_the_core_has_a_form_for_each_moment_and_measures_the_same_each_time(
    registry: Registry,
) -> None:
    forms = {moment: form_at(registry.for_org(), moment) for moment in (*MOMENTS, "monitoring")}
    for moment in ("assessment", "meeting", "closure", "follow-up"):
        rated = {q.measure: q for q in forms[moment].questions if q.kind == "scale"}
        assert tuple(rated) == RATINGS, moment
        same = {q.measure: q.options for q in forms["assessment"].questions}
        assert all(q.options == same[q.measure] for q in rated.values()), "the steps stay the same"
    needed = [(m, q.id) for m, form in forms.items() for q in form.questions if not q.optional]
    assert needed == [("closure", "reason"), ("follow-up", "agreed")]
    for question in forms["monitoring"].questions:
        assert question.why
        assert question.options[-1].code == "not-said"


def test_every_form_of_the_core_keeps_the_rules(registry: Registry) -> None:
    for form in registry.for_org(()).forms.values():
        assert not list(form_problems(form))
        assert list(form_problems(replace(form, questions=form.questions * 2)))
