"""Erased people stay erased: a backup that is put back must not bring them back.

Keys of erased people are shredded in the keyring, so what a backup holds of them cannot be read.
What is not encrypted goes as well: each feature that keeps anything about a person registers here
how it erases an owner, and a restore asks it to do so for everybody on the keyring's list, in the
same transaction and before anybody can sign in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from guides.safe import keyring_store
from guides.safe.domain import Shredded
from guides.storage.engine import Connection

Replay = Callable[[Connection, Sequence[Shredded]], None]

_replays: list[Replay] = []


def on_restore(replay: Replay) -> Replay:
    """Register what erases owners again. It gets the connection of the restore's transaction, with
    tables as this release has them. What it raises stops the restore, and nothing is written."""
    if replay not in _replays:
        _replays.append(replay)
    return replay


def erase_again(connection: Connection, owners: Sequence[Shredded]) -> None:
    for replay in _replays:
        replay(connection, owners)


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
