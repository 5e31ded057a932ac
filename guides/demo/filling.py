"""The forms of the programme as they are filled in for the demo: ratings that go up and down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guides.accounts.domain import Account
from guides.api import FormQuestion, Moment
from guides.demo.domain import Ratings
from guides.demo.making import Ids
from guides.people.answers.service import Answers
from guides.people.work import Records
from guides.plugins.registry import View
from guides.programme.domain import RATINGS, key_of
from guides.programme.service import form_at


@dataclass(frozen=True, slots=True)
class Filling:
    """Forms of one guide's clients."""

    records: Records
    by: Account
    new: Ids
    view: View

    def fill(
        self, client: str, moment: Moment, rated: Ratings | None, spread: int, meeting: str = ""
    ) -> None:
        """Answer each closed question; ``spread`` makes that different from client to client."""
        form = form_at(self.view, moment)
        answers = {
            key_of(question): [*_answer(question, rated, spread + at)]
            for at, question in enumerate(form.questions)
        }
        book = Answers(self.records, self.by)
        book.fill(client, form, answers, self.new(), meeting)


def _answer(question: FormQuestion, rated: Ratings | None, spread: int) -> Iterator[str]:
    codes = [option.code for option in question.options]
    if question.measure in RATINGS:
        if rated is not None:
            yield codes[rated[RATINGS.index(question.measure)] - 1]
    elif question.kind == "choices":
        yield codes[spread % len(codes)]
        yield codes[(spread + 2) % len(codes)]
    elif codes:
        yield codes[spread % len(codes)]
