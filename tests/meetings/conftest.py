"""Stores are tested on both databases."""

from __future__ import annotations

from tests.storage.tables import engine as engine
from tests.storage.tables import url as url
