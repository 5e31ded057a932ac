"""facts.toml: typed values, with where they were read and how sure we are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

from guides.api import (
    Address,
    CalendarDate,
    ChecklistItem,
    Confidence,
    Duration,
    Fact,
    Form,
    Money,
    Period,
    Phone,
    Source,
    SourceKind,
    Unit,
    Value,
    Words,
)
from guides.toolkit.conditions_in import read_conditions
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.toml_file import Table, TomlFile

PLACEHOLDER = re.compile(r"\{(fact:)?([a-z0-9-]+)\}")
_PHONE = re.compile(r"[+0-9][0-9 ]{1,18}")
_EPOCH = date(1970, 1, 1)
"""Stands where a date is missing; the fault that was noted keeps it from being used."""
TYPES = ("money", "duration", "phone", "date", "form", "address", "text")


def fact_ids(text: str) -> tuple[str, ...]:
    """Ids of the facts that a text names, in the order in which they stand."""
    return tuple(m[2] for m in PLACEHOLDER.finditer(text) if m[1])


def facts_of(item: ChecklistItem) -> tuple[str, ...]:
    """Ids of all the facts that a checklist line names or rests on, each once."""
    named = fact_ids(f"{item.text} {item.why} {item.fill}")
    return tuple(dict.fromkeys((*named, *item.facts)))


def read_facts(folder: Folder, faults: Faults) -> Iterator[Fact]:
    """Every fact of a folder: ``facts.toml`` and ``facts/*.toml``."""
    for path in (*folder.files("facts.toml"), *folder.files("facts/*.toml")):
        for table in TomlFile.read(folder, path, faults).tables("fact"):
            yield _fact(table)


def _fact(table: Table) -> Fact:
    fact = Fact(
        id=table.id(),
        topic=table.text("topic", needed=True),
        stages=table.texts("stages"),
        statement=table.text("statement", needed=True),
        source=_source(table),
        confidence=table.choice("confidence", get_args(Confidence)),
        review_by=table.day("review_by", needed=True) or _EPOCH,
        conditions=read_conditions(table),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
        ask=table.text("ask"),
        checked_by=table.text("checked_by"),
        checked_on=table.day("checked_on"),
        note=table.text("note"),
    )
    value = table.part("value")
    if value is not None:
        fact = replace(fact, value=_value(value))
    if ("{value}" in fact.statement) != (value is not None):
        table.wrong(
            "statement",
            "The statement and the value do not fit together.",
            "Write {value} in the statement where the number belongs, and give [fact.value].",
        )
    if bool(fact.checked_by) != (fact.checked_on is not None):
        table.wrong(
            "checked_by",
            "A check needs both a person and a day.",
            "Write checked_by and checked_on, or neither.",
        )
    table.done()
    return fact


def _source(table: Table) -> Source:
    part = table.part("source")
    if part is None:
        table.wrong("id", "The fact has no source.", "Add a part [fact.source] with title and url.")
        return Source("", "", "", _EPOCH, "other")
    source = Source(
        title=part.text("title", needed=True),
        url=part.text("url", needed=True),
        dated=part.text("dated", needed=True),
        seen_on=part.day("seen_on", needed=True) or _EPOCH,
        kind=part.choice("kind", get_args(SourceKind)),
    )
    if source.url and not source.url.startswith(("https://", "http://")):
        part.wrong(
            "url", "The source's url does not begin with https://.", "Copy it from the browser."
        )
    part.done()
    return source


def _value(part: Table) -> Value:
    kind = part.choice("type", TYPES)
    value: Value
    if kind == "money":
        value = Money(
            part.decimal("amount", needed=True) or Decimal(0),
            _period(part),
            part.flag("approximate"),
        )
    elif kind == "duration":
        value = Duration(
            part.decimal("count", needed=True) or Decimal(0),
            part.choice("unit", get_args(Unit)),
            part.decimal("up_to"),
            part.flag("approximate"),
            _period(part),
        )
    elif kind == "phone":
        value = Phone(part.text("number", needed=True))
        if not _PHONE.fullmatch(value.number):
            part.wrong("number", "This is not a phone number.", "Write digits and spaces only.")
    elif kind == "date":
        value = CalendarDate(part.day("day", needed=True) or _EPOCH, part.flag("month_only"))
    elif kind == "form":
        value = Form(part.text("name", needed=True))
    elif kind == "address":
        value = Address(part.text("text", needed=True))
    else:
        value = Words(part.text("text", needed=True))
    part.done()
    return value


def _period(part: Table) -> Period | None:
    return part.choice("per", get_args(Period)) if "per" in part.data else None
