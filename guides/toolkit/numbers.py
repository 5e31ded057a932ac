"""Numbers that a writer typed into a sentence, where a fact should stand.

A typed number is wrong on the day the rule changes, in every language, and nobody can tell where
it came from. So pages name a fact in braces, and this finds what was typed instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """One number where it stands: ``text[start:end] == phrase``."""

    start: int
    end: int
    phrase: str
    why: str
    instead: str


def find_numbers(text: str, allowed: Collection[str]) -> list[TypedNumber]:
    """Digits in any script, amounts, phones, dates, and number words with a unit, in order.

    ``allowed`` are names that happen to have digits ("999", "section 95", "IAFT-5"). They match
    as whole words, in this spelling only. Placeholders in braces, link targets and the numbers
    of a numbered list are not looked at. Expects prose, without the settings above it.
    """
    seen = _hide_list_numbers(_hide(_LINK_TARGET, _hide(_PLACEHOLDER, text)))
    if allowed:
        seen = _hide(_names(frozenset(allowed)), seen)
    return list(_found(text, seen))


def _found(text: str, seen: str) -> Iterator[TypedNumber]:
    for match in _TYPED.finditer(seen):
        kind = match.lastgroup or "number"
        start, end = match.span()
        yield TypedNumber(start, end, text[start:end], _WHY[kind], _INSTEAD[kind])


def _hide(pattern: re.Pattern[str], text: str) -> str:
    # As long as before, so that places stay true; no letter and no space, so that the words on
    # both sides do not become neighbours.
    return pattern.sub(lambda match: "·" * len(match.group()), text)


@lru_cache(maxsize=8)
def _names(allowed: frozenset[str]) -> re.Pattern[str]:
    # Longest first, or "section 9" would eat the start of "section 95".
    names = sorted((name for name in allowed if name.strip()), key=lambda name: (-len(name), name))
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names) or r"(?!)"
    # A name is not a part of a longer number or code, and "999 days" is a length of time.
    return re.compile(
        rf"(?<![\w£$€+])(?<![\w·][-./:,])(?<!\d\s)(?:{either})"
        rf"(?![\w%°])(?![-./:,]\d)(?!\s\d)(?!(?:\s|-)+{_ADJECTIVES}(?i:{_UNIT})\b)"
    )


# --- what is not looked at -------------------------------------------------------------------

_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
_LINK_TARGET = re.compile(r"\]\([^)\n]{0,2000}\)|^\s*\[[^\]\n]+\]:[^\n]*", re.MULTILINE)
_LIST_NUMBER = re.compile(r"[ \t>]*(\d{1,2})[.)](?=\s)")
_IN_LIST = re.compile(r"[ \t>]*(?:\d{1,2}[.)]|[-*+])\s|[ \t]{2,}\S|[ \t>]*$")


def _hide_list_numbers(text: str) -> str:
    # As in Markdown, 1 begins a list anywhere, but another number only after an empty line or
    # within a list: "28." at the start of a line may be the end of a sentence broken in two.
    lines = text.split("\n")
    in_list = True
    for place, line in enumerate(lines):
        number = _LIST_NUMBER.match(line)
        if number and (in_list or number[1] == "1"):
            lines[place] = "·" * number.end() + line[number.end() :]
        in_list = bool(_IN_LIST.match(line))
    return "\n".join(lines)


# --- words -----------------------------------------------------------------------------------

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dozen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_NUMBER_WORD = rf"(?:(?:{_TEENS}|{_ONES})(?:(?:\s+and\s+|[\s-]+)(?:{_TEENS}|{_ONES}))*)"
_UNIT = (
    r"(?:minute|hour|day|night|week|weekend|fortnight|month|year|mile|kilomet(?:re|er)|pound|"
    r"pence|penny|percent)s?|km|quid|per\s+cent|o'clock|o’clock"
)
_ADJECTIVES = (
    r"(?i:(?:(?:more|full|whole|extra|further|working|calendar|clear|school|business|"
    r"consecutive|long|other)(?:\s|-)+){0,2})"
)
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_ORDINAL = (
    "(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|"
    "nineteenth|twentieth|thirtieth)"
)
_LATE_ORDINAL = (  # "the first day" and "the second week" only tell an order
    "(?:(?:twenty|thirty)[- ](?:fir|seco|thi)\\w+|(?:twenty-|thirty-)?"
    "(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\\w+teenth|\\w+tieth))"
)
# "One day you will laugh" and "from day one" are no measure; "within one day" is.
_ONE_DAY = r"one\s+day(?!\s+(?:to|left|notice|late|per|after|before|from|only))"

# --- the forms a number has -------------------------------------------------------------------

# Any decimal digit of any script, fractions, and the Ethiopic numerals, which are not decimal.
_D = r"[\d½⅓⅔¼¾⅛\u1369-\u137c]"
_DAY = rf"{_D}{{1,2}}(?:st|nd|rd|th)?"
_FORMS = {
    "email": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "money": rf"[£$€]\s?{_D}+(?:[.,٫٬]{_D}+)*(?:\s?(?:k|m|million|thousand)\b)?"
    rf"|{_D}+(?:[.,]{_D}+)*\s?(?:£|€|p\b|pounds?\b|pence\b|quid\b)|{_NUMBER_WORD}[\s-]+(?:pounds?|pence|quid)\b",
    "date": rf"{_DAY}(?:\s+of)?\s+(?:{_MONTH})\b(?:,?\s+{_D}{{4}})?"
    rf"|\b(?:{_MONTH})\s+{_DAY}\b(?:,?\s+{_D}{{4}}\b(?!-))?|\b(?:{_MONTH}),?\s+{_D}{{4}}"
    rf"|\b{_D}{{4}}-{_D}{{2}}-{_D}{{2}}|\b{_D}{{1,2}}[/.]{_D}{{1,2}}[/.](?:{_D}{{4}}|{_D}{{2}})\b"
    rf"|\b{_ORDINAL}\s+of\s+(?:{_MONTH})\b",
    "phone": rf"\+{_D}[\d\s()-]{{6,}}{_D}|[(]?[0٠۰](?:[\s()-]{{0,2}}{_D}){{6,}}"
    r"|\b(?:(?:zero|oh|nought|double|triple|one|two|three|four|five|six|seven|eight|nine)"
    r"\b[\s,-]*){6,}",
    "duration": rf"{_D}[\w.,–/-]*{_D}?(?:\s|-)+{_ADJECTIVES}(?:{_UNIT})\b"
    rf"|(?<![\w-])(?!{_ONE_DAY}){_NUMBER_WORD}(?:\s|-)+(?:and\s+a\s+half\s+)?{_ADJECTIVES}"
    rf"(?:{_UNIT})\b"
    rf"|\b(?:within|in|after|for|only|than|by|least|every)\s+one\s+day\b"
    rf"|\b(?:within|under|only)\s+an?\s+{_ADJECTIVES}(?:{_UNIT})\b"
    rf"|\ban?\s+{_ADJECTIVES}(?:{_UNIT})(?=(?:\s+left)?\s+to\s+(?:appeal|lodge|claim|apply|reply|"
    r"answer|send|submit|pay|leave|move|go|ask|complain)\b)"
    rf"|\b(?:half\s+an?|an?\s+half)[\s-]+(?:{_UNIT})\b|\b{_LATE_ORDINAL}\s+(?:{_UNIT})\b"
    rf"|\b(?:under|over|aged|below|turns?|turned|turning)\s+(?:{_TEENS})(?:[\s-](?:{_ONES}))?\b",
    "time": rf"(?<![\w:.-])(?:{_D}{{1,2}}:{_D}{{2}}(?![\w:])(?:\s?[ap]\.?m\b\.?)?"
    rf"|{_D}{{1,2}}(?:\.{_D}{{2}})?\s?[ap]\.?m\b\.?)",
    # A word is looked at from its first letter only: there are words without end.
    "number": rf"(?:(?<![\w+-])[\w+-]*)?{_D}(?:[\w%°]|[.,:/٫٬–-](?=\w))*"
    r"(?:\s?(?:%|per\s?cent\b|[ap]\.?m\b\.?))?",
}
_TYPED = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS.items()), re.IGNORECASE)

_FACT = "Put it in facts.toml with its source, and write {fact:its-id} here"
_WHY = {
    "email": "An e-mail address is typed here. When it changes, nobody will find this line.",
    "money": "An amount of money is typed here. Amounts change every year or so.",
    "date": "A date is typed here. Nobody will be asked to check it again.",
    "phone": "A phone number is typed here. A wrong one can leave somebody without help.",
    "duration": "A length of time, an age or a distance is typed here. Rules like this change.",
    "time": "A time of day is typed here. When it changes, nobody will find this line.",
    "number": "A number is typed here. It has no source, and nobody will check it again.",
}
_INSTEAD = {
    "email": f"{_FACT} (type address).",
    "money": f"{_FACT} (type money).",
    "date": f"{_FACT} (type date).",
    "phone": f"{_FACT} (type phone).",
    "duration": f"{_FACT} (type duration), or say it without a number: “a few days”.",
    "time": "Put it under hours in services.csv, and say here what there is and where; or "
    "put it in facts.toml, and write {fact:its-id} here (type text).",
    "number": f"{_FACT}. If it is a name, such as a form or a law, list it in allowed.toml.",
}
