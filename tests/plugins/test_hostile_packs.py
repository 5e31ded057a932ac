"""Data packs that try to be more than data: what they hold is shown as text, or refused."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from tests.pdf_reading import opened, texts
from tests.plugins.folders import fact, line, manifest, plugin, small_registry, write

STOP = "first-stop"
CHECKLIST = f"checklists/{STOP}.toml"
CORE_STOP = "waiting-and-support"

TRICKS = (
    "{{7*7}} {{config}} {% for x in (1,2) %}loop{% endfor %} {# gone #} "
    "<script>alert(1)</script> <img src=x onerror=alert(2)> <b onclick=alert(3)>bold</b> "
    "</p></li></ul></article><iframe src='https://evil.example'></iframe> "
    "[run](javascript:alert(4)) [data](data:text/html,<script>alert(5)</script>) "
    "![pixel](http://evil.example/pixel.png) <!-- hidden --> &lt;script&gt; "
    "<style>body{display:none}</style> <a href='vbscript:x'>link</a> [ref] ${7*7} %s %(x)s {0}"
)
QUOTED = TRICKS.replace("\\", "\\\\").replace('"', '\\"')


def _hostile(parent: Path) -> None:
    """A pack that says the same evil words in every field that a page or a sheet shows."""
    files = {
        "plugin.toml": manifest("hostile", QUOTED, organisation=QUOTED, contact=QUOTED),
        f"checklists/{CORE_STOP}.toml": line("a", QUOTED, f'why = "{QUOTED}"\nfill = "{QUOTED}"\n'
                                       f'icon = "{QUOTED}"\nfacts = ["evil"]\norder = -1'),
        "facts.toml": fact("evil", f"{QUOTED} {{value}}", f'ask = "{QUOTED}"\n'
                           f'value = {{ type = "address", text = "{QUOTED}" }}')
                      .replace("Office of Rules", QUOTED).replace("1 March 2026", QUOTED)
                      .replace('"high"', '"superseded-risk"'),
        f"guidance/{CORE_STOP}/variant-evil.md": f'+++\ntitle = "{QUOTED}"\n+++\n{TRICKS}\n\n'
            f"[ref]: javascript:alert(6)\n\n### {TRICKS}\n\n- {TRICKS}\n\n> {TRICKS}\n\n"
            f"    {TRICKS}\n\n```html\n{TRICKS}\n```\n\n<div onload=alert(7)>\n{TRICKS}\n</div>\n\n"
            f"<{TRICKS}>\n",
        "resources.toml": f'[[resource]]\nid = "r"\ntitle = "{QUOTED}"\ntext = "{QUOTED}"\n'
                          f'who = "{QUOTED}"\nhow = "{QUOTED}"\ncontact = "{QUOTED}"\nurl = "https://evil.example/\\"onmouseover=alert(8)"\n',
        "services.csv": "id,name,what,phone,address,hours,how,languages\ns"
                        + f',"{TRICKS}"' * 7 + "\n",
        "translations/ar.toml": f'[[line]]\nen = "{QUOTED}"\nto = "{QUOTED} مرحبا"\n',
    }  # fmt: skip
    write(parent / "hostile", files)


class _Seen(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def hostile(make_app, tmp_path_factory) -> Flask:
    local = tmp_path_factory.mktemp("local")
    _hostile(local)
    app: Flask = make_app(plugin_dirs=(local,))
    return app


PAGES = (f"/stop/{CORE_STOP}", f"/ar/stop/{CORE_STOP}", f"/ar/stop/{CORE_STOP}/sheet")


def test_the_pack_is_taken_so_the_tests_below_look_at_something(hostile: Flask):
    found = {p.id: p for p in hostile.extensions["guides"].registry.plugins}["hostile"]
    assert (found.state, found.reason) == ("on", "")
    assert {name for name, _ in found.adds} == {
        "sections", "items", "facts", "resources", "services", "translations",
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_tag_or_handler_of_the_pack_reaches_the_page(hostile: Flask, client, page: str):
    seen, usual = _Seen(hostile.test_client().get(page).text), _Seen(client.get(page).text)
    assert {tag for tag, _ in seen.tags} <= {tag for tag, _ in usual.tags} | {"blockquote", "em"}
    for name in ("script", "style", "iframe", "img"):
        assert [a for t, a in seen.tags if t == name] == [a for t, a in usual.tags if t == name]
    for tag, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "src", "action"):
            scheme = (attributes.get(name) or "").split(":")[0].lower()
            assert scheme not in ("javascript", "data", "vbscript"), attributes


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_the_pack_are_shown_as_words(hostile: Flask, page: str):
    text = _Seen(hostile.test_client().get(page).text).text
    assert "{{config}}" in text
    assert "<script>alert(1)</script>" in text
    assert "{% for x in (1,2) %}" in text
    assert "SECRET_KEY" not in text


def test_paper_holds_the_words_and_nothing_that_runs_or_is_fetched(hostile: Flask):
    answer = hostile.test_client().post(f"/stop/{CORE_STOP}/sheet", data={"action": "print"})
    assert answer.mimetype == "application/pdf"
    paper = "".join("".join(texts(answer.data)).split())
    assert "{{config}}" in paper
    assert "<script>alert(1)</script>" in paper
    with opened(answer.data) as pdf:
        links = [str(a.get("/A", "")) for page in pdf.pages for a in page.get("/Annots", [])]
        assert not any("javascript" in link.lower() for link in links)
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root


def test_a_pack_with_a_byte_order_mark_and_windows_line_ends_reads_as_written(tmp_path: Path):
    text = line(text="Come for tea.") + line("bun", "Come for a bun.")
    body = "One line\nof prose.\n\n- a point\n"
    mark = "\ufeff"
    plugin(tmp_path / "local", "windows", {
        "plugin.toml": (mark + manifest("windows")).replace("\n", "\r\n").encode(),
        CHECKLIST: (mark + text).replace("\n", "\r\n").encode(),
        f"guidance/{STOP}/rights.md": (mark + body).replace("\n", "\r").encode(),
        "services.csv": (mark + "ID,Name,What\na,Café,Tea\n").replace("\n", "\r\n").encode(),
    })  # fmt: skip
    registry = small_registry(tmp_path)
    view = registry.for_org()
    assert registry.plugins[1].warnings == ()
    assert [i.text for i in view.items(STOP) if i.plugin == "windows"] == [
        "Come for a bun.", "Come for tea.",
    ]  # fmt: skip
    assert [s.body for s in view.sections(STOP) if s.plugin == "windows"] == [body]
    assert [(s.id, s.name) for s in view.services] == [("a", "Café")]
