"""Forms 14 and 15: the households of a class by name. Personal data, so an act says who had them written.

The state now is read from the register, not from an edition: names never leave it. The key of the office opens them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.instance import Instance
from mtqg.core.register.opening import Register
from mtqg.core.table import Kind, Table
from mtqg.poverty.forms.counting import Where
from mtqg.poverty.forms.definitions import ReportForm, report_form
from mtqg.poverty.forms.problems import NAMES_NEED_KEY, NOT_REVIEWED
from mtqg.poverty.forms.tree import Placer
from mtqg.poverty.forms.writing import Asked, check_outs, opened_where, put
from mtqg.poverty.terms import CHANGE_REASONS, HOUSEHOLD_MEMBERS, POVERTY_SHEETS, RELATIONS

if TYPE_CHECKING:
    import polars as pl

SUPPORTS = ("Y tế", "Giáo dục", "Sản xuất", "Tín dụng", "Nhà ở", "Khác")
HEADS = (
    "TT",
    "Thôn, bản",
    "Mã hộ",
    "Họ và tên chủ hộ, thành viên",
    "Quan hệ với chủ hộ",
    "Năm sinh nam",
    "Năm sinh nữ",
    "Dân tộc",
    "Số khẩu",
    "Diện",
    "Người có công",
    "DTTS tại chỗ",
    "Không có lao động",
    *(f"Hỗ trợ: {one.lower()}" for one in SUPPORTS),
)
_WIDTHS = (5, 16, 16, 28, 14, 9, 9, 11, 7, 14, 9, 9, 10, *(9,) * len(SUPPORTS))


@dataclass(frozen=True)
class NamesWritten:
    """How many households a list names, and the act that says so."""

    households: int
    act: int


def write_names(instance: Instance, author: Author, number: int, asked: Asked, out: Path) -> NamesWritten:
    """Write a list of names. Refused without the key, or where nobody of the class was decided in the place."""
    from mtqg.core.register.writing import begin

    check_outs([out])
    with opened_where(instance, asked) as where, instance.register() as register:
        form = report_form(number, where.standard)
        sheets = _households(register, form, where)
        if not len(sheets):
            raise Refused(
                NOT_REVIEWED.at(given=where.place.name, number=number, period=where.period, why="không có hộ nào.")
            )
        rows = list(_rows(sheets, _members(register, sheets)))
        # The act stands before the file does: nobody has a list that the register does not know of.
        with begin(register, author, verb="print", where=where.place.code, why=form.title) as act:
            act.note(form=number, period=str(where.period), households=len(sheets))
        put(out, _drawn(form, where, rows, instance.origin))
        assert act.sealed is not None
        return NamesWritten(len(sheets), act.sealed.n)


def _households(register: Register, form: ReportForm, where: Where) -> pl.DataFrame:
    """The sheets in force of the class that lie in the place, names opened."""
    import polars as pl

    wanted = "r.period = ? AND r.standard = ? AND r.decided_class = ?"
    found = _opened(register, POVERTY_SHEETS, ("head_name",), wanted, [str(where.period), where.standard, form.list_of])
    placer = Placer(where)
    inside = [placer.unit(code, day) is not None for code, day in found.select("locality_code", "day").iter_rows()]
    return found.filter(pl.Series(inside, dtype=pl.Boolean)).sort("locality_code", "village_code", "household_code")


def _members(register: Register, sheets: pl.DataFrame) -> Mapping[str, list[dict[str, Any]]]:
    """Members by household on the day of its sheet; whole communes are read, then what belongs is kept."""
    days = {row["household_code"]: row["day"] for row in sheets.iter_rows(named=True)}
    places = sheets["locality_code"].unique().to_list()
    marks = ", ".join("?" * len(places))
    rows = _opened(register, HOUSEHOLD_MEMBERS, ("member_name",), f"r.locality_code IN ({marks})", places)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.sort("member_code").iter_rows(named=True):
        day = days.get(row["household_code"])
        if day is not None and row["day"] <= day and (row["ends_on"] is None or row["ends_on"] > day):
            found.setdefault(row["household_code"], []).append(row)
    return found


def _opened(
    register: Register, table: Table, personal: Sequence[str], where: str, values: Sequence[Any]
) -> pl.DataFrame:
    """Rows in force with some personal columns in clear."""
    import polars as pl

    from mtqg.core.register.rows import state

    kinds: dict[str, Kind] = {**table.kinds, **dict.fromkeys(personal, "bytes")}
    rows = state(register.database, table, where=where, values=values, kinds=kinds)
    for name in personal:
        try:
            clear = register.cipher.opened(rows[name].to_list(), context=f"{table.name}.{name}")
        except Refused as refused:
            raise Refused([NAMES_NEED_KEY.at(given=table.label), *refused.problems]) from None
        rows = rows.with_columns(pl.Series(name, clear, dtype=pl.String))
    return rows


def _rows(sheets: pl.DataFrame, members: Mapping[str, list[dict[str, Any]]]) -> Iterator[list[Any]]:
    """The head's row of each household, then its other members."""
    for number, sheet in enumerate(sheets.iter_rows(named=True), 1):
        people = members.get(sheet["household_code"], [])
        head = next((one for one in people if one["relation"] == "head"), None)
        flags = [_mark(sheet[name]) for name in ("has_merit", "is_local_minority", "lacks_labour")]
        yield [
            number,
            sheet["village_code"],
            sheet["household_code"],
            sheet["head_name"] or (head or {}).get("member_name"),
            RELATIONS["head"],
            *_birth(head, sheet["head_sex"]),
            sheet["ethnic_group"],
            sheet["persons"] if sheet["persons"] is not None else len(people) or None,
            _standing(sheet["change_reason"]),
            *flags,
            *("" for _ in SUPPORTS),
        ]
        for one in people:
            if one is not head:
                yield ["", "", "", one["member_name"], RELATIONS[one["relation"]], *_birth(one, one["sex"]),
                       one["ethnic_group"], *("" for _ in HEADS[8:])]  # fmt: skip


def _birth(person: Mapping[str, Any] | None, sex: str | None) -> tuple[Any, Any]:
    born = (person["birth_year"] or (person["born_on"].year if person["born_on"] else None)) if person else None
    said = (person["sex"] if person else None) or sex
    mark = born if born is not None else ("x" if said else "")
    return (mark, "") if said == "male" else ("", mark) if said == "female" else ("", "")


def _standing(reason: str | None) -> str:
    return {"new": "Mới", "again": "Tái"}.get(reason or "", CHANGE_REASONS.get(reason or "", "Cũ"))


def _mark(flag: bool | None) -> str:
    return "" if flag is None else "x" if flag else "-"


def _drawn(form: ReportForm, where: Where, rows: Sequence[Sequence[Any]], origin: str) -> bytes:
    import xlsxwriter

    from mtqg.poverty.forms.drawing import CREATED, NOT_CHECKED, NOTICE

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": form.title, "author": "mtqg", "created": CREATED})
    sheet = book.add_worksheet(f"Biểu {form.code}")
    base = {"font_name": "Times New Roman", "font_size": 11}
    plain = book.add_format({**base, "border": 1, "text_wrap": True, "valign": "top"})
    head = book.add_format(
        {**base, "border": 1, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E5E7EB"}
    )
    title = book.add_format({**base, "bold": True, "font_size": 14, "align": "center"})
    red = book.add_format({**base, "italic": True, "font_color": "#C00000", "align": "center"})
    last = len(HEADS) - 1
    sheet.merge_range(0, 0, 0, last, f"{form.title.upper()}", title)
    sheet.merge_range(
        1, 0, 1, last, f"{where.place.name}; kỳ {where.period}", book.add_format({**base, "align": "center"})
    )
    said = [*([NOTICE] if origin == "synthetic" else []), NOT_CHECKED, "Có dữ liệu cá nhân: chỉ dùng trong cơ quan"]
    sheet.merge_range(2, 0, 2, last, "; ".join(said), red)
    for at, (name, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        sheet.write_string(4, at, name, head)
        sheet.write_string(5, at, str(at + 1), head)
        sheet.set_column(at, at, width)
    for at, row in enumerate(rows, 6):
        for place, value in enumerate(row):
            sheet.write(at, place, _plain(value), plain)
    sheet.set_row(4, 48)
    sheet.freeze_panes(6, 4)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(4, 5)
    sheet.set_footer("&C&P/&N")
    book.close()
    return held.getvalue()


def _plain(value: Any) -> Any:
    """Text without what Excel cannot hold: control letters."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value) if isinstance(value, str) else value
