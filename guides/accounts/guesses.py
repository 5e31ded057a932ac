"""Guesses at a password or a code: they get slower for whoever guesses, and lock nobody out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guides.accounts import store
from guides.accounts.domain import Refused
from guides.storage.engine import Session


@dataclass(frozen=True, slots=True)
class Limit:
    """So many guesses are free. After each further one the next has to wait twice as long."""

    free: int
    longest: timedelta

    def wait(self, guesses: int) -> timedelta:
        over = guesses - self.free + 1
        return min(timedelta(seconds=2.0 ** min(over, 20)), self.longest) if over > 0 else _NONE


_NONE = timedelta()
PAIR = Limit(5, timedelta(minutes=15))
"""One name from one network."""
NAME = Limit(10, timedelta(seconds=30))
"""One name from anywhere: ten guesses in five minutes at most, as Cyber Essentials asks."""
NETWORK = Limit(30, timedelta(seconds=30))
"""Any name from one network: a whole drop-in centre can share one."""
FORGET = timedelta(hours=1)
"""So long after the last wait, guesses are counted from the beginning again."""
KNOWN = timedelta(days=30)
"""So long a network is known in which somebody gave the right password. From there they need not
wait for what others guess at their name elsewhere: otherwise guessing would shut them out."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """Counts them in the database, so that all processes count together.

    ``what`` says what is guessed, such as a name. It is kept as a keyed hash only, and so is the
    network.
    """

    blind: Callable[[str], str]
    now: Callable[[], datetime]

    def take(self, session: Session, what: str, network: str) -> None:
        """Count a guess, before it is looked at: those that come together do not slip by.

        Raises:
            Refused: ``sign-in-wait``. Then roll back: only guesses that are looked at count.
        """
        now = self.now()
        for key, limit in self._keys(what, network, known=self._known(session, what, network, now)):
            count, until = store.count_guess(session, key, now, now - FORGET)
            # A clock that was set back must not keep anybody out for longer than the longest wait.
            if now < until <= now + limit.longest:
                raise Refused("sign-in-wait")
            if wait := limit.wait(count):
                store.wait(session, key, now + wait)

    def right(self, session: Session, what: str, network: str) -> None:
        """It was no guess: take it off the count again."""
        now = self.now()
        for key, limit in self._keys(what, network, known=self._known(session, what, network, now)):
            if limit is PAIR:
                store.forget(session, key)
            else:
                store.uncount(session, key, now, limit.free)
        store.remember(session, self._known_key(what, network), now + KNOWN)

    def _keys(self, what: str, network: str, *, known: bool) -> list[tuple[str, Limit]]:
        """Always in the same order, so that two transactions cannot wait for each other."""
        keys = [(self.blind(f"{what} from {network}"), PAIR)]
        if not known:
            keys.append((self.blind(what), NAME))
        return [*keys, (self.blind(f"net {network}"), NETWORK)]

    def _known(self, session: Session, what: str, network: str, now: datetime) -> bool:
        until = store.until(session, self._known_key(what, network))
        return until is not None and now < until <= now + KNOWN

    def _known_key(self, what: str, network: str) -> str:
        return self.blind(f"known {what} from {network}")
