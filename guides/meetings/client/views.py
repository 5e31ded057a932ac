"""A meeting with one client: prepare, run, finish."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("meeting", __name__)
