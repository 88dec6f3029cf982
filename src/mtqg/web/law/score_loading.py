"""A table of points loaded at the desk: looked at first, with errors at their cells, then proposed whole."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mtqg.core.errors import Problem, Refused
from mtqg.core.text import clean, fold
from mtqg.intake.problems import TOO_BIG
from mtqg.law.problems import NO_ROWS, UNKNOWN_HEAD
from mtqg.poverty.sheet import office, problems
from mtqg.poverty.sheet.definition import Section
from mtqg.poverty.sheet.questions import QUESTIONS
from mtqg.poverty.sheet.reading import COLUMNS
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.intake import reading
from mtqg.web.intake.uploads import safe_name
from mtqg.web.law.cells import SCORE_HEADS, in_words
from mtqg.web.law.desk import author_of, cells_of
from mtqg.web.words import t

_KNOWN = {fold(head): name for name, vi in SCORE_HEADS.items() for head in (name, vi)}
# Where an error that names no column of its own stands.
_COLUMN_OF = {
    problems.NO_SUCH_ITEM: "item",
    problems.POINTS_WRONG: "points",
    problems.OPTION_TWICE: "option",
}
_LONGEST = 2_000_000  # bytes: a form of more than 2.5 MB is not taken back
_EXPLAINED = {
    "form": "A, B1, B2",
    "area": "rural, urban; để trống nếu chung",
    "region": "BTB; DHNTB …",
    "choice": "exclusive: chọn một; additive: chọn nhiều",
    "standing": "unverified",
    "valid_from": "2027-01-01",
    "option": "chữ thường không dấu, số, _",
}


class ScoresForm(forms.Form):
    """A table, and where it was read."""

    file = forms.FileField(label="Tệp bảng điểm .xlsx, .csv", help_text="Mỗi dòng một lựa chọn của một câu hỏi.")
    evidence = forms.CharField(label="Đã đọc ở đâu (công báo, trang)", max_length=300)


class LookedAtForm(forms.Form):
    """A table that was looked at: the same text, to be proposed."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=_LONGEST + 200_000, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    evidence = forms.CharField(widget=forms.HiddenInput, max_length=300)


@page("propose_law", title="Nạp bảng điểm")
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Look at a table; propose it when it is whole. Nothing is kept between the two but the page itself."""
    author = author_of(request, "propose_law")
    if "content" in request.POST:
        return _propose(request, author)
    form = ScoresForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "law/scores_load.html", {"form": form})
    said = form.cleaned_data
    name = safe_name(said["file"].name)
    try:
        content, sections = _looked_at(said["file"], name)
    except Refused as refused:
        return render(request, "law/scores_load.html", {"form": form, "problems": refused.problems}, status=409)
    whole = LookedAtForm(initial={"content": content, "name": name, "evidence": said["evidence"]})
    given = {"form": form, "whole": whole, "table": _sections(sections), "evidence": said["evidence"], "name": name}
    return render(request, "law/scores_load.html", given)


def _propose(request: HttpRequest, author: Any) -> HttpResponse:
    form = LookedAtForm(request.POST)
    if not form.is_valid():
        raise Refused(NO_ROWS.at())
    said = form.cleaned_data
    content = said["content"].replace("\r\n", "\n")  # a form sends every line end as two signs
    name = safe_name(said["name"])
    made = office.propose_content(reading.office(), author, content, name, evidence=clean(said["evidence"]))
    messages.success(request, t("Đã đề xuất bảng điểm {id}; người khác đọc công báo rồi xác nhận.", id=made.id))
    return redirect("law_scores", made.id)


def _looked_at(file: Any, name: str) -> tuple[str, tuple[Section, ...]]:
    """The table as csv, and what it would be. Refused with every error at its cell of the file that was sent."""
    cells = cells_of(file, [], _KNOWN)
    content, rows, columns = _canonical(cells)
    if (size := len(content.encode())) > _LONGEST:
        raise Refused(TOO_BIG.at("", -(-size // 10**6), limit=_LONGEST // 10**6))
    try:
        return content, office.looked_at(access.database(), content, name)
    except Refused as refused:
        raise Refused([_at_cell(one, rows, columns) for one in refused.problems]) from None


def _canonical(cells: list[list[str]]) -> tuple[str, list[int], dict[str, str]]:
    """The csv that the loader reads, the sheet's row of each of its lines, and the letters of the columns."""
    from mtqg.intake.sheet import letters

    filled = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    heads = [sum(fold(cell) in _KNOWN for cell in row) for _, row in filled]
    if not filled or not max(heads):
        raise Refused(NO_ROWS.at())
    first = heads.index(max(heads))  # what stands above the head is a title
    number, head = filled[first]
    unknown = [
        UNKNOWN_HEAD.at(f"{letters(at)}{number}", cell, known=", ".join(SCORE_HEADS.values()))
        for at, cell in enumerate(head, start=1)
        if cell and fold(cell) not in _KNOWN
    ]
    if unknown:
        raise Refused(unknown)
    places = {_KNOWN[fold(cell)]: at for at, cell in enumerate(head) if cell}
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = [number]
    for number, row in filled[first + 1 :]:
        writer.writerow([_value(name, row, places) for name in COLUMNS])
        rows.append(number)
    return held.getvalue(), rows, {name: letters(at + 1) for name, at in places.items()}


def _value(name: str, row: list[str], places: dict[str, int]) -> str:
    """A cell. Who loads a table has not had it confirmed, whatever the column would say."""
    at = places.get(name, -1)
    value = row[at] if 0 <= at < len(row) else ""
    return value or ("unverified" if name == "standing" else "")


def _at_cell(problem: Problem, rows: list[int], columns: dict[str, str]) -> Problem:
    """An error of a line of the csv at its cell of the sheet; other lines that it names become rows as well."""

    def row(match: re.Match[str]) -> str:
        line = int(match[1])
        return str(rows[line - 1]) if line <= len(rows) else match[1]

    found = re.search(r":(\d+)$", problem.place)
    if found is None:
        return problem
    column = str(problem.values.get("column", "")) or _COLUMN_OF.get(problem.kind, "")
    values = {key: re.sub(r"^.*:(\d+)$", row, one) if key == "other" else one for key, one in problem.values.items()}
    if "column" in values:
        values["column"] = t(SCORE_HEADS.get(str(values["column"]), str(values["column"])))
    if "reason" in values:
        values["reason"] = in_words(values["reason"])
    place = f"{columns.get(column, '')}{row(found)}"
    told = place if place[0].isalpha() else t("dòng {n}", n=place)
    return dataclasses.replace(problem, place=told, values=values)


def _sections(sections: tuple[Section, ...]) -> kit.Table:
    """What the table would be: one line a section."""
    rows = [
        (
            one.version,
            t(one.label),
            " · ".join(filter(None, (one.standard, one.area, ", ".join(one.regions)))),
            one.valid_from,
            one.valid_to,
            len(one.items),
            sum(len(item.options) for item in one.items),
            _span([option.points for item in one.items for option in item.options if option.points is not None]),
            "; ".join(dict.fromkeys(f"{item.document}, {item.place}" for item in one.items))[:300],
        )
        for one in sections
    ]
    names = ("Phiên bản", "Mẫu phiếu", "Của", "Từ ngày", "Đến ngày", "Số câu hỏi", "Số lựa chọn", "Điểm", "Căn cứ")
    numbers = ("Số câu hỏi", "Số lựa chọn")
    heads = tuple(kit.Column(one, is_number=one in numbers, is_sorted=False) for one in names)
    return kit.Table(heads, rows, caption="Bảng điểm trong tệp", size=len(rows) or 1)


def _span(points: list[int]) -> str:
    return f"{min(points)} … {max(points)}" if points else ""


@page("propose_law", title="Mẫu bảng điểm")
@require_GET
def template(request: HttpRequest) -> FileResponse:
    """An empty table with the heads that are understood, and the codes of the questions beside it."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet, codes = book.add_worksheet("Bảng điểm"), book.add_worksheet("Mã câu hỏi")
    for at, (name, head) in enumerate(SCORE_HEADS.items()):
        sheet.write_string(0, at, head, bold)
        if name in _EXPLAINED:
            sheet.write_comment(0, at, _EXPLAINED[name])
    sheet.set_column(
        0, len(SCORE_HEADS) - 1, 16, book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    )
    sheet.freeze_panes(1, 0)
    lines = [(form, code, label) for form, items in QUESTIONS.items() for code, label in items.items()]
    for number, line in enumerate((("Mẫu phiếu", "Mã câu hỏi", "Câu hỏi"), *lines)):
        for at, text in enumerate(line):
            codes.write_string(number, at, text, bold if number == 0 else None)
    codes.set_column(0, 2, 32)
    book.close()
    held.seek(0)
    return FileResponse(held, as_attachment=True, filename="bang-diem.xlsx")
