"""Referrals on screen and on paper."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("referrals", __name__)
