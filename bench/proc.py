"""Memory of processes, from /proc."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def rss(pid: int | str = "self") -> int:
    """Resident memory of one process, in bytes."""
    return _kilobytes(PROC / str(pid) / "status", "VmRSS:")


def pss(pids: list[int]) -> int:
    """Memory of several processes in bytes; what they share is counted once."""
    return sum(_kilobytes(PROC / str(pid) / "smaps_rollup", "Pss:") for pid in pids)


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            children.setdefault(_parent(entry), []).append(int(entry.name))
    found = [pid]
    for member in found:  # grows while it is walked
        found += children.get(member, [])
    return found


def name(pid: int) -> str:
    return (PROC / str(pid) / "comm").read_text().strip()


def _parent(entry: Path) -> int:
    try:
        # After the name, which stands in brackets and may hold anything.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kilobytes(file: Path, field: str) -> int:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0  # It has just ended.
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(field)), 0)
