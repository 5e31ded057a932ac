"""docs/security.md names tests: each exists, and each control that was promised has a row."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

CONTROLS = {*range(1, 20), 22, 25}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_ROW = re.compile(r"^\| (\d+) \|", re.MULTILINE)
PLACES = {"both", "SQLite", "PostgreSQL", "none"}


@pytest.fixture(scope="module")
def table(checkout: Path) -> str:
    return (checkout / "docs" / "security.md").read_text("utf-8")


@cache
def _tests_of(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def faults(text: str, top: Path) -> Iterator[str]:
    """What the page says that is not so."""
    for file, name in _TEST.findall(text):
        if name not in _tests_of(top / file):
            yield f"docs/security.md names {file}::{name}, which is not there."
    for row in text.splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if row.startswith("| ") and len(cells) >= 4 and "---" not in row and "shown by" not in row:
            if not _TEST.search(row):
                yield f"docs/security.md, row {cells[0]}: no test is named."
            if not PLACES & set(re.findall(r"\w+", cells[-2])):
                yield f"docs/security.md, row {cells[0]}: say on which database."
    for number in sorted(CONTROLS ^ {int(found) for found in _ROW.findall(text)}):
        yield f"docs/security.md: control {number} has no row, or is not promised."


def test_every_test_that_is_named_exists_and_every_control_has_a_row(
    table: str, checkout: Path
) -> None:
    assert len(_TEST.findall(table)) > 60
    assert list(faults(table, checkout)) == []


@pytest.mark.parametrize(
    ("was", "planted", "said"),
    [
        ("::test_a_code_is_good_once`", "::test_a_code_is_good_twice`", "which is not there"),
        ("`tests/audit/test_verify.py", "`tests/audit/test_gone.py", "which is not there"),
        ("\n| 16 | ", "\n| 61 | ", "control 16 has no row"),
        ("`tests/reliability/test_killed.py::test_killed_writers`", "seen", "no test is named"),
        ("test_killed_writers` | both |", "test_killed_writers` | |", "on which database"),
    ],
)
def test_what_is_not_so_is_seen(
    table: str, checkout: Path, was: str, planted: str, said: str
) -> None:
    assert was in table
    assert any(said in fault for fault in faults(table.replace(was, planted, 1), checkout))
