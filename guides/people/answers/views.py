"""Forms of the programme on screen."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("answers", __name__)
