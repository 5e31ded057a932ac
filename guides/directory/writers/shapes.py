"""What all documents of the open data are made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

Document = dict[str, Any]
EXTRA = "x_asylum_guides"
"""Holds what HSDS has no field for."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of all that belongs to one record: the same at every writing."""

    space: UUID

    @property
    def top(self) -> str:
        return str(self.space)

    def of(self, path: str) -> str:
        return str(uuid5(self.space, path))


def said(**fields: Any) -> Document:
    """Only fields that say something. 0 and False do."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
