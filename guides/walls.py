"""Puts the safe and the audit log together with what they guard, where there is a master key."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Literal

from guides.accounts.passwords import nobody
from guides.accounts.people import People
from guides.accounts.service import HOLDING as ACCOUNTS
from guides.accounts.service import Accounts
from guides.accounts.walls import Act, Walls
from guides.audit.service import AuditLog
from guides.directory.service import HOLDING as DIRECTORY
from guides.directory.service import Directory
from guides.extensions.service import HOLDING as SETTINGS
from guides.extensions.service import PluginSettings
from guides.meetings.client.service import HOLDING as MEETINGS
from guides.meetings.service import HOLDING as SESSIONS
from guides.notes.service import HOLDING as NOTES
from guides.notes.service import NoteBook
from guides.offices.service import HOLDING as OFFICES
from guides.offices.service import Offices
from guides.people.service import HOLDING as CLIENTS
from guides.people.work import Records
from guides.provenance.service import HOLDING as FACTS
from guides.retention.service import Holding, Retention
from guides.safe.service import Safe
from guides.settings import Settings
from guides.sheets.service import HOLDING as SHEETS
from guides.storage.engine import Engine, Session, open_engine, saving
from guides.supervision.service import HOLDING as GUIDES

HOLDINGS = (
    *(SHEETS, SESSIONS, FACTS, ACCOUNTS, NOTES, OFFICES, SETTINGS, DIRECTORY, CLIENTS),
    *(MEETINGS, GUIDES),
    Holding("audit", ("audit_entry",)),
    Holding("tables", ("alembic_version",)),
)
"""What every feature keeps, and how it goes."""


def utc_now() -> datetime:
    """The server's clock. Browsers are never asked what time it is."""
    return datetime.now(UTC)


class Guarded:
    """All that stands behind the walls of one site."""

    def __init__(
        self, settings: Settings, engine: Engine, plugins: tuple[Holding, ...] = ()
    ) -> None:
        """Opens the safe first. ``plugins`` is what plugins keep in tables of their own.

        Raises:
            SafeWrong: when key or keyring cannot be used; then nothing may start.
        """
        safe = Safe.from_settings(settings)
        audit = AuditLog.from_settings(settings, safe)
        blinding = safe.key_for("sessions")
        self.form_key = hmac.new(blinding, b"form that waits", hashlib.sha256).digest()
        """Locks what was typed while somebody signs in again (``web/resumed.py``)."""
        nobody()  # made now: the first wrong name must not take longer than the next

        def note(
            session: Session, org: int | None, who: int | None, act: Act, about: int | None
        ) -> None:
            actor = f"user/{who}" if who else ""
            subject = f"user/{about}" if about else ""
            audit.write(
                session, org=org or 0, actor=actor, action=act, kind="user", subject=subject
            )

        def seal(account: int, text: str) -> str:
            return safe.seal(
                text, org=0, owner=_owner(account), table="account", column="factor", row=account
            )

        def unseal(account: int, sealed: str) -> str:
            return safe.open(
                sealed, org=0, owner=_owner(account), table="account", column="factor", row=account
            )

        def blind(text: str) -> str:
            return hmac.new(blinding, text.encode(), hashlib.sha256).hexdigest()

        self._safe, self._engine = safe, engine
        walls = Walls(seal, unseal, blind, note)
        self.accounts = Accounts(engine, walls, utc_now)
        self.people = People(engine, walls, utc_now)
        self.offices = Offices(engine, audit)
        self.directory = Directory(engine, utc_now, audit)
        self._audit = audit
        self.records = Records(engine, safe, audit, utc_now)
        self.notes = NoteBook(engine, safe, audit, utc_now)
        self.plugin_settings = PluginSettings(engine, audit)
        self.retention = Retention((*HOLDINGS, *plugins), engine, safe, audit, utc_now)

    def note_plugin(self, who: int, action: Literal["changed", "deleted"], plugin: str) -> None:
        """Write down who changed which plugins the site has."""
        with saving(self._engine) as session:
            self._audit.write(
                session, org=0, actor=f"user/{who}", action=action, kind="plugin",
                subject=f"plugin/{plugin}",
            )  # fmt: skip

    def close(self) -> None:
        """Close the keyring and the database."""
        self._safe.close()
        self._engine.dispose()


def _owner(account: int) -> str:
    """Whose key seals the secret of an authenticator."""
    return f"factor/{account}"


def open_guarded(
    settings: Settings, engine: Engine | None = None, plugins: tuple[Holding, ...] = ()
) -> Guarded | None:
    """What stands behind the walls; None where no master key is named: a public site only."""
    if not settings.master_key:
        return None
    return Guarded(settings, engine or open_engine(settings.database_url), plugins)
