"""Reading files that somebody else wrote, in whatever encoding, and refusing what is no file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.toolkit import folder as folders
from guides.toolkit.faults import BrokenContent, Faults
from guides.toolkit.folder import Folder, decode
from tests.plugins.folders import write

PATH = Path("page.md")
lines = st.lists(st.text(st.characters(exclude_characters="\r\n\x00\ufeff", codec="utf-8")))


@given(st.binary())
def test_any_bytes_become_text_without_nul_or_carriage_return(data: bytes):
    text = decode(PATH, data, Faults())
    assert "\x00" not in text
    assert "\r" not in text


@given(lines, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_utf_8_reads_the_same_with_any_line_end_and_with_a_mark(
    written: list[str], end: str, mark: str
):
    faults = Faults()
    assert decode(PATH, (mark + end.join(written)).encode(), faults) == "\n".join(written)
    assert faults.found == []


@given(st.integers(0, 30), st.text("éüñ“”€", min_size=1))
def test_windows_1252_is_read_with_a_warning_that_names_its_first_line(above: int, text: str):
    faults = Faults()
    text += "é end"  # by chance, the letters before it can be UTF-8 too; this one cannot
    data = ("plain\n" * above).encode() + text.encode("cp1252") + b"\n"
    assert decode(PATH, data, faults).split("\n")[above] == text
    (fault,) = faults.found
    assert (fault.line, fault.severity) == (above + 1, "warning")


@given(st.integers(0, 30))
def test_a_nul_byte_is_a_fault_on_its_line(above: int):
    faults = Faults()
    decode(PATH, b"plain\n" * above + b"a\x00b", faults)
    assert [(fault.line, fault.severity) for fault in faults.found] == [(above + 1, "fault")]


def _refused(root: Path) -> str:
    with pytest.raises(BrokenContent) as broken:
        Folder(root).check()
    return "\n".join(str(fault) for fault in broken.value.faults)


def test_an_ordinary_folder_is_taken(tmp_path: Path):
    write(tmp_path, {"plugin.toml": "", "guidance/a/b.md": "x", ".git/HEAD": "x"})
    Folder(tmp_path).check()


def test_every_file_that_cannot_be_taken_is_named(tmp_path: Path):
    write(tmp_path, {"big.md": b"x" * 1_000_001, "sub/table.csv": b"x" * 20_000_001})
    (tmp_path / "sub" / "link.md").symlink_to("/etc/hostname")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe.md")
    said = _refused(tmp_path)
    for name in ("big.md", "table.csv", "link.md", "folder", "pipe.md"):
        assert f"{name}:1:" in said


@pytest.mark.parametrize("name", [b"caf\xe9.toml", b"a\nb.toml", b"\x1b[2J.md"])
def test_a_name_that_would_break_the_lists_it_stands_in_is_refused(tmp_path: Path, name: bytes):
    with open(os.fsencode(tmp_path) + b"/" + name, "w"):
        pass
    said = _refused(tmp_path)
    assert "cannot be shown" in said
    assert said.isprintable()


def test_a_table_may_be_larger_than_a_text(tmp_path: Path):
    write(tmp_path, {"services.csv": b"x" * 1_000_001})
    Folder(tmp_path).check()


def test_a_link_that_hides_is_refused_too(tmp_path: Path):
    (tmp_path / ".hidden").symlink_to("/etc")
    assert ".hidden:1: This is a link" in _refused(tmp_path)


def test_a_dangling_link_is_refused(tmp_path: Path):
    (tmp_path / "facts.toml").symlink_to(tmp_path / "nowhere")
    assert "facts.toml:1: This is a link" in _refused(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    write(tmp_path, {f"{number}.md": "" for number in range(3)})
    Folder(tmp_path).check()
    write(tmp_path, {"one-more.md": ""})
    assert "4 files are too many" in _refused(tmp_path)


@pytest.mark.parametrize("name", ["link.md", "pipe.md", "big.md"])
def test_reading_looks_again_because_a_folder_can_change(tmp_path: Path, name: str):
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "big.md").write_bytes(b"x" * 1_000_001)
    with pytest.raises(BrokenContent):
        Folder(tmp_path).read(tmp_path / name, Faults())


def test_files_come_in_a_stable_order_without_the_hidden_ones(tmp_path: Path):
    write(tmp_path, dict.fromkeys(("b/z.md", "b/a.md", "a/c.md", ".x/a.md", "a/.y.md"), ""))
    found = [str(path.relative_to(tmp_path)) for path in Folder(tmp_path).files("*/*.md")]
    assert found == ["a/c.md", "b/a.md", "b/z.md"]


def test_the_last_line_that_fits_is_found(tmp_path: Path):
    write(tmp_path, {"facts.toml": "a\nneedle\nb\nneedle\n", "guidance/stop/rights.md": "x\n"})
    assert Folder(tmp_path).find("needle") == (tmp_path / "facts.toml", 4)
    assert Folder(tmp_path).find("thread") is None
    assert Folder(tmp_path).find("thread", "stop") == (tmp_path / "guidance/stop/rights.md", 1)
