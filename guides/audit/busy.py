"""Who opens very many records in a short time: a caseload that is read through, not worked with."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guides.audit.domain import Entry

MOST_IN_AN_HOUR = 60
"""Different records. Somebody who works with people reads one, and talks: a busy coordinator on a
day of handing over comes to thirty. One a minute for a whole hour is reading through."""
_LOOKED = ("viewed", "exported", "printed")


@dataclass(frozen=True, slots=True)
class Busy:
    """One pseudonym, and its busiest hour."""

    actor: str
    org: str
    since: str
    """Moment in UTC at which that hour began."""
    records: int


def busy(entries: Iterable[Entry], since: str = "", most: int = MOST_IN_AN_HOUR) -> list[Busy]:
    """Whoever looked at more than ``most`` different records within any sixty minutes.

    ``entries`` come oldest first. The hour slides, so that half of it on each side of a full hour
    counts, too. To open the same record again and again counts once.
    """
    hours: dict[str, _Hour] = defaultdict(_Hour)
    found: dict[str, Busy] = {}
    for entry in entries:
        if entry.action not in _LOOKED or not entry.actor or entry.at < since:
            continue
        hour, before = hours[entry.actor], found.get(entry.actor)
        records = hour.with_one_more(entry)
        if records > most and (before is None or records > before.records):
            found[entry.actor] = Busy(entry.actor, entry.org, hour.entries[0].at, records)
    return sorted(found.values(), key=lambda each: (-each.records, each.actor))


@dataclass(slots=True)
class _Hour:
    """What one pseudonym looked at within the last sixty minutes."""

    entries: deque[Entry] = field(default_factory=deque)
    records: Counter[str] = field(default_factory=Counter)

    def with_one_more(self, entry: Entry) -> int:
        """How many different records there are now."""
        begin = datetime.fromisoformat(entry.at) - timedelta(hours=1)
        self.entries.append(entry)
        self.records[entry.subject] += 1
        while datetime.fromisoformat(self.entries[0].at) <= begin:
            gone = self.entries.popleft().subject
            self.records[gone] -= 1
            if not self.records[gone]:
                del self.records[gone]
        return len(self.records)
