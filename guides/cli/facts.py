"""``guides facts``: what is known, from where, how sure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from guides import clock
from guides.api import Fact, Happened
from guides.cli.common import Day, database, say_json, view
from guides.plugins.registry import View
from guides.provenance.service import CannotCheck, note_facts
from guides.provenance.service import changed as what_changed
from guides.provenance.service import check as put_name_to
from guides.toolkit.standing import is_weak, state_of
from guides.toolkit.wording import ENGLISH, Wording


@click.group()
def facts() -> None:
    """Facts: the only place where a number stands."""


@facts.command("list")
@click.option("--stage", help="Only facts for this stop.")
@click.option("--due", is_flag=True, help="Only those whose review is due.")
@click.option("--weak", is_flag=True, help="Only those that are not sure, or not well supported.")
@click.option("--unchecked", is_flag=True, help="Only those that nobody has put a name to.")
@click.option("--on", type=Day(), help="As they stand on this day. [default: today]")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(
    stage: str | None, due: bool, weak: bool, unchecked: bool, on: date | None, as_json: bool
) -> None:
    """List facts, one a line: id, how sure, what it says.

    \b
    Example:
      guides facts list --stage refused-and-appealing
    """
    here, day = view(), on or clock.today()
    if stage is not None and stage not in here.stages:
        raise click.BadParameter(
            f"There is no stage {stage!r}. The stages are: {', '.join(here.stages)}.",
            param_hint="--stage",
        )
    found = [
        f
        for f in here.facts.values()
        if (stage is None or stage in f.stages)
        and (not due or state_of(f, day).overdue)
        and (not weak or is_weak(f))
        and (not unchecked or f.checked_on is None)
    ]
    if as_json:
        say_json([_record(here, fact, day) for fact in found])
        return
    for fact in found:
        click.echo(f"{fact.id:36} {_standing(fact, day):16} {_sentence(here, fact)}")


@facts.command()
@click.argument("fact_id", metavar="ID")
@click.option("--on", type=Day(), help="As it stands on this day. [default: today]")
def show(fact_id: str, on: date | None) -> None:
    """Show one fact with its source, its limits and how sure it is.

    \b
    Example:
      guides facts show appeal-14-days
    """
    here, day = view(), on or clock.today()
    fact = _named(here, fact_id)
    for name, value in _record(here, fact, day).items():
        if value not in (None, "", [], {}):
            click.echo(f"{name:12} {value}")


@facts.command()
@click.argument("fact_id", metavar="ID")
@click.option("--by", required=True, help="Name of the person who read the source.")
@click.option("--on", type=Day(), help="The day on which it was read. [default: today]")
def check(fact_id: str, by: str, on: date | None) -> None:
    """Put a person's name to a fact: they have read it against its source, on that day.

    When the fact changes later, it is unchecked again.

    \b
    Example:
      guides facts check appeal-14-days --by "A. Reader (demo)"
    """
    here, today = view(), clock.today()
    fact = _named(here, fact_id)
    try:
        with database() as engine:
            put_name_to(engine, fact, by, on or today, today)
        here.tell(Happened("fact-checked", (("fact", fact.id),)))
    except CannotCheck as error:
        raise click.BadParameter(str(error), param_hint="--by or --on") from error
    click.echo(f"{fact.id}: checked by {' '.join(by.split())} on {on or today}.")


@facts.command()
@click.option("--since", type=Day(), required=True, help="The first day that is looked at.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def changed(since: date, as_json: bool) -> None:
    """List the facts that changed since a day, with every page, line, translation and edition.

    \b
    Example:
      guides facts changed --since 2026-11-01
    """
    here = view()
    with database() as engine:
        note_facts(engine, here, clock.today())
        found = what_changed(engine, here, since)
    if as_json:
        say_json([{**asdict(each), "since": each.since.isoformat()} for each in found])
        return
    for each in found:
        click.echo(f"{each.fact} (seen {each.since})")
        click.echo(f"  before: {each.before or 'not there'}")
        click.echo(f"  now:    {each.said or 'gone'}")
        for name, entries in (
            ("page", each.pages),
            ("line", each.lines),
            ("translation", tuple(f"{lang}: {n} sentences" for lang, n in each.translations)),
            ("edition", each.editions),
        ):
            for entry in entries:
                click.echo(f"  {name:12} {entry}")
    click.echo(f"{len(found)} facts changed since {since}.")


def _named(here: View, fact_id: str) -> Fact:
    fact = here.facts.get(fact_id)
    if fact is None:
        raise click.BadParameter(
            f'There is no fact {fact_id!r}; "guides facts list" shows them all.', param_hint="ID"
        )
    return fact


def _record(here: View, fact: Fact, day: date) -> dict[str, object]:
    wording = Wording(here, ENGLISH)
    conditions = fact.conditions
    return {
        "id": fact.id,
        "statement": _sentence(here, fact),
        "value": wording.value(fact.value).striptags() if fact.value else None,
        "type": type(fact.value).__name__.lower() if fact.value else None,
        "topic": fact.topic,
        "stages": list(fact.stages),
        "nations": list(conditions.nations),
        "for": list(conditions.audiences),
        "by date": {
            event: f"{span.start or ''}/{span.end or ''}" for event, span in conditions.spans()
        },
        "valid": f"{fact.valid_from or ''}/{fact.valid_to or ''}".strip("/"),
        "standing": _standing(fact, day),
        "confidence": fact.confidence,
        "ask": fact.ask,
        "source": fact.source.title,
        "url": fact.source.url,
        "kind": fact.source.kind,
        "dated": fact.source.dated,
        "seen on": fact.source.seen_on.isoformat(),
        "review by": fact.review_by.isoformat(),
        "checked by": fact.checked_by or "nobody yet",
        "checked on": fact.checked_on.isoformat() if fact.checked_on else None,
        "note": fact.note,
        "plugin": fact.plugin,
    }


def _sentence(here: View, fact: Fact) -> str:
    return Wording(here, ENGLISH).say(fact.statement, fact.value).plain


def _standing(fact: Fact, day: date) -> str:
    state = state_of(fact, day)
    if not state.confirmed:
        return "not confirmed"
    if not state.in_force:
        return "not in force"
    return "check first" if state.check_first else "as seen"
