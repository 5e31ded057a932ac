"""A list of services on its way into the directory, as a coordinator brings it on screen."""

from __future__ import annotations

import html
import io
import os
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from guides.desk.imports import work
from guides.desk.uploads import KEPT_SECONDS, Uploads
from guides.directory.imported import Import
from guides.directory.readers.domain import ReadWrong
from tests.accounts.house import Browser
from tests.desk.test_looking import find
from tests.desk.town import Town, names

UGLY = (
    "Our services,,,,\n"
    "Name of group,Blurb,Who to call,Zzz,Open\n"
    "Bike Shed (demo),bikes to borrow,1614960606,x,Tues & Thurs 10-12\n"
    "Choir (demo),singing,0161 496 0707,y,whenever\n"
    ",nobody knows,0161 496 0808,z,\n"
)


@pytest.fixture
def desk(town: Town) -> Browser:
    return town.enter(town.coordinator)


def bring(browser: Browser, content: bytes | str, name: str, **more: str) -> TestResponse:
    data = content.encode() if isinstance(content, str) else content
    file = (io.BytesIO(data), "list.csv")
    return browser.post("/desk/directory/import", name=name, file=file, **more)


def answer(browser: Browser, asked: TestResponse, **means: str) -> TestResponse:
    """What the columns mean; those that are not named are left out."""
    headings = [html.unescape(h) for h in re.findall(r'name="heading" value="([^"]*)"', asked.text)]
    kept, name = (re.search(rf'name="{n}" value="([^"]*)"', asked.text) for n in ("kept", "name"))
    assert kept is not None
    assert name is not None
    said = [means.get(heading.replace(" ", "_"), "") for heading in headings]
    return browser.post(
        "/desk/directory/import/headings",
        kept=kept[1], name=html.unescape(name[1]), heading=headings, means=said,
    )  # fmt: skip


def uploads(town: Town) -> list[Path]:
    root: Path = town.app.extensions["guides"].settings.data_dir / "uploads"
    # Not rglob: a folder may go while it is looked at.
    return [Path(folder) / name for folder, _, names_ in os.walk(root) for name in names_]


def test_from_an_ugly_table_to_the_search_and_back(town: Town, desk: Browser) -> None:
    asked = bring(desk, UGLY, f"Ugly {id(town)}")
    assert asked.status_code == 200
    assert "What do these columns mean?" in asked.text
    means = {"Name_of_group": "name", "Blurb": "what", "Who_to_call": "phone"}
    looked = answer(desk, asked, **means)
    assert looked.status_code == 303, looked.text
    address = looked.headers["Location"]
    assert not uploads(town), "the file is kept no longer than it is needed"
    page = desk.get(address).text
    assert "Bike Shed (demo)" in page
    assert "Nothing has changed yet" in page
    assert not names(find(town, text="bike shed"))
    held = desk.get(f"{address}/held/0").text
    assert 'class="reason"' in held
    rows = re.findall(r'name="row" value="(\d+)"', page)
    choir = re.search(r'value="(\d+)" checked><b[^>]*>Choir', page)
    assert choir is not None
    take = [row for row in rows if row != choir[1]]
    done = desk.post(address, act="take", action="new", row=rows, take=take)
    assert done.headers["Location"] == address
    assert "This list was taken" in desk.get(address).text
    found = find(town, text="bike shed")
    assert names(found)[0] == "Bike Shed (demo)"
    assert 'href="tel:01614960606"' in found, "the 0 that the program lost is back"
    assert "Choir (demo)" not in names(find(town, text="choir"))
    assert desk.post(address, act="undo").status_code == 303
    assert "This list was taken back" in desk.get(address).text
    assert not names(find(town, text="bike shed"))
    directory = town.app.extensions["guides"].directory
    entries = directory.audit.entries(directory.engine, since=date(2026, 1, 1))
    noted = [e for e in entries if e.kind == "import"]
    assert [e.action for e in noted][:2] == ["changed", "changed"]  # taken, and taken back
    assert all(e.actor for e in noted[:2])  # the town itself was brought by nobody


def test_what_a_column_means_is_remembered(town: Town, desk: Browser) -> None:
    table = f"name,Wording {id(town)}\nTea Room (demo),hot tea\n"
    asked = bring(desk, table, f"Tea {id(town)}")
    assert asked.status_code == 200
    assert "hot tea" in asked.text, "what stands in the column helps to say what it means"
    assert answer(desk, asked, **{f"Wording_{id(town)}": "what"}).status_code == 303
    again = bring(desk, table.replace("hot", "very hot"), f"Tea {id(town)}")
    assert again.status_code == 303
    assert "very hot tea" not in desk.get("/desk/directory/import").text


def test_a_changed_row_says_what_it_was_and_what_it_will_be(town: Town, desk: Browser) -> None:
    name = f"Twice {id(town)}"
    first = bring(desk, "id,name,phone\n1,Gym (demo),0161 496 0111\n2,Pool (demo),\n", name)
    desk.post(first.headers["Location"], act="take")
    second = bring(desk, "id,name,phone\n1,Gym (demo),0161 496 0222\n", name).headers["Location"]
    page = desk.get(second).text
    assert "0161 496 0111" in page
    assert "0161 496 0222" in page
    assert "Pool (demo)" in desk.get(f"{second}/gone/0").text
    assert desk.post(second, act="leave").status_code == 303
    assert "0161 496 0222" not in find(town, text="gym")
    late = desk.post(second, act="take")
    assert late.status_code == 409
    assert "done already" in late.text


def test_ticks_of_one_page_are_kept_while_the_next_is_looked_at(town: Town, desk: Browser) -> None:
    rows = "".join(f"{n},Club {n} of {id(town)},chess\n" for n in range(60))
    address = bring(desk, f"id,name,what\n{rows}", f"Clubs {id(town)}").headers["Location"]
    page = desk.get(address).text
    shown = re.findall(r'name="row" value="(\d+)"', page)
    following = re.search(r'name="following" value="(\d+)"', page)
    assert following is not None
    assert len(shown) == 50
    fields = {"action": "new", "first": "0", "following": following[1]}
    onward = desk.post(address, act="choose", row=shown, take=shown[1:], **fields)
    second = desk.get(onward.headers["Location"]).text
    assert len(re.findall(r'name="row" value="(\d+)"', second)) == 10
    again = desk.get(address).text
    assert f'value="{shown[0]}"><b' in again
    assert f'value="{shown[1]}" checked' in again


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00" * 400, b"<html><p>Please sign in</p></html>", b"%PDF-1.7 x", b"PK\x03\x04 no",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", b"{", b"\xff\xfe\x00", b"just words\n",
        b"\x1f\x8b\x08\x00",
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words_and_not_kept(
    town: Town, desk: Browser, content: bytes
) -> None:
    before = desk.get("/desk/directory/import").text.count("<li>")
    answer = bring(desk, content, f"Odd {id(town)}")
    if answer.status_code == 200:  # a table after all: it is asked what its columns mean
        assert "What do these columns mean?" in answer.text
    else:
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert 'class="reason"' in answer.text
        assert f'value="Odd {id(town)}"' in answer.text, "the name stays in the form"
        assert not [p for p in uploads(town) if p.read_bytes() == content]
    assert desk.get("/desk/directory/import").text.count("<li>") in (before, before + 1)


def test_of_a_file_that_was_cut_off_nothing_is_concluded(town: Town, desk: Browser) -> None:
    """Services that stand in its other half are not gone."""
    name = f"Cut {id(town)}"
    services = [f'{{"id": "{n}", "name": "Cut {n}", "status": "active"}}' for n in range(3)]
    first = bring(desk, f"[{','.join(services)}]", name).headers["Location"]
    desk.post(first, act="take")
    again = bring(desk, f"[{services[0]},", name).headers["Location"]
    page = desk.get(again).text
    assert "only a part" in page
    assert f"{again}/gone/0" not in page


@pytest.mark.parametrize("missing", ["name", "file"])
def test_a_name_and_a_file_are_needed(town: Town, desk: Browser, missing: str) -> None:
    sent: dict[str, object] = {"name": "A list", "file": (io.BytesIO(b"name\nx\n"), "x.csv")}
    del sent[missing]
    answer = desk.post("/desk/directory/import", **sent)
    assert answer.status_code == 400
    assert "give the list a name" in answer.text


def test_a_file_that_is_too_large_is_told_so(town: Town, desk: Browser) -> None:
    answer = desk.client.post(
        "/desk/directory/import",
        data=b"x" * 20_000_001,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413


def test_a_table_that_is_hostile_is_shown_as_text(town: Town, desk: Browser) -> None:
    table = 'name,what\n"<script>alert(1)</script>","=cmd|calc"\n"<img src=x>",y\n'
    address = bring(desk, table, "<b>list</b>").headers["Location"]
    for page in (desk.get(address).text, desk.get("/desk/directory/import").text):
        for planted in ("<script>alert", "<img src=x", "<b>list"):
            assert planted not in page
    assert "&lt;script&gt;" in desk.get(address).text


def test_another_organisation_finds_neither_import_nor_file(town: Town, desk: Browser) -> None:
    south = town.enter(town.elsewhere)
    name = f"Ours {id(town)}"
    address = bring(desk, "name,what\nSecret Garden (demo),x\n", name).headers["Location"]
    absent = south.get("/desk/directory/import/987654")
    assert south.get(address).data == absent.data
    for act in ("take", "leave", "undo", "choose"):
        assert south.post(address, act=act).status_code == 404
    assert name not in south.get("/desk/directory/import").text
    asked = bring(desk, f"name,what,Qqq {id(town)}\nGarden,x,y\n", name)
    stolen = answer(south, asked)
    assert stolen.status_code == 400
    assert "Bring it again" in stolen.text
    assert answer(desk, asked).status_code == 303, "and it is still there for us"


def test_what_a_plugin_brought_is_not_taken_back_by_hand(town: Town, desk: Browser) -> None:
    """It comes and goes with the plugin."""
    (first, *_) = [
        each for each in town.directory.importing.several(0) if each.source_kind == "plugin"
    ]
    assert desk.get(f"/desk/directory/import/{first.id}").status_code == 404
    assert desk.post(f"/desk/directory/import/{first.id}", act="undo").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"row": ["x", "²", "9" * 40, "-1"], "take": ["1"]}, {"action": "../held", "first": "-1"},
        {"act": "burn"}, {"following": "9" * 30}, {"row": [str(2**31)], "first": str(2**31)},
    ],
)  # fmt: skip
def test_odd_choices_break_nothing(town: Town, desk: Browser, sent: dict[str, object]) -> None:
    address = bring(desk, "name,what\nA (demo),b\n", "Odd choices").headers["Location"]
    assert desk.post(address, **{"act": "choose", **sent}).status_code in (303, 409)
    assert desk.get(address).status_code == 200
    for path in ("/burn/0", "/new/x", f"/new/{2**31}", "9" * 20):
        assert desk.get(f"{address}{path}").status_code == 404


def test_a_file_that_nobody_comes_back_for_goes(tmp_path: Path) -> None:
    here = Uploads(tmp_path, 1)
    name = here.keep(lambda path: path.write_text("x"))
    file = here.file(name)
    assert file is not None
    assert file.stat().st_mode & 0o077 == 0 or file.parent.stat().st_mode & 0o077 == 0
    assert Uploads(tmp_path, 2).file(name) is None
    for odd in ("", "..", f"../1/{name}", name.upper() + "x"):
        assert here.file(odd) is None
    late = time.time() - KEPT_SECONDS - 1
    for path in (file, file.parent):
        os.utime(path, (late, late))
    assert here.file(name) is None
    here.sweep()
    assert not file.parent.exists()


def test_what_takes_long_goes_on_behind_the_page(
    town: Town, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits here for more than a moment; the page says that it is being done."""
    monkeypatch.setattr(work, "PATIENCE", 0.0)
    name = f"Long {id(town)}"
    table = "id,name,what\n" + "".join(f"{n},Long {n} (demo),tea\n" for n in range(1_500))
    assert bring(desk, table, name).status_code == 303
    seen: list[str] = []

    def is_seen() -> bool:
        seen[:] = [str(i.id) for i in several(town) if i.source_name == name and i.state == "seen"]
        return bool(seen)

    assert until(is_seen)
    (number,) = seen
    address = f"/desk/directory/import/{number}"
    assert desk.post(address, act="take").headers["Location"] == address
    assert desk.get(address).status_code == 200
    assert until(lambda: "This list was taken" in desk.get(address).text)
    assert until(lambda: bool(names(find(town, text="long 1499"))))


def test_a_file_that_breaks_off_behind_the_page_waits_for_no_answer(
    town: Town, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PATIENCE", 0.0)

    def breaks(file: Path, told: object) -> object:
        raise ReadWrong("it ends early")

    name = f"Broken {id(town)}"
    monkeypatch.setattr("guides.desk.imports.views.read", breaks)
    answer = bring(desk, "id,name\n1,A\n", name)
    assert answer.status_code in (303, 400)
    assert until(lambda: not uploads(town))
    assert not [i for i in several(town) if i.source_name == name and i.state == "reading"]


def several(town: Town) -> tuple[Import, ...]:
    return town.directory.importing.several(0)


def until(true: Callable[[], bool]) -> bool:
    for _ in range(600):
        if true():
            return True
        time.sleep(0.02)
    return False
