"""TOML that people typed: nothing breaks the reader, and every fault has a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import decode
from guides.toolkit.toml_file import MOST_LETTERS, Table, TomlFile

PATH = Path("file.toml")
KEYS = ("id", "text", "order", "amount", "flag", "day", "texts", "kind", "for", "part", "parts")

# Bytes that look like TOML find more than bytes that do not.
pieces = st.sampled_from(
    ["[[item]]", "[item]", "item = ", "[", "]", "{", "}", "=", '"', '"""', "'", "\n", ".", ",", "#"]
    + [f"{key} = " for key in KEYS]
    + ["1", "inf", "nan", "1e400", "-0", "0x1F", "true", "2026-03-02", "2026-13-45", "9" * 5_000]
    + ["2026-03-02T10:00:00+25:00", '"text"', "[1, 'a']", "{ a = 1 }", "\\u0000", "é", "\ufeff"]
)
typed = st.lists(pieces, max_size=30).map(lambda found: "".join(found).encode())


def _read(text: str) -> tuple[TomlFile, Faults]:
    faults = Faults()
    return TomlFile.parse(PATH, text, faults), faults


def _ask_everything(table: Table) -> None:
    table.id()
    table.text("text", needed=True)
    table.number_("order")
    table.decimal("amount", needed=True)
    table.flag("flag")
    table.day("day", needed=True)
    table.texts("texts")
    table.choice("kind", ("a", "b"))
    table.choices("for", ("a", "b"))
    for part in (table.part("part"), *table.parts("parts")):
        if part is not None:
            part.text("text", needed=True)
            part.done()
    table.done()


@settings(deadline=None)
@given(st.binary(max_size=200) | typed)
@example(b"x = " + b"[" * 100_000)
@example(b"x = " + b"9" * 9_000)
@example(b"a.b.c.d = 1\na.b = 2")
def test_no_bytes_break_the_reader(data: bytes):
    faults = Faults()
    file = TomlFile.parse(PATH, decode(PATH, data, faults), faults)
    _ask_everything(file.root())
    for table in file.tables("item"):
        _ask_everything(table)
    most = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= fault.line <= most for fault in faults.found)


def _one(faults: Faults) -> Fault:
    (fault,) = faults.found
    return fault


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.data())
def test_a_fault_in_one_of_many_tables_is_on_its_line(gaps: list[int], data: st.DataObject):
    wrong = data.draw(st.integers(0, len(gaps) - 1))
    lines: list[str] = []
    for number, gap in enumerate(gaps):
        lines += ["", "# [[item]]"] * gap + ["[[item]]", f'id = "a{number}"']
        lines += ["order = 1"] * (number % 2) + [
            f"text = {'7' if number == wrong else chr(34) * 2}"
        ]
    file, faults = _read("\n".join(lines))
    for table in file.tables("item"):
        table.text("text")
    fault = _one(faults)
    assert lines[fault.line - 1] == "text = 7"


@pytest.mark.parametrize(
    ("text", "ask", "line", "words"),
    [
        ("a = 1\nb = =\n", lambda t: None, 2, "not TOML"),
        ("a = 1\n[[b]]\n[b]\n", lambda t: None, 3, "not TOML"),
        ("a = 1\n\nid = 'A b'", lambda t: t.id(), 3, "cannot be an id"),
        ("a = 1\nid = ''", lambda t: t.id(), 2, '"id" is missing'),
        ("a = 1\n", lambda t: t.text("id", needed=True), 1, '"id" is missing'),
        ("\ntext = 1", lambda t: t.text("text"), 2, "not a text"),
        (r'text = "a\u0001b"', lambda t: t.text("text"), 1, "U+0001"),
        (f"\ntext = '{'a' * (MOST_LETTERS + 1)}'", lambda t: t.text("text"), 2, "4,001 letters"),
        ("order = 1.5", lambda t: t.number_("order"), 1, "not a whole number"),
        ("order = true", lambda t: t.number_("order"), 1, "not a whole number"),
        ("count = true", lambda t: t.decimal("count"), 1, "not a number"),
        ("count = 'many'", lambda t: t.decimal("count"), 1, "not a number"),
        ("count = nan", lambda t: t.decimal("count"), 1, "not a number"),
        ("count = -inf", lambda t: t.decimal("count"), 1, "not a number"),
        ("count = 1e300", lambda t: t.decimal("count"), 1, "not a number"),
        ("flag = 'yes'", lambda t: t.flag("flag"), 1, "neither true nor false"),
        ("day = '2026-03-02'", lambda t: t.day("day"), 1, "not a date"),
        ("day = 2026-03-02T10:00:00", lambda t: t.day("day"), 1, "not a date"),
        ("x = 1", lambda t: t.day("day", needed=True), 1, '"day" is missing'),
        ("texts = 'one'", lambda t: t.texts("texts"), 1, "not a list of texts"),
        ("texts = ['one', 2]", lambda t: t.texts("texts"), 1, "not a list of texts"),
        ("kind = 'c'", lambda t: t.choice("kind", ("a", "b")), 1, "'c'"),
        ("for = ['c']", lambda t: t.choices("for", ("a", "b")), 1, '"c" is not known'),
        ("part = 'c'", lambda t: t.part("part"), 1, "not a part of its own"),
        ("parts = 'c'", lambda t: list(t.parts("parts")), 1, "not a part of its own"),
        ("parts = ['c']", lambda t: list(t.parts("parts")), 1, "not a part of its own"),
    ],
)
def test_each_mistake_is_named_with_its_line(text: str, ask, line: int, words: str):
    file, faults = _read(text)
    ask(file.root())
    fault = _one(faults)
    assert (fault.line, fault.severity) == (line, "fault")
    assert words in fault.what
    assert fault.mend


def test_a_misspelt_word_is_named_with_the_word_that_was_meant():
    file, faults = _read("[[item]]\ntext = 'a'\n\n[[item]]\ntxet = 'b'\n")
    for table in file.tables("item"):
        table.text("text")
        table.done()
    assert (_one(faults).line, _one(faults).mend) == (5, 'Did you mean "text"?')


def test_a_fault_in_a_part_of_a_table_is_on_the_line_in_that_part():
    file, faults = _read('[[fact]]\nid = "a"\n\n[fact.source]\nurl = 1\n\n[[fact]]\nurl = "b"\n')
    for table in file.tables("fact"):
        table.id()
        if part := table.part("source"):
            part.text("url")
    assert faults.found[0].line == 5


def test_what_is_missing_in_a_part_is_on_the_line_of_that_part():
    """Also where the same word stands elsewhere in the table."""
    file, faults = _read('[[fact]]\ntext = "a"\nid = "b"\n\n[fact.source]\nurl = "c"\n')
    for table in file.tables("fact"):
        if part := table.part("source"):
            part.text("text", needed=True)
    assert _one(faults).line == 5


@given(st.text("abc \n\t", max_size=60))
def test_a_text_over_several_lines_reads_as_one(text: str):
    file, _ = _read(f'text = """\n{text}"""')
    assert file.root().text("text") == " ".join(text.split())


def test_what_is_right_is_read_without_a_fault():
    file, faults = _read(
        'id = "a-1"\ntext = " b "\norder = 3\namount = "49.18"\nflag = true\nday = 2026-03-02\n'
        'texts = ["x"]\nkind = "b"\nfor = ["b", "a"]\n[part]\ntext = "c"\n'
    )
    root = file.root()
    assert (root.id(), root.text("text"), root.number_("order")) == ("a-1", "b", 3)
    assert (str(root.decimal("amount")), root.flag("flag")) == ("49.18", True)
    assert (root.day("day"), root.texts("texts")) == (date(2026, 3, 2), ("x",))
    assert (root.choice("kind", ("a", "b")), root.choices("for", ("a", "b"))) == ("b", ("a", "b"))
    part = root.part("part")
    assert part is not None
    assert part.text("text") == "c"
    root.done()
    part.done()
    assert faults.found == []
