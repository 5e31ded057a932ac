"""Finished sheets on disk: whole or absent, private, bounded."""

from __future__ import annotations

import multiprocessing
import os
import stat
import time

import pytest

from guides.sheets.cache import SheetCache

KEY = "a" * 64
OTHER = "b" * 64
PDF = b"%PDF-1.7 something"


@pytest.fixture
def cache(tmp_path):
    return SheetCache(tmp_path / "sheets", most_bytes=1000)


def test_what_was_put_comes_back(cache):
    assert cache.get(KEY) is None
    cache.put(KEY, PDF)
    assert cache.get(KEY) == PDF
    assert SheetCache(cache.folder).get(KEY) == PDF


def test_putting_again_replaces(cache):
    cache.put(KEY, PDF)
    cache.put(KEY, b"newer")
    assert cache.get(KEY) == b"newer"


def test_only_its_owner_can_read_it_and_its_name_says_nothing(cache):
    cache.put(KEY, PDF)
    assert os.listdir(cache.folder) == [KEY]
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((cache.folder / KEY).stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["", "abc", "../../etc/passwd", "A" * 64, "a" * 64 + "\n", "a/b"])
def test_a_key_that_is_no_key_is_refused(cache, key):
    with pytest.raises(ValueError, match="not the key"):
        cache.get(key)
    with pytest.raises(ValueError, match="not the key"):
        cache.put(key, PDF)


@pytest.mark.parametrize("keep", [0, 10, 32, 40, -1])
def test_a_half_written_file_counts_as_absent_and_goes(cache, keep):
    cache.put(KEY, PDF)
    path = cache.folder / KEY
    path.write_bytes(path.read_bytes()[:keep])
    assert cache.get(KEY) is None
    assert not path.exists()


def test_a_changed_file_counts_as_absent(cache):
    cache.put(KEY, PDF)
    path = cache.folder / KEY
    path.write_bytes(path.read_bytes().replace(b"some", b"evil"))
    assert cache.get(KEY) is None


def test_a_sheet_under_the_name_of_another_counts_as_absent(cache):
    cache.put(KEY, PDF)
    (cache.folder / KEY).rename(cache.folder / OTHER)
    assert cache.get(OTHER) is None


def test_a_link_is_not_followed(cache, tmp_path):
    cache.put(KEY, PDF)
    outside = tmp_path / "outside"
    (cache.folder / KEY).rename(outside)
    (cache.folder / KEY).symlink_to(outside)
    assert cache.get(KEY) is None
    assert outside.exists()


def test_the_one_not_used_for_longest_goes_first(cache):
    for number in range(3):
        cache.put(f"{number}" * 64, bytes(300))
        os.utime(cache.folder / (f"{number}" * 64), (number, number))
    assert cache.get("0" * 64) is not None  # and is the newest now
    cache.put("3" * 64, bytes(300))
    assert sorted(name[0] for name in os.listdir(cache.folder)) == ["0", "2", "3"]


def test_a_sheet_bigger_than_the_cache_is_not_kept(cache):
    cache.put(KEY, PDF)
    cache.put(OTHER, bytes(2000))
    assert cache.get(OTHER) is None
    assert cache.get(KEY) == PDF


def test_what_a_dead_process_left_goes(cache):
    cache.put(KEY, PDF)
    fresh, stale = cache.folder / ".part-fresh", cache.folder / ".part-stale"
    fresh.write_bytes(b"")
    stale.write_bytes(b"")
    os.utime(stale, (time.time() - 7200,) * 2)
    cache.put(OTHER, PDF)
    assert fresh.exists()
    assert not stale.exists()


def test_a_failed_write_leaves_nothing(cache, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        cache.put(KEY, PDF)
    assert os.listdir(cache.folder) == []


def test_clear_takes_everything(cache):
    cache.put(KEY, PDF)
    cache.clear()
    assert cache.get(KEY) is None
    SheetCache(cache.folder / "never-made").clear()


def _hammer(folder, seed, wrong):
    cache = SheetCache(folder, most_bytes=3000)
    for step in range(150):
        key = f"{(step * 7 + seed) % 10}" * 64
        body = key.encode() * 5
        found = cache.get(key)
        if found not in (None, body):
            wrong.value += 1
        cache.put(key, body)


def test_several_processes_share_a_folder(cache):
    spawn = multiprocessing.get_context("spawn")
    wrong = spawn.Value("i", 0)
    jobs = [spawn.Process(target=_hammer, args=(cache.folder, n, wrong)) for n in range(3)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert [job.exitcode for job in jobs] == [0, 0, 0]
    assert wrong.value == 0
    assert sum(path.stat().st_size for path in cache.folder.iterdir()) <= 3000
