"""``guides accounts``, and a site that must not start with a key that does not fit."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from guides.accounts.passwords import hash_password
from guides.app import create_app
from guides.cli import common
from guides.safe.domain import SafeWrong
from guides.safe.service import begin
from guides.settings import Settings, read_settings
from guides.storage.engine import open_engine
from guides.walls import open_guarded
from tests.accounts.house import quick
from tests.cli.conftest import Run
from tests.storage.databases import KINDS, upgraded
from tests.storage.tables import everything

CODE = re.compile(r"^  ([2-9a-z]{4}(?:-[2-9a-z]{4}){3})$", re.MULTILINE)
PASSWORD = "kettle river tulip 41"


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    with quick():
        yield


def _settings(folder: Path, **more: str) -> None:
    chosen = {"organisation": "Riverside (demo)", "master_key": str(folder / "key" / "master.key")}
    lines = "".join(f'{name} = "{value}"\n' for name, value in (chosen | more).items())
    (folder / "guides.toml").write_text(lines)


@pytest.fixture(params=KINDS)
def ready(request: pytest.FixtureRequest, run: Run, environment: Path) -> Path:
    """An installation with a key and a database, on both kinds of it."""
    _settings(environment, database=upgraded(request.param, environment))
    assert run("keys", "init").code == 0
    return environment


def test_the_first_account_is_made_here_and_its_owner_chooses_the_password(run: Run, ready: Path):
    found = run("accounts", "found", "Riverside (demo)", "first-admin")
    assert (found.code, found.err) == (0, "")
    (code,) = CODE.findall(found.out)
    assert "first-admin (administrator)" in found.out
    common.settings.cache_clear()
    guarded = open_guarded(read_settings())
    assert guarded is not None
    account = guarded.people.join(code, PASSWORD)
    assert (account.role, account.state) == ("administrator", "active")
    assert code not in repr(everything(guarded.accounts.engine))
    guarded.close()


def test_somebody_for_the_site_belongs_to_no_organisation(run: Run, ready: Path):
    assert run("accounts", "found", "any", "site-one", "--role", "site").code == 0
    assert run("accounts", "list").out == "This site: 1 site (invited)\n"


def test_accounts_are_counted_without_names(run: Run, ready: Path):
    for name, role in (("one", "administrator"), ("two", "guide"), ("three", "guide")):
        assert run("accounts", "found", "Riverside (demo)", name, "--role", role).code == 0
    found = run("accounts", "list")
    assert found.out == (
        "This site: no accounts\nRiverside (demo): 1 administrator (invited), 2 guide (invited)\n"
    )


DOES_NOT_FIT = (
    (("Riverside (demo)", "FIRST"), "already"),
    (("Riverside (demo)", "x"), "two to sixty"),
    (("Riverside (demo)", "x" * 61), "two to sixty"),
    (("", "second"), "ORGANISATION"),
    (("x" * 121, "second"), "ORGANISATION"),
    (("Riverside (demo)", "second", "--role", "boss"), "--role"),
)


def test_what_does_not_fit_is_said_in_words(run: Run, ready: Path):
    assert run("accounts", "found", "Riverside (demo)", "first").code == 0
    for arguments, said in DOES_NOT_FIT:  # in one installation: making one takes longest
        found = run("accounts", "found", *arguments)
        assert (found.code, found.out) == (2, ""), arguments
        assert said in found.err, arguments
        assert "Traceback" not in found.err
        assert run("accounts", "list").out.count("1 administrator") == 1, arguments


@pytest.mark.parametrize("command", [("found", "Riverside (demo)", "first"), ("list",)])
def test_without_a_key_it_is_said_what_to_do(run: Run, command: tuple[str, ...]):
    found = run("accounts", *command)
    assert (found.code, found.out) == (2, "")
    assert "master_key" in found.err
    assert "guides keys init" in found.err


@pytest.mark.parametrize("command", [("found", "Riverside (demo)", "first"), ("list",)])
def test_without_a_database_it_is_said_what_to_run(run: Run, environment: Path, command):
    _settings(environment)
    assert run("keys", "init").code == 0
    found = run("accounts", *command)
    assert (found.code, found.out) == (1, "")
    assert "guides db upgrade" in found.err


# Starting with a key that does not fit -----------------------------------------------------------


def _another_key(folder: Path) -> str:
    """The key of another installation."""
    (folder / "data").mkdir(parents=True)
    settings = Settings(data_dir=folder / "data", master_key=str(folder / "master.key"))
    begin(settings)
    return Path(settings.master_key).read_text()


def _break(folder: Path, how: str) -> None:
    key, keyring = folder / "key" / "master.key", folder / "var" / "keyring.db"
    if how == "no key":
        key.unlink()
    elif how == "another key":
        text = key.read_text()
        key.chmod(0o600)
        key.write_text(_another_key(folder / "other"))
        assert key.read_text() != text
    elif how == "a broken key":
        key.chmod(0o600)
        key.write_text("not a key")
    elif how == "a key that all can read":
        key.chmod(0o644)
    elif how == "no keyring":
        for file in keyring.parent.glob("keyring.db*"):
            file.unlink()


@pytest.mark.parametrize(
    "how", ["no key", "another key", "a broken key", "a key that all can read", "no keyring"]
)
def test_with_a_key_that_does_not_fit_nothing_starts(run: Run, environment: Path, how: str):
    """The toy of the research started with the wrong key, said healthy, and wrote with it."""
    _settings(environment)
    assert run("keys", "init").code == 0
    assert run("db", "upgrade").code == 0
    before = everything(open_engine(f"sqlite:///{environment / 'var' / 'guides.db'}"))
    _break(environment, how)
    for arguments in (("serve", "--port", "1"), ("accounts", "list")):
        found = run(*arguments)
        assert (found.code, found.out) == (1, ""), arguments
        assert "key" in found.err
        assert "Traceback" not in found.err
    with pytest.raises(SafeWrong):
        create_app()  # as gunicorn and the like do
    if how == "no key":  # and once in a process of its own, which must end
        server = subprocess.run(
            [sys.executable, "-c", "from guides.app import create_app; create_app()"],
            env={"GUIDES_CONFIG": str(environment / "guides.toml"), "PATH": ""},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert server.returncode != 0
        assert "SafeWrong" in server.stderr
    after = everything(open_engine(f"sqlite:///{environment / 'var' / 'guides.db'}"))
    assert after == before


def test_light_hashes_are_for_tests_only() -> None:
    command = "from guides.accounts.passwords import hash_password; print(hash_password('x'))"
    real = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert "m=65536,t=2" in real.stdout
    assert "m=65536" not in hash_password("x")
