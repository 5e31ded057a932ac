"""Pictograms for people who do not read: drawn here, in black, for any printer.

Each stands on a field of 24 by 24 and is made of strokes alone, so that it survives a copier.
"""

from __future__ import annotations

from urllib.parse import quote

ICONS: dict[str, str] = {
    "phone": '<path d="M7 2.5h10v19H7z"/><path d="M7 6h10M7 17.5h10"/><path d="M11 19.5h2"/>',
    "letter": '<path d="M2.5 5.5h19v13h-19z"/><path d="M2.5 6l9.5 7 9.5-7"/>',
    "clock": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6v6l4 3"/>',
    "home": '<path d="M2.5 12L12 3.5l9.5 8.5"/><path d="M5.5 10v10.5h13V10"/>'
    '<path d="M10 20.5v-6h4v6"/>',
    "money": '<circle cx="12" cy="12" r="9.5"/>'
    '<path d="M15.5 8.5c-.6-1.4-1.7-2-3-2-2 0-3.2 1.4-3 3.4l.7 3.6c.2 1.6-.5 2.8-1.7 3.5'
    'h7.5"/><path d="M8 12.5h6"/>',
    "doctor": '<path d="M9 2.5h6V9h6.5v6H15v6.5H9V15H2.5V9H9z"/>',
    "school": '<path d="M12 6.5c-2.5-2-5.5-2.5-9.5-2.5v14c4 0 7 .5 9.5 2.5 2.5-2 5.5-2.5 9.5-2.5'
    'V4c-4 0-7 .5-9.5 2.5z"/><path d="M12 6.5v14"/>',
    "people": '<circle cx="8" cy="7" r="3.5"/>'
    '<path d="M1.5 20.5c0-5 2.5-7.5 6.5-7.5s6.5 2.5 6.5 7.5z"/>'
    '<circle cx="17" cy="8.5" r="2.7"/><path d="M15.5 13.7c4-.7 7 1.8 7 6.8h-5"/>',
    "law": '<path d="M12 2.5v18M7 21.5h10M4 6h16"/><path d="M4.5 6L1.5 14h6L4.5 6z"/>'
    '<path d="M19.5 6l-3 8h6l-3-8z"/>',
    "bag": '<path d="M3.5 8h17v12.5h-17z"/>'
    '<path d="M8.5 8V4h7v4"/><path d="M3.5 13h17M12 11.5v3"/>',
    "stop": '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M12 6.5v7"/><path d="M12 16.5v1"/>',
}


def data_uri(svg: str) -> str:
    """An SVG as an address that needs no fetching."""
    return "data:image/svg+xml," + quote(svg, safe=" =/:,")


def icon_svg(name: str) -> str:
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#111' "
        "stroke-width='1.7' stroke-linejoin='round' stroke-linecap='round'>"
        + ICONS[name].replace('"', "'")
        + "</svg>"
    )


def icon_rules() -> str:
    """The CSS that shows each pictogram.

    As backgrounds, because WeasyPrint marks those as decoration: the line beside it says the
    same in words, and a screen reader should not say everything twice.
    """
    return "\n".join(
        f'.icon-{name} {{ background-image: url("{data_uri(icon_svg(name))}") }}' for name in ICONS
    )
