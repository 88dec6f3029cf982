"""Drawing a form as a workbook: one function for all forms. Numbers are typed once, everything else is a live formula.

It must work in Excel 2010 and LibreOffice: SUMIF over a hidden column of keys adds the rows of the level below, rates
are rounded by ROUND as we round them, half up. What is not known is a dash, which every formula passes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from mtqg.core.numbers import day
from mtqg.poverty.forms.definitions import FormColumn
from mtqg.poverty.forms.made import Line, MadeForm

NOTICE = "DỮ LIỆU MINH HỌA"
NOT_CHECKED = "Mẫu biểu chưa đối chiếu công báo"
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
UNKNOWN = "–"
ROWS = {"household": "Hộ", "person": "Nhân khẩu"}
CREATED = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - the same rows give the same bytes
FIRST = 11  # the header's first row, counted from zero
_INK = "#1F2937"


@dataclass(frozen=True)
class Layout:
    """Where everything stands: the sheet's column of each form column, and the row of each line."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]  # index of the line -> row
    first: int
    last: int

    def cell(self, column: int, line: int) -> str:
        return f"{_letters(self.columns[column])}{self.rows[line] + 1}"


def draw(made: MadeForm, *, cached: bool = True) -> bytes:
    """The workbook. ``cached``: write our values beside the formulas, for readers that do not calculate."""
    import xlsxwriter  # costs 60 ms

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": f"Biểu {made.form.code}", "author": "mtqg", "created": CREATED})
    sheet = book.add_worksheet(f"Biểu {made.form.code}")
    styles = _Styles(book)
    layout = layout_of(made)
    width = max(layout.columns.values())
    _head(sheet, made, styles, _visible_last(made, layout))
    _header(sheet, made, styles, layout)
    for at, line in enumerate(made.lines):
        _line(sheet, made, at, line, styles, layout, cached=cached)
    end = _foot(sheet, made, styles, layout)
    _page(sheet, made, layout, width, end)
    book.close()
    return held.getvalue()


def layout_of(made: MadeForm) -> Layout:
    """Columns: key (hidden), number, unit, kind of row where there are two, the form's columns, hidden counts."""
    left = _left(made)
    shown = [column.n for column in made.form.columns if not column.hidden]
    hidden = [column.n for column in made.form.columns if column.hidden]
    columns = {n: left + at for at, n in enumerate([*shown, *hidden])}
    first = FIRST + 3
    return Layout(columns, {at: first + at for at in range(len(made.lines))}, first, first + len(made.lines) - 1)


def _left(made: MadeForm) -> int:
    return 4 if len(made.form.rows) > 1 else 3


def _visible_last(made: MadeForm, layout: Layout) -> int:
    return max(layout.columns[column.n] for column in made.form.columns if not column.hidden)


class _Styles:
    """Formats by name, made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, {}  # type: Any, dict[tuple[Any, ...], Any]

    def of(self, **said: Any) -> Any:
        key = tuple(sorted(said.items()))
        if key not in self._made:
            base = {"font_name": "Times New Roman", "font_size": 11, "font_color": _INK, "valign": "vcenter"}
            self._made[key] = self._book.add_format({**base, **said})
        return self._made[key]

    def number(self, column: FormColumn, *, bold: bool) -> Any:
        # The separators are those of the reader's own setting: 1.234,50 where Vietnamese is set.
        form = "#,##0" + ("." + "0" * column.places if column.places else "")
        fill = {"bg_color": "#F3F4F6"} if bold else {}
        return self.of(num_format=form, border=1, align="right", bold=bold, **fill)


def _head(sheet: Any, made: MadeForm, styles: _Styles, last: int) -> None:
    middle = max(3, (last + 1) // 2)
    issuer = f"ỦY BAN NHÂN DÂN {made.where.place.name}".upper()
    centre = {"align": "center", "bold": True}
    _wide(sheet, 0, 1, middle - 1, issuer, styles.of(**centre, text_wrap=True))
    _wide(sheet, 0, middle, last, MOTTO[0], styles.of(**centre))
    _wide(sheet, 1, 1, middle - 1, "Số: ......../BC-UBND", styles.of(align="center"))
    _wide(sheet, 1, middle, last, MOTTO[1], styles.of(**centre, underline=1))
    _wide(sheet, 2, middle, last, "........, ngày ..... tháng ..... năm .....", styles.of(align="center", italic=True))
    if made.origin == "synthetic":
        _wide(sheet, 2, 1, middle - 1, NOTICE, styles.of(align="center", bold=True, font_color="#C00000"))
    _wide(sheet, 4, 1, last, f"Biểu {made.form.code}", styles.of(align="center", italic=True))
    _wide(sheet, 5, 1, last, made.form.title.upper(), styles.of(align="center", bold=True, font_size=14))
    _wide(sheet, 6, 1, last, about(made), styles.of(align="center", italic=True))
    if made.form.standing != "read":
        _wide(sheet, 7, 1, last, f"({NOT_CHECKED})", styles.of(align="center", italic=True, font_color="#C00000"))
    _wide(sheet, 9, 1, last, f"Đơn vị tính: {made.form.unit}", styles.of(align="right", italic=True))
    sheet.set_row(5, 24)


def about(made: MadeForm) -> str:
    """Period, standard, boundaries and state of the numbers."""
    where = made.where
    editions = sorted({f"bản chốt lần {one.edition}" if one.is_frozen else "chưa chốt" for one in made.snapshots})
    standard = {"poverty-2022": "chuẩn nghèo 2022-2026", "poverty-2027": "chuẩn nghèo 2027-2030"}
    said = standard.get(where.standard, f"chuẩn {where.standard}")
    return f"{made.where.place.name}; kỳ {where.period}; {said}; địa giới ngày {day(where.on)}; {', '.join(editions)}"


def _header(sheet: Any, made: MadeForm, styles: _Styles, layout: Layout) -> None:
    """Groups, labels and numbers; a formula stands beside its number as the form prints it: 4=3/1."""
    head = styles.of(border=1, bold=True, align="center", text_wrap=True, bg_color="#E5E7EB", font_size=10)
    small = styles.of(border=1, italic=True, align="center", font_size=9)
    lefts = ["TT", "Đơn vị", *(["Đối tượng"] if len(made.form.rows) > 1 else [])]
    for at, label in enumerate(lefts, 1):
        sheet.merge_range(FIRST, at, FIRST + 1, at, label, head)
        sheet.write_string(FIRST + 2, at, "AB"[at - 1] if at < 3 else "C", small)
    for first, last, columns in _runs(made, layout):
        if not columns[0].group:
            for column in columns:
                at = layout.columns[column.n]
                sheet.merge_range(FIRST, at, FIRST + 1, at, column.label, head)
            continue
        _wide(sheet, FIRST, first, last, columns[0].group, head)
        for column in columns:
            sheet.write_string(FIRST + 1, layout.columns[column.n], column.label, head)
    for column in made.form.columns:
        sheet.write_string(FIRST + 2, layout.columns[column.n], numbered(column), small)
    longest = max(len(column.label) for column in made.form.columns)
    sheet.set_row(FIRST, 32)
    sheet.set_row(FIRST + 1, min(15 * (longest // 9 + 1), 110))


def numbered(column: FormColumn) -> str:
    """The number over a column, with its formula."""
    if column.hidden or (column.rate and column.rate[0] > 99):
        return f"{column.n}"
    long = len(column.terms) > 9
    said = f"{column.terms[0][1]}+...+{column.terms[-1][1]}" if long else column.formula
    return f"{column.n}={said}" if column.formula else f"{column.n}"


def _runs(made: MadeForm, layout: Layout) -> list[tuple[int, int, list[FormColumn]]]:
    """Neighbouring columns of one group."""
    found: list[list[FormColumn]] = []
    for column in made.form.columns:
        if found and found[-1][-1].group == column.group and found[-1][-1].hidden == column.hidden:
            found[-1].append(column)
        else:
            found.append([column])
    return [(layout.columns[one[0].n], layout.columns[one[-1].n], one) for one in found]


def _line(sheet: Any, made: MadeForm, at: int, line: Line, styles: _Styles, layout: Layout, *, cached: bool) -> None:
    row, bold = layout.rows[at], bool(line.unit.units)
    text = styles.of(border=1, bold=bold, text_wrap=True, **({"bg_color": "#F3F4F6"} if bold else {}))
    sheet.write_string(row, 0, key_of(line))
    if line.row == made.form.rows[0]:
        sheet.write_string(row, 1, _ordinal(made, at), styles.of(border=1, align="center", bold=bold))
        sheet.write_string(row, 2, ("   " * max(line.depth - 1, 0)) + line.unit.name, text)
    else:
        sheet.write_blank(row, 1, None, text)
        sheet.write_blank(row, 2, None, text)
    if len(made.form.rows) > 1:
        sheet.write_string(row, 3, ROWS[line.row], text)
    for column in made.form.columns:
        _number(sheet, made, at, line, column, styles.number(column, bold=bold), layout, cached=cached)


def _number(
    sheet: Any, made: MadeForm, at: int, line: Line, column: FormColumn, style: Any, layout: Layout, *, cached: bool
) -> None:
    row, place = layout.rows[at], layout.columns[column.n]
    value = made.printed(column, line.cells[column.n])
    formula = formula_of(made, at, line, column, layout)
    if value is None and (formula is None or not column.formula or not _would_be_unknown(line, column)):
        sheet.write_string(row, place, UNKNOWN, style)
    elif formula is None:
        sheet.write_number(row, place, int(value or 0), style)
    else:
        known = UNKNOWN if value is None else float(value)
        sheet.write_formula(row, place, formula, style, known if cached else 0)


def _would_be_unknown(line: Line, column: FormColumn) -> bool:
    """Whether the live formula itself finds that nothing is known, so that it may stand: a part is a dash or zero."""
    used = [line.cells[n] for _, n in column.terms]
    return any(one.value is None for one in used) or bool(column.rate and not used[1].value)


def formula_of(made: MadeForm, at: int, line: Line, column: FormColumn, layout: Layout) -> str | None:
    """The live formula of a cell; None where the number itself is typed."""
    if column.rate:
        part, whole = (layout.cell(n, at) for n in column.rate)
        return (
            f'=IF(N({whole})=0,"{UNKNOWN}",IF(ISNUMBER({part}),ROUND(100*{part}/{whole},{column.places}),"{UNKNOWN}"))'
        )
    if column.formula:
        cells = [(sign, layout.cell(n, at)) for sign, n in column.terms]
        added = "".join(("-" if sign < 0 else "+") + cell for sign, cell in cells).lstrip("+")
        known = f"COUNT({','.join(cell for _, cell in cells)})={len(cells)}"
        return f'=IF({known},{added},"{UNKNOWN}")'
    if not line.unit.units:
        return None
    last = _block_end(made, at)
    first, end, letters = layout.rows[at] + 2, layout.rows[last] + 1, _letters(layout.columns[column.n])
    below = f"{line.unit.units[0].level}|{line.row}"
    return f'=SUMIF($A${first}:$A${end},"{below}",{letters}${first}:{letters}${end})'


def _block_end(made: MadeForm, at: int) -> int:
    """The last line that stands below a line in the tree."""
    depth = made.lines[at].depth
    end = at
    for number in range(at + 1, len(made.lines)):
        line = made.lines[number]
        if line.depth < depth or (line.depth == depth and line.unit is not made.lines[at].unit):
            break
        end = number
    return end


def key_of(line: Line) -> str:
    return f"{line.unit.level}|{line.row}"


def _ordinal(made: MadeForm, at: int) -> str:
    """Number of a unit among those beside it."""
    line = made.lines[at]
    if line.depth == 0:
        return ""
    beside = 0
    for other in reversed(made.lines[: at + 1]):
        if other.depth < line.depth:
            break
        if other.depth == line.depth and other.row == line.row:
            beside += 1
    return str(beside)


def _foot(sheet: Any, made: MadeForm, styles: _Styles, layout: Layout) -> int:
    """Notes, and the block that is signed."""
    row, last = layout.last + 2, _visible_last(made, layout)
    for note in made.notes:
        _wide(sheet, row, 1, last, note, styles.of(italic=True, font_size=10, text_wrap=True))
        sheet.set_row(row, 15 * (len(note) // (9 * max(last, 8)) + 1))
        row += 1
    row += 1
    middle = max(3, (last + 1) // 2)
    _wide(sheet, row, 1, middle - 1, "NGƯỜI LẬP BIỂU", styles.of(bold=True, align="center"))
    _wide(sheet, row, middle, last, "THỦ TRƯỞNG ĐƠN VỊ", styles.of(bold=True, align="center"))
    _wide(sheet, row + 1, 1, middle - 1, "(Ký, ghi rõ họ tên)", styles.of(italic=True, align="center"))
    _wide(sheet, row + 1, middle, last, "(Ký, đóng dấu, ghi rõ họ tên)", styles.of(italic=True, align="center"))
    return row + 5


def _page(sheet: Any, made: MadeForm, layout: Layout, width: int, end: int) -> None:
    left, last = _left(made), _visible_last(made, layout)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 5)
    sheet.set_column(2, 2, 30)
    if left == 4:
        sheet.set_column(3, 3, 11)
    sheet.set_column(left, last, 11.5)
    if width > last:
        sheet.set_column(last + 1, width, None, None, {"hidden": True})
    sheet.freeze_panes(layout.first, left)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST, FIRST + 2)
    sheet.print_area(0, 1, end, last)
    sheet.set_footer(f"&L{NOTICE if made.origin == 'synthetic' else ''}&C&P/&N&RBiểu {made.form.code}")


def _wide(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write_string(row, first, text, style)


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cells_of(made: MadeForm) -> Sequence[tuple[str, Line, FormColumn]]:
    """Every number of the sheet: its address, line and column."""
    layout = layout_of(made)
    return [
        (layout.cell(column.n, at), line, column) for at, line in enumerate(made.lines) for column in made.form.columns
    ]
