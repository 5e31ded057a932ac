"""Who may say and do what in a directory. Whoever may not finds nothing.

The site's own organisation has the directory with the number 0, with or without accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guides.accounts.domain import Account, Permission
from guides.directory.asked import Viewer
from guides.directory.domain import How, RoomState, Visibility
from guides.directory.importing import Importing, ImportWrong
from guides.directory.pairs import Pair
from guides.directory.readers.domain import Read
from guides.directory.service import Directory, NoSuchService, Queue
from guides.directory.shown import Event


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at the directory of their own organisation."""

    directory: Directory
    account: Account
    home: int | None
    """The site's own organisation, where it has accounts."""
    sources: tuple[int, ...] | None = None
    """Those that the organisation uses."""

    def _org(self, permission: Permission) -> int:
        if self.account.org is None or not self.account.may(permission):
            raise NoSuchService
        return 0 if self.account.org == self.home else self.account.org

    @property
    def _actor(self) -> str:
        return f"user/{self.account.id}"

    @property
    def manages(self) -> bool:
        return self.account.org is not None and self.account.may("manage-directory")

    @property
    def reports(self) -> bool:
        return self.account.org is not None and self.account.may("report-services")

    @property
    def viewer(self) -> Viewer:
        """What this person sees. Raises NoSuchService without permission."""
        org = self._org("report-services")
        sees: Visibility = "staff" if self.manages else "volunteers"
        return Viewer(org, sees, self.sources)

    # After a call -------------------------------------------------------------------------------

    def say_room(self, uuid: str, state: RoomState, note: str = "") -> None:
        """Raises NoSuchService, as all below."""
        self._seen(uuid)
        org = self._org("report-services")
        self.directory.say_room(org, uuid, state, note, actor=self._actor)

    def say_checked(self, uuid: str, how: How) -> None:
        self._seen(uuid)
        self.directory.say_checked(self._org("report-services"), uuid, how, actor=self._actor)

    def say_moved(self, uuid: str, note: str = "") -> None:
        self._seen(uuid)
        self.directory.say_moved(self._org("report-services"), uuid, note, actor=self._actor)

    def say_closed(self, uuid: str, note: str = "") -> None:
        self._seen(uuid)
        self.directory.say_closed(self._org("report-services"), uuid, note, actor=self._actor)

    def history(self, uuid: str) -> tuple[Event, ...]:
        return self.directory.history(self.viewer, uuid)

    def _seen(self, uuid: str) -> None:
        """What somebody may not see, they cannot speak of."""
        if self.directory.one(self.viewer, uuid) is None:
            raise NoSuchService

    # Looking after it ---------------------------------------------------------------------------

    def edit(self, uuid: str, corrections: Mapping[str, object], version: int) -> None:
        """Raises also ServiceChanged and CorrectionWrong."""
        org = self._org("manage-directory")
        self.directory.edit(org, uuid, corrections, version, actor=self._actor)

    def settle(self, uuid: str, *, gone: bool) -> None:
        org = self._org("manage-directory")
        self.directory.settle(org, uuid, gone=gone, actor=self._actor)

    def queue(self) -> Queue:
        self._org("manage-directory")
        return self.directory.queue(self.viewer, self.directory.now().date())

    def pairs(self) -> tuple[Pair, ...]:
        self._org("manage-directory")
        return self.directory.pairs(self.viewer)

    def decide(self, first: str, second: str, *, same: bool) -> None:
        org = self._org("manage-directory")
        self.directory.decide(org, first, second, same=same, actor=self._actor)

    # Imports --------------------------------------------------------------------------------------

    @property
    def org(self) -> int:
        """Whose directory somebody manages. Raises NoSuchService."""
        return self._org("manage-directory")

    @property
    def importing(self) -> Importing:
        """For whoever may; use it with :attr:`org`. Raises NoSuchService."""
        self._org("manage-directory")
        return self.directory.importing

    def preview(
        self,
        name: str,
        reads: Iterable[Read],
        notes: Callable[[], Iterable[str]] = tuple,
        whole: Callable[[], bool] = lambda: True,
    ) -> int:
        """What a file would change. Returns the number of the import."""
        if not name.strip():
            raise ImportWrong("import-no-name")
        return self.importing.preview(
            self.org, "file", name.strip(), reads, actor=self._actor, notes=notes, whole=whole
        )

    def leave_unread(self, name: str) -> None:
        """A file that could not be read to its end is none of the lists that wait for an answer."""
        for each in self.importing.several(self.org):
            if each.state == "reading" and each.source_name == name.strip():
                self.importing.leave(self.org, each.id)

    def take(self, imported: int) -> None:
        self.importing.take(self.org, imported, actor=self._actor)

    def undo(self, imported: int) -> None:
        self.importing.undo(self.org, imported, actor=self._actor)
