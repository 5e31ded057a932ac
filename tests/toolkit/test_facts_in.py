"""Facts from their files: typed values, each mistake with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from guides.api import (
    Address,
    CalendarDate,
    ChecklistItem,
    Conditions,
    Duration,
    Fact,
    Form,
    Money,
    Phone,
    Span,
    Value,
    Words,
)
from guides.toolkit.facts_in import fact_ids, facts_of, read_facts
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder

FACT = """\
    [[fact]]
    id = "so"
    topic = "rules"
    statement = "It is {value}."
    confidence = "high"
    review_by = 2027-01-31

    [fact.value]
    type = "duration"
    count = 14
    unit = "day"

    [fact.source]
    title = "Office"
    url = "https://rules.example"
    dated = "undated"
    seen_on = 2026-11-01
    kind = "official"
    """


def _read(root: Path, text: str) -> tuple[list[Fact], list[Fault]]:
    faults = Faults()
    (root / "facts.toml").write_text(dedent(text))
    return list(read_facts(Folder(root), faults)), faults.found


def _with(old: str, new: str) -> str:
    assert old in FACT
    return FACT.replace(old, new)


def test_a_fact_is_read_with_all_that_is_known_of_it(tmp_path: Path):
    text = _with("review_by", """stages = ["a", "b"]
    nations = ["wales"]
    for = ["children"]
    claimed_from = 2026-03-02
    granted_before = 2026-03-09
    valid_from = 2026-01-01
    valid_to = 2026-12-31
    ask = "a lawyer"
    checked_by = "A. Person"
    checked_on = 2026-11-02
    note = "Hm."
    review_by""")  # fmt: skip
    (found,), faults = _read(tmp_path, text)
    assert faults == []
    assert found.conditions == Conditions(
        ("wales",), ("children",), Span(date(2026, 3, 2)), Span(None, date(2026, 3, 9))
    )
    assert (found.stages, found.valid_from, found.valid_to) == (
        ("a", "b"), date(2026, 1, 1), date(2026, 12, 31),
    )  # fmt: skip
    assert (found.ask, found.checked_by, found.checked_on) == (
        "a lawyer", "A. Person", date(2026, 11, 2),
    )  # fmt: skip
    assert (found.source.dated, found.source.seen_on) == ("undated", date(2026, 11, 1))


@pytest.mark.parametrize(
    ("toml", "value"),
    [
        ('type = "money"\namount = "49.18"\nper = "week"', Money(Decimal("49.18"), "week")),
        ('type = "money"\namount = 1140\napproximate = true', Money(Decimal(1140), None, True)),
        ('type = "duration"\ncount = 14\nup_to = 16\nunit = "day"',
         Duration(Decimal(14), "day", Decimal(16))),
        ('type = "phone"\nnumber = "0808 801 0503"', Phone("0808 801 0503")),
        ('type = "date"\nday = 2026-03-02\nmonth_only = true',
         CalendarDate(date(2026, 3, 2), True)),
        ('type = "form"\nname = "ASF1"', Form("ASF1")),
        ('type = "address"\ntext = "help@town.example"', Address("help@town.example")),
        ('type = "text"\ntext = "a while"', Words("a while")),
    ],
)  # fmt: skip
def test_each_type_of_value(tmp_path: Path, toml: str, value: Value):
    text = dedent(FACT).replace('type = "duration"\ncount = 14\nunit = "day"', toml)
    (found,), faults = _read(tmp_path, text)
    assert (found.value, faults) == (value, [])


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('id = "so"', 'id = "So"', 2, "cannot be an id"),
        ('topic = "rules"', "", 1, '"topic" is missing'),
        ("It is {value}.", "It is so.", 4, "do not fit together"),
        ('"high"', '"certain"', 5, "'certain'"),
        ("review_by = 2027-01-31", "", 1, '"review_by" is missing'),
        ("2027-01-31", '"soon"', 6, "not a date"),
        ("2027-01-31", '2027-01-31\n    checked_by = "A"', 7, "both a person and a day"),
        ("2027-01-31", "2027-01-31\n    checked_on = 2026-11-02", 1, "both a person and a day"),
        ("2027-01-31", "2027-01-31\n    claimed_from = 2026-03-02\n    claimed_before = 2026-03-02",
         7, "fits nobody"),
        ("2027-01-31", '2027-01-31\n    nations = ["france"]', 7, '"france" is not known'),
        ("2027-01-31", '2027-01-31\n    for = ["men"]', 7, '"men" is not known'),
        ("2027-01-31", '2027-01-31\n    reveiw_by = "x"', 7, '"reveiw_by" is not known'),
        ('"duration"', '"time"', 9, "'time'"),
        ("count = 14", 'count = "many"', 10, "not a number"),
        ('unit = "day"', 'unit = "decade"', 11, "'decade'"),
        ('unit = "day"', 'unit = "day"\n    per = "hour"', 12, "'hour'"),
        ("https://rules.example", "rules.example", 15, "https://"),
        ('dated = "undated"', "", 13, '"dated" is missing'),
        ('kind = "official"', 'kind = "blog"', 18, "'blog'"),
    ],
)  # fmt: skip
def test_each_mistake_is_on_its_line(tmp_path: Path, old: str, new: str, line: int, words: str):
    _, faults = _read(tmp_path, _with(old, new))
    assert [f.line for f in faults if words in f.what] == [line]


def test_a_phone_number_holds_digits_only(tmp_path: Path):
    text = dedent(FACT).replace(
        'type = "duration"\ncount = 14\nunit = "day"', 'type = "phone"\nnumber = "ring us"'
    )
    _, faults = _read(tmp_path, text)
    assert [(f.line, f.what) for f in faults] == [(10, "This is not a phone number.")]


def test_a_fact_needs_a_source(tmp_path: Path):
    text = FACT[: FACT.index("[fact.source]")]
    _, faults = _read(tmp_path, text)
    assert [(f.line, f.what) for f in faults] == [(2, "The fact has no source.")]


def test_facts_stand_in_one_file_or_in_several(tmp_path: Path):
    (tmp_path / "facts").mkdir()
    for name in ("b", "a"):
        (tmp_path / "facts" / f"{name}.toml").write_text(dedent(FACT).replace('"so"', f'"{name}"'))
    found, faults = _read(tmp_path, FACT)
    assert ([fact.id for fact in found], faults) == (["so", "a", "b"], [])


def test_the_facts_of_a_line_are_those_it_names_and_those_it_rests_on_each_once():
    item = ChecklistItem(
        "s", "a", "do", "Ring {fact:b} or {fact:a}, not {value}.", why="{fact:b}", facts=("c", "a")
    )
    assert facts_of(item) == ("b", "a", "c")
    assert fact_ids("{fact:a}{fact:b}{fact: c}{fact:D}") == ("a", "b")
