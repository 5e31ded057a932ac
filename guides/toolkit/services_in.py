"""services.csv and services.xlsx: local places and people to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guides.api import Service
from guides.toolkit import cells
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.tables import Columns, Record, records, slug
from guides.toolkit.toml_file import ID

COLUMNS = Columns(
    {
        "id": ("ref", "reference", "code"),
        "name": (
            *("service", "service name", "name of service", "organisation", "organization"),
            *("group", "project", "provider", "who"),
        ),
        "what": (
            *("description", "details", "about", "activity", "what they do", "what is there"),
            *("support", "support offered", "services", "service offered", "what for"),
        ),
        "stages": ("stage", "stops", "stop"),
        "phone": (
            *("phone number", "phone no", "telephone", "telephone number", "tel", "tel no"),
            *("tel number", "mobile", "contact number", "contact no", "number"),
        ),
        "address": ("where", "location", "venue", "place", "postal address", "full address"),
        "postcode": ("post code",),
        "hours": (
            *("opening hours", "opening times", "open", "times", "time", "when"),
            *("days and times", "day and time"),
        ),
        "languages": ("language", "languages spoken", "spoken languages"),
        "how": (
            *("how to get in", "how to access", "access", "referral", "referral route"),
            *("how to refer", "appointment", "how to join"),
        ),
        "checked_on": ("checked", "last checked", "date checked", "verified", "verified on"),
        "checked_by": ("verified by", "who checked"),
        **{day: (day[:3], f"{day[:3]}s", f"{day}s") for day in cells.DAYS},
    },
    needed=("name", "what"),
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
    if not service_id:
        return None
    return Service(
        id=service_id,
        name=row["name"],
        what=row["what"],
        stages=cells.stages(row.get("stages", "")),
        phone=cells.phone(record, faults),
        address=", ".join(filter(None, [row.get("address", ""), row.get("postcode", "")])),
        hours=cells.hours(row),
        languages=cells.languages(row.get("languages", "")),
        how=row.get("how", ""),
        checked_on=cells.day(record, "checked_on", faults),
        checked_by=row.get("checked_by", ""),
    )
