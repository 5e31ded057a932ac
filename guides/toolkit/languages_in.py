"""Languages, translations and the interface's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from guides.api import Language, TextStanding, Translation, Word
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.toml_file import TomlFile

PLURALS = ("zero", "one", "two", "few", "many", "other")
CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The code of a language, as it stands at the head of an address."""
_STANDINGS = get_args(TextStanding)


def read_languages(folder: Folder, faults: Faults) -> Iterator[Language]:
    """``languages.toml``."""
    for path in folder.files("languages.toml"):
        for table in TomlFile.read(folder, path, faults).tables("language"):
            direction = table.choice("direction", ("ltr", "rtl"), "ltr")
            language = Language(
                code=table.text("code", needed=True),
                name=table.text("name", needed=True),
                english_name=table.text("english_name", needed=True),
                direction="rtl" if direction == "rtl" else "ltr",
                standing=table.choice("standing", _STANDINGS, "draft"),
                plural_rules=table.text("plural_rules"),
                pages=table.flag("pages", default=True),
            )
            if language.code and not CODE.fullmatch(language.code):
                table.wrong(
                    "code",
                    f'"{language.code}" cannot be the code of a language.',
                    "Use two or three small letters, and a variety if need be, such as ku-Arab.",
                )
            table.done()
            yield language


def read_translations(folder: Folder, faults: Faults) -> Iterator[Translation]:
    """``translations/<lang>.toml`` and ``translations/<lang>/*.toml``.

    A line with an empty ``to`` is not translated yet: the English is shown.
    """
    for path in (*folder.files("translations/*.toml"), *folder.files("translations/*/*.toml")):
        lang = path.stem if path.parent.name == "translations" else path.parent.name
        file = TomlFile.read(folder, path, faults)
        standing = file.root().choice("standing", _STANDINGS, "draft")
        for table in file.tables("line"):
            waits = table.data.get("to") == ""  # as it was printed, to be filled in later
            found = Translation(
                lang,
                table.text("en", needed=True),
                table.text("to", needed=not waits),
                table.choice("standing", _STANDINGS, standing),
            )
            table.done()
            if waits:
                continue
            if found.text and (lost := placeholders_differ(found.source, found.text)):
                table.wrong("to", lost, f"{KEEP} English is shown instead.", "warning")
            else:
                yield found
        for table in file.tables("plural"):
            stem = table.text("id", needed=True)
            for category in PLURALS:
                if text := table.text(category, needed=category == "other"):
                    yield Translation(lang, plural_key(stem, category), text, standing)
            table.done()


KEEP = "Keep every {…} as it stands in the English."
_HOLE = re.compile(r"\{[a-z:_0-9-]+\}")


def placeholders_differ(english: str, text: str) -> str:
    """How the placeholders of a translation differ from those of its English, or ""."""
    wanted, there = sorted(_HOLE.findall(english)), sorted(_HOLE.findall(text))
    if wanted == there:
        return ""
    return (
        f"The placeholders differ: {' '.join(wanted) or 'none'} in English, "
        f"{' '.join(there) or 'none'} here."
    )


def plural_key(stem: str, category: str) -> str:
    """The key of one plural form: ``unit-day`` and ``few`` make ``unit-day-few``."""
    return f"{stem}-{category}"


def read_words(folder: Folder, faults: Faults) -> Iterator[Word]:
    """``words.toml``, and ``words/*.toml`` with what stands on pages only."""
    for path in (*folder.files("words.toml"), *folder.files("words/*.toml")):
        file = TomlFile.read(folder, path, faults)
        words = file.data.get("words", {})
        if not isinstance(words, dict):
            faults.note(
                path, file.line("words"), '"words" is not a part.', "Begin it with [words]."
            )
            continue
        for key, text in words.items():
            if isinstance(text, str):
                yield Word(key, text)
            else:
                faults.note(
                    path, file.line("words", 0, key), f'"{key}" is not a text.', "Quote it."
                )
