"""The charity of the tests of clients: two organisations, on both databases."""

from __future__ import annotations

from tests.people.conftest import charity as charity
from tests.people.conftest import ground as ground
