"""Making a backup, and looking whether one is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from guides import __version__
from guides.backup import files, store
from guides.backup.archive import Writing, checked, encrypted
from guides.backup.domain import BackupWrong, Content, Kind, Made, Manifest
from guides.backup.keys import BackupKey, backup_key
from guides.plugins.service import ToolkitBroken, registry_of
from guides.settings import Settings
from guides.storage.engine import Engine, is_there, open_engine
from guides.storage.upgrade import Revision

KEPT = 5
"""So many of the backups that an upgrade makes by itself are kept."""
ENDING = ".backup"


@dataclass(frozen=True, slots=True)
class Backups:
    """Backups of one installation."""

    settings: Settings

    def make(self, out: Path, kind: Kind = "database") -> Made:
        """Write a backup to a new file, or into a folder under a name of its own.

        Raises:
            BackupWrong: when it cannot be made; nothing is left then.
        """
        key = backup_key(self.settings.master_key)
        url = self.settings.database_url if kind == "database" else self.settings.keyring_url
        engine = open_engine(url)
        try:
            return self._make(engine, out, kind, key)
        finally:
            engine.dispose()

    def before_upgrade(self, engine: Engine, stands: Revision) -> Made:
        """A backup that nobody had to think of, in the data folder; the newest few are kept.

        Raises:
            BackupWrong: when it cannot be made. Then the upgrade must not begin.
        """
        folder = self.settings.data_dir / "backups"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise BackupWrong(
                f"A backup is made before the database is changed, and {folder} cannot be written "
                f"({error.strerror}). Nothing was changed."
            ) from error
        name = f"upgrade-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        out = folder / f"{name}-from-{stands.current}{ENDING}"
        made = self._make(engine, out, "database", backup_key(self.settings.master_key))
        for old in sorted(folder.glob(f"upgrade-*{ENDING}"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return made

    def verify(self, bundle: Path, key_file: str = "") -> tuple[Manifest, bool]:
        """Read a whole bundle. Returns what is in it, and whether it is encrypted.

        Raises:
            BackupWrong: when it is not whole, or the key is another.
        """
        key = backup_key(key_file or self.settings.master_key)
        with opened(bundle) as source:
            return checked(source, key), encrypted(source, key)

    def _make(self, engine: Engine, out: Path, kind: Kind, key: BackupKey | None) -> Made:
        if not is_there(engine):
            raise BackupWrong(f"There is no {kind} yet, so there is nothing to keep.")
        if out.is_dir():
            out = out / f"guides-{kind}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{ENDING}"
        if out.exists():
            raise BackupWrong(f"{out} is there already and was left as it is. Choose another name.")
        part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
        try:
            handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w+b") as file:
                left_out = self._write(engine, file, kind, key)
                file.flush()
                os.fsync(file.fileno())
                manifest = checked(file, key)  # a backup that was never read is a hope
            part.rename(out)
            _keep_name(out.parent)
        except OSError as error:
            raise BackupWrong(
                f"The backup cannot be written to {out} ({error.strerror}). None was made."
            ) from error
        finally:
            part.unlink(missing_ok=True)
        return Made(out, manifest, key is not None, left_out)

    def _write(self, engine: Engine, file: BinaryIO, kind: Kind, key: BackupKey | None) -> int:
        bundle = Writing(file, key)
        counts: dict[str, int] = {}
        columns: dict[str, tuple[str, ...]] = {}
        with store.standing_still(engine) as connection:
            revision = store.revision_of(connection)
            plugins = store.plugin_revisions(connection)
            for number, some in enumerate(store.dump(connection)):
                counts[some.table] = counts.get(some.table, 0) + some.rows
                columns[some.table] = some.columns
                bundle.add(f"tables/{some.table}/{number:06}.jsonl", some.lines)
        if not counts:
            raise BackupWrong(f"There is no table in the {kind} yet, so there is nothing to keep.")
        left_out = self._add_files(bundle) if kind == "database" else 0
        bundle.close(
            Manifest(
                kind=kind,
                made=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
                program=__version__,
                revision=revision,
                database=engine.dialect.name,
                key=key.id if key else "",
                content=_content(self.settings) if kind == "database" else (),
                columns=columns,
                counts=counts,
                parts=tuple(bundle.parts),
                plugins=plugins,
            )
        )
        return left_out

    def _add_files(self, bundle: Writing) -> int:
        left_out = 0
        for name in files.FOLDERS:
            walk = files.Walk(self.settings.data_dir / name)
            for path, file in walk:
                bundle.add(f"files/{name}/{path}", files.read(file))
            left_out += walk.left_out
        return left_out


@contextmanager
def opened(bundle: Path) -> Iterator[BinaryIO]:
    """A bundle, to be read.

    Raises:
        BackupWrong: when it cannot be opened.
    """
    try:
        source = bundle.open("rb")
    except OSError as error:
        raise BackupWrong(
            f"{bundle} cannot be read ({error.strerror}). Nothing was written."
        ) from error
    with source:
        yield source


def _content(settings: Settings) -> tuple[Content, ...]:
    """What was installed. A backup is made also where the content is broken: then above all."""
    try:
        found = registry_of(settings).plugins
    except ToolkitBroken:
        return ()
    return tuple(
        Content(
            each.id,
            each.version,
            each.rank.name.lower(),
            files.digest(Path(each.place)) if Path(each.place).is_dir() else "",
        )
        for each in found
    )


def _keep_name(folder: Path) -> None:
    """So that the name of the file outlives a power cut too, not only its bytes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
