"""Pages of a plugin's own: what it offers, what it is asked, what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from guides.api.settings import SettingValue

Method = Literal["GET", "POST"]
RoleName = Literal["guide", "coordinator", "administrator", "panel", "site"]
"""What an account is for. ``site`` looks after the server and belongs to no organisation."""
CORE_ACCESS = (
    "public",
    "signed-in",
    "read-notes",
    "write-notes",
    "manage-accounts",
    "manage-plugins",
    "export",
    "manage-site",
    "report-services",
    "manage-directory",
    "work-with-clients",
    "run-meetings",
    "manage-clients",
)
"""Who may open a page, besides permissions of the plugin's own: anybody; anybody who is signed in;
or those whose role has a permission of the core."""


class Store(Protocol):
    """The plugin's way to its own tables, and nothing else of the program."""

    def saving(self) -> AbstractContextManager[Any]:
        """One transaction, as a SQLAlchemy ``Session``: all of it is saved, or nothing is."""

    def reading(self) -> AbstractContextManager[Any]:
        """Only to look, as a SQLAlchemy ``Connection``: waits for nobody who writes."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is signed in, as far as a plugin is told: no name, no number of an account."""

    role: RoleName
    org: int | None
    """The number of their organisation; None for who looks after the server."""
    may: frozenset[str] = frozenset()
    """Permissions of this plugin, in full: ``my-town.book``."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a page is asked. Only on a page that asks for a sign-in is there a ``viewer``."""

    method: Method
    lang: str
    today: date
    now: datetime
    path: Mapping[str, str | int]
    """What stood in the holes of the page's path."""
    query: Mapping[str, str]
    form: Mapping[str, str]
    settings: Mapping[str, SettingValue]
    """What this organisation has chosen, or the defaults."""
    store: Store
    viewer: Viewer | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A page from a template in the plugin's own ``templates/``, such as ``slots.html``."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class GoTo:
    """On to another page of the same plugin: its path, as in :class:`Page`, with holes filled."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to download, such as a table."""

    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    filename: str = "file.txt"


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such thing: the page of an address that leads nowhere."""


PageAnswer = Shown | GoTo | Sent | Absent


@dataclass(frozen=True, slots=True)
class Page:
    """A page at ``/plugin/<id of the plugin>/<path>``, in every language.

    ``path`` is made of small letters, digits and hyphens between slashes; a part in angle brackets
    is a hole: ``slots/<int:slot>/book`` or ``months/<month>``.
    """

    path: str
    access: str
    """One of :data:`CORE_ACCESS`, or a permission of this plugin in full: ``my-town.book``."""
    answer: Callable[[PageRequest], PageAnswer]
    methods: tuple[Method, ...] = ("GET",)


@dataclass(frozen=True, slots=True)
class Permission:
    """One more thing that a role may do, within this plugin. In full it is ``<plugin>.<word>``."""

    word: str
    label: str
    """What it lets people do, in one English sentence."""
    roles: tuple[RoleName, ...]


@dataclass(frozen=True, slots=True)
class NavLink:
    """A way to one of the plugin's pages. ``label`` is English and translated like any text."""

    label: str
    path: str = ""


Slot = Literal["stop-end", "account"]
"""Where a panel can stand: at the end of a stop's page, or on the page of one's own account."""


@dataclass(frozen=True, slots=True)
class PanelPage:
    """The page that a panel is for, in closed codes."""

    lang: str
    stage: str = ""
    """The stop; empty on the page of one's own account."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A short piece of Markdown with a title, under the plugin's name."""

    title: str
    body: str
