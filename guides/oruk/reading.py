"""From an address or a body to :class:`Asked`: every field looked at, none guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from guides.directory.terms import OF_A_PERSON, TAXONOMIES, Term
from guides.oruk.domain import (
    MOST_MINIMAL,
    ON_PAGE,
    PARAMETERS,
    Asked,
    List,
    Parameter,
    Value,
    Wrong,
)

BY_POST = "Send it in the body of a POST to the same address, as JSON: it belongs in no address."
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?(?:[0-9](?:[A-Z]{2})?)?", re.IGNORECASE)
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
WHOLE = re.compile(r"[0-9]{1,7}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHAPES = {
    "postcode": (POSTCODE, 'no postcode, sector or first half of one. Write "M14 5AA" or "M14".'),
    "time": (TIME, 'no time of day. Write "09:30".'),
    "language": (LANGUAGE, 'no code of a language. Write "ar" or "fa-AF".'),
}
_PAGING = {"page", "per_page", "format", "full", "minimal"}


def from_address(name: List, given: Sequence[tuple[str, str]], terms: Sequence[Term]) -> Asked:
    """Raises :class:`Wrong`; with 400 for what belongs in a body."""
    known = {each.name: each for each in PARAMETERS[name]}
    values: dict[str, object] = {}
    for field, text in given:
        if field in values:
            raise Wrong(_safe(field, known), "It is given twice. Give it once.", 400)
        parameter = _known(field, known)
        if parameter.body_only:
            raise Wrong(field, BY_POST, 400)
        values[field] = _typed(parameter, text)
    asked = _asked(known, values)
    private = {each.id for each in terms if each.kind in OF_A_PERSON}
    private |= {each.id for each in TAXONOMIES if each.kind in OF_A_PERSON}
    for field in ("taxonomy_term_id", "taxonomy_id"):
        if name != "taxonomy_terms" and asked.get(field) in private:
            raise Wrong(field, BY_POST, 400)
    return asked


def from_body(name: List, given: object) -> Asked:
    """Raises :class:`Wrong`."""
    if not isinstance(given, Mapping):
        raise Wrong("body", "It is no JSON object. Send {} to ask for everything.", 400)
    known = {each.name: each for each in PARAMETERS[name]}
    for field in given:
        _known(str(field), known)
    return _asked(known, {str(field): value for field, value in given.items()})


def _known(field: str, known: Mapping[str, Parameter]) -> Parameter:
    if field not in known:
        raise Wrong("parameter", f"One is not known here. Known are: {', '.join(known)}.", 400)
    return known[field]


def _safe(field: str, known: Mapping[str, Parameter]) -> str:
    return field if field in known else "parameter"


def _typed(parameter: Parameter, text: str) -> object:
    """In an address everything is text."""
    if parameter.kind == "whole" and WHOLE.fullmatch(text):
        return int(text)
    if parameter.kind == "yes" and text in ("true", "false"):
        return text == "true"
    return text


def _asked(known: Mapping[str, Parameter], values: Mapping[str, object]) -> Asked:
    read = {field: _read(known[field], value) for field, value in values.items()}
    minimal = read.get("minimal") is True
    per_page = read.get("per_page", MOST_MINIMAL if minimal else ON_PAGE)
    if "proximity" in read and "postcode" not in read:
        raise Wrong("proximity", "It needs a postcode as well.")
    if read.get("start_time", "") >= read.get("end_time", "~"):  # type: ignore[operator]
        raise Wrong("end_time", "It must be later than start_time.")
    if int(read.get("minimum_age", 0)) > int(read.get("maximum_age", 150)):
        raise Wrong("maximum_age", "It must not be less than minimum_age.")
    return Asked(
        page=int(read.get("page", 1)),
        per_page=int(per_page),
        lines=read.get("format") == "ndjson",
        full=read.get("full") is True,
        minimal=minimal,
        filters=tuple(sorted((f, v) for f, v in read.items() if f not in _PAGING)),
    )


def _read(parameter: Parameter, value: object) -> Value:
    field = parameter.name
    if parameter.kind == "yes":
        if not isinstance(value, bool):
            raise Wrong(field, "It is true or false.")
        return value
    if parameter.kind == "whole":
        if isinstance(value, float) and value.is_integer():  # JSON has one kind of number
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(field, "It is a whole number.")
        if not parameter.least <= value <= parameter.most:
            raise Wrong(field, f"It lies between {parameter.least} and {parameter.most}.")
        return value
    if not isinstance(value, str) or _UNSEEN.search(value):
        raise Wrong(field, "It is text in one line.")
    return _text(parameter, value.strip())


def _text(parameter: Parameter, text: str) -> str:
    field = parameter.name
    if parameter.choices and text not in parameter.choices:
        raise Wrong(field, f"It is one of {', '.join(parameter.choices)}.")
    if parameter.kind == "uuid":
        try:
            return str(UUID(text))
        except ValueError:
            raise Wrong(field, "It is no UUID.") from None
    if parameter.kind == "moment":
        return _moment(field, text)
    if parameter.kind in _SHAPES:
        shape, words = _SHAPES[parameter.kind]
        if not shape.fullmatch(text):
            raise Wrong(field, f"It is {words}")
    if parameter.most and len(text) > parameter.most:
        raise Wrong(field, f"It has at most {parameter.most} letters.")
    return text


def _moment(field: str, text: str) -> str:
    """A date alone is its beginning; a moment without a zone is in UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        words = 'It is no date and time. Write "2026-11-21T09:30:00Z".'
        raise Wrong(field, words) from None
    try:
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:  # somewhere it is the first or the last day of all years, but not in UTC
        first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        found = last if found.year == last.year else first
    return found.isoformat(timespec="microseconds")
