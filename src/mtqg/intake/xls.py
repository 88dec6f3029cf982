"""Old workbooks (.xls, Excel 5.0 to 2003) to sheets, record by record.

Read here and not by calamine: every record must be looked at anyway (formulas, errors, merged cells, formats, how far
the cells reach), and so nothing that a hostile file says of its sizes is believed, chains cannot run in circles, and a
long text that a million cells show is kept once. The tests hold the values against calamine's.
"""

from __future__ import annotations

import datetime as dt
import struct
from dataclasses import dataclass, field

from mtqg.core.disk import sha256
from mtqg.core.errors import Refused
from mtqg.intake import problems as say
from mtqg.intake.biff import Texts, code_page, name_of, records, unpacked
from mtqg.intake.cfb import Container
from mtqg.intake.legacy import encoding_of_font
from mtqg.intake.scan import MAX_COLUMNS, MAX_FORMULAS, MAX_GRID, MAX_ROWS, MAX_SHEETS
from mtqg.intake.sheet import Address, Area, Oddities, Raw, Sheet
from mtqg.intake.styles import shows_day, shows_percent
from mtqg.intake.values import EXCEL_DAY_0, MAC_DAY_0, hide_identity

_EOF, _BOF = 0x0A, 0x0809
_BIFF8, _BIFF5 = 0x0600, 0x0500
_DAYS = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47, *range(27, 37), *range(50, 59)})  # built-in formats
_PERCENTS = frozenset({9, 10})
_FAULTS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_MAX_DAYS = 2_958_466  # 31/12/9999


@dataclass
class _Book:
    """What the records before the sheets say."""

    is_new: bool = True
    encoding: str = "cp1252"
    is_1904: bool = False
    sheets: list[tuple[str, int, bool]] = field(default_factory=list)  # name, place in the stream, hidden
    fonts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int]] = field(default_factory=list)  # font and number format of each cell format
    texts: list[str] = field(default_factory=list)

    def kinds(self) -> tuple[frozenset[int], frozenset[int]]:
        """The cell formats that show days, and those that show percent."""
        days = _DAYS | {number for number, code in self.formats.items() if shows_day(code)}
        percents = _PERCENTS | {number for number, code in self.formats.items() if shows_percent(code)}
        days -= {number for number in self.formats if not shows_day(self.formats[number])}
        places = list(enumerate(self.cells))
        return (
            frozenset(at for at, (_, number) in places if number in days),
            frozenset(at for at, (_, number) in places if number in percents),
        )

    def encodings(self) -> frozenset[str]:
        """Encodings of the fonts that cell formats use. The fifth font is left out by the format: 4 stands for none."""
        names = [
            self.fonts[at if at < 4 else at - 1] for at, _ in self.cells if (at if at < 4 else at - 1) < len(self.fonts)
        ]
        return frozenset(code for code in map(encoding_of_font, names) if code)


def xls_sheets(name: str, data: bytes) -> list[Sheet]:
    """The sheets of an old workbook's bytes. Raises Refused with a coded error when it cannot be read."""
    container = Container(data)
    if any(entry.name == "EncryptedPackage" for entry in container.entries):
        raise Refused(say.ENCRYPTED.at())
    stream = container.stream("Workbook", "Book")
    if stream is None:
        raise Refused(say.WRONG_CONTENT.at(given="Word 97-2003 / OLE", ending=".xls"))
    try:
        book = _book(stream)
        digest = sha256(data)
        found = [_sheet(stream, book, name, digest, *about) for about in book.sheets]
    except (struct.error, IndexError, UnicodeError, OverflowError) as reason:
        raise Refused(say.BROKEN.at(given=f"{type(reason).__name__}: {reason}"[:120])) from None
    if not any(sheet.rows for sheet in found):
        raise Refused(say.EMPTY_FILE.at())
    return found


def _book(stream: bytes) -> _Book:
    book, texts = _Book(), Texts()
    for at, (kind, body) in enumerate(records(stream, 0)):
        if at == 0:
            version = struct.unpack_from("<H", body)[0] if kind == _BOF and len(body) >= 2 else 0
            if version not in (_BIFF8, _BIFF5):
                raise Refused(say.OLD_XLS.at())
            book.is_new = version == _BIFF8
        elif kind == _EOF:
            break
        elif kind == 0x2F:
            raise Refused(say.ENCRYPTED.at())
        elif not texts.take(kind, body):
            _global(book, kind, body)
    if len(book.sheets) > MAX_SHEETS:
        raise Refused(say.TOO_MANY.at(given=len(book.sheets), limit=MAX_SHEETS, what_vi="trang tính", what_en="sheets"))
    book.texts = texts.all()
    return book


def _global(book: _Book, kind: int, body: bytes) -> None:
    if kind == 0x42:
        book.encoding = code_page(struct.unpack_from("<H", body)[0])
    elif kind == 0x22:
        book.is_1904 = struct.unpack_from("<H", body)[0] == 1
    elif kind == 0x85:
        place, state, sort = struct.unpack_from("<LBB", body)
        if sort == 0:  # a worksheet; others are charts and macros
            book.sheets.append((name_of(body, 6, book.is_new, book.encoding), place, state & 3 != 0))
    elif kind in (0x31, 0x231):
        book.fonts.append(name_of(body, 14, book.is_new, book.encoding))
    elif kind == 0x41E:
        number = struct.unpack_from("<H", body)[0]
        book.formats[number] = (
            unpacked(body, 2, "utf-16-le")[0] if book.is_new else name_of(body, 2, False, book.encoding)
        )
    elif kind == 0xE0:
        book.cells.append(struct.unpack_from("<HH", body))


def _sheet(stream: bytes, book: _Book, file: str, digest: str, name: str, place: int, hidden: bool) -> Sheet:
    scan = _Scan(book)
    for at, (kind, body) in enumerate(records(stream, place)):
        if kind == _EOF:
            break
        if at == 0 and kind != _BOF:
            raise Refused(say.BROKEN.at(given=f"BOF: {hide_identity(name)}"))
        scan.record(kind, body)
    rows, top, left = scan.table()
    odd = Oddities(scan.formulas, scan.faults, tuple(scan.merged), frozenset(scan.percent))
    return Sheet(file, hide_identity(name), digest, rows, top, left, hidden, odd, book.is_1904, book.encodings())


class _Scan:
    """The cells of one sheet."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.day_formats, self.percent_formats = book.kinds()
        self.day_0 = dt.datetime.combine(MAC_DAY_0 if book.is_1904 else EXCEL_DAY_0, dt.time())
        self.cells: dict[Address, Raw] = {}
        self.formulas: dict[Address, str] = {}
        self.faults: dict[Address, str] = {}
        self.merged: list[Area] = []
        self.percent: set[Address] = set()
        self.rows = self.columns = 0

    def record(self, kind: int, body: bytes) -> None:
        if kind == 0xFD:
            row, column, _, text = struct.unpack_from("<HHHL", body)
            self._put(row, column, self.book.texts[text])
        elif kind == 0x27E:
            row, column, form, number = struct.unpack_from("<HHHL", body)
            self._number(row, column, form, _rk(number))
        elif kind == 0x203:
            self._number(*struct.unpack_from("<HHHd", body))
        elif kind == 0xBD:
            row, column = struct.unpack_from("<HH", body)
            for at, (form, number) in enumerate(struct.iter_unpack("<HL", body[4:-2])):
                self._number(row, column + at, form, _rk(number))
        elif kind in (0x204, 0xD6):
            row, column = struct.unpack_from("<HH", body)
            text = unpacked(body, 6, "utf-16-le")[0] if self.book.is_new else _bytes(body, 6, self.book.encoding)
            self._put(row, column, text)
        elif kind == 0x205:
            row, column, _, value, is_fault = struct.unpack_from("<HHHBB", body)
            self._put(row, column, "" if is_fault else bool(value))
            if is_fault:
                self.faults[row + 1, column + 1] = _FAULTS.get(value, "#?")
        elif kind == 0x06:
            self._formula(*struct.unpack_from("<HH", body))
        elif kind == 0xE5:
            for first, last, left, right in struct.iter_unpack("<HHHH", body[2 : 2 + len(body[2:]) // 8 * 8]):
                self.merged.append(Area((first + 1, left + 1), (last + 1, right + 1)))

    def _put(self, row: int, column: int, value: Raw) -> None:
        if row >= self.rows:
            self.rows = row + 1
            self._measure()
        if column >= self.columns:
            self.columns = column + 1
            self._measure()
        self.cells[row + 1, column + 1] = value

    def _measure(self) -> None:
        for given, limit, vi, en in (
            (self.rows, MAX_ROWS, "dòng", "rows"),
            (self.columns, MAX_COLUMNS, "cột", "columns"),
            (self.rows * self.columns, MAX_GRID, "ô", "cells"),
        ):
            if given > limit:
                raise Refused(say.TOO_MANY.at(given=given, limit=limit, what_vi=vi, what_en=en))

    def _number(self, row: int, column: int, form: int, number: float) -> None:
        if form in self.percent_formats:
            self.percent.add((row + 1, column + 1))
        if form in self.day_formats and 0 <= number < _MAX_DAYS:
            moment = self.day_0 + dt.timedelta(days=number)
            self._put(row, column, moment.date() if number == int(number) else moment)
        else:
            self._put(row, column, number)

    def _formula(self, row: int, column: int) -> None:
        self._put(row, column, "")
        self.formulas[row + 1, column + 1] = "=…"  # the record holds it as tokens, not as it was typed
        if len(self.formulas) > MAX_FORMULAS:
            given = len(self.formulas)
            raise Refused(say.TOO_MANY.at(given=given, limit=MAX_FORMULAS, what_vi="công thức", what_en="formulas"))

    def table(self) -> tuple[list[list[Raw]], int, int]:
        """The rows from the first cell to the last, and where they begin."""
        if not self.cells:
            return [], 1, 1
        top = min(row for row, _ in self.cells)
        left = min(column for _, column in self.cells)
        width = self.columns - left + 1
        rows: list[list[Raw]] = [[""] * width for _ in range(self.rows - top + 1)]
        for (row, column), value in self.cells.items():
            rows[row - top][column - left] = value
        return rows, top, left


def _rk(packed: int) -> float:
    """A number in four bytes: 30 bits of a whole number or of a fraction's first half, perhaps times 100."""
    if packed & 2:
        whole = packed >> 2
        number = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        number = struct.unpack("<d", struct.pack("<LL", 0, packed & 0xFFFFFFFC))[0]
    return number / 100 if packed & 1 else number


def _bytes(body: bytes, at: int, encoding: str) -> str:
    length = struct.unpack_from("<H", body, at)[0]
    return body[at + 2 : at + 2 + length].decode(encoding, "replace")
