"""Patterns that are made when they are first used.

The longest take a tenth of a second to make. Every command would pay for them at its start, and
few look for advice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def late(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Gives the pattern; the same one at each call."""
    return cache(lambda: re.compile(pattern, flags))
