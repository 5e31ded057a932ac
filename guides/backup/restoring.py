"""Putting a backup back: all of it, into a place where nothing is, or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from guides.backup import files, store
from guides.backup.archive import MANIFEST, checked, parts_of
from guides.backup.domain import BackupWrong, Manifest, Restored
from guides.backup.erasures import erased_by_now
from guides.backup.keys import BackupKey, backup_key
from guides.backup.sealed import CHANGED
from guides.backup.service import opened
from guides.plugins.runner import PluginFailed
from guides.retention.service import Holding, forget
from guides.safe import keyring_store
from guides.safe.domain import Shredded
from guides.settings import Settings
from guides.storage.engine import Connection, Engine, Session, open_engine
from guides.storage.plugin_tables import PluginTables, TablesWrong, bring_plugin_to
from guides.storage.upgrade import bring_to, changing_tables, known_revisions, revision

DATABASE, KEYRING = "guides.db", "keyring.db"


@dataclass(frozen=True, slots=True)
class Restore:
    """Where a bundle goes."""

    settings: Settings
    into: Path
    """Folder for files, and for the database unless another is named."""
    holdings: tuple[Holding, ...]
    """Who was erased since the backup was made is erased from these again."""
    database: str = ""
    """URL of an empty database, instead of SQLite in the folder."""
    key_file: str = ""
    """The master key that the bundle was made with, if it is not today's."""
    without_keyring: bool = False
    """Put back although nobody can tell who was erased since."""
    plugins: tuple[PluginTables, ...] = ()
    """Plugins that are here: their tables are made before their rows are put back."""

    def run(self, bundle: Path) -> Restored:
        """Check the whole bundle, then put it back in one transaction.

        Raises:
            BackupWrong: with the reason. Nothing was written then.
        """
        key = backup_key(self.key_file or self.settings.master_key)
        with opened(bundle) as source:
            manifest = checked(source, key)
            erased = self._erased(manifest)
            names = self._names(manifest)
            self._refuse_what_is_there(names)
            new = not self.into.exists()
            try:
                self.into.mkdir(parents=True, exist_ok=True, mode=0o700)
                aside = Path(tempfile.mkdtemp(prefix=".restore-", dir=self.into))
            except OSError as error:
                raise BackupWrong(
                    f"{self.into} cannot be written ({error.strerror}). Nothing was written."
                ) from error
            try:
                done = self._put(source, key, manifest, aside, erased)
                for name in names:  # the database is the last: without it nothing starts
                    if (aside / name).exists():
                        (aside / name).rename(self.into / name)
            except OSError as error:
                raise BackupWrong(
                    f"The backup could not be put into {self.into} ({error.strerror}). "
                    "The backup itself is as it was."
                ) from error
            finally:
                shutil.rmtree(aside, ignore_errors=True)
                if new and not any(self.into.iterdir()):
                    self.into.rmdir()
        return done

    def _names(self, manifest: Manifest) -> tuple[str, ...]:
        if manifest.kind == "keyring":
            return (KEYRING,)
        return files.FOLDERS if self.database else (*files.FOLDERS, DATABASE)

    def _refuse_what_is_there(self, names: tuple[str, ...]) -> None:
        # A journal of another database would be played into the one that is put back.
        journals = [f"{name}{end}" for name in names for end in ("-wal", "-shm", "-journal")]
        there = [name for name in (*names, *journals) if (self.into / name).exists()]
        if there:
            raise BackupWrong(
                f"In {self.into} there is {', '.join(there)} already. A backup is put back where "
                "nothing is: name another folder, or move this aside. Nothing was written."
            )

    def _erased(self, manifest: Manifest) -> tuple[Shredded, ...] | None:
        """Who was erased until now, by the keyring that is used and one that was just put back."""
        beside = self.into / KEYRING
        urls = [self.settings.keyring_url] + ([f"sqlite:///{beside}"] if beside.is_file() else [])
        found = erased_by_now(urls)
        needed = manifest.kind == "database" and manifest.key and not self.without_keyring
        if found is None and needed:
            raise BackupWrong(
                "There is no keyring here, so nobody can tell who was erased since the backup was "
                f"made. First put the newest copy of the keyring into {self.into}. Nothing was "
                "written."
            )
        return found

    def _plugin_tables(
        self, connection: Connection, revisions: Mapping[str, str] | None = None
    ) -> None:
        """Tables of plugins as the bundle has them, or without ``revisions`` as they are today."""
        for each in self.plugins:
            if revisions is None or each.plugin in revisions:
                try:
                    bring_plugin_to(connection, each, (revisions or {}).get(each.plugin, "head"))
                except TablesWrong as wrong:
                    raise BackupWrong(f"{wrong} Nothing was written.") from wrong

    def _put(
        self,
        source: BinaryIO,
        key: BackupKey | None,
        manifest: Manifest,
        aside: Path,
        erased: tuple[Shredded, ...] | None,
    ) -> Restored:
        keyring = manifest.kind == "keyring"
        if not keyring and manifest.revision not in known_revisions():
            raise BackupWrong(
                f"The backup stands at {manifest.revision or 'no revision'}, which this release "
                f"does not know. It was made by release {manifest.program}: install that one, or a "
                "newer. Nothing was written."
            )
        name = KEYRING if keyring else DATABASE
        engine = open_engine(self.database or f"sqlite:///{aside / name}")
        try:
            if self.database and not store.is_empty(engine):
                raise BackupWrong(
                    "The database that you named has tables already. Name an empty one. "
                    "Nothing was written."
                )
            with changing_tables(engine) as connection:
                if keyring:
                    keyring_store.KeyringBase.metadata.create_all(connection)
                else:
                    bring_to(connection, manifest.revision)
                    self._plugin_tables(connection, manifest.plugins)
                left_out = store.unknown(connection, manifest.columns)
                found = _load(connection, source, key, manifest, aside, left_out)
                if not keyring:
                    bring_to(connection, "head")
                    self._plugin_tables(connection)
                    with Session(connection) as session:
                        _forget(session, self.holdings, erased or ())
                        session.flush()
            if keyring:
                _shred_again(engine, erased or ())
            stands = "" if keyring else revision(engine).wanted
        finally:
            engine.dispose()
        gone = len(erased or ())
        return Restored(manifest, stands, found, left_out, gone, erased is not None)


def _forget(session: Session, holdings: tuple[Holding, ...], erased: tuple[Shredded, ...]) -> None:
    try:
        forget(session, holdings, erased)
    except PluginFailed as failed:
        raise BackupWrong(
            f"A plugin could not erase again who was erased since: {failed} Nothing was written."
        ) from failed


def _load(
    connection: Connection,
    source: BinaryIO,
    key: BackupKey | None,
    manifest: Manifest,
    aside: Path,
    left_out: tuple[str, ...],
) -> int:
    """Rows into tables, files into the folder. Returns how many files."""
    loading = store.Loading(connection)
    count = 0
    for name, data in parts_of(source, key):
        kind, _, rest = name.partition("/")
        if kind == "files":
            files.put(aside, rest, data)
            count += 1
        elif name != MANIFEST and (table := rest.partition("/")[0]) not in left_out:
            loading.rows(table, manifest.columns[table], data.splitlines())
    loading.close()
    wrong = [
        table
        for table, rows in manifest.counts.items()
        if table not in left_out and loading.count(table) != rows
    ]
    if wrong:
        raise BackupWrong(CHANGED)
    return count


def _shred_again(engine: Engine, erased: tuple[Shredded, ...]) -> None:
    """An older keyring still has keys that were destroyed since."""
    for each in erased:
        keyring_store.shred(engine, each.org, each.owner, each.day)
