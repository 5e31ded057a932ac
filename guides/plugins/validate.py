"""Looking at what a plugin answered: the right shape, ids that can be ids, texts that are texts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from guides.toolkit.toml_file import ID


def unusable(entry: Any) -> str:
    """Why an entry cannot be used, or "". Looks at its fields only, not at other plugins."""
    hints = _hints(type(entry))
    for field in fields(entry):
        value, wanted = getattr(entry, field.name), hints[field.name]
        if not _fits(value, wanted):
            return f"{type(entry).__name__}.{field.name} is a {type(value).__name__}."
    identity = getattr(entry, "id", None)
    if identity is not None and not ID.fullmatch(identity):
        return f'"{identity}" cannot be an id: small letters, digits and hyphens only.'
    return ""


_seen: dict[str, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    """Reading the types of a dataclass is slow, and there are thousands of entries."""
    if kind.__qualname__ not in _seen:
        _seen[kind.__qualname__] = get_type_hints(kind)
    return _seen[kind.__qualname__]


def _fits(value: object, wanted: Any) -> bool:
    """Whether a value has the type that a dataclass names. Deep enough for this API's types."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin is None:
        return wanted is Any or isinstance(value, wanted)
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(each, args[0]) for each in value)
    if str(origin).endswith("Literal"):
        return value in args
    return any(_fits(value, each) for each in args)
