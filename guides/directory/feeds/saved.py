"""What was fetched of a feed so far, in a folder: it outlives a feed that stops half-way."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path

from guides.directory.readers.json_file import FEED

KEPT_SECONDS = 86_400
"""So long it goes on from there; later the pages may be others."""


class Saved:
    """One service in each line of ``feed-….part``; beside it how far it is."""

    def __init__(self, folder: Path, name: str) -> None:
        self._part = folder / f"{name}.part"
        self._state = folder / f"{name}.state"
        self._path = folder / f"{name}.json"
        self._seen: set[str] = set()
        self.next_page = 1
        self.count = 0
        self.size = 0

    @classmethod
    def open(cls, folder: Path, what: str) -> Saved:
        """What is there of this feed. ``what`` tells feeds apart, and stands in no name."""
        saved = cls(folder, f"feed-{hashlib.sha256(what.encode()).hexdigest()[:12]}")
        if not saved._resume():
            saved._forget()
        return saved

    def _forget(self) -> None:
        for path in (self._part, self._state):
            path.unlink(missing_ok=True)

    def _resume(self) -> bool:
        try:
            if time.time() - self._state.stat().st_mtime > KEPT_SECONDS:
                return False
            state = json.loads(self._state.read_text(encoding="utf-8"))
            size, page = int(state["size"]), int(state["page"])
            with self._part.open("r+b") as stream:
                stream.truncate(size)  # a page that came in part is asked for again
                stream.seek(0)
                seen = [key_of(json.loads(line)) for line in stream]
        except (OSError, ValueError, KeyError, TypeError):
            return False
        self.size, self.next_page, self.count, self._seen = size, page, len(seen), set(seen)
        return True

    def has(self, service: Mapping[str, object]) -> bool:
        return key_of(service) in self._seen

    def add(self, service: Mapping[str, object]) -> None:
        line = json.dumps(service).encode() + b"\n"
        self._part.parent.mkdir(parents=True, exist_ok=True)
        with self._part.open("ab") as stream:
            stream.write(line)
        self.size += len(line)
        self.count += 1
        self._seen.add(key_of(service))

    def page_done(self, number: int) -> None:
        self.next_page = number + 1
        state = {"size": self.size, "page": self.next_page}
        self._state.write_text(json.dumps(state), encoding="utf-8")

    def finish(self, said: Mapping[str, object], *, keep: bool) -> Path:
        """Put it into one file that ``readers`` read. ``keep``: so that it can go on later."""
        new = self._path.with_suffix(".new")
        self._part.parent.mkdir(parents=True, exist_ok=True)
        self._part.touch()
        with self._part.open("rb") as lines, new.open("wb") as out:
            out.write(b'{"contents": [')
            for at, line in enumerate(lines):
                out.write((b",\n" if at else b"\n") + line.rstrip(b"\n"))
            out.write(b"\n],\n" + json.dumps(FEED).encode() + b": ")
            out.write(json.dumps(said).encode() + b"}\n")
        new.replace(self._path)
        if not keep:
            self._forget()
        return self._path


def key_of(service: Mapping[str, object]) -> str:
    """By which it is known again: its id; of one that has none, all that it says."""
    key = service.get("id")
    if key and isinstance(key, str | int):
        return str(key)
    return hashlib.sha256(json.dumps(service, sort_keys=True).encode()).hexdigest()
