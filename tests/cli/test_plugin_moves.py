"""``guides plugin add``, ``update``, ``remove`` …: what is asked, shown and refused."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from guides.packs.sources import pack
from tests.cli.conftest import Run
from tests.packs.packing import zipped
from tests.plugins.folders import Files, code_plugin, line, manifest, plugin

STOP = "waiting-and-support"
LINES = f"checklists/{STOP}.toml"
SERVICES = "id,name,what,stages\nhall,The hall,Tea,waiting-and-support\n"


def _tea(base: Path, version: str = "1", text: str = "Come for tea.", **more: str) -> Path:
    files: Files = {
        "plugin.toml": manifest("tea", "Tea Club", version=version, organisation="Tea Club (demo)"),
        LINES: line(text=text),
        "services.csv": SERVICES,
        **more,
    }
    return plugin(base / version, "tea", files)


def _nosy(base: Path) -> tuple[Path, Path]:
    """A plugin with code, and the file that it leaves when it runs."""
    ran = base / "ran"
    return code_plugin(base, "nosy", f"open({str(ran)!r}, 'w').close()"), ran


def _listed(run: Run) -> dict[str, dict[str, object]]:
    return {each["id"]: each for each in json.loads(run("plugin", "list", "--json").out)}


def _files(environment: Path) -> set[str]:
    data = environment / "var"
    found = {str(p.relative_to(data)) for p in data.rglob("*") if p.is_file()}
    return {name for name in found if not name.endswith(".lock")}


def _answers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


# Coming ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["folder", "pack", "zip by hand"])
def test_a_plugin_is_added_from_a_folder_or_a_zip(run: Run, environment: Path, kind: str):
    root = _tea(environment)
    path = environment / "tea.zip"
    if kind == "pack":
        assert run("plugin", "pack", str(root), "-o", str(path)).code == 0
    elif kind == "zip by hand":
        files = {p.relative_to(root.parent).as_posix(): p for p in root.rglob("*") if p.is_file()}
        path.write_bytes(zipped({name: p.read_bytes() for name, p in files.items()}))
    added = run("plugin", "add", str(root if kind == "folder" else path), "--yes")
    assert (added.code, added.err) == (0, "")
    for said in ("Tea Club (demo)", "runs no code", f"Line new: {STOP}/tea", "Service new: hall"):
        assert said in added.out
    assert ("It came without a list" in added.out) is (kind == "zip by hand")
    assert _listed(run)["tea"]["adds"] == {"items": 1, "services": 1}
    shown = run("plugin", "show", "tea").out
    digest = pack(root)[0].digest
    for said in ("made by   Tea Club (demo)", "1 line, 1 service", f"hash      {digest}", "added "):
        assert said in shown


def test_nothing_is_added_before_somebody_says_yes(run: Run, environment: Path, monkeypatch):
    root = _tea(environment)
    for answer in ("\n", "n\n", ""):
        _answers(monkeypatch, answer)
        run("plugin", "add", str(root))
        assert "tea" not in _listed(run)
    _answers(monkeypatch, "y\n")
    run("plugin", "add", str(root))
    assert _listed(run)["tea"]["state"] == "on"


FAULTY: dict[str, tuple[Files, str]] = {
    "advice": ({LINES: line(text="You should appeal, you will win.")}, f"{LINES}:4: "),
    "a typed amount": ({LINES: line(text="It costs £4.50.")}, f"{LINES}:4: "),
    "an unknown stop": ({"checklists/nowhere.toml": line()}, "checklists/nowhere.toml:1: "),
    "a taken id": ({"stages/claiming.toml": 'id = "claiming"\ntitle = "T"\nshort = "S"\n'
                                            'summary = "S."\n'}, "claiming"),
    "a newer interface": ({"plugin.toml": manifest("tea").replace("api = 0", "api = 1")},
                          "plugin.toml:2: "),
    "no manifest field": ({"plugin.toml": 'id = "tea"\napi = 0\nversion = "1"\n'}, '"name"'),
    "a version that leads out": ({"plugin.toml": manifest("tea", version="../1")},
                                 "cannot be a version"),
    "not TOML": ({LINES: "[[item]\n"}, f"{LINES}:1: "),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTY)
@pytest.mark.parametrize("command", ["add", "update"])
def test_a_faulty_plugin_changes_nothing_and_says_why(
    run: Run, environment: Path, command: str, kind: str
):
    if command == "update":
        run("plugin", "add", str(_tea(environment)), "--yes")
    before = _files(environment)
    files, words = FAULTY[kind]
    bad = plugin(environment / "bad", "tea", {LINES: line(text="Other tea."), **files})
    refused = run("plugin", command, str(bad), "--yes")
    assert refused.code == 1
    assert words in refused.err
    assert "Nothing was changed." in refused.err
    assert _files(environment) == before


@pytest.mark.parametrize("place", ["bundled", "local"])
def test_an_id_that_belongs_to_another_plugin_is_refused(run: Run, environment: Path, place: str):
    name = "riverside" if place == "bundled" else "tea"
    if place == "local":
        plugin(environment / "var" / "plugins", "tea")
    root = plugin(environment / "new", name, {LINES: line()})
    refused = run("plugin", "add", str(root), "--yes")
    assert refused.code == 2
    assert f"another plugin with the id {name}" in refused.err


def test_adding_twice_and_updating_what_is_not_there_name_the_other_command(run, environment: Path):
    root = _tea(environment)
    assert "guides plugin add" in run("plugin", "update", str(root), "--yes").err
    run("plugin", "add", str(root), "--yes")
    again = run("plugin", "add", str(root), "--yes")
    assert (again.code, "guides plugin update" in again.err) == (2, True)


# Code --------------------------------------------------------------------------------------------


def test_code_is_added_only_by_somebody_who_says_so_and_was_told(run, environment, monkeypatch):
    root, ran = _nosy(environment)
    refused = run("plugin", "add", str(root), "--yes")
    assert refused.code == 1
    assert "this can read everything" in refused.err
    _answers(monkeypatch, "n\n")
    asked = run("plugin", "add", str(root), "--code")
    assert "this can read everything" in asked.out
    assert "Trust Nosy" in asked.out
    assert not ran.exists()
    assert "nosy" not in _listed(run)
    _answers(monkeypatch, "y\n")
    added = run("plugin", "add", str(root), "--code")
    assert (added.code, "restart the site" in added.out) == (0, True)
    assert _listed(run)["nosy"]["code"] is True
    assert ran.exists()
    assert "this can read everything" in run("plugin", "show", "nosy").out


def test_code_that_fails_when_it_is_tried_is_not_added(run: Run, environment: Path):
    root = code_plugin(environment, "broken", "1 / 0")
    before = _files(environment)
    refused = run("plugin", "add", str(root), "--code", "--yes")
    assert refused.code == 1
    assert "ZeroDivisionError" in refused.err
    assert _files(environment) == before


def test_where_code_brings_tables_it_is_said_what_makes_them(run: Run, checkout: Path):
    """The command that is named makes them: afterwards the table is there."""
    clinic = checkout / "plugins" / "form-clinic"
    copy = Path("mine") / "clinic"
    shutil.copytree(clinic, copy)
    manifest_file = copy / "plugin.toml"
    manifest_file.write_text(manifest_file.read_text("utf-8").replace("form-clinic", "clinic"))
    for path in (copy / "plugin.py", *copy.glob("migrations/*.py")):
        path.write_text(
            path.read_text("utf-8")
            .replace("plugin_form_clinic", "plugin_clinic")
            .replace("form-clinic", "clinic"),
            "utf-8",
        )
    added = run("plugin", "add", str(copy), "--code", "--yes")
    assert (added.code, added.err) == (0, "")
    command = re.search(r'run "guides ([^"]+)" for its tables', added.out)
    assert command
    assert "The tables of clinic went from nothing to" in run(*command[1].split()).out


def test_an_update_that_brings_code_is_asked_about_like_any_code(run: Run, environment: Path):
    run("plugin", "add", str(_tea(environment)), "--yes")
    _, ran = _nosy(environment)
    more = {"plugin.py": f"open({str(ran)!r}, 'w').close()\n"}
    newer = _tea(environment, "2", **more)
    refused = run("plugin", "update", str(newer), "--yes")
    assert (refused.code, "this can read everything" in refused.err) == (1, True)
    assert _listed(run)["tea"]["version"] == "1"
    assert not ran.exists()
    taken = run("plugin", "update", str(newer), "--yes", "--code")
    assert "Code new: plugin.py" in taken.out
    assert _listed(run)["tea"]["version"] == "2"


WHEEL = {
    "library-2.5.dist-info/METADATA": b"Metadata-Version: 2.1\nName: library\nVersion: 2.5\n"
    b"Summary: Books for all\nAuthor: Town Library\nLicense-Expression: MIT\n",
    "library-2.5.dist-info/entry_points.txt": b"[asylum_guides.plugins]\nlibrary = library:p\n",
    "library.py": b"open('ran', 'w')\n",
}


def test_a_wheel_is_shown_and_left_to_pip(run: Run, environment: Path):
    path = environment / "library-2.5-py3-none-any.whl"
    path.write_bytes(zipped(WHEEL))
    said = run("plugin", "add", str(path))
    assert (said.code, said.err) == (0, "")
    for words in ("library 2.5: Books for all", "Town Library", "MIT", "this can read everything"):
        assert words in said.out
    assert f"pip install {path}" in said.out
    assert "restart the site" in said.out
    assert "library" not in _listed(run)
    assert not (environment / "ran").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "not a wheel"),
        ({"library.py": b""}, "not a wheel"),
        ({n: d for n, d in WHEEL.items() if "entry" not in n}, "brings no plugin"),
        ({**WHEEL, "library-2.5.dist-info/entry_points.txt": b"[x\n"}, "not a wheel"),
        ({**WHEEL, "library-2.5.dist-info/METADATA": b" " * 1_000_001}, "not as it should be"),
    ],
)
def test_a_wheel_that_is_none_is_refused(run: Run, environment: Path, files, words: str):
    path = environment / "library.whl"
    path.write_bytes(zipped(files))
    refused = run("plugin", "add", str(path))
    assert (refused.code, words in refused.err) == (1, True)


# Releases ----------------------------------------------------------------------------------------


def test_an_update_shows_what_changes_and_can_be_gone_back_from(run: Run, environment: Path):
    run("plugin", "add", str(_tea(environment)), "--yes")
    taken = run("plugin", "update", str(_tea(environment, "2", "Come for cake.")), "--yes")
    assert f"Line changed: {STOP}/tea" in taken.out
    assert "1 change." in taken.out
    assert "guides plugin rollback tea" in taken.out
    assert _listed(run)["tea"]["version"] == "2"
    told = run("plugin", "diff", "tea").out
    assert told.count(f"Line new: {STOP}/tea") == 1
    assert told.count(f"Line changed: {STOP}/tea") == 1
    assert run("plugin", "rollback", "tea").out.startswith("tea is 1 again.")
    assert _listed(run)["tea"]["version"] == "1"
    again = run("plugin", "rollback", "tea")
    assert (again.code, "nothing to go back to" in again.err) == (2, True)


def test_a_plugin_is_compared_with_a_file_before_it_is_taken(run: Run, environment: Path):
    run("plugin", "add", str(_tea(environment)), "--yes")
    made, data = pack(_tea(environment, "2", "Come for cake."))
    (environment / "next.zip").write_bytes(data)
    told = run("plugin", "diff", "tea", "next.zip").out
    assert f"Line changed: {STOP}/tea" in told
    assert "Service" not in told
    assert _listed(run)["tea"]["version"] == "1"
    assert made.version == "2"


# Switching and going -----------------------------------------------------------------------------


def test_plugins_are_switched_off_and_on_from_here(run: Run, environment: Path):
    run("plugin", "add", str(_tea(environment)), "--yes")
    for name in ("tea", "riverside"):
        assert run("plugin", "disable", name).code == 0
        assert _listed(run)[name]["state"] == "off"
        assert "switched off here" in run("plugin", "list").out
        assert run("plugin", "enable", name).code == 0
        assert _listed(run)[name]["state"] == "on"


def test_removing_says_what_goes_asks_and_keeps_it_until_it_is_purged(
    run: Run, environment: Path, monkeypatch
):
    run("plugin", "add", str(_tea(environment)), "--yes")
    _answers(monkeypatch, "n\n")
    kept = run("plugin", "remove", "tea")
    assert "with it go 1 line, 1 service" in kept.out
    assert "tea" in _listed(run)
    run("plugin", "disable", "tea")
    gone = run("plugin", "remove", "tea", "--yes")
    assert (gone.code, "with it go 1 line, 1 service" in gone.out) == (0, True)
    assert "tea" not in _listed(run)
    (release,) = (environment / "var" / "removed" / "tea").glob("*/*/")
    back = run("plugin", "add", str(release), "--yes")
    assert (back.code, _listed(run)["tea"]["state"]) == (0, "on")  # the switch was forgotten
    assert run("plugin", "purge", "tea", "--yes").code == 0
    assert not list((environment / "var" / "removed").iterdir())
    assert _listed(run)["tea"]["state"] == "on"


def test_a_folder_in_the_data_folder_is_removed_too_and_one_elsewhere_is_left(
    run: Run, environment: Path, monkeypatch
):
    plugin(environment / "var" / "plugins", "soup", {LINES: line("soup", "Soup.")})
    cake = plugin(environment / "mine", "cake", {LINES: line("cake", "Cake.")})
    monkeypatch.setenv("GUIDES_PLUGIN_DIRS", str(environment / "mine"))
    assert run("plugin", "remove", "soup", "--yes").code == 0
    assert "soup" not in _listed(run)
    refused = run("plugin", "remove", "cake", "--yes")
    assert (refused.code, str(cake) in refused.err) == (2, True)
    assert _listed(run)["cake"]["state"] == "on"


def test_a_broken_plugin_can_be_removed(run: Run, environment: Path):
    run("plugin", "add", str(_tea(environment)), "--yes")
    (release,) = (environment / "var" / "added" / "tea").glob("1-*/")
    (release / "plugin.toml").unlink()
    assert _listed(run)["tea"]["state"] == "broken"
    assert run("plugin", "remove", "tea", "--yes").code == 0
    assert "tea" not in _listed(run)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "nowhere"), "There is no plugin 'nowhere'"),
        (("enable", "nowhere"), "There are: asylum-journey"),
        (("disable", "women"), "always on"),
        (("remove", "women", "--yes"), "the site needs it"),
        (("remove", "riverside", "--yes"), "guides plugin disable riverside"),
        (("rollback", "riverside"), "nothing to go back to"),
        (("rollback", "../../toolkits"), "nothing to go back to"),
        (("purge", "nowhere", "--yes"), "Nothing is kept"),
        (("purge", "..", "--yes"), "Nothing is kept"),
        (("purge", "../added", "--yes"), "Nothing is kept"),
        (("add", "nowhere.zip"), "nowhere.zip"),
        (("diff", "nowhere"), "There is no plugin 'nowhere'"),
        (("new", 'Bad "name"'), "cannot be a name"),
        (("new", "../up"), "cannot be a name"),
        (("new", "Ярмарка"), "No id can be made"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(run: Run, environment: Path, words, said):
    before = _files(environment)
    refused = run("plugin", *words)
    assert refused.code == 2
    assert said in refused.err
    assert _files(environment) == before


def test_a_pack_of_the_same_files_is_the_same_file(run: Run, environment: Path):
    for name in ("one.zip", "two.zip"):
        made = run("plugin", "pack", str(_tea(environment)), "-o", name)
        assert pack(_tea(environment))[0].digest in made.out
    assert (environment / "one.zip").read_bytes() == (environment / "two.zip").read_bytes()
    with zipfile.ZipFile(environment / "one.zip") as archive:
        assert set(archive.namelist()) == {"pack.json", "plugin.toml", LINES, "services.csv"}
