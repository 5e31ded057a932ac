"""The table of plugins' settings: what each organisation has chosen."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, ForeignKey, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String, Text

from guides.storage.engine import Base, insert_into

WHOLE = ""
"""The name of a row that stands for all settings of a plugin: it carries their version."""


class PluginSettingRow(Base):
    __tablename__ = "plugin_setting"

    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


def kept(connection: Connection, org: int, plugin: str) -> tuple[dict[str, str], int]:
    """What an organisation has chosen for a plugin, and the version of it."""
    row = PluginSettingRow
    asked = select(row.name, row.value, row.version).where(row.org == org, row.plugin == plugin)
    found = {name: (value, version) for name, value, version in connection.execute(asked)}
    _, version = found.pop(WHOLE, ("", 0))
    return {name: value for name, (value, _) in found.items()}, version


def keep(session: Session, org: int, plugin: str, values: Mapping[str, str], version: int) -> bool:
    """Put other values in the place of those of ``version``. False when those are gone by now."""
    if not _next(session, org, plugin, version):
        return False
    row = PluginSettingRow
    mine = (row.org == org, row.plugin == plugin, row.name != WHOLE)
    session.execute(delete(row).where(*mine))
    rows = [
        {"org": org, "plugin": plugin, "name": name, "value": value, "version": version + 1}
        for name, value in values.items()
    ]
    if rows:
        session.execute(insert(row), rows)
    return True


def _next(session: Session, org: int, plugin: str, version: int) -> bool:
    """One of two who save at the same time goes on; the other is told."""
    row = PluginSettingRow
    whole = {"org": org, "plugin": plugin, "name": WHOLE}
    if version == 0:
        first = insert_into(session, row).values(**whole, value="", version=1)
        asked = first.on_conflict_do_nothing().returning(row.version)
    else:
        mine = (row.org == org, row.plugin == plugin, row.name == WHOLE, row.version == version)
        asked = update(row).where(*mine).values(version=version + 1).returning(row.version)
    return session.execute(asked).first() is not None
