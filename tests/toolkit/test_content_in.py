"""Stages, sections, checklists, resources, services, the finder: whatever people type into them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guides.api import Answer, Edge
from guides.plugins.validate import unusable
from guides.toolkit.content_in import (
    read_checklists,
    read_questions,
    read_sections,
    read_stages,
)
from guides.toolkit.facts_in import read_facts
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.languages_in import read_languages, read_translations, read_words
from guides.toolkit.resources_in import read_resources
from guides.toolkit.services_in import read_services
from tests.plugins.folders import write

HEAD = "id,name,what,stages,phone,address,hours,languages,how,checked_on,checked_by\n"
same_folder = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # files are written: how long that takes is not what is tested


def _services(root: Path, data: bytes | str) -> tuple[list, list[Fault]]:
    faults = Faults()
    write(root, {"services.csv": data.encode() if isinstance(data, str) else data})
    return list(read_services(Folder(root), faults)), faults.found


@same_folder
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([HEAD, "a", "A b", ",", '"', "\n", "\r\n", ";", "2026-11-12", "é"]))
    .map("".join).map(str.encode)
)  # fmt: skip
@example(HEAD.encode() + b'a,b,"' + b"c" * 140_000)
@example(b'id,name,what\n"a,b,c\n' + b"d,e,f\n" * 30_000)
@example("id,name,what\na,b,c,d,e,f\n".encode("utf-16"))
def test_no_bytes_break_the_reader_of_services(tmp_path: Path, data: bytes):
    found, _ = _services(tmp_path, data)
    assert [unusable(service) for service in found] == [""] * len(found)


def test_a_service_is_read_whole(tmp_path: Path):
    row = 'drop-in,"Café, the",Tea,one; two,0161 496 0000,1 Road,Noon,"en,ar",Come,2026-11-12,Us\n'
    (found,), faults = _services(tmp_path, HEAD + row)
    assert (found.id, found.name, found.stages) == ("drop-in", "Café, the", ("one", "two"))
    assert (found.languages, found.checked_on) == (("en", "ar"), date(2026, 11, 12))
    assert faults == []


def test_columns_may_stand_in_any_order_and_case(tmp_path: Path):
    (found,), _ = _services(tmp_path, "WHAT, Name ,id\nTea,Drop-in,drop-in\n")
    assert (found.id, found.name, found.what) == ("drop-in", "Drop-in", "Tea")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Bad Id,Name,What\n", "cannot be an id"),
        ("a,,What\n", '"name" is empty'),
        ("a,Name,\n", '"what" is empty'),
        (f"a,Name,{'w' * 5_000}\n", "5,000 letters"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_taken(
    tmp_path: Path, row: str, words: str
):
    found, faults = _services(tmp_path, f"id,name,what\nfirst,A,B\n{row}\nlast,A,B\n")
    assert [service.id for service in found] == ["first", "last"]
    (fault,) = faults
    assert (fault.line, fault.severity) == (3, "warning")
    assert words in fault.what


def test_a_date_that_is_none_is_left_out_and_named(tmp_path: Path):
    (found,), (fault,) = _services(tmp_path, "id,name,what,checked_on\na,A,B,last May\n")
    assert found.checked_on is None
    assert (fault.line, fault.severity) == (2, "warning")


def test_a_table_without_its_columns_is_a_fault(tmp_path: Path):
    found, (fault,) = _services(tmp_path, "id,name\na,A\n")
    assert found == []
    assert (fault.line, fault.severity) == (1, "fault")
    assert '"what"' in fault.what


def test_a_quotation_mark_that_is_never_closed_is_a_fault(tmp_path: Path):
    _, (first, *later) = _services(tmp_path, HEAD + 'a,b,"' + "c\n" * 3_000)
    assert (first.line, first.severity) == (2, "fault")
    assert "quotation mark" in first.mend
    assert {fault.severity for fault in later} == {"warning"}  # of the rows below: they are read


# TOML of the right words with any values at all ----------------------------------------------

scalars = (
    st.sampled_from(["a", "first-stop", "do", "rtl", "money", "", "A b", "{fact:x}", "nan"])
    | st.integers(-(10**20), 10**20)
    | st.booleans()
    | st.floats()
    | st.dates().map(lambda day: day)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "count", "unit", "a"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)
READERS: dict[str, tuple[str, Callable[[Folder, Faults], Iterator], str, tuple[str, ...]]] = {
    "stages": ("stages/a.toml", read_stages, "next",
               ("id", "title", "short", "summary", "order", "lane", "interrupts", "to", "when")),
    "lines": ("checklists/a.toml", read_checklists, "item",
              ("id", "kind", "text", "why", "facts", "order", "protected", "fill", "icon", "for",
               "nations", "claimed_from", "granted_before")),
    "facts": ("facts.toml", read_facts, "fact",
              ("id", "topic", "stages", "statement", "source", "value", "confidence", "review_by",
               "checked_by", "checked_on", "ask")),
    "resources": ("resources.toml", read_resources, "resource",
                  ("id", "title", "text", "stages", "url", "kind")),
    "questions": ("finder.toml", read_questions, "question",
                  ("id", "text", "hint", "first", "answer")),
    "languages": ("languages.toml", read_languages, "language",
                  ("code", "name", "english_name", "direction", "standing", "plural_rules")),
    "translations": ("translations/a.toml", read_translations, "line", ("en", "to", "standing")),
    "plurals": ("translations/a.toml", read_translations, "plural", ("id", "one", "other")),
    "words": ("words.toml", read_words, "words", ("a", "b-c")),
}  # fmt: skip


def _toml(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isinstance(value, bool):
        return repr(value)
    return json.dumps(value)


@pytest.mark.parametrize("kind", READERS)
@same_folder
@given(data=st.data())
def test_no_values_break_a_reader_and_what_it_lets_through_can_be_used(
    tmp_path: Path, kind: str, data: st.DataObject
):
    name, read, table, keys = READERS[kind]
    some = st.dictionaries(st.sampled_from(keys), values)
    lines = [f"{key} = {_toml(v)}" for key, v in data.draw(some).items() if kind == "stages"]
    for found in data.draw(st.lists(some, max_size=2)):
        lines += [f"[{table}]" if kind == "words" else f"[[{table}]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in found.items()]
    write(tmp_path, {name: "\n".join(lines)})
    faults = Faults()
    entries = list(read(Folder(tmp_path), faults))
    problems = [problem for entry in entries if (problem := unusable(entry))]
    assert bool(faults.fatal) or problems == []


# What is right ---------------------------------------------------------------------------------


def test_a_stage_with_its_ways_on(tmp_path: Path):
    write(tmp_path, {"stages/a.toml": """
        id = "a"
        title = "A"
        short = "A"
        summary = "Text."
        order = 3
        lane = 1
        interrupts = true
        [[next]]
        to = "b"
        kind = "yes"
        when = "It is so."
        [[next]]
        to = "c"
    """})  # fmt: skip
    faults = Faults()
    (stage,) = read_stages(Folder(tmp_path), faults)
    assert faults.found == []
    assert (stage.order, stage.lane, stage.interrupts) == (3, 1, True)
    assert stage.edges == (Edge("b", "yes", "It is so."), Edge("c"))


def test_a_stage_must_stand_in_the_file_of_its_name(tmp_path: Path):
    write(tmp_path, {"stages/b.toml": 'id = "a"\ntitle = "A"\nshort = "A"\nsummary = "A"\n'})
    faults = Faults()
    list(read_stages(Folder(tmp_path), faults))
    assert faults.found[0].mend == "Call the file a.toml."


def _sections(root: Path, name: str, text: str) -> tuple[list, list[Fault]]:
    faults = Faults()
    write(root, {f"guidance/a/{name}": text})
    return list(read_sections(Folder(root), faults)), faults.found


def test_a_section_keeps_the_line_numbers_of_its_file(tmp_path: Path):
    text = '+++\ntitle = "If you are a woman"\nfor = ["women"]\n+++\n\nOne.\n'
    (section,), faults = _sections(tmp_path, "variant-women.md", text)
    assert faults == []
    assert (section.title, section.conditions.audiences) == ("If you are a woman", ("women",))
    assert section.body.split("\n")[5] == "One."


def test_the_page_about_advice_is_always_for_guides(tmp_path: Path):
    (section,), _ = _sections(tmp_path, "advice-line.md", '+++\nreader = "client"\n+++\nText.\n')
    assert section.reader == "guide"


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("thoughts.md", "Text.\n", 1, "is not a section"),
        ("rights.md", "\n\n", 1, "is empty"),
        ("rights.md", "+++\ntitle = 1\n+++\nText.\n", 2, "not a text"),
        ("rights.md", "+++\n\ntitel = 'A'\n+++\nText.\n", 3, '"titel" is not known'),
        ("variant-x.md", "Text.\n", 1, '"title" is missing'),
        ("rights.md", "+++\n\nnations = ['france']\n+++\nText.\n", 3, '"france"'),
        ("rights.md", "+++\nfor = =\n+++\nText.\n", 2, "not TOML"),
    ],
)
def test_each_mistake_in_a_section_is_on_its_line(
    tmp_path: Path, name: str, text: str, line: int, words: str
):
    _, faults = _sections(tmp_path, name, text)
    assert [fault.line for fault in faults if words in fault.what] == [line]


def test_an_answer_leads_to_one_place(tmp_path: Path):
    write(tmp_path, {"finder.toml": """
        [[question]]
        id = "q"
        text = "Where?"
        [[question.answer]]
        text = "Here"
        stage = "a"
        [[question.answer]]
        text = "Nowhere"
        [[question.answer]]
        text = "Twice"
        stage = "a"
        question = "q"
    """})  # fmt: skip
    faults = Faults()
    (question,) = read_questions(Folder(tmp_path), faults)
    assert question.answers[0] == Answer("Here", "", "a")
    assert [f.what.split('"')[1] for f in faults.found] == ["Nowhere", "Twice"]


def test_a_resource_links_to_the_web_or_to_this_site(tmp_path: Path):
    write(tmp_path, {"resources.toml": "".join(
        f'[[resource]]\nid = "a"\ntitle = "T"\ntext = "T"\nurl = "{url}"\n'
        for url in ("https://a.example", "/stop/a", "javascript:alert(1)", "a.example")
    )})  # fmt: skip
    faults = Faults()
    list(read_resources(Folder(tmp_path), faults))
    assert [fault.line for fault in faults.found] == [15, 20]
