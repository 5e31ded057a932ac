"""Run this with pytest, in the folder of the plugin."""

from pathlib import Path

from guides.api import Case
from guides.testing import load

HERE = Path(__file__).resolve().parents[1]


def lines(lang: str) -> list[str]:
    """The ids of the lines that somebody is given who reads this language."""
    found, failed = load(HERE).items_for(Case(stage="waiting-and-support", lang=lang))
    assert not failed
    return [line.id for line in found]


def test_who_reads_arabic_can_ask_for_an_interpreter() -> None:
    assert "interpreter" in lines("ar")


def test_who_reads_english_is_not_told() -> None:
    assert "interpreter" not in lines("en")
