"""Who is reached: counted, and kept with nobody. No row names a client, an account or a moment."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from guides.accounts.domain import Account
from guides.api import ProgrammeForm
from guides.people import store
from guides.people.answers.domain import Sent, judged
from guides.people.work import Records

MOST_NOTED = 1_000


class _Seen:
    """Forms that were counted a moment ago, in memory alone.

    In the database the id of a form would stand beside the moment it was sent at, and could be
    laid beside the client who was registered then.
    """

    def __init__(self) -> None:
        self._ids: OrderedDict[tuple[int, str], None] = OrderedDict()
        self._lock = Lock()

    def first_time(self, org: int, save_id: str) -> bool:
        with self._lock:
            new = (org, save_id) not in self._ids
            self._ids[org, save_id] = None
            while len(self._ids) > MOST_NOTED:
                self._ids.popitem(last=False)
            return new

    def forget(self, org: int, save_id: str) -> None:
        with self._lock:
            self._ids.pop((org, save_id), None)


_seen = _Seen()


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The monitoring form, for whoever works with clients. Raises NoSuchClient for others."""

    records: Records
    by: Account

    def count(self, form: ProgrammeForm, answers: Sent, save_id: str) -> bool:
        """Add one for each answer. False when nothing was answered: then nothing is written.

        Not in the audit either: who counted when would say whose answers they were.

        Raises:
            AnswersWrong: something does not fit; nothing is counted.
        """
        given = judged(form, answers)
        with self.records.work(self.by, "work-with-clients") as work:
            if not given:
                return False
            if not _seen.first_time(work.org, save_id):
                return True
            try:
                for each in given:
                    for code in each.codes:
                        what, year = f"monitoring-{each.measure}", f"{work.today:%Y}"
                        store.count(work.session, work.org, year, what, code)
            except BaseException:
                _seen.forget(work.org, save_id)
                raise
        return True
