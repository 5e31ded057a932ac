"""What plugins keep of a client is shown with the rest, and goes in the same act."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from secrets import token_hex

from sqlalchemy import text

from guides.people.domain import Profile
from guides.people.service import Caseload
from guides.plugins.code_tables import plugin_tables
from guides.storage.engine import saving
from guides.storage.upgrade import upgrade
from tests.accounts.house import HERE, Browser, House, quick
from tests.conftest import MakeApp
from tests.extensions.conftest import plugin_folder

CODE = """
import sqlalchemy as sa

CUP = sa.table("plugin_tea_room_cup", sa.column("owner"), sa.column("tea"))


@hookimpl
def guides_personal_data(owner, store):
    mine = sa.select(CUP.c.tea).where(CUP.c.owner == owner.id)
    with store.reading() as connection:
        return [PersonalData("Tea", tea) for tea in connection.execute(mine).scalars()]


def forget(session, owners):
    for owner in owners:
        session.execute(sa.delete(CUP).where(CUP.c.owner == owner.id))


@hookimpl
def guides_holdings():
    return [Keeping(("plugin_tea_room_cup",), forget=forget)]
"""
TABLE = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = branch_labels = depends_on = None


def upgrade():
    op.create_table("plugin_tea_room_cup",
                    sa.Column("owner", sa.String(60), primary_key=True),
                    sa.Column("tea", sa.String(20), nullable=False))
"""
BROKEN = """
@hookimpl
def guides_personal_data(owner, store):
    raise ValueError("no")
"""


def test_a_plugin_tells_and_forgets(make_app: MakeApp, tmp_path: Path) -> None:
    tea = plugin_folder(tmp_path, CODE, "tea-room", migrations__0001_py=TABLE)
    broken = plugin_folder(tmp_path, BROKEN, "broken-town")
    with quick():
        app = make_app(database=False, plugin_dirs=(tea, broken), plugins=("form-clinic",))
        here = app.extensions["guides"]
        upgrade(here.engine, plugins=plugin_tables(here.registry.loaded))
        house = House.of(here.guarded)
        guide, cora = house.admit("the-guide", "guide", HERE), house.admit("cora", "coordinator")
        browser = Browser.on(app, house.enter(cora))
    book = Caseload(here.guarded.records, guide.account)
    stop = next(iter(here.view.stages))
    mine, other = (book.register(Profile("ar", "ar", stop), token_hex(16)).id for _ in range(2))
    with saving(here.engine) as session:
        for client in (mine, other):
            cup = {"o": f"client/{client}", "t": f"mint for {client[:4]}"}
            session.execute(text("INSERT INTO plugin_tea_room_cup VALUES (:o, :t)"), cup)
        slot = (
            "INSERT INTO plugin_form_clinic_slot (org, day, time, code) VALUES (1, :d, '10:00', '')"
        )
        session.execute(text(slot), {"d": date(2099, 1, 1)})
    Caseload(here.guarded.records, cora.account).open_words(mine, "The client asks")
    page = browser.get(f"/clients/{mine}/held").text
    assert f"mint for {mine[:4]}" in page
    assert f"mint for {other[:4]}" not in page
    assert "broken-town could not say" in page, "what is missing is said"
    file = browser.post(f"/clients/{mine}/held", sure="y", format="text").data.decode()
    assert f"Tea: mint for {mine[:4]}" in file
    assert "broken-town could not say" in file
    assert browser.post(f"/clients/{mine}/erase", sure="y").status_code == 303
    with saving(here.engine) as session:
        left = session.execute(text("SELECT owner FROM plugin_tea_room_cup")).scalars().all()
        assert left == [f"client/{other}"]
        slots = session.execute(text("SELECT count(*) FROM plugin_form_clinic_slot")).scalar()
        assert slots == 1, "the bundled clinic knows no client, and loses nothing"
