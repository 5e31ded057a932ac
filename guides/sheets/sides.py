"""Which text of a pair stands in which column of a sheet in two languages."""

from __future__ import annotations

from guides.toolkit.domain import Pair, Said


def own(pair: Pair | None) -> Said | None:
    """The text for the client's column; None where nobody has translated it."""
    return None if pair is None or pair.first.missing else pair.first


def english(pair: Pair | None) -> Said | None:
    """The text for the English column."""
    if pair is None or pair.english is not None:
        return pair.english if pair else None
    return pair.first if pair.first.missing or pair.first.lang == "en" else None
