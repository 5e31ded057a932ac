"""Whatever is interrupted, the old release is used or the new one; never half of one."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from guides.packs.archive import Pack, PackWrong
from guides.packs.releases import Releases
from guides.plugins.discovery import CURRENT, PREVIOUS
from guides.plugins.pinned import digest_of


def _pack(version: str, text: bytes = b"x = 1\n") -> Pack:
    return Pack("tea", version, 0, {"plugin.toml": text, "facts/a.toml": text})


def _used(releases: Releases) -> tuple[str | None, str | None]:
    found = releases.current("tea"), releases.previous("tea")
    now, before = (path.name.partition("-")[0] if path else None for path in found)
    return now, before


def test_releases_are_taken_and_gone_back_from(tmp_path: Path):
    releases = Releases(tmp_path)
    assert _used(releases) == (None, None)
    for version in ("1", "2", "3"):
        releases.take(_pack(version))
    assert _used(releases) == ("3", "2")
    assert releases.back("tea") == releases.current("tea")
    assert _used(releases) == ("2", None)
    assert releases.back("tea") is None
    assert _used(releases) == (None, None)


def test_a_release_that_was_half_written_is_written_again(tmp_path: Path):
    releases = Releases(tmp_path)
    folder = releases.take(_pack("1"))
    (folder / "facts" / "a.toml").write_bytes(b"")
    releases.take(_pack("1"))
    assert digest_of(folder) == _pack("1").digest


def test_what_an_interrupted_one_left_is_not_used_and_goes_with_the_next(tmp_path: Path):
    """As when the power fails: folders without a pointer, pointers half written."""
    releases = Releases(tmp_path)
    releases.take(_pack("1"))
    home = releases.home("tea")
    (home / ".new-left").mkdir()
    (home / ".current.7.new").write_text("2-")
    (home / "2-0123456789ab").mkdir()
    assert _used(releases) == ("1", None)
    releases.take(_pack("3"))
    assert _used(releases) == ("3", "1")
    kept = {path.name.partition("-")[0] for path in home.iterdir()}
    assert kept == {CURRENT, PREVIOUS, "1", "3"}


@pytest.mark.parametrize("name", ["plugin.toml/more.toml", f"{'a' * 300}.toml"])
def test_a_pack_that_cannot_be_written_changes_nothing(tmp_path: Path, name: str):
    releases = Releases(tmp_path)
    releases.take(_pack("1"))
    before = {p.name for p in releases.home("tea").iterdir()}
    with pytest.raises(PackWrong, match="cannot be unpacked"):
        releases.take(Pack("tea", "2", 0, {"plugin.toml": b"", name: b""}))
    assert {p.name for p in releases.home("tea").iterdir()} == before
    assert _used(releases) == ("1", None)


def _take(root: Path, number: int) -> None:
    Releases(root).take(_pack(str(number)))


def test_many_who_take_at_the_same_time_leave_one_whole_release(tmp_path: Path):
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_take, args=(tmp_path, n)) for n in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 8
    releases = Releases(tmp_path)
    now, before = releases.current("tea"), releases.previous("tea")
    assert now is not None
    assert before is not None
    assert now != before
    for folder in (now, before):
        assert digest_of(folder) == _pack(folder.name.partition("-")[0]).digest
    assert {p.name for p in releases.home("tea").iterdir()} == {
        CURRENT, PREVIOUS, now.name, before.name,
    }  # fmt: skip
