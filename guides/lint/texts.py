"""Every readable text of a folder, with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from guides.toolkit.briefings_in import read_briefings, read_handbook
from guides.toolkit.content_in import read_sections
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.forms_in import form_files
from guides.toolkit.languages_in import read_words
from guides.toolkit.markup import lines_of, links_of
from guides.toolkit.resources_in import resource_rows
from guides.toolkit.services_in import service_rows
from guides.toolkit.toml_file import Table, TomlFile

Reader = Literal["client", "guide", "interface"]
Place = Literal["paper", "page"]
"""``paper`` is what stands on sheets and is said in meetings; ``page`` only on the site."""


@dataclass(frozen=True, slots=True)
class Text:
    """One translatable line: where it stands, who reads it."""

    path: Path
    line: int
    text: str
    reader: Reader
    links: tuple[str, ...] = ()
    place: Place = "paper"


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file or checklist as a whole, for its reading age."""

    path: Path
    text: str
    reader: Reader


_FIELDS = {
    "checklists/*.toml": ("item", ("text", "why", "fill")),
    "finder.toml": ("question", ("text", "hint")),
}


def texts(folder: Folder) -> Iterator[Text]:
    """Titles, summaries, checklist lines, paragraphs, statements' words, in reading order."""
    silent = Faults()
    yield from _stages(folder, silent)
    for pattern, (name, keys) in _FIELDS.items():
        for path in folder.files(pattern):
            for table in TomlFile.read(folder, path, silent).tables(name):
                place: Place = "page" if name == "question" else "paper"
                yield from _fields(path, table, keys, place)
                for part in table.parts("answer"):
                    yield from _fields(path, part, ("text",), place)
    yield from _prose(folder, silent)
    yield from _briefings(folder, silent)
    yield from _handbook(folder, silent)
    yield from _forms(folder, silent)
    for path, at, service in service_rows(folder, silent):
        yield Text(path, at, service.what, "client")
    yield from _local(folder, silent)
    yield from _words(folder, silent)


def _words(folder: Folder, silent: Faults) -> Iterator[Text]:
    words = {word.id: word.text for word in read_words(folder, silent)}
    for path in (*folder.files("words.toml"), *folder.files("words/*.toml")):
        file = TomlFile.read(folder, path, silent)
        place: Place = "paper" if path.name == "words.toml" else "page"
        listed = file.data.get("words")
        for word_id in listed if isinstance(listed, dict) else ():
            if word_id in words:
                at = file.line("words", 0, word_id)
                yield Text(path, at, words[word_id], "interface", (), place)


def _local(folder: Folder, silent: Faults) -> Iterator[Text]:
    """What stands on the local page. The route for safety is read by guides."""
    for path in folder.files("resources.toml"):
        for table in TomlFile.read(folder, path, silent).tables("resource"):
            yield from _fields(path, table, ("title", "text", "who", "how"), "page")
    for path, at, resource in resource_rows(folder, silent):
        if path.suffix != ".toml":
            for text in (resource.title, resource.text, resource.who, resource.how):
                if text:
                    links = tuple(url for _, url in links_of(text))
                    yield Text(path, at, text, "client", links, "page")
    for path in folder.files("contact.toml"):
        yield from _fields(path, TomlFile.read(folder, path, silent).root(), ("who",), "page")
    for path in folder.files("safeguarding.toml"):
        file = TomlFile.read(folder, path, silent)
        said = [*_fields(path, file.root(), ("first",), "page")]
        for ring in file.tables("ring"):
            said += _fields(path, ring, ("worry", "who"), "page")
        yield from (replace(text, reader="guide") for text in said)


def _stages(folder: Folder, silent: Faults) -> Iterator[Text]:
    for path in folder.files("stages/*.toml"):
        file = TomlFile.read(folder, path, silent)
        yield from _fields(path, file.root(), ("title", "short", "summary"))
        for edge in file.tables("next"):
            yield from _fields(path, edge, ("when",))


def _fields(
    path: Path, table: Table, keys: tuple[str, ...], place: Place = "paper"
) -> Iterator[Text]:
    for key in keys:
        if text := table.text(key):
            links = tuple(url for _, url in links_of(text))
            yield Text(path, table.line(key), text, "client", links, place)


def _prose(folder: Folder, silent: Faults) -> Iterator[Text]:
    for section in read_sections(folder, silent):
        path = Path(section.path)
        if section.title:
            at = _title_line(folder, path)
            yield Text(path, at, section.title, section.reader, place="page")
        links = dict.fromkeys(links_of(section.body))
        for line, text in lines_of(section.body):
            here = tuple(url for at, url in links if at == line)
            yield Text(path, line, text, section.reader, here, "page")


def _briefings(folder: Folder, silent: Faults) -> Iterator[Text]:
    for briefing in read_briefings(folder, silent):
        path = folder.root / "briefings" / f"{briefing.id}.toml"
        lines = folder.read(path, silent).split("\n")
        for reader, said in (("client", briefing.spoken()), ("guide", briefing.read())):
            for text in said:
                at = next((n for n, line in enumerate(lines, 1) if text in line), 1)
                yield Text(path, at, text, "client" if reader == "client" else "guide")


def _forms(folder: Folder, silent: Faults) -> Iterator[Text]:
    for path, form in form_files(folder, silent):
        lines = folder.read(path, silent).split("\n")
        for reader, said in (("client", form.spoken()), ("guide", form.read())):
            for text in said:
                at = next((n for n, line in enumerate(lines, 1) if text in line), 1)
                yield Text(path, at, text, "client" if reader == "client" else "guide", (), "page")


def _handbook(folder: Folder, silent: Faults) -> Iterator[Text]:
    for page in read_handbook(folder, silent):
        path = Path(page.path)
        links = dict.fromkeys(links_of(page.body))
        for line, text in lines_of(page.body):
            here = tuple(url for at, url in links if at == line)
            yield Text(path, line, text, "guide", here, "page")
        for question in page.questions:
            replies = (text for reply in question.replies for text in (reply.text, reply.because))
            for text in (question.text, *replies):
                yield Text(path, 1, text, "guide", (), "page")


def _title_line(folder: Folder, path: Path) -> int:
    lines = folder.read(path, Faults()).split("\n")
    return next((at for at, line in enumerate(lines, 1) if line.lstrip().startswith("title")), 1)


def statements(folder: Folder) -> Iterator[Text]:
    """Fact statements and whom to ask: they follow the same rules, but only some are translated."""
    silent = Faults()
    for path in (*folder.files("facts.toml"), *folder.files("facts/*.toml")):
        for table in TomlFile.read(folder, path, silent).tables("fact"):
            yield from _fields(path, table, ("statement",))


def asked(folder: Folder) -> Iterator[Text]:
    """Whom to ask about a fact that is not sure: printed under the line, so translated."""
    silent = Faults()
    for path in (*folder.files("facts.toml"), *folder.files("facts/*.toml")):
        for table in TomlFile.read(folder, path, silent).tables("fact"):
            yield from _fields(path, table, ("ask",))


def pages(folder: Folder) -> Iterator[Page]:
    """What is read in one go."""
    silent = Faults()
    for section in read_sections(folder, silent):
        yield Page(Path(section.path), section.body, section.reader)
    for path in folder.files("checklists/*.toml"):
        lines = [
            table.text(key)
            for table in TomlFile.read(folder, path, silent).tables("item")
            for key in ("text", "why")
        ]
        yield Page(path, "\n\n".join(line for line in lines if line), "client")
    for briefing in read_briefings(folder, silent):
        path = folder.root / "briefings" / f"{briefing.id}.toml"
        yield Page(path, "\n\n".join(briefing.spoken()), "client")
        yield Page(path, "\n\n".join(briefing.read()), "guide")
    for path, form in form_files(folder, silent):
        yield Page(path, "\n\n".join(form.spoken()), "client")
        yield Page(path, "\n\n".join(form.read()), "guide")
    for page in read_handbook(folder, silent):
        yield Page(Path(page.path), page.body, "guide")
