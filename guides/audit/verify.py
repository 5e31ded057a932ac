"""Whether a log is whole: every entry follows from the one before; the head has seen the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guides.audit.domain import FIRST, Entry, Fault, Head, Keys, Verdict, same
from guides.audit.head import HeadWrong

MOST_FAULTS = 100
"""Where more is wrong than this, the list would not help anybody."""


def verdict(entries: Iterable[Entry], head: Head | HeadWrong | None, keys: Keys) -> Verdict:
    """Walk the chain once, oldest first.

    It notices an entry that was edited, left out, put in, moved, or made with an older key than
    the one before; and through the head an end that was cut off, a log that was emptied, an old
    copy that was put back.
    """
    faults: list[Fault] = []
    order = {key: number for number, key in enumerate(keys)}
    before: Entry | None = None
    count = until_head = 0
    at_head = ""
    for entry in entries:
        count += 1
        if len(faults) < MOST_FAULTS:
            faults += _of_entry(entry, before, keys, order)
        if isinstance(head, Head):
            until_head += entry.id <= head.id
            if entry.id == head.id:
                at_head = entry.mac
        before = entry
    faults += _of_head(head, before, at_head, until_head)
    newer = count - until_head if isinstance(head, Head) else 0
    return Verdict(count, newer, tuple(faults))


def _of_entry(
    entry: Entry, before: Entry | None, keys: Keys, order: dict[str, int]
) -> Iterator[Fault]:
    expected = before.id + 1 if before else 1
    if entry.id != expected:
        gap = f"{expected}" if entry.id == expected + 1 else f"{expected} to {entry.id - 1}"
        yield Fault(expected, f"Entry {gap} is missing.")
    elif entry.previous != (before.mac if before else FIRST):
        yield Fault(entry.id, f"Entry {entry.id} does not follow from the one before it.")
    key = keys.get(entry.key)
    if key is None:
        yield Fault(entry.id, f"Entry {entry.id} was made with a key that is not in the keyring.")
    elif not same(entry.mac_with(key), entry.mac):
        yield Fault(entry.id, f"Entry {entry.id} was changed, or stood in another place.")
    if before and order.get(entry.key, 0) < order.get(before.key, 0):
        yield Fault(entry.id, f"Entry {entry.id} was made with a key that was given up before.")


def _of_head(
    head: Head | HeadWrong | None, last: Entry | None, at_head: str, until_head: int
) -> Iterator[Fault]:
    end = last.id if last else 0
    if isinstance(head, HeadWrong):
        yield Fault(0, str(head))
    elif head is None:
        if last:
            yield Fault(0, "The head of the log is missing, so nobody can tell whether its end is.")
    elif end == 0 and head.id:
        yield Fault(0, f"The log was emptied: its head has seen {head.id} entries.")
    elif end < head.id:
        yield Fault(
            end + 1,
            f"The log ends at entry {end}, but its head has seen entry {head.id}: the end was "
            "cut off, or an old copy was put back.",
        )
    elif head.id and at_head != head.mac:
        yield Fault(
            head.id,
            f"Entry {head.id} is not the one that the head has seen: an old copy was put back "
            "and written on, or the log was made anew.",
        )
    elif until_head != head.count:
        yield Fault(
            head.id,
            f"Up to entry {head.id} there are {until_head} entries; the head has counted "
            f"{head.count}.",
        )
