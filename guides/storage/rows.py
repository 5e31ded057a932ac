"""Whose rows a transaction may see: on PostgreSQL a wall behind the WHERE of every query.

A query that forgets its WHERE then finds the rows of one organisation, or none, and never those of
all. SQLite has nothing of the kind: there the store's own query is the only wall.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

EVERY: Literal["*"] = "*"
"""For what looks after all organisations at once: sweeps, backups, restores, migrations."""
Whose = int | Literal["*"]
"""The id of one organisation, or EVERY."""

WALLED = (
    "note",
    *("people_count", "client", "client_opening", "client_consent", "client_card"),
    *("client_answers", "client_measure", "client_referral", "client_sheet"),
    *("meeting", "meeting_tick", "client_step", "guide_profile", "guide_check_in"),
)
"""Tables with words about people. A new one has a column ``org``, stands here, and its migration
says ``wall("its_name")``."""
NOT_WALLED = {
    "account": "Who signs in is looked up before anybody knows of which organisation.",
    "audit_entry": "One chain for all: each entry follows from the one before. No names in it.",
    **dict.fromkeys(
        (
            *("directory_source", "directory_listing", "directory_import", "directory_event"),
            *("directory_pair", "directory_heading", "directory_state"),
        ),
        "Services, not people: most of it is published. Which site answers decides whose.",
    ),
    "office": "Which site answers is looked up before anybody has signed in. Nothing about people.",
    "plugin_setting": "Closed choices of an organisation. Nothing about people.",
}
"""Tables with a column ``org`` that have no wall, and why."""

POLICY = "guides_own_rows"
_SETTING = "guides.org"
_OWN = (
    f"current_setting('{_SETTING}', true) = '*' OR org::text = current_setting('{_SETTING}', true)"
)


def see(on: Connection | Session, whose: Whose) -> None:
    """Until the end of this transaction, see the rows of ``whose``. Before, none are seen.

    It ends with the transaction, so that the next one on a pooled connection does not have it.
    """
    if _postgresql(on):
        asked = text("SELECT set_config(:setting, :whose, true)")
        on.execute(asked, {"setting": _SETTING, "whose": str(whose)})


def wall(table: str) -> tuple[str, ...]:
    """The statements that build it. FORCE: otherwise the owner, that is us, would see all."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {POLICY} ON {table} USING ({_OWN}) WITH CHECK ({_OWN})",
    )


def no_wall(table: str) -> tuple[str, ...]:
    """The statements that take it down again."""
    return (
        f"DROP POLICY {POLICY} ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


_HIDING = text(
    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace "
    "AND c.relkind IN ('r', 'p') AND row_security_active(c.oid) AND ARRAY[:policy] <> ARRAY("
    "SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = c.oid) ORDER BY c.relname"
)


def hiding(connection: Connection) -> tuple[str, ...]:
    """Tables that may hide rows from us even with EVERY: somebody else made rules for them."""
    if not _postgresql(connection):
        return ()
    return tuple(connection.execute(_HIDING, {"policy": POLICY}).scalars())


def what_is_wrong(engine: Engine) -> str:
    """Why the wall does not hold here, in words that help; "" where it holds, or there is none."""
    if engine.dialect.name != "postgresql":
        return ""
    with engine.connect() as connection:
        above = connection.execute(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).scalar_one()
    if not above:
        return ""
    return (
        "The role with which the database is opened is above row-level security. So PostgreSQL "
        "does not keep organisations apart; only our own queries do. Mend: let the role be "
        "NOSUPERUSER and NOBYPASSRLS, and own its database. docs/for-operators.md says how."
    )


def _postgresql(on: Connection | Session) -> bool:
    return (on.get_bind() if isinstance(on, Session) else on).dialect.name == "postgresql"
