"""Sentences that advise, where only information may stand.

Advice is what *this person* should do about their claim, application, appeal, bail or removal.
Giving it without being registered is a crime, so a guide must never read it off our paper. The
rules know the shapes that advice usually has; they cannot know what a sentence means. They look
for three shapes: an order ("Appeal now"), a "you should", and a prediction or a judgement ("you
will win"). Help, papers, appointments, and everything about support, health, school and housing
are outside immigration advice, and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from guides.toolkit.advice_words import MODAL, ORDER, SAID, SHAPES


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice where it stands: ``text[start:end] == phrase``."""

    start: int
    end: int
    phrase: str
    why: str
    instead: str


def find_advice(text: str) -> list[Finding]:
    """What in a Markdown text reads as advice, in order, without overlaps.

    A sentence in quotation marks is let through where the words before it show it as a thing
    not to say ("Do not say:", "It becomes advice:"): guides have to be shown what that is.
    """
    seen = _seen(text)
    findings: list[Finding] = []
    for start, end, kind in sorted(_advice(seen), key=lambda found: (found[0], -found[1])):
        overlaps = findings and start < findings[-1].end
        if not overlaps and not _is_shown_as_wrong(text, start):
            why, instead = SAID[kind]
            findings.append(Finding(start, end, text[start:end], why, instead))
    return findings


def _seen(text: str) -> str:
    """The text without Markdown's marks, as long as before so that places stay true."""
    for pattern, put in _MARKS:
        text = pattern.sub(partial(_fill, put), text)
    return text.translate({ord("’"): "'", 0xA0: " "})


def _fill(put: str, match: re.Match[str]) -> str:
    return put * len(match.group())


_MARKS = (
    (re.compile(r"\]\([^)\n]{0,2000}\)"), " "),
    (re.compile(r"\{[^{}\n]*\}"), "0"),  # a fact counts as a number: "you have {fact:x} left"
    (re.compile(r"[*_`\[]"), " "),
)


def _advice(seen: str) -> Iterator[tuple[int, int, str]]:
    for match in ORDER().finditer(seen):
        if _is_an_order(seen, match) and not _is_elsewhere(seen, match):
            yield *match.span(), "order"
    for kind, pattern in {"should": MODAL, **SHAPES}.items():
        for match in pattern().finditer(seen):
            if not _is_reported(seen, match.start()) and not _is_elsewhere(seen, match):
                yield *match.span(), kind


# --- where a sentence begins ------------------------------------------------------------------

_FAR = 600  # characters to look back: no sentence is longer, and a text without stops stays quick

_SENTENCE_START = re.compile(
    r"[.!?:;—–][\"”')]*\s+|\s-\s+|\n[ \t]*\n"
    r"|(?:\A|\n)[ \t]*(?:(?:[-*+>]|\d+[.)]|\#{1,6})[ \t]+)+"
    r"|(?:^|(?<=[\s(]))[\"“‘'(«]"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|\Z|[\"”'])|\n[ \t]*\n|\n[ \t]*[-*+>]\s")


def _begin(seen: str, place: int) -> int:
    begin = max(0, place - _FAR)
    for match in _SENTENCE_START.finditer(seen, begin, place):
        begin = match.end()
    return begin


# --- what makes the same words harmless -------------------------------------------------------

_TO_WHOM = (
    r"(?:\s+(?:you|people|them|clients?|anyone|anybody|a|the|person|client|to|that|who|someone|"
    r"somebody|me|us|him|her|for|sure|certain|certainly|it))*"
)
_REPORTED = re.compile(
    # whether you should appeal, what you must say; but "that is why you should" is advice
    r"(?:\b(?:whether|if|when|how|what|which|where|unless|until|once|who)"
    r"|(?<!is )(?<!'s )\bwhy)\s+$"
    # they say that you should; but "we say that you should" is advice
    r"|(?<!\bi )(?<!\bwe )(?<!\bi do )(?<!\bwe do )\b(?:says?|said|tells?|told|thinks?|decides?|"
    r"believes?|fear|worr(?:y|ied)|afraid|scared|means?|showing|pretends?|claims?|promises?)"
    rf"{_TO_WHOM}\s*$"
    # nobody can promise that you will; never say
    r"|(?:\bnot|n't|\bcannot|\bnever|\bnobody|\bno\s+one|\bnor|\bnothing|\bwithout)\b[^.;!?\n]{0,30}"
    r"\b(?:say|saying|tell|telling|promise|guarantee|know|predict|advise|suggest|mean|sure|judge)"
    rf"{_TO_WHOM}[\s,]*$"
    r"|\b(?:usually|normally|generally|in most cases|most people|people usually)[\s,]+$",
    re.IGNORECASE,
)


def _is_reported(seen: str, place: int) -> bool:
    """Whether the words before say that others say it, that nobody can say it, or ask it."""
    return bool(_REPORTED.search(seen[max(_begin(seen, place), place - 120) : place]))


_ELSEWHERE = re.compile(  # support, benefits, housing and school have appeals and deadlines too
    r"\bsupport\s+(?:appeal|tribunal|decision)|\basylum\s+support\s+(?:chamber|tribunal|appeal)"
    r"|\b(?:support|benefits?|universal credit|housing|council|school|home|payments?|hc2|money)\s+"
    r"(?:claim\s+|place\s+|help\s+)?(?:is|was|are|has\s+been|have\s+been|gets?|being)\s+"
    r"(?:being\s+)?(?:refused|stopped|cut|ended|taken|turned|withdrawn|discontinued|denied|wrong)"
    r"|\b(?:refus|stop|cut|end)\w*\s+(?:of\s+)?(?:your\s+|the\s+|asylum\s+)*support"
    r"|\bsays?\s+no\s+to\s+(?:your\s+)?(?:asylum\s+)?support"
    r"|\b(?:appeal|claim|decision|refusal|apply|deadline)\w*\s+"
    r"(?:(?:to|the|a|an|your|about|against|on|over|for|of|at|with|any)\s+){0,4}"
    r"(?:asylum\s+support|support|benefits?|universal|housing|school|fine|council|tenancy)\b"
    r"|\b(?:universal\s+credit|child\s+benefit|school\s+place|parking|eviction|landlord|tenancy)\b",
    re.IGNORECASE,
)


def _is_elsewhere(seen: str, match: re.Match[str]) -> bool:
    """Whether the sentence is about support, money, housing or school, which we may speak of."""
    stop = _SENTENCE_END.search(seen, match.end(), match.end() + _FAR)
    end = stop.start() if stop else match.end() + _FAR
    return bool(_ELSEWHERE.search(seen[_begin(seen, match.start()) : end]))


# --- orders -----------------------------------------------------------------------------------

_FILLER = re.compile(
    r"(?:[\s,\"“”‘'(>#+-]|\d+[.)]|\b(?:please|just|simply|now|so|then|always|also|first|next|and|but|"
    r"or|therefore|instead|quickly|today|early|action|straight away|at once|yes|no|well|ok|finally|"
    r"do|try to|go ahead and|tip|step|best)\b)*",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:,|\b(?:and|then|or|so|but)\b)\s*(?:\b(?:please|just|then|so|now|and|but)\s+)*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\W*(?:and |but |so |even )?(?:if|when|once|after|before|because|as|unless|until|whatever|"
    r"while|since|whether|in|at|for|to|with|without|by|on|during)\b",
    re.IGNORECASE,
)
_ORDERS_BEFORE = re.compile(
    r"\W*(?:please |just |then |so |now )*(?:read|go|ring|call|talk|speak|write|take|look|find|act|"
    r"get|wait|hurry|be|do|don't|keep|fill|open|phone|stay|see|check|stand|sit|collect|copy|send|print|"
    r"come|visit|download|use|start|stop|listen|gather|appeal|claim|sign|never|always)\b"
    r"|.*\byou (?:should|must|need to|ought to|had better|have to)\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_VERB = re.compile(  # "can wait and appeal", "ask her to check and lodge": no orders
    r"\b(?:can|could|may|might|will|would|cannot|usually|often|people|helps?)\b"
    r"|\bto\s+(?!(?:the|an?|your|this|court|it|them|him|her|someone|migrant)\b)",
    re.IGNORECASE,
)


_FOR_THEM = re.compile(
    r"[^.;!?\n]{0,40}\b(?:for|with)\s+(?:them|him|her|(?:the|a|your)\s+(?:person|client))\b",
    re.IGNORECASE,
)


def _is_an_order(seen: str, match: re.Match[str]) -> bool:
    """Whether the verb that was found commands, because a clause begins with it."""
    begin = _begin(seen, match.start())
    before = seen[begin : match.start()]
    if _is_one_of_the_options(seen, begin, match.start()):
        return False
    if match["no"] and _FOR_THEM.match(seen, match.end()):
        return False  # told to a guide: "Do not fill in the appeal for them"
    if _FILLER.fullmatch(before):
        return True
    link = _LINK.search(before)
    if not link or _is_reported(seen, match.start()):
        return False
    # "If you are refused, appeal." "Read the letter and appeal." The verb stands inside.
    rest = before[: link.start()]
    if re.search(r"\b(?:but|so)\b", link.group()):
        return True
    if _CONDITION.match(rest):
        _, _, rest = rest.partition(",")
        if not rest.strip():
            return bool(re.search(r",|\bthen\b", link.group()))
    return bool(_ORDERS_BEFORE.match(rest)) and not _OTHER_VERB.search(rest)


_LEADS_TO_OPTIONS = re.compile(
    r"\b(?:can|may|could|might|able to|allowed to|right to|ways? to|wants? to|how to|to|whether to|"
    r"not|cannot|never|helps?(?: you| people)?(?: to)?)(?: also| usually| often)?\s*:?\s*$",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"\b(?:can|may|could|might|cannot|choices?|options?|ways|things)\b", re.IGNORECASE
)


def _is_one_of_the_options(seen: str, begin: int, place: int) -> bool:
    """Whether an introduction ("A person can:") makes a possibility of what follows."""
    introduction = _introduction(seen, begin)
    if _LEADS_TO_OPTIONS.search(introduction):
        return True
    # "There are three ways: appeal, …", but "What you can do: Appeal now."
    return seen[place].islower() and bool(_OPTIONS.search(introduction))


_LIST_POINT = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])(?:\s|$)|[ \t>]*$|[ \t]{2,}")


def _introduction(text: str, begin: int) -> str:
    """The sentence with a colon before a sentence, or before the list that it is a point of."""
    before = text[max(0, begin - 5 * _FAR) : begin].rstrip(" \t\n\"“‘'(")
    lines = before.split("\n")
    while len(lines) > 1 and _LIST_POINT.match(lines[-1]):
        lines.pop()
    before = "\n".join(lines).rstrip(" \t\n*_")
    return before[_begin(before, len(before) - 1) :] if before.endswith(":") else ""


# --- bad examples, shown to guides ------------------------------------------------------------

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"\n]*\"|‘(?:[^’\n]|’(?=\w))*’|«[^»]*»|(?<!\w)'[^'\n]+'(?!\w)")
_WRONG_BEFORE = re.compile(
    r"(?:(?:\bnot|n['’]t|\bnever|\bcannot|\bavoid|\bwithout|\bnobody)\s+(?:\w+\s+){0,3}?"
    r"(?:say|saying|write|writing|tell|telling|promise|use|answer|add|advise|advising)\b"
    r"|\b(?:becomes?|is|are|as|be|giving|gives?)\s+advice\b|^\W*advice(?:\s+is)?\b"
    r"|\binstead\s+of\b|\brather\s+than\b|\b(?:not|never)\s*:?\W*$|\bnot\s+for\s+(?:you|a\s+guide)"
    r"|\b(?:over|across|past|cross(?:es)?)\s+the\s+line)"
    # "Do not say sorry, say: …" shows something to say.
    r"(?!.*[,;:–—]\s*(?:but|just|rather|you\s+can|say|please|only)\b)",
    re.IGNORECASE | re.DOTALL,
)
_LIST_MARKER = re.compile(r"[*_]|^[ \t]*(?:[-+>]|\d+[.)])[ \t]+", re.MULTILINE)


def _is_shown_as_wrong(text: str, place: int) -> bool:
    """Whether the words before say that this is an example of what not to say."""
    from_here = max(0, place - 5 * _FAR)
    near = text[from_here : place + _FAR]
    place -= from_here
    quoted = next((q for q in _QUOTED.finditer(near) if q.start() <= place < q.end()), None)
    if quoted is None:
        introduction = _introduction(near, _begin(near, place))
        return bool(_IN_A_LIST_OF_WRONGS.search(introduction))
    before = _LIST_MARKER.sub("", _QUOTED.sub(" ", near[: quoted.start()]))
    sentences = [s for s in re.split(r"[.!?](?:\s|\Z)", before) if re.search(r"\w", s)]
    return bool(sentences) and bool(_WRONG_BEFORE.search(sentences[-1]))


# Without quotation marks the introduction has to be plainer: "Advice:" may mean the writer's.
_IN_A_LIST_OF_WRONGS = re.compile(
    r"\bbecomes?\s+advice\b|\bthis\s+is\s+advice\b|\badvice,?\s+(?:and\s+)?not\s+(?:for\s+you|"
    r"information)|\bnot\s+for\s+(?:you|a\s+guide|guides)\b|\bcross(?:es)?\s+the\s+line"
    r"|\b(?:guides?|you)\s+(?:cannot|can't|may\s+not|must\s+not|must\s+never|do(?:es)?\s+not)\b",
    re.IGNORECASE,
)
