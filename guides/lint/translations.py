"""Rules for translations: nothing missing, nothing outdated, no placeholder lost."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from guides.lint.rules import Known
from guides.lint.texts import Text
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.languages_in import KEEP, PLURALS, placeholders_differ, plural_key
from guides.toolkit.markup import links_of
from guides.toolkit.numbers import find_numbers
from guides.toolkit.toml_file import Table, TomlFile


def check_translations(
    folder: Folder, english: Collection[str], words: Mapping[str, str], known: Known
) -> Iterator[Fault]:
    """Every translation of a folder against the English that there is now."""
    silent = Faults()
    for path in (*folder.files("translations/*.toml"), *folder.files("translations/*/*.toml")):
        lang = language_of(path)
        file = TomlFile.read(folder, path, silent)
        if lang not in known.languages:
            yield Fault(
                path,
                1,
                f'There is no language "{lang}".',
                f"Name the file after one of {', '.join(known.languages)}, or add languages.toml.",
            )
        for table in file.tables("line"):
            yield from _line(table, english, known)
        for table in file.tables("plural"):
            yield from _plural(table, words)


def language_of(path: Path) -> str:
    """Which language a translation file is for."""
    return path.stem if path.parent.name == "translations" else path.parent.name


def _line(table: Table, english: Collection[str], known: Known) -> Iterator[Fault]:
    path, source, text = table.file.path, table.text("en"), table.text("to")
    if not source or not text:
        return
    if source not in english:
        near = difflib.get_close_matches(source, english, n=1, cutoff=0.75)
        mend = f"It says now: “{near[0]}”. Translate that." if near else "Remove this line."
        yield Fault(
            path, table.line("en"), f"Outdated: the English is not “{source}” any more.", mend
        )
    if lost := placeholders_differ(source, text):
        yield Fault(path, table.line("to"), lost, KEEP)
    if _targets(source) != _targets(text):
        yield Fault(
            path,
            table.line("to"),
            "The links differ from those in the English.",
            "Keep what stands in the round brackets of each [link](…).",
        )
    for found in find_numbers(text, known.allowed):
        yield Fault(path, table.line("to"), found.why, found.instead)


def _targets(text: str) -> list[str]:
    return sorted(url for _, url in links_of(text))


def _plural(table: Table, words: Mapping[str, str]) -> Iterator[Fault]:
    stem = table.text("id")
    if plural_key(stem, "other") not in words:
        yield Fault(
            table.file.path,
            table.line("id"),
            f'There is no word "{stem}" with plural forms.',
            "Use an id such as unit-day.",
        )
    for form in PLURALS:
        text = table.text(form)
        if text and "{n}" not in text and form not in ("zero", "one", "two"):
            yield Fault(
                table.file.path,
                table.line(form),
                "The number is missing.",
                "Write {n} where it belongs.",
            )


def untranslated(
    texts: Collection[Text], lang: str, translated: Collection[str], *, of_core: bool
) -> Iterator[Fault]:
    """Client-facing lines without a translation: English is shown there, and says so.

    Guides read English. What prints them needs to be told of a folder that is not the core's.
    """
    prints = f"guides content untranslated {lang}{'' if of_core else ' --folder FOLDER'}"
    for text in texts:
        if text.reader != "guide" and text.text not in translated:
            yield Fault(
                text.path,
                text.line,
                f'Not translated into "{lang}": “{text.text}”.',
                f'Add it to translations/{lang}; "{prints}" prints it.',
                "warning",
            )
