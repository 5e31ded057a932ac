"""Erased people stay erased, whatever is put back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from guides.backup.domain import BackupWrong
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.retention.service import Holding
from guides.safe import keyring_store
from guides.safe.domain import Shredded
from guides.storage.engine import Session
from guides.walls import HOLDINGS
from tests.backup.conftest import DAY

CANARY = "client-of-7"


@pytest.fixture
def keyring(house) -> Iterator[Engine]:
    engine = keyring_store.open_keyring(house.keyring_url)
    keyring_store.make(engine, "0a1b2c3d", "locked", [])
    keyring_store.add_data_key(engine, "0a1b2c3d", "1", CANARY, "wrapped")
    keyring_store.add_data_key(engine, "0a1b2c3d", "1", "another", "wrapped")
    yield engine
    engine.dispose()


class Feature:
    """A feature that erases what an owner reported, and notes whom it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.holdings = (*HOLDINGS, Holding("feature", (), forget=self.forget))

    def forget(self, session: Session, owners: Sequence[Shredded]) -> None:
        for each in owners:
            self.told.append((each.org, each.owner))
            session.execute(text("DELETE FROM mistake_count WHERE page = :o"), {"o": each.owner})


@pytest.fixture
def feature() -> Feature:
    return Feature()


def test_who_was_erased_since_is_erased_again(house, keyring, feature, opening, tmp_path: Path):
    with opening(house.database_url).begin() as connection:
        connection.execute(
            text("INSERT INTO mistake_count VALUES ('2026-11', :owner, 'wrong', 1)"),
            {"owner": CANARY},
        )
    made = Backups(house).make(tmp_path / "a.backup")
    keyring_store.shred(keyring, "1", CANARY, DAY)
    done = Restore(house, tmp_path / "new", feature.holdings).run(made.path)
    assert (done.erased, done.replayed) == (1, True)
    assert feature.told == [("1", CANARY)]
    with opening(f"sqlite:///{tmp_path / 'new' / 'guides.db'}").connect() as connection:
        pages = connection.execute(text("SELECT page FROM mistake_count")).scalars().all()
    assert CANARY not in pages
    assert len(pages) == 1_203


def test_a_feature_that_cannot_erase_stops_the_restore(house, keyring, tmp_path: Path):
    def fails(session: Session, owners: Sequence[Shredded]) -> None:
        raise RuntimeError("cannot erase")

    holdings = (*HOLDINGS, Holding("fails", (), forget=fails))
    made = Backups(house).make(tmp_path / "a.backup")
    with pytest.raises(RuntimeError, match="cannot erase"):
        Restore(house, tmp_path / "new", holdings).run(made.path)
    assert not (tmp_path / "new").exists()


def test_without_a_keyring_nobody_can_tell_so_it_is_refused(house, tmp_path: Path):
    made = Backups(house).make(tmp_path / "a.backup")
    with pytest.raises(BackupWrong, match="no keyring"):
        Restore(house, tmp_path / "new", HOLDINGS).run(made.path)
    assert not (tmp_path / "new").exists()
    done = Restore(house, tmp_path / "new", HOLDINGS, without_keyring=True).run(made.path)
    assert not done.replayed


def test_the_keyring_goes_apart_and_an_old_copy_brings_no_key_back(
    house, keyring, feature, opening, tmp_path: Path
):
    made = Backups(house).make(tmp_path / "a.backup")
    assert not [table for table in made.manifest.counts if table.startswith("keyring")]
    apart = Backups(house).make(tmp_path / "k.backup", "keyring")
    assert apart.manifest.counts["keyring_data_key"] == 2
    assert apart.encrypted
    keyring_store.shred(keyring, "1", CANARY, DAY)
    new = tmp_path / "new"
    Restore(house, new, feature.holdings).run(apart.path)
    found = keyring_store.open_keyring(f"sqlite:///{new / 'keyring.db'}")
    assert keyring_store.counts(found) == (1, 1)
    assert [each.owner for each in keyring_store.shredded(found)] == [CANARY]
    assert keyring_store.whose(found) == ("0a1b2c3d", "locked")
    found.dispose()
    elsewhere = replace(house, keyring=f"sqlite:///{tmp_path / 'none' / 'keyring.db'}")
    done = Restore(elsewhere, new, feature.holdings).run(
        made.path
    )  # with the keyring that was put back before
    assert (done.erased, feature.told) == (1, [("1", CANARY)])
