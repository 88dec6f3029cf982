"""Where a table ends: lines of signatures below it are no rows."""

from __future__ import annotations

import re

from mtqg.core.form import Form
from mtqg.core.table import Column
from mtqg.core.text import fold
from mtqg.intake.encoding import as_unicode
from mtqg.intake.header import Header
from mtqg.intake.sheet import Raw, Sheet

_LONGEST = 60  # lines below a table that are looked at
_LONG = 200  # signs
_FEW = 4  # cells of a line of signatures
_SIGNED = re.compile(
    r"^(nguoi|can bo|cong chuc) (lap|tong hop|ky|kiem tra|ra soat|dieu tra|cung cap)\b|^lap (bieu|bang)\b"
    r"|^(tm|kt|tl|tuq|t\.m|k\.t|t\.l)\b\.?|^(pho )?chu tich\b|^thu truong\b|^giam doc\b|^ke toan|^bi thu\b|^to truong\b"
    r"|^truong (thon|ban|phong|khu|xom)\b|^xac nhan\b|^noi nhan\b|^dai dien\b|^\(?\s*(ky|da ky)\b|^\(?ky,"
    r"|\bngay\b[\s\d.…_/-]*\bthang\b[\s\d.…_/-]*\bnam\b|^ghi chu\s*:|^(tong so|danh sach|bieu) (nay )?(co|gom)\b"
    r"|^an dinh\b|^\(?bang chu\b"
)


def end_of_rows(sheet: Sheet, header: Header, form: Form) -> int:
    """The first row of the sheet that is no longer the table's: from it on only signatures and remarks stand."""
    end = sheet.top + len(sheet.rows)
    shows = [header.columns[column.name] for column in form.table.columns if _shows_a_row(column, header)]
    looked = 0
    for number in range(end - 1, max(header.first, sheet.top) - 1, -1):
        cells = [cell for cell in sheet.rows[number - sheet.top] if not is_blank(cell)]
        if not cells:
            continue
        looked += 1
        if looked > _LONGEST:
            break
        if len(cells) <= _FEW and any(map(_is_signature, cells)):
            end = number
        elif any(_is_value(sheet.value(number, at)) for at in shows):
            break
    return end


def is_blank(cell: Raw) -> bool:
    return not cell.strip() if isinstance(cell, str) else cell is None


def _shows_a_row(column: Column, header: Header) -> bool:
    """Whether a value in this column shows that a line is a row: numbers, days and codes do, names do not."""
    return column.name in header.columns and (column.kind in ("integer", "date") or column.name.endswith("_code"))


def _is_value(cell: Raw) -> bool:
    return any(map(str.isdigit, cell)) if isinstance(cell, str) else cell is not None


def _is_signature(cell: Raw) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONG and _SIGNED.search(fold(as_unicode(cell))) is not None
