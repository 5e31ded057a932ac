"""Finds wordings in a note that tell this client what to do. Keeps nothing, stops nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guides.boundary import harmless, phrases
from guides.boundary.domain import Flag, Kind, Topic

MOST = 10_000
"""Letters that are looked at; a note has 500."""
_END = re.compile(r"(?<!\b[A-Z])[.!?;](?=\s|\Z)|\n")
_LONGEST = 400
"""Letters of a sentence that are looked at together; a text without stops stays quick."""
_NEAR = 60
"""Letters around it in which "benefits" or "school" says that it is about those."""
_PLAIN = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", 0xA0: " "}
_MYSELF = re.compile(r"\b(?:i|i've|we|we've|my|me)\b", re.IGNORECASE)


def flags(text: str) -> tuple[Flag, ...]:
    """What in a note reads as advice to one person, in order, without overlaps."""
    plain = text[:MOST].translate(_PLAIN)
    found: list[Flag] = []
    for start, sentence in _sentences(plain):
        for begin, end, kind, topic in sorted(_advice(sentence), key=_place):
            if found and start + begin < found[-1].end:
                continue
            rewrite = phrases.ABOUT[topic] if topic else phrases.REWRITES[kind]
            at = slice(start + begin, start + end)
            found.append(Flag(at.start, at.stop, text[at], kind, rewrite))
    return tuple(found)


Advice = tuple[int, int, Kind, Topic | None]


def _place(found: Advice) -> tuple[int, int]:
    return found[0], -found[1]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        for begin in range(start, end, _LONGEST):
            yield begin, text[begin : min(end, begin + _LONGEST)]
        start = end


def _advice(sentence: str) -> Iterator[Advice]:
    if sentence.rstrip().endswith("?"):
        return
    for kind, pattern in phrases.patterns():
        match = pattern.search(sentence)
        while match is not None:
            passes = _is_harmless(sentence, match, kind)
            if not passes:
                yield *_trimmed(match), kind, _topic(match)
            match = pattern.search(sentence, match.start() + 1 if passes else match.end())


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    found = match.group()
    return match.start() + len(found) - len(found.lstrip()), match.start() + len(found.rstrip())


def _topic(match: re.Match[str]) -> Topic | None:
    for name, value in match.groupdict().items():
        for topic in phrases.ABOUT:
            if value and name.removeprefix("thing_") == topic:
                return topic
    return None


def _is_harmless(sentence: str, match: re.Match[str], kind: Kind) -> bool:
    """Whether the words around it make it a report, a question, or about something else."""
    before, after = sentence[: match.start()], sentence[match.start() :]
    if harmless.NOT_SAID.search(before):
        return True
    if kind in ("told", "form") and harmless.ANOTHER.search(before):
        return True
    if kind != "told" and harmless.ASKED.search(before):
        return True
    if _is_reported(before) or (kind == "form" and _is_reported(after)):
        return True
    if kind == "deadline" and harmless.BY_THE_LETTER.search(sentence):
        return True
    return kind in ("told", "should", "form") and _is_elsewhere(sentence, match)


def _is_reported(before: str) -> bool:
    """Whether others said it, and the guide did not take the word since."""
    others = [match.end() for match in harmless.OTHERS_SAY.finditer(before)]
    return bool(others) and not _MYSELF.search(before, others[-1])


def _is_elsewhere(sentence: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    act = match.start("act") if groups.get("act") else match.start("thing_act")
    before = sentence[max(0, match.start() - _NEAR) : match.start()]
    around = f"{before} {sentence[act : match.end() + _NEAR]}"
    return bool(harmless.ELSEWHERE.search(around)) and not harmless.RELEVANT.search(around)
