"""Looking at what a plugin answered: the right shape, ids that can be ids, texts that are texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

from guides.api import (
    Branding,
    HandbookPage,
    Language,
    ProgrammeForm,
    Section,
    Translation,
)
from guides.toolkit.colours import colour_problem
from guides.toolkit.forms_in import form_problems
from guides.toolkit.languages_in import CODE, placeholders_differ
from guides.toolkit.pictures import kind_of, picture_problem
from guides.toolkit.toml_file import ID, is_sensible, unprintable, unseen

ADDRESSES = ("https://", "http://", "/")


def unusable(entry: Any) -> str:
    """Why an entry cannot be used, or "". Looks at its fields only, not at other plugins."""
    name = type(entry).__name__
    prose = isinstance(entry, Section | HandbookPage)
    for field, wanted, fits, usual in _plan(type(entry)):
        value = getattr(entry, field)
        if value is usual:  # what the interface itself says; most of them are, and there are many
            continue
        if isinstance(value, str):
            problem = (unseen if prose and field == "body" else unprintable)(value)
            if problem:
                return f"{name}.{field} {problem}"
            if field == "url" and value and not value.startswith(ADDRESSES):
                return f"{name}.url does not begin with https://."
            if wanted is str:
                continue
        if not fits(value):
            inner = unusable(value) if is_dataclass(value) and value is not entry else ""
            return inner or f"{name}.{field} is a {type(value).__name__}."
        if isinstance(value, Decimal) and not is_sensible(value):
            return f"{name}.{field} is a number that cannot be written out."
    identity = getattr(entry, "id", None)
    if identity is not None and not ID.fullmatch(identity):
        return f'"{identity}" cannot be an id: small letters, digits and hyphens only.'
    if isinstance(entry, Language) and not CODE.fullmatch(entry.code):
        return f'"{entry.code}" cannot be the code of a language.'
    if isinstance(entry, Branding):
        return _unfit(entry)
    if isinstance(entry, ProgrammeForm):
        return next((f"{wrong.what} Mend: {wrong.mend}" for wrong in form_problems(entry)), "")
    if isinstance(entry, Translation) and not ID.fullmatch(entry.source):  # an id: a plural form
        return placeholders_differ(entry.source, entry.text)
    return ""


def _unfit(entry: Branding) -> str:
    """What cannot be shown of a look."""
    found = [colour_problem(colour) for colour in (entry.accent, entry.second) if colour]
    if entry.logo:
        found.append(picture_problem(entry.logo))
    if kind_of(entry.logo) != entry.logo_type:
        return "Branding.logo_type does not say what the picture is."
    return next((" Mend: ".join(problem) for problem in found if problem), "")


Fits = Callable[[object], bool]
Field = tuple[str, Any, Fits, object]
"""Its name, its type, what looks at a value, and what stands there when nobody says anything."""


_plans: dict[type, tuple[Field, ...]] = {}


def _plan(kind: type) -> tuple[Field, ...]:
    """The fields of a dataclass. Reading types is slow, and there are thousands of entries."""
    if kind not in _plans:
        hints = get_type_hints(kind)
        _plans[kind] = tuple(
            (f.name, hints[f.name], _fits(hints[f.name]), f.default) for f in fields(kind)
        )
    return _plans[kind]


def _fits(wanted: Any) -> Fits:
    """What says whether a value has a type. Deep enough for the types of this interface."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin is None:
        if is_dataclass(wanted):
            return lambda value: type(value) is wanted and not unusable(value)
        if wanted is Any:
            return lambda value: True
        # A moment is a kind of day in Python, and cannot be compared with one.
        return lambda value: isinstance(value, wanted) and not isinstance(value, datetime)
    if origin is tuple:
        each = _fits(args[0])
        return lambda value: isinstance(value, tuple) and all(map(each, value))
    if origin is Callable:
        return callable
    if str(origin).endswith("Literal"):
        return lambda value: value in args
    several = tuple(_fits(one) for one in args)
    return lambda value: any(fits(value) for fits in several)
