"""What the styles of an xlsx say that matters to its values: which cell formats show percent, which fonts are old."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from mtqg.intake.guard import Parts
from mtqg.intake.legacy import encoding_of_font

_LARGEST = 30 * 10**6  # bytes; a part that is larger says nothing
_PERCENT_IDS = frozenset({"9", "10"})  # 0% and 0.00% of every workbook
_SECTION = re.compile(rb"<(?:\w+:)?(fonts|cellXfs)\b.*?</(?:\w+:)?\1>", re.S)
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_FONT = re.compile(rb"<(?:\w+:)?font\b(?:[^<>]*/>|.*?</(?:\w+:)?font>)", re.S)
_FONT_NAME = re.compile(rb'<(?:\w+:)?(?:name|rFont)\s[^<>]*?val="([^"]*)"')
_XF = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True)
class Styles:
    """percents: numbers of the cell formats that show percent. fonts: encodings of the fonts that cell formats use."""

    percents: frozenset[int] = frozenset()
    fonts: frozenset[str] = frozenset()


def styles_of(parts: Parts) -> Styles:
    """The styles of a workbook; none where it has no such part."""
    name = "xl/styles.xml"
    if name not in parts.names or parts.zip.getinfo(name).file_size > _LARGEST:
        return Styles()
    xml = parts.read(name)
    sections = {found[1]: found[0] for found in _SECTION.finditer(xml)}
    cells = [_attributes(found[1]) for found in _XF.finditer(sections.get(b"cellXfs", b""))]
    formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in map(_attributes, _FORMAT.findall(xml))}
    percent = _PERCENT_IDS | {number for number, code in formats.items() if shows_percent(code)}
    fonts = [_FONT_NAME.search(font[0]) for font in _FONT.finditer(sections.get(b"fonts", b""))]
    names = {str(at): unescape(found[1].decode("utf-8", "replace")) for at, found in enumerate(fonts) if found}
    used = {names.get(cell.get("fontId", ""), "") for cell in cells}
    return Styles(
        frozenset(at for at, cell in enumerate(cells) if cell.get("numFmtId") in percent),
        frozenset(code for code in map(encoding_of_font, used) if code),
    )


def shows_percent(code: str) -> bool:
    """Whether a number format shows percent: a % that is not quoted."""
    return "%" in _QUOTED.sub("", code)


def shows_day(code: str) -> bool:
    """Whether a number format shows a day or a time: letters of the calendar that are not quoted."""
    return re.search("[dmyhs]", _QUOTED.sub("", code).lower().replace("general", "")) is not None


def _attributes(text: bytes) -> dict[str, str]:
    found = re.findall(r'([\w:]+)="([^"]*)"', text.decode("utf-8", "replace"))
    return {name: unescape(value) for name, value in found}
