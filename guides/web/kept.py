"""Pages that are the same for everybody, answered again before Flask has anything to do.

Most requests are for a page that somebody else has just looked at. What was sent then is sent
again, byte for byte, for the same day, address and encodings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from time import time
from typing import TYPE_CHECKING

from werkzeug.http import http_date

from guides.web.site import MOST_KEPT, PUBLIC, Kept, Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

QUERY = re.compile(r"(?:in=[A-Za-z-]{2,12})?")
"""What may stand behind the question mark of a page that is kept; others are made each time."""
_ENTITY = {"content-length", "content-type", "content-encoding"}


class KeptPages:
    """Wraps an application. Answers that are not marked as public pass through untouched."""

    def __init__(self, app: WSGIApplication, site: Site) -> None:
        self._app = app
        self._site = site
        self._state: object = None
        self._second, self._date = 0, ""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or not QUERY.fullmatch(environ["QUERY_STRING"]):
            return self._app(environ, start_response)
        state = self._site.state()
        if self._state != state:
            self._site.kept.clear()  # another day, or a fact was checked
            self._state = state
        # An address is trusted or not by its host, so the host is part of what is remembered.
        key = (
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ["QUERY_STRING"],
            environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        found = self._site.kept.get(key)
        if found is None:
            return self._ask(key, state, environ, start_response)
        if environ.get("HTTP_IF_NONE_MATCH") == found.etag:
            few = [pair for pair in found.headers if pair[0].lower() not in _ENTITY]
            start_response("304 NOT MODIFIED", [*few, ("Date", self._now())])
            return ()
        start_response("200 OK", [*found.headers, ("Date", self._now())])
        return (found.body,)

    def _ask(
        self,
        key: tuple[str, ...],
        state: object,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """The application's answer, kept if it is a whole page for everybody."""
        told: list[list[tuple[str, str]]] = []

        def noting(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> object:
            if status.startswith("200 "):
                told.append(headers)
            return start_response(status, headers, exc_info)  # type: ignore[arg-type]

        answer = self._app(environ, noting)  # type: ignore[arg-type]
        if not told or dict(told[0]).get("Cache-Control") != PUBLIC:
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        headers = tuple(pair for pair in told[0] if pair[0].lower() != "date")
        if state != self._site.state():  # it changed while the page was made
            return (body,)
        if len(self._site.kept) >= MOST_KEPT:
            self._site.kept.clear()
        self._site.kept[key] = Kept(headers, dict(headers).get("ETag", ""), body)
        return (body,)

    def _now(self) -> str:
        second = int(time())
        if second != self._second:
            self._second, self._date = second, http_date(second)
        return self._date
