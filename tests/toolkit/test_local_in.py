"""Look, contact card, route for safety, what is hidden: what people write, and may not."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.plugins.validate import unusable
from guides.toolkit.colours import LEAST, contrast_with_white, readable
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.local_in import read_branding, read_contact, read_hidden, read_safeguarding
from guides.toolkit.pictures import picture_problem
from tests.plugins.folders import Files, write


def png(width: int = 4, height: int = 3, after: bytes = b"") -> bytes:
    """A picture of one colour."""

    def part(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * (width + 1) * min(height, 10))
    parts = part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + after


def jpeg(width: int = 4, height: int = 3) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    start = b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"JF"
    return start + b"\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame + b"\xff\xd9"


def _read(root: Path, read: Callable[[Folder, Faults], Iterator], files: Files):
    faults = Faults()
    write(root, files)
    return list(read(Folder(root), faults)), faults.found


def _look(root: Path, text: str, logo: bytes | None = None):
    files: dict[str, str | bytes] = {"branding.toml": text}
    if logo is not None:
        files["logo.png"] = logo
    return _read(root, read_branding, files)


@pytest.mark.parametrize(("logo", "kind"), [(png(), "image/png"), (jpeg(), "image/jpeg")])
def test_a_look_is_read_whole_and_the_picture_known_by_its_bytes(tmp_path: Path, logo, kind):
    text = 'name = "Riverside"\nlogo = "logo.png"\naccent = "#0B5563"\nsecond = "#7a3e00"\n'
    (look,), faults = _look(tmp_path, text, logo)
    assert (look.name, look.accent, look.second) == ("Riverside", "#0b5563", "#7a3e00")
    assert (look.logo, look.logo_type) == (logo, kind)
    assert faults == []
    assert unusable(look) == ""


BAD_LOGOS = {
    "a script": (b"<script>alert(1)</script>", "neither a PNG"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "neither a PNG"),
    "html behind a picture": (png(after=b"<script>x</script>"), "hides behind"),
    "cut off": (png()[:-9], "cut off"),
    "only the first bytes": (b"\x89PNG\r\n\x1a\n", "cut off"),
    "a jpeg without an end": (jpeg()[:-2], "cut off"),
    "huge when unpacked": (png(30_000, 30_000), "30000 by 30000"),
    "empty": (b"", "neither a PNG"),
}


@pytest.mark.parametrize("name", BAD_LOGOS)
def test_a_picture_that_is_none_is_a_fault_of_the_picture(tmp_path: Path, name: str):
    data, words = BAD_LOGOS[name]
    (look,), (fault,) = _look(tmp_path, 'name = "R"\nlogo = "logo.png"\n', data)
    assert (look.logo, fault.path.name) == (b"", "logo.png")
    assert words in fault.what


def test_a_picture_that_is_too_large_stops_the_folder(tmp_path: Path):
    write(tmp_path, {"logo.png": b"x" * 200_001})
    with pytest.raises(Exception, match="200,001 bytes"):
        Folder(tmp_path).check()


@pytest.mark.parametrize(
    "logo", ["../../etc/passwd", "logo.svg", "/etc/hostname", "a/b.png", "none.png", "..png"]
)
def test_only_a_picture_in_the_folder_is_a_logo(tmp_path: Path, logo: str):
    (look,), (fault,) = _look(tmp_path, f'name = "R"\nlogo = "{logo}"\n')
    assert (look.logo, fault.line) == (b"", 2)


@pytest.mark.parametrize("colour", ["#ffdd00", "#777777", "#8aa", "red", "url(x)", "#0b5563;x"])
def test_a_colour_that_cannot_be_read_is_a_fault(tmp_path: Path, colour: str):
    (look,), (fault,) = _look(tmp_path, f'name = "R"\naccent = "{colour}"\n')
    assert (look.accent, fault.line, fault.severity) == ("", 2, "fault")


def test_the_fault_says_which_colour_would_do(tmp_path: Path):
    _, (fault,) = _look(tmp_path, 'name = "R"\naccent = "#e6b800"\n')
    would_do = fault.mend.split('"')[1]
    (look,), faults = _look(tmp_path, f'name = "R"\naccent = "{would_do}"\n')
    assert (look.accent, faults) == (would_do, [])


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_one_beside_it_that_can_be_read(number: int):
    assert contrast_with_white(readable(f"#{number:06x}")) >= LEAST


def test_contrast_is_counted_as_the_rules_say():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast_with_white("#ffffff") == pytest.approx(1)


@given(st.binary(max_size=60), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_no_bytes_break_the_look_at_a_picture(data: bytes, start: bytes):
    assert picture_problem(start + data) is not None


# The contact card and the route -------------------------------------------------------------------


def test_a_contact_card_is_read_whole(tmp_path: Path):
    (card,), faults = _read(tmp_path, read_contact, {"contact.toml": """
        name = "Riverside"
        who = "A volunteer. Ask for Arabic."
        phone = "0161 496 0001"
        text = "07700 900001"
        email = "hello@riverside.example"
        hours = "Monday to Friday"
        address = "Church Hall"
        checked_on = 2026-11-12
        """})  # fmt: skip
    assert (card.name, card.phone, card.text) == ("Riverside", "0161 496 0001", "07700 900001")
    assert (card.email, card.address) == ("hello@riverside.example", "Church Hall")
    assert faults == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name = "R"\n', 1, "Nobody can be reached"),
        ('phone = "0161 496 0001"\n', 1, '"name" is missing'),
        ('name = "R"\nphone = "ask Sam"\n', 2, "not a phone number"),
        ('name = "R"\nphone = "0161"\nemail = "a b"\n', 3, "not an e-mail"),
        ('name = "R"\nphone = "0161"\nfax = "1"\n', 3, '"fax" is not known'),
        ('name = "R\\u202e"\nphone = "0161"\n', 1, "turns its direction"),
    ],
)
def test_a_card_that_leads_nowhere_is_a_fault(tmp_path: Path, text: str, line: int, words: str):
    _, faults = _read(tmp_path, read_contact, {"contact.toml": text})
    assert (line, True) in [(fault.line, words in fault.what) for fault in faults]


def test_a_route_is_read_in_its_order(tmp_path: Path):
    (route,), faults = _read(tmp_path, read_safeguarding, {"safeguarding.toml": """
        first = "Tell the coordinator."

        [[ring]]
        worry = "A child is not safe"
        who = "The council's children team"
        phone = "0161 496 0010"
        hours = "Monday to Friday, 9am to 5pm"
        out_of_hours = "0161 496 0011"

        [[ring]]
        worry = "A grown-up is not safe"
        who = "The council's adult team"
        phone = "0161 496 0012"
        """})  # fmt: skip
    assert [step.phone for step in route.steps] == ["0161 496 0010", "0161 496 0012"]
    assert (route.first, route.steps[0].out_of_hours) == ("Tell the coordinator.", "0161 496 0011")
    assert faults == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nobody to ring"),
        ('[[ring]]\nworry = "A"\nwho = "B"\n', '"phone" is missing'),
        ('[[ring]]\nworry = "A"\nwho = "B"\nphone = "tel"\n', "not a phone number"),
        ('ring = "999"\n', "not a list of tables"),
    ],
)
def test_a_route_without_a_number_is_a_fault(tmp_path: Path, text: str, words: str):
    _, faults = _read(tmp_path, read_safeguarding, {"safeguarding.toml": text})
    assert words in " ".join(fault.what for fault in faults)


def test_what_is_hidden_is_a_line_or_a_section(tmp_path: Path):
    (line, section), faults = _read(tmp_path, read_hidden, {"hide.toml": """
        [[hide]]
        line = "small/first-stop/keep-letters"
        why = "We keep them for you."
        of = "12345678"

        [[hide]]
        section = "small/first-stop/rights"
        """})  # fmt: skip
    assert (line.kind, line.target, line.of) == (
        "line",
        "small/first-stop/keep-letters",
        "12345678",
    )
    assert (section.kind, section.target) == ("section", "small/first-stop/rights")
    assert faults == []


@pytest.mark.parametrize(
    "text",
    ["[[hide]]\n", '[[hide]]\nline = "a"\nsection = "b"\n', 'line = "a/b/c"\n', "hide = 3\n"],
)
def test_hiding_what_is_not_said_is_a_fault(tmp_path: Path, text: str):
    _, faults = _read(tmp_path, read_hidden, {"hide.toml": text})
    assert [fault for fault in faults if isinstance(fault, Fault) and fault.severity == "fault"]
