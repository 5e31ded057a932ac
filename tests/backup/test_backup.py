"""Making backups and putting them back, from each kind of database into each."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from guides.backup import store
from guides.backup.domain import BackupWrong
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.safe import keyring_store
from guides.safe.service import begin
from guides.settings import Settings
from guides.storage.upgrade import revision, upgrade
from guides.walls import HOLDINGS
from tests.backup.conftest import PLANTED, fill, master_key
from tests.storage.databases import KINDS, fresh
from tests.storage.tables import everything


def _put_back(settings: Settings, bundle: Path, into: Path, **more) -> Restore:
    restore = Restore(settings, into, HOLDINGS, without_keyring=True, **more)
    restore.run(bundle)
    return restore


def _rows(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """In an order of its own: a database has none."""
    return {table: sorted(rows, key=repr) for table, rows in everything(engine).items()}


@pytest.mark.parametrize("other", KINDS)
def test_all_that_was_there_is_there_again(house, other: str, opening, tmp_path: Path):
    """From SQLite and PostgreSQL, into SQLite and PostgreSQL."""
    made = Backups(house).make(tmp_path / "a.backup")
    url = "" if other == "sqlite" else fresh(other, tmp_path)
    new = tmp_path / "new"
    _put_back(house, made.path, new, database=url)
    files = sorted(str(p.relative_to(new)) for p in new.rglob("*") if p.is_file())
    found = opening(url or f"sqlite:///{new / 'guides.db'}")
    assert _rows(found) == _rows(opening(house.database_url))
    assert everything(found)["fact_version"][0]["said"] == PLANTED
    assert revision(found).up_to_date
    with found.connect() as connection:  # JSON's null is not the database's, and stays itself
        asked = text("SELECT CAST(texts AS TEXT) FROM edition")
        assert connection.execute(asked).scalar() == "null"
    assert (new / "plugins" / "town" / "facts.toml").read_text("utf-8") == "# Füße\n"
    database = ["guides.db"] if other == "sqlite" else []
    content = ["plugins/town/facts.toml", "toolkits/town/current"]
    assert files == ["added/switches.json", "added/tea/current", *database, *content]
    modes = {stat.S_IMODE(p.stat().st_mode) for p in new.rglob("*") if p.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(p.stat().st_mode) for p in new.rglob("*") if p.is_dir()} == {0o700}


def test_the_bundle_is_its_owners_alone_and_says_what_is_in_it(house, kind: str, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    manifest, encrypted = Backups(house).verify(made.path)
    assert encrypted
    assert manifest == made.manifest
    assert manifest.counts["mistake_count"] == 1_203
    assert manifest.database == kind
    assert len(manifest.key) == 8
    core = next(each for each in manifest.content if each.rank == "toolkit")
    assert len(core.hash) == 64
    assert made.left_out == 2  # the links
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


def test_no_word_can_be_read_in_an_encrypted_bundle(house, tmp_path: Path):
    raw = Backups(house).make(tmp_path / "a.backup").path.read_bytes()
    for word in (b"kanarienvogel", b"mistake_count", b"town", b"manifest", b"0002"):
        assert word not in raw
    plain = replace(house, master_key="")
    made = Backups(plain).make(tmp_path / "b.backup")
    assert not made.encrypted
    assert b"kanarienvogel" in made.path.read_bytes()  # the search itself finds


def test_a_backup_into_a_folder_gets_a_name_and_none_is_overwritten(house, tmp_path: Path):
    made = Backups(house).make(tmp_path)
    assert made.path.parent == tmp_path
    assert made.path.name.startswith("guides-database-2")
    before = made.path.read_bytes()
    with pytest.raises(BackupWrong, match="is there already"):
        Backups(house).make(made.path)
    assert made.path.read_bytes() == before


@pytest.mark.parametrize("wrong", ["other key", "no key", "cut", "changed", "none", "no file"])
def test_a_bundle_that_cannot_be_put_back_writes_nothing(house, wrong: str, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    here = house
    if wrong == "other key":
        here = replace(house, master_key=master_key(tmp_path, "other.key"))
    elif wrong == "no key":
        here = replace(house, master_key="")
    elif wrong == "cut":
        made.path.write_bytes(made.path.read_bytes()[:-1])
    elif wrong == "changed":
        data = bytearray(made.path.read_bytes())
        data[len(data) // 2] ^= 1
        made.path.write_bytes(data)
    elif wrong == "none":
        made.path.write_bytes(b"Not a backup. " * 100)
    else:
        made.path.unlink()
    new = tmp_path / "new"
    with pytest.raises(BackupWrong) as refused:
        _put_back(here, made.path, new)
    assert "Nothing was written" in str(refused.value)
    assert not new.exists()
    with pytest.raises(BackupWrong):
        Backups(here).verify(made.path)


def test_a_plain_bundle_that_was_changed_by_accident_is_refused(house, tmp_path: Path):
    plain = replace(house, master_key="")
    made = Backups(plain).make(tmp_path / "a.backup")
    whole = made.path.read_bytes()
    made.path.write_bytes(whole.replace(b"claiming", b"detained"))
    with pytest.raises(BackupWrong, match="not whole"):
        _put_back(plain, made.path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_bundle_of_an_older_key_opens_with_that_key(house, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    today = replace(house, master_key=master_key(tmp_path, "new.key"))
    _put_back(today, made.path, tmp_path / "new", key_file=house.master_key)
    assert (tmp_path / "new" / "guides.db").is_file()


def test_a_newer_schema_is_refused_and_an_older_one_brought_up(house, opening, tmp_path: Path):
    engine = opening(house.database_url)
    newest = revision(engine).wanted
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = Backups(house).make(tmp_path / "new.backup")
    with pytest.raises(BackupWrong, match="stands at 9999"):
        _put_back(house, made.path, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    old = _older(tmp_path, opening)
    made = Backups(replace(old, master_key="")).make(tmp_path / "old.backup")
    done = Restore(replace(house, master_key=""), tmp_path / "up", HOLDINGS).run(made.path)
    assert (made.manifest.revision, done.revision) == ("0002", newest)
    found = opening(f"sqlite:///{tmp_path / 'up' / 'guides.db'}")
    assert revision(found).up_to_date
    assert len(everything(found)["mistake_count"]) == 3


def _older(tmp_path: Path, opening) -> Settings:
    """An installation of the release before."""
    from guides.storage.upgrade import bring_to, changing_tables

    settings = Settings(data_dir=tmp_path / "old")
    engine = opening(settings.database_url)
    with changing_tables(engine) as connection:
        bring_to(connection, "0002")
    fill(engine, 3)
    return settings


@pytest.mark.parametrize("name", ["guides.db", "guides.db-wal", "toolkits"])
def test_nothing_that_is_there_is_overwritten(house, name: str, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    new = tmp_path / "new"
    new.mkdir()
    (new / name).write_text("mine")
    with pytest.raises(BackupWrong, match=f"there is {name} already"):
        _put_back(house, made.path, new)
    assert [(p.name, p.read_text()) for p in new.iterdir()] == [(name, "mine")]


def test_a_database_with_tables_is_not_written(house, opening, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    url = fresh("postgresql", tmp_path)
    engine = opening(url)
    upgrade(engine)
    before = everything(engine)
    with pytest.raises(BackupWrong, match="has tables already"):
        _put_back(house, made.path, tmp_path / "new", database=url)
    assert everything(engine) == before
    assert not (tmp_path / "new").exists()


def test_a_table_that_is_not_ours_is_kept_and_said_when_it_has_no_place(
    house, opening, tmp_path: Path
):
    with opening(house.database_url).begin() as connection:
        connection.execute(text("CREATE TABLE attic (id INTEGER PRIMARY KEY)"))
    made = Backups(house).make(tmp_path / "a.backup")
    assert made.manifest.counts["attic"] == 0
    restore = Restore(house, tmp_path / "new", HOLDINGS, without_keyring=True)
    assert restore.run(made.path).left_out == ("attic",)


def test_numbers_go_on_after_the_highest(house, opening, tmp_path: Path):
    """PostgreSQL counts apart from the rows: after a restore it must not begin at one."""
    with opening(house.database_url).begin() as connection:
        connection.execute(text("INSERT INTO organisation (id, name) VALUES (7, 'Riverside')"))
    made = Backups(house).make(tmp_path / "a.backup")
    url = fresh("postgresql", tmp_path)
    _put_back(house, made.path, tmp_path / "new", database=url)
    with opening(url).begin() as connection:
        connection.execute(text("INSERT INTO organisation (name) VALUES ('Hill')"))
        found = connection.execute(text("SELECT id FROM organisation ORDER BY id")).scalars()
        assert list(found) == [7, 8]


def test_links_are_held_to_after_a_restore(house, opening, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    url = fresh("postgresql", tmp_path)
    _put_back(house, made.path, tmp_path / "new", database=url)
    with opening(url).connect() as connection:
        deferred = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable"
        assert connection.execute(text(deferred)).scalar() == 0


def test_nobody_who_had_signed_out_is_signed_in_after_a_restore(house, opening, tmp_path: Path):
    """Rows of open sessions, codes under way and wrong guesses do not go into a backup."""
    with opening(house.database_url).begin() as connection:
        connection.execute(
            text("INSERT INTO throttle (key, wrong, until) VALUES ('k', 3, '2026-11-21 10:00:00')")
        )
    made = Backups(house).make(tmp_path / "a.backup")
    assert not made.manifest.counts.keys() & store.NOT_KEPT


def test_without_a_database_there_is_nothing_to_keep(tmp_path: Path):
    empty = Settings(data_dir=tmp_path / "none")
    with pytest.raises(BackupWrong, match="no database yet"):
        Backups(empty).make(tmp_path / "a.backup")
    assert not (tmp_path / "a.backup").exists()


def test_a_damaged_database_does_not_take_the_place_of_a_good_backup(opening, tmp_path: Path):
    settings = Settings(data_dir=tmp_path / "var")
    engine = opening(settings.database_url)
    upgrade(engine)
    fill(engine)
    engine.dispose()
    file = tmp_path / "var" / "guides.db"
    data = bytearray(file.read_bytes())
    for at in range(8_192, len(data), 4_096):
        data[at : at + 200] = b"\xff" * 200
    file.write_bytes(data)
    with pytest.raises(BackupWrong, match="damaged"):
        Backups(settings).make(tmp_path / "a.backup")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["var"]


def test_a_place_that_cannot_be_written_is_said(house, tmp_path: Path):
    with pytest.raises(BackupWrong, match="cannot be written"):
        Backups(house).make(tmp_path / "nowhere" / "a.backup")


def test_a_keyring_on_postgresql_is_kept_and_put_back(tmp_path: Path, opening):
    settings = Settings(
        data_dir=tmp_path / "var",
        database=fresh("postgresql", tmp_path),
        keyring=fresh("postgresql", tmp_path),
        master_key=str(tmp_path / "etc" / "master.key"),
    )
    begin(settings)
    made = Backups(settings).make(tmp_path / "keyring.backup", "keyring")
    Restore(settings, tmp_path / "new", HOLDINGS).run(made.path)
    assert keyring_store.is_made(opening(f"sqlite:///{tmp_path / 'new' / 'keyring.db'}"))
