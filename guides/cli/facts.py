"""``guides facts``: what is known, from where, how sure."""

from __future__ import annotations

from datetime import date

import click

from guides import clock
from guides.api import Fact
from guides.cli.common import Day, say_json, view
from guides.plugins.registry import View
from guides.toolkit.standing import state_of
from guides.toolkit.wording import ENGLISH, Wording


@click.group()
def facts() -> None:
    """Facts: the only place where a number stands."""


@facts.command("list")
@click.option("--stage", help="Only facts for this stop.")
@click.option("--on", type=Day(), help="As they stand on this day. [default: today]")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(stage: str | None, on: date | None, as_json: bool) -> None:
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
    found = [f for f in here.facts.values() if stage is None or stage in f.stages]
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
    fact = here.facts.get(fact_id)
    if fact is None:
        raise click.BadParameter(
            f'There is no fact {fact_id!r}; "guides facts list" shows them all.', param_hint="ID"
        )
    for name, value in _record(here, fact, day).items():
        if value not in (None, "", [], {}):
            click.echo(f"{name:12} {value}")


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
