"""Erased people stay erased: a backup that is put back must not bring them back.

Keys of erased people are shredded in the keyring, so what a backup holds of them cannot be read.
What is not encrypted goes as well: a restore asks every feature to forget everybody on the
keyring's list, in the same transaction and before anybody can sign in.
"""

from __future__ import annotations

from collections.abc import Iterable

from guides.safe import keyring_store
from guides.safe.domain import Shredded


def erased_by_now(keyrings: Iterable[str]) -> tuple[Shredded, ...] | None:
    """Everybody on the lists of these keyrings (by URL); None where none of them is there."""
    found: dict[tuple[str, str], Shredded] = {}
    there = False
    for url in dict.fromkeys(keyrings):
        engine = keyring_store.open_keyring(url)
        try:
            if keyring_store.is_made(engine):
                there = True
                for each in keyring_store.shredded(engine):
                    found.setdefault((each.org, each.owner), each)
        finally:
            engine.dispose()
    return tuple(found.values()) if there else None
