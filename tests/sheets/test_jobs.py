"""Print jobs: looked at from any process, honest when theirs has died, gone after an hour."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from guides.sheets.jobs import KEPT_SECONDS, SILENT_SECONDS, Jobs, Progress


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path / "jobs")


def _wait(jobs: Jobs, name: str) -> Progress | None:
    """How the job ended."""
    until = time.monotonic() + 20
    while (found := jobs.progress(name)) and found.state == "printing":
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def _older(path: Path, seconds: float) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_a_job_says_how_far_it_is_and_then_gives_its_file(jobs: Jobs):
    half, go = threading.Event(), threading.Event()

    def make(tell: Callable[[int], None]) -> bytes:
        tell(2)
        half.set()
        go.wait(20)
        return b"%PDF of all"

    name = jobs.start(5, make)
    assert half.wait(20)
    assert jobs.progress(name) == Progress("printing", 2, 5)
    assert jobs.pdf(name) is None
    go.set()
    assert _wait(jobs, name) == Progress("ready", 5, 5)
    assert jobs.pdf(name) == b"%PDF of all"
    assert Jobs(jobs.root).pdf(name) == b"%PDF of all"  # as another process would ask


def test_a_job_that_breaks_says_so_and_how_far_it_was(jobs: Jobs, caplog):
    def make(tell: Callable[[int], None]) -> bytes:
        tell(3)
        raise RuntimeError("no paper")

    name = jobs.start(5, make)
    assert _wait(jobs, name) == Progress("failed", 3, 5)
    assert jobs.pdf(name) is None
    assert "RuntimeError" in caplog.text


def _left(jobs: Jobs, state: str, silent: float) -> str:
    """A job whose process wrote this, then died."""
    name = "a" * 32
    (jobs.root / name).mkdir(parents=True)
    status = jobs.root / name / "status.json"
    status.write_text(json.dumps({"state": state, "done": 1, "wanted": 4}))
    (jobs.root / name / "sheets.pdf").write_bytes(b"%PDF of all")
    _older(status, silent)
    return name


@pytest.mark.parametrize(
    ("state", "silent", "said"),
    [
        ("printing", SILENT_SECONDS - 30, "printing"),
        ("printing", SILENT_SECONDS + 1, "failed"),  # nobody waits for a process that is not there
        ("ready", SILENT_SECONDS + 1, "ready"),
        ("failed", SILENT_SECONDS + 1, "failed"),
    ],
)
def test_a_job_from_which_nothing_is_heard_has_failed(jobs: Jobs, state, silent, said):
    name = _left(jobs, state, silent)
    assert jobs.progress(name) == Progress(said, 1, 4)
    assert (jobs.pdf(name) is not None) is (said == "ready")


def test_a_job_is_gone_after_an_hour_also_when_nobody_sweeps(jobs: Jobs):
    name = _left(jobs, "ready", KEPT_SECONDS + 1)
    assert jobs.progress(name) is None
    assert jobs.pdf(name) is None


def test_the_next_job_sweeps_away_what_is_older_than_an_hour(jobs: Jobs):
    old, young = jobs.start(1, lambda tell: b"old"), jobs.start(1, lambda tell: b"young")
    _wait(jobs, old)
    _wait(jobs, young)
    _older(jobs.root / old, KEPT_SECONDS + 1)
    _older(jobs.root / young, KEPT_SECONDS - 60)
    _wait(jobs, jobs.start(1, lambda tell: b"new"))
    assert not (jobs.root / old).exists()
    assert jobs.pdf(young) == b"young"


def test_sweeping_where_nothing_was_printed_yet_is_no_mistake(jobs: Jobs):
    jobs.sweep()
    assert not jobs.root.exists()


@pytest.mark.parametrize(
    "name",
    ["", "..", "../aaaa", "a" * 31, "a" * 33, "A" * 32, "a" * 32 + "\n", "\x00" * 32, "b" * 32],
)
def test_a_name_that_names_no_job_leads_nowhere(jobs: Jobs, name: str):
    _left(jobs, "ready", 0)
    assert jobs.progress(name) is None
    assert jobs.pdf(name) is None


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "{}", '{"state": "ready"}', "7", "\x00"])
def test_a_status_that_cannot_be_read_is_no_job(jobs: Jobs, text: str):
    name = _left(jobs, "ready", 0)
    (jobs.root / name / "status.json").write_text(text)
    assert jobs.progress(name) is None
    assert jobs.pdf(name) is None


def test_a_file_that_was_swept_while_somebody_asked_is_not_there(jobs: Jobs):
    name = _left(jobs, "ready", 0)
    (jobs.root / name / "sheets.pdf").unlink()
    assert jobs.pdf(name) is None


def test_names_cannot_be_guessed_and_folders_not_be_looked_into(jobs: Jobs):
    names = {jobs.start(1, lambda tell: b"x") for _ in range(20)}
    assert len(names) == 20
    for name in names:
        assert stat.S_IMODE((jobs.root / name).stat().st_mode) == 0o700
        _wait(jobs, name)


def test_whoever_looks_never_sees_half_of_what_is_written(jobs: Jobs):
    """The page asks every second while sheets are finished one by one."""

    def make(tell: Callable[[int], None]) -> bytes:
        for done in range(300):
            tell(done)
        return b"x"

    name = jobs.start(300, make)
    last = -1
    while (found := jobs.progress(name)) and found.state == "printing":
        assert found.done >= last
        last = found.done
    assert found == Progress("ready", 300, 300)
    assert {path.name for path in (jobs.root / name).iterdir()} == {"status.json", "sheets.pdf"}
