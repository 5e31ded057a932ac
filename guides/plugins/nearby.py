"""Which services are shown where: from the folders of plugins, or from the directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from guides.api import Service

STALE = timedelta(days=180)
"""A service that nobody has checked for so long is on no paper."""


@dataclass(frozen=True, slots=True)
class Near:
    """Services for somebody at a stop, best first."""

    stage: str = ""
    """"" for all."""
    lang: str = ""
    """Those that speak it stand first."""
    area: str = ""
    """An outward code such as "M14": those near it, or for it, stand first."""
    paper: date | None = None
    """Only what may stand on paper on this day: a sheet is kept longer than a page."""
    most: int | None = None


class Places(Protocol):
    """Where services are found."""

    def near(self, asked: Near) -> Sequence[Service]: ...
    def has(self, stage: str) -> bool:
        """Whether there are any for a stop, or at all ("")."""
        ...

    def find(self, plugin: str, service_id: str) -> Service | None:
        """One service, wherever it is for; None where it is shown no more."""
        ...


class FolderPlaces:
    """What plugins brought, where there is no directory."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._at = _by_stage(services)

    def near(self, asked: Near) -> Sequence[Service]:
        if asked.stage:
            found = sorted(self._of(asked.stage), key=lambda s: asked.lang not in s.languages)
        else:
            found = sorted(
                self._services, key=lambda s: (asked.lang not in s.languages, bool(not s.stages))
            )
        if asked.paper is not None:
            found = [s for s in found if fresh(s.checked_on, asked.paper)]
        return found[: asked.most]

    def has(self, stage: str) -> bool:
        return bool(self._of(stage) if stage else self._services)

    def find(self, plugin: str, service_id: str) -> Service | None:
        wanted = (plugin, service_id)
        return next((s for s in self._services if (s.plugin, s.id) == wanted), None)

    def _of(self, stage: str) -> Sequence[Service]:
        return self._at.get(stage, self._at[""])


def fresh(checked_on: date | None, on: date) -> bool:
    """Whether somebody made sure not too long ago. A day that is yet to come was mistyped."""
    return checked_on is not None and timedelta() <= on - checked_on <= STALE


def _by_stage(services: Sequence[Service]) -> Mapping[str, tuple[Service, ...]]:
    """There can be ten thousand, and each page asks for those of one stop; "" is any other."""
    named: dict[str, list[Service]] = {"": []}
    for service in services:
        for stage in dict.fromkeys(service.stages or ("",)):
            named.setdefault(stage, []).append(service)
    everywhere = named[""]
    return {s: tuple(found if s == "" else found + everywhere) for s, found in named.items()}
