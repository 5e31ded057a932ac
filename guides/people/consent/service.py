"""Asking for consent, and taking it back. What follows from a no is done in the same moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guides.accounts.domain import Account
from guides.once.domain import new_id
from guides.people.consent import store
from guides.people.consent.domain import USES, Answer, Asked, Consent, State, Use
from guides.people.domain import Told, ToldLine, coded
from guides.people.service import touch
from guides.people.store import ClientRow
from guides.people.work import Records, Work
from guides.toolkit.wording import Wording

NO_CONTACT = "in-person-only"
"""What is left of the ways to make contact when somebody does not want it: they come, or nobody."""


@dataclass(frozen=True, slots=True)
class _Words:
    said: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Consents:
    """What clients agreed to. Every call raises NoSuchClient where it finds nothing."""

    records: Records
    by: Account

    def of(self, client: str) -> tuple[Consent, ...]:
        """What was said, in the order of the uses. Closed words and days: a coordinator reads
        them without giving a reason."""
        with self.records.work(self.by, "work-with-clients") as work:
            return consents(work, work.client(client))

    def has(self, client: str, use: Use) -> bool:
        """Whether the client said yes to this use, and has not taken it back."""
        return any(each.use == use and each.given for each in self.of(client))

    def against(self, use: Use) -> frozenset[str]:
        """Those of one's clients who said no, or took it back."""
        with self.records.work(self.by, "work-with-clients") as work:
            mine = {row.id for row in work.clients()}
            return frozenset(mine.intersection(store.against(work.session, work.org, use)))

    def say(self, client: str, answers: Mapping[Use, bool], asked: Asked) -> None:
        """Keep what the client answered. The same again on the same day changes nothing."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            for use, yes in answers.items():
                state: State = "given" if yes else "refused"
                answer = Answer(work.today, state, asked.how, asked.wordings[use])
                _keep(work, row, use, answer, asked.lang)
            work.note("changed", client)

    def withdraw(self, client: str, use: Use) -> None:
        """The client takes a yes back. Where there was none, nothing happens."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            for each in consents(work, row):
                if each.use == use and each.given:
                    answer = Answer(work.today, "withdrawn", "", each.wording)
                    _keep(work, row, use, answer, each.lang)
                    work.note("changed", client)


def fingerprint(*english: str) -> str:
    """Of the words that were asked: when they change, it is time to ask again."""
    return hashlib.sha256("\n".join(english).encode()).hexdigest()[:16]


def wordings(words: Wording) -> dict[Use, str]:
    """The fingerprint of the English words that are asked today, for each use."""
    english = words.english
    return {
        use: fingerprint(
            english.word(f"consent-ask-{use}").plain, english.word(f"consent-more-{use}").plain
        )
        for use in USES
    }


def consents(work: Work, row: ClientRow) -> tuple[Consent, ...]:
    """What a client said, within a transaction of somebody else."""
    found = (_consent(work, each) for each in store.of(work.session, work.org, row.id))
    return tuple(sorted(found, key=lambda each: USES.index(each.use)))


def tell(work: Work, row: ClientRow) -> Iterator[Told]:
    """What the client agreed to, and when."""
    lines = list[ToldLine]()
    for each in consents(work, row):
        for answer in each.said:
            said = coded("consent-is-", answer.state)
            how = coded("consent-how-", answer.how)
            lines.append((f"consent-use-{each.use}", (*said, answer.day, *how)))
        if each.lost:
            lines.append((f"consent-use-{each.use}", coded("consent-is-", each.state)))
    if lines:
        yield Told("told-consent", tuple(lines))


def _keep(work: Work, row: ClientRow, use: Use, answer: Answer, lang: str) -> None:
    there = next((r for r in store.of(work.session, work.org, row.id) if r.use == use), None)
    if there is None:
        there = store.ConsentRow(id=new_id(), org=work.org, client=row.id, use=use, words="")
    words = work.words(there, _Words)
    earlier = words.said if words else ()
    if earlier and earlier[0] == answer and there.lang == lang:
        return
    there.state, there.wording, there.lang = answer.state, answer.wording, lang
    work.seal(there, _Words((answer, *earlier)))
    store.add(work.session, there)
    touch(work, row)
    if use == "contact" and answer.state != "given":
        row.contact = NO_CONTACT
        row.version += 1  # who has the form about the client open is told when they save


def _consent(work: Work, row: store.ConsentRow) -> Consent:
    words = work.words(row, _Words)
    use: Use = row.use  # type: ignore[assignment]
    state: State = row.state  # type: ignore[assignment]
    return Consent(use, state, row.wording, row.lang, words.said if words else ())
