"""What every page needs: the registry's view, the language, links, answers that can be kept."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from flask import current_app, g, has_request_context, request, url_for
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from guides import clock, paths
from guides.accounts.domain import Account, Organisation
from guides.accounts.service import Accounts
from guides.api import Case, Language
from guides.desk.service import Desk
from guides.directory.asked import Viewer
from guides.directory.plugins import sources_of
from guides.directory.service import Directory
from guides.journey.service import Guide
from guides.offices.domain import Office
from guides.offices.service import every as every_office
from guides.packs.plugins import Plugins
from guides.plugins.code_tables import plugin_holdings
from guides.plugins.registry import Registry, View
from guides.plugins.service import ToolkitBroken, rebuilt, stamp
from guides.provenance.domain import Check
from guides.provenance.service import checks, with_checks
from guides.safe.domain import SafeWrong
from guides.settings import Settings
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.jobs import Jobs
from guides.sheets.printing import Press
from guides.sheets.service import Composer
from guides.storage.engine import is_there, open_engine
from guides.toolkit.wording import Wording
from guides.walls import Guarded, open_guarded, utc_now
from guides.web.nearby import revisions, with_directory
from guides.web.tenant import Tenant

log = logging.getLogger("guides.web")

MOST_KEPT = 500
"""Pages that are kept in memory; then all are made anew."""
MOST_GUIDES = 200
PUBLIC = "public, max-age=300"
"""Cache-Control of pages that are the same for everybody."""


LOOK_SECONDS = 60
"""How often it is looked whether facts were checked, plugins changed, or organisations chose."""


OWN = 0
"""The number of the directory of the site's own organisation, with or without accounts."""


class UnknownLanguage(LookupError):
    """There is no language with this code."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent, whole and packed."""

    headers: tuple[tuple[str, str], ...]
    """Without the date, which is that of the moment."""
    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """What tenants are made of, when it was last looked."""

    files: tuple[object, ...]
    checks: tuple[Check, ...] = ()
    offices: tuple[Office, ...] = ()
    homes: tuple[Organisation, ...] = ()
    directory: tuple[tuple[int, int], ...] = ()


@dataclass
class Site:
    """One running application: what was read once at start, shared by all requests."""

    settings: Settings
    registry: Registry
    today: Callable[[], date] = clock.today
    kept: dict[tuple[str, ...], Kept] = field(default_factory=dict)
    """Public pages by host, address and encodings; ``kept.py`` looks after them."""
    _seen: Seen | None = None
    _tenants: dict[str, Tenant] = field(default_factory=dict)
    """By host; under "" the one for hosts that belong to nobody."""
    _looking: Lock = field(default_factory=Lock)
    _looked: float = -LOOK_SECONDS
    _generation: int = 0
    _swept: date | None = None

    @property
    def tenant(self) -> Tenant:
        """The organisation whose address was asked for; this site's own, for all others."""
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self._look()
        host = request.host.lower() if has_request_context() else ""
        return self._tenants.get(host) or self._tenants[""]

    @property
    def org(self) -> int | None:
        """The organisation that all other addresses show, where it has accounts."""
        _ = self.tenant  # looks whether it is there now
        return self._tenants[""].org

    @property
    def plugins(self) -> Plugins:
        """What is installed, without importing code anew."""
        return Plugins(self.settings, self.today(), self.registry)

    @property
    def view(self) -> View:
        """What the organisation that was asked for has switched on, with its checks of facts."""
        return self.tenant.view

    def view_of(self, org: int) -> View:
        """What an organisation has switched on, whichever address was asked for."""
        _ = self.tenant  # looks whether it has chosen anew
        offices = self._seen.offices if self._seen else ()
        chose = next((office.plugins for office in offices if office.org == org), None)
        return self.registry.for_org(chose)

    def look_again(self) -> None:
        """What was just changed is to be seen at once."""
        self._looked = -LOOK_SECONDS

    def _look(self) -> None:
        """See what changed since: files of plugins, checked facts, what organisations chose.

        One request looks; others go on with what there is.
        """
        if not self._looking.acquire(blocking=not self._tenants):
            return
        try:
            self._looked = time.monotonic()
            self._sweep()
            seen = self._see()
            if seen != self._seen:
                if self._seen and seen.files != self._seen.files:
                    self._rebuild()
                self._tenants = dict(self._made(seen))
                # What making them brought into the directory needs no second look.
                self._seen = replace(seen, directory=self._see().directory)
                self._generation += 1
        finally:
            self._looking.release()

    def _see(self) -> Seen:
        """A database that does not answer changes nothing."""
        files = stamp(self.settings)
        try:
            if not is_there(self.engine):
                return Seen(files)
            homes = tuple(self.guarded.people.organisations()) if self.guarded is not None else ()
            changed = revisions(self.directory)
            return Seen(files, checks(self.engine), every_office(self.engine), homes, changed)
        except SQLAlchemyError:
            return replace(self._seen, files=files) if self._seen else Seen(files)

    def _rebuild(self) -> None:
        """Data shows without a restart; code that was imported stays as it is."""
        try:
            self.registry = rebuilt(self.registry, self.settings)
        except ToolkitBroken as broken:
            log.error("went on with what was read before: %s", broken)

    def _made(self, seen: Seen) -> Iterator[tuple[str, Tenant]]:
        """A tenant for each address, and one for all others."""
        chose = {office.org: office for office in seen.offices}
        own = next((home for home in seen.homes if home.name == self.settings.organisation), None)
        office = chose.get(own.id) if own else None
        name, number = self.settings.organisation, own.id if own else None
        yield "", self._tenant(name, number, office, seen, OWN)
        for home in seen.homes:
            office = chose.get(home.id)
            if office is not None and office.host:
                which = OWN if own and home.id == own.id else home.id
                yield office.host, self._tenant(home.name, home.id, office, seen, which)

    def _tenant(
        self, name: str, org: int | None, office: Office | None, seen: Seen, directory_org: int
    ) -> Tenant:
        plain = self.registry.for_org(office.plugins if office else None)
        view = plain.with_facts(with_checks(plain.facts, seen.checks))
        url = f"https://{office.host}" if office and office.host else self.settings.public_url
        view, viewer = with_directory(self.directory, directory_org, view, self.today)
        return Tenant(name, org, url, view, self.press, viewer)

    def _sweep(self) -> None:
        """Once a day, what was kept for its time goes. If that fails, it is tried again soon."""
        if self._swept == self.today() or self.guarded is None:
            return
        try:
            if not is_there(self.engine):
                return  # and looking must not make it
            self.guarded.retention.sweep()
        except (SQLAlchemyError, SafeWrong) as error:
            log.error("nothing was swept: %s", type(error).__name__)
        else:
            self._swept = self.today()

    def state(self) -> tuple[date, int]:
        """What all pages depend on; another state means other pages."""
        _ = self.tenant  # looks whether it is to be another
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
        if not self.settings.master_key:
            return None
        return open_guarded(self.settings, self.engine, plugin_holdings(self.registry.loaded))

    def open_walls(self) -> None:
        """Refuse to start with a key that does not fit, rather than at the first visitor.

        Raises:
            SafeWrong: when a master key is named, and it or its keyring cannot be used.
        """
        _ = self.guarded

    @cached_property
    def directory(self) -> Directory:
        """Services of all organisations; what is done in it is audited where there are accounts."""
        if self.guarded is None:
            return Directory(self.engine, utc_now)
        return self.guarded.directory

    @property
    def viewer(self) -> Viewer:
        """Everybody, at the address that was asked for."""
        return self.tenant.viewer

    def desk(self, account: Account) -> Desk:
        """Somebody who is signed in, at the directory of their own organisation."""
        own = account.org == self.org
        org = OWN if own else account.org or 0
        plugins = (self.view_of(account.org) if account.org else self.view).names
        sources = sources_of(self.directory, org, plugins)
        return Desk(self.directory, account, self.org, sources)

    @property
    def accounts(self) -> Accounts | None:
        """Who can sign in, if anybody can."""
        return self.guarded.accounts if self.guarded is not None else None

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self.settings.data_dir / "jobs")

    @property
    def composer(self) -> Composer:
        return self.tenant.composer

    def sheet(self, case: Case, options: SheetOptions) -> Sheet:
        """Today's sheet for a case, of the organisation that was asked for."""
        return self.tenant.sheet(case, options, self.today())


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
    here, spoken, day = site().tenant, language(), site().today()
    key = (spoken.code, day)
    if key not in here.guides:
        if len(here.guides) > MOST_GUIDES:
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
