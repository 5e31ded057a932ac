"""The plugins that are shipped to be copied: one at a time, all together, and none of them."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from guides.paths import BUNDLED_PLUGINS
from guides.testing import site
from guides.testing.contract import RuleBroken, check
from guides.testing.rules import RULES, Rule
from guides.testing.tried import Tried
from tests.conftest import TODAY
from tests.plugins.folders import code_plugin, line, manifest, plugin

FOLDERS = {path.parent.name: path.parent for path in sorted(BUNDLED_PLUGINS.glob("*/plugin.toml"))}
STOP = "waiting-and-support"
SAYS = {
    # What everybody can read of each, somewhere on the pages of that stop.
    "form-clinic": ("Bring your form to the form clinic.",),
    "hillside-charity": (
        *("Somebody from Hillside can go with you", "Hillside Football (demo)"),
        *("0114 496 0104", "If you live in Hillside", "Phones to borrow"),
    ),
    "paper-folder": ("Keep this sheet in one folder with your letters.",),
    "reading-circle": ("You can read letters together, in Albanian.", "Shqip"),
    "riverside": ("Come to the Riverside welcome café.", "Riverside Law Morning (demo)"),
    "womens-circle": ("A place for women", "Only women are there", "Lantern Safe Talk (demo)"),
}
PAGES = (f"/stop/{STOP}", f"/stop/{STOP}/local", f"/stop/{STOP}/sheet", "/local")
_tried = {name: Tried(folder, TODAY) for name, folder in FOLDERS.items()}


def _read(*folders: Path) -> str:
    """All that stands on the pages of the stop, and on the sheet for a woman."""
    with site(*folders, today=TODAY) as browser:
        texts = [browser.get(path).text for path in PAGES]
        texts.append(browser.post(PAGES[2], data={"audiences": ["women"]}).text)
    return unescape("\n".join(texts)).replace("\u00a0", " ")


CODE = tuple(name for name, folder in FOLDERS.items() if (folder / "plugin.py").exists())
ALWAYS = {
    # Printing, and sites made anew, take most of the time: the others are tried in the full run.
    "its_lines_print_in_every_language": ("womens-circle",),
    "switched_off_it_leaves_the_core_as_it_was": ("womens-circle",),
    # One visit shows all three. Files cannot fail at work: of those one is visited.
    "every_page_opens": ("womens-circle", *CODE),
    "nothing_fails_while_people_use_it": ("womens-circle", *CODE),
    "nothing_is_fetched_from_elsewhere": ("womens-circle", *CODE),
}
"""Dear rules, and the plugins for which the quick run tries them too."""


def _each() -> Iterator[object]:
    for name in FOLDERS:
        for rule in RULES:
            late = name not in ALWAYS.get(rule.__name__, FOLDERS)
            marks = [pytest.mark.full] if late else []
            yield pytest.param(name, rule, marks=marks, id=f"{name}-{rule.__name__}")


@pytest.mark.parametrize(("name", "rule"), list(_each()))
def test_it_does_what_every_plugin_must(name: str, rule: Rule):
    check(rule, _tried[name])


def test_every_bundled_plugin_is_looked_at():
    assert set(SAYS) == set(FOLDERS)


@pytest.mark.parametrize("name", FOLDERS)
def test_it_is_on_and_nothing_of_the_others_appears(name: str):
    text = _read(FOLDERS[name])
    assert [said for said in SAYS[name] if said not in text] == []
    others = [said for other in SAYS if other != name for said in SAYS[other]]
    assert [said for said in others if said in text] == []


def test_they_go_together():
    text = _read(*FOLDERS.values())
    # On paper three lines of all plugins have room; the pages have them all.
    assert [said for name in SAYS for said in SAYS[name] if said not in text] == []


def test_nothing_of_them_appears_when_all_are_off():
    text = _read()
    assert [said for name in SAYS for said in SAYS[name] if said in text] == []


def test_the_ugly_list_is_read_as_a_person_would_read_it():
    services = {s.id: s for s in _tried["hillside-charity"].mine.brought.services}
    assert len(services) == 8
    assert "closed-place-demo" not in services  # it stands on a hidden sheet
    drop_in = services["hillside-drop-in-demo"]
    assert drop_in.hours == "Tuesday 10am to 1pm, Thursday 10am to 1pm"
    assert drop_in.languages == ("en", "ar", "ckb")
    assert drop_in.address == "Chapel Hall, Top Lane, Hillside"
    assert str(drop_in.checked_on) == "2026-11-12"
    assert services["hillside-english-class-demo"].phone == "0114 496 0102"
    assert services["hillside-bike-shed-demo"].phone == ""
    assert services["hillside-listening-room-demo"].stages == ()


# The rules themselves: each sees a plugin that breaks it. -----------------------------------------

LINES = f"checklists/{STOP}.toml"
PLANTED = {
    LINES: line("bus", "The bus costs £4.50.")
    + "".join(line(f"l{n}", "Come to us. " * 150) for n in range(3)),
    # On another sheet: one that cannot be printed has no pages to count.
    "checklists/claiming.toml": line("sign", "A sign: \U0001f9ff"),
    # The other languages would be the same again.
    "plugin.toml": manifest("tea") + 'languages = ["en", "ar"]\n',
}
PLANTED_HTML = {
    "a-script-of-others": '<script src="https://cdn.example/a.js"></script>',
    "a-picture-of-others": "<img alt='' src='//cdn.example/a.png'>",
    "a-style-inside": "<p style='color: red'>Red</p>",
    "a-font-of-others": "<p>@import 'https://fonts.example/a.css'</p>",
}
HOOKS = """
@hookimpl
def guides_panels(slot): raise ValueError
@hookimpl
def guides_event(event): raise ValueError
@hookimpl
def guides_nav(viewer): return [viewer.role]
@hookimpl
def guides_pages():
    shown = [Page(name, "public", lambda request, of=name: Shown(f"{of}.html")) for name in HTML]
    return [Page("", "public", lambda request: 1 / 0), *shown]
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """A plugin of files in which each line is wrong: its sheets are put together once."""
    return Tried(plugin(tmp_path_factory.mktemp("planted"), "tea", PLANTED), TODAY)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("it_loads_without_fault_or_warning", ("An amount of money is typed here",)),
        ("its_lines_print_in_every_language", ("is in none of the fonts", "are the most")),
    ],
)
def test_a_rule_sees(planted: Tried, rule: str, said: tuple[str, ...]):
    found = _broken(rule, planted)
    assert [words for words in said if words not in found] == []


@pytest.fixture(scope="module")
def misbehaving(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """A plugin whose hooks and pages do all that is wrong at once: a visit to it is dear."""
    code = f"HTML = {tuple(PLANTED_HTML)!r}\n{HOOKS}"
    folder = code_plugin(tmp_path_factory.mktemp("misbehaving"), "tea", code)
    (folder / "templates").mkdir()
    for name, html in PLANTED_HTML.items():
        (folder / "templates" / f"{name}.html").write_text(html, encoding="utf-8")
    return Tried(folder, TODAY)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("nothing_fails_while_people_use_it", "guides_panels of tea"),
        ("nothing_fails_while_people_use_it", "a listener failed"),
        ("nothing_fails_while_people_use_it", "guides_nav of tea"),
        ("every_page_opens", "/plugin/tea answers with 500"),
        *(
            ("nothing_is_fetched_from_elsewhere", f"/plugin/tea/{name} {does}")
            for name, does in {
                "a-script-of-others": "fetches https://cdn.example/a.js. Mend: ",
                "a-picture-of-others": "fetches //cdn.example/a.png. Mend: ",
                "a-style-inside": "has a script or style inside",
                "a-font-of-others": "fetches https://fonts.example/a.css. Mend: ",
            }.items()
        ),
    ],
)
def test_a_rule_sees_each_thing_that_is_wrong(misbehaving: Tried, rule: str, said: str):
    assert said in _broken(rule, misbehaving)


def _broken(rule: str, tried: Tried) -> str:
    """What a rule says of a plugin that breaks it."""
    with pytest.raises(RuleBroken) as broken:
        check(next(each for each in RULES if each.__name__ == rule), tried)
    return str(broken.value)
