"""One service as JSON becomes a listing: HSDS 2 and 3, Open Referral UK 1 and 3, our own.

What is odd but sure in its meaning is mended, with a remark. What is not, holds the row, with the
field named: "services[4].schedules[0].freq: …". What our own writer adds stands under
``x_asylum_guides``, and comes before what HSDS says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from guides import clock
from guides.directory.domain import (
    STATUSES,
    Check,
    Cost,
    Eligibility,
    Identifier,
    Listing,
    Precision,
    Room,
    Status,
)
from guides.directory.precision import listing_as_kept, precision_of
from guides.directory.readers.domain import LONGEST_KEY, LONGEST_NAME, Read
from guides.directory.readers.meanings import MOST_TERMS, Meant, meant
from guides.directory.readers.nodes import ALL_TEXT, Node, Notes, as_day
from guides.directory.readers.ours import EXTRA, extra, with_extra
from guides.directory.readers.people import languages, phones
from guides.directory.readers.places import areas, places
from guides.directory.readers.times import times
from guides.toolkit.tables import slug

OLDEST = 120
_STATUSES: dict[str, Status] = {
    **{status: status for status in STATUSES},
    "closed": "defunct", "deleted": "defunct", "ceased": "defunct", "permanently closed": "defunct",
    "suspended": "temporarily closed", "paused": "temporarily closed",
    "open": "active", "live": "active", "published": "active", "enabled": "active",
    "archived": "inactive", "draft": "inactive", "pending": "inactive", "unpublished": "inactive",
    "disabled": "inactive",
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_SITE = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_AGE = re.compile(r"([0-9]{1,3})\s*(?:\+|y(?:ea)?rs?(?: old| of age)?)?", re.IGNORECASE)
_SCHEMES = {
    "charity number": "GB-CHC", "charity commission": "GB-CHC", "registered charity": "GB-CHC",
    "charity commission for england and wales": "GB-CHC", "companies house": "GB-COH",
    "company number": "GB-COH", "scottish charity register": "GB-SC", "oscr": "GB-SC",
}  # fmt: skip
_SCHEME = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,12}")
_FREE = frozenset({"free", "free of charge", "no charge", "no cost", "none", "0", "£0"})


def read_service(value: object, where: str, ours: set[str] | None = None) -> Read:
    """A service with all that belongs to it. ``where`` is its place in the file.

    ``ours`` has the keys that our own writer gave in this file: when several sources were written
    into one, two of them may have used the same key, and the second is known by its id then.
    """
    if not isinstance(value, Mapping):
        return Read(where, "", None, (f"{where}: this is no object. Every service is one.",))
    notes = Notes()
    node = Node(value, where, notes)
    # Some documents wrap each service: {"service": {…}}.
    inner = value.get("service")
    if isinstance(inner, Mapping) and not node.has("name"):
        node = Node(inner, f"{where}.service", notes)
    listing = _listing(node)
    if notes.faults or listing is None:
        return Read(where, _key(node), None, (*notes.faults, *notes.remarks))
    if ours is not None and EXTRA in node.value:
        if listing.key in ours:
            listing = replace(listing, key=_key(node))
        ours.add(listing.key)
    return Read(where, listing.key, listing, tuple(notes.remarks))


def _listing(node: Node) -> Listing | None:
    name = node.text("name", longest=LONGEST_NAME).replace("\n", " ")
    if not name:
        node.hold("name", "it has no name. Write what it is called.")
    status = _status(node)
    found = meant(node)
    where, words_of_places = places(node, _precision(node, found))
    hours = times(_without_those_of_places(node))
    spoken, strange = languages(node)
    organisation = node.node("organization", "organisation", "organizations")
    if organisation is None and node.has("organization_id", "organisation_id"):
        node.mend("organization_id", "this organisation is not in the file; it is left out.")
    links = list(node.nodes("service_at_locations")) if node.has("service_at_locations") else []
    listing = Listing(
        key=_key(node),
        name=name,
        what=_what(node),
        organisation=_name_of(organisation),
        organisation_key=organisation.text("id", longest=LONGEST_KEY) if organisation else "",
        identifiers=_identifiers(organisation),
        status=status,
        url=_url(node),
        email=_email(node),
        phones=phones(node),
        languages=spoken,
        needs=tuple(found.needs),
        eligibility=_eligibility(node, found),
        hours="; ".join(dict.fromkeys((*hours.words, *words_of_places))),
        schedules=hours.schedules,
        places=where,
        areas=areas(node, *links),
        costs=_costs(node),
        route_note=node.text("application_process"),
        wait=node.text("wait_time", longest=300),
        room=_room(node),
        check=_check(node),
        terms=tuple(dict.fromkeys((*found.terms, *strange)))[:MOST_TERMS],
    )
    if node.notes.faults:
        return None
    listing = with_extra(node, listing)
    return None if node.notes.faults else _kept(listing)


def _kept(listing: Listing) -> Listing:
    """What must not be shown is not kept. Of a shelter nobody may guess that it can be shown."""
    return replace(listing_as_kept(listing), key=listing.key[:LONGEST_KEY])


def _precision(node: Node, found: Meant) -> Precision:
    """How exact an address is where nobody says: that of a shelter is for nobody."""
    ours = extra(node).get("needs")
    needs = {*found.needs, *(ours if isinstance(ours, list) else ())}
    words = " ".join((node.text("name"), *found.terms))
    return precision_of(needs, None, words)


def _key(node: Node) -> str:
    """Its id, whatever that looks like; one made of its name where it has none."""
    key = node.text("id", "service_id", longest=10_000).replace("\n", " ")
    if not key:
        parts = (node.text("name", longest=LONGEST_NAME), _name_of(node.node("organization")))
        key = slug(" ".join(filter(None, parts)))
        if key:
            node.mend("id", f'there is none; "{key}" is used, which was made of its name.')
    if len(key) > LONGEST_KEY:
        return hashlib.sha256(key.encode()).hexdigest()
    return key


def _name_of(organisation: Node | None) -> str:
    if organisation is None:
        return ""
    return organisation.text("name", longest=LONGEST_NAME).replace("\n", " ")


def _what(node: Node) -> str:
    words = node.text("description")
    alert = "" if EXTRA in node.value else node.text("alert", longest=500)
    return f"{words}\n{alert}".strip()


def _status(node: Node) -> Status:
    words = node.text("status", longest=100)
    if not words:
        node.mend("status", 'nothing is said; it is read as "active".')
        return "active"
    plain = words.lower().replace("_", " ").replace("-", " ")
    status = _STATUSES.get(plain)
    if status is None:
        node.hold("status", f'"{words[:40]}" is none of {", ".join(STATUSES)}.')
        return "inactive"
    if plain != status:
        node.mend("status", f'"{words}" is read as "{status}".')
    return status


def _without_those_of_places(node: Node) -> Node:
    """Open Referral UK repeats the hours of the places at the service, with the same ids."""
    every = node.value.get("schedules")
    if not isinstance(every, list) or not node.has("service_at_locations"):
        return node
    told = {
        child.value.get("id")
        for link in node.nodes("service_at_locations")
        for parent in (link, *link.nodes("location"))
        for child in parent.nodes("schedules")
        if isinstance(child.value.get("id"), str)
    }
    if not told:
        return node
    mine = [one for one in every if not (isinstance(one, Mapping) and _id_of(one) in told)]
    return Node({**node.value, "schedules": mine}, node.where, node.notes)


def _id_of(value: Mapping[str, object]) -> str | None:
    found = value.get("id")
    return found if isinstance(found, str) else None


def _url(node: Node) -> str:
    words = node.text("url", "website", longest=1_000)
    if not words:
        return ""
    try:
        parts = urlsplit(words)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
        good = good and not parts.username and not re.search(r"[\s<>\"]", words)
    except ValueError:
        good = False
    if good:
        return words
    if _SITE.fullmatch(words):
        node.mend("url", f'"{words[:60]}" has no https:// before it; it was put there.')
        return f"https://{words}"
    node.mend("url", f'"{words[:60]}" is no address of a page; it is left out.')
    return ""


def _email(node: Node) -> str:
    words = node.text("email", longest=300).removeprefix("mailto:")
    if not words or _EMAIL.fullmatch(words):
        return words
    node.mend("email", "this is no e-mail address; it is left out.")
    return ""


def _identifiers(organisation: Node | None) -> tuple[Identifier, ...]:
    if organisation is None:
        return ()
    found: dict[Identifier, None] = {}
    for child in organisation.nodes("organization_identifiers"):
        number = child.text("identifier", longest=60)
        words = child.text("identifier_scheme", "identifier_type", longest=100)
        scheme = _SCHEMES.get(words.lower(), words.upper())
        if not number or not _SCHEME.fullmatch(scheme):
            child.mend("identifier_scheme", f'"{words[:40]}" is not known; it is left out.')
            continue
        found[Identifier(scheme, number.removeprefix(f"{scheme}-"))] = None
    return tuple(found)


def _eligibility(node: Node, found: Meant) -> Eligibility:
    rules = list(node.nodes("eligibilitys", "eligibilities", "eligibility_rules"))
    if not isinstance(node.value.get("eligibility"), str):
        rules += node.nodes("eligibility")
    least, most = _age(node, "minimum_age"), _age(node, "maximum_age")
    for rule in rules:
        least = _age(rule, "minimum_age") if least is None else least
        most = _age(rule, "maximum_age") if most is None else most
    if least is not None and most is not None and least > most:
        node.hold("minimum_age", f"{least} is more than the maximum, {most}.")
    papers = [one.text("document", "name", longest=200) for one in node.nodes("required_documents")]
    none = bool(papers) and {paper.lower() for paper in papers} <= {"no", "none", "no documents"}
    words = [
        *((node.text("eligibility_description", "eligibility"),)),
        *(rule.text("eligibility", longest=500) for rule in rules),
        *(f"Bring: {paper}" for paper in papers if paper and not none),
    ]
    return Eligibility(
        stages=tuple(found.stages),
        genders=tuple(found.genders),
        households=tuple(found.households),
        minimum_age=least,
        maximum_age=most,
        no_documents=True if none else found.no_documents,
        note="\n".join(dict.fromkeys(filter(None, words))),
    )


def _age(node: Node, name: str) -> int | None:
    value = node.value.get(name)
    if isinstance(value, str) and (found := _AGE.fullmatch(value.strip())):
        if ALL_TEXT not in node.value or found[1] != value.strip():
            node.mend(name, f'"{value.strip()}" was text; it is read as {int(found[1])}.')
        age: int | None = int(found[1])
    else:
        age = node.whole(name)
    if age is None or age > OLDEST:
        return None  # 999 is how some say that there is no end
    if age < 0:
        node.hold(name, f"{age} is no age.")
    return age


def _costs(node: Node) -> tuple[Cost, ...]:
    found: dict[Cost, None] = {}
    for child in node.nodes("cost_options"):
        words = child.text("option", longest=300)
        note = child.text("amount_description", longest=300)
        amount = _amount(child)
        if words or note or amount is not None:
            found[Cost(words or ("free" if amount == 0 else ""), amount, note)] = None
    fees = node.text("fees_description", "fees", longest=300)
    if fees and not found:
        free = fees.lower().strip(". ") in _FREE
        found[Cost("free", Decimal(0)) if free else Cost(fees)] = None
    return tuple(found)


def _amount(node: Node) -> Decimal | None:
    words = node.text("amount", longest=60)
    if not words:
        return None
    currency = node.text("currency", longest=10).upper()
    plain = words.removeprefix("£").replace(",", "").strip()
    if plain.lower() in _FREE:
        return Decimal(0)
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 1_000_000:
        node.mend("amount", f'"{words[:40]}" is no sum of money; it is left out.')
        return None
    if currency not in ("", "GBP", "£"):
        node.mend("currency", "this is not in pounds; the sum is left out.")
        return None
    return amount


def _room(node: Node) -> Room | None:
    """HSDS counts units. None left is closed to referrals; that there are some is room."""
    if EXTRA in node.value:
        return None
    for child in node.nodes("capacities", "service_capacities"):
        left = child.whole("available")
        on = as_day(child.text("updated", longest=60))
        if left is None or on is None:
            child.mend("updated", "it does not say how many, or when; it is left out.")
            continue
        return Room.said("open" if left > 0 else "closed", on, child.text("description"))
    return None


def _check(node: Node) -> Check | None:
    words = node.text("assured_date", longest=100)
    if not words:
        return None
    on = as_day(words)
    if on is None or on > clock.today() + timedelta(days=1):
        node.mend("assured_date", f'"{words[:40]}" is no day that was; it is left out.')
        return None
    return Check(on)
