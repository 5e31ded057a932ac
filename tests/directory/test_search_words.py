"""Words: other spellings, other languages, and whatever else somebody can type."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from guides.directory.asked import Search, Viewer
from guides.directory.domain import NEEDS, Language, Listing
from guides.directory.search.indexing import index_of
from guides.directory.search.synonyms import SynonymsWrong, synonyms
from guides.directory.search.words import mark, stem, token, untoken, words
from tests.directory.search_sites import Sites
from tests.directory.search_sites import sites as sites

LAW = Listing(
    "law", "Exåmple Law Centre (demo)", "Solicitors for asylum appeals.", needs=("legal",)
)
FOOD = Listing(
    "food", "Example Pantry (demo)", "Parcels on Tuesdays. Women's hour.", needs=("food",)
)
CAFE = Listing("cafe", "Café Example (demo)", "A lawyer comes. كتب للأطفال 24/7 info@example.org")
ALL = (LAW, FOOD, CAFE)


@pytest.mark.parametrize(
    ("typed", "found", "why"),
    [
        ("law", ["law", "cafe"], "name"),  # perhaps somebody is typing "lawyer"
        ("law ", ["law"], "name"),
        ("example LAW centres", ["law"], "name"),
        ("cafe", ["cafe"], "name"),
        ("CAFÉ", ["cafe"], "name"),
        ("solicitor", ["law"], "words"),
        ("womens", ["food"], "words"),
        ("women’s", ["food"], "words"),
        ("24", ["cafe"], "words"),
        ("كتب", ["cafe"], "words"),
        ("كُتُب", ["cafe"], "words"),
        ("parce", ["food"], "words"),
        ("I need a solicitor please", ["law"], "words"),
        ("lawyer", ["cafe", "law"], "words"),
        ("محامي", ["law"], "synonym"),
        ("المحامي", ["law"], "synonym"),
        ("food bank", ["food"], "synonym"),
        ("Food-Banks", ["food"], "synonym"),
        ("bank", [], ""),
        ("khana", [], ""),
        ("ጠበቓ", ["law"], "synonym"),
        ("پارێزەر", ["law"], "synonym"),
        ("avokat", ["law"], "synonym"),
        ("!!! the", ["law", "food", "cafe"], ""),
    ],
)
def test_typed_and_found(sites: Sites, typed: str, found: list[str], why: str) -> None:
    results = sites.ask(sites.filled(ALL), Search(text=typed))
    assert sorted(f.shown.listing.key for f in results.found) == sorted(found)
    assert not results.spelling
    if why:
        assert results.found[0].shown.listing.key == found[0]
        assert results.found[0].why[0].reason == why


@pytest.mark.parametrize(
    ("typed", "found", "read"),
    [
        ("solictor", ["law"], ("solictor", "solicitor")),
        ("parcles now", [], ("parcles", "parcel")),
        ("apeal", ["law"], ("apeal", "appeal")),
        ("lawer", ["cafe", "law"], ("lawer", "lawyer")),
    ],
)
def test_misspelt_words_are_read_and_said(
    sites: Sites, typed: str, found: list[str], read: tuple[str, str]
) -> None:
    results = sites.ask(sites.filled(ALL), Search(text=typed))
    assert [f.shown.listing.key for f in results.found] == found
    assert read in results.spelling
    assert all("spelling" in {w.reason for w in f.why} for f in results.found[:1])


@pytest.mark.parametrize("typed", ["zzzzzzzz", "12345", "lw", "solicitor99"])
def test_what_is_like_nothing_is_read_as_nothing_else(sites: Sites, typed: str) -> None:
    results = sites.ask(sites.filled(ALL), Search(text=typed))
    assert (results.total, results.spelling) == (0, ())
    assert results.hidden == (("text", 3),)


def test_words_of_another_organisation_are_never_suggested(sites: Sites) -> None:
    sites.filled([Listing("1", "Unrepeatable (demo)")])
    results = sites.ask(sites.filled(ALL), Search(text="unrepeatabel"))
    assert (results.total, results.spelling) == (0, ())


HOSTILE = (
    *('"', "'", "' OR 1=1 --", '" OR "a', "NEAR(law centre, 2)", "law AND", "OR", "NOT law", "*"),
    *("law*", "^law", "search:law", "{search}: law", "law + centre", "(", ")))", "a:*", "!law"),
    *(
        "law & !centre",
        "law <-> centre",
        "law\x00centre",
        "\x00",
        "\ud800",
        "💡",
        "👨‍👩‍👧 law",
        "\u202elaw",
    ),
    *("a" * 10_000, "law " * 5_000, "؟؟", "%", "_", "\\", "$$", "1e999", "0x", "İ", "ß", "ﷺ", "½"),
    *("-law", "law-centre", "w", "xneedlegal", "nwlaw", "h0000", "law:B", "'law':*", ";", "&|!()"),
    *("x.y@z.org", "http://a.b/c?d=e", "1.2.3", "-1.5e-3", "/a/b/c", "<b>law</b>", "&amp;"),
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_only_text(sites: Sites, typed: str) -> None:
    viewer = _viewer(sites)
    results = sites.ask(viewer, Search(text=typed, stage=typed, language=typed, sector=typed))
    assert results.total <= len(ALL)
    sites.ask(viewer, Search(text=typed))


def test_marks_cannot_be_typed(sites: Sites) -> None:
    for typed in (mark("need", "legal"), f"n{token('law')}"):
        assert not sites.keys(_viewer(sites), Search(text=typed))


_kept: dict[int, Viewer] = {}


def _viewer(sites: Sites) -> Viewer:
    """One directory for all of these: they only look."""
    if id(sites) not in _kept:
        _kept[id(sites)] = sites.filled(ALL)
    return _kept[id(sites)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_at_all(sites: Sites, typed: str, other: str) -> None:
    sites.ask(_viewer(sites), Search(text=typed, stage=other, language=other, sector=other))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=50), max_size=8), st.text(min_size=1, max_size=30))
def test_postgresql_keeps_every_token_as_it_is(sites: Sites, texts: list[str], name: str) -> None:
    listing = Listing("1", name, " ".join([*texts, *HOSTILE]), languages=(Language(name),))
    search = index_of(listing, org=1, middle=lambda _: None).search
    with sites.engines[1].connect() as connection:
        kept = connection.execute(
            sql("SELECT tsvector_to_array(to_tsvector('simple', :search))"), {"search": search}
        ).scalar_one()
    assert sorted(kept) == sorted(set(search.split()))


@given(st.text(max_size=60))
def test_words_are_found_as_they_were_written(text: str) -> None:
    assert list(words(text.upper().lower())) == list(words(text.upper().lower().upper()))
    for word in words(text):
        assert token(word).isascii()
        assert token(word).isalnum()
        assert untoken(token(word)) == word
        assert stem(stem(word)) == stem(word) or word.endswith("s") or not word.isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("charities", "charity"), ("boxes", "box"), ("classes", "class"), ("churches", "church"),
        ("houses", "house"), ("Zürich", "zurich"), ("ŁÓDŹ", "lodz"), ("٢٤", "24"),
        ("ＡＢＣ", "abc"), ("كتاب", "کتاب"), ("مدرسة", "مدرسه"),
        ("می‌خواهم", "میخواهم"), ("الطبيب", "طبيب"),
    ],
)  # fmt: skip
def test_the_same_word(one: str, other: str) -> None:
    assert [stem(w) for w in words(one)] == [stem(w) for w in words(other)]


@pytest.mark.parametrize("word", ["bus", "crisis", "glass", "is", "gas", "tigris"])
def test_not_every_s_is_a_plural(word: str) -> None:
    assert stem(word) == word or word == "gas"


# The file of synonyms ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("x = [", "cannot be read"),
        ('[[meaning]]\nneeds = ["lawyers"]', "lawyers is no need"),
        ("[[meaning]]\nneeds = []", "nothing is no need"),
        ('[[meaning]]\nneeds = ["legal"]\nfr = ["avocat"]', 'who read "fr"'),
        ('[checked_by]\nfr = ""\n[[meaning]]\nneeds = ["legal"]\nfr = ["!"]', "is not one to"),
    ],
)
def test_a_broken_file_says_what_to_mend(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "synonyms.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(SynonymsWrong, match=said) as caught:
        synonyms(file)
    assert "Mend:" in str(caught.value)
    assert str(file) in str(caught.value)


def test_every_need_has_words() -> None:
    assert {need for needs in synonyms().needs.values() for need in needs} == set(NEEDS)
