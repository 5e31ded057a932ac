"""One real test for each hook: a folder with a plugin.py, and what a visitor then sees.

The plugins run on one site, each with a stop of its own, so that they do not take each other's
room on a sheet. ``test_hooks.py`` sees to it that no hook is without its test here.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from guides.api import Owner
from guides.extensions.service import PluginStore, run_command
from guides.plugins.code_asks import personal_data
from guides.plugins.code_tables import plugin_holdings
from guides.plugins.service import build_registry
from guides.programme.service import FormMaker, form_at
from guides.safe.domain import Shredded
from guides.storage.engine import saving
from guides.testing import load, site
from guides.toolkit.wording import Wording
from tests.contracts.html_rules import Page, text_of
from tests.contracts.one_plugin import NAME, written

HEAD = (
    "import sys\nfrom datetime import date\nfrom decimal import Decimal\nfrom guides.api import *\n"
)
PLUGINS: dict[str, str] = {}
"""Hook to the ``plugin.py`` that implements it; each stands above its test."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, today: date) -> Iterator[FlaskClient]:
    local = tmp_path_factory.mktemp("local")
    folders = [written(local, HEAD + code, _id(hook)) for hook, code in PLUGINS.items()]
    migrations = local / "guides-holdings" / "migrations"
    migrations.mkdir()
    (migrations / "0001.py").write_text(LOANS, encoding="utf-8")
    with site(*folders, today=today) as found:
        yield found


def _id(hook: str) -> str:
    return hook.replace("_", "-")


def _engine(browser: FlaskClient) -> Engine:
    found: Engine = browser.application.extensions["guides"].engine
    return found


def _words(browser: FlaskClient, path: str, **choices: str | list[str]) -> str:
    """The words of a page, as somebody reads them; of a sheet with these choices, if any."""
    answer = browser.post(path, data=choices) if choices else browser.get(path)
    assert answer.status_code == 200
    page = Page(path, "en", "ltr", answer.text)
    return text_of(next(page.all("main")))


PLUGINS["guides_stages"] = """
@hookimpl
def guides_stages():
    return [Stage("family-reunion", "Bringing your family", "Family", "You ask for them to come.",
                  order=95, lane=1, edges=(Edge("settled", "next", "They are here."),))]
"""


def test_guides_stages(browser: FlaskClient) -> None:
    assert "Bringing your family" in _words(browser, "/")
    stop = _words(browser, "/stop/family-reunion")
    assert "You ask for them to come." in stop
    assert f"added by {NAME}" in stop
    assert browser.get("/stop/family-reunions").status_code == 404


PLUGINS["guides_guidance"] = """
@hookimpl
def guides_guidance():
    return [Section("screening", "variant", "buses", "If you live on the hill",
                    "The bus stops at the **library**. <b onclick='x'>Bold</b>")]
"""


def test_guides_guidance(browser: FlaskClient) -> None:
    stop = browser.get("/stop/screening").text
    assert "The bus stops at the <strong>library</strong>" in stop
    assert "<b onclick" not in stop
    assert "The bus stops" not in browser.get("/stop/claiming").text


PLUGINS["guides_checklists"] = """
@hookimpl
def guides_checklists():
    return [ChecklistItem("claiming", "tea", "do", "Come to Tea and Talk.", order=1),
            ChecklistItem("claiming", "taff", "do", "Come to the Taff.", order=2,
                          conditions=Conditions(nations=("wales",)))]
"""


def test_guides_checklists(browser: FlaskClient) -> None:
    assert "Come to Tea and Talk." in _words(browser, "/stop/claiming")
    assert "Come to Tea and Talk." in _words(browser, "/stop/claiming/sheet")
    scottish = _words(browser, "/stop/claiming/sheet", nation="scotland")
    assert "Come to Tea and Talk." in scottish
    assert "Come to the Taff." not in scottish
    assert "Come to the Taff." in _words(browser, "/stop/claiming/sheet", nation="wales")


PLUGINS["guides_facts"] = """
@hookimpl
def guides_facts():
    source = Source("My Town Buses", "https://buses.mytown.example/", "undated",
                    date(2026, 11, 21), "other")
    return [Fact("my-town-bus", "travel", "A day ticket costs {value}.", source, "high",
                 date(2027, 2, 21), value=Money(Decimal("4.5")), stages=("detention",)),
            Fact("my-town-taxi", "travel", "A taxi costs {value}.", source, "low",
                 date(2027, 2, 21), value=Money(Decimal("19")))]


@hookimpl
def guides_checklists():
    return [ChecklistItem("detention", "bus", "know", "You pay {fact:my-town-bus}."),
            ChecklistItem("detention", "taxi", "know", "You pay {fact:my-town-taxi}.")]
"""


def test_guides_facts(browser: FlaskClient) -> None:
    stop = _words(browser, "/stop/detention")
    assert "You pay £4.50." in stop
    assert "My Town Buses" in _words(browser, "/stop/detention/sources")
    assert "£19" not in stop  # nobody is sure of it, so nobody is told


PLUGINS["guides_resources"] = """
@hookimpl
def guides_resources():
    return [Resource("room", "A quiet room", "Behind a closed door.", ("settled",))]
"""


def test_guides_resources(browser: FlaskClient) -> None:
    assert "A quiet room Behind a closed door." in _words(browser, "/stop/settled")
    assert "A quiet room" not in _words(browser, "/stop/claiming")


PLUGINS["guides_services"] = """
@hookimpl
def guides_services():
    stage = ("refused-and-appealing",)
    return [Service("desk", "The Letter Desk", "We read letters", stage, phone="0161 496 0011"),
            Service("post", "The Post Room", "We read post", stage, checked_on=date(2026, 11, 1))]
"""


def test_guides_services(browser: FlaskClient) -> None:
    stop = "/stop/refused-and-appealing"
    assert 'href="tel:01614960011"' in browser.get(stop).text
    assert "Nobody has checked this yet" in _words(browser, stop)
    assert "The Post Room" in _words(browser, f"{stop}/sheet")
    # Paper is kept long: who was never rung does not stand on it.
    assert "The Letter Desk" not in _words(browser, f"{stop}/sheet")
    # A plain sheet is for a home that is not safe.
    assert "The Post Room" not in _words(browser, f"{stop}/sheet", plain="y")


PLUGINS["guides_languages"] = """
@hookimpl
def guides_languages():
    return [Language("am", "አማርኛ", "Amharic")]
"""


def test_guides_languages(browser: FlaskClient) -> None:
    assert "አማርኛ" in _words(browser, "/languages")
    page = browser.get("/am/where").text
    assert '<html lang="am" dir="ltr">' in page
    assert 'lang="en"' in page  # nothing is translated yet, and it says so


PLUGINS["guides_translations"] = """
TEA = "Come and drink tea with us."


@hookimpl
def guides_checklists():
    return [ChecklistItem("removal", "tea", "do", TEA, order=1)]


@hookimpl
def guides_translations():
    return [Translation("ar", TEA, "تعال واشرب الشاي معنا.")]
"""


def test_guides_translations(browser: FlaskClient) -> None:
    sheet = _words(browser, "/ar/stop/removal/sheet")
    assert "تعال واشرب الشاي معنا." in sheet
    assert "Come and drink tea with us." in sheet  # English stays beside it
    assert "تعال واشرب الشاي معنا." not in _words(browser, "/stop/removal/sheet")


PLUGINS["guides_words"] = """
@hookimpl
def guides_words():
    return [Word("my-town-greeting", "Welcome to My Town")]
"""


def test_guides_words(browser: FlaskClient) -> None:
    """Templates of the core have no place for a plugin's words yet: they are there to be asked."""
    words = browser.application.extensions["guides"].view.words
    assert words["my-town-greeting"] == "Welcome to My Town"


PLUGINS["guides_questions"] = """
@hookimpl
def guides_questions():
    return [Question("school", "Do your children go to school?",
                     (Answer("Yes", stage="waiting-for-decision"), Answer("No", question="start")))]
"""


def test_guides_questions(browser: FlaskClient) -> None:
    assert "Do your children go to school?" in _words(browser, "/where/school")
    answers = browser.get("/where/school").text
    assert 'href="/stop/waiting-for-decision"' in answers
    assert 'href="/where/start"' in answers
    assert "school" not in _words(browser, "/where")  # the core asks first


PLUGINS["guides_briefings"] = """
@hookimpl
def guides_briefings():
    part = BriefingPart("explain", "The library", 8, ("The library is free.",))
    return [Briefing("the-town", "topic", "They come back alone.", 10, (part,), "In town",
                     teach_back=(TeachBack("What does it cost?", "Nothing."),))]
"""


def test_guides_briefings(browser: FlaskClient) -> None:
    assert "In town" in _words(browser, "/session")
    run = _words(browser, "/session/run?language=fr&topic=the-town")
    assert "The library is free." in run
    assert "What does it cost?" in run
    assert "Listen for: Nothing." in run


PLUGINS["guides_forms"] = """
@hookimpl
def guides_forms():
    bus = FormQuestion("bus", "How do you come to us?", "choice", "way-here", order=1,
                       options=(FormOption("bus", "By bus"), FormOption("walk", "I walk")))
    return [ProgrammeForm("ours", extends="registration", questions=(bus,))]
"""


def test_guides_forms(browser: FlaskClient) -> None:
    """It stands where its order says, among what the core asks, and carries the plugin's name."""
    view = browser.application.extensions["guides"].view
    first, *others = form_at(view, "registration").questions
    assert (first.text, first.plugin) == ("How do you come to us?", _id("guides_forms"))
    assert {question.plugin for question in others} == {""}
    maker = FormMaker(
        view, Wording(view, view.languages["en"]), Wording(view, view.languages["ar"])
    )
    shown = maker.shown(form_at(view, "registration")).groups[0].questions[0]
    assert (shown.credit, shown.text.first.plain) == (NAME, "How do you come to us?")


PLUGINS["guides_handbook"] = """
@hookimpl
def guides_handbook():
    reply = Reply("Wait for the other one.", "Nobody is alone with a client.", True)
    ask = PracticeQuestion("You come first. What do you do?", (reply,))
    return [HandbookPage("our-office", "Our office", "The key hangs at the **desk**.", 1, (ask,))]
"""


def test_guides_handbook(browser: FlaskClient) -> None:
    assert "Our office" in _words(browser, "/handbook")
    page = _words(browser, "/handbook/guides-handbook/our-office")
    assert "The key hangs at the desk." in page
    assert "Nobody is alone with a client." in page


PLUGINS["guides_hidden"] = """
@hookimpl
def guides_hidden():
    return [Hidden("line", "asylum-journey/settled/vote", "We have a page for it.")]
"""


def test_guides_hidden(browser: FlaskClient, client: FlaskClient) -> None:
    line = "With permission to stay you can register to vote for the parliament here"
    assert line in _words(client, "/stop/settled")
    assert line not in _words(browser, "/stop/settled")


PLUGINS["guides_branding"] = """
@hookimpl
def guides_branding():
    return [Branding("My Town Welcome", accent="#0b5563")]
"""


def test_guides_branding(browser: FlaskClient) -> None:
    assert "My Town Welcome" in _words(browser, "/local")
    style = browser.get("/local/colours")
    assert style.mimetype == "text/css"
    assert "#0b5563" in style.text
    assert browser.get("/local/logo").status_code == 404  # it brought no picture


PLUGINS["guides_contact"] = """
@hookimpl
def guides_contact():
    return [ContactCard("The green door", "A volunteer answers.", phone="0161 496 0012")]
"""


def test_guides_contact(browser: FlaskClient) -> None:
    assert 'href="tel:01614960012"' in browser.get("/local").text
    said = _words(browser, "/stop/claiming/local")
    assert "The green doorA volunteer answers." in said


PLUGINS["guides_safeguarding"] = """
@hookimpl
def guides_safeguarding():
    step = SafeguardingStep("A child is not safe.", "The council", "0161 496 0010",
                            out_of_hours="0161 496 0011")
    return [SafeguardingRoute((step,), "Tell the coordinator, and ring.")]
"""


def test_guides_safeguarding(browser: FlaskClient) -> None:
    said = _words(browser, "/local")
    assert "Tell the coordinator, and ring." in said
    assert said.index("0161 496 0010") < said.index("0161 496 0011")
    page = browser.get("/ar/local").text
    assert page.index("tel:01614960011") < page.index("tel:999")  # the end of every route


PLUGINS["guides_settings"] = """
@hookimpl
def guides_settings():
    return [Setting("place", "Where the desk is", default="The library"),
            Setting("seats", "How many seats", "number", default=8, least=1, most=40)]


@hookimpl
def guides_pages():
    return [Page("desk", "public", lambda r: Sent(f"{r.settings}".encode()))]
"""


def test_guides_settings(browser: FlaskClient) -> None:
    """Nobody has chosen anything yet: the page is told the defaults."""
    said = browser.get("/plugin/guides-settings/desk").text
    assert said == "{'place': 'The library', 'seats': 8}"


PLUGINS["guides_permissions"] = """
@hookimpl
def guides_permissions():
    return [Permission("lend", "Note that a book was lent.", ("guide",))]


@hookimpl
def guides_pages():
    return [Page("books", "guides-permissions.lend", lambda r: Sent(b"Amina has the atlas"))]
"""


def test_guides_permissions(browser: FlaskClient) -> None:
    """A page for those who have it is there for nobody else; test_pages.py signs people in."""
    answer = browser.get("/plugin/guides-permissions/books")
    assert answer.status_code == 404  # this site has no accounts
    assert "Amina" not in answer.text


PLUGINS["guides_pages"] = """
def month(request):
    if request.path["month"] > 12:
        return Absent()
    return Sent(f"month {request.path['month']} in {request.lang}".encode())


@hookimpl
def guides_pages():
    return [Page("months/<int:month>", "public", month)]
"""


def test_guides_pages(browser: FlaskClient) -> None:
    assert browser.get("/plugin/guides-pages/months/3").text == "month 3 in en"
    assert browser.get("/ar/plugin/guides-pages/months/3").text == "month 3 in ar"
    for path in ("months/13", "months/march", "months", "", "static/style.css"):
        assert browser.get(f"/plugin/guides-pages/{path}").status_code == 404
    assert browser.post("/plugin/guides-pages/months/3").status_code == 405


PLUGINS["guides_commands"] = """
@hookimpl
def guides_commands():
    return [Command("greet", "Greet somebody.", lambda r: f"Good day, {r.arguments['name']}.",
                    ("name",))]
"""


def test_guides_commands(browser: FlaskClient) -> None:
    """How it is called is shown in tests/cli/test_extensions.py."""
    loaded = browser.application.extensions["guides"].registry.loaded
    (mine,) = [p for p in loaded if p.brought.commands]
    command, store = mine.brought.commands[0], PluginStore(_engine(browser))
    said = run_command(mine.installed.id, command, {"name": "Amina"}, store)
    assert said == "Good day, Amina."


PLUGINS["guides_holdings"] = """
import sqlalchemy as sa

LOAN = sa.table("plugin_guides_holdings_loan", sa.column("book"), sa.column("back_by", sa.Date))


def over(session, now):
    return session.execute(sa.delete(LOAN).where(LOAN.c.back_by < now.date())).rowcount


def forget(session, owners):
    for owner in owners:
        session.execute(sa.delete(LOAN).where(LOAN.c.book == owner.id))


@hookimpl
def guides_holdings():
    return [Keeping(("plugin_guides_holdings_loan",), over, forget)]
"""
LOANS = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = branch_labels = depends_on = None


def upgrade():
    op.create_table("plugin_guides_holdings_loan",
                    sa.Column("book", sa.String(20), primary_key=True),
                    sa.Column("back_by", sa.Date(), nullable=False))
"""


def test_guides_holdings(browser: FlaskClient) -> None:
    """What is over its time goes, what is of somebody who is erased goes, the rest stays."""
    running = browser.application.extensions["guides"]
    rows = "('old', '2026-11-01'), ('book/7', '2027-01-01'), ('new', '2027-01-01')"
    put = f"INSERT INTO plugin_guides_holdings_loan VALUES {rows}"
    (mine, _) = plugin_holdings(running.registry.loaded)
    with saving(running.engine) as session:
        session.execute(text(put))
        mine.due(session, datetime(2026, 11, 21, tzinfo=UTC))
        mine.forget(session, [Shredded("1", "book/7", date(2026, 11, 21))])
        left = session.execute(text("SELECT book FROM plugin_guides_holdings_loan")).scalars().all()
    assert left == ["new"]


PLUGINS["guides_checklist_items"] = """
@hookimpl
def guides_checklist_items(case, items):
    if case.stage != "waiting-and-support":
        return ()
    told = (case.nation, sorted(case.audiences), case.claimed.start)
    text = f"Told {told} and {len(items) > 5}."
    return [ChecklistItem(case.stage, "told", "do", text, order=1)]
"""


def test_guides_checklist_items(browser: FlaskClient) -> None:
    stop = "/stop/waiting-and-support"
    assert "Told (None, [], None) and True." in _words(browser, stop)
    sheet = _words(browser, f"{stop}/sheet", nation="wales", audiences=["women", "family"])
    assert "Told ('wales', ['family', 'women'], None) and True." in sheet


PLUGINS["guides_panels"] = """
@hookimpl
def guides_panels(slot, page):
    if (slot, page.stage) != ("stop-end", "settled"):
        return ()
    return [Panel("At the library", f"The **{page.lang}** table. <b onclick='x'>Bold</b>")]
"""


def test_guides_panels(browser: FlaskClient) -> None:
    stop = browser.get("/ar/stop/settled").text
    assert "The <strong>ar</strong> table." in stop
    assert "<b onclick" not in stop
    assert "At the library" not in browser.get("/stop/removal").text


PLUGINS["guides_nav"] = """
@hookimpl
def guides_pages():
    return [Page("timetable", "public", lambda r: Sent(b"Wednesday"))]


@hookimpl
def guides_nav(viewer):
    return [NavLink("Timetable", "timetable"), NavLink("Nowhere", "nowhere")]
"""


def test_guides_nav(browser: FlaskClient) -> None:
    assert '<a href="/ar/plugin/guides-nav/timetable">' in browser.get("/ar/where").text
    assert "Nowhere" not in browser.get("/where").text
    assert browser.get("/plugin/guides-nav/timetable").text == "Wednesday"


PLUGINS["guides_personal_data"] = """
@hookimpl
def guides_personal_data(owner, store):
    if owner.id != "client/17":
        return ()
    return [PersonalData("Library card", f"Since March, in {owner.org}.")]
"""


def test_guides_personal_data(browser: FlaskClient) -> None:
    view = browser.application.extensions["guides"].view
    store = PluginStore(_engine(browser))
    asked = personal_data(view, Owner(1, "client/17"), store)
    ((mine,),) = [each.found for each in asked.found if each.found]
    assert (mine.what, mine.text) == ("Library card", "Since March, in 1.")
    assert not asked.failed
    assert not any(each.found for each in personal_data(view, Owner(1, "client/1"), store).found)


PLUGINS["guides_event"] = """
heard = []


@hookimpl
def guides_event(event):
    heard.append(event)
"""


def test_guides_event(browser: FlaskClient) -> None:
    heard = sys.modules["guides_plugin_guides_event"].heard
    heard.clear()
    sheet = "/stop/granted-and-moving-on/sheet"
    assert _words(browser, sheet, large="y")
    assert not heard  # looking is not printing
    choices = {"large": "y", "nation": "wales", "action": "print"}
    assert browser.post(f"/ar{sheet}", data=choices).mimetype == "application/pdf"
    (event,) = heard
    assert event.what == "sheet-printed"
    assert dict(event.details) == {
        "stage": "granted-and-moving-on",
        "lang": "ar",
        "large": "true",
    }
    assert "wales" not in str(event)  # what was chosen about a person is not told


# When a hook fails --------------------------------------------------------------------------------

AT_START = (
    "stages",
    "guidance",
    "checklists",
    "facts",
    "resources",
    "services",
    "languages",
    "translations",
    "words",
    "questions",
    "settings",
    "permissions",
    "pages",
    "commands",
    "holdings",
)
FAILS = {
    "raises": "raise KeyError('Amina')",
    "exits": "sys.exit()",
    "brings-text": "return ['x']",
    "brings-a-number": "return 3",
}
HOOK = "import sys\nfrom guides.api import hookimpl\n\n@hookimpl\ndef guides_{}():\n    {}\n"


def test_a_hook_that_fails_at_start_switches_its_plugin_off_and_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for hook in AT_START:
        for name, body in FAILS.items():
            written(tmp_path, HOOK.format(hook, body), f"{hook}-{name}")
    written(
        tmp_path, f"{HEAD}@hookimpl\ndef guides_words():\n    return [Word('a-word', 'Word')]\n"
    )
    registry = build_registry(local=[tmp_path])
    plugins = {plugin.id: plugin for plugin in registry.plugins}
    for hook in AT_START:
        for name in FAILS:
            broken = plugins[f"{hook}-{name}"]
            assert broken.state == "broken", broken.id
            assert f"guides_{hook}" in broken.reason
            assert broken.reason in caplog.text
    assert "Amina" not in caplog.text
    assert registry.for_org().words["a-word"] == "Word"
    assert len(registry.for_org().stages) == len(load().stages)


MOODY = """
broken = True


@hookimpl
def guides_checklist_items(case, items):
    if broken:
        raise RuntimeError(case)
    return [ChecklistItem(case.stage, "tea", "do", "Come to Tea and Talk.", order=1)]
"""


@pytest.mark.parametrize("path", ["/stop/waiting-and-support", "/stop/waiting-and-support/sheet"])
def test_what_a_checklist_hook_could_not_add_is_said_and_kept_by_nobody(
    tmp_path: Path, today: date, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The next time it may be there again."""
    caplog.set_level(logging.ERROR)
    with site(written(tmp_path, HEAD + MOODY, "moody"), today=today) as browser:
        first = browser.get(path)
        assert f"Local advice from {NAME} could not be shown." in first.text
        assert "plugin.py:" in caplog.text
        assert first.headers["Cache-Control"] == "no-store"
        sys.modules["guides_plugin_moody"].broken = False  # type: ignore[attr-defined]
        second = browser.get(path)
        assert "Local advice from" not in second.text
        assert "Come to Tea and Talk." in second.text
        assert second.headers["Cache-Control"] == "public, max-age=300"


# What plugin authors test with --------------------------------------------------------------------


def test_a_plugin_that_does_not_load_fails_its_own_test(tmp_path: Path) -> None:
    folder = written(tmp_path, HEAD + "@hookimpl\ndef guides_cheklists():\n    return ()\n")
    with pytest.raises(AssertionError, match="guides_cheklists"):
        load(folder)
    with pytest.raises(AssertionError, match="guides_cheklists"), site(folder):
        pass


def test_trying_a_plugin_leaves_nothing_behind(tmp_path: Path, today: date) -> None:
    folder = written(tmp_path, HEAD)
    with site(folder, today=today) as browser:
        data = browser.application.extensions["guides"].settings.data_dir
        assert (data / "guides.db").is_file()
    assert not data.exists()
