"""``guides forms``: what the forms of the programme ask, and who asks it."""

from __future__ import annotations

import click

from guides.api import FormQuestion, ProgrammeForm
from guides.cli.common import say_json, view
from guides.plugins.registry import View
from guides.programme.domain import key_of
from guides.toolkit.wording import Wording


@click.group()
def forms() -> None:
    """The forms of the programme: their questions, and what each measures."""


@forms.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(as_json: bool) -> None:
    """List the forms, with their version and how many questions each has.

    \b
    Example:
      guides forms list
    """
    found = view().forms.values()
    if as_json:
        say_json(
            [
                {
                    "id": form.id,
                    "version": form.version,
                    "moment": form.moment,
                    "title": form.title,
                    "questions": len(form.questions),
                }
                for form in found
            ]
        )
        return
    for form in found:
        asked = f"version {form.version}, {len(form.questions)} questions"
        click.echo(f"{form.id:14} {asked:24} {form.title}")


@forms.command()
@click.argument("form_id", metavar="ID")
@click.option("--lang", default="en", help="A language besides English, such as ar.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(form_id: str, lang: str, as_json: bool) -> None:
    """Show the questions of one form: the measure of each, its options, who is asked.

    \b
    Example:
      guides forms show assessment --lang ar
    """
    here = view()
    form = here.forms.get(form_id)
    if form is None:
        there = ", ".join(here.forms)
        raise click.BadParameter(f"There is no form {form_id!r}. There are: {there}.")
    if lang not in here.languages:
        there = ", ".join(here.languages)
        raise click.BadParameter(f"There is no language {lang!r}. There are: {there}.")
    words = Wording(here, here.languages[lang])
    if as_json:
        say_json(_as_json(form, words))
        return
    click.echo(f"{form.id}, version {form.version}: {_said(form.title, words)}")
    for question in form.questions:
        click.echo(f"\n{_head(question, here)}")
        click.echo(f"  {_said(question.text, words)}")
        for option in question.options:
            click.echo(f"    {option.code:28} {_said(option.text, words)}")


def _head(question: FormQuestion, here: View) -> str:
    measure = f", measures {question.measure}" if question.measure else ""
    needed = "" if question.optional else ", needed"
    by = f", added by {here.names[question.plugin]}" if question.plugin else ""
    return f"{key_of(question)}: {question.kind} for the {question.asked_of}{measure}{needed}{by}"


def _said(text: str, words: Wording) -> str:
    """In English, and in the other language where that has it."""
    said = words.say(text)
    return text if words.is_english or said.missing else f"{text} / {said.plain}"


def _as_json(form: ProgrammeForm, words: Wording) -> dict[str, object]:
    return {
        "id": form.id,
        "version": form.version,
        "moment": form.moment,
        "title": words.say(form.title).plain,
        "questions": [
            {
                "id": key_of(question),
                "measure": question.measure,
                "kind": question.kind,
                "asked_of": question.asked_of,
                "optional": question.optional,
                "text": words.say(question.text).plain,
                "options": [
                    {"code": option.code, "text": words.say(option.text).plain}
                    for option in question.options
                ],
                "plugin": question.plugin,
            }
            for question in form.questions
        ],
    }
