"""Arrows point one way. docs/architecture.md says the same in words.

The tables below are the rule. Each rule is also run on a planted sample that breaks it, so that a
rule which no longer looks at anything is noticed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import median

import pytest

from tests.contracts.modules import Graph, Import, Module, loops, read_file, read_package

MOST_LINES = 400
MEDIAN_LINES = 120

RANKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Which module has which rank. The first pattern that fits decides, so the views are taken
    # out of their folders before the folders are looked at.
    ("views", ("guides.*.views",)),
    ("api", ("guides.api", "guides.api.*")),
    ("ground", ("guides", "guides.paths", "guides.settings", "guides.clock", "guides.once*")),
    ("storage", ("guides.storage", "guides.storage.*")),
    ("safe", ("guides.safe", "guides.safe.*")),
    ("audit", ("guides.audit", "guides.audit.*")),
    ("retention", ("guides.retention", "guides.retention.*")),
    ("toolkit", ("guides.toolkit", "guides.toolkit.*")),
    ("plugins", ("guides.plugins", "guides.plugins.*")),
    ("lint", ("guides.lint", "guides.lint.*")),
    ("journey", ("guides.journey", "guides.journey.*")),
    ("directory", ("guides.directory", "guides.directory.*")),
    ("desk", ("guides.desk", "guides.desk.*")),
    ("oruk", ("guides.oruk", "guides.oruk.*")),
    ("sheets", ("guides.sheets", "guides.sheets.*")),
    ("provenance", ("guides.provenance", "guides.provenance.*")),
    ("packs", ("guides.packs", "guides.packs.*")),
    ("backup", ("guides.backup", "guides.backup.*")),
    ("boundary", ("guides.boundary", "guides.boundary.*")),
    ("programme", ("guides.programme", "guides.programme.*")),
    ("people", ("guides.people", "guides.people.*")),
    ("meetings", ("guides.meetings", "guides.meetings.*")),
    ("supervision", ("guides.supervision", "guides.supervision.*")),
    ("handbook", ("guides.handbook", "guides.handbook.*")),
    ("accounts", ("guides.accounts", "guides.accounts.*")),
    ("notes", ("guides.notes", "guides.notes.*")),
    ("extensions", ("guides.extensions", "guides.extensions.*")),
    ("offices", ("guides.offices", "guides.offices.*")),
    ("walls", ("guides.walls",)),
    ("demo", ("guides.demo", "guides.demo.*")),
    ("web", ("guides.web", "guides.web.*")),
    ("app", ("guides.app",)),
    ("doors", ("guides.cli*", "guides.testing*", "guides.__main__")),
)
ORDER = (
    # Lowest first: a module imports from its own rank and from lower ones.
    "api",
    "ground",
    "storage",
    "safe",
    "audit",
    "retention",  # above what it writes to, below every feature: each answers it
    "toolkit",
    "plugins",
    "lint",
    "journey",
    "directory",
    "sheets",
    "provenance",
    "packs",
    "backup",
    "handbook",
    "accounts",
    "notes",
    "boundary",  # where information ends and advice begins, in what guides write
    "programme",  # the forms of the programme
    "people",
    "meetings",
    "supervision",  # guides and what is due, as a coordinator sees them
    "oruk",  # the directory as open data
    "desk",  # the directory as an organisation's people look after it
    "offices",  # an organisation's address and choice of plugins
    "extensions",  # what plugins with code hang on the site
    "walls",  # puts accounts, notes, safe and audit together
    "demo",  # invented people, made by the services behind the walls
    "web",  # furniture of the views: languages, links, errors, headers; it may look at any feature
    "views",
    "app",
    "doors",  # the command line, and what plugin authors test with
)

FURNITURE: dict[str, set[str]] = {
    # Inside a feature's folder: which of its files a file may not import.
    "domain": {"store", "service", "forms", "views"},
    "store": {"service", "forms", "views"},
    "forms": {"store", "service", "views"},
    "service": {"forms", "views"},
}
PRIVATE = ("store", "forms", "views")
"""Files that another folder may not import …"""
GUESTS: dict[str, set[str]] = {
    # … with these exceptions, and why.
    "guides.app": {  # hangs them up
        f"guides.{feature}.views"
        for feature in (
            *(
                "accounts",
                "boundary",
                "desk",
                "desk.imports",
                "desk.keeping",
                "directory",
                "extensions",
                "handbook",
                "journey",
                "meetings",
                "meetings.client",
                "notes",
                "offices",
                "oruk",
                "packs",
                *("people", "people.access", "people.answers", "people.card", "people.consent"),
                *("people.recall", "people.referrals"),
                "provenance",
                "supervision",
            ),
            *("sheets", "web"),
        )
    },
    "guides.desk.views": {"guides.directory.forms"},  # the same search, for those who see more
    "guides.cli.sheet": {"guides.sheets.store"},  # the sheet's view on the command line
}
PURE = ("domain",)
"""Files of rules and shapes: they know nothing but Python and safe strings."""
DOORS_OUT: dict[str, tuple[str, ...]] = {
    # Libraries that shape whatever they touch, and the only modules that may import them.
    "flask": ("guides.app", "guides.web.*", "guides.*.views", "guides.testing*"),
    "werkzeug": ("guides.app", "guides.web.*", "guides.*.views", "guides.testing*"),
    "wtforms": ("guides.*.forms", "guides.once.form"),
    "sqlalchemy": (
        "guides.storage.*",
        "guides.*.store",
        "guides.*.store.*",  # where one file would be too long
        "guides.safe.keyring_store",  # a database of its own
        "guides.web.site",  # the type of the engine that it opens once
        "guides.web.errors",  # turns its errors into a page
        "guides.web.ready",  # says in words that it does not answer
        "guides.cli.sheet",  # paper does not wait for a database: it catches the error
        "guides.cli.common",  # says its errors in words
    ),
    "flask_login": ("guides.web.guard",),
    "argon2": ("guides.accounts.passwords",),
    "zxcvbn": ("guides.accounts.passwords",),
    "pyotp": ("guides.accounts.factor",),
    "pikepdf": ("guides.sheets.batch",),
    "cryptography": (
        "guides.safe.fields",
        "guides.safe.keys",
        "guides.backup.keys",
        "guides.backup.sealed",
    ),
    "alembic": ("guides.storage.*",),
    "weasyprint": ("guides.sheets.*",),
    "pluggy": ("guides.api.hookspecs", "guides.plugins.runner"),
    "openpyxl": ("guides.toolkit.xlsx", "guides.toolkit.xlsx_out"),
    "msgspec": ("guides.directory.documents", "guides.people.work", "guides.people.service"),
    "rapidfuzz": ("guides.directory.*",),
    "nh3": ("guides.toolkit.markup",),
    "markdown_it": ("guides.toolkit.markup",),
    "click": ("guides.cli", "guides.cli.*"),
    "waitress": ("guides.cli.serve",),
}
DATA_FOLDERS = {"toolkits", "plugins", "templates", "fonts", "tests", "docs"}


def rank_of(module: str) -> str:
    for rank, patterns in RANKS:
        if any(fnmatchcase(module, pattern) for pattern in patterns):
            return rank
    return ""


# The rules. Each yields one sentence for each fault. ---------------------------------------------


def every_module_has_a_rank(graph: Graph) -> Iterator[str]:
    for module in graph.values():
        if not rank_of(module.name):
            yield f"{module.path}: {module.name} has no rank. Mend: give it one in RANKS."


def arrows_point_down(graph: Graph) -> Iterator[str]:
    height = {rank: at for at, rank in enumerate(ORDER)}
    for module, arrow, target in _arrows(graph):
        here, there = rank_of(module.name), rank_of(target.name)
        if here and there and height[there] > height[here]:
            yield f"{module.at(arrow)}, which stands higher ({there} over {here})."


def api_imports_nothing_of_ours(graph: Graph) -> Iterator[str]:
    for module in graph.values():
        if rank_of(module.name) == "api":
            for arrow in module.imports:
                top = arrow.target.split(".")[0]
                ours = top == "guides" and rank_of(arrow.target) != "api"
                if ours or top in DATA_FOLDERS:
                    yield module.at(arrow)


def furniture_keeps_its_order(graph: Graph) -> Iterator[str]:
    for module, arrow, target in _arrows(graph):
        at_home = module.folder and module.folder == target.folder
        if at_home and target.file in FURNITURE.get(module.file, ()):
            yield f"{module.at(arrow)}: in a folder, {module.file} stands below {target.file}."


def stores_and_views_are_private(graph: Graph) -> Iterator[str]:
    for module, arrow, target in _arrows(graph):
        abroad = module.folder != target.folder
        if abroad and target.file in PRIVATE and target.name not in GUESTS.get(module.name, ()):
            yield f"{module.at(arrow)}. Mend: call {target.folder}.service instead."


def domains_are_pure(graph: Graph) -> Iterator[str]:
    for module, arrow, top in _foreign(graph):
        if module.file in PURE and top != "markupsafe":
            yield f"{module.at(arrow)}: a domain knows no library."


def stores_know_only_the_database(graph: Graph) -> Iterator[str]:
    for module, arrow, top in _foreign(graph):
        if module.file == "store" and top != "sqlalchemy":
            yield f"{module.at(arrow)}: a store knows SQLAlchemy and nothing else."


def forms_know_no_database(graph: Graph) -> Iterator[str]:
    for module in graph.values():
        if module.file == "forms":
            for arrow in module.imports:
                if "storage" in arrow.target.split(".") or arrow.target.endswith(".store"):
                    yield module.at(arrow)


def libraries_come_in_by_their_own_doors(graph: Graph) -> Iterator[str]:
    for module, arrow, top in _foreign(graph):
        doors = DOORS_OUT.get(top)
        if doors and not any(fnmatchcase(module.name, door) for door in doors):
            yield f"{module.at(arrow)}; only {', '.join(doors)} may."


def no_loops(graph: Graph) -> Iterator[str]:
    for group in loops(graph):
        yield f"These import each other: {', '.join(group)}."


def data_is_never_imported(graph: Graph) -> Iterator[str]:
    for module in graph.values():
        for arrow in module.imports:
            if arrow.target.split(".")[0] in DATA_FOLDERS:
                yield f"{module.at(arrow)}: in an installed copy there is no such package."


def files_are_small(graph: Graph) -> Iterator[str]:
    for module in graph.values():
        if module.lines > MOST_LINES:
            yield f"{module.path} has {module.lines} lines; {MOST_LINES} are the most."
    middle = median([module.lines for module in graph.values() if module.lines > 1] or [0])
    if middle >= MEDIAN_LINES:
        yield f"Half of the files have {middle:g} lines or more; the aim is under {MEDIAN_LINES}."


def _arrows(graph: Graph) -> Iterator[tuple[Module, Import, Module]]:
    for module in graph.values():
        for arrow in module.imports:
            if arrow.target in graph:
                yield module, arrow, graph[arrow.target]


def _foreign(graph: Graph) -> Iterator[tuple[Module, Import, str]]:
    """Imports of other people's libraries."""
    for module in graph.values():
        for arrow in module.imports:
            top = arrow.target.split(".")[0]
            if top != "guides" and top not in sys.stdlib_module_names:
                yield module, arrow, top


Rule = Callable[[Graph], Iterator[str]]
RULES: tuple[Rule, ...] = (
    every_module_has_a_rank,
    arrows_point_down,
    api_imports_nothing_of_ours,
    furniture_keeps_its_order,
    stores_and_views_are_private,
    domains_are_pure,
    stores_know_only_the_database,
    forms_know_no_database,
    libraries_come_in_by_their_own_doors,
    no_loops,
    data_is_never_imported,
    files_are_small,
)

# The package as it is. ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph(checkout: Path) -> Graph:
    return read_package(checkout)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps(rule: Rule, graph: Graph) -> None:
    assert not list(rule(graph))


def test_exceptions_are_still_needed(graph: Graph) -> None:
    """A guest that no longer comes, or a door that nobody uses, is taken off the list."""
    arrows = {(module.name, target.name) for module, _, target in _arrows(graph)}
    assert not [(g, t) for g, targets in GUESTS.items() for t in targets if (g, t) not in arrows]
    used = {(module.name, top) for module, _, top in _foreign(graph)}
    unused = [
        (library, door)
        for library, doors in DOORS_OUT.items()
        for door in doors
        if "*" not in door and not any(door == name and library == top for name, top in used)
    ]
    assert not unused


OFFERED = {"sqlalchemy"}
"""What a plugin with tables of its own needs besides, and may count on."""


def test_bundled_plugins_import_the_api_only(checkout: Path, graph: Graph) -> None:
    """What ships as an example must be what an outsider could have written."""
    files = sorted((checkout / "plugins").glob("*/*.py"))
    assert files
    assert not [fault for path in files for fault in _beyond_the_api(path, graph)]


def _beyond_the_api(path: Path, graph: Graph) -> Iterator[str]:
    module = read_file(path, graph)
    for arrow in module.imports:
        top = arrow.target.split(".")[0]
        if arrow.target != "guides.api" and top not in sys.stdlib_module_names | OFFERED:
            yield module.at(arrow)


def test_nothing_outside_the_package_imports_data_by_name(checkout: Path, graph: Graph) -> None:
    """Tests may import each other's helpers; nobody may import toolkits, plugins or templates."""
    roots = [*checkout.glob("*.py"), *(checkout / "tests").rglob("*.py")]
    roots += [*(checkout / "plugins").rglob("*.py"), *(checkout / "toolkits").rglob("*.py")]
    found = [
        module.at(arrow)
        for path in sorted(roots)
        for module in [read_file(path, graph)]
        for arrow in module.imports
        if arrow.target.split(".")[0] in DATA_FOLDERS - {"tests"}
    ]
    assert not found


# The rules themselves. ---------------------------------------------------------------------------

PLANTED: tuple[tuple[Rule, dict[str, str], str], ...] = (
    (every_module_has_a_rank, {"guides/attic.py": ""}, "guides.attic has no rank"),
    (arrows_point_down, {"guides/toolkit/a.py": "from guides.journey import service"}, "journey"),
    (arrows_point_down, {"guides/web/site.py": "import guides.journey.views"}, "views over web"),
    (
        arrows_point_down,
        {"guides/journey/service.py": "def late():\n    from guides.sheets.service import x"},
        "sheets over journey",
    ),
    (api_imports_nothing_of_ours, {"guides/api/a.py": "from guides import __version__"}, "guides"),
    (api_imports_nothing_of_ours, {"guides/api/a.py": "from ..paths import FONTS"}, "guides.paths"),
    (
        furniture_keeps_its_order,
        {"guides/journey/domain.py": "from guides.journey import service"},
        "domain stands below service",
    ),
    (
        stores_and_views_are_private,
        {"guides/journey/views.py": "from guides.sheets import store"},
        "guides.sheets.store",
    ),
    (domains_are_pure, {"guides/sheets/domain.py": "import sqlalchemy.orm"}, "no library"),
    (domains_are_pure, {"guides/web/domain.py": "from flask import g"}, "no library"),
    (stores_know_only_the_database, {"guides/sheets/store.py": "import flask"}, "nothing else"),
    (
        forms_know_no_database,
        {"guides/sheets/forms.py": "from guides.storage.engine import Base"},
        "guides.storage",
    ),
    (
        libraries_come_in_by_their_own_doors,
        {"guides/toolkit/a.py": "from flask import request"},
        "flask",
    ),
    (
        no_loops,
        {
            "guides/toolkit/a.py": "from guides.toolkit import b",
            "guides/toolkit/b.py": "def late():\n    import guides.toolkit.c",
            "guides/toolkit/c.py": "from guides.toolkit.a import x",
        },
        "guides.toolkit.a, guides.toolkit.b, guides.toolkit.c",
    ),
    (data_is_never_imported, {"guides/a.py": "from plugins.riverside import x"}, "plugins"),
    (
        data_is_never_imported,
        {"guides/a.py": "import importlib\nimportlib.import_module('toolkits.core')"},
        "toolkits",
    ),
    (files_are_small, {"guides/a.py": "x = 1\n" * 401}, "401 lines"),
    (files_are_small, {"guides/a.py": "x = 1\n" * 120, "guides/b.py": "\n" * 150}, "Half of"),
)


@pytest.mark.parametrize(
    ("rule", "files", "said"), PLANTED, ids=[f"{p[0].__name__}-{n}" for n, p in enumerate(PLANTED)]
)
def test_the_rule_sees(rule: Rule, files: dict[str, str], said: str, tmp_path: Path) -> None:
    targets = (
        "guides/__init__.py",
        "guides/paths.py",
        "guides/api/__init__.py",
        "guides/journey/service.py",
        "guides/journey/views.py",
        "guides/sheets/service.py",
        "guides/sheets/store.py",
        "guides/storage/engine.py",
    )
    for name, text in {**dict.fromkeys(targets, ""), **files}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = list(rule(read_package(tmp_path)))
    assert any(said in fault for fault in found)


def test_every_rule_has_a_planted_sample() -> None:
    assert {rule.__name__ for rule in RULES} == {planted[0].__name__ for planted in PLANTED}


def test_a_plugin_that_reaches_into_the_house_is_seen(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "plugin.py"
    path.write_text("from guides.api.facts import Fact\nfrom guides.web.site import site\n")
    assert len(list(_beyond_the_api(path, graph))) == 2
