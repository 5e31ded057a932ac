"""The demo organisation: made once, plainly invented, whole, and never where people are."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from guides.accounts.domain import Account
from guides.app import create_app
from guides.demo.domain import CLIENTS, GUIDES, NAMES, ORGANISATION
from guides.people.service import Caseload
from guides.storage.engine import open_engine
from guides.walls import Guarded
from tests.accounts.house import NETWORK, Browser
from tests.cli.conftest import Run
from tests.demo.conftest import Made
from tests.storage.tables import everything


def _account(guarded: Guarded, name: str) -> Account:
    (org,) = guarded.people.organisations()
    boss = Account(0, org.id, "", "administrator", "active", second_factor=True)
    return next(one for one in guarded.people.people(boss) if one.name == name)


def test_it_is_made_once(made: Made, run: Run) -> None:
    engine = open_engine(made.settings.database_url)
    before = everything(engine)
    again = run("demo", "--into", str(made.folder))
    assert (again.code, again.err) == (0, "")
    assert made.password not in again.out
    assert everything(engine) == before
    engine.dispose()


def test_the_password_stands_nowhere_and_the_key_is_its_owners_alone(made: Made) -> None:
    for path in made.folder.rglob("*"):
        assert not path.is_file() or made.password.encode() not in path.read_bytes(), path
    for secret in ("key/master.key", "data/demo.json"):
        assert (made.folder / secret).stat().st_mode & 0o777 == 0o600


def test_everybody_in_it_is_plainly_invented(made: Made, guarded: Guarded) -> None:
    assert [org.name for org in guarded.people.organisations()] == [ORGANISATION]
    assert all(name.startswith("demo-") for name, _ in NAMES)
    assert sum(role == "guide" for _, role in NAMES) == GUIDES
    text = str(everything(guarded.accounts.engine)["client"])
    assert not [name for name, _ in NAMES if name in text]


def test_a_coordinator_sees_them_all_and_each_guide_their_own(guarded: Guarded) -> None:
    house = Caseload(guarded.records, _account(guarded, "demo-coordinator-1")).all()
    assert len(house) == len(CLIENTS)
    assert not [client for client in house if client.lost]
    waiting = [client for client in house if client.guide is None]
    assert {client.state for client in waiting} == {"waiting"}
    for number in range(1, GUIDES + 1):
        guide = _account(guarded, f"demo-guide-{number}")
        own = Caseload(guarded.records, guide).all()
        assert {guide.id} <= {g for c in own for g in (c.guide, c.backup)} or not own
        assert {c.id for c in own} == {c.id for c in house if guide.id in (c.guide, c.backup)}


def test_one_signs_in_with_what_was_said(made: Made, run: Run) -> None:
    app = create_app(made.settings)
    accounts = app.extensions["guides"].guarded.accounts
    guide = Browser.on(app, accounts.sign_in("demo-guide-1", made.password, NETWORK))
    assert "(demo)" in guide.get("/account").text
    half = accounts.sign_in("demo-coordinator-1", made.password, NETWORK)
    digits = run("demo", "--into", str(made.folder), "code", "demo-coordinator-1").out
    whole = Browser.on(app, accounts.second_factor(half, digits, NETWORK))
    assert whole.get("/people").status_code == 200


def test_the_log_is_whole(made: Made, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDES_CONFIG", str(made.folder / "guides.toml"))
    found = run("audit", "verify")
    assert (found.code, found.err) == (0, "")


def test_the_folder_can_move(made: Made, tmp_path: Path, run: Run) -> None:
    moved = copytree(made.folder, tmp_path / "elsewhere")
    assert run("demo", "--into", str(moved)).code == 0
    assert f'"{moved}/key/master.key"' in (moved / "guides.toml").read_text()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    found = run("demo", "--into", str(tmp_path / "mine"))
    assert (found.code, found.out) == (2, "")
    assert "something else" in found.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_where_there_is_an_organisation_nothing_is_made(environment: Path, run: Run) -> None:
    (environment / "guides.toml").write_text(f'master_key = "{environment}/key/master.key"\n')
    for command in (("keys", "init"), ("db", "upgrade"), ("accounts", "found", "Ours", "boss")):
        assert run(*command).code == 0
    found = run("demo")
    assert (found.code, found.out) == (2, "")
    assert "Ours" in found.err
    assert run("accounts", "list").out.endswith("Ours: 1 administrator (invited)\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("demo",), "--into"), (("demo", "code", "demo-coordinator-1"), "no demo here")],
)
def test_without_a_key_it_is_said_what_to_do(
    arguments: tuple[str, ...], said: str, run: Run
) -> None:
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_who_has_no_authenticator_is_told(made: Made, run: Run) -> None:
    found = run("demo", "--into", str(made.folder), "code", "demo-guide-1")
    assert found.code == 2
    assert "demo-administrator" in found.err
