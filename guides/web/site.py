"""What every page needs: the registry's view, the language, links, answers that can be kept."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from guides import clock, paths
from guides.accounts.service import Accounts
from guides.api import Case, Language
from guides.journey.service import Guide
from guides.plugins.registry import Registry, View
from guides.provenance.domain import Check
from guides.provenance.service import checks, with_checks
from guides.safe.domain import SafeWrong
from guides.settings import Settings
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.jobs import Jobs
from guides.sheets.printing import Press
from guides.sheets.service import Composer
from guides.storage.engine import is_there, open_engine
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording
from guides.walls import Guarded, open_guarded

log = logging.getLogger("guides.web")

MOST_KEPT = 500
"""Pages, and sheets, that are kept in memory; then all are made anew."""
PUBLIC = "public, max-age=300"
"""Cache-Control of pages that are the same for everybody."""


CHECKS_SECONDS = 60
"""How often it is looked whether somebody has checked a fact."""


class UnknownLanguage(LookupError):
    """There is no language with this code."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent, whole and packed."""

    headers: tuple[tuple[str, str], ...]
    """Without the date, which is that of the moment."""
    etag: str
    body: bytes


@dataclass
class Site:
    """One running application: what was read once at start, shared by all requests."""

    settings: Settings
    registry: Registry
    today: Callable[[], date] = clock.today
    kept: dict[tuple[str, ...], Kept] = field(default_factory=dict)
    """Public pages by host, address and encodings; ``kept.py`` looks after them."""
    sheets: dict[tuple[Case, SheetOptions, date], Sheet] = field(default_factory=dict)
    _checks: tuple[Check, ...] = ()
    _view: View | None = None
    _looked: float = -CHECKS_SECONDS
    _generation: int = 0
    _swept: date | None = None

    @property
    def view(self) -> View:
        """What the organisation of this site has switched on, with its own checks of facts."""
        if time.monotonic() - self._looked > CHECKS_SECONDS:
            self._look()
        return self._view or self.registry.for_org(None)

    def _look(self) -> None:
        """See whether facts were checked since; a database that does not answer changes nothing."""
        self._looked = time.monotonic()
        self._sweep()
        plain = self.registry.for_org(None)
        try:
            found = checks(self.engine) if is_there(self.engine) else ()
        except SQLAlchemyError:
            found = self._checks
        if found == self._checks and self._view is not None:
            return
        self._checks, self._view = found, plain.with_facts(with_checks(plain.facts, found))
        self._generation += 1
        self.__dict__.pop("composer", None)
        self.sheets.clear()
        self.guides.clear()

    def _sweep(self) -> None:
        """Once a day, what was kept for its time goes. If that fails, it is tried again soon."""
        if self._swept == self.today() or self.guarded is None:
            return
        try:
            self.guarded.retention.sweep()
        except (SQLAlchemyError, SafeWrong) as error:
            log.error("nothing was swept: %s", type(error).__name__)
        else:
            self._swept = self.today()

    def state(self) -> tuple[date, int]:
        """What all pages depend on; another state means other pages."""
        _ = self.view  # looks whether it is to be another
        return self.today(), self._generation

    @cached_property
    def engine(self) -> Engine:
        """Opened when it is first needed: making the application touches no database."""
        return open_engine(self.settings.database_url)

    @cached_property
    def press(self) -> Press:
        return Press(self.settings)

    @cached_property
    def guarded(self) -> Guarded | None:
        """Accounts and what they guard; None where there is no master key."""
        return open_guarded(self.settings, self.engine) if self.settings.master_key else None

    def open_walls(self) -> None:
        """Refuse to start with a key that does not fit, rather than at the first visitor.

        Raises:
            SafeWrong: when a master key is named, and it or its keyring cannot be used.
        """
        _ = self.guarded

    @property
    def accounts(self) -> Accounts | None:
        """Who can sign in, if anybody can."""
        return self.guarded.accounts if self.guarded is not None else None

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self.settings.data_dir / "jobs")

    @cached_property
    def composer(self) -> Composer:
        return Composer(self.view, self.settings.organisation, self.press.shaped_by)

    def sheet(self, case: Case, options: SheetOptions) -> Sheet:
        """Today's sheet for a case. It is put together once: a case holds closed codes only."""
        key = (case, options, self.today())
        found = self.sheets.get(key)
        if found is None:
            found = self.composer.compose(*key)
            if not found.trouble:  # what is missing may be there for the next reader
                if len(self.sheets) > MOST_KEPT:
                    self.sheets.clear()
                self.sheets[key] = found
        return found

    @cached_property
    def guides(self) -> dict[tuple[str, date], Guide]:
        return {}


def site() -> Site:
    """The site that answers this request."""
    found: Site = current_app.extensions["guides"]
    return found


def language() -> Language:
    """The language of this request's page; English where the address names none.

    Raises:
        UnknownLanguage: when the address names one that is not there.
    """
    code = (request.view_args or {}).get("lang") or g.get("lang") or _language_in_path()
    found = site().view.page_languages.get(code)
    if found is None:
        raise UnknownLanguage(code)
    return found


def _language_in_path() -> str:
    """The language at the head of an address that leads nowhere: the error page speaks it too."""
    first = request.path.lstrip("/").partition("/")[0]
    return first if first in site().view.page_languages else "en"


def guide() -> Guide:
    """The pages' maker, in the language of this request, for today."""
    here, spoken, day = site(), language(), site().today()
    key = (spoken.code, day)
    if key not in here.guides:
        if len(here.guides) > 200:
            here.guides.clear()
        here.guides[key] = Guide(here.view, Wording(here.view, spoken, _linker(spoken.code)), day)
    return here.guides[key]


def _linker(lang: str) -> Callable[[str], str]:
    """Links in content name pages without a language: they lead to the reader's own."""

    def link(url: str) -> str:
        if url.startswith("/") and not url.startswith("//"):
            return url if lang == "en" else f"/{lang}{url}"
        return url

    return link


def link(endpoint: str, **values: Any) -> str:
    """The address of a page, in the language of this page unless another is given."""
    values.setdefault("lang", _page_lang())
    return url_for(endpoint, **values)


def _page_lang() -> str:
    try:
        return language().code
    except UnknownLanguage:
        return "en"


@lru_cache
def _asset_hash(name: str) -> str:
    return hashlib.sha256((paths.STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file: it changes when the file does, so it can be kept for a year."""
    return url_for("static", filename=name, v=_asset_hash(name))


def page_words() -> Wording:
    """The words of this page, also where its address is wrong."""
    try:
        return guide().wording
    except UnknownLanguage:
        g.lang = "en"
        return Wording(site().view, site().view.languages["en"])


def t(word_id: str, /, **values: Any) -> Markup:
    """A word of the interface, marked as English where it is not translated."""
    words = page_words()
    said = words.word(word_id, **values)
    if said.missing:
        return Markup('<span lang="en" dir="ltr">{}</span>').format(said.html)
    return said.html


def do_not_keep() -> None:
    """The page of this request has something missing: the next reader gets a new one."""
    g.keep = False


def public_page(make: Callable[[], str]) -> Response:
    """A page that is the same for everybody: it can be kept (``kept.py``), and has an ETag."""
    body = make().encode()
    response = Response(body, mimetype="text/html")
    response.set_etag(hashlib.sha256(body).hexdigest()[:20], weak=True)
    response.headers["Cache-Control"] = PUBLIC if g.get("keep", True) else "no-store"
    return response.make_conditional(request)


def install(app: Flask, here: Site) -> None:
    """Hang the site on the application, with what the templates use."""
    app.extensions["guides"] = here
    app.jinja_env.globals.update(t=t, link=link, asset=asset)
    app.context_processor(_context)


def _content_date(here: Site) -> Said | None:
    """How new the newest page is that was read: what is known ends there."""
    fact = here.view.facts.get("reported-through")
    if fact is None or fact.value is None:
        return None
    words = page_words()
    spoken = words.language
    return Said(words.value(fact.value), spoken.code, spoken.direction)


def _context() -> dict[str, object]:
    here = site()
    return {
        "lang": page_words().language,
        "organisation": here.settings.organisation,
        "languages": list(here.view.languages.values()),
        # On a page of one's own the script goes by way of us, so that the sign-in ends too.
        "leave_url": link("web.leave") if "visitor" in g else here.settings.leave_url,
        "content_date": _content_date(here),
        "has_accounts": bool(here.settings.master_key),
    }
