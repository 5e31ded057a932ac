"""``guides boundary check``: notes in a file, one on each line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest


def test_it_says_where_why_and_what_else(run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Tea and a chat.\nThen I told her to appeal.\n", encoding="utf-8")
    found = run("boundary", "check", str(notes))
    assert found.code == 1
    assert "2:8: told her to appeal" in found.out
    assert "regulated adviser" in found.out
    assert found.out.endswith("1 wordings were found.\n")


def test_it_reads_what_is_typed_and_says_that_all_is_well(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"Her solicitor told her to appeal.\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", typed)
    found = run("boundary", "check", "-")
    assert (found.code, found.out) == (0, "0 wordings were found.\n")


def test_a_file_that_is_not_there_is_said(run) -> None:
    assert run("boundary", "check", "no-such-file.txt").code == 2
