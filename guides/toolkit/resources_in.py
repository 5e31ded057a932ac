"""resources.toml, resources.csv, resources.xlsx: leaflets, rooms, equipment, interpreters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from guides.api import Resource, ResourceKind
from guides.toolkit import cells
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.services_in import all_there, row_id
from guides.toolkit.tables import Columns, Record, records
from guides.toolkit.toml_file import Table, TomlFile

KINDS: tuple[ResourceKind, ...] = get_args(ResourceKind)
WEB = ("https://", "http://", "/")
COLUMNS = Columns(
    {
        "id": ("ref", "reference", "code"),
        "kind": ("type", "category"),
        "title": ("name", "resource", "item", "what"),
        "text": ("description", "details", "about", "notes"),
        "who": ("who for", "for whom", "who can borrow", "who can book", "who may borrow"),
        "how": ("how to borrow", "how to book", "booking", "how to get it"),
        "contact": ("phone", "phone number", "telephone", "tel", "email", "e mail", "ask"),
        "stages": ("stage", "stops", "stop"),
        "languages": ("language",),
        "url": ("link", "web", "website", "web address"),
        "checked_on": ("checked", "last checked", "date checked", "verified", "verified on"),
        "checked_by": ("verified by", "who checked"),
    },
    needed=("title", "text"),
)


def read_resources(folder: Folder, faults: Faults) -> Iterator[Resource]:
    """Every resource of a folder."""
    return (resource for _, _, resource in resource_rows(folder, faults))


def resource_rows(folder: Folder, faults: Faults) -> Iterator[tuple[Path, int, Resource]]:
    """Every resource with the file and line where it stands."""
    taken: set[str] = set()
    for path in folder.files("resources.toml"):
        for table in TomlFile.read(folder, path, faults).tables("resource"):
            resource = _of_table(table)
            taken.add(resource.id)
            yield path, table.line("id"), resource
    for record in records(folder, "resources", COLUMNS, faults):
        found = _of_row(record, taken, faults)
        if found is not None:
            taken.add(found.id)
            yield record.path, record.line, found


def _of_table(table: Table) -> Resource:
    resource = Resource(
        id=table.id(),
        title=table.text("title", needed=True),
        text=table.text("text", needed=True),
        stages=table.texts("stages"),
        url=table.text("url"),
        kind=table.choice("kind", KINDS, "leaflet"),
        who=table.text("who"),
        how=table.text("how"),
        contact=table.text("contact"),
        languages=table.texts("languages"),
        checked_on=table.day("checked_on"),
        checked_by=table.text("checked_by"),
    )
    if resource.url and not resource.url.startswith(WEB):
        table.wrong("url", "This is not a web address.", "Begin it with https://.")
    table.done()
    return resource


def _of_row(record: Record, taken: set[str], faults: Faults) -> Resource | None:
    row = record.cells
    if not all_there(record, COLUMNS.needed, faults):
        return None
    resource_id = row_id(record, row["title"], taken, faults)
    if not resource_id:
        return None
    url = row.get("url", "")
    if url and not url.startswith(WEB):
        mend = "Begin it with https://; it is left out."
        record.warn(faults, f'"{url[:40]}" is not a web address.', mend)
        url = ""
    return Resource(
        id=resource_id,
        title=row["title"],
        text=row["text"],
        stages=cells.stages(row.get("stages", "")),
        url=url,
        kind=_kind(record, faults),
        who=row.get("who", ""),
        how=row.get("how", ""),
        contact=row.get("contact", ""),
        languages=cells.languages(row.get("languages", "")),
        checked_on=cells.day(record, "checked_on", faults),
        checked_by=row.get("checked_by", ""),
    )


def _kind(record: Record, faults: Faults) -> ResourceKind:
    said = record.cells.get("kind", "").lower()
    for kind in KINDS:
        if said in (kind, f"{kind}s", f"{kind}es"):
            return kind
    if said:
        mend = f"Choose one of: {', '.join(KINDS)}."
        record.warn(faults, f'There is no kind "{said[:40]}"; it stands as "other".', mend)
    return "other"
