"""``guides toolkit``: pack, check, take, go back; a pack that is wrong changes nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from guides.packs.archive import read_pack
from tests.cli.conftest import Run
from tests.packs.packing import LANTERN, STOP, listed, release, unzipped
from tests.plugins.folders import line, plugin


def _packed(run: Run, base: Path, version: str = "1", **more) -> str:
    """Packs a release; the name of its file."""
    name = f"lantern-{version}.zip"
    made = run("toolkit", "pack", str(release(base, version, **more)), "-o", name)
    assert made.code == 0, made.err
    return name


def _listed(run: Run) -> dict[str, list[str]]:
    return {row.split()[0]: row.split() for row in run("toolkit", "list").out.splitlines()}


def test_a_pack_is_made_with_a_hash_to_compare(run: Run, environment: Path):
    made = run("toolkit", "pack", str(release(environment)))
    pack = read_pack((environment / f"{LANTERN}-1.zip").read_bytes())
    assert (made.code, made.err) == (0, "")
    assert pack.digest in made.out
    assert f"{len(pack.files)} files" in made.out


def test_a_pack_is_checked_taken_listed_and_gone_back_from(run: Run, environment: Path):
    file = _packed(run, environment)
    before = _listed(run)
    checked = run("toolkit", "check", file)
    assert (checked.code, checked.err) == (0, "")
    assert f"Stop new: {STOP}" in checked.out
    assert _listed(run) == before
    taken = run("toolkit", "update", file, "--yes")
    assert (taken.code, taken.err) == (0, "")
    assert f"guides toolkit rollback {LANTERN}" in taken.out
    digest = read_pack((environment / file).read_bytes()).digest[:12]
    assert _listed(run)[LANTERN][1:4] == ["1", digest, "pack"]
    assert f'"{STOP}"' in run("stages", "--json").out
    assert run("toolkit", "rollback", LANTERN).code == 0
    assert _listed(run) == before


def test_nothing_is_taken_before_somebody_says_yes(run: Run, environment: Path, monkeypatch):
    file = _packed(run, environment)
    for said in ("\n", "y\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        run("toolkit", "update", file)
        assert (LANTERN in _listed(run)) is (said == "y\n")


def test_a_pack_with_faults_is_not_taken_and_says_why(run: Run, environment: Path):
    advice = {f"checklists/{STOP}.toml": line(text="You should appeal, you will win.")}
    file = _packed(run, environment, files=advice)
    for words in (("check", file), ("update", file, "--yes")):
        found = run("toolkit", *words)
        assert found.code == 1
        assert "Advice" in found.err
    assert LANTERN not in _listed(run)


def test_a_pack_that_would_break_a_local_plugin_names_it(run: Run, environment: Path):
    run("toolkit", "update", _packed(run, environment), "--yes")
    plugin(environment / "var" / "plugins", "our-town", {f"checklists/{STOP}.toml": line()})
    pack = (environment / "lantern-1.zip").read_bytes()
    renamed = {
        name.replace(STOP, "lamp-walk"): data.replace(STOP.encode(), b"lamp-walk")
        for name, data in unzipped(pack).items()
    }
    (environment / "next.zip").write_bytes(listed(renamed))
    found = run("toolkit", "update", "next.zip", "--yes")
    assert found.code == 1
    assert "The plugin our-town would stop working" in found.err
    assert "Nothing was changed" in found.err


@pytest.mark.parametrize("data", [b"", b"<html>404</html>", listed({"a.py": b"x"}), listed({})])
def test_a_file_that_is_no_pack_changes_nothing_and_says_so(run: Run, environment: Path, data):
    (environment / "wrong.zip").write_bytes(data)
    for words in (("check", "wrong.zip"), ("update", "wrong.zip", "--yes")):
        found = run("toolkit", *words)
        assert (found.code, found.out) == (1, "")
        assert "wrong.zip: " in found.err
        assert "Nothing was changed." in found.err
    assert not (environment / "var" / "toolkits").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nowhere.zip"), "nowhere.zip"),
        (("rollback", "asylum-journey"), "nothing to go back to"),
        (("rollback", "no-such"), "nothing to go back to"),
        (("pack", "nowhere"), "nowhere"),
    ],
)
def test_what_is_not_there_is_wrong_use(run: Run, words, said: str):
    found = run("toolkit", *words)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_a_folder_that_is_no_toolkit_is_not_packed(run: Run, environment: Path):
    (environment / "empty").mkdir()
    found = run("toolkit", "pack", "empty", "-o", "empty.zip")
    assert found.code == 1
    assert "There is no plugin.toml" in found.err
    assert not (environment / "empty.zip").exists()


def test_a_version_that_cannot_be_a_folder_is_refused_when_packing(run: Run, environment: Path):
    folder = release(environment)
    manifest = folder / "plugin.toml"
    manifest.write_text(manifest.read_text().replace('version = "1"', 'version = "../1"'))
    found = run("toolkit", "pack", str(folder))
    assert (found.code, "cannot be a version" in found.err) == (2, True)
