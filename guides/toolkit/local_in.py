"""branding.toml, contact.toml, safeguarding.toml, hide.toml: what an office says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guides.api import Branding, ContactCard, Hidden, SafeguardingRoute, SafeguardingStep
from guides.toolkit.colours import colour_problem
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.pictures import kind_of, picture_problem
from guides.toolkit.toml_file import Table, TomlFile

PHONE = re.compile(r"[+0-9][0-9 ]{1,18}")
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_LOGO = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_. -]*\.(?:png|jpg|jpeg)", re.IGNORECASE)


def read_branding(folder: Folder, faults: Faults) -> Iterator[Branding]:
    """``branding.toml``, and the picture that it names."""
    for path in folder.files("branding.toml"):
        table = TomlFile.read(folder, path, faults).root()
        logo = _logo(folder, table)
        branding = Branding(
            name=table.text("name", needed=True),
            logo=logo,
            logo_type=kind_of(logo),
            accent=_colour(table, "accent"),
            second=_colour(table, "second"),
        )
        table.done()
        yield branding


def _logo(folder: Folder, table: Table) -> bytes:
    name = table.text("logo")
    if not name:
        return b""
    if not _LOGO.fullmatch(name):
        table.wrong(
            "logo", f'"{name[:60]}" cannot be a logo.',
            "Put a PNG or JPEG picture into the folder, and write its name: logo.png.",
        )  # fmt: skip
        return b""
    path = folder.root / name
    if not path.is_file():
        table.wrong("logo", f"There is no file {name}.", "Put the picture beside branding.toml.")
        return b""
    data = folder.read_bytes(path)
    if problem := picture_problem(data):
        table.file.faults.note(path, 1, *problem)
        return b""
    return data


def _colour(table: Table, key: str) -> str:
    colour = table.text(key).lower()
    if colour and (problem := colour_problem(colour)):
        table.wrong(key, *problem)
        return ""
    return colour


def read_contact(folder: Folder, faults: Faults) -> Iterator[ContactCard]:
    """``contact.toml``."""
    for path in folder.files("contact.toml"):
        table = TomlFile.read(folder, path, faults).root()
        card = ContactCard(
            name=table.text("name", needed=True),
            who=table.text("who"),
            phone=_phone(table, "phone"),
            text=_phone(table, "text"),
            email=table.text("email"),
            hours=table.text("hours"),
            address=table.text("address"),
            checked_on=table.day("checked_on"),
            checked_by=table.text("checked_by"),
        )
        if card.email and not EMAIL.fullmatch(card.email):
            table.wrong("email", "This is not an e-mail address.", "Write it as name@place.org.uk.")
        if not (card.phone or card.text or card.email or card.address):
            table.wrong(
                "name", "Nobody can be reached by this card.",
                'Add one of phone = "…", text = "…", email = "…", address = "…".',
            )  # fmt: skip
        table.done()
        yield card


def _phone(table: Table, key: str, *, needed: bool = False) -> str:
    number = table.text(key, needed=needed)
    if number and not PHONE.fullmatch(number):
        table.wrong(key, f'"{number[:40]}" is not a phone number.', "Write digits and spaces only.")
        return ""
    return number


def read_safeguarding(folder: Folder, faults: Faults) -> Iterator[SafeguardingRoute]:
    """``safeguarding.toml``."""
    for path in folder.files("safeguarding.toml"):
        file = TomlFile.read(folder, path, faults)
        table = file.root()
        steps = tuple(_step(part) for part in file.tables("ring"))
        route = SafeguardingRoute(
            steps=steps,
            first=table.text("first"),
            checked_on=table.day("checked_on"),
            checked_by=table.text("checked_by"),
        )
        table.asked.add("ring")
        table.done()
        if not steps:
            faults.note(path, 1, "There is nobody to ring.", "Begin each one with a line [[ring]].")
        yield route


def _step(part: Table) -> SafeguardingStep:
    step = SafeguardingStep(
        worry=part.text("worry", needed=True),
        who=part.text("who", needed=True),
        phone=_phone(part, "phone", needed=True),
        hours=part.text("hours"),
        out_of_hours=_phone(part, "out_of_hours"),
    )
    part.done()
    return step


def read_hidden(folder: Folder, faults: Faults) -> Iterator[Hidden]:
    """``hide.toml``."""
    for path in folder.files("hide.toml"):
        file = TomlFile.read(folder, path, faults)
        for table in file.tables("hide"):
            line, section = table.text("line"), table.text("section")
            if bool(line) == bool(section):
                table.wrong(
                    "line", "It is not said what is hidden, or two things are.",
                    'Write line = "toolkit/stop/id", or section = "toolkit/stop/name".',
                )  # fmt: skip
            hidden = Hidden(
                kind="line" if line else "section",
                target=line or section,
                why=table.text("why"),
                of=table.text("of"),
            )
            table.done()
            yield hidden
        if extra := file.data.keys() - {"hide"}:
            what = f'"{min(extra)}" is not known here.'
            faults.note(path, file.line("", 0, min(extra)), what, "Begin each one with [[hide]].")
