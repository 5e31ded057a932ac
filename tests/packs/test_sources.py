"""Whatever is handed over as a plugin: every fault is named, nothing hostile gets anywhere."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from guides.packs.archive import LIST, PackWrong
from guides.packs.sources import faults_of, opened, pack
from guides.toolkit.faults import BrokenContent
from guides.toolkit.folder import MOST_FILES, MOST_TABLE_BYTES
from tests.packs.packing import zipped
from tests.plugins.folders import Files, code_plugin, line, manifest, plugin

DAY = date(2026, 11, 21)
STOP = "waiting-and-support"
LINES = f"checklists/{STOP}.toml"
GOOD: Files = {LINES: line(text="Come for tea.")}


def _bytes(files: Files) -> dict[str, bytes]:
    said = {"plugin.toml": manifest("tea"), **files}
    return {name: d.encode() if isinstance(d, str) else d for name, d in said.items()}


def _zip(base: Path, data: bytes) -> Path:
    path = base / "tea.zip"
    path.write_bytes(data)
    return path


def _said(path: Path) -> list[str]:
    return [str(fault) for fault in faults_of(path, DAY)]


def test_a_folder_a_packed_and_a_zipped_one_are_the_same_plugin(tmp_path: Path):
    """Also one that was zipped by hand, as a folder, on a machine that leaves rubbish in it."""
    root = plugin(tmp_path, "tea", {**GOOD, "notes.txt": "x", "tests/test_tea.py": "x = 1\n"})
    by_hand = {f"tea/{name}": data for name, data in _bytes(GOOD).items()}
    rubbish = {"__MACOSX/tea/._a.toml": b"x", "tea/.DS_Store": b"x", "tea/Thumbs.db": b"x"}
    zips = [pack(root)[1], zipped(_bytes(GOOD)), zipped({**by_hand, **rubbish})]
    found = set()
    for number, data in enumerate(zips):
        (tmp_path / str(number)).mkdir()
        with opened(_zip(tmp_path / str(number), data), DAY) as source:
            found.add((source.pack.id, source.pack.digest, source.faults))
            assert source.listed is (number == 0)
    with opened(root, DAY) as source:
        found.add((source.pack.id, source.pack.digest, source.faults))
        assert source.left_out == ("notes.txt",)
    assert len(found) == 1


def test_faults_in_a_zip_name_its_file_line_and_mend(tmp_path: Path):
    bad = {LINES: line(text="You should appeal, you will win.") + line("bus", "It costs £4.50.")}
    path = _zip(tmp_path, zipped(_bytes(bad)))
    said = _said(path)
    assert any(f"{path}/{LINES}:4: " in each and "Mend: " in each for each in said)
    assert any(f"{path}/{LINES}:" in each and "amount of money" in each for each in said)
    assert not any("guides-plugin-" in each for each in said)


HOSTILE: dict[str, tuple[dict[str, bytes], str]] = {
    "up": ({"../up.toml": b""}, "outside its folder"),
    "up in the middle": ({"a/../../up.toml": b""}, "outside its folder"),
    "absolute": ({"/etc/up.toml": b""}, "outside its folder"),
    "a drive": ({"C:up.toml": b""}, "outside its folder"),
    "backslashes": ({"a\\..\\up.toml": b""}, "outside its folder"),
    "a name that hides": ({"a\u202emd.toml": b""}, "outside its folder"),
    "rubbish that leads out": ({"../__MACOSX/up.toml": b""}, "outside its folder"),
    "a program": ({"run.sh": b""}, "not content"),
    "code without plugin.py": ({"more.py": b""}, "not content"),
    "a picture that is a program": ({"logo.svg": b"<svg/>"}, "not content"),
    "a page": ({"templates/page.html": b""}, "not content"),
    "two files for one": ({"guidance/a.md": b"", "guidance/A.md": b""}, "small and capital"),
    "two folders for one": ({"Guidance/a.md": b"", "guidance/b.md": b""}, "small and capital"),
    "letters of two kinds": ({"caf\u00e9.md": b"", "cafe\u0301.md": b""}, "small and capital"),
    "a file that is a folder": ({"a.md": b"", "a.md/b.md": b""}, "cannot be unpacked"),
    "a long name": ({f"{'a' * 300}.md": b""}, "cannot be unpacked"),
    "a large text": ({"facts.toml": b" " * 1_000_001}, "too large"),
    "all of it large": ({"services.csv": bytes(50_000_001)}, "larger than"),
    "many files": ({f"{n}.md": b"" for n in range(MOST_FILES)}, "larger than"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_and_leaves_nothing(tmp_path: Path, kind: str):
    files, words = HOSTILE[kind]
    path = _zip(tmp_path, zipped({**_bytes(GOOD), **files}))
    with pytest.raises(PackWrong, match=words):
        faults_of(path, DAY)
    assert [p.name for p in tmp_path.iterdir()] == ["tea.zip"]


def test_a_link_in_a_zip_is_refused(tmp_path: Path):
    files = {**_bytes(GOOD), "facts.toml": b"/etc/passwd"}
    with pytest.raises(PackWrong, match="outside its folder"):
        faults_of(_zip(tmp_path, zipped(files, links=("facts.toml",))), DAY)


def _bomb() -> bytes:
    """Says that it holds a few bytes, and unpacks to two hundred million."""
    data = zipped({**_bytes(GOOD), "services.csv": bytes(200_000_000)})
    real, small = struct.pack("<L", 200_000_000), struct.pack("<L", 100)
    return data.replace(real, small)


def _packed_with(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in _bytes(GOOD).items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x05\x06" + bytes(18) + b"x",
        b"<html>404</html>",
        b"\x00" * 10_000,
        zipped({}),
        zipped({"plugin.toml": b"\x00"}),
        zipped({**_bytes({}), LIST: b"{}"}),
        zipped({**_bytes({}), LIST: b"[" * 100_000}),
        _bomb(),
        _packed_with(zipfile.ZIP_LZMA),
        _packed_with(zipfile.ZIP_BZIP2),
    ],
    ids=["empty", "only an end", "a page", "NUL", "nothing in it", "NUL in the manifest",
         "a list of nothing", "a deep list", "a bomb", "lzma", "bzip2"],
)  # fmt: skip
def test_a_file_that_is_no_plugin_is_refused_in_words(tmp_path: Path, data: bytes):
    try:
        found = [str(f) for f in faults_of(_zip(tmp_path, data), DAY) if f.severity == "fault"]
    except PackWrong as wrong:
        found = [str(wrong)]
    assert found
    assert found[0].endswith(".")


def test_a_zip_larger_than_any_plugin_is_not_even_read(tmp_path: Path):
    path = tmp_path / "huge.zip"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)  # no room on the disk is taken
    with pytest.raises(PackWrong, match="larger than"):
        faults_of(path, DAY)


def _links(root: Path) -> None:
    (root / "facts.toml").symlink_to("/etc/passwd")


def _folder_link(root: Path) -> None:
    (root / "guidance").symlink_to("/etc")


def _clash(root: Path) -> None:
    (root / "handbook").mkdir()
    for name in ("a.md", "A.md"):
        (root / "handbook" / name).write_text("Hello.\n")


def _flood(root: Path) -> None:
    (root / "more").mkdir()
    for number in range(MOST_FILES + 1):
        (root / "more" / f"{number}.md").touch()


def _huge(root: Path) -> None:
    with (root / "services.csv").open("wb") as file:
        file.truncate(MOST_TABLE_BYTES * 10)


def _nul(root: Path) -> None:
    (root / LINES).write_bytes(line().encode() + b"\x00")


def _pipe(root: Path) -> None:
    os.mkfifo(root / "facts.toml")


def _newer(root: Path) -> None:
    (root / "plugin.toml").write_text(manifest("tea").replace("api = 0", "api = 1"))


def _half(root: Path) -> None:
    (root / "plugin.toml").unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_links, "facts.toml:1: This is a link"),
        (_folder_link, "guidance:1: This is a link"),
        (_clash, "small and capital"),
        (_flood, "files are too many"),
        (_huge, "services.csv:1: The file has 200,000,000 bytes"),
        (_nul, f"{LINES}:"),
        (_pipe, "not an ordinary file"),
        (_newer, "plugin.toml:2: It is made for a newer version"),
        (_half, "plugin.toml:1: There is no plugin.toml"),
    ],
)
def test_a_hostile_folder_is_named_by_file_and_line(tmp_path: Path, spoil, words: str):
    root = plugin(tmp_path, "tea", GOOD)
    assert _said(root) == []
    spoil(root)
    assert any(words in said and "Mend: " in said for said in _said(root))


def test_checking_runs_no_code(tmp_path: Path):
    root = code_plugin(tmp_path, "tea", f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert _said(root) == []
    assert _said(_zip(tmp_path, pack(root)[1])) == []
    assert not (tmp_path / "ran").exists()


def test_a_pack_that_says_another_name_than_its_manifest_is_refused(tmp_path: Path):
    root = plugin(tmp_path, "tea", GOOD)
    _, data = pack(root)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[LIST] = files[LIST].replace(b'"id": "tea"', b'"id": "coffee"')
    with pytest.raises(PackWrong, match="two different ids"):
        faults_of(_zip(tmp_path, zipped(files)), DAY)


def test_a_folder_is_packed_with_its_code_and_pictures_and_nothing_else(tmp_path: Path):
    files = {**GOOD, "logo.png": b"x", "services.xlsx": b"x", "templates/a.html": "x"}
    for name in ("notes.txt~", "run.sh", ".git/config.toml", "__pycache__/plugin.cpython-311.pyc"):
        files[name] = "x"
    data_only = plugin(tmp_path / "one", "tea", files)
    with_code = plugin(tmp_path / "two", "tea", {**files, "plugin.py": "x = 1\n"})
    taken = {"plugin.toml", LINES, "logo.png", "services.xlsx"}
    assert set(pack(data_only)[0].files) == taken
    assert set(pack(with_code)[0].files) == {*taken, "templates/a.html", "plugin.py"}


def test_a_folder_that_cannot_be_trusted_is_not_packed(tmp_path: Path):
    root = plugin(tmp_path, "tea", GOOD)
    _links(root)
    with pytest.raises(BrokenContent, match="link"):
        pack(root)
