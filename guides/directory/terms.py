"""The taxonomies that this project publishes with its open data.

No published list has terms for where somebody stands in a claim for asylum, so these are ours. The
id of a term is the same on every site: it is made from its code alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal
from uuid import UUID, uuid5

from guides.directory.domain import GENDERS, HOUSEHOLDS, NEEDS, Listing

SPACE = UUID("8c1f7c1a-6a0f-5d43-9c0e-0a3f6f0b7d52")
"""From which all ids of taxonomies and terms are made. It must never change."""
Kind = Literal["need", "stage", "gender", "household", "documents"]
NO_STAGES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Taxonomy:
    kind: Kind
    name: str
    description: str

    @property
    def id(self) -> str:
        return taxonomy_id(self.kind)


TAXONOMIES: tuple[Taxonomy, ...] = (
    Taxonomy("need", "Need", "What a service helps with."),
    Taxonomy(
        "stage",
        "Stop of the asylum journey",
        "Where somebody stands in a claim for asylum in the United Kingdom. A service without "
        "such a term is for every stop, or has not said.",
    ),
    Taxonomy("gender", "Gender", "A service with such a term is only for women, or only for men."),
    Taxonomy("household", "Household", "A service with such a term is only for these."),
    Taxonomy("documents", "Papers", "Whether papers are asked for."),
)
OF_A_PERSON: frozenset[Kind] = frozenset({"stage", "gender", "household", "documents"})
"""Whoever asks for these says something of one person: they belong in no address."""


@dataclass(frozen=True, slots=True)
class Term:
    kind: Kind
    code: str
    name: str
    description: str

    @property
    def id(self) -> str:
        return term_id(self.kind, self.code)


_NAMES = {
    "lgbtq": "LGBTQ+",
    "english": "English classes",
    "legal": "Legal advice on the claim",
    "advice": "Advice on benefits, debt and daily life",
    "phone-and-internet": "Phone and internet",
    "return": "Going back",
}
NO_DOCUMENTS = "no-documents-asked"


@cache
def taxonomy_id(kind: Kind) -> str:
    return str(uuid5(SPACE, kind))


@lru_cache(maxsize=5_000)  # stops have whatever names a file gives them
def term_id(kind: Kind, code: str) -> str:
    return str(uuid5(SPACE, f"{kind}/{code}"))


def term(kind: Kind, code: str, stages: Mapping[str, str] = NO_STAGES) -> Term:
    """``stages`` has the titles of stops by id."""
    if kind == "documents":
        return Term(kind, code, "No papers asked", "Nobody is asked for papers.")
    if kind == "stage":
        title = stages.get(code) or _said(code)
        return Term(kind, code, title, f"For somebody at this stop of the journey: {title}.")
    name = _NAMES.get(code) or _said(code)
    about = "Helps with this" if kind == "need" else "Only for these"
    return Term(kind, code, name, f"{about}: {name}.")


def _said(code: str) -> str:
    return code.replace("-", " ").capitalize()


def every_term(stages: Mapping[str, str]) -> tuple[Term, ...]:
    """All that there are, in an order that stays."""
    codes: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("need", NEEDS),
        ("stage", tuple(stages)),
        ("gender", GENDERS),
        ("household", HOUSEHOLDS),
        ("documents", (NO_DOCUMENTS,)),
    )
    return tuple(term(kind, code, stages) for kind, found in codes for code in found)


def codes_of(listing: Listing) -> Iterator[tuple[Kind, str]]:
    """Which terms a service has."""
    for need in listing.needs:
        yield "need", need
    who = listing.eligibility
    for stage in who.stages:
        yield "stage", stage
    for gender in who.genders:
        yield "gender", gender
    for household in who.households:
        yield "household", household
    if who.no_documents:
        yield "documents", NO_DOCUMENTS
