"""Pack files come from anywhere: what is not exactly what was packed is refused in words."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from guides.packs.archive import LIST, MOST_BYTES, Pack, PackWrong, pack_folder, read_pack
from guides.toolkit.folder import MOST_FILES, MOST_TEXT_BYTES
from tests.packs.packing import LANTERN, listed, release, the_list, unzipped, zipped
from tests.plugins.folders import write

FILES = {"plugin.toml": b'id = "lantern"\n', "facts/a.toml": b"x = 1\n"}


def _packed(folder: Path) -> bytes:
    return pack_folder(folder, LANTERN, "1", 0)[1]


def test_the_same_files_make_the_same_bytes_wherever_and_whenever(tmp_path: Path):
    """So that two people who packed a release can compare one hash."""
    first = release(tmp_path / "first")
    second = tmp_path / "elsewhere" / "other-name"
    for name in sorted(unzipped(_packed(first)), reverse=True):
        write(second, {name: (first / name).read_bytes()})
        os.utime(second / name, (0, 1_000_000_000))
        (second / name).chmod(0o600)
    write(second, {".git/config.toml": "x", "facts.toml~": "x", "notes.txt": "x", "plugin.py": "x"})
    assert _packed(first) == _packed(second)


def test_one_other_byte_in_one_file_makes_another_pack(tmp_path: Path):
    one, data = pack_folder(release(tmp_path), LANTERN, "1", 0)
    other, changed = pack_folder(release(tmp_path, count=15), LANTERN, "1", 0)
    assert one.digest != other.digest
    assert data != changed


def test_a_file_under_another_name_makes_another_hash():
    one, other = (Pack("a", "1", 0, {name: b"x"}) for name in ("a.toml", "b.toml"))
    assert one.digest != other.digest


def test_a_pack_is_read_and_unpacked_as_it_was_packed(tmp_path: Path):
    packed, data = pack_folder(release(tmp_path), LANTERN, "1", 0)
    found = read_pack(data)
    assert found == packed
    found.write(tmp_path / "out")
    assert pack_folder(tmp_path / "out", LANTERN, "1", 0) == (packed, data)


def test_wherever_one_byte_was_changed_it_is_refused_or_no_file_is_another():
    """Also in the packing itself: no byte may lead to a crash, or to a file that nobody packed."""
    data = listed(FILES)
    honest = read_pack(data)
    for at in range(len(data)):
        for flip in (1, 0x80):
            broken = bytearray(data)
            broken[at] ^= flip
            try:
                found = read_pack(bytes(broken))
            except PackWrong:
                continue
            assert found.files == honest.files, at


def test_a_pack_that_ends_early_is_refused_wherever_it_ends():
    data = listed(FILES)
    for length in range(len(data)):
        with pytest.raises(PackWrong):
            read_pack(data[:length])


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06", b"<html>404</html>", b"\x1f\x8b\x08"])
def test_a_file_that_is_no_zip_is_refused_in_words(data: bytes):
    with pytest.raises(PackWrong, match="not a pack"):
        read_pack(data)


def test_a_file_with_one_changed_byte_is_named():
    data = zipped({LIST: the_list(FILES), **FILES, "facts/a.toml": b"x = 2\n"})
    with pytest.raises(PackWrong, match=r"facts/a\.toml is not the file .* hash differs"):
        read_pack(data)


def test_a_file_that_was_added_is_named():
    data = zipped({LIST: the_list(FILES), **FILES, "facts/b.toml": b"x = 1\n"})
    with pytest.raises(PackWrong, match=r"facts/b\.toml is in the pack, but not in its list"):
        read_pack(data)


def test_a_file_that_was_taken_out_is_named():
    data = zipped({LIST: the_list(FILES), "plugin.toml": FILES["plugin.toml"]})
    with pytest.raises(PackWrong, match=r"facts/a\.toml is missing"):
        read_pack(data)


def test_a_file_that_is_there_twice_is_refused(tmp_path: Path):
    """One could be checked and the other be used."""
    path = tmp_path / "pack.zip"
    path.write_bytes(listed(FILES))
    with (
        zipfile.ZipFile(path, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("facts/a.toml", FILES["facts/a.toml"])
    with pytest.raises(PackWrong, match="twice"):
        read_pack(path.read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "../up.toml",
        "facts/../../up.toml",
        "..",
        "/etc/up.toml",
        "//up.toml",
        "C:up.toml",
        "facts\\..\\up.toml",
        "\\\\host\\up.toml",
        "up\n.toml",
        "up\u202e.toml",
    ],
)
def test_a_path_that_leads_outside_is_refused(name: str):
    with pytest.raises(PackWrong, match="outside its folder"):
        read_pack(listed({**FILES, name: b"x = 1\n"}))


def test_a_link_is_refused():
    with pytest.raises(PackWrong, match="outside its folder"):
        read_pack(listed({**FILES, "link.toml": b"/etc/passwd"}, links=("link.toml",)))


@pytest.mark.parametrize("name", ["plugin.py", "run", "x.so", "page.html", "x.toml.exe", ".toml"])
def test_a_file_that_is_not_content_is_refused(name: str):
    with pytest.raises(PackWrong, match="not content"):
        read_pack(listed({**FILES, name: b"x"}))


def test_a_file_that_is_too_large_is_refused_before_it_is_unpacked():
    with pytest.raises(PackWrong, match=r"big\.toml is too large"):
        read_pack(listed({**FILES, "big.toml": b" " * (MOST_TEXT_BYTES + 1)}))


def test_a_pack_that_is_too_large_as_a_whole_is_refused():
    with pytest.raises(PackWrong, match="larger than any toolkit"):
        read_pack(listed({**FILES, "big.csv": bytes(MOST_BYTES)}))


def test_a_pack_of_too_many_files_is_refused():
    with pytest.raises(PackWrong, match="larger than any toolkit"):
        read_pack(listed({f"{n}.md": b"" for n in range(MOST_FILES)}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "cannot be read"),
        (b"[1]", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"[" * 100_000, "Get it again"),
        (the_list(FILES, format=2), "another version of Asylum Guides"),
        (the_list(FILES, api="0"), "cannot be read"),
        (the_list(FILES, id=7), "cannot be read"),
        (the_list(FILES, files=["plugin.toml"]), "cannot be read"),
        (the_list(FILES, files=dict.fromkeys(FILES, 3)), "hash differs"),
        (the_list(FILES, files=dict.fromkeys(FILES)), "hash differs"),
    ],
)
def test_a_list_that_is_none_is_refused_in_words(text: bytes, words: str):
    with pytest.raises(PackWrong, match=words):
        read_pack(zipped({LIST: text, **FILES}))


def test_a_zip_without_a_list_says_how_packs_are_made():
    with pytest.raises(PackWrong, match="guides toolkit pack"):
        read_pack(zipped(FILES))


@pytest.mark.parametrize("pack_id", ["../up", "/tmp/up", "a/b", "..", "", "Lantern", "a\\b", "a\n"])
def test_an_id_that_leads_outside_is_refused(pack_id: str):
    """It names the folder that the pack is unpacked into."""
    with pytest.raises(PackWrong, match="cannot be an id"):
        read_pack(listed(FILES, id=pack_id))


@pytest.mark.parametrize(
    "version", ["../../up", "/tmp/up", "", "1/2", "1\\2", "1\n", ".", "x" * 99]
)
def test_a_version_that_leads_outside_is_refused(version: str):
    """It names the folder that the pack is kept in."""
    with pytest.raises(PackWrong, match="cannot be a version"):
        read_pack(listed(FILES, version=version))


def test_a_folder_that_could_not_be_taken_as_a_pack_is_not_packed(tmp_path: Path):
    with pytest.raises(PackWrong, match="cannot be a version"):
        pack_folder(release(tmp_path), LANTERN, "one / two", 0)
