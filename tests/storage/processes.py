"""Several processes that do the same at the same moment, as the workers of a server do."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from textwrap import dedent

_HEAD = """
import sys, time
from pathlib import Path

def go():
    Path(sys.argv[-1], sys.argv[-2]).touch()
    while not Path(sys.argv[-1], "go").exists():
        time.sleep(0.005)

"""


def together(count: int, code: str, *arguments: str) -> list[str]:
    """What each of ``count`` processes prints; they wait for each other where it says go()."""
    with tempfile.TemporaryDirectory() as signals:
        running = [
            subprocess.Popen(
                [sys.executable, "-c", _HEAD + dedent(code), *arguments, str(number), signals],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(count)
        ]
        while any(process.poll() is None for process in running):
            if len(list(Path(signals).iterdir())) == count:
                Path(signals, "go").touch()
                break
            time.sleep(0.01)
        said = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0] * count, said
    return [out.strip() for out, _ in said]
