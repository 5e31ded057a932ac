"""A sign-in that ends in the middle of a form: what was typed goes along, under lock.

Nothing of it is kept here. The fields are sealed into one hidden field of the page that asks to
sign in again; it comes back with the password and the code, and opens for the same account alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from flask import abort, current_app, render_template, request

from guides.accounts.domain import RESUMED, SKEW, Account
from guides.accounts.service import form_token
from guides.safe.domain import CannotOpen
from guides.safe.fields import bind, lock, unlock
from guides.web.site import page_words, site

FIELD = "resumed"
"""The hidden field in which it travels."""
MOST_BYTES = 64_000
"""Of a form that may wait."""
MOST_CARRIED = 160_000
"""Of a form that brings one along, as its ``most_bytes``: under lock, letters take more room."""
NEVER = frozenset({"password", "password_again", "code", "secret"})
"""Fields that wait nowhere: a form with one of these is filled in again."""
_BOUND = bind("form that waits", "1")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form that was sent too late."""

    account: int
    at: datetime
    path: str
    fields: tuple[tuple[str, str], ...]


def is_script() -> bool:
    """Whether a script asks, which cannot show a page to sign in."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def sign_in_first() -> str:
    """What a script is told."""
    return page_words().word("resumed-fetch").plain


def can_wait() -> bool:
    """Whether the form of this request may wait: no file, no password, not too large."""
    view = current_app.view_functions[request.endpoint or ""]
    return (
        request.method == "POST"
        and request.mimetype == "application/x-www-form-urlencoded"
        and 0 < (request.content_length or 0) <= MOST_BYTES
        and request.blueprint != "accounts"
        and getattr(view, "access", "public") not in ("public", "half")
        and not NEVER & request.form.keys()
    )


def sealed(account: Account, now: datetime) -> str:
    """The form of this request, under lock: for this account, this address and some hours."""
    fields = [(n, v) for n, v in request.form.items(multi=True) if n != "form_token"]
    path = request.full_path.rstrip("?")
    words = json.dumps([account.id, now.isoformat(), path, fields], ensure_ascii=False)
    return lock(_key(), words.encode("utf-8", "replace"), _BOUND)


def carried() -> str:
    """The hidden field, as a form brought it along."""
    return request.form.get(FIELD, "")


def opened(text: str, now: datetime) -> Waiting | None:
    """What was sealed; None when it was changed, or is too old."""
    try:
        account, at, path, fields = json.loads(unlock(_key(), text, _BOUND))
    except CannotOpen:
        return None
    found = Waiting(account, datetime.fromisoformat(at), path, tuple((n, v) for n, v in fields))
    return found if -SKEW <= now - found.at <= RESUMED else None


def page(account: Account, token: str, text: str, now: datetime) -> str:
    """After signing in: the form, ready to be saved. Another account sees nothing of it.

    ``token`` is that of the new sign-in, which the browser does not send yet.
    """
    found = opened(text, now)
    if found is None or found.account != account.id:
        why = "gone" if found is None else "other"
        return render_template("web/not_resumed.html", why=why, personal=True)
    texts = (value for _, value in found.fields if any(sign.isspace() for sign in value))
    typed = tuple(dict.fromkeys(texts))
    return render_template(
        "web/resumed.html", waiting=found, typed=typed, proof=form_token(token), personal=True
    )


def _key() -> bytes:
    guarded = site().guarded
    if guarded is None:
        abort(404)
    return guarded.form_key
