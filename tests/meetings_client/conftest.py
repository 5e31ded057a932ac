"""The same ground as tests of clients: both databases, two organisations, a clock to move."""

from __future__ import annotations

from tests.people.conftest import charity, ground

__all__ = ["charity", "ground"]
