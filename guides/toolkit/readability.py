"""How old a reader must be to read a text with ease, and which sentences are the hard ones.

The Flesch-Kincaid grade (school years in the USA) plus five is an age in years. It only counts
the length of sentences and words, so it is an alarm, not a judgement. It is for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

FEWEST_WORDS = 30
"""Below this one long word moves the result by a year or more, so there is no result."""

_SHORTEST_HARD_SENTENCE = 6  # words; "Immigration bail." is a label, not a sentence to mend


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence where it stands, without Markdown marks, and the age it asks of its reader."""

    start: int
    end: int
    text: str
    age: float


def reading_age(text: str) -> float | None:
    """The reading age of a Markdown text, in years; None when it has fewer than FEWEST_WORDS.

    Headings and list points end a sentence. A placeholder in braces counts as one short word.
    """
    sentences = [words for words in map(_words, _texts(text)) if words]
    if sum(map(len, sentences)) < FEWEST_WORDS:
        return None
    return _age(sentences)


def hardest_sentences(text: str, most: int = 3) -> list[HardSentence]:
    """The sentences that ask for the oldest reader, hardest first."""
    found = []
    for start, end in _spans(text):
        words = _words(_plain(text[start:end]))
        if len(words) >= _SHORTEST_HARD_SENTENCE:
            shown = " ".join(_unmarked(text[start:end]).split())
            found.append(HardSentence(start, end, shown, _age([words])))
    return sorted(found, key=lambda sentence: (-sentence.age, sentence.start))[:most]


def _age(sentences: list[list[str]]) -> float:
    words = sum(map(len, sentences))
    spoken = sum(syllables(word) for sentence in sentences for word in sentence)
    grade = 0.39 * words / len(sentences) + 11.8 * spoken / words - 15.59
    return round(grade + 5, 1)


# --- sentences -------------------------------------------------------------------------------

# A new block: an empty line, or a line that begins with a list, heading or quotation mark.
_MARKER = r"(?:>[ \t]*)*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+|\#{1,6}[ \t]+|>[ \t]*)"
_BLOCK_END = re.compile(rf"\n[ \t]*(?=\n)|\n(?=[ \t]*{_MARKER})|(?<=\n)(?=[ \t]*\#)")
_HEADING = re.compile(r"^[ \t]*#{1,6}[^\n]*", re.MULTILINE)
_LEADING_MARKER = re.compile(rf"^\s*(?:{_MARKER})+")
# A full stop inside a shortened word, an initial or a clock time ends nothing.
_SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)"
    r"(?:[!?…]+|\.+)[\"'”’)*_\]]*(?=\s)",
)
_LINK_TARGET = re.compile(r"\]\([^)\n]{0,2000}\)")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_MARKS = re.compile(r"[*_`\[\]]")


def _texts(text: str) -> Iterator[str]:
    return (_plain(text[start:end]) for start, end in _spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for block_start, block_end in _blocks(text):
        start = block_start
        for stop in _SENTENCE_END.finditer(text, block_start, block_end):
            yield start, stop.end()
            start = stop.end()
        if text[start:block_end].strip():
            yield start, block_end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    edges = {0, len(text)}
    edges.update(match.end() for match in _BLOCK_END.finditer(text))
    for heading in _HEADING.finditer(text):
        edges.update(heading.span())
    marks = sorted(edges)
    for start, end in pairwise(marks):
        # The marker of a list point ("1.") must not look like the end of a sentence.
        marker = _LEADING_MARKER.match(text[start:end])
        begin = start + marker.end() if marker else start
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        if begin < end:
            yield begin, begin + len(text[begin:end].rstrip())


def _plain(text: str) -> str:
    return _unmarked(_PLACEHOLDER.sub(" one ", text))


def _unmarked(text: str) -> str:
    return _MARKS.sub("", _LINK_TARGET.sub("]", text))


# --- words and syllables ---------------------------------------------------------------------

_WORD = re.compile(r"(?:https?://|www\.)\S+|\w+(?:['’.,&@:/-]\w+)*")


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


_VOWELS = re.compile(r"[aeiouy]+")
_KNOWN = {
    "people": 2, "area": 3, "idea": 3, "being": 2, "business": 2, "every": 2, "everyone": 3,
    "everything": 3, "different": 3, "something": 2, "someone": 2, "somebody": 3, "sometimes": 2,
    "somewhere": 2, "quiet": 2, "science": 2, "create": 2, "created": 3, "poem": 2, "hours": 2,
    "hour": 2, "our": 1, "evening": 2, "several": 3, "family": 3, "families": 3, "interest": 3,
    "whatever": 3, "safeguarding": 3, "asylum": 3, "client": 2, "clients": 2, "diary": 3,
    "trial": 2, "denial": 3, "society": 4, "variety": 4, "anxiety": 4, "appropriate": 4,
    "wednesday": 2, "police": 2, "therefore": 2, "homeless": 2, "homelessness": 3, "always": 2,
    "recipe": 3, "cafe": 2, "phoned": 1, "eyes": 1, "naked": 2, "wanted": 2, "hundred": 2,
    "don't": 1, "won't": 1, "can't": 1, "aren't": 1, "weren't": 1, "we're": 1, "you're": 1,
    "they're": 1, "january": 4, "areas": 3,
    "evisa": 3, "gov.uk": 3, "uk": 2, "eu": 2, "id": 2,
}  # fmt: skip
# What the count of vowel groups gets wrong, as far as spelling shows it.
_TOO_MANY = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouyl]l)e$|(?<=[aeiouy]r)e(?=s$)"  # home, while: a silent e
    r"|(?<=[^aeiouycgsxzlh])es$|(?<=[aeiouy]l)es$"  # homes, but not places or matches
    r"|(?<=[^aeiouytdl])ed$|(?<=[aeiouyl]l)ed$"  # asked, but not wanted
    r"|(?<=[^aeiouy])e(?=(?:ly|less|ful|ness|ments?|work|lines?)$)"  # safely, statement
    r"|^(?:some|where|there|here|home|life|time|house|safe|fire|base)(?=\w{2})"
)
_TOO_FEW = re.compile(
    r"(?<![ctsgx])i[ao](?!u)|[ct]iat|iu|(?<=[^qg])u(?:al|ou|ity|ate|ation)|(?<=[^aeiouyq])ying"
    r"|eo(?!u)|(?:[rnldfpsvt])ie(?:t|nc|nt)|[^aeiouy]thm$|isms?$|[^aeiouyo]n't$"
    r"|creat|^rea(?:ct|ssi|llo)|^coor|^anyo|oing$|^being|(?<=[rs])eeing$|rie(?:r|st)|fluen|[tb]re(?:s|d)?$"
)


def syllables(word: str) -> int:
    """How many syllables an English word has, by its spelling; one for a number."""
    return max(1, sum(_syllables(part) for part in re.split(r"[-/&@:]", word) if part))


def _syllables(word: str) -> int:
    lower = word.lower().replace("’", "'")
    if lower in _KNOWN:
        return _KNOWN[lower]
    lower = re.sub(r"'s$|s'$", "", lower)
    if lower in _KNOWN:
        return _KNOWN[lower]
    groups = len(_VOWELS.findall(lower))
    if not groups:
        # NHS and GP are spoken letter by letter.
        return len(word) if word.isalpha() and word.isupper() else 1
    return max(1, groups - len(_TOO_MANY.findall(lower)) + len(_TOO_FEW.findall(lower)))
