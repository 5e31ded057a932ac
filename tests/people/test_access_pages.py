"""Referrals, recall, what is held and erasing, as guides and coordinators meet them on pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from secrets import token_hex

import pytest

from guides.people.domain import NoSuchClient, Profile
from guides.people.recall.service import Recall
from guides.people.referrals.service import Referrals
from guides.people.service import Caseload
from guides.people.work import Records
from guides.sheets import store as sheets
from guides.sheets.domain import SheetOptions
from guides.storage.engine import Session
from tests.accounts.house import Browser
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.conftest import answered
from tests.contracts.html_rules import Page, text_of
from tests.contracts.test_headers import faults
from tests.desk.town import FOOD, LAW, REFUGE, SECRET_STREET, Town, built

ARABIC = Profile(tongue="ar", lang="ar", stage="claiming", access=("childcare",))


@pytest.fixture(scope="module")
def town(make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with built(make_app, "sqlite", tmp_path_factory.mktemp("town")) as found:
        yield found


@dataclass
class Desk:
    """A guide with a client of their own, in a browser."""

    town: Town
    guide: Browser
    client: str

    @property
    def records(self) -> Records:
        found: Records = self.town.app.extensions["guides"].guarded.records
        return found

    @property
    def referrals(self) -> Referrals:
        return Referrals(self.records, self.town.guide.account)

    @property
    def recall(self) -> Recall:
        return Recall(self.records, self.town.guide.account)

    @property
    def there(self) -> str:
        return f"/clients/{self.client}"

    def coordinator(self, *, why: bool = True) -> Browser:
        """With a reason, what was written opens."""
        if why:
            book = Caseload(self.records, self.town.coordinator.account)
            book.open_words(self.client, "The client asks to see it")
        return self.town.enter(self.town.coordinator)

    def sent(self, service: str, **more: str) -> str:
        """Send a referral through the pages; returns its address."""
        fields = {"service": service, "need": "legal", "agreed": "y", "save": token_hex(16), **more}
        answer = self.guide.post(f"{self.there}/referrals/send", **fields)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].removesuffix("/slip")


@pytest.fixture
def desk(town: Town) -> Desk:
    records = town.app.extensions["guides"].guarded.records
    book = Caseload(records, town.guide.account)
    client = book.register(ARABIC, token_hex(16), partner="Mathilda Partnerperson").id
    return Desk(town, town.enter(town.guide), client)


def test_they_keep_the_rules_of_every_page(desk: Desk) -> None:
    """In both languages, and where a form comes back."""
    law = desk.town.shown(LAW).id
    where, coordinator = desk.sent(law), desk.coordinator()
    desk.recall.hold(desk.client, outdated(desk), "claiming", "ar")
    asked: list[tuple[Browser, str, dict[str, str] | None]] = [
        (desk.guide, f"{desk.there}/referrals", None),
        (desk.guide, f"{desk.there}/referrals", {"need": "legal", "text": '"><b>x'}),
        (desk.guide, f"{desk.there}/referrals", {"need": "magic"}),
        (desk.guide, f"{desk.there}/referrals/choose", {"service": law}),
        (desk.guide, f"{desk.there}/referrals/send", {"service": law, "need": "legal"}),
        (desk.guide, where, None),
        (desk.guide, where, {"state": "eaten"}),
        (desk.guide, f"{where}/slip", None),
        (desk.guide, "/clients/recall", None),
        (desk.guide, f"{desk.there}/held", None),
        (coordinator, f"{desk.there}/held", {"format": "text"}),
        (coordinator, f"{desk.there}/erase", None),
    ]
    for prefix, lang, direction in (("", "en", "ltr"), ("/ar", "ar", "rtl")):
        for browser, path, sent in asked:
            address = f"{prefix}{path}"
            answer = browser.get(address) if sent is None else browser.post(address, **sent)
            assert answer.status_code in (200, 400), address
            page = Page(address, lang, direction, answer.text)
            assert not [f"{address}: {f}" for rule in html_rules.RULES for f in rule(page)]
            assert "<b>x" not in answer.text
            assert faults(answered(address, answer, lang, direction), "page for one") == []


# Referrals ---------------------------------------------------------------------------------------


def test_from_the_need_to_the_paper_in_four_taps(desk: Desk) -> None:
    page = desk.guide.get(f"{desk.there}/referrals?meeting={'a' * 32}").text
    assert 'name="need" value="legal"' in page
    found = desk.guide.post(
        f"{desk.there}/referrals", need="legal", tongue="y", stop="y", meeting="a" * 32
    ).text
    assert LAW in found
    assert REFUGE not in found
    law = desk.town.shown(LAW).id
    asked = desk.guide.post(
        f"{desk.there}/referrals/choose", service=law, need="legal", meeting="a" * 32
    ).text
    assert "We do not tell them your name." in asked
    assert "لا نخبرهم باسمك" in asked, "in the client's language, too"
    tap = {"save": token_hex(16), "meeting": "a" * 32, "passed": "language"}
    where = desk.sent(law, **tap)
    assert desk.sent(law, **tap) == where, "a double tap"
    (kept,) = desk.referrals.of(desk.client)
    assert kept.meeting == "a" * 32
    slip = desk.guide.get(f"{where}/slip").text
    code = Caseload(desk.records, desk.town.guide.account).one(desk.client).code
    paper = slip[slip.index('class="slip"') :]
    for told in (LAW, "0161 496 0101", "12 Demo Street", "Ask for the asylum team.", "العربية"):
        assert told in paper, told
    for not_told in (code, "childcare", "Somebody looks after", desk.town.guide.name):
        assert not_told not in paper, not_told
    assert LAW in desk.guide.get(f"{desk.there}/referrals").text


def test_a_line_without_a_translation_is_english_for_the_service(desk: Desk) -> None:
    book = Caseload(desk.records, desk.town.guide.account)
    dari = replace(ARABIC, tongue="prs", lang="prs")
    client = book.register(dari, token_hex(16)).id
    where = replace(desk, client=client).sent(desk.town.shown(LAW).id)
    paper = Page(where, "en", "ltr", desk.guide.get(f"{where}/slip").text)
    values = [" ".join(text_of(each).split()) for each in paper.all("p")]
    stops = [text for text in values if text.startswith("For the stop:")]
    assert stops
    assert any("not checked yet" in text for text in values)
    assert not [text for text in stops if any("\u0600" <= sign <= "\u06ff" for sign in text)]


def test_nothing_is_sent_without_a_yes_and_what_was_chosen_stays(desk: Desk) -> None:
    law = desk.town.shown(LAW).id
    answer = desk.guide.post(
        f"{desk.there}/referrals/send", service=law, need="housing", passed="stop",
        save=token_hex(16),
    )  # fmt: skip
    assert answer.status_code == 400
    assert "yes is missing" in answer.text
    assert re.search(r'value="housing" selected', answer.text)
    assert re.search(r'id="passed-stop"[^>]* checked', answer.text)
    assert not re.search(r'id="passed-language"[^>]* checked', answer.text)
    assert desk.referrals.of(desk.client) == ()
    gone = desk.guide.post(f"{desk.there}/referrals/send", service="0" * 36, agreed="y")
    assert gone.status_code == 404


def test_what_cannot_be_looked_for_is_said_kindly_and_stays(desk: Desk) -> None:
    there = f"{desk.there}/referrals"
    for sent, said in (
        ({"area": "Atlantis", "text": "a bicycle"}, "That is no postcode."),
        ({"need": "magic", "text": "a bicycle"}, "Choose a need."),
        ({"text": "a bicycle" * 1_000}, "too long"),
    ):
        answer = desk.guide.post(there, **sent)
        assert answer.status_code == 400
        assert said in answer.text
        assert f'value="{sent["text"]}"' in answer.text
    short = desk.guide.post(there, area="M14 5TQ").text
    assert "M14 5" in short
    assert "M14 5TQ" not in short, "of a whole postcode the end is not said back"


def test_a_hidden_address_stands_on_no_paper(desk: Desk) -> None:
    where = desk.sent(desk.town.shown(REFUGE).id, need="safety")
    slip = desk.guide.get(f"{where}/slip").text
    assert "The address is not told" in slip
    assert SECRET_STREET not in slip


def test_an_answer_feeds_the_directory_once(desk: Desk) -> None:
    service = desk.town.shown(FOOD).id
    where, once = desk.sent(service, need="food"), token_hex(16)
    for _ in range(2):
        answer = desk.guide.post(where, state="full", found="checked", version="1", save=once)
        assert answer.status_code == 303
    shown = desk.town.shown(FOOD)
    assert shown.room is not None
    assert shown.room.state == "closed"
    said = desk.town.directory.history(desk.town.app.extensions["guides"].viewer, service)
    assert sorted(event.kind for event in said) == ["checked", "room"]
    late = desk.guide.post(where, state="accepted", version="1", save=token_hex(16))
    assert late.status_code == 409
    assert "They are full" in late.text, "theirs"
    assert re.search(r'value="accepted" checked', late.text), "one's own is still chosen"
    desk.guide.post(where, state="accepted", found="moved", version="2", save=token_hex(16))
    moved = desk.town.shown(FOOD)
    assert moved.held == "moved"
    assert moved.room is not None
    assert moved.room.state == "open"
    bad = desk.guide.post(where, state="eaten", version="3")
    assert bad.status_code == 400


# Recall ------------------------------------------------------------------------------------------


def outdated(desk: Desk) -> str:
    """A sheet as it was printed once; a line of it has changed since. Returns its edition."""
    here = desk.town.app.extensions["guides"]
    with desk.town.app.test_request_context("/"):
        sheet = here.sheet(ARABIC.case(), SheetOptions())
    sheets.record(here.engine, sheet)
    code: str = sheet.edition[::-1]
    with Session(here.engine) as session, session.begin():
        if session.get(sheets.EditionRow, code) is None:
            row = session.get_one(sheets.EditionRow, sheet.edition)
            values = {c.name: getattr(row, c.name) for c in sheets.EditionRow.__table__.columns}
            first, *others = values["texts"]
            values |= {"code": code, "texts": [[first[0], "other", first[2]], *others]}
            session.add(sheets.EditionRow(**values))
    return code


def test_who_holds_an_old_sheet_is_named_and_gets_a_new_one(desk: Desk) -> None:
    code = outdated(desk)
    held = desk.recall.hold(desk.client, code, "claiming", "ar")
    name = Caseload(desk.records, desk.town.guide.account).one(desk.client).code
    page = desk.guide.get("/clients/recall").text
    assert name in page
    assert f"/e/{code}" in page
    assert f"/sheets/{held.id}/again" in desk.guide.get(desk.there).text, "on their own page, too"
    assert name in desk.coordinator(why=False).get("/clients/recall").text
    assert name not in desk.town.enter(desk.town.elsewhere).get("/clients/recall").text
    pdf = desk.guide.post(f"{desk.there}/sheets/{held.id}/again")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'inline; filename="sheet.pdf"'
    assert name not in desk.guide.get("/clients/recall").text
    assert "/sheets/" not in desk.guide.get(desk.there).text
    (new,) = desk.recall.of(desk.client)
    assert (new.id, new.edition) == (held.id, code[::-1])


def test_told_on_the_telephone_and_thrown_away(desk: Desk) -> None:
    held = desk.recall.hold(desk.client, outdated(desk), "claiming", "ar")
    for _ in range(2):
        answer = desk.guide.post(f"{desk.there}/sheets/{held.id}/gone")
        assert answer.headers["Location"] == "/clients/recall"
    assert desk.recall.of(desk.client) == ()


# Scenario 11: shown, given away, erased ----------------------------------------------------------


def test_shown_exported_and_erased(desk: Desk) -> None:
    desk.sent(desk.town.shown(LAW).id)
    shown = desk.guide.get(f"{desk.there}/held").text
    assert LAW in shown
    assert "ما يُحفظ عنك" in shown
    asking = desk.coordinator(why=False)
    assert asking.get(f"{desk.there}/held").status_code == 403, "why, first"
    coordinator = desk.coordinator()
    unsure = coordinator.post(f"{desk.there}/held", format="text")
    assert unsure.status_code == 400
    file = coordinator.post(f"{desk.there}/held", sure="y", format="text")
    assert file.headers["Content-Disposition"] == "attachment; filename=held.txt"
    assert file.headers["Cache-Control"] == "no-store"
    plain = file.data.decode("utf-8")
    for told in (LAW, "Arabic", "Legal advice", "استشارة قانونية"):
        assert told in plain, told
    for name in ("Partnerperson", desk.town.guide.name, desk.town.coordinator.name):
        assert name not in plain, name
    machine = json.loads(coordinator.post(f"{desk.there}/held", sure="y", format="json").data)
    assert machine["format"] == 1
    assert LAW in str(machine["held"])
    page = coordinator.get(f"{desk.there}/erase").text
    assert "Services that were asked:" in page
    assert coordinator.post(f"{desk.there}/erase").status_code == 400
    assert desk.guide.get(f"{desk.there}/erase").status_code == 404
    erased = coordinator.post(f"{desk.there}/erase", sure="y")
    assert erased.headers["Location"] == "/clients"
    assert coordinator.get(f"{desk.there}/held").status_code == 404
    with pytest.raises(NoSuchClient):
        desk.referrals.of(desk.client)
    wal = desk.town.app.extensions["guides"].engine.url.database + "-wal"
    with open(wal, "rb") as journal:
        assert desk.client.encode() not in journal.read(), "nor in the journal"


def test_the_password_is_asked_again_before_a_file_leaves_and_before_erasing(desk: Desk) -> None:
    coordinator = desk.coordinator()
    desk.town.house.clock.move(minutes=11)
    for act in ("held", "erase"):
        answer = coordinator.post(f"{desk.there}/{act}", sure="y")
        assert answer.status_code == 403
        assert 'name="password_again"' in answer.text
    assert Caseload(desk.records, desk.town.guide.account).one(desk.client).id == desk.client
