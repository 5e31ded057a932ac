"""The HTML that is printed: both languages, and what a plain sheet must not say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from guides.journey.domain import Credit
from guides.sheets.domain import SheetOptions
from guides.sheets.icons import ICONS, data_uri, icon_rules
from guides.sheets.markup import WORD_IDS, mend_spaces, sheet_html
from guides.sheets.sides import english, own
from guides.toolkit.domain import Pair
from tests.sheets.print_samples import (
    ADDRESS,
    ORGANISATION,
    SERVICES,
    both,
    said,
    sheet,
    untranslated,
    words_in,
)


def html_of(whole, address=ADDRESS):
    return sheet_html(whole, public_url=address, words=words_in(whole.case.lang))


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("ring <b>now</b>", "ring<span> </span><b>now</b>"),
        ('on\n <bdi dir="ltr">1</bdi> or', 'on<span> </span><bdi dir="ltr">1</bdi> or'),
        ("a <p>b</p>", "a <p>b</p>"),
        ("a <br>b", "a <br>b"),
        ("</b> <bdi>", "</b> <bdi>"),
        ("1 &lt; 2", "1 &lt; 2"),
    ],
)
def test_a_space_before_an_inline_element_gets_a_box(text, mended):
    assert mend_spaces(text) == mended
    assert mend_spaces(mend_spaces(text)) == mended


def test_a_long_name_may_go_on_below_and_a_number_may_not():
    long = "Right to Remain Toolkit: lawyers and legal advice"
    assert (
        mend_spaces(f'<bdi dir="ltr">{long}</bdi>') == f'<bdi class="long" dir="ltr">{long}</bdi>'
    )
    number = '<bdi dir="ltr">0808 801 0503</bdi>'
    assert mend_spaces(number) == number


def test_all_words_are_asked_for_by_name():
    asked = set()

    def words(word):
        asked.add(word)
        return both(["كلمة", "word"], "ar")

    sheet_html(untranslated(sheet("ar")), public_url=ADDRESS, words=words)
    assert asked == set(WORD_IDS)


def test_both_languages_stand_on_a_sheet_and_the_clients_comes_first():
    html = html_of(sheet("ar"))
    assert html.index("حقوقك") < html.index("Your rights")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<table class="lines" dir="rtl">' in html
    assert html.count('<td class="tick"><i></i></td>') == html.count(
        '<td class="tick last"><i></i></td>'
    )


def test_english_alone_has_one_column():
    html = html_of(sheet("en"))
    assert '<html lang="en" dir="ltr">' in html
    assert "say english" not in html
    assert "tick last" not in html
    assert html.count("Your rights") == 1


def test_what_nobody_has_translated_is_said_once_and_marked():
    whole = untranslated(sheet("ar"))
    english_text = whole.groups[0].lines[0].text.first.plain
    html = html_of(whole)
    assert html.count(english_text) == 1
    assert html.index("لم يُترجم هذا السطر") < html.index(english_text)


def test_a_whole_sheet_without_translations_is_readable():
    whole = sheet("ar", count=1)
    missing = Pair(replace(said("Only English", "en"), missing=True))
    html = sheet_html(
        replace(
            whole,
            title=missing,
            instruction=missing,
            foot=(missing,),
            groups=(
                replace(
                    whole.groups[0],
                    title=missing,
                    lines=(replace(whole.groups[0].lines[0], text=missing),),
                ),
            ),
        ),
        public_url=None,
        words=lambda _: missing,
    )
    assert "<h1" in html
    assert 'dir="rtl">Only' not in html


def test_the_columns_choose_their_text():
    pair = both(["نعم", "Yes"], "ar")
    alone = both(["", "Yes"], "en")
    missing = Pair(replace(said("Yes", "en"), missing=True))
    assert (own(pair), english(pair)) == pair.both
    assert (own(missing), english(missing)) == (None, missing.first)
    assert english(alone) == alone.first
    assert (own(None), english(None)) == (None, None)


def test_a_plain_sheet_tells_nothing():
    html = html_of(sheet("ar", options=SheetOptions(plain=True)))
    for name in (*SERVICES, "My Town Welcome", "guides.example", "data:image/svg+xml;charset"):
        assert name not in html
    assert "<title>Sheet</title>" in html


def test_the_title_is_neutral_on_every_sheet():
    assert "<title>Sheet</title>" in html_of(sheet("en"))


def test_the_code_and_the_address_are_there_only_when_there_is_one():
    with_code = html_of(sheet("en"))
    assert 'alt="This page on the web"' in with_code
    assert "guides.<wbr>example/<wbr>e/<wbr>0123456789" in with_code
    assert "https://" not in re.sub(r'src="[^"]*"', "", with_code)
    assert "<img" not in html_of(sheet("en"), address=None)


def test_text_of_others_is_escaped():
    whole = sheet("en")
    hostile = replace(
        whole.services[0],
        name="<script>x</script>",
        phone=None,
        how="",
        credit=Credit("x", "<i>y</i>"),
    )
    html = html_of(replace(whole, services=(hostile,), organisation="<b>&"))
    assert "<script>" not in html
    assert "<i>y" not in html
    assert ORGANISATION not in html


def test_days_are_in_words_of_the_language():
    html = html_of(sheet("ar"))
    assert "21 نوفمبر 2026" in html
    assert "21 November 2026" in html
    odd = sheet("ar")
    html = html_of(replace(odd, case=replace(odd.case, lang="ar")))
    assert html


def test_there_is_a_rule_for_every_pictogram():
    rules = icon_rules()
    for name in ICONS:
        assert f".icon-{name} " in rules
    assert "#" not in data_uri("<svg fill='#111'/>")


def test_a_line_with_an_unknown_pictogram_is_printed_without():
    whole = sheet("en", count=1)
    group = whole.groups[0]
    odd = replace(group, lines=(replace(group.lines[0], icon="dragon"),))
    assert "dragon" not in html_of(replace(whole, groups=(odd,)))
