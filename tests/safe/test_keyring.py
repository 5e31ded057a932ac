"""The keyring: a key for each owner, destroyed for good, wrapped anew in one step."""

from __future__ import annotations

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import create_engine, select, text, update

from guides.safe import keyring, keyring_store, service
from guides.safe.domain import CannotOpen, KeyGone, SafeWrong, Shredded
from guides.safe.keyring import Keyring
from guides.safe.keyring_store import DataKeyRow
from guides.safe.keys import MasterKey
from guides.safe.service import Safe
from guides.settings import Settings
from tests.storage.processes import together

DAY = date(2026, 11, 21)
WORDS = "kanarienvogel"
PLACE = {"org": 7, "owner": "note/a", "table": "note", "column": "words", "row": "a"}


def seal(safe: Safe, words: str = WORDS, **more: object) -> str:
    return safe.seal(words, **(PLACE | more))  # type: ignore[arg-type]


def opened(safe: Safe, sealed: str, **more: object) -> str:
    return safe.open(sealed, **(PLACE | more))  # type: ignore[arg-type]


in_a_file = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


# Owners -----------------------------------------------------------------------------------------


def test_sealed_words_open_again_also_in_another_process(safe: Safe, settings: Settings):
    sealed = seal(safe)
    later = Safe.from_settings(settings)
    assert opened(later, sealed) == WORDS
    later.close()


def test_every_owner_has_a_key_of_their_own(safe: Safe):
    mine = seal(safe)
    for other in ({"owner": "note/b"}, {"org": 8}):
        seal(safe, **other)
        with pytest.raises(CannotOpen):
            opened(safe, mine, **other)
    assert safe.check().data_keys == 3


def test_a_wrapped_key_that_is_moved_to_another_owner_does_not_open(safe: Safe, settings: Settings):
    seal(safe)
    seal(safe, owner="note/b")
    engine = keyring_store.open_keyring(settings.keyring_url)
    with engine.begin() as connection:
        wrapped = connection.execute(
            select(DataKeyRow.wrapped).where(DataKeyRow.owner == "note/b")
        ).scalar_one()
        connection.execute(
            update(DataKeyRow).where(DataKeyRow.owner == "note/a").values(wrapped=wrapped)
        )
    engine.dispose()
    with pytest.raises(CannotOpen):
        seal(safe)
    assert (safe.check().data_keys, safe.check().closed) == (2, 1)


def test_opening_makes_no_key(safe: Safe):
    sealed = seal(safe)
    with pytest.raises(KeyGone):
        opened(safe, sealed, owner="note/none")
    assert safe.check().data_keys == 1


def test_many_at_once_find_one_key(safe: Safe, settings: Settings):
    safes = [Safe.from_settings(settings) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda n: seal(safes[n % 4], str(n)), range(40)))
    assert [opened(safe, each) for each in sealed] == [str(n) for n in range(40)]
    assert safe.check().data_keys == 1
    for each in safes:
        each.close()


# Destroying -------------------------------------------------------------------------------------


def test_what_a_destroyed_key_sealed_is_gone_for_good(safe: Safe, settings: Settings):
    mine, other = seal(safe), seal(safe, owner="note/b")
    already = Safe.from_settings(settings)  # of another worker, which has used the key
    assert opened(already, mine) == WORDS
    safe.shred(7, "note/a")
    for each in (safe, already):
        with pytest.raises(KeyGone, match="gone for good"):
            opened(each, mine)
        with pytest.raises(KeyGone):
            seal(each)  # a name is never used again: nobody comes back by a slip
        assert opened(each, other, owner="note/b") == WORDS
    already.close()


def test_of_the_destroyed_only_an_id_and_a_day_are_kept(settings: Settings):
    service.begin(settings)
    days = iter((DAY, date(2026, 12, 1)))
    safe = Safe.from_settings(settings, lambda: next(days))
    seal(safe)
    safe.shred("7", "note/a")
    safe.shred(7, "note/a")  # again, as after a restore: the first day stands
    assert safe.shredded() == (Shredded("7", "note/a", DAY),)
    safe.close()


def test_a_key_that_never_was_can_be_destroyed_too(safe: Safe):
    """Or a backup of the database, older than the keyring's, could bring its owner back."""
    safe.shred(7, "note/z")
    with pytest.raises(KeyGone):
        seal(safe, owner="note/z")


@in_a_file
def test_the_bytes_of_a_destroyed_key_are_in_no_file(safe: Safe, settings: Settings):
    folder = settings.data_dir
    for n in range(50):
        seal(safe, owner=f"note/{n}")
    engine = keyring_store.open_keyring(settings.keyring_url)
    wrapped = {owner: w for _, owner, w in keyring_store.data_keys(engine)}
    engine.dispose()
    assert _found(folder, wrapped["note/7"])
    safe.shred(7, "note/7")
    assert not _found(folder, wrapped["note/7"])
    assert _found(folder, wrapped["note/8"])


@pytest.mark.full  # it waits as long as the database is patient
@in_a_file
def test_a_reader_who_never_ends_is_said(safe: Safe, settings: Settings):
    """The key is gone all the same; only old bytes may be left, so it is to be done again."""
    folder = settings.data_dir
    sealed = seal(safe)
    reader = create_engine(f"sqlite:///{folder / 'keyring.db'}")
    with reader.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("BEGIN")
        raw.execute("SELECT * FROM keyring_data_key").fetchall()
        with pytest.raises(TimeoutError):
            safe.shred(7, "note/a")
        with pytest.raises(KeyGone):
            opened(safe, sealed)
        raw.execute("ROLLBACK")
    reader.dispose()
    safe.shred(7, "note/a")


def _found(folder: Path, word: str) -> bool:
    return any(word.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


# Files ------------------------------------------------------------------------------------------


@in_a_file
def test_the_keyring_is_its_owners_alone(safe: Safe, settings: Settings):
    folder = settings.data_dir
    seal(safe)
    files = list(folder.glob("keyring.db*"))
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@in_a_file
def test_no_word_and_no_key_stands_in_the_keyring(safe: Safe, settings: Settings):
    folder = settings.data_dir
    seal(safe)
    key = MasterKey.read(Path(settings.master_key))
    for word in (WORDS, Path(settings.master_key).read_text().strip()):
        assert not _found(folder, word)
    for secret in (key.secret, key.for_purpose("wrap"), key.for_purpose("audit")):
        assert not any(secret in path.read_bytes() for path in folder.iterdir())


# The wrong key ----------------------------------------------------------------------------------


def test_another_key_is_refused_before_anything_is_written(safe: Safe, settings: Settings):
    other = Path(settings.master_key).with_name("other.key")
    MasterKey.random().write(other)
    with pytest.raises(SafeWrong, match="wrong master key") as wrong:
        Safe.from_settings(replace(settings, master_key=str(other)))
    assert safe.key_id in str(wrong.value)
    assert MasterKey.read(other).id in str(wrong.value)


def test_a_key_that_only_bears_the_right_name_is_refused(safe: Safe, settings: Settings):
    other = MasterKey.random()
    engine = keyring_store.open_keyring(settings.keyring_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE keyring_check SET master = :id"), {"id": other.id})
    engine.dispose()
    with pytest.raises(SafeWrong, match="wrong master key"):
        Keyring.open(other, settings.keyring_url)


def test_without_a_key_or_a_keyring_it_says_what_to_do(settings: Settings, tmp_path: Path):
    with pytest.raises(SafeWrong, match='"master_key" is empty'):
        Safe.from_settings(replace(settings, master_key=""))
    with pytest.raises(SafeWrong, match="is not at"):
        Safe.from_settings(settings)
    MasterKey.random().write(Path(settings.master_key))
    with pytest.raises(SafeWrong, match="put the keyring back"):
        Safe.from_settings(settings)
    assert not list((tmp_path / "var").iterdir())  # looking makes no keyring


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", '"keyring" cannot be used'),
        ("postgresql://me:secret@127.0.0.1:9/db", "keyring cannot be used"),
        ("sqlite:////proc/deep/keyring.db", "/proc/deep cannot be made"),
    ],
)
def test_a_keyring_that_cannot_be_reached_is_said_without_its_password(
    tmp_path: Path, url: str, words: str
):
    MasterKey.random().write(tmp_path / "key")
    settings = Settings(data_dir=tmp_path, master_key=str(tmp_path / "key"), keyring=url)
    with pytest.raises(SafeWrong, match=words) as wrong:
        Safe.from_settings(settings)
    assert "secret" not in str(wrong.value)


def test_a_file_that_is_no_keyring_is_said_and_left(tmp_path: Path):
    MasterKey.random().write(tmp_path / "key")
    (tmp_path / "keyring.db").write_text("Not a database. " * 100)
    settings = Settings(data_dir=tmp_path, master_key=str(tmp_path / "key"))
    with pytest.raises(SafeWrong, match="cannot be used"):
        Safe.from_settings(settings)
    with pytest.raises(SafeWrong, match="cannot be used"):
        service.begin(settings, with_key=False)
    assert (tmp_path / "keyring.db").read_text().startswith("Not a database.")


def test_keyring_and_database_are_apart(settings: Settings):
    with pytest.raises(SafeWrong, match="must be apart"):
        service.begin(replace(settings, database=settings.keyring_url))


# Beginning --------------------------------------------------------------------------------------


def test_what_is_there_is_never_made_anew(safe: Safe, settings: Settings):
    sealed, key = seal(safe), Path(settings.master_key).read_bytes()
    for with_key in (True, False):
        with pytest.raises(SafeWrong, match="already"):
            service.begin(settings, with_key=with_key)
    Path(settings.master_key).rename(f"{settings.master_key}.away")
    with pytest.raises(SafeWrong, match="already"):  # a new key would open nothing in it
        service.begin(settings)
    assert not Path(settings.master_key).exists()
    Path(f"{settings.master_key}.away").rename(settings.master_key)
    assert Path(settings.master_key).read_bytes() == key
    assert opened(safe, sealed) == WORDS


def test_a_key_from_elsewhere_gets_a_keyring(settings: Settings):
    key = MasterKey.random()
    key.write(Path(settings.master_key))
    with pytest.raises(SafeWrong, match="left as it is"):
        service.begin(settings)
    assert service.begin(settings, with_key=False) == key.id
    Safe.from_settings(settings).close()


def test_of_several_that_begin_at_once_one_succeeds(settings: Settings):
    MasterKey.random().write(Path(settings.master_key))
    code = """
        from guides.safe import keyring
        from guides.safe.domain import SafeWrong
        from guides.safe.keys import MasterKey
        key = MasterKey.read(Path(sys.argv[1]))
        go()
        try:
            keyring.begin(key, sys.argv[2])
            print("made")
        except SafeWrong as wrong:
            print(wrong)
    """
    said = together(4, code, settings.master_key, settings.keyring_url)
    assert said.count("made") == 1
    assert {each for each in said if each != "made"} == {
        "There is a keyring already. It was left as it is."
    }
    Safe.from_settings(settings).close()


# Changing the master key ------------------------------------------------------------------------


def test_after_a_change_the_new_key_opens_everything_and_the_old_one_nothing(
    safe: Safe, settings: Settings
):
    sealed = [seal(safe, str(n), owner=f"note/{n}") for n in range(20)]
    new = Path(settings.master_key).with_name("new.key")
    key_id, wrapped = service.change_master(settings, new)
    assert (key_id, wrapped) == (MasterKey.read(new).id, 20)
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    after = Safe.from_settings(replace(settings, master_key=str(new)))
    assert [opened(after, s, owner=f"note/{n}") for n, s in enumerate(sealed)] == [
        str(n) for n in range(20)
    ]
    assert after.check().closed == 0
    with pytest.raises(SafeWrong, match="wrong master key"):
        Safe.from_settings(settings)
    after.close()


def test_a_worker_with_the_old_key_can_add_nothing_afterwards(safe: Safe, settings: Settings):
    """Its new keys would open for nobody once it ends."""
    sealed = seal(safe)
    new = Path(settings.master_key).with_name("new.key")
    service.change_master(settings, new)
    for use in (lambda: seal(safe), lambda: seal(safe, owner="new"), lambda: opened(safe, sealed)):
        with pytest.raises(SafeWrong, match="wrong master key"):
            use()
    after = Safe.from_settings(replace(settings, master_key=str(new)))
    assert (after.check().data_keys, after.check().closed) == (1, 0)
    after.close()


def test_doing_it_again_changes_nothing(safe: Safe, settings: Settings):
    seal(safe)
    new = Path(settings.master_key).with_name("new.key")
    first, _ = service.change_master(settings, new)
    assert service.change_master(settings, new) == (first, None)
    named = replace(settings, master_key=str(new))
    assert service.change_master(named, new) == (first, None)


def test_keys_that_outlive_a_master_key_are_kept_and_a_new_one_begun(
    safe: Safe, settings: Settings
):
    before = {p: safe.keys_for(p) for p in keyring.KEPT}
    new = Path(settings.master_key).with_name("new.key")
    service.change_master(settings, new)
    after = Safe.from_settings(replace(settings, master_key=str(new)))
    for purpose in keyring.KEPT:
        assert after.keys_for(purpose)[:-1] == before[purpose]
        assert after.keys_for(purpose)[-1] == after.key_for(purpose)
    assert after.key_for("sessions") != safe.key_for("sessions")
    after.close()


def test_a_key_that_does_not_open_stops_the_change(safe: Safe, settings: Settings):
    for n in range(5):
        seal(safe, owner=f"note/{n}")
    engine = keyring_store.open_keyring(settings.keyring_url)
    with engine.begin() as connection:
        connection.execute(
            update(DataKeyRow).where(DataKeyRow.owner == "note/3").values(wrapped="AAAA")
        )
    engine.dispose()
    with pytest.raises(SafeWrong, match="nothing was changed"):
        service.change_master(settings, Path(settings.master_key).with_name("new.key"))
    assert safe.check().closed == 1
    assert seal(safe, owner="note/2")


def test_with_the_wrong_old_key_no_new_one_is_made(safe: Safe, settings: Settings):
    other = Path(settings.master_key).with_name("other.key")
    MasterKey.random().write(other)
    new = other.with_name("new.key")
    with pytest.raises(SafeWrong, match="wrong master key"):
        service.change_master(replace(settings, master_key=str(other)), new)
    assert not new.exists()
    MasterKey.random().write(new)
    with pytest.raises(SafeWrong, match="wrong master key"):
        service.change_master(replace(settings, master_key=str(other)), new)
    assert seal(safe)


CHANGE = """
import sys
from pathlib import Path
from guides.safe import keyring
from guides.safe.keys import MasterKey

old, new = (MasterKey.read(Path(file)) for file in sys.argv[1:3])
print("begins", flush=True)
keyring.rotate(old, new, sys.argv[3])
"""


@pytest.mark.parametrize(
    ("kills", "keys"), [(3, 300), pytest.param(30, 3_000, marks=pytest.mark.full)]
)
def test_a_change_that_is_killed_leaves_the_old_key_or_the_new_one(
    settings: Settings, kills: int, keys: int
):
    service.begin(settings)
    safe = Safe.from_settings(settings)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: seal(safe, owner=f"note/{n}"), range(keys)))
    sealed = seal(safe, owner="note/1")
    safe.close()
    dice = random.Random(7)
    file = Path(settings.master_key)
    kept = {"old": 0, "new": 0}
    longest = 0.05
    for turn in range(kills):
        new = file.with_name(f"{turn}.key")
        MasterKey.random().write(new)
        line = [sys.executable, "-c", CHANGE, str(file), str(new), settings.keyring_url]
        running = subprocess.Popen(line, stdout=subprocess.PIPE, start_new_session=True)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(dice.uniform(0, longest))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        running.stdout.close()
        key = _whose(settings, file, new)
        kept["new" if key == new else "old"] += 1
        longest = longest * 0.8 if key == new else longest * 1.3  # so that both happen
        service.change_master(replace(settings, master_key=str(key)), new)  # run it again
        file = new
        after = Safe.from_settings(replace(settings, master_key=str(file)))
        assert (after.check().data_keys, after.check().closed) == (keys, 0)
        assert opened(after, sealed, owner="note/1") == WORDS
        after.close()
    print(f"{kills} killed changes of {keys} keys: {kept['old']} old, {kept['new']} new, 0 between")


def _whose(settings: Settings, *files: Path) -> Path:
    """The one file whose key opens the whole keyring."""
    found = []
    for file in files:
        try:
            safe = Safe.from_settings(replace(settings, master_key=str(file)))
        except SafeWrong:
            continue
        if safe.check().closed == 0:
            found.append(file)
        safe.close()
    assert len(found) == 1
    return found[0]


# Nothing in the clear ---------------------------------------------------------------------------

SAVE = dedent(
    """
    import logging, sys
    logging.basicConfig(level=logging.DEBUG)
    from pathlib import Path
    from sqlalchemy import text
    from guides.safe.service import CannotOpen, Safe
    from guides.settings import Settings
    from guides.storage.engine import open_engine

    settings = Settings(data_dir=Path(sys.argv[1]), master_key=sys.argv[2], keyring=sys.argv[3])
    safe, engine = Safe.from_settings(settings), open_engine(settings.database_url)
    place = dict(org=7, owner="note/a", table="note", column="words", row="a")
    words = sys.stdin.read()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id TEXT, words TEXT)"))
        add = text("INSERT INTO note VALUES ('a', :words)")
        connection.execute(add, {"words": safe.seal(words, **place)})
    with engine.begin() as connection:
        sealed = connection.execute(text("SELECT words FROM note")).scalar_one()
    assert safe.open(sealed, **place) == words
    try:
        safe.open(sealed, **{**place, "row": "b"})
    except CannotOpen:
        logging.exception("refused")
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in files)
    assert not [path for path in files if words.encode() in path.read_bytes()]
    sys.stdout.write("saved")
    safe.open(sealed, **{**place, "column": "b"})  # and a traceback on the screen
    """
)


def test_planted_words_are_in_no_file_log_or_traceback(settings: Settings, tmp_path: Path):
    service.begin(settings)
    temp = tmp_path / "temp"
    temp.mkdir()
    line = [sys.executable, "-X", "dev", "-c", SAVE]
    line += [str(settings.data_dir), settings.master_key, settings.keyring_url]
    env = {**os.environ, "TMPDIR": str(temp)}
    planted = f"{WORDS} zimtstern"
    done = subprocess.run(
        line, input=planted, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "saved"
    assert done.returncode == 1
    assert done.stderr.count("CannotOpen") >= 2
    key = Path(settings.master_key).read_text().strip()
    for word in (WORDS, "zimtstern", key, "S2FuYXJpZW52b2dlb"):
        assert word not in done.stderr
        found = [p for p in tmp_path.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]
        assert [p for p in found if p != Path(settings.master_key)] == []
    assert (tmp_path / "var" / "guides.db").exists()
    shutil.rmtree(temp)
