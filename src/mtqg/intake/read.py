"""Files to sheets: .xlsx by calamine after the guard has looked at it, .xls by its records, .csv by the csv module."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mtqg.core.disk import sha256
from mtqg.core.errors import Problem, Refused
from mtqg.intake import problems as say
from mtqg.intake.guard import MAX_FILE, Parts, looks_like, ole_problem
from mtqg.intake.scan import MAX_COLUMNS, MAX_ROWS, counts_from_1904, oddities, sheet_parts
from mtqg.intake.sheet import Oddities, Raw, Sheet
from mtqg.intake.styles import styles_of
from mtqg.intake.values import hide_identity
from mtqg.intake.xls import xls_sheets

ENDINGS = (".xlsx", ".xls", ".csv")
SEPARATORS = (";", ",", "\t")
HEAD_ROWS = 20

# How many headers of the form a row of cells holds: it tells which separator a csv has.
Score = Callable[[Sequence[str]], int]


def read_file(path: Path, name: str, score: Score) -> list[Sheet]:
    """The sheets of a file, hidden ones too. Raises Refused with a coded error when it cannot be read.

    name: what the file is called in what is kept and told.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise Refused(say.TOO_BIG.at(given=size // 10**6, limit=MAX_FILE // 10**6, file=name))
        data = path.read_bytes()
    except OSError as reason:
        raise Refused(say.UNREADABLE.at(given=reason.strerror or reason, file=name)) from None
    try:
        return sheets(name, data, score)
    except Refused as refused:
        raise Refused([_in_file(problem, name) for problem in refused.problems]) from None


def sheets(name: str, data: bytes, score: Score) -> list[Sheet]:
    """The sheets of a file's bytes."""
    ending = Path(name).suffix.lower()
    found = looks_like(data)
    if not data.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise Refused(say.EMPTY_FILE.at())
    if found == "before":
        raise Refused(say.OLD_XLS.at())
    if found == "ole":
        if ending == ".xls":
            return xls_sheets(name, data)
        raise Refused(ole_problem(data, ending))
    if ending in (".xlsx", ".xls"):
        if found != "xlsx":
            given = "văn bản (text)" if found == "csv" else found
            raise Refused(say.WRONG_CONTENT.at(given=given, ending=ending))
        return _workbook(name, data)  # newer programs write it under the old ending too
    if found != "csv":
        raise Refused(say.WRONG_CONTENT.at(given=found, ending=ending))
    return [_table(name, data, score)]


def _workbook(name: str, data: bytes) -> list[Sheet]:
    """Guard, scan, and only then calamine."""
    parts = Parts(data)
    if "xl/workbook.xml" not in parts.names:
        raise Refused(say.WRONG_CONTENT.at(given="tệp nén, không phải Excel (an archive)", ending=".xlsx"))
    listed = sheet_parts(parts)
    known = set(parts.names)
    styles = styles_of(parts)
    scanned = {}
    for sheet, part in listed.items():
        if part not in known:
            raise Refused(say.BROKEN.at(given=part))
        scanned[sheet] = oddities(parts, part, styles.percents)
    for part in parts.names:
        if part not in listed.values() and not parts.was_read(part):
            for _ in parts.stream(part):  # counted and searched, as calamine will unpack them too
                pass
    is_1904 = counts_from_1904(parts)
    return [replace(sheet, is_1904=is_1904, fonts=styles.fonts) for sheet in _cells(name, data, scanned)]


def _cells(name: str, data: bytes, scanned: dict[str, Oddities]) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    digest = sha256(data)
    found = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            top, left = sheet.start or (0, 0)
            rows: list[list[Raw]] = sheet.to_python(skip_empty_area=True)
            hidden = about.visible is not SheetVisibleEnum.Visible
            place = (top + 1, left + 1, hidden, scanned[about.name])
            found.append(Sheet(name, hide_identity(about.name), digest, rows, *place))
    except PasswordError:
        raise Refused(say.ENCRYPTED.at()) from None
    except (CalamineError, KeyError, ValueError, OSError) as reason:
        raise Refused(say.BROKEN.at(given=str(reason)[:120])) from None
    if not any(sheet.rows for sheet in found):
        raise Refused(say.EMPTY_FILE.at())
    return found


def _table(name: str, data: bytes, score: Score) -> Sheet:
    """A csv. The separator is the one that shows most headers of the form; no header, no guess: the form is said."""
    text = _utf8(data)
    rows = _split(text, max(SEPARATORS, key=lambda separator: _shows(text, separator, score)))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise Refused(say.TOO_MANY.at(given=len(rows), limit=MAX_ROWS, what_vi="dòng", what_en="rows"))
    if (width := max(map(len, rows))) > MAX_COLUMNS:
        raise Refused(say.TOO_MANY.at(given=width, limit=MAX_COLUMNS, what_vi="cột", what_en="columns"))
    return Sheet(
        name, "", sha256(data), [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    )


def _utf8(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise Refused(say.ENCODING.at(line=data.count(b"\n", 0, reason.start) + 1)) from None
    if "\x00" in text:
        raise Refused(say.ENCODING.at(line=text.count("\n", 0, text.index("\x00")) + 1))
    return text


def _shows(text: str, separator: str, score: Score) -> int:
    """Most headers that one of the first rows shows when the text is cut by this separator."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    most = 0
    try:
        for _, row in zip(range(HEAD_ROWS), reader, strict=False):
            most = max(most, score(row))
            if len(row) > 2 and most == len(row):
                break  # every cell is a header: no other row shows more
    except csv.Error:
        pass  # told by the separator that is taken in the end
    return most


def _split(text: str, separator: str) -> list[list[Raw]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error:
        raise Refused(say.CSV_BROKEN.at(line=reader.line_num)) from None


def _in_file(problem: Problem, name: str) -> Problem:
    return problem if problem.file else replace(problem, file=name, place=problem.place or name)
