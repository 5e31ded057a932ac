"""The plugins of a site on its administrator's screen."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts.house import Browser, House, quick
from tests.conftest import MakeApp

STOP = "waiting-and-support"


def zipped(line: str, version: str = "1", **more: str) -> bytes:
    files = {
        "plugin.toml": f'id = "tea"\napi = 0\nversion = "{version}"\nname = "Tea (demo)"\n',
        f"checklists/{STOP}.toml": (
            f'[[item]]\nid = "come"\nkind = "do"\ntext = "{line}"\norder = 1\n'
        ),
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return out.getvalue()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(plugins=())


@pytest.fixture
def boss(app: Flask) -> Browser:
    with quick():
        house = House.of(app.extensions["guides"].guarded)
        return Browser.on(app, house.enter(house.admit("the-boss", "site")))


def send(boss: Browser, data: bytes) -> TestResponse:
    return boss.post("/plugins/site", zip=(io.BytesIO(data), "tea.zip"))


def test_a_zip_is_taken_shown_without_a_restart_and_gone_back_from(app: Flask, boss: Browser):
    client = app.test_client()
    assert "Come for tea." not in client.get(f"/stop/{STOP}").text
    taken = send(boss, zipped("Come for tea."))
    assert taken.status_code == 200
    assert "tea 1" in taken.text
    assert "Come for tea." in client.get(f"/stop/{STOP}").text
    send(boss, zipped("Come for coffee.", "2"))
    assert "Come for coffee." in client.get(f"/stop/{STOP}").text
    assert boss.post("/plugins/site/tea/back").status_code == 303
    assert "Come for tea." in client.get(f"/stop/{STOP}").text
    assert boss.post("/plugins/site/tea/off").status_code == 303
    assert "Come for tea." not in client.get(f"/stop/{STOP}").text
    assert boss.post("/plugins/site/tea/on").status_code == 303
    assert "Come for tea." in client.get(f"/stop/{STOP}").text
    assert boss.post("/plugins/site/tea/remove").status_code == 303
    assert "Come for tea." not in client.get(f"/stop/{STOP}").text
    assert "Tea (demo)" not in boss.get("/plugins/site").text


def _slip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../outside.toml", "x = 1")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not a zip", "zip"),
        (zipped("Come.", plugin__py="x = 1"), "command line"),
        (zipped('Come."\n[[item'), "checklists"),
        (_slip(), "outside"),
        (zipped("Come.").replace(b"api = 0", b"api = 9"), ""),
    ],
    ids=["rubbish", "code", "broken", "slip", "changed"],
)
def test_what_is_wrong_is_said_and_nothing_is_taken(app: Flask, boss: Browser, data, said: str):
    answer = send(boss, data)
    assert answer.status_code == 400
    assert said in answer.text
    assert "/tmp" not in answer.text
    assert "Tea (demo)" not in boss.get("/plugins/site").text
    assert not list(Path(app.extensions["guides"].settings.data_dir).rglob("tea*"))


def test_a_plugin_that_cannot_be_read_is_listed_all_the_same(make_app: MakeApp, tmp_path: Path):
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "plugin.toml").write_text(
        zipfile.ZipFile(io.BytesIO(zipped("Come."))).read("plugin.toml").decode()
    )
    (folder / "facts.toml").symlink_to(folder / "facts.toml")  # leads to itself
    app = make_app(plugins=(), plugin_dirs=(tmp_path,))
    with quick():
        house = House.of(app.extensions["guides"].guarded)
        browser = Browser.on(app, house.enter(house.admit("the-boss", "site")))
    page = browser.get("/plugins/site")
    assert page.status_code == 200
    assert "Tea (demo)" in page.text


def test_more_than_any_plugin_is_refused(boss: Browser):
    sent = {"data": b"x" * 21_000_000, "content_type": "multipart/form-data; boundary=x"}
    assert boss.client.post("/plugins/site", **sent).status_code == 413
    assert boss.post("/account/end", sign_in="x" * 70_000).status_code == 413


@pytest.mark.parametrize("path", ["riverside/remove", "asylum-journey/off", "nobody/on"])
def test_what_cannot_be_done_is_said(boss: Browser, path: str):
    answer = boss.post(f"/plugins/site/{path}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
