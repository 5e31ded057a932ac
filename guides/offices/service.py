"""Choosing plugins for one's organisation, and giving an organisation an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guides.accounts.domain import Account
from guides.audit.service import AuditLog
from guides.offices import store
from guides.offices.domain import HOST, HostWrong, NoSuchOffice, Office, OfficeChanged
from guides.retention.service import Holding
from guides.storage.engine import Engine, Session, is_there, reading, saving

HOLDING = Holding("offices", ("office",))
"""Nothing about a person."""


def every(engine: Engine) -> tuple[Office, ...]:
    """All that was chosen; nothing where there is no database yet."""
    if not is_there(engine):
        return ()
    with reading(engine) as connection:
        return store.every(connection)


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of one site."""

    engine: Engine
    audit: AuditLog

    def mine(self, by: Account) -> Office:
        """What one's own organisation chose. Raises NoSuchOffice without one, or permission."""
        org = _org(by)
        with saving(self.engine) as session:
            return store.one(session, org)

    def choose(self, by: Account, plugins: Iterable[str], version: int) -> None:
        """Switch plugins on, in this order; all others are off.

        Raises:
            NoSuchOffice: without an organisation of one's own, or permission.
            OfficeChanged: when somebody else chose since ``version``. Nothing is written.
        """
        org, chosen = _org(by), tuple(dict.fromkeys(plugins))
        with saving(self.engine) as session:
            if not store.choose(session, org, chosen, version):
                raise OfficeChanged(store.one(session, org))
            self._write(session, org, f"user/{by.id}")

    def give_host(self, org: int, host: str) -> str:
        """The address under which an organisation's visitors come. Empty takes it away.

        Raises:
            HostWrong: when it cannot be one, or is another organisation's.
        """
        wanted = host.strip().lower()
        if wanted and not HOST.fullmatch(wanted):
            raise HostWrong(
                f'"{host}" cannot be an address. Write only its name, such as '
                '"riverside.example", without https:// and without a path.'
            )
        with saving(self.engine) as session:
            other = store.at(session, wanted) if wanted else None
            if other not in (None, org):
                raise HostWrong(f"{wanted} is the address of another organisation already.")
            store.name_host(session, org, wanted)
            self._write(session, org, "")
        return wanted

    def _write(self, session: Session, org: int, actor: str) -> None:
        self.audit.write(
            session, org=org, actor=actor, action="changed", kind="organisation",
            subject=f"organisation/{org}",
        )  # fmt: skip


def _org(by: Account) -> int:
    """The organisation of somebody who may choose for it; others find nothing."""
    if by.org is None or not by.may("manage-plugins"):
        raise NoSuchOffice
    return by.org
