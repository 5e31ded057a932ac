"""``forms/<form>.toml``: the forms of the programme, and what a question can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from guides.api import AnswerKind, FormOption, FormQuestion, Moment, ProgrammeForm
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.toml_file import ID, Table, TomlFile

STEPS = 5
"""So many steps has a scale: with a middle, and few enough to tell apart as faces."""
YES_NO = (FormOption("yes", "Yes"), FormOption("no", "No"))
KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)
MOMENTS: tuple[Moment, ...] = get_args(Moment)
LONGEST_NAME = 28
"""Of a question, a measure, a code: two of them together still fit into a column."""
LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form: at which question (None: the form itself), in which field."""

    question: int | None
    key: str
    what: str
    mend: str


def read_forms(folder: Folder, faults: Faults) -> Iterator[ProgrammeForm]:
    """Every form of a folder."""
    return (form for _, form in form_files(folder, faults))


def form_files(folder: Folder, faults: Faults) -> Iterator[tuple[Path, ProgrammeForm]]:
    """A form has ``[form]`` and one ``[[question]]`` after the other."""
    for path in folder.files("forms/*.toml"):
        file = TomlFile.read(folder, path, faults)
        root = file.root()
        head = root.part("form")
        root.asked.add("question")
        root.done()
        if head is None:
            faults.note(path, 1, "There is no [form].", "Begin the file with a line [form].")
            continue
        # A part of the file, not of a table in it: then its fields are looked for below [form].
        head = Table(file, "form", 0, head.data)
        tables = list(file.tables("question"))
        form = _form(head, tuple(map(_question, tables)))
        for wrong in form_problems(form):
            place = head if wrong.question is None else tables[wrong.question]
            place.wrong(wrong.key, wrong.what, wrong.mend)
        yield path, form


def _form(head: Table, questions: tuple[FormQuestion, ...]) -> ProgrammeForm:
    extends = head.text("extends")
    added = bool(extends)
    form = ProgrammeForm(
        id=head.id(),
        moment=head.choice("moment", MOMENTS, "meeting" if added else None),
        title=head.text("title", needed=not added),
        version=head.number_("version", 1 if added else 0),
        intro=head.text("intro"),
        questions=questions,
        extends=extends,
    )
    head.done()
    return form


def _question(table: Table) -> FormQuestion:
    kind = table.choice("kind", KINDS)
    question = FormQuestion(
        id=table.id(),
        text=table.text("text", needed=True),
        kind=kind,
        measure=table.text("measure"),
        why=table.text("why"),
        options=_options(table, kind),
        asked_of=table.choice("asked_of", ("client", "guide"), "client"),
        optional=table.flag("optional", default=True),
        order=table.number_("order", 500),
        group=table.text("group"),
    )
    table.done()
    return question


def _options(table: Table, kind: AnswerKind) -> tuple[FormOption, ...]:
    if kind == "yes-no":
        return YES_NO
    if kind == "scale":
        steps = table.texts("steps")
        return tuple(FormOption(str(at), text) for at, text in enumerate(steps, 1))
    found = []
    for part in table.parts("options"):
        found.append(FormOption(part.text("code", needed=True), part.text("text", needed=True)))
        part.done()
    return tuple(found)


def form_problems(form: ProgrammeForm) -> Iterator[Wrong]:
    """What is wrong with a form by itself, be it from a file or from code."""
    if form.version < 1:
        yield Wrong(None, "version", '"version" is not a positive number.', "Write version = 1.")
    if len(form.id) > LONGEST_ID:
        yield Wrong(None, "id", "The id is too long.", f"At most {LONGEST_ID} letters.")
    if not form.questions:
        yield Wrong(None, "id", "There is no question.", "Begin each one with [[question]].")
    ids = Counter(question.id for question in form.questions)
    measures = Counter(question.measure for question in form.questions)
    for at, question in enumerate(form.questions):
        if ids[question.id] > 1:
            yield Wrong(at, "id", f'The question "{question.id}" is there twice.', "Rename one.")
        if question.measure and measures[question.measure] > 1:
            what = f'The measure "{question.measure}" is there twice.'
            yield Wrong(at, "measure", what, "Each question measures something of its own.")
        for key, what, mend in _question_problems(question):
            yield Wrong(at, key, what, mend)
        if form.moment == "monitoring" and not form.extends and question.kind not in COUNTED:
            what = f'"{question.kind}" cannot be counted.'
            yield Wrong(at, "kind", what, "Monitoring has options to choose from, and no words.")
        if form.moment == "monitoring" and not form.extends and not question.measure:
            what = "Monitoring counts by measure; here is none."
            yield Wrong(at, "measure", what, 'Write measure = "…".')


COUNTED = ("choice", "choices", "yes-no")
"""Kinds of questions that monitoring can have: closed, and not about a course over time."""
CLOSED = ("choice", "choices", "scale", "yes-no")
"""Kinds of answers that are codes, so that they can be measured."""


def _question_problems(question: FormQuestion) -> Iterator[tuple[str, str, str]]:
    for name, value in (("id", question.id), ("measure", question.measure)):
        if value and (not ID.fullmatch(value) or len(value) > LONGEST_NAME):
            mend = f"At most {LONGEST_NAME} small letters, digits and hyphens: knows-rights."
            yield name, f'"{value}" cannot be the {name} of a question.', mend
    if not question.text.strip():
        yield "text", "The question says nothing.", 'Write text = "…".'
    if question.measure and question.kind not in CLOSED:
        mend = "Only what is chosen from a list can be measured: leave the measure out."
        yield "measure", f'"{question.kind}" cannot be measured.', mend
    if question.kind == "text" and question.asked_of != "guide":
        mend = 'Write asked_of = "guide", or give options: nobody writes down a story.'
        yield "kind", "Words are typed by the guide alone.", mend
    yield from _option_problems(question)


def _option_problems(question: FormQuestion) -> Iterator[tuple[str, str, str]]:
    codes = [option.code for option in question.options]
    if question.kind == "scale":
        if codes != [str(step) for step in range(1, STEPS + 1)]:
            mend = f"Write steps = [{', '.join(['…'] * STEPS)}], from least to most."
            yield "steps", f"A scale has {STEPS} steps; here are {len(codes)}.", mend
    elif question.kind in ("text", "date"):
        if codes:
            yield "options", f'"{question.kind}" has no options.', "Leave them out."
    elif question.kind == "yes-no":
        if question.options != YES_NO:
            yield "options", "Yes and no are all there is.", 'Use kind = "choice" for more.'
    elif len(codes) < 2:
        mend = 'Write options = [{ code = "…", text = "…" }, …].'
        yield "options", "There is not enough to choose from.", mend
    for code, times in Counter(codes).items():
        if times > 1:
            yield "options", f'The code "{code}" is there twice.', "Give each option its own."
        if not ID.fullmatch(code) or len(code) > LONGEST_NAME:
            mend = f"At most {LONGEST_NAME} small letters, digits and hyphens."
            yield "options", f'"{code}" cannot be the code of an option.', mend
    if not all(option.text.strip() for option in question.options):
        yield "options", "An option says nothing.", 'Write text = "…" in each.'
