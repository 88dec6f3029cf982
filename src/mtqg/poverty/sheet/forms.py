"""The sheet as an import form, an Excel template and a field dictionary, from the one definition.

The form is that of the register (``ANSWER_FORM``) with the questions of one area and region alone, and their boxes as
lists. Several boxes of an additive question are written in one cell, separated by ``;``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import narwhals as nw

from mtqg.core.catalogue import Catalogue
from mtqg.core.errors import code
from mtqg.core.form import Field, Form, RowCheck
from mtqg.core.table import Column, Table
from mtqg.poverty.sheet.definition import NONE, Definition, Item, Section
from mtqg.poverty.sheet.terms import ANSWER_FORM, ASKED, POVERTY_ANSWERS

WRONG_BOXES = code(
    "P-175",
    vi="“{given}” không phải các lựa chọn của câu hỏi này, cách nhau bằng dấu chấm phẩy.",
    en="“{given}” are not boxes of this question, separated by semicolons.",
    remedy_vi="Ghi mã các lựa chọn như trong từ điển trường, cách nhau bằng “;”; không có thứ nào thì ghi none.",
    remedy_en="Write the codes of the boxes as in the field dictionary, separated by “;”; write none for nothing.",
)
REQUEST_ONLY = code(
    "P-176",
    vi="Phiếu A chỉ dùng cho hộ có giấy đề nghị; hộ này ghi “{has_request}”.",
    en="Form A is for households with a request; this one says “{has_request}”.",
    remedy_vi="Bỏ phần A, hoặc ghi hộ có giấy đề nghị.",
    remedy_en="Leave form A empty, or say that there is a request.",
    law="07/2021/TT-BLĐTBXH",
)


def form_of(definition: Definition, *, area: str, region: str | None, on: dt.date) -> Form:
    """The import form of an area's sheet: forms A and B1, each question with its own list."""
    sections = [one for one in definition.on(area=area, region=region, day=on) if one.form != "B2"]
    items = {item.code: item for section in sections for item in section.items}
    columns = tuple(_column(column, items) for column in POVERTY_ANSWERS.columns)
    kept = tuple(
        _field(field, items) for field in ANSWER_FORM.fields if field.column not in ASKED or field.column in items
    )
    table = Table(
        name=POVERTY_ANSWERS.name,
        label=POVERTY_ANSWERS.label,
        dataset=POVERTY_ANSWERS.dataset,
        time=POVERTY_ANSWERS.time,
        key=POVERTY_ANSWERS.key,
        columns=columns,
    )
    return replace(ANSWER_FORM, table=table, fields=kept, checks=tuple(_checks(sections)))


def catalogue_with(catalogue: Catalogue, form: Form) -> Catalogue:
    """The catalogue in which the answers are read by this area's form."""
    return replace(catalogue, forms={**catalogue.forms, form.name: form})


def dictionary(definition: Definition, *, area: str | None, region: str | None, on: dt.date) -> list[dict[str, Any]]:
    """The field dictionary: one line a box, with its form, question, kind of choice, points, article and standing."""
    return [
        {
            "form": section.form,
            "item": item.code,
            "label": item.label,
            "choice": item.choice,
            "option": option.code,
            "option_label": option.label,
            "points": option.points,
            "document": item.document,
            "place": item.place,
            "standing": section.standing,
        }
        for section in definition.on(area=area, region=region, day=on)
        for item in section.items
        for option in item.options
    ]


def dictionary_csv(lines: Iterable[dict[str, Any]]) -> str:
    """The dictionary as csv with a header, in UTF-8 with the mark that Excel wants."""
    rows = list(lines)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["form"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def dictionary_markdown(lines: Iterable[dict[str, Any]]) -> str:
    """The dictionary as a page: a table for each question."""
    parts: list[str] = []
    asked = None
    for line in lines:
        if line["item"] != asked:
            asked = line["item"]
            kind = "chọn một" if line["choice"] == "exclusive" else "chọn mọi thứ có"
            where = f"{line['document']}, {line['place']}; {line['standing']}"
            parts += ["", f"## {line['form']} · {line['label']} (`{asked}`)", "", f"{kind}; {where}.", ""]
            parts += ["| mã | lựa chọn | điểm |", "|---|---|---:|"]
        points = "" if line["points"] is None else line["points"]
        parts.append(f"| `{line['option']}` | {line['option_label']} | {points} |")
    return "# Từ điển trường của phiếu rà soát\n" + "\n".join(parts) + "\n"


def _column(column: Column, items: dict[str, Item]) -> Column:
    item = items.get(column.name)
    if item is None:
        return column
    law = item.document or None
    if item.choice == "exclusive":
        return replace(column, label=item.label, choices=item.labels, law=law)
    return replace(column, label=f"{item.label} ({', '.join(item.labels)})", law=law)


def _field(field: Field, items: dict[str, Item]) -> Field:
    item = items.get(field.column)
    # Both headers are read: the question as this table words it, and as the register names it.
    return field if item is None else replace(field, header=item.label, also=(*field.also, field.header))


def _checks(sections: Iterable[Section]) -> Iterator[RowCheck]:
    for section in sections:
        for item in section.items:
            if item.choice == "additive":
                yield RowCheck(code=WRONG_BOXES, column=item.code, wrong=~_fits(item))
            if section.form == "A":
                wrong = ~nw.col(item.code).is_null() & ~nw.col("has_request").fill_null(False)
                yield RowCheck(code=REQUEST_ONLY, column=item.code, wrong=wrong)


def _fits(item: Item) -> nw.Expr:
    """Boxes of the question, or the one that says that there is none, alone."""
    boxes = "|".join(option.code for option in item.options if option.code != NONE)
    return nw.col(item.code).str.contains(f"^(({boxes})(;({boxes}))*|{NONE})$")
