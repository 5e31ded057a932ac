"""Errors as pages that help: what happened, what was kept, what can be done next. One place."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, SecurityError
from werkzeug.wrappers import Response

from guides.directory.service import NoSuchService
from guides.journey.service import NoSuchQuestion, NoSuchStage
from guides.people.domain import ClosedWords, NoSuchClient
from guides.sheets.faults import PrintingBusy, PrintingError
from guides.sheets.service import NothingToPrint
from guides.toolkit.domain import Said
from guides.web import resumed
from guides.web.guard import accounts, me
from guides.web.problems import is_open_data, problem
from guides.web.site import UnknownLanguage, guide, link, page_words, site

log = logging.getLogger("guides.web")
MOST_SAID = 60
"""So much of a wrong address is said back, no more."""
Choices = list[tuple[Said, str]]
Answer = tuple[str | Response, int]
_WORDS = {
    400: "bad-request",
    403: "not-allowed",
    404: "not-found",
    405: "wrong-method",
    413: "too-large",
}


def install(app: Flask) -> None:
    app.register_error_handler(NoSuchStage, _no_stage)
    app.register_error_handler(NoSuchQuestion, lambda _: _page(404, "unknown-question"))
    app.register_error_handler(NoSuchService, lambda _: _http(NotFound()))
    app.register_error_handler(NoSuchClient, lambda _: _http(NotFound()))
    app.register_error_handler(ClosedWords, lambda _: _say_why())
    app.register_error_handler(UnknownLanguage, _no_language)
    app.register_error_handler(NothingToPrint, _nothing_to_print)
    app.register_error_handler(PrintingBusy, lambda _: _page(503, "busy"))
    app.register_error_handler(PrintingError, _no_printing)
    app.register_error_handler(SQLAlchemyError, _no_database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _page(status: int, word: str, choices: Choices | None = None, name: str = "") -> Answer:
    """The page for one kind of error. ``name`` is what was asked for, where the words say it."""
    if is_open_data():
        return problem(status), status
    words = page_words()
    values = {"name": name} if name else {}
    return (
        render_template(
            "errors/error.html",
            status=status,
            title_word=f"{word}-title",
            text=words.word(f"{word}-text", **values),
            choices=choices or [],
            kept_word=None if request.method in ("GET", "HEAD") else "kept-choices",
        ),
        status,
    )


def _stages() -> Choices:
    try:
        here = guide()
    except UnknownLanguage:
        return []
    stages = here.view.stages.values()
    return [(here.wording.say(s.title), link("journey.stop", stage=s.id)) for s in stages]


def _no_stage(error: NoSuchStage) -> Answer:
    return _page(404, "unknown-stop", _stages(), error.wanted[:MOST_SAID])


def _say_why() -> Answer:
    """What was written about a client opens to a coordinator who says why."""
    client = (request.view_args or {}).get("client", "")
    what = "card" if request.blueprint == "card" else "words"
    waiting = resumed.sealed(me(), accounts().now()) if resumed.can_wait() else ""
    page = render_template("people/reason.html", client=client, what=what, waiting=waiting)
    return page, 403


def _no_language(error: UnknownLanguage) -> Answer:
    choices: Choices = []
    page = page_words()  # notes that this page is English
    for spoken in site().view.page_languages.values():
        name = Said(page.name(spoken.name), spoken.code, spoken.direction)
        choices.append((name, link("journey.map", lang=spoken.code)))
    return _page(404, "unknown-language", choices, str(error)[:MOST_SAID])


def _nothing_to_print(error: NothingToPrint) -> Answer:
    here = guide()
    ready = [s for s in here.view.stages.values() if here.view.items(s.id)]
    choices = [(here.wording.say(s.title), link("sheets.options", stage=s.id)) for s in ready]
    return _page(404, "nothing-to-print", choices)


def _no_printing(error: Exception) -> Answer:
    log.error("a sheet could not be printed: %s", error)
    return _page(503, "print-failed")


def _no_database(error: Exception) -> Answer:
    log.error("the database does not answer: %s", type(error).__name__)
    return _page(503, "server-error")


def _http(error: HTTPException) -> Answer | tuple[str | Response, int, dict[str, str]] | Response:
    if isinstance(error, SecurityError):
        # Under a name that is not ours no page can be made: none of its links would be right.
        return Response("This site has another address.\n", 400, mimetype="text/plain")
    status = error.code or 500
    if status < 400 and error.response is not None:
        return error.get_response()
    if status == 404:
        return _page(404, "not-found", _stages())
    page = _page(status, _WORDS.get(status, "server-error"))
    if isinstance(error, MethodNotAllowed):
        return (*page, {"Allow": ", ".join(sorted(error.valid_methods or ()))})
    return page


def _broken(error: Exception) -> Answer:
    """Anything that nobody thought of. The log names the place in the code, not what was typed."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "nowhere"
    log.error("%s at %s while answering %s", type(error).__name__, place, request.endpoint)
    return _page(500, "server-error")
