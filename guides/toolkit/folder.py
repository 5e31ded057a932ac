"""Reading a folder that somebody else wrote: nothing outside it, nothing too big, any encoding."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guides.toolkit.faults import BrokenContent, Fault, Faults

MOST_FILES = 5_000
MOST_TEXT_BYTES = 1_000_000
MOST_TABLE_BYTES = 20_000_000
"""A spreadsheet of services may be larger than a page of text."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A plugin's or toolkit's folder on disk, looked at but not trusted."""

    root: Path

    def check(self) -> None:
        """Refuse links, too many files and files that are too large, before anything is read.

        Raises:
            BrokenContent: with one fault for each file that cannot be taken.
        """
        faults: list[Fault] = []
        count = 0
        for folder, names, files in os.walk(self.root, followlinks=False):
            here = Path(folder)
            names[:] = sorted(n for n in names if not n.startswith((".", "__pycache__")))
            for name in (*names, *sorted(files)):
                path = here / name
                if path.is_symlink():
                    faults.append(
                        Fault(path, 1, "This is a link to another place.", "Copy the file here.")
                    )
            for name in files:
                count += 1
                path = here / name
                if not path.is_symlink():
                    faults += _too_large(path)
        if count > MOST_FILES:
            faults.append(
                Fault(self.root, 1, f"{count} files are too many.", f"Keep under {MOST_FILES}.")
            )
        if faults:
            raise BrokenContent(tuple(faults))

    def files(self, pattern: str) -> Iterator[Path]:
        """Files that match, in a stable order."""
        yield from sorted(p for p in self.root.glob(pattern) if p.is_file())

    def read(self, path: Path, faults: Faults) -> str:
        """The text of a file. Windows-1252 is repaired, with a warning."""
        return decode(path, path.read_bytes(), faults)


def _too_large(path: Path) -> list[Fault]:
    most = MOST_TABLE_BYTES if path.suffix == ".csv" else MOST_TEXT_BYTES
    if not path.is_file():
        return [Fault(path, 1, "This is not an ordinary file.", "Take it out of the folder.")]
    size = path.stat().st_size
    if size <= most:
        return []
    return [
        Fault(
            path,
            1,
            f"The file has {size:,} bytes; {most:,} are the most that is read.",
            "Make it smaller, or take it out of the folder.",
        )
    ]


def decode(path: Path, data: bytes, faults: Faults) -> str:
    """UTF-8 if it is, otherwise Windows-1252, which old spreadsheets and editors write."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        text = data.decode("cp1252", errors="replace")
        faults.note(
            path,
            line,
            "The file is not UTF-8; it was read as Windows-1252.",
            'Save it again as "UTF-8" in your editor.',
            "warning",
        )
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        faults.note(path, line, "There is a NUL byte in the text.", "Write the file again.")
        text = text.replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")
