"""Registering pages: each says who may call it, and stands in every language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from flask import Blueprint
from werkzeug.routing import BaseConverter

Access = Literal[
    "public",
    "half",
    "signed-in",
    "read-notes",
    "write-notes",
    "manage-accounts",
    "manage-plugins",
    "export",
    "manage-site",
    "report-services",
    "manage-directory",
    "work-with-clients",
    "run-meetings",
    "manage-clients",
]
"""Who may call a page: anybody; somebody between password and second factor; anybody who is signed
in; or those whose role has a permission (``accounts/domain.py``)."""


class LanguageCode(BaseConverter):
    """A language at the head of an address: two or three letters, and a variety if need be."""

    regex = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?"
    part_isolating = True


def page(
    blueprint: Blueprint,
    rule: str,
    access: Access,
    methods: tuple[str, ...] = ("GET",),
    name: str = "",
    *,
    step_up: bool = False,
    most_bytes: int | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a view at ``rule`` in English and at ``/<lang>`` + ``rule`` in every language.

    ``access`` is written on the view; a test holds it against the table that people read, and a
    request for a view without it is refused. ``name`` is the endpoint's, if not the view's own.
    With ``step_up`` the password is asked again where it was not given for ten minutes: for acts
    that can do harm on a browser that was left open. ``most_bytes`` is how much may be sent to it,
    if that is more than a form.
    """

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        view.access = access  # type: ignore[attr-defined]
        view.step_up = step_up  # type: ignore[attr-defined]
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        endpoint = name or view.__name__
        blueprint.add_url_rule(rule, endpoint, view, methods=list(methods), defaults={"lang": "en"})
        blueprint.add_url_rule(f"/<language:lang>{rule}", endpoint, view, methods=list(methods))
        return view

    return register


def machine(
    blueprint: Blueprint,
    rule: str,
    access: Access,
    methods: tuple[str, ...] = ("GET",),
    name: str = "",
    *,
    reads_only: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a view that programs ask, in no language.

    With ``reads_only`` a POST changes nothing and looks at no cookie: a page of another site may
    send it as well.
    """

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        view.access = access  # type: ignore[attr-defined]
        view.reads_only = reads_only  # type: ignore[attr-defined]
        blueprint.add_url_rule(
            rule, name or view.__name__, view, methods=list(methods), strict_slashes=False
        )
        return view

    return register
