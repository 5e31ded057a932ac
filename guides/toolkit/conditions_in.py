"""The words in a file that say whom something is for."""

from __future__ import annotations

from guides.api import AUDIENCES, NATIONS, Conditions, Span
from guides.toolkit.toml_file import Table


def read_conditions(table: Table) -> Conditions:
    """Whom a table is for: ``nations``, ``for``, ``not_for``, ``claimed_from`` and their like."""
    return Conditions(
        excluded=table.choices("not_for", AUDIENCES),
        nations=table.choices("nations", NATIONS),
        audiences=table.choices("for", AUDIENCES),
        claimed=_span(table, "claimed"),
        granted=_span(table, "granted"),
    )


def _span(table: Table, event: str) -> Span:
    start, end = table.day(f"{event}_from"), table.day(f"{event}_before")
    if start and end and start >= end:
        table.wrong(
            f"{event}_from",
            f"{event}_from is not before {event}_before, so it fits nobody.",
            "Let the first date be earlier than the second.",
        )
    return Span(start, end)
