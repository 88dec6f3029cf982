"""What is keyed: the columns of a form as a grid shows them. Nothing is said twice: the form is the definition."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mtqg.core.columns import DECISION_FIELDS
from mtqg.core.form import Form
from mtqg.core.period import read_period
from mtqg.core.table import Column
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.paper.building import area_of
from mtqg.poverty.paper.writing import Ready
from mtqg.poverty.review.terms import REVIEW_VOTE_FORM
from mtqg.poverty.sheet.answers import read_cell
from mtqg.poverty.sheet.definition import Item
from mtqg.poverty.sheet.questions import form_of as form_asking
from mtqg.poverty.terms import AREAS, CAUSES, POVERTY_REVIEW_FORM
from mtqg.web.words import t

SHEETS, VOTES, ANSWERS = "sheets", "votes", "answers"
COMMON = "*"  # the line whose cells hold for every line that does not say otherwise
PARTS = {
    SHEETS: "Điểm và đặc điểm của phiếu",
    f"{ANSWERS}-rural": "Câu trả lời của phiếu (nông thôn)",
    f"{ANSWERS}-urban": "Câu trả lời của phiếu (thành thị)",
    VOTES: "Biểu quyết của họp thôn",
}
# What a line has already: the place, the household, and what only a chairman decides.
_KNOWN = {
    *("period", "standard", "locality_code", "locality_name", "district_name", "village_code", "village_name"),
    *("household_code", "head_name", "identity_number", "region", "decided_class"),
    *(field.column for field in DECISION_FIELDS),
}
_COMMON = {SHEETS: ("day",), VOTES: ("day", "present"), ANSWERS: ("day",)}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
_WHOLE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES, _NO = ("x", "1", "có", "co", "c"), ("0", "k", "không", "khong")


@dataclass(frozen=True)
class GridColumn:
    """A column: its head, its group, and the boxes that may be ticked, by their number on the paper."""

    name: str
    head: str
    group: str
    kind: str
    boxes: tuple[tuple[str, str], ...] = ()  # code, label
    is_many: bool = False
    is_common: bool = False

    @property
    def help(self) -> str:
        """What may be typed, where it is not plain."""
        return "; ".join(f"{at}: {t(label)}" for at, (_, label) in enumerate(self.boxes, start=1))

    @property
    def width(self) -> str:
        if self.kind == "flag":
            return "w1"
        return "w3" if self.kind == "date" or (self.kind == "text" and not self.boxes) else "w2"


@dataclass(frozen=True)
class Grid:
    """A form as a grid."""

    part: str
    form: Form
    columns: tuple[GridColumn, ...]

    def column(self, name: str) -> GridColumn | None:
        return next((one for one in self.columns if one.name == name), None)

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Heads of neighbouring columns, with how many they span."""
        found: list[tuple[str, int]] = []
        for one in self.columns:
            if found and found[-1][0] == one.group:
                found[-1] = (one.group, found[-1][1] + 1)
            else:
                found.append((one.group, 1))
        return found


def parts_of(ready: Ready) -> dict[str, str]:
    """The grids that a place has: answers only where a table of points is known for the area."""
    review = ready.review
    areas = {area_of(one, review) for one in ready.found} or {review.place.commune.area or ""}
    kept = [SHEETS]
    for area in AREAS:
        sections = review.definition.on(area=area, region=review.place.region, day=review.day)
        if area in areas and any(section.form == "B1" for section in sections):
            kept.append(f"{ANSWERS}-{area}")
    return {part: PARTS[part] for part in (*kept, VOTES)}


def grid_of(part: str, ready: Ready) -> Grid:
    """The grid of a part."""
    if part == SHEETS:
        return _made(part, POVERTY_REVIEW_FORM, {})
    if part == VOTES:
        return _made(part, REVIEW_VOTE_FORM, {})
    from mtqg.poverty.sheet.forms import form_of

    review = ready.review
    area = part.partition("-")[2]
    sections = review.definition.on(area=area, region=review.place.region, day=review.day)
    items = {item.code: item for section in sections for item in section.items}
    form = form_of(review.definition, area=area, region=review.place.region, on=review.day)
    return _made(part, form, items)


def _made(part: str, form: Form, items: Mapping[str, Item]) -> Grid:
    common = _COMMON[part.partition("-")[0]]
    left_out = _KNOWN | ({"area"} if items else set())
    columns = [
        _column(field.header, column, items.get(field.column), is_common=field.column in common)
        for field in form.fields
        if field.column not in left_out and (column := form.column(field.column)) is not None
    ]
    return Grid(part, form, tuple(columns))


def _column(head: str, column: Column, item: Item | None, *, is_common: bool) -> GridColumn:
    boxes = tuple((option.code, option.label) for option in item.options) if item else tuple(_choices(column))
    is_many = item is not None and item.choice == "additive"
    short = head.removeprefix("Thiếu hụt ") if column.name in INDICATORS else head
    return GridColumn(
        column.name,
        short[:1].upper() + short[1:],
        _group(column.name),
        column.kind,
        boxes,
        is_many,
        is_common,
    )


def _choices(column: Column) -> list[tuple[str, str]]:
    return list((column.choices or {}).items())


def _group(name: str) -> str:
    if name in INDICATORS:
        return "Thiếu hụt (B2)"
    if name in CAUSES:
        return "Nguyên nhân"
    if (asked := form_asking(name)) is not None:
        return f"Phiếu {asked}"
    return {"day": "Ngày", "present": "Biểu quyết", "agree": "Biểu quyết", "disagree": "Biểu quyết"}.get(
        name, "Điểm" if name.endswith("_points") else "Đặc điểm"
    )


# What was typed, as an officer writes it in the form


def written(column: GridColumn, typed: str, period: str) -> str:
    """A cell as the form reads it: a box by its number, a day without its year, x and k."""
    text = typed.strip()
    if column.kind == "date" and (day := _DAY.fullmatch(text)):
        return f"{day[1]}/{day[2]}/{read_period(period).last.year}"
    if column.kind == "flag":
        return "x" if text.casefold() in _YES else "không" if text.casefold() in _NO else text
    if column.boxes and text:
        codes = [_box(column, part) for part in (read_cell(text) if column.is_many else (text,))]
        return ";".join(codes)
    return text


def _box(column: GridColumn, text: str) -> str:
    """A box named by its number, its code or its label, as the form reads it: by label where one is chosen."""
    if text.isascii() and text.isdecimal() and 0 < int(text) <= len(column.boxes):
        code, label = column.boxes[int(text) - 1]
        return code if column.is_many else label
    return next((code if column.is_many else label for code, label in column.boxes if text in (code, label)), text)


def meant(column: GridColumn, typed: str, period: str) -> Any:
    """The value that a cell means for the rule; None where it is none. The form's own reading says what is wrong."""
    text = written(column, typed, period)
    if column.kind == "integer":
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
    if column.kind == "flag":
        return {"x": True, "không": False}.get(text)
    if column.kind == "date":
        return _day(text)
    if column.boxes and not column.is_many:
        return next((code for code, label in column.boxes if label == text), None)
    return text or None


def _day(text: str) -> dt.date | None:
    found = _WHOLE_DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
