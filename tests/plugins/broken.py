"""Plugins that are broken at start, one for each way to be so (class B)."""

from __future__ import annotations

from pathlib import Path

from tests.plugins.folders import Files, code_plugin, fact, line, manifest, plugin
from tests.toolkit.workbooks import workbook

CHECKLIST = "checklists/first-stop.toml"
HOOK = "@hookimpl\n"

# The plugin's files, and words that the reason must hold.
BROKEN_DATA: dict[str, tuple[Files, str]] = {
    "unknown-stage": ({"checklists/nowhere.toml": line()}, "checklists/nowhere.toml:1:"),
    "unknown-fact": ({CHECKLIST: line(text="In {fact:no-such}.")}, f"{CHECKLIST}:4:"),
    "taken-fact": ({"facts.toml": fact("emergency-999")}, 'id "emergency-999"'),
    "taken-stage": ({"stages/first-stop.toml": 'id = "first-stop"\ntitle = "T"\nshort = "S"\n'
                                               'summary = "Y"\n'}, 'id "first-stop"'),
    "taken-language": ({"languages.toml": '[[language]]\ncode = "ar"\nname = "A"\n'
                                          'english_name = "A"\n'}, 'id "ar"'),
    "taken-word": ({"words.toml": '[words]\nfoot-information = "Trust us."\n'},
                   'id "foot-information"'),
    "fact-without-value": ({"facts.toml": fact("so"), CHECKLIST: line(text="In {fact:so}.")},
                           "no value"),
    "endless-number": (
        {"facts.toml": fact("so", "It is {value}.",
                            more='value = { type = "duration", count = inf, unit = "day" }')},
        "not a number"),
    "enormous-number": (
        {"facts.toml": fact("so", "It is {value}.",
                            more='value = { type = "money", amount = "1e999999999" }')},
        "not a number"),
    "future": ({"plugin.toml": manifest("future").replace("api = 0", "api = 1")},
               "a newer version"),
    "ancient": ({"plugin.toml": 'id = "ancient"\nversion = "1"\nname = "A"\n'}, "api"),
    "wrong-id": ({"plugin.toml": manifest("Wrong Id!")}, "cannot be an id"),
    "dots-in-id": ({"plugin.toml": manifest("../../toolkits/small")}, "cannot be an id"),
    "dots-in-line": ({CHECKLIST: line("../tea")}, f"{CHECKLIST}:2:"),
    "dots-in-language": ({"languages.toml": '[[language]]\ncode = "../x"\nname = "X"\n'
                                            'english_name = "X"\n'}, "languages.toml:2:"),
    "words-not-a-table": ({"words.toml": 'words = ["a"]\n'}, "words.toml:1:"),
    "deep": ({CHECKLIST: "x = " + "[" * 50_000}, f"{CHECKLIST}:1:"),
    "long-number": ({CHECKLIST: "x = " + "9" * 9_000}, f"{CHECKLIST}:1:"),
    "long-line": ({CHECKLIST: line(text="tea " * 50_000)}, f"{CHECKLIST}:4:"),
    "long-cell": ({"services.csv": "id,name,what\na,b," + "c" * 200_000 + "\n"},
                  "services.csv:2:"),
    "nul": ({CHECKLIST: b'[[item]]\nid = "a"\x00\n'}, f"{CHECKLIST}:2:"),
    "escaped-nul": ({CHECKLIST: line(text="a\\u0000b")}, f"{CHECKLIST}:4:"),
    "turned-text": ({CHECKLIST: line(text="Ring \u202e0000 694.")}, f"{CHECKLIST}:4:"),
    "turned-prose": ({"guidance/first-stop/rights.md": "So.\n\nRing \u202e0000 694.\n"},
                     "rights.md:3:"),
    "script-for-a-logo": ({"branding.toml": 'name = "Us"\nlogo = "logo.png"\n',
                           "logo.png": b"<script>alert(1)</script>"}, "logo.png:1:"),
    "no-workbook": ({"services.xlsx": b"MZ"}, "services.xlsx:1:"),
    "unknown-stage-in-workbook": (
        {"services.xlsx": workbook([["name", "what", "stages"], ["Tea", "Tea", "nowhere"]])},
        "services.xlsx:2:"),
    "too-many-rows": ({"services.csv": "name,what\n" + "Tea,Tea\n" * 5_001}, "services.csv:5002:"),
    "big-files": ({"guidance/first-stop/rights.md": b"a" * 1_000_001}, "1,000,001 bytes"),
}  # fmt: skip

# The code of plugin.py, and words that the reason must hold.
BROKEN_CODE: dict[str, tuple[str, str]] = {
    "raises-at-import": ("1 / 0", "plugin.py:5"),
    "exits-at-import": ("sys.exit(3)", "SystemExit"),
    "does-not-parse": ("def broken(:", "SyntaxError"),
    "raises-in-hook": (HOOK + "def guides_facts(): raise OSError('no')", "raised OSError"),
    "exits-in-hook": (HOOK + "def guides_facts(): sys.exit()", "raised SystemExit"),
    "wrong-type": (HOOK + "def guides_facts(): return ['rain is wet']",
                   "answered with a str where Fact belongs"),
    "not-a-list": (HOOK + "def guides_facts(): return 'facts'", "not with a list"),
    "a-generator": (HOOK + "def guides_facts(): return (f for f in ())", "not with a list"),
    "misspelt-hook": (HOOK + "def guides_fakts(): return ()", "guides_fakts"),
    "wrong-arguments": (HOOK + "def guides_facts(application): return ()", "application"),
    "wrong-field": (HOOK + "def guides_stages(): return [Stage('a', 'A', 'A', None, 1)]",
                    "Stage.summary is a NoneType"),
    "wrong-inner-field": (
        HOOK + "def guides_checklists():\n"
               "    return [ChecklistItem('first-stop', 'a', 'do', 'A', "
               "conditions=Conditions(nations='england'))]",
        "Conditions.nations is a str"),
    "moment-for-a-day": (
        "from datetime import datetime\n" + HOOK + "def guides_checklists():\n"
        "    since = Span(datetime(2026, 3, 2))\n"
        "    return [ChecklistItem('first-stop', 'a', 'do', 'A', "
        "conditions=Conditions(claimed=since))]",
        "Span.start is a datetime"),
    "wrong-id": (HOOK + "def guides_stages(): return [Stage('../a', 'A', 'A', 'A', 1)]",
                 '"../a" cannot be an id'),
    "wrong-language": (HOOK + "def guides_languages(): return [Language('..', 'A', 'A')]",
                       '".." cannot be the code of a language'),
    "lost-hole": (HOOK + "def guides_translations():\n"
                         "    return [Translation('ar', 'Edition {edition}', '{oops}')]",
                  "{edition}"),
    "wrong-address": (HOOK + "def guides_resources():\n"
                             "    return [Resource('a', 'A', 'A', url='javascript:alert(1)')]",
                      "Resource.url"),
    "hidden-in-a-kind-of-text": (
        "class Sly(str): pass\n" + HOOK +
        "def guides_words(): return [Word('sly', Sly('a\\x00b'))]", "Word.text holds"),
    "unreadable-look": (
        HOOK + "def guides_branding(): return [Branding('Us', accent='#ffee00')]", "hard to read"),
    "script-for-a-logo": (
        HOOK + "def guides_branding():\n"
               "    return [Branding('Us', b'<script>', 'image/png')]", "Branding.logo_type"),
    "lazy-list": ("from collections.abc import Sequence\n"
                  "class Lazy(Sequence):\n"
                  "    def __len__(self): return 2\n"
                  "    def __getitem__(self, at): raise ValueError('not today')\n" + HOOK +
                  "def guides_facts(): return Lazy()", "raised ValueError"),
    "endless-number": (
        "from datetime import date\nfrom decimal import Decimal\n" + HOOK +
        "def guides_facts():\n"
        "    source = Source('S', 'https://s.example', 'undated', date(2026, 1, 1), 'other')\n"
        "    return [Fact('endless', 't', 'In {value}.', source, 'high', date(2027, 1, 1),\n"
        "                 value=Duration(Decimal('Infinity'), 'day'))]", "Duration.count"),
}  # fmt: skip


def all_broken(parent: Path) -> list[str]:
    """Write every one of them into ``parent``, and the stop that they speak of. Their folders."""
    plugin(parent, "a-stop", {"stages/first-stop.toml": """
        id = "first-stop"
        title = "A stop more"
        short = "More"
        summary = "You begin here."
        order = 1
        """})  # fmt: skip
    for name, (files, _) in BROKEN_DATA.items():
        plugin(parent, name, files)
    for name, (code, _) in BROKEN_CODE.items():
        code_plugin(parent, f"code-{name}", code)
    (parent / "bare").mkdir()
    linked = plugin(parent, "linked")
    (linked / "out").symlink_to("/etc")
    huge = plugin(parent, "huge")
    with (huge / "services.csv").open("wb") as sparse:
        sparse.truncate(1 << 30)
    return sorted(each.name for each in parent.iterdir() if each.name != "a-stop")
