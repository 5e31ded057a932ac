"""An import and its rows, as they are looked at before anything is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One row that changes something, or is held. ``document`` and ``before`` are JSON or ""."""

    line: str
    key: str
    name: str
    action: str
    take: bool
    reasons: tuple[str, ...]
    document: str = ""
    before: str = ""
    id: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    id: int
    source: int
    source_kind: str
    source_name: str
    state: str
    at: datetime
    counts: Mapping[str, int]
    """new, changed, gone, held and same."""
    notes: tuple[str, ...]
