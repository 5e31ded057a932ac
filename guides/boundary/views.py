"""What is flagged in a note while it is typed. Keeps nothing, and logs nothing."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from guides.boundary.service import MOST, flags
from guides.web.routes import page

blueprint = Blueprint("boundary", __name__)


@page(blueprint, "/boundary", "run-meetings", methods=("POST",))
def look(lang: str) -> str:
    """A part of a page, for the script that sent it: empty where nothing is flagged."""
    return render_template("boundary/look.html", found=flags(request.form.get("text", "")[:MOST]))
