"""Registers as files, of what the person may see: without what identifies a person or would run in a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from mtqg.core.table import Table
from mtqg.web import access
from mtqg.web.access import page
from mtqg.web.registers import books
from mtqg.web.registers.books import Wanted

_RUN = ("=", "+", "-", "@", "\t", "\r")
_SHEET_ROWS = 1_048_575  # of a sheet of Excel, without the head
_CHUNK = 5000


@page("see", title="Xuất sổ ra tệp")
@require_GET
def export(request: HttpRequest, name: str, form: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    if form not in ("csv", "xlsx"):
        raise Http404
    table, model, seen = books.opened(request, name)
    found = books.found(table, model, seen, Wanted.of(request)).rows.order_by("pk")
    called = f"{table.name}-{access.today().isoformat()}.{form}"
    if form == "xlsx":
        return FileResponse(_workbook(table, found), as_attachment=True, filename=called)
    answer = StreamingHttpResponse(_lines(table, found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return answer


def safe(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value


def _head(table: Table) -> list[str]:
    return [column.label for column in table.stored]


def _rows(table: Table, found: Any) -> Iterator[list[Any]]:
    names = [column.name for column in table.stored]
    for values in found.values_list(*names).iterator(chunk_size=_CHUNK):
        yield [books.written_of(column, value) for column, value in zip(table.stored, values, strict=True)]


def _lines(table: Table, found: Any) -> Iterator[str]:
    """With the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line(_head(table))
    for row in _rows(table, found):
        yield _line([safe(_plain(value)) for value in row])


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "x" if value else ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _line(values: list[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()


def _workbook(table: Table, found: Any) -> Any:
    """A workbook written row by row to a temporary file; text is written as text, never as a formula."""
    import tempfile

    import xlsxwriter

    held = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115  (closed by the answer that sends it)
    book = xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(table.name[:31]), book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, label in enumerate(_head(table)):
        sheet.write_string(0, at, label, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(_rows(table, found[:_SHEET_ROWS]), start=1):
        for at, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_string(number, at, "x" if value else "")
            elif isinstance(value, int):
                sheet.write_number(number, at, value)
            elif hasattr(value, "isoformat"):
                sheet.write_datetime(number, at, value, day)
            elif value is not None:
                sheet.write_string(number, at, str(value))
    book.close()
    held.seek(0)
    return held
