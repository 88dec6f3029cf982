"""The sheet on a phone: an XLSForm that ODK and Kobo run offline, and its submissions read back as rows.

The form asks what the import form asks, under the same codes; a submission becomes the same row as a line of Excel.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from mtqg.core.errors import Problem, Refused, code
from mtqg.core.table import Table
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.sheet.answers import cell_of, read_cell
from mtqg.poverty.sheet.definition import NO, YES, YES_NO, Definition, Item, Section
from mtqg.poverty.sheet.terms import ANSWER_REGIONS, ASKED, POVERTY_ANSWERS
from mtqg.poverty.terms import AREAS

NOT_A_SUBMISSION = code(
    "P-177",
    vi="Không đọc được bài nộp {given}: {reason}.",
    en="The submission {given} cannot be read: {reason}.",
    remedy_vi="Xuất lại từ ODK, Kobo dạng csv hoặc xml.",
    remedy_en="Export again from ODK or Kobo as csv or xml.",
)
SURVEY = ("type", "name", "label", "required", "relevant", "constraint", "constraint_message", "appearance", "hint")
CHOICES = ("list_name", "name", "label")
_IDENTITY = ("period", "standard", "locality_code", "village_code", "household_code", "day", "area", "region")


def xlsform(
    definition: Definition, *, area: str, region: str | None, on: dt.date, period: str, locality: str
) -> dict[str, list[dict[str, str]]]:
    """The sheets of an XLSForm: survey, choices, settings; each a list of rows as text."""
    sections = definition.on(area=area, region=region, day=on)
    hidden = {"period": period, "standard": definition.standard, "locality_code": locality, "area": area}
    hidden |= {"region": region} if region else {}
    survey = [_calculated(name, value) for name, value in hidden.items()]
    survey += [
        _asked("text", "village_code", "Mã thôn", required=""),
        _asked("text", "household_code", "Mã hộ"),
        _asked("date", "day", "Ngày rà soát"),
        _asked("select_one yes_no", "has_request", "Hộ có giấy đề nghị?"),
    ]
    for section in sections:
        survey += _group(section)
    choices = [_choice("yes_no", name, label) for name, label in YES_NO.items()]
    for section in sections:
        for item in section.items:
            choices += (_choice(item.code, option.code, option.label) for option in item.options)
    title = f"Phiếu rà soát {period}, {AREAS[area].lower()}"
    if region:
        title += f", {ANSWER_REGIONS[region]}"
    version = f"{on:%Y%m%d}" + "".join(sorted({section.version for section in sections}))
    form_id = re.sub(r"\W+", "_", f"mtqg_poverty_{locality}_{period}_{area}").strip("_").lower()
    settings = [{"form_title": title, "form_id": form_id, "version": version, "default_language": "Tiếng Việt (vi)"}]
    return {
        "survey": [_worded(row) for row in survey],
        "choices": [_worded(row) for row in choices],
        "settings": settings,
    }


def write_xlsform(sheets: Mapping[str, Sequence[Mapping[str, str]]], out: Path) -> None:
    """The XLSForm as a workbook."""
    import xlsxwriter

    from mtqg.core import disk

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            head = list(dict.fromkeys(key for row in rows for key in row))
            for column, title in enumerate(head):
                sheet.write_string(0, column, title)
                for at, row in enumerate(rows, start=1):
                    if row.get(title):
                        sheet.write_string(at, column, row[title])
    disk.replace_file(out, data.getvalue())


def read_submissions(file: Path) -> list[dict[str, Any]]:
    """Rows of ``poverty_answers``, with the indicators as flags beside them, from an export: csv or one xml.

    A select's codes become a cell of the register; what the form did not ask is absent. Raises Refused with every
    submission that cannot be read.
    """
    try:
        content = file.read_text(encoding="utf-8-sig")
        found = _from_xml(content) if content.lstrip().startswith("<") else list(csv.DictReader(io.StringIO(content)))
    except (OSError, ValueError, csv.Error) as reason:
        raise Refused(NOT_A_SUBMISSION.at(file.name, file.name, reason=str(reason)[:80])) from None
    problems: list[Problem] = []
    rows = [_row(one, f"{file.name}:{at}", problems) for at, one in enumerate(found, start=2)]
    if problems:
        raise Refused(problems)
    return rows


def as_csv(rows: Iterable[Mapping[str, Any]], table: Table = POVERTY_ANSWERS) -> str:
    """Rows as the csv that the import form reads: headers are those of the register."""
    rows = list(rows)
    asked = {name for row in rows for name in row if name in ASKED}  # another area's questions are no columns here
    names = [column for column in table.columns if column.name in {*_IDENTITY, "has_request", *asked}]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_HEADERS.get(column.name, column.label) for column in names])
    for row in rows:
        writer.writerow([_written(row.get(column.name)) for column in names])
    return out.getvalue()


_HEADERS = {"locality_code": "Mã xã"}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _row(given: Mapping[str, Any], place: str, problems: list[Problem]) -> dict[str, Any]:
    """Whatever a group or a server put before a name is dropped: b1-wall, b1/wall and b1:wall are wall."""
    named = {re.split(r"[-/:.]", str(name))[-1]: value for name, value in given.items() if name}
    row: dict[str, Any] = {name: (named.get(name) or "").strip() or None for name in _IDENTITY}
    row["has_request"] = _flag(named.get("has_request"))
    row |= {name: cell_of(read_cell((named.get(name) or "").replace(" ", ";"))) for name in ASKED if named.get(name)}
    row |= {name: _flag(named.get(name)) for name in INDICATORS if named.get(name)}
    try:
        row["day"] = dt.date.fromisoformat(str(row["day"])[:10])
    except ValueError:
        problems.append(NOT_A_SUBMISSION.at(place, row["household_code"] or "?", reason=f"day = {row['day']}"))
    if not row["household_code"]:
        problems.append(NOT_A_SUBMISSION.at(place, "?", reason="household_code"))
    return row


def _from_xml(content: str) -> list[dict[str, str]]:
    """One submission, or several under a root. No external entity is ever read."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except ParseError as reason:
        raise ValueError(str(reason)) from None
    single = any(_local(leaf.tag) == "household_code" for leaf in root.iter()) and root.get("id") is not None
    return [
        {_local(leaf.tag): leaf.text or "" for leaf in one.iter() if not len(leaf)}
        for one in ([root] if single else root)
    ]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _flag(value: Any) -> bool | None:
    return {YES: True, NO: False}.get(str(value or "").strip())


def _group(section: Section) -> list[dict[str, str]]:
    relevant = "${has_request} = 'yes'" if section.form == "A" else ""
    begin = {"type": "begin_group", "name": section.form.lower(), "label": section.label, "relevant": relevant}
    return [begin, *map(_question, section.items), {"type": "end_group", "name": section.form.lower()}]


def _question(item: Item) -> dict[str, str]:
    if item.choice == "exclusive":
        return _asked(f"select_one {item.code}", item.code, item.label)
    row = _asked(f"select_multiple {item.code}", item.code, item.label)
    if item.option("none"):
        row["constraint"] = "not(selected(., 'none') and count-selected(.) > 1)"
        row["constraint_message"] = "Đã chọn “không có” thì không chọn thứ khác."
    return row


def _asked(kind: str, name: str, label: str, *, required: str = "yes") -> dict[str, str]:
    return {"type": kind, "name": name, "label": label, "required": required}


def _calculated(name: str, value: str) -> dict[str, str]:
    return {"type": "calculate", "name": name, "calculation": f"'{value}'"}


def _choice(list_name: str, name: str, label: str) -> dict[str, str]:
    return {"list_name": list_name, "name": name, "label": label}


def _worded(row: dict[str, str]) -> dict[str, str]:
    """Labels and messages in the form's language, as pyxform wants them beside a default language."""
    said = {"label", "constraint_message", "hint"}
    return {f"{key}::Tiếng Việt (vi)" if key in said else key: value for key, value in row.items() if value}
