"""The master key: in a file that only its owner can read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import resource
import stat
from pathlib import Path

import pytest

from guides.safe.domain import SafeWrong
from guides.safe.keys import MasterKey


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "etc" / "master.key"


def test_what_was_written_is_read_and_nobody_else_can(file: Path):
    key = MasterKey.random()
    key.write(file)
    assert MasterKey.read(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_is_one_line_that_can_be_copied_by_hand(file: Path):
    MasterKey.random().write(file)
    text = file.read_text("ascii")
    assert (len(text), text.count("\n")) == (45, 1)
    key = MasterKey.read(file)
    file.write_text(f"  {text}\n\n")
    assert MasterKey.read(file) == key


def test_a_key_that_is_there_is_never_written_over(file: Path):
    MasterKey.random().write(file)
    before = file.read_bytes()
    with pytest.raises(SafeWrong, match="already"):
        MasterKey.random().write(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o644, 0o777, 0o610])
def test_a_file_that_others_can_read_or_change_is_refused(file: Path, mode: int):
    MasterKey.random().write(file)
    file.chmod(mode)
    with pytest.raises(SafeWrong, match="chmod 600"):
        MasterKey.read(file)


def test_the_folder_of_systemd_guards_what_is_in_it(file: Path, monkeypatch, tmp_path: Path):
    key = MasterKey.random()
    key.write(file)
    file.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(file.parent))
    assert MasterKey.read(file) == key
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "et"))  # not every longer name
    with pytest.raises(SafeWrong, match="chmod 600"):
        MasterKey.read(file)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "")
    with pytest.raises(SafeWrong, match="chmod 600"):
        MasterKey.read(file)


SECRET = "Zm9yIG5vYm9keSdzIGV5ZXM"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        SECRET.encode(),
        base64.b64encode(b"x" * 31),
        base64.b64encode(b"x" * 33),
        base64.b64encode(b"x" * 32)[:-1],
        b"!" + base64.b64encode(b"x" * 32),
        b"\xff" * 44,
        base64.b64encode(b"x" * 32) + b"\n" + base64.b64encode(b"y" * 32),
        b"A" * 10_000,
    ],
)
def test_what_is_no_key_is_refused_without_saying_it_back(file: Path, text: bytes):
    file.parent.mkdir()
    file.write_bytes(text)
    file.chmod(0o600)
    with pytest.raises(SafeWrong, match="holds no master key") as wrong:
        MasterKey.read(file)
    assert SECRET not in str(wrong.value)
    assert wrong.value.__cause__ is None


def test_a_key_that_is_not_there_is_said_with_what_to_do(file: Path):
    with pytest.raises(SafeWrong, match="Do not make a new key") as wrong:
        MasterKey.read(file)
    assert str(file) in str(wrong.value)


def test_a_folder_is_no_key(tmp_path: Path):
    with pytest.raises(SafeWrong, match="cannot be read"):
        MasterKey.read(tmp_path)


def test_where_nothing_can_be_written_it_is_said():
    with pytest.raises(SafeWrong, match="cannot be made"):
        MasterKey.random().write(Path("/proc/guides/master.key"))


def test_a_full_disk_leaves_no_half_of_a_key(file: Path):
    """No file may grow: as a full disk, the system takes none of the bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(SafeWrong, match="cannot be written"):
            MasterKey.random().write(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not file.exists()
    MasterKey.random().write(file)


def test_each_purpose_has_a_key_of_its_own():
    key, other = MasterKey.random(), MasterKey.random()
    made = [k.for_purpose(p) for k in (key, other) for p in ("audit", "pseudonym", "sessions")]
    made += [key.for_purpose("wrap")]
    assert len(set(made)) == 7
    assert {len(each) for each in made} == {32}
    assert key.for_purpose("audit") == key.for_purpose("audit")


def test_keys_of_purposes_stay_what_they_are():
    """Another way to make them would lock everybody out. Here once more, by RFC 5869."""
    raw = bytes(range(32))
    inner = hmac.new(bytes(32), raw, hashlib.sha256).digest()
    by_hand = hmac.new(inner, b"guides/1/wrap\x01", hashlib.sha256).digest()
    assert MasterKey(raw).for_purpose("wrap") == by_hand
    assert MasterKey(raw).id == hashlib.sha256(raw).hexdigest()[:8]


def test_a_key_does_not_show_itself():
    key = MasterKey(b"kanarienvogel!kanarienvogel!1234")
    assert "kanarienvogel" not in f"{key!r} {key}"


def test_it_has_32_bytes():
    with pytest.raises(ValueError, match="32"):
        MasterKey(b"short")
