"""The law desk: what waits for confirmation, an annex pasted or loaded, and a second person's confirmation."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import WHOLE
from mtqg.core.errors import Problem, Refused
from mtqg.core.text import clean, fold
from mtqg.law import actions
from mtqg.law.office import Proposal, law_at, proposals
from mtqg.law.pending import Pending, pending
from mtqg.law.people import keys_of
from mtqg.law.problems import NO_ROWS, UNKNOWN_HEAD
from mtqg.poverty.sheet import office as score_tables
from mtqg.web import access, kit, temporary
from mtqg.web.access import page
from mtqg.web.intake import reading
from mtqg.web.law import scans
from mtqg.web.law.cells import SCORE_HEADS, in_words
from mtqg.web.words import t

# Head of a column in an annex -> the column of a proposal; the column's own name is understood as well.
HEADS = {
    "Tên trị số": "name",
    "Chuẩn": "standard",
    "Khu vực": "area",
    "Vùng": "region",
    "Nhóm": "group",
    "Cấp ban hành": "issuer",
    "Từ ngày": "valid_from",
    "Đến ngày": "valid_to",
    "Giá trị": "value",
    "Đơn vị": "unit",
    "Số, ký hiệu văn bản": "document",
    "Cơ quan ban hành": "issued_by",
    "Ngày ký": "signed_on",
    "Điều khoản": "place",
    "Đã đọc ở đâu": "evidence",
}
_KNOWN = {fold(head): name for vi, name in HEADS.items() for head in (vi, name)}
_SHARED = ("standard", "valid_from", "document", "issued_by", "signed_on", "place", "evidence")


def author_of(request: HttpRequest, right: str) -> Any:
    role = access.person(request).role_at(right, WHOLE)
    if role is None:  # the book of law is the whole office's: a role at one place does not write it
        raise PermissionDenied
    return reading.author(request.user, role)


@page("see", title="Bàn pháp lý", nav=("Pháp lý", 10))
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Values that judge nothing yet, proposals and score tables that wait, texts that are lacking; and what waits."""
    database, who = access.database(), access.person(request)
    found = pending(law_at(database), proposals=proposals(database))
    mine = keys_of(database, request.user.get_username())
    may = who.role_at("confirm_law", WHOLE) is not None
    context = {
        "waiting": _waiting(found, lambda by: may and not (mine & keys_of(database, by))),
        "scores": _scores(database, lambda by: may and not (mine & keys_of(database, by))),
        "values": _values(found),
        "texts": _texts(found),
        "confirmed": _confirmed(proposals(database)),
        "may_propose": who.role_at("propose_law", WHOLE) is not None,
        "scans": scans.table(),
    }
    return render(request, "law/desk.html", context)


def _table(names: tuple[str, ...], rows: Any, caption: str, empty: str) -> kit.Table:
    return kit.Table(tuple(kit.Column(one, is_sorted=False) for one in names), rows, caption=caption, empty=empty)


def _waiting(found: Pending, may_confirm: Callable[[str], bool]) -> kit.Table:
    rows = [
        (
            kit.Link(one.id, reverse("law_proposal", args=[one.id])),
            one.label,
            scans.link(scans.document_of(one), f"{one.document}, {one.line['place']}"),
            one.line["evidence"],
            one.line["proposed_by"],
            "; ".join(found.waits_for_proposal(one)),
            kit.Link(t("Đọc và xác nhận"), reverse("law_proposal", args=[one.id]))
            if may_confirm(one.line["proposed_by"])
            else "",
        )
        for one in found.proposals
    ]
    names = ("Mã", "Đề xuất", "Văn bản", "Đã đọc ở đâu", "Người đề xuất", "Đang chờ", "Việc")
    return _table(names, rows, "Đề xuất chờ người thứ hai xác nhận", "Không có đề xuất nào đang chờ.")


def _scores(database: Any, may_confirm: Callable[[str], bool]) -> kit.Table:
    rows = []
    for one in score_tables.score_tables(database):
        state = kit.Chip("đã xác nhận", "good") if one.confirmation else kit.Chip("chờ xác nhận", "waiting")
        button: Any = ""
        if not one.confirmation and may_confirm(one.line["proposed_by"]):
            button = kit.Link(t("Đọc và xác nhận"), reverse("law_scores", args=[one.id]))
        name = kit.Link(f"{one.id} · {one.line['versions']}", reverse("law_scores", args=[one.id]))
        rows.append((name, one.line["lines"], one.line["evidence"], one.line["proposed_by"], state, button))
    names = ("Bảng điểm", "Số dòng", "Đã đọc ở đâu", "Người đề xuất", "Tình trạng", "Việc")
    return _table(names, rows, "Bảng điểm", "Chưa nạp bảng điểm nào.")


def _values(found: Pending) -> kit.Table:
    rows = [
        (
            found.law.name(one.name).label_vi,
            ", ".join(filter(None, (one.standard, one.area, one.region, one.group))),
            scans.link(one.document, f"{one.document}, {one.place}"),
            "; ".join(found.waits_for(one)),
        )
        for one in found.values
    ]
    names = ("Trị số", "Của", "Văn bản", "Đang chờ")
    return _table(names, rows, "Trị số chưa kiểm chứng, chưa dùng để chấm", "Không có trị số nào chưa kiểm chứng.")


def _texts(found: Pending) -> kit.Table:
    rows = [(one.text_vi, one.closes_vi, "; ".join(one.waits)) for one in found.texts]
    return _table(("Văn bản", "Cần có", "Đang chờ"), rows, "Văn bản còn thiếu", "Không thiếu văn bản nào.")


def _confirmed(found: list[Proposal]) -> kit.Table:
    rows = [
        (
            kit.Link(one.id, reverse("law_proposal", args=[one.id])),
            one.label,
            one.line["proposed_by"],
            one.confirmation["confirmed_by"],
        )
        for one in found
        if one.confirmation
    ]
    names = ("Mã", "Đề xuất", "Người đề xuất", "Người xác nhận")
    return _table(names, rows, "Đã xác nhận", "Chưa xác nhận đề xuất nào.")


class AnnexForm(forms.Form):
    """An annex: what all its lines share, and its table."""

    document = forms.CharField(label="Số, ký hiệu văn bản", max_length=100)
    issued_by = forms.CharField(label="Cơ quan ban hành", max_length=200)
    signed_on = forms.DateField(
        label="Ngày ký", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(label="Điều khoản", max_length=200)
    valid_from = forms.DateField(
        label="Từ ngày", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    standard = forms.CharField(label="Chuẩn", required=False, max_length=60)
    evidence = forms.CharField(label="Đã đọc ở đâu (công báo, trang)", max_length=300)
    pasted = forms.CharField(
        label="Dán bảng từ Excel, Word",
        required=False,
        max_length=500_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="Dòng đầu là tên cột: Tên trị số, Khu vực, Vùng, Nhóm, Giá trị, Đơn vị.",
    )
    file = forms.FileField(label="Hoặc chọn tệp .xlsx, .csv", required=False)

    def clean_pasted(self) -> list[list[str]]:
        """The table as rows of text."""
        held = io.StringIO(self.cleaned_data["pasted"], newline=None)  # a page or a sheet may end its lines by CR alone
        try:
            return [[clean(cell) for cell in row] for row in csv.reader(held, delimiter="\t")]
        except csv.Error:
            raise forms.ValidationError(t("Bảng dán có ô quá dài: chép lại đúng các ô của bảng.")) from None


@page("propose_law", title="Đề xuất từ phụ lục")
@require_http_methods(["GET", "HEAD", "POST"])
def annex(request: HttpRequest) -> HttpResponse:
    """A whole annex as proposals, all or nothing; every error stands at its cell."""
    author = author_of(request, "propose_law")
    form = AnnexForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "law/annex.html", {"form": form})
    try:
        cells = cells_of(form.cleaned_data["file"], form.cleaned_data["pasted"], _KNOWN)
        lines, columns = _lines(cells, form.cleaned_data)
        try:
            made = actions.propose_values(reading.office(), author, lines)
        except Refused as refused:
            raise Refused([_at_cell(one, columns, cells) for one in refused.problems]) from None
    except Refused as refused:
        return render(request, "law/annex.html", {"form": form, "problems": refused.problems}, status=409)
    messages.success(request, t("Đã đề xuất {n} trị số; người khác đọc công báo rồi xác nhận.", n=len(made)))
    return redirect("law_desk")


def cells_of(file: Any, pasted: list[list[str]], known: Collection[str]) -> list[list[str]]:
    """The table as rows of text. A workbook goes through intake's guard before anything opens it.

    known: the heads of its columns, folded: by them the head of a csv is found.
    """
    if file is None:
        return pasted
    from mtqg.intake.read import read_file
    from mtqg.web.intake.uploads import safe_name

    name = safe_name(file.name)
    with temporary.folder() as folder:
        path = Path(folder) / name
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        sheet = read_file(path, name, lambda row: sum(fold(str(cell)) in known for cell in row))[0]
    blank = [""] * (sheet.left - 1)
    above: list[list[str]] = [[] for _ in range(sheet.top - 1)]
    return above + [[*blank, *(_text(cell) for cell in row)] for row in sheet.rows]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat()[:10] if hasattr(cell, "isoformat") else clean(str(cell))


def _lines(cells: list[list[str]], said: dict[str, Any]) -> tuple[list[tuple[str, dict[str, str]]], dict[str, str]]:
    """(the cell that a line begins at, the line) for each, and the letters of the columns."""
    from mtqg.intake.sheet import letters

    filled = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    if len(filled) < 2:
        raise Refused(NO_ROWS.at())
    number, head = filled[0]
    unknown = [
        UNKNOWN_HEAD.at(f"{letters(at)}{number}", cell, known=", ".join(HEADS))
        for at, cell in enumerate(head, start=1)
        if cell and fold(cell) not in _KNOWN
    ]
    if unknown:
        raise Refused(unknown)
    names = {at: _KNOWN[fold(cell)] for at, cell in enumerate(head, start=1) if cell}
    shared = {name: str(said[name] or "") for name in _SHARED}
    first = letters(min(names))
    lines = []
    for number, row in filled[1:]:
        given = {names[at]: cell for at, cell in enumerate(row, start=1) if at in names and cell}
        lines.append((f"{first}{number}", {**shared, **given}))
    return lines, {name: letters(at) for at, name in names.items()}


def _at_cell(problem: Problem, columns: dict[str, str], cells: list[list[str]]) -> Problem:
    """A problem of one column, or of what one cell says, stands at that cell; those of the whole line at its first."""
    from mtqg.intake.sheet import letters

    if "reason" in problem.values:
        problem = dataclasses.replace(problem, values={**problem.values, "reason": in_words(problem.values["reason"])})
    number = problem.place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not number.isdecimal():
        return problem
    row = cells[int(number) - 1]
    saying = [letters(at) for at, cell in enumerate(row, start=1) if cell and cell == problem.given]
    letter = columns.get(str(problem.values.get("column", ""))) or (saying[0] if len(saying) == 1 else "")
    return dataclasses.replace(problem, place=f"{letter}{number}") if letter else problem


@page("see", title="Đề xuất pháp lý")
@require_GET
def proposal(request: HttpRequest, id: str) -> HttpResponse:
    one = _of(proposals(access.database()), id)
    columns = [column for column in one.table.columns if column.name != "proposed_by"]  # said below, beside the other
    labels = [(column.label, one.line[column.name]) for column in columns if one.line[column.name]]
    waits = pending(law_at(access.database()), proposals=[one]).waits_for_proposal(one)
    values = [(label, value) for label, value in labels if "so sánh" not in label]
    number = scans.document_of(one)
    scan = scans.shown(number, scans.page_in(one.line["evidence"]))
    return _read_whole(request, one, values=values, waits=waits, scan=scan, number=number)


@page("see", title="Bảng điểm")
@require_GET
def scores(request: HttpRequest, id: str) -> HttpResponse:
    """A table of points whole, as whoever confirms it reads it beside the gazette."""
    one = _of(score_tables.score_tables(access.database()), id)
    rows = list(csv.reader(io.StringIO(one.line["content"])))
    width = len(rows[0])
    whole = [[*row, *[""] * (width - len(row))][:width] for row in rows[1:] if any(row)]
    # What all lines say alike is said once: the rest then has room beside the gazette.
    heads = [SCORE_HEADS.get(name, name) for name in rows[0]]
    shared = [at for at in range(width) if len(whole) > 1 and len({row[at] for row in whole}) == 1]
    rest = [at for at in range(width) if at not in shared]
    columns = tuple(kit.Column(heads[at], is_sorted=False) for at in rest)
    table = kit.Table(columns, [[row[at] for at in rest] for row in whole], size=len(whole) or 1)
    values = [("Đã đọc ở đâu", one.line["evidence"]), ("Dấu kiểm", one.line["digest"])]
    values += [(heads[at], whole[0][at]) for at in shared if whole[0][at]]
    numbers = dict.fromkeys(row[rows[0].index("document")] for row in whole)
    page_no = scans.page_in(one.line["evidence"])
    scan = next(filter(None, (scans.shown(number, page_no) for number in numbers)), None)
    return _read_whole(request, one, values=values, table=table, scan=scan, number=next(iter(numbers), ""))


def _of(found: Any, id: str) -> Any:
    one = next((each for each in found if each.id == id), None)
    if one is None:
        raise Http404
    return one


def _read_whole(request: HttpRequest, one: Any, **shown: Any) -> HttpResponse:
    """What was proposed, and whether who reads it may confirm it or take it back."""
    database, who = access.database(), access.person(request)
    mine = keys_of(database, request.user.get_username()) & keys_of(database, one.line["proposed_by"])
    context = {
        "one": one,
        "to": reverse("law_confirm", args=[one.id]),
        "back": reverse("law_withdraw", args=[one.id]),
        "may_confirm": who.role_at("confirm_law", WHOLE) and not one.confirmation and not mine,
        "is_mine": bool(mine) and not one.confirmation,
        "may_withdraw": who.role_at("propose_law", WHOLE) is not None,
        **shown,
    }
    return render(request, "law/proposal.html", context)


@page("confirm_law", title="Xác nhận")
@require_POST
def confirm(request: HttpRequest, id: str) -> HttpResponse:
    author = author_of(request, "confirm_law")
    (score_tables.confirm if id.startswith("S") else actions.confirm)(reading.office(), author, [id])
    told = t("Đã xác nhận {id}. Những gì đang chờ được chấm lại ngay khi xem.", id=id)
    messages.success(request, told)
    return redirect("law_desk")


@page("propose_law", title="Rút đề xuất")
@require_POST
def withdraw(request: HttpRequest, id: str) -> HttpResponse:
    author, why = author_of(request, "propose_law"), clean(request.POST.get("why", ""))[:300]
    if not why:
        from mtqg.law.problems import NEEDS_WHY

        raise Refused(NEEDS_WHY.at())
    (score_tables.withdraw if id.startswith("S") else actions.withdraw)(reading.office(), author, [id], why=why)
    messages.success(request, t("Đã rút {id}.", id=id))
    return redirect("law_desk")
