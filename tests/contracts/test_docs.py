"""The documentation is true: its examples parse or run, its links lead somewhere.

A ``console`` block is a promise: each line that begins with ``$ guides`` is run, in a folder of its
own beside the checkout's docs and examples, and must succeed; what stands under it must come out
(``…`` stands for anything). What cannot be run here is fenced as ``sh`` or ``text``. A ``toml``,
``csv``, ``markdown`` or ``python`` block must parse.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from guides.cli import main
from guides.cli.common import registry, settings
from guides.plugins.data_plugin import DataPlugin
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from tests.contracts.markdown_doc import Doc, Example

TOP = Path(__file__).resolve().parents[2]
DOCS = [Doc.at(path) for path in sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])]
EXAMPLES = [example for doc in DOCS for example in doc.examples]
TUTORIAL = "first-plugin.md"
"""Its files are written and its commands run in its own order."""
RUN = [(e, line) for e in EXAMPLES if e.language == "console" for line in e.text.splitlines()]
COMMANDS = [(e, line[2:]) for e, line in RUN if line.startswith("$ ")]
LANGUAGES = {"toml", "csv", "markdown", "python", "console", "sh", "text", "html", "sql"}
LANGUAGES |= {"http", "json"}  # of open-data.md: tests/oruk/test_open_data_doc.py asks them
TEXTS = {".md", ".py", ".toml", ".html", ".css", ".js", ".csv", ".txt", ".sh", ".svg", ""}


def _named(example: Example) -> str:
    return f"{example.language} {example.place}"


# Examples that are read ---------------------------------------------------------------------------


def _read_toml(text: str) -> None:
    tomllib.loads(text)


def _read_csv(text: str) -> None:
    head, *rows = csv.reader(io.StringIO(text))
    assert rows
    assert {len(row) for row in rows} == {len(head)}


def _read_markdown(text: str) -> None:
    """Settings between two lines of ``+++``, then prose that shows as it is meant."""
    if text.startswith("+++"):
        _, settings_, text = text.split("+++", 2)
        tomllib.loads(settings_)
    tokens = MarkdownIt("commonmark").parse(text)
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert kinds
    assert not kinds & {"html_block", "html_inline", "code_block", "image"}


def _read_python(text: str) -> None:
    compile(ast.parse(text), "example", "exec")


READERS: dict[str, Callable[[str], None]] = {
    "toml": _read_toml,
    "csv": _read_csv,
    "markdown": _read_markdown,
    "python": _read_python,
}


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.language in READERS], ids=_named)
def test_it_parses(example: Example) -> None:
    READERS[example.language](example.text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("toml", "[[item]\nid = 1"),
        ("csv", "id,name\nx"),
        ("csv", "id,name"),
        ("markdown", "+++\ntitle = \n+++\n\nText"),
        ("markdown", "<b>bold</b>\n"),
        ("python", "def x(:\n"),
    ],
)
def test_what_does_not_parse_is_seen(language: str, text: str) -> None:
    with pytest.raises((ValueError, AssertionError, SyntaxError)):
        READERS[language](text)


def test_every_fence_says_what_it_is() -> None:
    """A block with a language of its own making would be looked at by nobody."""
    assert not [_named(e) for e in EXAMPLES if e.language not in LANGUAGES]
    assert {e.language for e in EXAMPLES}.issuperset(READERS)


# The content format is what the program reads -----------------------------------------------------


def test_the_content_format_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Every example of docs/content-format.md is put where its heading says, and read for real."""
    for name, text in _files_of_the_format():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    faults = Faults()
    plugin = DataPlugin(Folder(tmp_path), faults)
    brought = {
        "stages": plugin.guides_stages(),
        "guidance": plugin.guides_guidance(),
        "checklists": plugin.guides_checklists(),
        "facts": plugin.guides_facts(),
        "translations": plugin.guides_translations(),
        "services": plugin.guides_services(),
        "resources": plugin.guides_resources(),
        "contact": plugin.guides_contact(),
        "safeguarding": plugin.guides_safeguarding(),
        "branding": plugin.guides_branding(),
        "hidden": plugin.guides_hidden(),
    }
    assert not [str(fault) for fault in faults.found]
    assert not [kind for kind, entries in brought.items() if not entries]


def _files_of_the_format() -> Iterator[tuple[str, str]]:
    """Path and text: headings such as "A stop: stages/<stage>.toml" name the place."""
    where = {"<stage>": "waiting-and-support", "<section>": "variant-women", "<lang>": "ar"}
    for example in EXAMPLES:
        if example.path.name == "content-format.md" and example.language in READERS:
            found = re.search(r"[\w/<>.-]+\.(?:toml|md|csv)", example.heading)
            name = found[0] if found else "facts.toml"  # "Facts: numbers stand once"
            for hole, filled in where.items():
                name = name.replace(hole, filled)
            yield name, example.text


# Examples that are run ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    desk = tmp_path_factory.mktemp("desk")
    with _as_a_reader(desk):
        yield desk


@contextmanager
def _as_a_reader(desk: Path) -> Iterator[None]:
    """A folder as a reader of the docs has it: the examples in reach, data of its own."""
    for name in ("docs", "plugins", "toolkits"):
        (desk / name).symlink_to(TOP / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk)
        for name in ("GUIDES_CONFIG", "GUIDES_PLUGINS", "GUIDES_PLUGIN_DIRS", "GUIDES_DATABASE"):
            patch.delenv(name, raising=False)
        patch.setenv("GUIDES_DATA_DIR", str(desk / "var"))
        for kept in (settings, registry):
            kept.cache_clear()
        engine = open_engine(f"sqlite:///{desk / 'var' / 'guides.db'}")
        upgrade(engine)  # as after set-up
        engine.dispose()
        yield
        for kept in (settings, registry):
            kept.cache_clear()


def run(line: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of one line, run as the ``guides`` command runs it."""
    words = shlex.split(line.replace("/tmp/", f"{desk}/"), comments=True)
    monkeypatch.setattr(sys, "argv", words[: words.index(">")] if ">" in words else words)
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


@pytest.mark.parametrize(
    ("example", "line"),
    [(e, ln) for e, ln in COMMANDS if ln.split()[0] == "guides" and e.path.name != TUTORIAL],
    ids=lambda value: value if isinstance(value, str) else value.place,
)
def test_the_command_works(
    example: Example,
    line: str,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(line, desk, monkeypatch)
    printed = capsys.readouterr()
    assert code == 0, printed.err
    missing = [shown for shown in _shown(example, line) if not _comes_out(shown, printed.out)]
    assert not missing, printed.out


def _shown(example: Example, line: str) -> list[str]:
    """The lines that stand under a command."""
    after = example.text.split(f"$ {line}\n", 1)[1]
    under = re.split(r"^\$ ", after, maxsplit=1, flags=re.MULTILINE)[0]
    return [each.strip() for each in under.splitlines() if each.strip()]


def _comes_out(shown: str, printed: str) -> bool:
    pattern = r".*".join(re.escape(part.strip()) for part in shown.split("…"))
    return re.search(pattern, printed) is not None


def test_the_tutorial_leads_to_the_finished_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From an empty folder, step by step: what it says is written, run, and seen."""
    with _as_a_reader(tmp_path):
        folder = tmp_path / "var" / "plugins" / "my-town"
        for example in (each for each in EXAMPLES if each.path.name == TUTORIAL):
            found = re.search(r"[\w/-]+\.(?:toml|csv)", example.heading)
            if found and example.language in ("toml", "csv"):
                path = folder / found[0]
                path.parent.mkdir(parents=True, exist_ok=True)
                before = path.read_text("utf-8") + "\n" if path.is_file() else ""
                path.write_text(before + example.text, encoding="utf-8")
            for _, line in (each for each in COMMANDS if each[0] == example):
                registry.cache_clear()  # as a new process: the files are others
                code = run(line, tmp_path, monkeypatch)
                printed = capsys.readouterr()
                assert code == 0, f"{line}\n{printed.out}{printed.err}"
                missing = [s for s in _shown(example, line) if not _comes_out(s, printed.out)]
                assert not missing, f"{line}\n{printed.out}"
        finished = TOP / "docs" / "examples" / "my-town"
        assert _files_in(folder) == _files_in(finished)
        assert all((tmp_path / f"{name}.pdf").stat().st_size for name in ("arabic", "english"))


def _files_in(folder: Path) -> dict[str, list[str]]:
    """What stands in each file; a comment is for who opens it by itself."""
    return {
        str(path.relative_to(folder)): [
            line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")
        ]
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_command_that_fails_is_seen(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("guides stages --jsonn", desk, monkeypatch) == 2
    assert run("guides facts show no-such-fact", desk, monkeypatch) == 2
    assert run("guides stages --json > stages.json  # all of them", desk, monkeypatch) == 0


def test_other_commands_are_scripts_of_this_checkout() -> None:
    """``$ script/test --full`` is not run here, but the script must be there."""
    others = [line.split()[0] for _, line in COMMANDS if line.split()[0] != "guides"]
    assert not [name for name in others if not (TOP / name).is_file()]


# Links --------------------------------------------------------------------------------------------


def test_links_between_the_docs_lead_somewhere() -> None:
    known = {doc.path: doc for doc in DOCS}
    broken = [
        f"{doc.path.relative_to(TOP)}: {link}"
        for doc in DOCS
        for link in doc.links
        if not _leads_somewhere(doc, link, known)
    ]
    assert not broken


def _leads_somewhere(doc: Doc, link: str, known: dict[Path, Doc]) -> bool:
    if re.match(r"[a-z]+:", link):
        return link.startswith(("https://", "http://127.0.0.1", "mailto:"))
    path, _, part = unquote(link).partition("#")
    target = (doc.path.parent / path).resolve() if path else doc.path
    if not target.exists():
        return False
    return not part or (target in known and part in known[target].anchors)


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# One\n\n## Two `words`, more\n\n[x](a.md#two-words-more)\n", encoding="utf-8")
    doc = Doc.at(path)
    known = {path: doc}
    assert _leads_somewhere(doc, "a.md#two-words-more", known)
    for wrong in (
        "b.md",
        "/a.md",
        "a.md#three",
        "#three",
        "http://plain.example/",
        "ftp://x.example/",
    ):
        assert not _leads_somewhere(doc, wrong, known)


# Words that belong to the making, not to the thing ------------------------------------------------

FOREIGN = re.compile(
    "|".join(
        (
            r"/wor" + "k/",
            r"registry[\s-]" + "host",
            r"\bas an " + "AI\\b",
            r"\bassis" + "tant\\b",
            r"\blanguage " + "model\\b",
            r"\bhel" + r"per (?:session|agent)\b",
            r"\bsub" + "agent",
            r"\b(?:cl" + r"aude|chat" + r"gpt|anth" + r"ropic)\b",
        )
    ),
    re.IGNORECASE,
)
FOLDERS = ("guides", "docs", "toolkits", "plugins", "templates", "tests", "script", "bench", ".ci")


def _texts() -> Iterator[Path]:
    files = [p for p in TOP.iterdir() if p.is_file()]
    files += [p for folder in FOLDERS for p in (TOP / folder).rglob("*") if p.is_file()]
    for path in files:
        if path.suffix in TEXTS and "__pycache__" not in path.parts:
            yield path


def test_no_text_speaks_of_the_place_where_it_was_written() -> None:
    found = [
        f"{path.relative_to(TOP)}:{number}: {match[0]}"
        for path in _texts()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1)
        for match in [FOREIGN.search(line)]
        if match
    ]
    assert not found


@pytest.mark.parametrize(
    "text", ["cd /wor" + "k/main", "As an " + "AI, I", "the registry " + "host"]
)
def test_such_a_text_is_seen(text: str) -> None:
    assert FOREIGN.search(text)
