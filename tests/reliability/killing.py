"""Processes that are killed in the middle of their work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A process, as far as the line ``go`` that it prints when it begins its work."""
    process = begin(code, *arguments)
    wait(process)
    return process


def begin(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", dedent(code), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    line = process.stdout.readline()
    if line != "go\n":
        raise AssertionError(process.communicate()[1])


def kill(*processes: subprocess.Popen[str]) -> int:
    """Kill them, as a power cut would. Returns how many were still at work."""
    alive = [process for process in processes if process.poll() is None]
    for process in alive:
        os.killpg(process.pid, signal.SIGKILL)
    for process in processes:
        process.communicate()
    return len(alive)


def after(seconds: float, *processes: subprocess.Popen[str]) -> int:
    time.sleep(seconds)
    return kill(*processes)


def lines(file: Path) -> list[str]:
    """Whole lines of a file that was being written when its writer was killed."""
    return file.read_text().split("\n")[:-1] if file.exists() else []
