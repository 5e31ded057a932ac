"""The emergency card on screen and on paper."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("card", __name__)
