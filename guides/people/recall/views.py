"""Who holds an outdated sheet."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("recall", __name__)
