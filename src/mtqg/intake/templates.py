"""The workbook that a commune is sent: a form's columns with its lists and rules, made for one locality and period.

Everything in it works in Excel 2010, WPS and LibreOffice: no macro, no dynamic array. Text is written as text, so
nothing that was typed somewhere becomes a formula here.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.acts import VIETNAM
from mtqg.core.errors import Refused
from mtqg.core.form import Form
from mtqg.core.period import Period
from mtqg.intake import passport_problems as wrong
from mtqg.intake.lookups import Lookups
from mtqg.intake.passport import ABOUT_SHEET, GUIDE_SHEET, LISTS_SHEET, Passport, template_version
from mtqg.intake.sheet import address, letters
from mtqg.intake.template_columns import NO, YES, Entry, entries, law_values, validation
from mtqg.intake.template_places import Places

DATA_SHEET = "Biểu"
HINT_ROW, HEADER_ROW, FIRST_ROW = 4, 5, 7  # from 1; the row between numbers the columns
BLANK_ROWS = 30  # ruled for a paper copy; more may be filled in below
LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383
FONT = {"font_name": "Times New Roman", "font_size": 11}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_DATE = "dd/mm/yyyy"


@dataclass
class Styles:
    """Formats of one workbook, each made once."""

    book: Any
    _made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def __call__(self, **asked: Any) -> Any:
        key = tuple(sorted(asked.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({**FONT, **asked})
        return self._made[key]


def write_cell(sheet: Any, row: int, column: int, value: Any, styles: Styles, **look: Any) -> None:
    """A value in a cell (counted from 0), text always as text: also when somebody edits the cell, it stays text."""
    if value is None or value == "":
        if look:
            sheet.write_blank(row, column, None, styles(**look))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, styles(**look))
    elif isinstance(value, dt.timedelta | dt.time):
        sheet.write_string(row, column, str(value), styles(**look))
    elif isinstance(value, dt.date):
        _write_day(sheet, row, column, value, styles, look)
    elif isinstance(value, int | float) and abs(value) < 10**15:
        sheet.write_number(row, column, value, styles(**look))
    else:
        text = str(value)[:32_767]
        if text.startswith(FORMULA_SIGNS):
            look = {**look, "quote_prefix": True, "num_format": "@"}
        sheet.write_string(row, column, text, styles(**look))


def _write_day(sheet: Any, row: int, column: int, day: dt.date, styles: Styles, look: dict[str, Any]) -> None:
    if day.year < 1900:  # before a spreadsheet's first day
        sheet.write_string(row, column, day.strftime("%d/%m/%Y"), styles(**look))
        return
    has_time = isinstance(day, dt.datetime) and (day.hour or day.minute or day.second)
    look = {**look, "num_format": f"{_DATE} hh:mm" if has_time else _DATE}
    moment = day.replace(tzinfo=None) if isinstance(day, dt.datetime) else day
    sheet.write_datetime(row, column, moment, styles(**look))


def write_passport(book: Any, passport: Passport, styles: Styles) -> None:
    """The hidden sheet by which the workbook says what it is."""
    sheet = book.add_worksheet(ABOUT_SHEET)
    for row, pair in enumerate(passport.pairs()):
        for column, text in enumerate(pair):
            write_cell(sheet, row, column, text, styles, num_format="@")
    sheet.protect()
    sheet.hide()


def write_template(
    form: Form,
    out: Path,
    *,
    places: Places,
    period: Period | None,
    lookups: Lookups,
    instance: str = "",
    made: dt.datetime,
    rows: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Write the template of a form for a locality and period.

    rows: what is known already, by column of the table; codes of choices, bool and date as the register holds them.
    Raises Refused where the form is for a period and none is given, or the file cannot be written.
    """
    if form.reviewed and period is None:
        raise Refused(wrong.TEMPLATE_PERIOD.at(form=form.label))
    passport = Passport(
        form=form.name,
        locality=places.locality.code,
        period=period.text if period else "",
        version=template_version(form),
        instance=instance,
        made=f"{made.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    data = io.BytesIO()
    _Template(data, form, places, lookups, passport).write(list(rows))
    disk.replace_file(out, data.getvalue())


class Lists:
    """The sheet of lists. A list is a column of it and has a name by which the rules of other sheets find it."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, str, list[str]]] = []

    def add(self, name: str, title: str, values: Iterable[str]) -> str | None:
        """Add a list; what a rule calls it, or None where it is empty."""
        found = list(values)
        if not found:
            return None
        if all(one != name for one, _, _ in self.columns):
            self.columns.append((name, title, found))
        return f"={name}"

    def write(self, book: Any, styles: Styles) -> None:
        sheet = book.add_worksheet(LISTS_SHEET)
        for at, (_, _, values) in enumerate(self.columns):
            sheet.set_column(at, at, min(60, max(14, *map(len, values)) + 2))
        sheet.set_landscape()
        sheet.set_paper(9)
        write_cell(sheet, 0, 0, "DANH MỤC DÙNG ĐỂ CHỌN TRONG BIỂU", styles, bold=True, font_size=13)
        sheet.fit_to_pages(1, 0)
        head = {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7", "valign": "vcenter"}
        line = {"border": 1, "border_color": "#BFBFBF", "num_format": "@"}
        longest = max((len(values) for _, _, values in self.columns), default=0)
        for at, (name, title, values) in enumerate(self.columns):
            write_cell(sheet, 2, at, title, styles, **head)
            book.define_name(name, f"='{LISTS_SHEET}'!${letters(at + 1)}$4:${letters(at + 1)}${len(values) + 3}")
        for row in range(longest):
            for at, (_, _, values) in enumerate(self.columns):
                if row < len(values):
                    write_cell(sheet, row + 3, at, values[row], styles, **line)
        sheet.freeze_panes(3, 0)
        sheet.protect()


def choice_lists(lists: Lists, columns: Sequence[Entry]) -> dict[str, str | None]:
    """Column -> the list of its choices."""
    found: dict[str, str | None] = {}
    for entry in columns:
        if entry.choices:
            found[entry.name] = lists.add(f"ds_{entry.name}", entry.title, entry.choices.values())
        elif entry.kind == "flag":
            found[entry.name] = lists.add("ds_co_khong", "Có / không", (YES, NO))
    return found


class _Template:
    """One template being written."""

    def __init__(self, data: io.BytesIO, form: Form, places: Places, lookups: Lookups, passport: Passport) -> None:
        import xlsxwriter  # costs 60 ms

        self.form, self.places, self.passport = form, places, passport
        self.book = xlsxwriter.Workbook(data, {"constant_memory": True, "strings_to_urls": False})
        self.styles = Styles(self.book)
        self.lists = Lists()
        # The period stands in the hidden sheet. A commune's own template needs no district.
        left = ({"period"} if form.reviewed else set()) | ({"district_name"} if not places.districts else set())
        law = law_values(form, lookups, places.on)
        self.columns = entries(form, law, places.on, leaves_out=frozenset(left))
        self.standards = law.get("standard", "")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        made = dt.datetime.fromisoformat(self.passport.made).replace(tzinfo=None)
        self.book.set_properties({"title": self.form.label, "created": made})
        sheet = self.book.add_worksheet(DATA_SHEET)
        sources = self._sources()
        self._head(sheet)
        self._body(sheet, rows)
        for at, entry in enumerate(self.columns):
            first = address(FIRST_ROW, at + 1)
            if rule := validation(entry, first, sources.get(entry.name)):
                sheet.data_validation(f"{first}:{address(LAST_ROW, at + 1)}", rule)
        self._print(sheet)
        self._guide()
        self.lists.write(self.book, self.styles)
        write_passport(self.book, self.passport, self.styles)
        self.book.close()

    def _sources(self) -> dict[str, str | None]:
        """Column -> the list that it offers."""
        add, places, names = self.lists.add, self.places, {entry.name for entry in self.columns}
        found = choice_lists(self.lists, self.columns)
        if self.standards and "standard" in names:
            found["standard"] = add("ds_standard", "Chuẩn", self.standards.split(", "))
        if self.form.place in ("subject", "member"):
            units = [(unit.code, unit.name) for unit in places.units if unit.level != "province"]
            units += [(village.code, village.name) for village in places.villages]
            found[f"{self.form.place}_code"] = add("ds_ma", "Mã xã, huyện, thôn để chọn", (code for code, _ in units))
            found["locality_name"] = add("ds_ten", "Tên tương ứng với mã", (name for _, name in units))
        else:
            communes = places.communes
            found["locality_code"] = add("ds_ma_xa", "Danh mục xã: mã", (unit.code for unit in communes))
            found["locality_name"] = add("ds_ten_xa", "Danh mục xã: tên", (unit.name for unit in communes))
        if "district_name" in names:
            told = (unit.name for unit in places.districts)
            found["district_name"] = add("ds_huyen", "Danh mục huyện: tên", told)
        if self.form.place == "village" and places.villages:
            found |= self._villages()
        return found

    def _villages(self) -> dict[str, str | None]:
        """Lists of villages; with several communes, only those of the commune whose code stands in the row."""
        villages, add = self.places.villages, self.lists.add
        of = add("ds_thon_xa", "Thôn thuộc xã mã", (village.commune for village in villages))
        codes = add("ds_ma_thon", "Danh mục thôn: mã", (village.code for village in villages))
        names = add("ds_ten_thon", "Danh mục thôn: tên", (village.name for village in villages))
        at = next((at for at, entry in enumerate(self.columns) if entry.name == "locality_code"), None)
        if at is None or len({village.commune for village in villages}) < 2 or not (of and codes and names):
            return {"village_code": codes, "village_name": names}
        cell = f"${address(FIRST_ROW, at + 1)}"

        def within(whole: str) -> str:
            start = f"MATCH({cell},ds_thon_xa,0)-1,0,COUNTIF(ds_thon_xa,{cell}),1"
            return f'=IF({cell}="",{whole},OFFSET({whole},{start}))'

        return {"village_code": within(codes[1:]), "village_name": within(names[1:])}

    def _head(self, sheet: Any) -> None:
        """Title, what it is for, how to fill it in, units, headers, numbers of the columns."""
        for at, entry in enumerate(self.columns):
            sheet.set_column(at, at, entry.width, self.styles(locked=False, num_format=entry.number_format))
        write, styles = write_cell, self.styles
        for row, text, look in _title_lines(self.form, self.places, self.passport):
            write(sheet, row, 0, text, styles, **look)
        sheet.set_row(HINT_ROW - 1, 15)
        for at, entry in enumerate(self.columns):
            write(sheet, HINT_ROW - 1, at, entry.hint, styles, italic=True, font_size=9, align="center")
        sheet.set_row(HEADER_ROW - 1, 48)
        for at, entry in enumerate(self.columns):
            write(sheet, HEADER_ROW - 1, at, entry.header, styles, **_header_look(entry))
            lines = sum(1 + len(line) // 46 for line in entry.comment.split("\n"))
            size = {"width": 300, "height": 18 * lines + 12, "font_name": "Tahoma", "font_size": 9}
            sheet.write_comment(HEADER_ROW - 1, at, entry.comment, {"author": "mtqg", **size})
        if len(self.columns) > 2:  # two numbers alone would be read as a row of data
            for at in range(len(self.columns)):
                write(sheet, HEADER_ROW, at, f"({at + 1})", styles, italic=True, font_size=9, border=1, align="center")
        sheet.freeze_panes(FIRST_ROW - 1, 0)

    def _body(self, sheet: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        looks = [
            {"locked": False, "border": 1, "border_color": "#BFBFBF", "num_format": entry.number_format}
            for entry in self.columns
        ]
        for at, row in enumerate([*rows, *[{}] * BLANK_ROWS], FIRST_ROW - 1):
            sheet.set_row(at, 18)  # room to write on paper
            for column, entry in enumerate(self.columns):
                write_cell(sheet, at, column, _worded(entry, row.get(entry.name)), self.styles, **looks[column])
        # A row can be deleted only where none of its cells is locked, up to the last column a sheet can have. The
        # writer would go through all of these for each row if they were set before the rows.
        width = sheet.dim_colmax
        sheet.set_column(len(self.columns), _LAST_COLUMN, None, self.styles(locked=False))
        sheet.dim_colmax = width
        # Rows filled in below the ruled ones get their lines by themselves.
        last, start = letters(len(self.columns)), FIRST_ROW + len(rows) + BLANK_ROWS
        ruled = {"type": "formula", "criteria": f"=COUNTA($A{start}:${last}{start})>0"}
        ruled["format"] = self.book.add_format({"border": 1, "border_color": "#BFBFBF"})
        sheet.conditional_format(f"A{start}:{last}{LAST_ROW}", ruled)

    def _print(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HINT_ROW - 1, HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        where = f"{self.places.locality.name} {self.passport.period}".strip()
        sheet.set_footer(f"&L&9{self.form.label.replace('&', '&&')} – {where}&R&9Trang &P/&N")
        allowed = ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))
        sheet.set_selection(FIRST_ROW - 1, 0, FIRST_ROW - 1, 0)

    def _guide(self) -> None:
        """A sheet that prints what the comments say, and how to fill in and send."""
        sheet = self.book.add_worksheet(GUIDE_SHEET)
        for at, width in enumerate((24, 10, 11, 52, 46, 20)):
            sheet.set_column(at, at, width)
        write_cell(sheet, 0, 0, f"HƯỚNG DẪN GHI BIỂU: {self.form.label}", self.styles, bold=True, font_size=13)
        for row, text in enumerate(_ADVICE, 1):
            write_cell(sheet, row, 0, text, self.styles)
        first = len(_ADVICE) + 2
        look = {"border": 1, "text_wrap": True, "valign": "top"}
        for at, text in enumerate(_GUIDE_HEAD):
            write_cell(sheet, first, at, text, self.styles, bold=True, bg_color="#DDEBF7", **look)
        for row, entry in enumerate(self.columns, first + 1):
            need = "có" if entry.is_required else "mã hoặc tên" if entry.is_place else ""
            told = (entry.title, need, entry.unit, entry.how, "\n".join(entry.rules), "\n".join(entry.law))
            lines = max(sum(1 + len(line) // 62 for line in text.split("\n")) for text in told[3:5])
            sheet.set_row(row, 15 * lines + 4)
            for at, text in enumerate(told):
                write_cell(sheet, row, at, text, self.styles, **look)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect()


_GUIDE_HEAD = ("Cột của biểu", "Bắt buộc", "Đơn vị tính", "Cách ghi", "Dòng bị trả lại nếu", "Căn cứ")
_ADVICE = (
    "1. Ghi từ dòng dưới dãy số (1), (2), (3)…; mỗi dòng là một phiếu. Cột có dấu * phải ghi. Không sửa dòng tiêu đề.",
    "2. Dán số liệu từ tệp khác: chọn Dán đặc biệt → Giá trị (Paste Special, Values). Không gộp ô hay ghi công thức.",
    "3. Lưu dưới dạng .xlsx rồi gửi; tên tệp đặt thế nào cũng được, trừ tên người và số định danh.",
    "4. Trang ẩn “mtqg” cho biết tệp là biểu nào, của đơn vị nào, kỳ nào: không xóa, không sửa.",
    "5. Dòng sai không làm hỏng dòng đúng: dòng đúng được nhập, dòng sai được gửi lại kèm lý do ở từng ô.",
)


def _title_lines(form: Form, places: Places, passport: Passport) -> list[tuple[int, str, dict[str, Any]]]:
    about = f"Đơn vị: {places.locality.name} (mã {places.locality.code})"
    if passport.period:
        about += f"    Kỳ: {passport.period}"
    made = dt.datetime.fromisoformat(passport.made).astimezone(VIETNAM)
    about += f"    Địa bàn theo ngày {places.on:%d/%m/%Y}    Mẫu {passport.version}, lập ngày {made:%d/%m/%Y}"
    hint = "Cột nền đậm có dấu * phải ghi. Chỉ vào tiêu đề để xem cách ghi; trang “Hướng dẫn” in được."
    return [
        (0, form.label.upper(), {"bold": True, "font_size": 14}),
        (1, about, {"font_size": 11}),
        (2, hint, {"italic": True, "font_size": 10, "font_color": "#595959"}),
    ]


def _header_look(entry: Entry) -> dict[str, Any]:
    colour = "#9DC3E6" if entry.is_required else "#FBE5D6" if entry.is_personal else "#DDEBF7"
    return {
        "bold": True,
        "bg_color": colour,
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "locked": True,
    }


def _worded(entry: Entry, value: Any) -> Any:
    """A value as an officer writes it."""
    if isinstance(value, bool):
        return YES if value else NO
    return entry.choices.get(value, value) if isinstance(value, str) else value
