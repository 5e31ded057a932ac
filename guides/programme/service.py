"""Which form belongs to a moment, and the form in the two languages that it is talked about in."""

from __future__ import annotations

from dataclasses import dataclass

from guides.api import FormQuestion, Moment, ProgrammeForm
from guides.plugins.registry import View
from guides.programme.domain import (
    FormShown,
    GroupShown,
    NoSuchForm,
    OptionShown,
    QuestionShown,
    key_of,
)
from guides.toolkit.domain import Pair, Said
from guides.toolkit.markup import ltr
from guides.toolkit.wording import Wording


def form_at(view: View, moment: str) -> ProgrammeForm:
    """The form for a moment, with what plugins added. Raises NoSuchForm."""
    for form in view.forms.values():
        if form.moment == moment:
            return form
    raise NoSuchForm(moment)


def titles(view: View, wording: Wording) -> dict[Moment, Pair]:
    """What the form for each moment is called."""
    return {form.moment: wording.pair(form.title) for form in view.forms.values()}


@dataclass(frozen=True, slots=True)
class FormMaker:
    """Forms for a guide who reads ``guide``'s language and a client who reads ``client``'s."""

    view: View
    guide: Wording
    client: Wording

    def shown(self, form: ProgrammeForm) -> FormShown:
        """The form, group by group. A group stands where its first question does."""
        groups: dict[str, list[QuestionShown]] = {}
        for question in form.questions:
            groups.setdefault(question.group, []).append(self._question(question))
        return FormShown(
            title=self.client.pair(form.title),
            intro=self.client.pair(form.intro) if form.intro else None,
            groups=tuple(
                GroupShown(self.client.pair(title) if title else None, tuple(questions))
                for title, questions in groups.items()
            ),
        )

    def _question(self, question: FormQuestion) -> QuestionShown:
        def said(text: str) -> Pair:
            # What only the guide is asked stands in the guide's language alone.
            for_guide = question.asked_of == "guide"
            if not any(map(str.isalpha, text)):  # a range of numbers reads the same in all
                return Pair(Said(ltr(text), self.client.language.code, "ltr"))
            return Pair(self.guide.say(text)) if for_guide else self.client.pair(text)

        return QuestionShown(
            key=key_of(question),
            kind=question.kind,
            text=said(question.text),
            why=said(question.why) if question.why else None,
            options=tuple(OptionShown(o.code, said(o.text)) for o in question.options),
            for_guide=question.asked_of == "guide",
            optional=question.optional,
            credit=self.view.names.get(question.plugin, "") if question.plugin else "",
        )
