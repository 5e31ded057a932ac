"""How a service is reached and in which languages: phones and languages of HSDS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.core import get_global

from guides.directory.domain import MODES, Language, Mode, Phone
from guides.directory.readers.nodes import Node
from guides.directory.readers.ours import extra
from guides.directory.tongues import SPOKEN
from guides.toolkit.cells import languages as by_name

MOST_PHONES = 20
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LOST_ZERO = re.compile(r"[1-9][0-9]{9}")
_ROUNDED = re.compile(r"[0-9]+(?:\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:all|any) languages?\b|\blanguage ?line\b|telephone interpret", re.IGNORECASE
)
_MODES: dict[str, Mode] = {
    "staff": "staff", "volunteer": "staff", "spoken": "staff", "native": "staff",
    "interpreter": "interpreter", "interpreters": "interpreter", "interpreting": "interpreter",
    "interpretation": "interpreter", "translator": "interpreter",
    "written": "written", "leaflet": "written", "leaflets": "written",
}  # fmt: skip
_ALIASES: dict[str, str] = {**get_global("language_aliases"), **{code: code for code in SPOKEN}}


def phones(*nodes: Node) -> tuple[Phone, ...]:
    """The numbers of a service or a place, and those of its contacts without the people's names."""
    found: dict[str, Phone] = {}
    for node in nodes:
        for phone in (*_own(node, ""), *_of_contacts(node)):
            found.setdefault(phone.number, phone)
    return tuple(found.values())[:MOST_PHONES]


def _of_contacts(node: Node) -> Iterator[Phone]:
    for contact in node.nodes("contacts", "contact"):
        yield from _own(contact, contact.text("title", "department", longest=200))


def _own(node: Node, owner: str) -> Iterator[Phone]:
    for child in node.nodes("phones", "phone"):
        if not (number := _number(child)):
            continue
        if extension := child.text("extension", longest=20):
            number = f"{number} ext {extension}"
        kind = child.text("type", longest=40).lower()
        if kind in ("fax", "pager"):
            child.mend("type", f"a {kind} number is left out.")
            continue
        note = child.text("description", "department", longest=200) or owner
        if kind in ("sms", "text", "textphone", "tty", "textline") and kind not in note.lower():
            note = f"{note} ({kind})" if note else kind
        yield Phone(number, note)


def _number(node: Node) -> str:
    words = node.text("number", "phone_number", longest=60)
    if not words:
        return ""
    if _ROUNDED.fullmatch(words):
        node.mend("number", f'only "{words}" is left of it; it is left out. Type it again.')
        return ""
    words = words.removeprefix("tel:").strip()
    if _LOST_ZERO.fullmatch(words):
        node.mend("number", f'"{words}" has lost its first 0; it was put back.')
        return f"0{words}"
    if sum(letter.isdigit() for letter in words) < 3:
        node.mend("number", f'"{words[:40]}" is no phone number; it is left out.')
        return ""
    return words


def languages(node: Node) -> tuple[tuple[Language, ...], tuple[str, ...]]:
    """The languages, and what was said of them that has no code."""
    found: dict[tuple[str, Mode | None], Language] = {}
    strange: list[str] = []
    for child in node.nodes("languages", "language"):
        note = child.text("note", "notes", longest=300)
        words = child.text("name", "language", longest=300)
        code = _coded(child.text("code", longest=40))
        ours = extra(child).get("mode")
        mode = next((one for one in MODES if one == ours), None)
        if mode is None and (mode := _MODES.get(note.lower())) == note.lower():
            note = ""
        parts = [code] if code else [part for part in re.split(r"[;,/|\n]+", words) if part.strip()]
        for part in parts:
            known, how = (part, mode) if part == code else _named(part.strip(), mode)
            if known:
                found.setdefault((known, how), Language(known, how, note))
            else:
                child.mend("name", f'"{part.strip()[:40]}" is no language that is known here.')
                strange.append(part.strip()[:100])
    words = node.text("interpretation_services", longest=300)
    if _EVERY.search(words):
        found.setdefault(("mul", "interpreter"), Language("mul", "interpreter", words))
    elif words and words.lower() not in ("no", "false"):
        strange.append(words)
    return tuple(found.values()), tuple(strange)


def _named(words: str, mode: Mode | None) -> tuple[str, Mode | None]:
    """ "Arabic (interpreter)" is a language, and how it is spoken."""
    name, _, more = words.partition("(")
    how = mode or _MODES.get(more.strip(") ").lower())
    for said in (words, name.strip(), f"{name.strip()} {more.strip(') ')}"):
        for code in by_name(said):
            if coded := _coded(code):
                return coded, how
    return "", how


def _coded(words: str) -> str:
    """BCP 47, from that or from ISO 639-2 or -3; "" for anything else."""
    code = words.strip().replace("_", "-")
    head, _, tail = code.partition("-")
    code = f"{head.lower()}-{tail}" if tail else code.lower()
    if not _CODE.fullmatch(code):
        return ""
    return _ALIASES.get(code, code).replace("_", "-")
