"""Languages, translations and the interface's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from guides.api import Language, TextStanding, Translation, Word
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.toml_file import TomlFile

PLURALS = ("zero", "one", "two", "few", "many", "other")
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
            )
            table.done()
            yield language


def read_translations(folder: Folder, faults: Faults) -> Iterator[Translation]:
    """``translations/<lang>.toml`` and ``translations/<lang>/*.toml``."""
    for path in (*folder.files("translations/*.toml"), *folder.files("translations/*/*.toml")):
        lang = path.stem if path.parent.name == "translations" else path.parent.name
        file = TomlFile.read(folder, path, faults)
        standing = file.root().choice("standing", _STANDINGS, "draft")
        for table in file.tables("line"):
            yield Translation(
                lang,
                table.text("en", needed=True),
                table.text("to", needed=True),
                table.choice("standing", _STANDINGS, standing),
            )
            table.done()
        for table in file.tables("plural"):
            stem = table.text("id", needed=True)
            for category in PLURALS:
                if text := table.text(category, needed=category == "other"):
                    yield Translation(lang, plural_key(stem, category), text, standing)
            table.done()


def plural_key(stem: str, category: str) -> str:
    """The key of one plural form: ``unit-day`` and ``few`` make ``unit-day-few``."""
    return f"{stem}-{category}"


def read_words(folder: Folder, faults: Faults) -> Iterator[Word]:
    """``words.toml``."""
    for path in folder.files("words.toml"):
        file = TomlFile.read(folder, path, faults)
        words = file.data.get("words", {})
        for key, text in words.items() if isinstance(words, dict) else ():
            if isinstance(text, str):
                yield Word(key, text)
            else:
                faults.note(
                    path, file.line("words", 0, key), f'"{key}" is not a text.', "Quote it."
                )
