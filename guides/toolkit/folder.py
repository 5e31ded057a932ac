"""Reading a folder that somebody else wrote: nothing outside it, nothing too big, any encoding."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guides.toolkit.faults import BrokenContent, Fault, Faults

MOST_FILES = 5_000
MOST_TEXT_BYTES = 1_000_000
MOST_TABLE_BYTES = 20_000_000
"""A spreadsheet of services may be larger than a page of text."""
MOST_BYTES = {".csv": MOST_TABLE_BYTES, ".xlsx": 5_000_000, ".png": 200_000, ".jpg": 200_000}
MOST_BYTES[".jpeg"] = MOST_BYTES[".jpg"]


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
            count += len(files)
            if count > MOST_FILES:  # and not one of them is looked at
                what = f"{count} files are too many."
                raise BrokenContent((Fault(self.root, 1, what, f"Keep under {MOST_FILES}."),))
            faults += [f for n in sorted(names) if (f := _unnameable(here, n) or _link(here / n))]
            names[:] = sorted(n for n in names if not n.startswith((".", "__pycache__")))
            faults += [
                f for n in sorted(files) if (f := _unnameable(here, n) or _unreadable(here / n))
            ]
        if faults:
            raise BrokenContent(tuple(faults))

    def files(self, pattern: str) -> Iterator[Path]:
        """Files that match, in a stable order. What is hidden stays so."""
        for path in sorted(self.root.glob(pattern)):
            hidden = any(part.startswith(".") for part in path.relative_to(self.root).parts)
            if path.is_file() and not hidden:
                yield path

    def read(self, path: Path, faults: Faults) -> str:
        """The text of a file. Windows-1252 is repaired, with a warning.

        Raises:
            BrokenContent: when it leads out of the folder, or is too large.
        """
        return decode(path, self.read_bytes(path), faults)

    def read_bytes(self, path: Path) -> bytes:
        """A file as it is, such as a picture. Raises as :meth:`read` does."""
        if fault := _unreadable(path):
            raise BrokenContent((fault,))
        return path.read_bytes()

    def find(self, pattern: str, called: str = "") -> tuple[Path, int] | None:
        """The last line that a pattern fits, or the file or folder that is called so."""
        for kind in ("**/*.toml", "**/*.md", "**/*.csv", "plugin.py"):
            for path in reversed([*self.files(kind)]):
                lines = self.read(path, Faults()).split("\n")
                for at in range(len(lines), 0, -1):
                    if re.search(pattern, lines[at - 1]):
                        return path, at
        for path in self.files("*/**/*") if called else ():
            if called in (path.stem, path.parent.name):
                return path, 1
        return None


def _unnameable(folder: Path, name: str) -> Fault | None:
    """A name that would break the lists and logs that it stands in."""
    if name.isprintable():
        return None
    what = f"The name {name!a} cannot be shown."
    return Fault(folder, 1, what, "Give the file a name in letters.")


def _link(path: Path) -> Fault | None:
    if not path.is_symlink():
        return None
    return Fault(path, 1, "This is a link to another place.", "Copy the file here.")


def _unreadable(path: Path) -> Fault | None:
    if fault := _link(path):
        return fault
    if not path.is_file():
        return Fault(path, 1, "This is not an ordinary file.", "Take it out of the folder.")
    size = path.stat().st_size
    most = MOST_BYTES.get(path.suffix.lower(), MOST_TEXT_BYTES)
    if size <= most:
        return None
    return Fault(
        path,
        1,
        f"The file has {size:,} bytes; {most:,} are the most that is read.",
        "Make it smaller, or take it out of the folder.",
    )


def decode(path: Path, data: bytes, faults: Faults) -> str:
    """UTF-8 if it is, otherwise Windows-1252, which old spreadsheets and editors write.

    Excel's "Unicode text" is UTF-16 and says so in its first two bytes. A file that went from one
    system to the next can end its lines in CR CR LF: that is one end, not two.
    """
    try:
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") and len(data) % 2 == 0
        text = data.decode("utf-16" if wide else "utf-8-sig")
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
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
