"""The coordinator's page, matching, guides."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("supervision", __name__)
