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
MAX_ODD = 2000  # formulas told one by one; a sheet with more is told at these cells

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


def oddities(parts: Parts, name: str) -> Oddities:
    """Formulas, errors and merged cells of one sheet. Raises Refused when its cells are too many or have no place."""
    return _Scan(name).over(parts.stream(name))


class _Scan:
    """One pass over a sheet's xml."""

    def __init__(self, name: str) -> None:
        self.name = name
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
                    continue
                self._prepare(root[1])
                ready = True
            # Cut before a cell, so that a cell and its formula are never divided.
            if (cut := held.rfind(self.cell_start)) > 0:
                self._block(held[:cut])
                held = held[cut:]
        if ready:
            self._block(held)
        return Oddities(self.formulas, self.faults, tuple(self.merged))

    def _prepare(self, prefix: bytes | None) -> None:
        name = (prefix + b":" if prefix else b"").decode()
        self.cell_start = f"<{name}c ".encode()
        self.addressed = f'<{name}c r="'.encode()
        self.bare = (f"<{name}c>".encode(), f"<{name}c/>".encode())
        self.cell = re.compile(rf'<{name}c [^<>]*?\br="([A-Z]+[0-9]+)"'.encode())
        self.far = re.compile(rb'\sr="([A-Z]+(?:[3-9][0-9]{5}|[0-9]{7,})|[A-Z]{3,}[0-9]+|[D-Z][A-Z][0-9]+)"')
        self.wide = re.compile(rb'\sr="([A-D][A-Z])[0-9]')
        self.row = re.compile(rf'<{name}row [^<>]*?\br="([0-9]+)"'.encode())
        self.formula = re.compile(
            rf'<{name}c [^<>]*?\br="([A-Z]+[0-9]+)"[^<>]*>\s*<{name}f\b([^>]*?)(?:/>|>([^<]*)<)'.encode()
        )
        self.fault = re.compile(rf'<{name}c [^<>]*?\bt="e"[^<>]*>(?:.(?!</{name}c>))*?<{name}v>([^<]*)<'.encode(), re.S)
        self.formula_start = re.compile(rf"<{name}f[\s/>]".encode())
        self.merge = re.compile(rf'<{name}mergeCell\s[^<>]*?\bref="([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?"'.encode())

    def _block(self, block: bytes) -> None:
        self._measure(block)
        if self.formula_start.search(block):
            for found in self.formula.finditer(block):
                self._formula(found)
            if not self.formulas:
                raise Refused(say.ODD_CELLS.at(given=f"{self.name}: <f>"))
        if b't="e"' in block:
            for found in self.fault.finditer(block):
                cell = self.cell.match(found[0])
                if cell:
                    self.faults[read_address(cell[1].decode())] = found[1].decode("utf-8", "replace")
        for found in self.merge.finditer(block):
            self.merged.append(_area(found[1], found[2]))

    def _measure(self, block: bytes) -> None:
        """How far the cells reach. calamine builds the whole rectangle, so one far cell would cost gigabytes."""
        cells = block.count(self.cell_start) + sum(map(block.count, self.bare))
        if block.count(self.addressed) != cells and len(self.cell.findall(block)) != cells:
            raise Refused(say.ODD_CELLS.at(given=self.name))
        if far := self.far.search(block):
            self._reach(read_address(far[1].decode()))
        if rows := self.row.findall(block):
            self.rows = max(self.rows, *map(int, rows))
        if wide := self.wide.findall(block):
            self.columns = max(self.columns, read_address(max(wide).decode())[1])
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
        if len(self.formulas) >= MAX_ODD:
            return
        text = "=" + unescape((found[3] or b"").decode("utf-8", "replace"))
        self.formulas[read_address(found[1].decode())] = text
        area = re.search(rb'ref="([A-Z]+[0-9]+):([A-Z]+[0-9]+)"', found[2])
        if area and b'"shared"' not in found[2]:  # an array formula gives values to its whole block
            block = _area(area[1], area[2])
            for row in range(block.first[0], min(block.last[0], block.first[0] + MAX_ODD) + 1):
                for column in range(block.first[1], min(block.last[1], MAX_COLUMNS) + 1):
                    self.formulas.setdefault((row, column), text)


def _area(first: bytes, last: bytes | None) -> Area:
    return Area(read_address(first.decode()), read_address((last or first).decode()))
