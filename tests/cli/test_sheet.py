"""``guides sheet``: the PDF or nothing, and words that say why."""

from __future__ import annotations

import os
import resource
import threading
from pathlib import Path

import pytest

from guides.sheets import store
from guides.storage.engine import open_engine
from tests.pdf_reading import texts
from tests.plugins.folders import STAGE, code_plugin, line, plugin

STOP = "waiting-and-support"
ON = ("--on", "2026-11-21")


def _left(folder: Path) -> set[str]:
    """Files that stand in a folder, temporary ones too."""
    return {path.name for path in folder.iterdir()} - {"guides.toml", "var"}


@pytest.mark.parametrize(
    ("arguments", "valid"),
    [
        (("nowhere",), ("waiting-and-support", "granted-and-moving-on", "detention")),
        (("",), ("waiting-and-support",)),
        (("../../etc/passwd",), ("waiting-and-support",)),
        ((STOP, "--lang", "xx"), ("en", "ar")),
        ((STOP, "--nation", "france"), ("england", "wales", "scotland", "northern-ireland")),
        ((STOP, "--for", "men"), ("children", "women", "family")),
        ((STOP, "--claimed", "yesterday"), ("2026-11-21",)),
        ((STOP, "--granted", "2026-13-01"), ("2026-11-21",)),
        ((STOP, "--on", "01/03/2026"), ("2026-11-21",)),
        ((STOP, "--size", "a3"), ("--size",)),
    ],
)
def test_wrong_words_end_with_2_name_the_right_ones_and_leave_no_file(
    run, environment: Path, arguments: tuple[str, ...], valid: tuple[str, ...]
):
    found = run("sheet", *arguments, "-o", "sheet.pdf")
    assert (found.code, found.out) == (2, "")
    assert all(word in found.err for word in valid)
    assert "Traceback" not in found.err
    assert _left(environment) == set()


def test_a_stage_whose_checklist_is_being_written_names_those_that_are_ready(
    run, view, environment: Path
):
    plugin(environment / "var" / "plugins", "town", {"stages/town-hall.toml": STAGE})
    found = run("sheet", "town-hall", "-o", "sheet.pdf")
    assert found.code == 2
    assert all(stage in found.err for stage in view.stages if view.items(stage))


def test_the_sheet_is_written_whole_and_its_edition_said(run, environment: Path):
    run("db", "upgrade")
    found = run("sheet", STOP, "--lang", "ar", "-o", "sheet.pdf", *ON)
    assert (found.code, found.err) == (0, "")
    assert _left(environment) == {"sheet.pdf"}
    edition = found.out.split()[-1]
    assert edition in "".join(texts((environment / "sheet.pdf").read_bytes()))
    engine = open_engine(f"sqlite:///{environment / 'var' / 'guides.db'}")
    kept = store.find(engine, edition)
    engine.dispose()
    assert kept is not None
    assert (kept.stage, kept.lang) == (STOP, "ar")


def test_the_file_can_be_read_by_those_whom_the_folder_lets_in(run, environment: Path):
    before = os.umask(0o027)
    try:
        run("sheet", STOP, "-o", "sheet.pdf")
    finally:
        os.umask(before)
    assert (environment / "sheet.pdf").stat().st_mode & 0o777 == 0o640


def test_the_same_words_make_the_same_bytes_in_another_installation(
    run, environment: Path, monkeypatch: pytest.MonkeyPatch
):
    words = ("sheet", "granted-and-moving-on", "--lang", "ar", "--granted", "2026-03-12", *ON)
    run(*words, "-o", "first.pdf")
    monkeypatch.setenv("GUIDES_DATA_DIR", str(environment / "other"))
    run(*words, "-o", "second.pdf")
    first, second = (environment / "first.pdf"), (environment / "second.pdf")
    assert first.read_bytes() == second.read_bytes()


def test_without_a_database_the_sheet_is_printed_all_the_same(run, environment: Path):
    found = run("sheet", STOP, "-o", "sheet.pdf")
    assert found.code == 0
    assert "guides db upgrade" in found.err
    assert _left(environment) == {"sheet.pdf"}


def test_a_database_that_cannot_be_used_does_not_keep_the_sheet(run, environment, monkeypatch):
    monkeypatch.setenv("GUIDES_DATABASE", "mysql://me:secret@host/db")
    found = run("sheet", STOP, "-o", "sheet.pdf")
    assert found.code == 0
    assert "not recorded" in found.err
    assert "secret" not in found.err
    assert _left(environment) == {"sheet.pdf"}


# No file, and words ---------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["nowhere/sheet.pdf", ".", "guides.toml/sheet.pdf"])
def test_a_place_that_is_none_ends_with_2(run, environment: Path, place: str):
    found = run("sheet", STOP, "-o", place)
    assert found.code == 2
    assert "Traceback" not in found.err
    assert _left(environment) == set()


def test_no_place_at_all_ends_with_2(run):
    assert "--output" in run("sheet", STOP).err


def test_a_folder_that_cannot_be_written_ends_with_1_and_words(run):
    """Not by its mode: the tests may run as root, who may write everywhere but here."""
    found = run("sheet", STOP, "-o", "/proc/sheet.pdf")
    assert (found.code, found.out) == (1, "")
    assert "cannot be written" in found.err
    assert "/proc" in found.err


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_half(run, environment: Path):
    run("sheet", STOP, "-o", "sheet.pdf", *ON)  # the second time it comes out of the cache
    (environment / "sheet.pdf").write_text("the old sheet")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        found = run("sheet", STOP, "-o", "sheet.pdf", *ON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (found.code, found.out) == (1, "")
    assert "cannot be written" in found.err
    assert (environment / "sheet.pdf").read_text() == "the old sheet"
    assert _left(environment) == {"sheet.pdf"}


def test_a_letter_that_no_font_has_ends_with_1_words_and_no_file(run, environment: Path):
    rune = line(text="Ask for \U00016a0f.", more="order = -1")
    plugin(environment / "var" / "plugins", "runes", {f"checklists/{STOP}.toml": rune})
    found = run("sheet", STOP, "-o", "sheet.pdf")
    assert (found.code, found.out) == (1, "")
    assert "U+16A0F" in found.err
    assert "Traceback" not in found.err
    assert _left(environment) == set()


def test_a_data_folder_that_cannot_be_written_ends_in_words(run, environment, monkeypatch):
    monkeypatch.setenv("GUIDES_DATA_DIR", str(environment / "guides.toml" / "data"))
    found = run("sheet", STOP, "-o", "sheet.pdf")
    assert "Traceback" not in found.err
    assert found.err
    assert found.code == (0 if (environment / "sheet.pdf").exists() else 1)


def test_a_pipe_gets_the_sheet_and_stays_a_pipe(run, environment: Path):
    """``-o /dev/lp0``, ``-o /dev/null``: what is no file must not be replaced by one."""
    pipe, heard = environment / "printer", []
    os.mkfifo(pipe)
    listener = threading.Thread(target=lambda: heard.append(pipe.read_bytes()), daemon=True)
    listener.start()
    found = run("sheet", STOP, "-o", "printer")
    listener.join(10)
    assert found.code == 0
    assert heard[0].startswith(b"%PDF")
    assert pipe.is_fifo()
    assert _left(environment) == {"printer"}


# Plugins ----------------------------------------------------------------------------------------


def test_what_a_plugin_could_not_add_is_said_on_the_screen_too(run, environment: Path):
    hook = "@hookimpl\ndef guides_checklist_items(case, items): sys.exit(7)\n"
    deaf = "@hookimpl\ndef guides_event(event): sys.exit(8)\n"
    code_plugin(environment / "var" / "plugins", "gone", hook + deaf, "Gone Club")
    found = run("sheet", STOP, "--lang", "ar", "-o", "sheet.pdf")
    assert found.code == 0
    assert "Local advice from Gone Club could not be shown." in found.err
    assert "Gone Club" in "".join(texts((environment / "sheet.pdf").read_bytes()))


def test_a_broken_plugin_is_left_out_and_the_sheet_printed(run, environment: Path):
    code_plugin(environment / "var" / "plugins", "broken", "sys.exit(3)")
    found = run("sheet", STOP, "-o", "sheet.pdf")
    assert found.code == 0
    assert "Without Broken, which is broken: " in found.err
    assert _left(environment) == {"sheet.pdf"}
