"""Every address that the site has, made from its own routes, so that a new page cannot hide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from flask import Flask
from werkzeug.routing import Rule


@dataclass(frozen=True)
class Address:
    """A page that can be asked for with GET. ``lang`` is "" where it stands in no language."""

    path: str
    endpoint: str
    lang: str
    values: tuple[tuple[str, str], ...]
    guarded: bool
    """It opens only to those who are signed in."""


def every_address(app: Flask, fill: Mapping[str, Sequence[str]]) -> tuple[Address, ...]:
    """All of them, with the holes of the routes filled: ``fill`` gives values for each name.

    Raises:
        KeyError: for a hole that nobody said how to fill: say it where this is called.
    """
    found = dict.fromkeys(
        address
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
        for address in _filled(app, rule, fill)
    )
    return tuple(found)


def _filled(app: Flask, rule: Rule, fill: Mapping[str, Sequence[str]]) -> Iterator[Address]:
    holes = sorted(rule.arguments)
    for chosen in product(*(fill[hole] for hole in holes)):
        values = dict(zip(holes, chosen, strict=True))
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]
        lang = values.pop("lang", "")
        access = getattr(app.view_functions[rule.endpoint], "access", "")
        guarded = access not in ("", "public")
        yield Address(path, rule.endpoint, lang, tuple(values.items()), guarded)
