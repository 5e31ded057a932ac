"""A folder with one fault of every kind, and the same folder mended."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from tests.plugins.folders import Files, fact, manifest, write

DAY = date(2026, 11, 21)
STAGE = "claiming"
LINES = f"checklists/{STAGE}.toml"
RIGHTS = f"guidance/{STAGE}/rights.md"
ARABIC = "translations/ar.toml"

HARD = (
    "Notwithstanding the aforementioned administrative determination, representatives "
    "additionally communicating institutional correspondence necessitate comprehensive "
    "documentation demonstrating continuous accommodation eligibility."
)
VALUE = 'value = { type = "phone", number = "0161 496 0000" }'

GOOD: Files = {
    "plugin.toml": manifest("planted", required=True) + 'languages = ["en", "ar"]\n',
    "stages/extra-stop.toml": """
        id = "extra-stop"
        title = "One more stop"
        short = "More"
        summary = "A stop beside the others."
        order = 95

        [[next]]
        to = "claiming"
        """,
    LINES: """
        [[item]]
        id = "ask"
        kind = "do"
        text = "Ask for help early."
        why = "Ring {fact:tea-phone}."

        [[item]]
        id = "right"
        kind = "right"
        text = "You can bring a friend."
        facts = ["tea-friend"]

        [[item]]
        id = "papers"
        kind = "do"
        text = "Keep your [papers](/stop/claiming) together."
        """,
    "facts/tea.toml": fact("tea-phone", "The café has {value}.", VALUE)
    + fact("tea-friend", "You can bring a friend.", 'stages = ["claiming"]')
    + fact("tea-doubt", "It is said so.", 'ask = "a lawyer"').replace('"high"', '"low"')
    + fact("tea-over", "It was so.", "valid_to = 2026-01-01"),
    RIGHTS: "You can bring a friend.\n\n- Ask for help early.\n\nRead [more](/stop/claiming).\n",
    "guidance/claiming/variant-tea.md": '+++\nfor = ["family"]\ntitle = "Tea"\n+++\nCome in.\n',
    "resources.toml": """
        [[resource]]
        id = "room"
        title = "A quiet room"
        text = "You can sit here."
        stages = ["claiming"]
        url = "https://tea.example"
        """,
    "services.csv": "id,name,what,stages,checked_on\n"
    "tea,Tea Room,Tea and talk,claiming,2026-11-01\n",
    ARABIC: "".join(
        f'[[line]]\nen = "{english}"\nto = "{arabic}"\n\n'
        for english, arabic in {
            "One more stop": "محطة أخرى",
            "More": "أكثر",
            "A stop beside the others.": "محطة بجانب غيرها.",
            "Ask for help early.": "اطلب المساعدة مبكراً.",
            "Ring {fact:tea-phone}.": "اتصل على {fact:tea-phone}.",
            "You can bring a friend.": "يمكنك أن تحضر صديقاً.",
            "Keep your [papers](/stop/claiming) together.": "احفظ [أوراقك](/stop/claiming) معاً.",
            "Read [more](/stop/claiming).": "اقرأ [المزيد](/stop/claiming).",
            "Tea": "شاي",
            "Come in.": "ادخل.",
            "A quiet room": "غرفة هادئة",
            "You can sit here.": "يمكنك الجلوس هنا.",
            "Tea and talk": "شاي وحديث",
            "a lawyer": "محامٍ",
        }.items()
    ),
}  # fmt: skip
"""Without a fault, as a toolkit and in both languages."""


class Planted(NamedTuple):
    """What is put in the place of ``old`` (at the end of the file if that is empty).

    The fault must be named on the line on which ``at`` stands afterwards.
    """

    path: str
    old: str
    new: str
    at: str
    words: str


def _line(item_id: str, kind: str = "do", text: str = "Ask for help early.", more: str = "") -> str:
    return f'\n[[item]]\nid = "{item_id}"\nkind = "{kind}"\ntext = "{text}"\n{more}\n'


PLANTED: dict[str, Planted] = {
    "unknown stage of a checklist": Planted(
        "checklists/nowhere.toml", "", _line("a"), "", 'no stage "nowhere"'),
    "unknown stage of a section": Planted(
        "guidance/nowhere/rights.md", "", "Come in.\n", "Come in.", 'no stage "nowhere"'),
    "unknown stage of a way on": Planted(
        "stages/extra-stop.toml", 'to = "claiming"', 'to = "nowhere-1"', 'to = "nowhere-1"',
        'no stage "nowhere-1"'),
    "unknown stage of a fact": Planted(
        "facts/tea.toml", 'stages = ["claiming"]', 'stages = ["claiming", "nowhere-2"]',
        "nowhere-2", 'no stage "nowhere-2"'),
    "unknown stage of a resource": Planted(
        "resources.toml", 'stages = ["claiming"]', 'stages = ["nowhere-3"]', "nowhere-3",
        'no stage "nowhere-3"'),
    "unknown stage of a service": Planted(
        "services.csv", "", "bun,Bun Room,Tea and talk,nowhere-4,\n", "nowhere-4",
        'no stage "nowhere-4"'),
    "unknown stage in a link": Planted(
        RIGHTS, "", "\nRead [more](/stop/nowhere-5).\n", "nowhere-5", '"nowhere-5"'),
    "unknown fact in a line": Planted(
        LINES, "", _line("b", text="Ring {fact:no-such}."), "{fact:no-such}",
        'no fact "no-such"'),
    "unknown fact that a line rests on": Planted(
        LINES, "", _line("c", more='facts = ["no-such-2"]'), "no-such-2", 'no fact "no-such-2"'),
    "unknown fact in prose": Planted(
        RIGHTS, "", "\nRing {fact:no-such-3}.\n", "no-such-3", 'no fact "no-such-3"'),
    "unknown language": Planted(
        "translations/xx.toml", "", '[[line]]\nen = "Tea"\nto = "Xx"\n', "[[line]]",
        'no language "xx"'),
    "number in a line": Planted(
        LINES, "", _line("d", text="You wait 14 days."), "14 days", "length of time"),
    "number in prose": Planted(RIGHTS, "", "\nIt costs £12.\n", "£12", "amount"),
    "number in a fact's statement": Planted(
        "facts/tea.toml", "", fact("tea-number", "It takes 15 days."), "15 days",
        "length of time"),
    "number in words about whom to ask": Planted(
        "facts/tea.toml", "", fact("tea-ask", more='ask = "somebody on 0161 496 0001"'),
        "0161 496 0001", "phone"),
    "number in a title": Planted(
        "guidance/claiming/variant-tea.md", '"Tea"', '"Tea for 17 people"', "17 people", "number"),
    "number in a translation": Planted(
        ARABIC, "محطة أخرى", "محطة 14 يوماً", "14 يوماً", "number"),
    "missing source of a fact": Planted(
        "facts/tea.toml", "", fact("tea-unsourced", source=""), '"tea-unsourced"', "no source"),
    "missing source of a line": Planted(
        LINES, "", _line("e", "know", "The café is warm."), "The café is warm.",
        '"e" has no source'),
    "broken link in a line": Planted(
        LINES, "", _line("f", text="Read [this](/nowhere)."), "/nowhere", "leads nowhere"),
    "broken link in prose": Planted(
        RIGHTS, "", "\nRead [that](stop/claiming).\n", "(stop/claiming)", "leads nowhere"),
    "link lost in translation": Planted(
        ARABIC, "[المزيد](/stop/claiming)", "المزيد", "اقرأ المزيد", "links differ"),
    "reading age": Planted(
        "guidance/claiming/do-now.md", "", f"Come in.\n\n{HARD} {HARD}\n", "Notwithstanding",
        "reading age"),
    "advice in a line": Planted(
        LINES, "", _line("g", text="You should appeal now."), "You should appeal", "Advice"),
    "advice in prose": Planted(
        RIGHTS, "", "\nYou must withdraw your claim.\n", "You must withdraw", "Advice"),
    "outdated translation": Planted(
        ARABIC, 'en = "A quiet room"', 'en = "A silent room"', "A silent room", "Outdated"),
    "lost placeholder": Planted(
        ARABIC, "اتصل على {fact:tea-phone}.", "اتصل.", 'to = "اتصل."', "placeholders differ"),
    "TOML that is none": Planted(
        "checklists/screening.toml", "", '[[item]]\nid = "a"\nkind = do\n', "kind = do",
        "not TOML"),
    "wrong id": Planted(LINES, "", _line("Bad Id"), "Bad Id", "cannot be an id"),
    "id given twice": Planted(
        LINES, "", _line("twin") + _line("twin", text="Come in."), "", "already"),
    "id of the core": Planted(
        "facts/tea.toml", "", fact("emergency-999"), '"emergency-999"', "already"),
    "typo in a key": Planted(
        LINES, "", _line("i", more='ordre = 3'), "ordre = 3", 'Did you mean "order"'),
    "wrong choice": Planted(LINES, "", _line("j", "must"), 'kind = "must"', "Choose one of"),
    "wrong nation": Planted(
        LINES, "", _line("k", more='nations = ["france"]'), "france", "Choose from"),
    "rule that fits nobody": Planted(
        LINES, "", _line("l", more="claimed_from = 2026-03-02\nclaimed_before = 2026-03-01"),
        "claimed_from", "fits nobody"),
    "line that is never printed": Planted(
        LINES, "", _line("m", more='facts = ["tea-doubt"]'), "tea-doubt", "never printed"),
    "fact without a value in a sentence": Planted(
        LINES, "", _line("n", text="It is {fact:tea-friend}."), "{fact:tea-friend}", "no value"),
    "page that is no section": Planted(
        "guidance/claiming/thoughts.md", "", "Come in.\n", "Come in.", "is not a section"),
    "empty section": Planted("guidance/claiming/who-helps.md", "", "\n", "", "is empty"),
    "address that is none": Planted(
        "resources.toml", "https://tea.example", "tea.example", 'url = "tea', "not a web address"),
}  # fmt: skip

WARNINGS: dict[str, Planted] = {
    "untranslated line": Planted(
        LINES, "", _line("h", text="Drink warm tea."), "Drink warm tea.",
        'Not translated into "ar"'),
    "untranslated paragraph": Planted(
        RIGHTS, "", "\nSit by\nthe window.\n", "Sit by", 'Not translated into "ar"'),
    "review overdue": Planted(
        "facts/tea.toml", "", fact("tea-late", "It is late.").replace("2027-01-31", "2026-11-20"),
        "It is late.", "was to be reviewed by 2026-11-20"),
    "rule that is not in force": Planted(
        LINES, "", _line("o", more='facts = ["tea-over"]'), "tea-over", "not in force"),
    "row that is left out": Planted(
        "services.csv", "", "Bad Id,A,B,,\n", "Bad Id", "left out"),
}  # fmt: skip


def folder(root: Path, *planted: Planted) -> tuple[Path, dict[Planted, int]]:
    """The good folder with these faults planted, and the line on which each must be found."""
    write(root, GOOD)
    for path, old, new, _, _ in planted:
        file = root / path
        text = file.read_text("utf-8") if file.exists() else ""
        assert old in text, f"{old!r} does not stand in {path}"
        write(root, {path: (text.replace(old, new, 1) if old else text + new).encode()})
    return root, {each: _place(root, each) for each in planted}


def _place(root: Path, planted: Planted) -> int:
    lines = (root / planted.path).read_text("utf-8").split("\n")
    if planted.words == "already" and not planted.at:  # the second of two
        return max(at for at, line in enumerate(lines, 1) if '"twin"' in line)
    return next(at for at, line in enumerate(lines, 1) if planted.at in line)
