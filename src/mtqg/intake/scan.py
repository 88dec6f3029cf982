"""What calamine does not tell of a workbook: formulas, spreadsheet errors, merged cells, and how far the cells reach.

The sheet's xml is searched as bytes while it streams by. Cells are expected as every spreadsheet program writes them,
with their address; a sheet that hides the place of its cells is refused, so that the size of the table that calamine
will build is known before it builds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from posixpath import join, normpath
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mtqg.core.errors import Refused
from mtqg.intake import problems as say
from mtqg.intake.guard import Parts
from mtqg.intake.sheet import Address, Area, Oddities, read_address

MAX_SHEETS = 60
MAX_ROWS = 300_000
MAX_COLUMNS = 104  # to CZ
MAX_GRID = 12_000_000  # cells of the table that calamine builds, empty ones included
MAX_FORMULAS = 500_000

_LONG = 1 << 20
_PREFIX = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet\b")
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_parts(parts: Parts) -> dict[str, str]:
    """Name of each sheet -> the part that holds it."""
    try:
        book = fromstring(parts.read("xl/workbook.xml"))
        links = fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    except KeyError as missing:
        raise Refused(say.BROKEN.at(given=str(missing)[:120])) from None
    except (ParseError, DefusedXmlException, ValueError) as reason:
        raise Refused(say.BROKEN.at(given=f"xl/workbook.xml: {reason}"[:120])) from None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found: dict[str, str] = {}
    for sheet in book.findall(".//{*}sheet"):
        target = targets.get(sheet.get(_LINK) or sheet.get(_LINK.replace("schemas.openxml", "purl.oclc")), "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    if len(found) > MAX_SHEETS:
        raise Refused(say.TOO_MANY.at(given=len(found), limit=MAX_SHEETS, what_vi="trang tính", what_en="sheets"))
    return found


def counts_from_1904(parts: Parts) -> bool:
    """Whether the workbook counts days from 1904, as those of old Macintosh programs do."""
    found = re.search(rb"<(?:\w+:)?workbookPr\b[^<>]*\bdate1904=[\"'](1|true|on)[\"']", parts.read("xl/workbook.xml"))
    return found is not None


def oddities(parts: Parts, name: str, percents: frozenset[int] = frozenset()) -> Oddities:
    """Formulas, errors, merged cells and cells in one of the formats ``percents`` of one sheet.

    Raises Refused when its cells are too many or have no place.
    """
    return _Scan(name, percents).over(parts.stream(name))


class _Scan:
    """One pass over a sheet's xml."""

    def __init__(self, name: str, percents: frozenset[int]) -> None:
        self.name = name
        self.formats = percents
        self.percents: set[Address] = set()
        self.formulas: dict[Address, str] = {}
        self.faults: dict[Address, str] = {}
        self.merged: list[Area] = []
        self.rows, self.columns = 0, 26  # columns A to Z are taken as there, which costs nothing

    def over(self, chunks: Iterator[bytes]) -> Oddities:
        held, ready = b"", False
        for chunk in chunks:
            held += chunk
            if not ready:
                if not (root := _PREFIX.search(held)):
                    held = held[-_LONG:]
                    continue
                self._prepare(root[1])
                ready = True
            # Cut before a cell, so that a cell and its formula are never divided; what follows the last cell (merged
            # cells, formats) is cut before any tag. A megabyte without a tag is no sheet.
            cut = held.rfind(self.cell_start)
            if cut <= 0 and len(held) > _LONG:
                cut = held.rfind(b"<")
                if cut <= 0:
                    raise Refused(say.ODD_CELLS.at(given=self.name))
            if cut > 0:
                self._block(held[:cut])
                held = held[cut:]
        if ready:
            self._block(held)
        return Oddities(self.formulas, self.faults, tuple(self.merged), frozenset(self.percents))

    def _prepare(self, prefix: bytes | None) -> None:
        name = (prefix + b":" if prefix else b"").decode()
        self.cell_start = f"<{name}c ".encode()
        self.addressed = f'<{name}c r="'.encode()
        self.bare = [f"<{name}c{after}".encode() for after in ">/\t\r\n"]
        self.other_names = re.compile(rf"<(?!{name}c)[\w.-]+:c[\s/>]".encode())
        self.cell = re.compile(rf'<{name}c [^<>]*?\br="([A-Z]+[0-9]+)"'.encode())
        self.far = re.compile(rf'<{name}c r="[A-Z](?:[A-Z]|[3-9][0-9]{{5}}|[0-9]{{7}})'.encode())
        styles = "|".join(map(str, sorted(self.formats))) or "none"
        self.percent = re.compile(
            rf'<{name}c (?=[^<>]*?\bs="(?:{styles})")[^<>]*?\br="([A-Z]+[0-9]+)"[^<>]*[^/]>'.encode()
        )
        self.row = re.compile(rf'<{name}row [^<>]*?\br="([0-9]+)"'.encode())
        self.formula = re.compile(
            rf'<{name}c [^<>]*?\br="([A-Z]+[0-9]+)"[^<>]*>\s*<{name}f\b([^>]*?)(?:/>|>([^<]*)<)'.encode()
        )
        self.fault = re.compile(
            rf"""<{name}c r="([A-Z]+[0-9]+)"(?=[^<>]*\bt=["']e["'])(?:.(?!</{name}c>))*?<{name}v>([^<]*)<""".encode(),
            re.S,
        )
        self.formula_start = re.compile(rf"<{name}f[\s/>]".encode())
        self.merge = re.compile(rf'<{name}mergeCell\s[^<>]*?\bref="([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?"'.encode())

    def _block(self, block: bytes) -> None:
        self._measure(block)
        if starts := len(self.formula_start.findall(block)):
            formulas = list(self.formula.finditer(block))
            if len(formulas) != starts:
                raise Refused(say.ODD_CELLS.at(given=f"{self.name}: <f>"))
            for found in formulas:
                self._formula(found)
        if b't="e"' in block or b"t='e'" in block:
            for found in self.fault.finditer(block):
                self.faults[read_address(found[1].decode())] = found[2].decode("utf-8", "replace")
        if self.formats:
            self.percents.update(read_address(at.decode()) for at in self.percent.findall(block))
        for found in self.merge.finditer(block):
            self.merged.append(_area(found[1], found[2]))

    def _measure(self, block: bytes) -> None:
        """How far the cells reach. calamine builds the whole rectangle, so one far cell would cost gigabytes."""
        cells = block.count(self.cell_start) + sum(map(block.count, self.bare))
        if b":c" in block and self.other_names.search(block):
            raise Refused(say.ODD_CELLS.at(given=self.name))  # the same element under a second prefix
        if rows := self.row.findall(block):
            self.rows = max(self.rows, *map(int, rows))
        # Nearly all blocks end here: cells as everybody writes them, in columns A to Z, no row beyond the limit.
        if block.count(self.addressed) != cells or self.far.search(block):
            found = self.cell.findall(block)
            if len(found) != cells:
                raise Refused(say.ODD_CELLS.at(given=self.name))
            for at in found:
                self._reach(read_address(at.decode()))
        self._reach((self.rows, self.columns))

    def _reach(self, at: Address) -> None:
        self.rows, self.columns = max(self.rows, at[0]), max(self.columns, at[1])
        if self.rows > MAX_ROWS:
            raise Refused(say.TOO_MANY.at(given=self.rows, limit=MAX_ROWS, what_vi="dòng", what_en="rows"))
        if self.columns > MAX_COLUMNS:
            raise Refused(say.TOO_MANY.at(given=self.columns, limit=MAX_COLUMNS, what_vi="cột", what_en="columns"))
        if self.rows * self.columns > MAX_GRID:
            grid = self.rows * self.columns
            raise Refused(say.TOO_MANY.at(given=grid, limit=MAX_GRID, what_vi="ô", what_en="cells"))

    def _formula(self, found: re.Match[bytes]) -> None:
        text = "=" + unescape((found[3] or b"").decode("utf-8", "replace"))
        self.formulas[read_address(found[1].decode())] = text
        area = re.search(rb'ref="([A-Z]+[0-9]+):([A-Z]+[0-9]+)"', found[2])
        if area and b'"shared"' not in found[2]:  # an array formula gives values to its whole block
            block = _area(area[1], area[2])
            self._count_formulas(len(self.formulas) + block.size)
            for row in range(block.first[0], block.last[0] + 1):
                for column in range(block.first[1], block.last[1] + 1):
                    self.formulas.setdefault((row, column), text)
        self._count_formulas(len(self.formulas))

    def _count_formulas(self, count: int) -> None:
        if count > MAX_FORMULAS:
            raise Refused(say.TOO_MANY.at(given=count, limit=MAX_FORMULAS, what_vi="công thức", what_en="formulas"))


def _area(first: bytes, last: bytes | None) -> Area:
    return Area(read_address(first.decode()), read_address((last or first).decode()))
