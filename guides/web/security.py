"""The same headers on every answer, errors too, and no unsafe request from another site."""

from __future__ import annotations

from flask import Flask, abort, current_app, request
from werkzeug.wrappers import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",  # the script that leaves tells us to end the session
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""No inline script or style anywhere, so that no nonce is needed and pages can be kept whole."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noai, noimageai",
}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
MOST_BODY_BYTES = 64_000


def install(app: Flask) -> None:
    """Put the walls up. Pages that set no caching of their own are not kept anywhere."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.before_request(_same_site_only)
    app.after_request(_headers)


def _same_site_only() -> None:
    """Refuse unsafe requests that a page of another site made a browser send."""
    if request.method in SAFE_METHODS or _reads_only():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        abort(403)


def _reads_only() -> bool:
    """Whether the view says of itself that nobody is signed in there, and nothing is changed."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "reads_only", False) is True


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.endpoint == "static" and response.status_code in (200, 304):
        response.cache_control.immutable = True  # the address changes with the file
    return response
