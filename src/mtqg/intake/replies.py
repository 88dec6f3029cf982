"""The reply to a workbook: the sender's own rows, wrong cells coloured and commented, and a list of what is wrong.

It goes back to the sender alone, so cells that name people stay as she wrote them; what the software itself adds shows
none of them. Values are written by their kind and text always as text, so that no cell becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.errors import Problem, Refused
from mtqg.core.form import Form
from mtqg.core.text import fold
from mtqg.intake.header import Header, Headers
from mtqg.intake.passport import OWN_SHEETS, REPLY_SHEET, Passport, is_own
from mtqg.intake.places import KNOWN_SINCE
from mtqg.intake.read import read_file
from mtqg.intake.receipts import Receipt, facts, for_officer
from mtqg.intake.sheet import Address, Sheet, address, read_address, shown
from mtqg.intake.template_columns import Entry, entries, validation
from mtqg.intake.templates import FORMULA_SIGNS, Lists, Styles, choice_lists, write_cell, write_passport
from mtqg.intake.values import hide_identity

COMMENTS = 5_000  # in one sheet; wrong cells beyond are coloured only, and the list says so
LISTED = 10_000
LARGE = 20_000  # rows of which nobody looks for the wrong ones by scrolling
WRONG, HEAD = "#FFC7CE", "#DDEBF7"
RULED = {"border": 1, "border_color": "#BFBFBF"}
_NAME = 31  # letters in the name of a sheet
_WIDTHS = (8, 11, 18, 18, 46, 46)
_HEADINGS = ("Mã lỗi", "Ô", "Cột", "Đã ghi", "Sai ở đâu", "Cách sửa")
_LONG, _SEEN, _MORE = 32_768, 200, 1_000


@dataclass(frozen=True)
class _Page:
    """A sheet of the reply. ``rows``: rows of the sheet in order; ``at``: row of the sender's sheet -> row here."""

    sheet: Sheet
    title: str
    header: Header | None
    rows: Sequence[int]
    at: Mapping[int, int]


def write_reply(
    path: Path | None,
    form: Form | None,
    receipt: Receipt,
    out: Path,
    *,
    sent: Passport | None,
    passport: Passport | None,
    only_wrong: bool | None = None,
) -> None:
    """Write the reply to a file that was read as a form.

    only_wrong: only the rows with errors stay below the header, for the sender to mend and send back; None: only in
        sheets of more than ``LARGE`` rows.
    sent: what the file said of itself. passport: what the reply says, so that it can be sent back by any name.
    Raises Refused where it cannot be written. A file that cannot be read gets the reasons alone.
    """
    try:
        headers = Headers(form, has_period=bool(receipt.period)) if form else None
        found = read_file(path, receipt.file, headers.score if headers else lambda _: 0) if path else []
    except Refused:
        headers, found = None, []
    kept = [sheet for sheet in found if not is_own(sheet.name, sent)]
    data = io.BytesIO()
    _Reply(data, form, receipt, passport).write(_pages(kept, headers, receipt.problems, only_wrong=only_wrong))
    disk.replace_file(out, data.getvalue())


def _pages(
    sheets: Iterable[Sheet], headers: Headers | None, problems: Iterable[Problem], *, only_wrong: bool | None
) -> list[_Page]:
    wrong: dict[str, set[int]] = {}
    for problem in problems:
        if problem.cell:
            wrong.setdefault(problem.sheet, set()).add(read_address(problem.cell)[0])
    pages: list[_Page] = []
    for sheet in sheets:
        header = headers.find(sheet) if headers and sheet.rows else None
        rows: Sequence[int] = range(sheet.top, sheet.top + len(sheet.rows))
        lean = len(sheet.rows) > LARGE if only_wrong is None else only_wrong
        if lean and header and not header.problems:
            rows = [row for row in rows if row < header.first or row in wrong.get(sheet.name, ())]
        shift = sheet.top - 1  # what stands above the first row stays empty, so that addresses are hers
        at = {row: place + shift + 1 for place, row in enumerate(rows)}
        pages.append(_Page(sheet, _sheet_name(sheet.name, [page.title for page in pages]), header, rows, at))
    return pages


def _sheet_name(name: str, taken: Iterable[str]) -> str:
    """A name that a spreadsheet takes and no other sheet has, nor one that is not read when it is sent back."""
    bare = "".join("-" if sign in "[]:*?/\\" else sign for sign in name).strip("' ")[:_NAME] or "Biểu"
    used = {fold(one) for one in (*taken, *OWN_SHEETS, "history")}
    number, free = 2, bare
    while fold(free) in used:
        free, number = f"{bare[: _NAME - 5]} ({number})", number + 1
    return free


Wrong = Mapping[int, Mapping[int, Sequence[Problem]]]  # row -> column -> what is wrong there


class _Reply:
    """One reply being written."""

    def __init__(self, data: io.BytesIO, form: Form | None, receipt: Receipt, passport: Passport | None) -> None:
        import xlsxwriter  # costs 60 ms

        self.receipt, self.passport = receipt, passport
        self.book = xlsxwriter.Workbook(data, {"constant_memory": True, "strings_to_urls": False})
        self.styles, self.lists = Styles(self.book), Lists()
        self.columns = asked(form) if form else {}
        self.comments_left = COMMENTS  # in the sheet that is being written

    def write(self, pages: Sequence[_Page]) -> None:
        self.book.set_properties({"title": "Trả lời", "created": self.receipt.at.replace(tzinfo=None)})
        self._answer(self.book.add_worksheet(REPLY_SHEET), pages)
        for page in pages:
            self._page(page, _by_cell(self.receipt.problems, page.sheet.name))
        if self.lists.columns:
            self.lists.write(self.book, self.styles)
        if self.passport:
            write_passport(self.book, self.passport, self.styles)
        self.book.close()

    # The first sheet

    def _answer(self, sheet: Any, pages: Sequence[_Page]) -> None:
        """What arrived, what to do, and every error with a link to its cell."""
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width)
        write_cell(sheet, 0, 0, "TRẢ LỜI VỀ TỆP SỐ LIỆU", self.styles, bold=True, font_size=14)
        row = 1
        for name, value in facts(self.receipt):
            write_cell(sheet, row, 0, f"{name}: {value}", self.styles)
            row += 1
        look = {"bold": True, "font_color": "#9C0006"}
        write_cell(sheet, row, 0, f"Việc cần làm: {self.receipt.next_step}", self.styles, **look)
        if any(len(page.rows) < len(page.sheet.rows) for page in pages):
            row += 1
            text = "Trang số liệu chỉ còn các dòng sai; các dòng khác đã đúng, không cần gửi lại."
            write_cell(sheet, row, 0, text, self.styles, italic=True)
        first = row + 3
        for at, text in enumerate(_HEADINGS):
            write_cell(sheet, first - 1, at, text, self.styles, bold=True, border=1, bg_color=HEAD)
        for row, problem in enumerate(self.receipt.problems[:LISTED], first):
            self._line(sheet, row, problem, pages)
        if (rest := len(self.receipt.problems) - LISTED) > 0:
            text = f"… và {rest} lỗi nữa; các ô sai khác cũng được tô màu ở trang số liệu."
            write_cell(sheet, first + LISTED, 0, text, self.styles, italic=True)
        sheet.freeze_panes(first, 0)
        sheet.repeat_rows(first - 1)
        _printed(sheet)

    def _line(self, sheet: Any, row: int, problem: Problem, pages: Sequence[_Page]) -> None:
        look = {**RULED, "text_wrap": True, "valign": "top"}
        told = problem.message, for_officer(problem)
        sheet.set_row(row, 15 * max(1 + len(text) // 54 for text in told) + 4)
        page = next((page for page in pages if page.sheet.name == problem.sheet), None)
        write_cell(sheet, row, 0, problem.code, self.styles, **look)
        title = ""
        if page and problem.cell:
            title = self._link(sheet, row, page, read_address(problem.cell), len(pages), look)
        else:
            write_cell(sheet, row, 1, problem.sheet or "cả tệp", self.styles, **look)
        for at, text in enumerate((title, problem.given, *told), 2):
            write_cell(sheet, row, at, text, self.styles, **look)

    def _link(self, sheet: Any, row: int, page: _Page, at: Address, pages: int, look: dict[str, Any]) -> str:
        """A link to a cell of the reply; gives the header of its column."""
        here = address(page.at.get(at[0], at[0]), at[1])
        quoted = page.title.replace("'", "''")
        style = self.styles(**look, font_color="#0563C1", underline=1)
        text = f"{page.title} {here}" if pages > 1 else here
        sheet.write_url(row, 1, f"internal:'{quoted}'!{here}", style, text, "Bấm để tới ô")
        return hide_identity(shown(page.sheet.value(page.header.row, at[1]))) if page.header else ""

    # Her sheets

    def _page(self, page: _Page, wrong: Wrong) -> None:
        sheet = self.book.add_worksheet(page.title)
        self._columns(sheet, page)
        self.comments_left = COMMENTS
        head = {"bold": True, "bg_color": HEAD, "border": 1, "text_wrap": True, "valign": "vcenter"}
        names = {column: name for name, column in page.header.columns.items()} if page.header else {}
        plain, ruled = self.styles(), self.styles(**RULED)
        for row in page.rows:
            at = page.at[row] - 1
            marks = wrong.get(row, {})
            if page.header and row == page.header.row:
                self._row(sheet, page, row, marks, head, names)
            elif marks:
                lined = page.header and row >= page.header.first
                self._row(sheet, page, row, marks, RULED if lined else {}, names)
            else:
                style = ruled if page.header and row >= page.header.first else plain
                for column, value in enumerate(page.sheet.rows[row - page.sheet.top], page.sheet.left - 1):
                    self._plain(sheet, at, column, value, style)
        if page.header:
            sheet.freeze_panes(page.at.get(page.header.first - 1, 0), 0)
        if page.sheet.hidden:
            sheet.hide()
        _printed(sheet)

    def _plain(self, sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
        """A cell in which nothing is wrong; by far the most, so the usual kinds go the short way."""
        kind = type(value)
        if kind is str:
            if value and value[0] not in FORMULA_SIGNS and len(value) < _LONG:
                sheet.write_string(row, column, value, style)
                return
        elif kind is float or kind is int:
            sheet.write_number(row, column, value, style)
            return
        write_cell(sheet, row, column, value, self.styles)

    def _row(
        self, sheet: Any, page: _Page, row: int, marks: Mapping[int, Any], look: dict[str, Any], names: dict[int, str]
    ) -> None:
        """A row with wrong cells, or the header. A wrong cell beyond what was written is empty, and marked."""
        cells = dict(enumerate(page.sheet.rows[row - page.sheet.top], page.sheet.left))
        for column in sorted({*cells, *marks}):
            value, style = cells.get(column, ""), look
            if column in marks:
                entry = self.columns.get(names.get(column, ""))
                style = {"bg_color": WRONG, "border": 1, "border_color": "#9C0006"}
                style |= {"num_format": entry.number_format} if entry else {}
                # A spreadsheet's error must not turn into a text that would be taken as one.
                value = f"={fault}" if (fault := page.sheet.odd.faults.get((row, column))) else value
            write_cell(sheet, page.at[row] - 1, column - 1, value, self.styles, **style)
            if column in marks:
                self._comment(sheet, page.at[row] - 1, column - 1, marks[column])

    def _columns(self, sheet: Any, page: _Page) -> None:
        """Widths, formats and lists, so that what she types where something was wrong stays what she typed."""
        formats = {}
        if page.header:
            sources = choice_lists(self.lists, list(self.columns.values()))
            last = max(page.at.values(), default=0) + _MORE
            for name, column in page.header.columns.items():
                if entry := self.columns.get(name):
                    formats[column] = self.styles(num_format=entry.number_format)
                    if source := sources.get(name):
                        first = address(page.at.get(page.header.first, page.header.first), column)
                        sheet.data_validation(f"{first}:{address(last, column)}", validation(entry, first, source))
        for column, width in _column_widths(page).items():
            sheet.set_column(column - 1, column - 1, width, formats.get(column))

    def _comment(self, sheet: Any, row: int, column: int, problems: Sequence[Problem]) -> None:
        """Written with its row: the writer keeps no row that is behind it."""
        if self.comments_left < 1:
            return
        self.comments_left -= 1
        text = "\n".join(map(_told, problems))
        lines = sum(1 + len(line) // 48 for line in text.split("\n"))
        size = {"width": 320, "height": 18 * lines + 12, "font_name": "Tahoma", "font_size": 9}
        sheet.write_comment(row, column, text, {"author": "mtqg", **size})


def asked(form: Form) -> dict[str, Entry]:
    """What the form's columns ask for, without the law's values."""
    return {entry.name: entry for entry in entries(form, {}, KNOWN_SINCE)}


def _by_cell(problems: Iterable[Problem], sheet: str) -> dict[int, dict[int, list[Problem]]]:
    found: dict[int, dict[int, list[Problem]]] = {}
    for problem in problems:
        if problem.cell and problem.sheet == sheet:
            row, column = read_address(problem.cell)
            found.setdefault(row, {}).setdefault(column, []).append(problem)
    return found


def _told(problem: Problem) -> str:
    law = f" Căn cứ: {problem.law}." if problem.law else ""
    return f"{problem.code}: {problem.message}\nCách sửa: {for_officer(problem)}{law}"


def _column_widths(page: _Page) -> dict[int, float]:
    """Wide enough for what the first rows of the table hold."""
    first = page.header.row if page.header else page.sheet.top
    seen = page.sheet.rows[first - page.sheet.top : first - page.sheet.top + _SEEN]
    widest: dict[int, int] = {}
    for row in seen:
        for column, value in enumerate(row, page.sheet.left):
            widest[column] = max(widest.get(column, 0), len(shown(value)))
    return {column: float(min(36, max(8, width + 2))) for column, width in widest.items()}


def _printed(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
