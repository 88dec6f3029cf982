"""The columns of a template: what each asks for, in words for the officer and in rules for the spreadsheet.

The spreadsheet's rules refuse only what intake refuses too; where a list is offered but intake also knows the code or
another spelling, the spreadsheet warns and lets the officer go on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mtqg.core.form import Form, RowCheck
from mtqg.core.table import Column
from mtqg.intake.header import Headers
from mtqg.intake.lookups import Lookups
from mtqg.intake.validate import LAW_KEYS
from mtqg.intake.values import MAX_TEXT

YES, NO = "có", "không"
DATE_FORMAT = "dd/mm/yyyy"
WHOLE_FORMAT, YEAR_FORMAT, TEXT_FORMAT = "#,##0", "0", "@"
_MESSAGE, _TITLE = 255, 32  # what a spreadsheet takes in a message and its title
_GIVEN = re.compile(r"\s*[“\"]?\{given\}[”\"]?")
_PLACE_COLUMNS = {
    "commune": {"locality_code", "locality_name"},
    "village": {"locality_code", "locality_name", "village_code", "village_name"},
    "unit": {"locality_code", "locality_name"},
    "subject": {"subject_code", "locality_name"},
    "member": {"member_code", "locality_name"},
}
_PLACE_TOLD = {
    "commune": "Ghi mã xã, hoặc tên xã đủ dấu.",
    "village": "Ghi mã thôn; hoặc tên thôn đủ dấu cùng với mã xã hay tên xã.",
    "unit": "Ghi mã tỉnh, huyện hoặc xã, hoặc tên đủ dấu.",
    "subject": "Ghi mã đơn vị, hoặc tên đủ dấu.",
    "member": "Ghi mã địa bàn, hoặc tên đủ dấu.",
}
_WIDTHS = {"text": 13.0, "integer": 9.0, "decimal": 9.0, "date": 11.5, "flag": 9.0}


@dataclass(frozen=True)
class Entry:
    """A column of the template. ``how``: how to write it; ``rules``: what sends a row back; ``law``: by which law."""

    name: str
    title: str
    kind: str
    unit: str
    how: str
    rules: tuple[str, ...]
    law: tuple[str, ...]
    is_required: bool
    is_place: bool
    is_personal: bool
    choices: Mapping[str, str]
    least: int | None = None
    step: int | None = None

    @property
    def header(self) -> str:
        """The header as it stands in the sheet; intake reads it without its mark."""
        return self.title + (" *" if self.is_required else "")

    @property
    def number_format(self) -> str:
        if self.kind == "integer":
            return YEAR_FORMAT if self.unit == "năm" else WHOLE_FORMAT
        return DATE_FORMAT if self.kind == "date" else TEXT_FORMAT

    @property
    def hint(self) -> str:
        """What stands above the header: the unit, or in what shape to write."""
        if self.unit:
            return self.unit
        if self.is_place:
            return "mã hoặc tên"
        shapes = {"date": "ngày/tháng/năm", "flag": "có / không", "integer": "số nguyên", "decimal": "số", "text": ""}
        return "chọn" if self.choices else shapes[self.kind]

    @property
    def width(self) -> float:
        longest = max(map(len, self.choices.values()), default=0)
        named = 20 if self.name.endswith(("_name", "_issuer")) else 0
        words = max(map(len, self.header.split()), default=0) + 2
        return float(max(_WIDTHS[self.kind], named, min(24, longest + 2), words))

    @property
    def comment(self) -> str:
        """What a header says when it is pointed at: unit, how to write, what sends a row back, law."""
        lines = [self.title.upper() + (" (bắt buộc)" if self.is_required else "")]
        lines += [f"Đơn vị tính: {self.unit}"] if self.unit else []
        lines += [self.how] if self.how else []
        lines += [f"Dòng bị trả lại nếu: {rule}" for rule in self.rules]
        lines += [f"Căn cứ: {'; '.join(self.law)}"] if self.law else []
        return "\n".join(lines)


def entries(
    form: Form, law: Mapping[str, str], on: dt.date, *, leaves_out: frozenset[str] = frozenset()
) -> list[Entry]:
    """The form's columns in its order. law: what ``law_values`` found for the day, which also serves as the example."""
    headers = Headers(form, has_period="period" in leaves_out)
    wanted = [item for item in form.fields if item.column not in leaves_out]
    needed = set(headers.missing({})) - _PLACE_COLUMNS[form.place]
    return [_entry(form, item.column, item.header, needed, law, on) for item in wanted]


def _entry(form: Form, name: str, title: str, needed: set[str], law: Mapping[str, str], on: dt.date) -> Entry:
    column = form.column(name) or Column(name=name, kind="text", label=title)
    checks = [check for check in form.checks if check.column == name]
    is_place = name in _PLACE_COLUMNS[form.place]
    cited = dict.fromkeys([column.law or "", *(check.code.law or "" for check in checks)])
    return Entry(
        name=name,
        title=title,
        kind=column.kind,
        unit=column.unit,
        how=" ".join(_how(column, _PLACE_TOLD[form.place] if is_place else "", law, on)),
        rules=tuple(_rule(check, law) for check in checks),
        law=tuple(one for one in cited if one),
        is_required=name in needed,
        is_place=is_place,
        is_personal=column.personal,
        choices=column.choices or {},
        least=column.least,
        step=column.step,
    )


def _how(column: Column, place: str, law: Mapping[str, str], on: dt.date) -> Iterator[str]:
    if place:
        yield place
    if column.choices:
        yield f"Chọn trong danh sách: {'; '.join(column.choices.values())}."
    elif column.kind == "integer":
        least = "" if column.least is None else f", không nhỏ hơn {column.least}"
        step = "" if column.step is None else f", là bội số của {column.step}"
        yield f"Số nguyên{least}{step}; không ghi kèm đơn vị. Để trống nếu chưa có số liệu, ghi 0 nếu là không có."
    elif column.kind == "decimal":
        yield "Số, dùng dấu phẩy cho phần lẻ, ví dụ 1,5; không ghi kèm đơn vị."
    elif column.kind == "date":
        yield f"Ngày/tháng/năm, ví dụ {on:%d/%m/%Y}."
    elif column.kind == "flag":
        yield f"Ghi “{YES}” hoặc “{NO}”; để trống nếu chưa biết."
    elif column.name == "standard" and law.get("standard"):
        yield f"Mã của chuẩn hoặc bộ tiêu chí, ví dụ: {law['standard']}."
    elif column.name.endswith("_code"):
        yield "Ghi đúng mã, giữ các số 0 ở đầu."
    if column.personal:
        yield "Dữ liệu cá nhân: được mã hóa khi lưu, không đưa vào báo cáo, bản chốt số liệu hay trang công khai."


def _rule(check: RowCheck, law: Mapping[str, str]) -> str:
    """What must not be, as a sentence without the value that a cell would give."""
    text = _GIVEN.sub("", check.code.vi).format_map(defaultdict(lambda: "…", law))
    return text[:1].upper() + text[1:]


def law_values(form: Form, lookups: Lookups, on: dt.date) -> dict[str, str]:
    """Values of the law that the form's checks read, as in force on a day, and the standards that know them."""
    if not form.law or lookups.with_law is None:
        return {}
    import polars as pl

    names = {column.name for column in form.table.stored}
    keys = [key for key in LAW_KEYS if key in names]
    rows = pl.DataFrame({"day": [on]})
    for key in keys:
        column = form.table.column(key)
        known = list(lookups.standards) if key == "standard" else list(column.choices or {})
        rows = rows.join(pl.DataFrame({key: pl.Series(known or [None], dtype=pl.String)}), how="cross")
    rows = lookups.with_law(rows, form.law, on="day", by=keys)
    found = {name: _told(rows[name].drop_nulls().unique().sort().to_list()) for name in form.law}
    if "standard" in keys:
        any_known = pl.any_horizontal(pl.col(name).is_not_null() for name in form.law)
        found["standard"] = ", ".join(rows.filter(any_known)["standard"].unique().sort().to_list())
    return {name: text for name, text in found.items() if text}


def _told(values: Sequence[Any]) -> str:
    return " hoặc ".join(str(value) for value in values)


def validation(entry: Entry, cell: str, source: str | None) -> dict[str, Any] | None:
    """The spreadsheet's rule for the column whose first cell is ``cell``; ``source``: where its list stands."""
    if source is not None:
        return _told_so(entry, {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True})
    if entry.is_personal:
        return None
    if entry.kind == "integer":
        return _told_so(entry, {"validate": "custom", "value": _whole_rule(entry, cell)})
    if entry.kind == "date":
        return _told_so(entry, {"validate": "custom", "value": _day_rule(cell)})
    if entry.kind == "text":
        return _told_so(entry, {"validate": "length", "criteria": "<=", "value": MAX_TEXT})
    return None


def _whole_rule(entry: Entry, cell: str) -> str:
    """A whole number; a number written as text, with blanks or marks, as intake reads it."""
    tests = [f"{cell}=INT({cell})"]
    tests += [] if entry.least is None else [f"{cell}>={entry.least}"]
    tests += [] if entry.step is None else [f"MOD({cell},{entry.step})=0"]
    bare = cell
    for mark in ".", ",", " ":
        bare = f'SUBSTITUTE({bare},"{mark}","")'
    return f"=IF(ISNUMBER({cell}),AND({','.join(tests)}),ISNUMBER(0+{bare}))"


def _day_rule(cell: str) -> str:
    """A day of 1900 to 2100, or a text that is long enough to be one: intake reads 16/10/2024 and 2024-10-16."""
    last = (dt.date(2101, 1, 1) - dt.date(1899, 12, 30)).days
    return f"=IF(ISNUMBER({cell}),AND({cell}>=1,{cell}<{last}),LEN({cell})>=8)"


def _told_so(entry: Entry, rule: dict[str, Any]) -> dict[str, Any]:
    is_list = rule["validate"] == "list"
    text = entry.how or f"Không quá {MAX_TEXT} ký tự."
    more = " Giá trị vừa ghi không có trong danh sách; chỉ giữ lại khi chắc chắn đúng." if is_list else ""
    return {
        "error_title": _cut(entry.title, _TITLE),
        "error_message": _cut(text + more if len(text + more) <= _MESSAGE else (more or text).strip(), _MESSAGE),
        **rule,
    }


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
