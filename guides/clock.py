"""What day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """The day by the clock of this machine, in its own time zone."""
    return datetime.now(UTC).astimezone().date()
