"""What is held about a client, on screen and to carry away."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("access", __name__)
