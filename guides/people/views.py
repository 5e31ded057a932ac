"""Clients on screen: registering, looking, changing, closing."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("clients", __name__)
