"""The demo organisation, being served: guides, clients and meetings for tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from playwright.sync_api import Browser, BrowserContext

from guides.accounts.domain import Account
from guides.app import create_app
from guides.demo.domain import GUIDES
from guides.demo.service import DemoFolder, code
from guides.meetings.client.service import Meetings
from guides.people.referrals.service import Referrals
from guides.people.service import Caseload
from guides.people.work import Records
from guides.settings import Settings
from guides.walls import Guarded
from tests.accounts.house import quick
from tests.browser.conftest import PATIENCE
from tests.browser.live import LiveSite, served

NETWORK = "192.0.2.7"
ACCESS = {"guide": ("work-with-clients", "run-meetings"), "coordinator": ("manage-clients",)}
NO_PAGE = ("supervision.calendar",)
"""They answer with a file."""
MOMENTS = ("registration", "assessment", "meeting", "closure", "follow-up")


@dataclass(frozen=True)
class Organisation:
    """The demo as its people meet it."""

    site: LiveSite
    settings: Settings
    password: str

    @property
    def guarded(self) -> Guarded:
        found = self.site.here.guarded
        assert found is not None
        return found

    @property
    def records(self) -> Records:
        return self.guarded.records

    def account(self, name: str) -> Account:
        found = self.guarded.accounts.who(self.token(name))
        assert found is not None
        return found[0]

    @cached_property
    def coordinator(self) -> Account:
        return self.account("demo-coordinator-2")

    def token(self, name: str) -> str:
        """Signed in. The code of a coordinator's authenticator is good once in half a minute."""
        token = self.guarded.accounts.sign_in(name, self.password, NETWORK)
        if "guide" not in name:
            digits = code(self.settings, name)
            token = self.guarded.accounts.second_factor(token, digits, NETWORK)
        return token

    def somebody(self) -> tuple[str, dict[str, str]]:
        """A guide, and what fills the holes in addresses: a client who met and was referred."""
        for number in range(1, GUIDES + 1):
            name = f"demo-guide-{number}"
            guide = self.account(name)
            for client in Caseload(self.records, guide).all():
                met = Meetings(self.records, guide).of(client.id)
                referred = Referrals(self.records, guide).of(client.id)
                if met and referred and client.state == "active":
                    filled = {"client": client.id, "meeting": met[0].id}
                    return name, {**filled, "referral": referred[0].id, "account": str(guide.id)}
        raise AssertionError("nobody in the demo was referred")


@contextmanager
def organisation(folder: DemoFolder, today: date | None = None) -> Iterator[Organisation]:
    """Make the demo in a folder, and serve it. Passwords are hashed with little memory."""
    with quick():
        made = folder.make()
    settings = folder.settings()
    app = create_app(settings, *([lambda: today] if today else []))
    with served(app) as site:
        yield Organisation(site, settings, made.password)


def visit(
    browser: Browser, here: Organisation, token: str = "", *, width: int = 360, height: int = 740
) -> BrowserContext:
    """A phone, with a token in it."""
    context = browser.new_context(
        base_url=here.site.url, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    if token:
        context.add_cookies(
            [
                {
                    "name": "guides", "value": token, "url": here.site.url, "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )  # fmt: skip
    return context


def paths(here: Organisation, role: str, filled: dict[str, str]) -> list[str]:
    """Every page about clients that opens to this role, of one client who has everything."""
    found = []
    for rule in here.site.app.url_map.iter_rules():
        view = here.site.app.view_functions[rule.endpoint]
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/<language"):
            continue
        if getattr(view, "access", "") not in ACCESS[role] or rule.endpoint in NO_PAGE:
            continue
        for moment in MOMENTS if "<moment>" in rule.rule else ("",):
            path = rule.rule.replace("<moment>", moment).replace("<int:", "<")
            for hole, value in filled.items():
                path = path.replace(f"<{hole}>", value)
            found.append(path)
    assert not [path for path in found if "<" in path]
    return found
