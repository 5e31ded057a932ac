"""A machine that cannot print says what is missing and how to mend it."""

from __future__ import annotations

import types

import pytest

from guides.paths import FONTS, FONTS_CONF
from guides.sheets import fonts, tagging
from guides.sheets.faults import PrintingUnavailable


def test_here_nothing_is_missing():
    assert fonts.missing() == ()
    assert fonts.missing_libraries() == ()


def test_a_missing_library_is_named_with_the_command(monkeypatch):
    monkeypatch.setattr(fonts, "_loads", lambda name: "pangoft2" not in name)
    assert fonts.missing() == ("the library libpangoft2-1.0.so.0",)
    with pytest.raises(PrintingUnavailable, match=r"libpangoft2.*sudo apt-get install -y libpango"):
        fonts.load_weasyprint.__wrapped__(FONTS_CONF, FONTS)


def test_a_missing_font_is_named(tmp_path):
    with pytest.raises(PrintingUnavailable, match=r"NotoNaskhArabic-Regular.ttf.*whole copy"):
        fonts.load_weasyprint.__wrapped__(FONTS_CONF, tmp_path)


def test_a_missing_fonts_conf_is_named(tmp_path):
    assert f"the file {tmp_path / 'fonts.conf'}" in fonts.missing(tmp_path / "fonts.conf")


def test_a_missing_subsetter_only_slows_down(monkeypatch, caplog):
    monkeypatch.setattr(fonts, "_loads", lambda name: name != fonts.SUBSETTER)
    fonts.load_weasyprint.__wrapped__(FONTS_CONF, FONTS)
    assert "printing will be slow" in caplog.text
    assert fonts.INSTALL in caplog.text


def test_a_library_that_breaks_on_loading_is_told(monkeypatch):
    def broken():
        raise OSError("cannot load library 'libgobject'\nmore lines")

    monkeypatch.setattr(fonts, "_import", broken)
    with pytest.raises(PrintingUnavailable, match=r"libgobject'\."):
        fonts.load_weasyprint.__wrapped__(FONTS_CONF, FONTS)


def test_another_version_of_weasyprint_is_refused():
    other = types.ModuleType("weasyprint")
    vars(other)["VERSION"] = "71.0"
    with pytest.raises(PrintingUnavailable, match=r"70\.0.*71\.0.*pip install weasyprint==70\.0"):
        tagging.install(other)


@pytest.mark.parametrize(
    ("text", "needed"),
    [("plain", False), ("বাংলা", True), ("العربية", False), ("ዓረብ", True), ("0808 801 0503", False)],
)
def test_actual_text_is_for_scripts_that_run_from_the_left(text, needed):
    assert tagging.needs_actual_text(text) is needed
