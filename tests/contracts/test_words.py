"""Words of the interface: each that is asked for is there, each that is there is asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale

from guides.accounts.domain import ROLES
from guides.accounts.domain import State as State_
from guides.accounts.passwords import Fault
from guides.api import (
    AUDIENCES,
    NATIONS,
    SECTION_KINDS,
    SHEET_AUDIENCES,
    Event,
    ItemKind,
    PartKind,
    Period,
    ResourceKind,
    TextStanding,
    Unit,
)
from guides.boundary.domain import Kind
from guides.desk.forms import ROOM_SAID
from guides.desk.imports.rows import ACTIONS
from guides.directory.asked import FILTERS, Reason
from guides.directory.domain import (
    GENDERS,
    HOUSEHOLDS,
    MODES,
    NEEDS,
    PRECISIONS,
    ROOM_STATES,
    ROUTES,
    VISIBILITIES,
    Listing,
)
from guides.directory.gaps import FIELDS
from guides.directory.pairs import Reason as PairReason
from guides.extensions.domain import WrongKind
from guides.lint.service import CORE
from guides.meetings.client import domain as meetings
from guides.meetings.client.domain import WHO
from guides.meetings.client.practice import CASES
from guides.meetings.forms import GROUPS
from guides.people import domain as clients
from guides.people.access.domain import GOES
from guides.people.access.forms import FORMATS
from guides.people.answers.domain import PROBLEMS
from guides.people.consent.domain import HOWS, STATES, USES
from guides.people.referrals import domain as referrals
from guides.people.referrals.forms import FOUND
from guides.people.way import KINDS
from guides.plugins.domain import State as PluginState
from guides.plugins.registry import Registry, View
from guides.provenance.domain import MISTAKES
from guides.sheets.editions import State
from guides.sheets.markup import WORD_IDS
from guides.sheets.service import HELP_LINES
from guides.supervision import domain as supervised
from guides.supervision import matching as supervision
from guides.toolkit.languages_in import PLURALS, plural_key
from tests.contracts.words_used import Use, error_names, in_python, in_templates

STANDINGS = get_args(TextStanding)
HELD = ("closed", "moved", "gone")
"""What somebody can have said of a service (``Shown.held``)."""
IMPORT_STATES = ("reading", "seen", "taking", "taken", "undoing", "undone", "left")
VARIES: dict[str, tuple[str, ...]] = {
    # What can stand in the place of the star.
    "section-*": SECTION_KINDS,
    "meeting-answer-*": meetings.ANSWERED,
    "own-is-*": ("active", "waiting", "closed"),
    "meeting-place-*": clients.PLACES,
    "meeting-who-*": meetings.WHO,
    "meeting-stop-*": meetings.STOPS,
    "meeting-when-*": meetings.STOPS,
    "meeting-say-*": meetings.STOPS,
    "meeting-*": ("contact", "access"),
    "practice-case-*": tuple(case.id for case in CASES),
    "match-*": supervision.KINDS,
    "match-group-*": supervision.GROUPS,
    "match-who-*": tuple(wish for wish in clients.GUIDE_WISHES if wish),
    "check-in-*": supervised.HOWS,
    "open-*": supervised.WHYS,
    "refer-how-*": HOWS,
    "client-reads-*": clients.READS,
    "client-wish-*": tuple(wish for wish in clients.GUIDE_WISHES if wish),
    "client-contact-*": clients.CONTACTS,
    "client-access-*": clients.ACCESS,
    "client-closed-*": clients.CLOSED_WHY,
    "client-field-*": tuple(f.name.replace("_", "-") for f in fields(clients.Profile)),
    "client-place-*": clients.PLACES,
    "client-step-*": KINDS,
    "client-do-*": KINDS,
    "client-who-*": WHO,
    "consent-use-*": USES,
    "consent-ask-*": USES,
    "consent-more-*": USES,
    "consent-then-*": USES,
    "consent-is-*": STATES,
    "consent-how-*": HOWS,
    "referral-state-*": referrals.STATES,
    "referral-outcome-*": tuple(each for each in referrals.OUTCOMES if each),
    "referral-learned-*": FOUND,
    "passed-*": referrals.PASSED,
    "recall-*": ("changed", "withdrawn", "unknown"),
    "own-format-*": FORMATS,
    "erase-*": tuple(table.replace("_", "-") for table in GOES),
    "forms-*": ("wrong", "changed", "changed-unseen", "counted", "nothing"),
    "forms-problem-*": PROBLEMS,
    "boundary-why-*": get_args(Kind),
    "nation-*": NATIONS,
    "for-*": AUDIENCES,
    "audience-*": SHEET_AUDIENCES,
    "part-*": get_args(PartKind),
    "role-*": ROLES,
    "state-*": get_args(State_),
    "mistake-*": MISTAKES,
    "batch-*": tuple(name for name, _ in GROUPS),
    "group-*": get_args(ItemKind),
    "resource-*": get_args(ResourceKind),
    "per-*": get_args(Period),
    "standing-*": STANDINGS,
    "foot-translation-*": STANDINGS,
    "page-translation-*": tuple(s for s in STANDINGS if s != "checked"),  # then nothing is said
    "help-*": HELP_LINES,
    "site-plugins-*": get_args(PluginState),
    "setting-wrong-*": get_args(WrongKind),
    "need-*": NEEDS,
    "gender-*": GENDERS,
    "household-*": HOUSEHOLDS,
    "only-*": (*GENDERS, *HOUSEHOLDS),
    "room-*": tuple(state.replace(" ", "-") for state in ROOM_STATES),
    "near-room-*": tuple(state.replace(" ", "-") for state in ROOM_STATES),
    "route-*": ROUTES,
    "mode-*": MODES,
    "tongue-*": MODES,
    "precision-*": PRECISIONS,
    "visibility-*": VISIBILITIES,
    "doubt-*": HELD,
    "event-*": ("room", "checked", "edited", *HELD),
    "field-*": tuple(each.name.replace("_", "-") for each in fields(Listing)),
    "hidden-*": FILTERS,
    "why-*": tuple(reason for reason in get_args(Reason) if reason != "near"),  # how far is said
    "say-*": tuple(ROOM_SAID),
    "pair-*": get_args(PairReason),
    "rows-*": (*ACTIONS, "same"),
    "rows-why-*": ACTIONS,
    "import-state-*": IMPORT_STATES,
    "import-is-*": IMPORT_STATES,
    "rate-*": FIELDS,
    "edition-*-title": get_args(State),
    "edition-*-text": get_args(State),
    "*-from": get_args(Event),
    "*-before": get_args(Event),
    "*-between": get_args(Event),
}
ERROR_TEXT = "*-text"
"""Of the kinds of error in guides/web/errors.py, which hands the template the ``*-title`` too."""
FROM_ELSEWHERE = {
    "_form.html",  # says what was refused: the ids are read from the code, below
    "gaps.py",  # has a ``Told`` of its own, about services
    "error.html",  # errors.py hands it the whole id
    "service.py",  # goes through WORD_IDS, which the template of the sheet asks for
    "written.py",  # says what features tell of a client; read from them, below
}


@pytest.fixture(scope="module")
def uses(checkout: Path) -> list[Use]:
    return [*in_templates(checkout / "templates"), *in_python(checkout / "guides")]


@pytest.fixture(scope="module")
def used(uses: list[Use], checkout: Path, view: View) -> dict[str, str]:
    """Every id that can be asked for, with a place that asks for it."""
    found = {word: use.place for use in uses for word in _filled(use.word)}
    for name in error_names(checkout / "guides" / "web" / "errors.py"):
        found |= {f"{name}-title": "errors.py", f"{name}-text": "errors.py"}
    for unit in get_args(Unit):
        for category in ("one", "other"):  # the forms that English has
            found[plural_key(f"unit-{unit}", category)] = "wording.py"
    found["kept-choices"] = "errors.py"
    for word in (*get_args(Fault), *_refusals(checkout / "guides")):
        found[word] = "a refusal"
    found |= {word: "told" for word in _told(checkout / "guides") if word in view.words}
    return found


def _refusals(package: Path) -> Iterator[str]:
    """Why something is refused: ``Refused("…")``, and what views hand to a form as its problem."""
    for path in (package / "accounts").glob("*.py"):
        yield from re.findall(r'Refused\("([a-z-]+)"\)', path.read_text(encoding="utf-8"))
    for path in (*(package / "desk").rglob("*.py"), *(package / "directory").glob("*.py")):
        yield from re.findall(
            r'"((?:import|say|correct)-(?!wrong-)[a-z-]+)"', path.read_text(encoding="utf-8")
        )
    for path in (package / "people").rglob("views.py"):
        found = re.findall(
            r'"((?:client|consent|card|referral|own|erase)-[a-z-]+)"', path.read_text("utf-8")
        )
        yield from (word for word in found if word.endswith(("-wrong", "-changed", "-sure")))
    text = (package / "supervision" / "views.py").read_text("utf-8")
    yield from re.findall(
        r'"((?:match|guide|check-in|refer)-(?:[a-z-]+-)?(?:changed|wrong|choose|consent))"', text
    )
    for path in package.rglob("*.py"):
        yield from re.findall(r'Unfit\("([a-z-]+)"\)', path.read_text(encoding="utf-8"))
    yield from re.findall(r'"(note-[a-z]+)"', (package / "notes" / "views.py").read_text("utf-8"))


def _told(package: Path) -> Iterator[str]:
    """Labels of what is held about somebody: any text of a file that makes a ``Told``."""
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if " Told(" in text:
            yield from re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text)


def _filled(word: str) -> list[str]:
    if "*" not in word:
        return [word]
    return [word.replace("*", value) for value in VARIES.get(word, ())]


def test_what_is_put_together_is_known(uses: list[Use]) -> None:
    """A new way to put an id together is written into the table above, with all it can be."""
    stars = {use.word for use in uses if "*" in use.word and use.word != "*"}
    assert not stars - VARIES.keys() - {ERROR_TEXT}
    assert not VARIES.keys() - stars, "nobody puts these together any more"
    whole = {use.place.split(":")[0] for use in uses if use.word == "*"}
    assert whole <= FROM_ELSEWHERE


def test_every_word_that_is_asked_for_is_there(used: dict[str, str], view: View) -> None:
    assert not {word: place for word, place in used.items() if word not in view.words}


def test_every_word_that_is_there_is_asked_for(used: dict[str, str], view: View) -> None:
    assert not [word for word in view.words if word not in used]


def test_every_hole_is_filled(uses: list[Use], view: View) -> None:
    """What a word leaves open is given where it is asked for, and nothing is given in vain."""
    faults = [
        f"{use.place}: {use.word} has {sorted(_holes(text))}, is given {sorted(use.holes)}"
        for use in uses
        if use.holes is not None
        for word, text in view.words.items()
        if word == use.word and _holes(text) != use.holes
    ]
    assert not faults


def _holes(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]+)\}", text))


def test_a_sheet_knows_all_the_words_that_its_template_asks_for(uses: list[Use]) -> None:
    """They are part of what shapes a sheet: a new word makes a new edition."""
    asked = {use.word for use in uses if use.place.startswith("sheet.html:")}
    assert asked == set(WORD_IDS)


# The languages that the core speaks ---------------------------------------------------------------


@pytest.fixture(scope="module")
def spoken(registry: Registry) -> list[str]:
    """The languages that the toolkit promises, besides English."""
    return [lang for lang in registry.for_org().languages if lang != "en"]


def test_every_language_of_the_core_has_every_word(spoken: list[str], view: View) -> None:
    assert spoken
    assert not [f"{lang}: {word}" for lang in spoken for word in _missing(lang, view)]


def _missing(lang: str, view: View) -> list[str]:
    words: Mapping[str, str] = view.words
    asked = words if view.languages[lang].pages else on_paper()
    return [
        word
        for word in asked
        if not word.startswith("unit-") and view.translate(lang, words[word]) is None
    ]


def on_paper() -> set[str]:
    """Words of sheets and meetings; the pages of the site are not offered in every language."""
    return set(tomllib.loads((CORE / "words.toml").read_text(encoding="utf-8"))["words"])


def test_a_language_that_lacks_words_is_seen(view: View) -> None:
    paper, everything = on_paper(), set(view.words)
    assert everything - paper, "words of pages stand apart"
    assert [w for w in everything - paper if view.translate("ti", view.words[w]) is None]


def test_translations_leave_the_same_holes(spoken: list[str], view: View) -> None:
    faults = [
        f"{lang}: {word}"
        for lang in spoken
        for word, text in view.words.items()
        if (found := view.translate(lang, text)) and _holes(found.text) != _holes(text)
    ]
    assert not faults


def test_every_language_has_the_plural_forms_that_it_needs(spoken: list[str], view: View) -> None:
    """Arabic has six. CLDR says which a language uses."""
    missing = []
    for lang in spoken:
        rules = Locale.parse(
            (view.languages[lang].plural_rules or lang).replace("-", "_")
        ).plural_form.tags
        for unit in get_args(Unit):
            for category in (*rules, "other"):
                assert category in PLURALS
                key = plural_key(f"unit-{unit}", category)
                found = view.translate(lang, key)
                if found is None or _holes(found.text) != {"n"}:
                    missing.append(f"{lang}: {key}")
    assert not missing


# The reading of templates and code ----------------------------------------------------------------


def test_uses_are_found_however_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "{{ t('one') }}{{ t('two-' ~ x.kind, n=1) }}{{ t('three' if x else 'four', **more) }}"
        "{% macro m(choose) %}{{ choose(words('five')) }}{% endmacro %}{{ t(six) }}",
        encoding="utf-8",
    )
    (tmp_path / "code.py").write_text(
        "def a(self, x, given):\n"
        "    word, day = (f'{x}-from', 1) if x else ('seven', 2)\n"
        "    self.word(word, date=day)\n"
        "    self.word_pair('eight' if x else f'nine-{x}')\n"
        "    return [lambda w: w.word('ten', **x), self.word(given)]\n",
        encoding="utf-8",
    )
    found = [(use.word, use.holes) for use in (*in_templates(tmp_path), *in_python(tmp_path))]
    none: frozenset[str] = frozenset()
    assert sorted(found, key=str) == sorted(
        [
            ("one", none),
            ("two-*", frozenset({"n"})),
            ("three", None),
            ("four", None),
            ("five", none),
            ("*", none),
            ("*-from", frozenset({"date"})),
            ("seven", frozenset({"date"})),
            ("eight", none),
            ("nine-*", none),
            ("ten", None),
        ],
        key=str,
    )
