"""services.csv and services.xlsx: local places and people to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from guides.api import Service
from guides.api.referral import RoomState, Visibility
from guides.toolkit import addresses, cells, service_cells
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.service_words import HOWS, ROOMS, ROUTES, STATUSES, VISIBILITIES
from guides.toolkit.tables import Columns, Record, records, slug
from guides.toolkit.toml_file import ID

COLUMNS = Columns(
    {
        "id": ("ref", "reference", "code", "service id"),
        "organisation": (
            *("organization", "organisation name", "organization name", "provider", "run by"),
            *("provider name", "charity", "charity name", "agency", "name of organisation"),
        ),
        "name": (
            *("service", "service name", "name of service", "title"),
            *("group", "project", "who"),
        ),
        "what": (
            *("description", "details", "about", "activity", "what they do", "what is there"),
            *("support", "support offered", "services", "service offered", "what for"),
            *("service description", "services offered", "summary"),
        ),
        "needs": (
            *("need", "category", "categories", "type of support", "type of service"),
            *("service type", "type", "types of support", "topic", "topics", "theme"),
        ),
        "stages": ("stage", "stops", "stop"),
        "gender": ("genders", "sex", "men or women", "gender restrictions"),
        "ages": ("age", "age range", "age group", "age groups", "age limit", "ages served"),
        "household": ("households", "family", "families or single", "household type"),
        "no_documents": (
            *("no documents asked", "no documents needed", "no id needed", "no papers needed"),
            *("no papers asked", "no id", "without documents", "no id asked"),
        ),
        "phone": (
            *("phone number", "phone no", "telephone", "telephone number", "tel", "tel no"),
            *("tel number", "mobile", "contact number", "contact no", "number", "phones"),
            *("mobile number", "mobile no", "phone numbers", "helpline", "landline"),
        ),
        "email": ("e mail", "email address", "e mail address", "mail", "contact email"),
        "website": ("web", "web site", "url", "link", "web address", "site", "webpage", "homepage"),
        "address": ("where", "location", "venue", "place", "postal address", "full address"),
        "postcode": ("post code", "zip", "postal code"),
        "address_shown": (
            *("show address", "address public", "address precision", "precision"),
            *("show the address", "address visible"),
        ),
        "confidential": (
            *("confidential address", "address confidential", "hide address", "secret address"),
            *("address hidden", "hidden address", "is the address confidential"),
        ),
        "areas": (
            *("area", "area covered", "areas covered", "coverage", "catchment", "catchment area"),
            *("area served", "areas served", "covers", "boroughs", "local authority"),
        ),
        "hours": (
            *("opening hours", "opening times", "open", "times", "time", "when"),
            *("days and times", "day and time", "opening", "opening hours and days"),
        ),
        "languages": (
            "langs",
            "language",
            "languages spoken",
            "spoken languages",
            "languages offered",
        ),
        "how": (
            *("how to get in", "how to access", "access", "referral", "referral route"),
            *("how to refer", "appointment", "how to join", "how to get help", "referrals"),
        ),
        "route": ("route in", "way in", "referral type", "referral by", "referred by"),
        "cost": ("costs", "price", "prices", "fee", "fees", "charge", "charges", "how much"),
        "wait": ("waiting time", "waiting times", "wait time", "how long is the wait"),
        "room": (
            *("capacity", "availability", "spaces", "vacancies", "has room", "space"),
            *("taking referrals", "accepting referrals", "open to referrals"),
        ),
        "room_on": (
            *("room as of", "room checked", "capacity date", "capacity checked", "room date"),
            *("room checked on", "capacity on", "room updated", "capacity updated"),
        ),
        "visibility": ("visible to", "who may see it", "who can see", "who can see it"),
        "status": ("state", "service status"),
        "checked_on": (
            *("checked", "last checked", "date checked", "verified", "verified on"),
            *("last verified", "last updated", "updated", "date updated", "updated on"),
        ),
        "checked_by": ("verified by", "who checked", "updated by"),
        "checked_how": ("how checked", "how verified", "check method", "verified how"),
        **{day: (*cells.SHORT[day], f"{day}s") for day in cells.DAYS},
    },
    needed=("name", "what"),
    instead={"name": "organisation"},
)


def read_services(folder: Folder, faults: Faults) -> Iterator[Service]:
    """Every service. Rows that cannot be read are named; the others are taken."""
    return (service for _, _, service in service_rows(folder, faults))


def service_rows(folder: Folder, faults: Faults) -> Iterator[tuple[Path, int, Service]]:
    """Every service with the file and line where it stands."""
    taken: set[str] = set()
    for record in records(folder, "services", COLUMNS, faults):
        service = _service(record, taken, faults)
        if service is not None:
            taken.add(service.id)
            yield record.path, record.line, service


def row_id(record: Record, name: str, taken: set[str], faults: Faults) -> str:
    """The id of a row: its own, or one made of its name. "" when its own cannot be one."""
    given = record.cells.get("id", "").lower()
    if given:
        if ID.fullmatch(given):
            return given
        what = f'"{record.cells["id"][:40]}" cannot be an id; the row is left out.'
        record.warn(faults, what, "Use small letters, digits and hyphens only.")
        return ""
    made = found = slug(name) or f"row-{record.line}"
    again = 1
    while found in taken:
        again += 1
        found = f"{made}-{again}"
    return found


def all_there(record: Record, columns: tuple[str, ...], faults: Faults) -> bool:
    """Whether a row has what it cannot do without."""
    for column in columns:
        if not record.cells.get(column):
            record.warn(faults, f'"{column}" is empty; the row is left out.', "Fill it in.")
            return False
    return True


def _service(record: Record, taken: set[str], faults: Faults) -> Service | None:
    row = record.cells
    if not all_there(record, COLUMNS.needed, faults):
        return None
    service_id = row_id(record, row["name"], taken, faults)
    return service_of(record, service_id, faults) if service_id else None


def service_of(record: Record, service_id: str, faults: Faults) -> Service:
    """What a row says. Words in it that are not known here are said, and left out."""
    row = record.cells
    needs, _ = service_cells.needs(record, faults)
    precision = service_cells.address_shown(record, faults)
    address, postcode = addresses.shown(
        row.get("address", ""),
        service_cells.postcode(record, faults),
        addresses.precision_of(needs, precision, row["name"]),
    )
    languages = service_cells.languages(row.get("languages", ""))
    minimum_age, maximum_age = service_cells.ages(record, faults)
    route = service_cells.one(record, "route", ROUTES, faults)
    room, room_on = _room(record, faults)
    return Service(
        id=service_id,
        name=row["name"],
        what=row.get("what", ""),
        stages=cells.stages(row.get("stages", "")),
        phone=cells.phone(record, faults),
        address=", ".join(filter(None, [address, postcode])),
        hours=cells.hours(row),
        languages=tuple(dict.fromkeys(speech.code for speech in languages)),
        how=row.get("how", ""),
        checked_on=cells.day(record, "checked_on", faults),
        checked_by=row.get("checked_by", ""),
        organisation=row.get("organisation", ""),
        needs=needs,
        genders=service_cells.genders(record, faults),
        households=service_cells.households(record, faults),
        minimum_age=minimum_age,
        maximum_age=maximum_age,
        no_documents=service_cells.yes_no(record, "no_documents", faults),
        spoken=service_cells.spoken(languages),
        cost=row.get("cost", ""),
        route=route if "route" in row else ROUTES.get(slug(row.get("how", ""))),
        wait=row.get("wait", ""),
        room=room,
        room_on=room_on,
        email=service_cells.email(record, faults),
        url=service_cells.website(record, faults),
        postcode=postcode,
        address_shown=precision,
        areas=service_cells.areas(row.get("areas", "")),
        visibility=_visibility(record, faults),
        status=service_cells.one(record, "status", STATUSES, faults) or "active",
        checked_how=service_cells.one(record, "checked_how", HOWS, faults),
    )


def _room(record: Record, faults: Faults) -> tuple[RoomState | None, date | None]:
    """Whether there is room, and the day that somebody said so, or else that of the check."""
    room = service_cells.one(record, "room", ROOMS, faults)
    on = cells.day(record, "room_on", faults)
    if room and not on and not record.cells.get("room_on"):
        on = cells.day(record, "checked_on", Faults())
    if room and not on:
        what = '"room" has no day; it is left out.'
        record.warn(faults, what, 'Write into "room_on" when somebody asked.')
        return None, None
    return (room, on) if room else (None, None)


def _visibility(record: Record, faults: Faults) -> Visibility:
    """What is not understood is for staff only."""
    found = service_cells.one(record, "visibility", VISIBILITIES, faults)
    return found or ("staff" if record.cells.get("visibility") else "public")
