"""Forms of the core with the questions that plugins add to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from guides.api import FormQuestion, ProgrammeForm
from guides.toolkit.forms_in import COUNTED

Misfit = tuple[str, str, str]
"""What does not fit, the mend, and the word in the file that is at fault."""


def joined(forms: Iterable[ProgrammeForm]) -> dict[str, ProgrammeForm]:
    """Each form by its id, with every question that was added, in order.

    Of two questions with the same order that of the core comes first.
    """
    own: dict[str, ProgrammeForm] = {}
    added: dict[str, list[FormQuestion]] = {}
    for form in forms:
        if form.extends:
            added.setdefault(form.extends, []).extend(_signed(form))
        else:
            own.setdefault(form.id, form)
    return {
        key: replace(form, questions=_ordered([*form.questions, *added.get(key, ())]))
        for key, form in own.items()
    }


def _signed(form: ProgrammeForm) -> list[FormQuestion]:
    """With the name of the plugin on each: it is shown, and keeps their ids apart."""
    return [replace(question, plugin=form.plugin) for question in form.questions]


def _ordered(questions: list[FormQuestion]) -> tuple[FormQuestion, ...]:
    return tuple(sorted(questions, key=lambda question: question.order))


def misfits(
    new: Sequence[ProgrammeForm], working: Sequence[Sequence[ProgrammeForm]]
) -> Iterator[Misfit]:
    """Why forms of one plugin cannot stand beside the others; ``working`` are all, with its own.

    The core has a form for each moment: a plugin adds questions to it, and never takes its place.
    """
    every = [form for forms in working for form in forms]
    own = {form.id: form for form in every if not form.extends}
    for form in new:
        if form.extends:
            yield from _added(form, own, every)
            continue
        others = [f for f in every if f is not form and not f.extends]
        if any(form.id == f.id or form.moment == f.moment for f in others):
            yield (
                f'There is a form for the moment "{form.moment}" already.',
                'Add questions to it: write extends = "its-id" in [form].',
                form.moment,
            )


def _added(
    form: ProgrammeForm, own: dict[str, ProgrammeForm], every: Sequence[ProgrammeForm]
) -> Iterator[Misfit]:
    core = own.get(form.extends)
    if core is None:
        known = ", ".join(sorted(own)) or "none"
        yield f'There is no form "{form.extends}".', f"Use one of {known}.", form.extends
        return
    others = [f for f in every if f is core or (f.extends == core.id and f is not form)]
    taken = {q.measure for f in others for q in f.questions if q.measure}
    for question in form.questions:
        if question.measure in taken:
            yield (
                f'The form "{core.id}" measures "{question.measure}" already.',
                "Leave the measure out, or give it another name.",
                question.measure,
            )
        if core.moment == "monitoring" and not (question.measure and question.kind in COUNTED):
            yield (
                f'Monitoring cannot count "{question.id}".',
                'Give it a measure, and kind = "choice" with options.',
                question.id,
            )
