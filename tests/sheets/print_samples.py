"""Sheets for the tests of printing: made by hand, so that they need no toolkit."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from guides.api import Case
from guides.journey.domain import Credit, LineShown, ServiceShown
from guides.sheets.domain import HelpLine, LineGroup, Sheet, SheetOptions, StationMark
from guides.toolkit.domain import Pair, Said

_TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_TEXTS: dict[str, list[str]] = _TOLD["texts"]
PHONE = '<bdi dir="ltr">0808 801 0503</bdi>'
ORGANISATION = "Riverside Refugee Network"
SERVICES = ("Riverside Welcome (demo)", "Hilltop Law Centre (demo)")
ADDRESS = "https://guides.example/e/0123456789"
NORMAL = SheetOptions()


def said(text: str, lang: str) -> Said:
    return Said(Markup(text), lang, "rtl" if lang == "ar" else "ltr", "draft")


def both(texts: list[str], lang: str) -> Pair:
    arabic, english = texts
    if lang == "en":
        return Pair(said(english, "en"))
    return Pair(said(arabic, lang), said(english, "en"))


def told(name: str, lang: str) -> Pair:
    return both(_TEXTS[name], lang)


def words_in(lang: str) -> Callable[[str], Pair]:
    return lambda word: told(word, lang)


def sheet(
    lang: str = "ar",
    *,
    count: int = 11,
    options: SheetOptions = NORMAL,
    here: int = 4,
    services: int = 2,
) -> Sheet:
    """A sheet with so many lines. ``here`` is the number of the stop on the line."""
    lines = [_line(entry, lang) for entry in _TOLD["line"][:count]]
    return Sheet(
        case=Case(stage="preparing-substantive-interview", lang=lang),
        options=options,
        title=told("title", lang),
        instruction=told("instruction", lang),
        marks=marks(lang, here),
        groups=tuple(
            LineGroup(told(f"group-{kind}", lang), tuple(one for one in lines if one.kind == kind))
            for kind in ("right", "do", "know")
        ),
        more=told("more", lang),
        help_lines=(
            HelpLine(told("help-danger", lang), said('<bdi dir="ltr">999</bdi>', "en")),
            HelpLine(told("help-migrant-help", lang), said(PHONE, "en")),
        ),
        services=tuple(_service(name) for name in SERVICES[:services]),
        meet=told("meet", lang),
        guide=told("guide", lang),
        why_this=(told("england", lang), told("claimed", lang)),
        trouble=(),
        foot=tuple(told(f"foot-{name}", lang) for name in ("information", "facts", "translation")),
        facts=(),
        texts=tuple((one.id, "0", one.text.first.plain) for one in lines),
        office="",
        organisation=ORGANISATION,
        on=date(2026, 11, 21),
        shaped_by="test",
    )


def marks(lang: str, here: int | None) -> tuple[StationMark, ...]:
    stops = [
        (texts, level)
        for level, name in enumerate(("trunk", "yes", "no"))
        for texts in _TOLD["stops"][name]
    ]
    level_here = 0 if here is None else stops[here][1]
    return tuple(
        StationMark(
            both(texts, lang).first,
            here=index == here,
            past=here is not None and index < here and level in (0, level_here),
            branch=level,
        )
        for index, (texts, level) in enumerate(stops)
    )


def untranslated(whole: Sheet) -> Sheet:
    """The same with a first line that nobody has translated: the composer gives English alone."""
    group, *rest = whole.groups
    first, *lines = group.lines
    assert first.text.english is not None
    text = Pair(replace(first.text.english, missing=True))
    changed = replace(first, text=text, why=None)
    return replace(whole, groups=(replace(group, lines=(changed, *lines)), *rest))


def _line(entry: dict[str, Any], lang: str) -> LineShown:
    def pair(name: str) -> Pair | None:
        return both(entry[name], lang) if name in entry else None

    text = pair("text")
    assert text is not None
    return LineShown(
        id=entry["id"],
        kind=entry["kind"],
        text=text,
        why=pair("why"),
        fill=pair("fill"),
        icon=entry["icon"],
        condition=told("claimed", lang) if entry["id"] == "money" else None,
        notes=(told("source", lang),),
        check_first=(told("check-first", lang),) if entry["id"] == "appeal" else (),
        credit=Credit("my-town", "My Town Welcome") if entry["id"] == "childcare" else None,
        protected=entry["id"] == "copy-date",
    )


def _service(name: str) -> ServiceShown:
    return ServiceShown(
        id=name.split()[0].lower(),
        name=name,
        what=Pair(said("Food, English class, help with letters", "en")),
        phone=said('<bdi dir="ltr">0161 496 0000</bdi>', "en"),
        address="12 River Street, Riverside",
        hours="Tuesday 10am to 1pm",
        languages=("en", "ar"),
        how="Just come",
        checked=said("checked 12 November 2026", "en"),
        room=None,
        credit=Credit("my-town", ORGANISATION),
    )
