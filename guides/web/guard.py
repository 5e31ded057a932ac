"""Who may come in. Closed by default: a view says who may call it, or is not there."""

from __future__ import annotations

import hmac
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import get_args

from flask import Flask, abort, current_app, g, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from guides.accounts.domain import Account, Permission, Refused, SignIn
from guides.accounts.people import People
from guides.accounts.service import Accounts, form_token
from guides.web import resumed
from guides.web.routes import Access
from guides.web.site import link, site

PERMISSIONS: tuple[str, ...] = get_args(Permission)
HALF = "half"
LONGEST_TOKEN = 100


class Visitor(UserMixin):  # type: ignore[misc]
    """Somebody who is signed in, as Flask-Login wants to see them."""

    def __init__(self, account: Account, sign_in: SignIn) -> None:
        self.account = account
        self.sign_in = sign_in
        self.id = account.id


def install(app: Flask) -> None:
    """Ask for every page. Sessions are ours, kept on the server; Flask-Login asks for them."""
    # Not for templates: there it would ask on every page, those for everybody too.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # there is no session of Flask's to protect
    manager.request_loader(_visitor)
    app.config["REMEMBER_COOKIE_NAME"] = "="  # no cookie can have this name: nobody is remembered
    app.before_request(_declared_pages_only)
    app.jinja_env.globals.update(form_token=current_form_token)


def _visitor(_request: object) -> Visitor | None:
    accounts, token = site().accounts, cookie()
    found = accounts.who(token) if accounts is not None and token else None
    return Visitor(*found) if found is not None else None


def cookie_name() -> str:
    """Over https the name itself promises that no other host has set the cookie."""
    return "__Host-guides" if request.is_secure else "guides"


def cookie() -> str:
    """The token that this browser holds, or ""."""
    found = request.cookies.get(cookie_name(), "")
    return found if len(found) <= LONGEST_TOKEN else ""


def give_cookie(answer: Response, token: str) -> None:
    """Until the browser is closed; the server ends it earlier. No script sees it."""
    answer.set_cookie(
        cookie_name(), token, path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )


def take_cookie(answer: Response) -> None:
    answer.delete_cookie(
        cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )


def end_here(answer: Response) -> None:
    """End the sign-in of this browser, if there is one. Nothing stands in the way of leaving.

    A link on another site must not sign anybody out.
    """
    if not cookie() or request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return
    take_cookie(answer)
    with suppress(Exception):
        accounts().sign_out(cookie())


def current_form_token() -> str:
    """What the forms of this signed-in browser carry."""
    return form_token(cookie()) if cookie() else ""


def everybody() -> People:
    """Whom there is an account for. Without a master key there is nobody, nor their pages."""
    guarded = site().guarded
    if guarded is None:
        raise NotFound
    return guarded.people


def accounts() -> Accounts:
    """The accounts of this site. Without a master key there are none, nor their pages."""
    found = site().accounts
    if found is None:
        abort(404)
    return found


def network() -> str:
    """Where a request comes from, as far as guesses are counted together; never kept as it is.

    Of the newer addresses everybody has so many that only their first half says who it is.
    """
    said = request.remote_addr or "unknown"
    try:
        address = ip_address(said)
    except ValueError:
        return said
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or int(address) >> 64)


def _declared_pages_only() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    access: Access | None = getattr(view, "access", None)
    if (most_bytes := getattr(view, "most_bytes", None)) is not None:
        request.max_content_length = most_bytes  # before anybody reads the form
    if access == "public":
        return None
    if access not in ("signed-in", HALF, *PERMISSIONS):
        abort(404)
    accounts()
    if not current_user.is_authenticated:
        return _ended() or redirect(link("accounts.sign_in"), 303)
    visitor: Visitor = current_user._get_current_object()
    if (access == HALF) == visitor.sign_in.complete:
        return redirect(link("accounts.mine" if access == HALF else "accounts.code"), 303)
    if access in PERMISSIONS and not visitor.account.may(access):  # type: ignore[arg-type]
        abort(404)  # forbidden looks like absent
    roles: frozenset[str] | None = getattr(view, "roles", None)  # of a plugin's own permission
    if roles is not None and visitor.account.role not in roles:
        abort(404)
    g.visitor = visitor
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _same_form()
    if access != HALF and accounts().needs_factor(visitor.account):
        return _only_before_factor()
    return password_first() if getattr(view, "step_up", False) else None


def password_first() -> Response | None:
    """Asks for the password before an act goes on; None when it was given a moment ago.

    What was typed goes along, so the act is done at once when the password is right.
    """
    if my_sign_in().stepped_up(accounts().now()):
        return None
    problem, given = "", request.form.get(PASSWORD_AGAIN)
    if given is not None:
        try:
            accounts().prove(cookie(), given, network())
        except Refused as refused:
            problem = refused.word
        else:
            return None
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in (PASSWORD_AGAIN, "form_token")
    ]
    page = render_template(
        "accounts/prove.html", problem=problem, kept=kept, act=request.path, field=PASSWORD_AGAIN
    )
    return Response(page, 403, mimetype="text/html")


def _only_before_factor() -> Response | None:
    if request.endpoint in BEFORE_FACTOR:
        return None
    return redirect(link("accounts.authenticator"), 303)


PASSWORD_AGAIN = "password_again"  # noqa: S105 — the name of a field
"""The field in which a form that is sent again brings the password along."""

BEFORE_FACTOR = {"accounts.authenticator", "accounts.set_authenticator", "accounts.sign_out"}
"""All that opens for an account that still needs an authenticator."""


def _ended() -> Response | None:
    """What was typed when a sign-in ended meanwhile is not lost; None where nothing was."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if resumed.is_script():
        return Response(resumed.sign_in_first(), 401, mimetype="text/plain")
    account = accounts().whose(cookie()) if cookie() and resumed.can_wait() else None
    if account is None or not _is_of_this_browser():
        return None
    waiting = resumed.sealed(account, accounts().now())
    page = render_template("accounts/sign_in.html", waiting=waiting, problem="")
    return Response(page, 401, mimetype="text/html")


def _same_form() -> None:
    """The form was made for this browser, or for its owner before they signed in again."""
    sent = request.form.get("form_token", "")
    if not _is_of_this_browser() and not (sent and accounts().is_form_of(me(), sent)):
        abort(400)


def _is_of_this_browser() -> bool:
    sent = request.form.get("form_token", "")
    return hmac.compare_digest(sent.encode("utf-8", "replace"), current_form_token().encode())


def me() -> Account:
    """The account that is signed in; only on pages that need one."""
    found: Visitor = g.visitor
    return found.account


def my_sign_in() -> SignIn:
    found: Visitor = g.visitor
    return found.sign_in
