"""How big the letters are."""

from __future__ import annotations

from dataclasses import replace

from guides.sheets import fit
from guides.sheets.domain import SheetOptions
from tests.sheets.print_samples import sheet


def test_a_short_sheet_has_big_letters():
    assert fit.points_for(sheet("ar", count=2, services=0), bilingual=True) == max(fit.SIZES)


def test_a_long_sheet_has_smaller_ones():
    long = fit.points_for(sheet("ar", count=11), bilingual=True)
    assert min(fit.SIZES) <= long < max(fit.SIZES)


def test_a_third_page_is_avoided():
    whole = sheet("ar", count=11)
    group = whole.groups[0]
    longer = replace(whole, groups=(replace(group, lines=group.lines * 4), *whole.groups[1:]))
    assert fit.points_for(longer, bilingual=True) == fit.TIGHT


def test_large_print_is_large():
    big = sheet("ar", count=11, options=SheetOptions(large=True))
    assert fit.points_for(big, bilingual=True) >= min(fit.LARGE) > max(fit.SIZES)


def test_bigger_letters_never_need_fewer_pages():
    for count in range(1, 12):
        whole = sheet("ar", count=count)
        counts = [fit.pages(whole, size, bilingual=True) for size in fit.SIZES]
        assert counts == sorted(counts, reverse=True)
