"""The page on which services are looked for: the same for everybody and for those signed in."""

from __future__ import annotations

from flask import render_template

from guides.desk.service import Desk
from guides.directory.asked import Search, Viewer
from guides.directory.drawing import draw
from guides.directory.looking import look
from guides.directory.telling import Teller
from guides.web.guard import me
from guides.web.site import guide, site


def desk() -> Desk:
    """Whoever is signed in, at the directory of their own organisation."""
    return site().desk(me())


def teller() -> Teller:
    """What tells of services in the language of this page."""
    here = guide()
    return Teller(here.wording, here.view.stages, site().today())


def asking(form: object, *, inside: bool, problem: bool = False) -> str:
    """The question alone. ``form`` is a ``SearchForm``; ``inside``: somebody is signed in."""
    return render_template(
        "directory/search.html", form=form, looked=None, problem=problem, inside=inside
    )


def found(form: object, viewer: Viewer, asked: Search, number: int, *, inside: bool) -> str:
    """What there is. Nothing that was typed is kept, or stands in an address."""
    looked = look(site().directory, viewer, asked, number, teller())
    title = guide().wording.word("map-near").plain
    return render_template(
        "directory/search.html",
        form=form,
        looked=looked,
        drawn=draw(looked.results, looked.sector, title=title, first=looked.first),
        help_lines=site().composer.help_lines(guide().wording),
        inside=inside,
    )
