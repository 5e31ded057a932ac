"""The application, step by step. Making it reads files; of databases it opens the keyring only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from guides import clock, paths
from guides.accounts import views as accounts
from guides.boundary import views as boundary
from guides.desk import views as desk
from guides.desk.imports import views as imports
from guides.desk.keeping import views as keeping
from guides.directory import views as directory
from guides.extensions import views as extensions
from guides.handbook import views as handbook
from guides.journey import views as journey
from guides.meetings import views as meetings
from guides.meetings.client import views as client_meetings
from guides.notes import views as notes
from guides.offices import views as offices
from guides.oruk import views as oruk
from guides.packs import views as packs
from guides.people import views as clients
from guides.people.access import views as access
from guides.people.answers import views as answers
from guides.people.card import views as card
from guides.people.consent import views as consent
from guides.people.recall import views as recall
from guides.people.referrals import views as referrals
from guides.plugins.service import registry_of
from guides.provenance import views as provenance
from guides.settings import Settings, read_settings
from guides.sheets import views as sheets
from guides.supervision import views as supervision
from guides.web import compression, errors, guard, security, views
from guides.web.context import install
from guides.web.kept import KeptPages
from guides.web.routes import LanguageCode
from guides.web.site import Site

STATIC_SECONDS = 365 * 24 * 3600
"""Static files carry a hash in their address, so they never change under it."""


def create_app(settings: Settings | None = None, today: Callable[[], date] = clock.today) -> Flask:
    """The WSGI application.

    Raises:
        SettingsWrong: when a setting cannot be used.
        ToolkitBroken: when the core toolkit is broken; it names file, line and mend.
        SafeWrong: when a master key is named, and it or its keyring cannot be used.
    """
    settings = settings or read_settings()
    app = Flask(
        "guides",
        template_folder=str(paths.TEMPLATES),
        static_folder=str(paths.STATIC),
        static_url_path="/static",
    )
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts) or None
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["language"] = LanguageCode
    here = Site(settings, registry_of(settings), today)
    here.open_walls()
    install(app, here)
    compression.install(app)
    security.install(app)
    guard.install(app)
    errors.install(app)
    app.wsgi_app = KeptPages(app.wsgi_app, here)  # type: ignore[method-assign]
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, trusted, trusted, trusted)  # type: ignore[method-assign]
    for feature in (
        journey,
        directory,
        desk,
        imports,
        keeping,
        sheets,
        meetings,
        handbook,
        provenance,
        accounts,
        notes,
        clients,
        consent,
        card,
        answers,
        referrals,
        recall,
        access,
        client_meetings,
        boundary,
        supervision,
        offices,
        packs,
        oruk,
        views,
    ):
        app.register_blueprint(feature.blueprint)
    extensions.install(app)
    return app
