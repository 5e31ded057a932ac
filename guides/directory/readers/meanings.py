"""What terms of other taxonomies mean here, where that is sure. All others stay words to search."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guides.directory.domain import GENDERS, HOUSEHOLDS, NEEDS, Gender, Household, Need
from guides.directory.readers.nodes import Node
from guides.directory.terms import NO_DOCUMENTS, TAXONOMIES, every_term

MOST_TERMS = 100
_NEEDS: dict[str, Need] = {
    # Not "legal advice": that may be on anything, and only some may advise on a claim.
    **{need.replace("-", " "): need for need in NEEDS if need != "legal"},
    "immigration advice": "legal", "asylum advice": "legal", "immigration law": "legal",
    "accommodation": "housing", "homelessness": "housing", "shelter": "housing",
    "food bank": "food", "foodbank": "food", "food banks": "food", "food banks and aid": "food",
    "meals": "food", "clothes": "clothing", "health care": "health", "healthcare": "health",
    "gp": "health", "counselling": "mental-health", "mental health support": "mental-health",
    "pregnancy": "maternity", "domestic abuse": "safety", "domestic violence": "safety",
    "modern slavery": "trafficking", "human trafficking": "trafficking",
    "youth": "young-people", "young people": "young-people", "lgbt": "lgbtq", "lgbt+": "lgbtq",
    "lgbtq+": "lgbtq", "lgbtqia+": "lgbtq", "esol": "english", "english classes": "english",
    "english language": "english", "employment": "work", "interpretation": "interpreting",
    "translation": "interpreting", "welfare benefits": "advice", "benefits advice": "advice",
    "debt advice": "advice", "internet": "phone-and-internet", "religion": "faith",
}  # fmt: skip
_OURS = {taxonomy.id: taxonomy.kind for taxonomy in TAXONOMIES}
_CODES = {term.id: term.code for term in every_term({})}
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(slots=True)
class Meant:
    needs: dict[Need, None] = field(default_factory=dict)
    stages: dict[str, None] = field(default_factory=dict)
    genders: dict[Gender, None] = field(default_factory=dict)
    households: dict[Household, None] = field(default_factory=dict)
    no_documents: bool | None = None
    terms: dict[str, None] = field(default_factory=dict)


def meant(node: Node) -> Meant:
    """What the attributes of a service say: terms of ours, of others, words."""
    found = Meant()
    for link in node.nodes(
        "attributes", "service_taxonomys", "service_taxonomies", "service_taxonomy"
    ):
        term = link.node("taxonomy_term", "taxonomy") or link
        kind = _OURS.get(term.text("taxonomy_id", longest=60))
        if kind:
            told = term.text("code", longest=60)
            _ours(found, kind, _CODES.get(term.text("id", longest=60), told))
            continue
        if not (name := term.text("name", "term", longest=200)):
            pointed = link.text("taxonomy_term_id", "taxonomy_id", "taxonomy", longest=100)
            missing = f'"{pointed}" is not in the file' if pointed else "it names no term"
            link.mend("taxonomy_term_id", f"{missing}; it is left out.")
            continue
        if need := _NEEDS.get(name.lower().replace("&", "and")):
            found.needs[need] = None
        found.terms[name] = None
    return found


def _ours(found: Meant, kind: str, code: str) -> None:
    for need in NEEDS:
        if kind == "need" and code == need:
            found.needs[need] = None
    for gender in GENDERS:
        if kind == "gender" and code == gender:
            found.genders[gender] = None
    for household in HOUSEHOLDS:
        if kind == "household" and code == household:
            found.households[household] = None
    if kind == "stage" and _CODE.fullmatch(code):
        found.stages[code] = None
    if kind == "documents" and code == NO_DOCUMENTS:
        found.no_documents = True
