"""Editions are kept in both kinds of database."""

from __future__ import annotations

from tests.storage.tables import engine as engine
from tests.storage.tables import url as url
