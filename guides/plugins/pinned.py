"""What was added from a file or folder: which files count, their hash, and who agreed to code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

from guides.plugins.switches import write_whole

CODE_FILE = "plugin.py"
CONTENT = frozenset({".toml", ".md", ".csv"})
"""A toolkit is content. Code comes with a release of the program."""
DATA = CONTENT | {".xlsx", ".png", ".jpg", ".jpeg"}
"""What a plugin without code can hold: also spreadsheets and a logo. Never SVG: it can run."""
CODE = DATA | {".py", ".html", ".css", ".js", ".svg", ".webp", ".woff2", ".txt", ".json"}
"""What a plugin with code can hold besides: its own pages."""


def suffixes(names: Collection[str]) -> frozenset[str]:
    """The endings that the files of a plugin may have, by whether there is code among them."""
    return CODE if CODE_FILE in names else DATA


RUBBISH = ("__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini", "tests")
"""What machines leave in a folder, and the author's own tests: no part of a plugin."""


def passed_over(name: PurePath) -> bool:
    """Whether a file is hidden, or rubbish, by its name below the plugin's folder."""
    return any(part.startswith(".") or part in RUBBISH for part in name.parts)


def contents(root: Path, endings: Collection[str]) -> Iterator[tuple[str, Path]]:
    """The files of a folder that count, by name."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if not passed_over(name) and path.suffix in endings and path.is_file():
            yield name.as_posix(), path


def digest(files: Mapping[str, bytes]) -> str:
    """One hash for all files and their names (64 hex digits), to compare by eye or by phone."""
    said = hashlib.sha256()
    for name, data in sorted(files.items()):
        said.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return said.hexdigest()


def digest_of(root: Path) -> str:
    """The same hash, of a folder on disk.

    Raises:
        OSError: when a file of it cannot be read.
    """
    endings = CODE if (root / CODE_FILE).is_file() else DATA
    return digest({name: path.read_bytes() for name, path in contents(root, endings)})


@dataclass(frozen=True, slots=True)
class Record:
    """How a release came here. It stands beside the release, in a file of the same name."""

    digest: str
    source: str
    """The file or folder that it was taken from."""
    added: str
    """The day on which it was checked and added."""
    code: bool = False
    """Whether an administrator agreed that its code can read everything."""

    def write(self, release: Path) -> None:
        write_whole(_beside(release), json.dumps(asdict(self), indent=1) + "\n")


def record(release: Path) -> Record | None:
    """What is known of a release, if anything is."""
    try:
        said = json.loads(_beside(release).read_text("utf-8"))
        found = Record(said["digest"], said["source"], said["added"], said["code"] is True)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = (found.digest, found.source, found.added)
    return found if all(isinstance(text, str) for text in texts) else None


def _beside(release: Path) -> Path:
    return release.with_name(f"{release.name}.json")


def why_not(release: Path) -> str:
    """The reason why an added release must not be loaded, or "". Nothing of it is imported."""
    if not release.is_dir():
        return (
            f"{release} is not there, though it was added. "
            "Mend: add the plugin again, or remove it."
        )
    if not (release / CODE_FILE).is_file():
        return ""
    known = record(release)
    if known is None or not known.code:
        return (
            f"{release / CODE_FILE}:1: It holds code that nobody agreed to. "
            'Mend: remove the plugin, and add it with "guides plugin add --code".'
        )
    try:
        same = digest_of(release) == known.digest
    except OSError as error:
        return f"{release} cannot be read ({error.strerror}). Mend: add the plugin again."
    if same:
        return ""
    return (
        f"{release / CODE_FILE}:1: Its files are not those that were added (the hash differs). "
        "Mend: remove the plugin, and add it again from where it came."
    )
