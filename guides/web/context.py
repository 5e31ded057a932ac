"""What every template knows: the words of the page, its links, who is here."""

from __future__ import annotations

from flask import Flask, current_app, g, request

from guides.accounts.domain import Account
from guides.journey.local import has_local
from guides.toolkit.domain import Said
from guides.web.site import Site, asset, link, page_words, site, t


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


def _is_personal() -> bool:
    """Whether this page is for those alone who are signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "access", "public") != "public"


def _here_as() -> Account | None:
    """Whoever is signed in, on pages of their own."""
    visitor = g.get("visitor")
    return visitor.account if visitor is not None and visitor.sign_in.complete else None


def _context() -> dict[str, object]:
    here = site()
    return {
        "lang": page_words().language,
        "organisation": here.tenant.name,
        "languages": list(here.view.languages.values()),
        # On a page of one's own the script goes by way of us, so that the sign-in ends too.
        "leave_url": link("web.leave") if "visitor" in g else here.settings.leave_url,
        "content_date": _content_date(here),
        "personal": _is_personal(),
        "here_as": _here_as(),
        "has_accounts": bool(here.settings.master_key),
        "has_local": has_local(here.view),
    }
