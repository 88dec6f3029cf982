"""A drawn sample: the same seed, state and place draw the same units for anybody who draws again."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mtqg.catalogue import CATALOGUE
from mtqg.core.register.chain import head
from mtqg.core.register.rows import state
from mtqg.core.table import Kind, Table
from mtqg.decisions.terms import DECISIONS
from mtqg.poverty.terms import POVERTY_SHEETS
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.figures.answers import instance
from mtqg.web.figures.asked import Asked, asked_of
from mtqg.web.registers.books import text_of
from mtqg.web.registers.decided import decisions
from mtqg.web.registers.views import place_names, record_link
from mtqg.web.words import t

KINDS = {"communes": "Xã", "households": "Hộ trong phiếu rà soát", "decisions": "Quyết định"}
MOST, USUAL = 500, 30
_LONGEST = 64


@dataclass(frozen=True)
class Draw:
    """What a sample is drawn from. All of it stands in the address and on the sheets."""

    kind: str
    seed: str
    n: int
    size: int
    asked: Asked

    @property
    def values(self) -> dict[str, str]:
        said = {"kind": self.kind, "seed": self.seed, "n": str(self.n), "size": str(self.size)}
        return {**said, **self.asked.selectors}


@dataclass(frozen=True)
class Drawn:
    """A unit drawn, in its place of the draw."""

    name: str
    cells: tuple[Any, ...]
    to: str = ""


def drawn(names: Iterable[str], seed: str, size: int) -> list[str]:
    """The units whose SHA-256 of "seed:name" is least, in that order: nothing hidden, anybody can do it again.

    >>> drawn(["a", "b", "c"], "158", 2) == drawn(["c", "b", "a"], "158", 2)
    True
    """
    return sorted(set(names), key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest())[:size]


@page("audit", title="Chọn mẫu", nav=("Kiểm toán", 10))
@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    draw = _draw(request)
    columns, found, total = _drawn(request, draw)
    lines = [
        (number, kit.Link(one.name, one.to) if one.to else one.name, *one.cells) for number, one in enumerate(found, 1)
    ]
    heads = (kit.Column("Số", is_number=True, is_sorted=False), *(kit.Column(one, is_sorted=False) for one in columns))
    given = {
        "draw": draw,
        "kinds": KINDS.items(),
        "choices": draw.asked.choices,
        "total": total,
        "table": kit.Table(heads, lines, size=MOST, empty="Không có đơn vị nào để chọn. Đổi nơi hoặc kỳ."),
        "sheets_at": f"{reverse('audit_sheets')}?{_query(draw)}",
    }
    return render(request, "audit/sample.html", given)


@page("audit", title="Tải phiếu kiểm tra")
@require_GET
def sheets(request: HttpRequest) -> HttpResponse | FileResponse:
    """Blank check sheets of a sample: what the register says, and room for what was found on site."""
    draw = _draw(request)
    columns, found, total = _drawn(request, draw)
    name = f"phieu-kiem-tra-{draw.kind}-{draw.seed}.xlsx"
    return FileResponse(_workbook(draw, columns, found, total), as_attachment=True, filename=name)


def _query(draw: Draw) -> str:
    from urllib.parse import urlencode

    return urlencode(draw.values)


def _draw(request: HttpRequest) -> Draw:
    """What the address asks. A seed that is not said is drawn once, and stands in every link from then on."""
    asked = asked_of(request)
    last, _ = head(access.database())
    kind, seed = request.GET.get("kind", "households"), request.GET.get("seed", "").strip()
    n, size = request.GET.get("n", "") or str(last), request.GET.get("size", "") or str(USUAL)
    if kind not in KINDS or not (n.isdecimal() and size.isdecimal()) or len(seed) > _LONGEST:
        raise Http404
    return Draw(kind, seed or secrets.token_hex(4), min(int(n), last), max(1, min(int(size), MOST)), asked)


def _drawn(request: HttpRequest, draw: Draw) -> tuple[tuple[str, ...], list[Drawn], int]:
    """Heads, units and how many there were to draw from."""
    if draw.kind == "communes":
        return _communes(draw)
    seen = access.reader(request, "audit")
    if draw.kind == "households":
        return _rows(draw, seen, POVERTY_SHEETS, "household_code", ("period",))
    return _decisions(draw, seen)


def _communes(draw: Draw) -> tuple[tuple[str, ...], list[Drawn], int]:
    asked = draw.asked
    book, day = access.book(), asked.day
    units = {one.code: one for one in book.tree(day, within=asked.place.code, level="commune")}
    if asked.place.level == "commune":
        units = {asked.place.code: asked.place}
    reached = [code for code in units if code in asked.seen.scope]
    chosen = drawn(reached, draw.seed, draw.size)
    return ("Mã xã", "Tên"), [Drawn(code, (units[code].name,)) for code in chosen], len(reached)


def _rows(
    draw: Draw, seen: Reader, table: Table, name: str, by: tuple[str, ...]
) -> tuple[tuple[str, ...], list[Drawn], int]:
    """Rows of the place and period as they stood at act n: only their names are read before the draw."""
    where, values = _where(draw, seen, table)
    kinds: dict[str, Kind] = {name: "text", "locality_code": "text", "added_by": "integer", "row_no": "integer"}
    extra = [one for one in ("village_code", "decided_class") if any(column.name == one for column in table.columns)]
    kinds |= dict.fromkeys(extra, "text")
    found = _state(table, draw, where, values, kinds)
    rows = {row[name]: row for row in found.iter_rows(named=True)}
    chosen = drawn(rows, draw.seed, draw.size)
    places = place_names(seen, {rows[one]["locality_code"] for one in chosen})
    lines = [
        Drawn(
            one,
            (
                places.get(rows[one]["locality_code"], rows[one]["locality_code"]),
                *(text_of(table.column(column), rows[one][column]) for column in extra),
            ),
            reverse("record", args=[table.name, rows[one]["added_by"], rows[one]["row_no"]]),
        )
        for one in chosen
    ]
    heads = (t(table.column(name).label), "Nơi", *(t(table.column(one).label) for one in extra))
    return heads, lines, len(rows)


def _decisions(draw: Draw, seen: Reader) -> tuple[tuple[str, ...], list[Drawn], int]:
    """Decisions that rows of the place name, in whatever register, with how many rows each carries."""
    found: dict[str, dict[str, Any]] = {}
    for table in CATALOGUE.tables.values():
        if table.decision is None or not any(column.name == "locality_code" for column in table.columns):
            continue
        number, issuer, signed = table.decision
        kinds: dict[str, Kind] = {number: "text", issuer: "text", signed: "date"}
        where, values = _where(draw, seen, table)
        rows = _state(table, draw, f"{where} AND r.{number} IS NOT NULL", values, kinds)
        for key, part in rows.group_by(number, issuer, signed):
            name = f"{key[0]} | {key[1]} | {key[2]}"
            one = found.setdefault(name, {"of": key, "rows": 0, "books": []})
            if table is not DECISIONS:  # there it is itself; what it decided stands in the others
                one["rows"] += len(part)
                one["books"].append(t(table.label))
    chosen = drawn(found, draw.seed, draw.size)
    handed = decisions(seen, [found[one]["of"] for one in chosen])
    kept = {key: row for key, row in handed.items() if seen.scope.holds(row.locality_code, row.day)}
    lines = [
        Drawn(
            str(found[one]["of"][0]),
            (found[one]["of"][1], found[one]["of"][2], found[one]["rows"], ", ".join(found[one]["books"])),
            record_link(DECISIONS, kept[key]).to if (key := found[one]["of"]) in kept else "",
        )
        for one in chosen
    ]
    return ("Số quyết định", "Cơ quan", "Ngày ký", "Số dòng", "Sổ"), lines, len(found)


def _state(table: Table, draw: Draw, where: str, values: list[Any], kinds: dict[str, Kind]) -> Any:
    """Rows as they stood at act n, over a connection of the register's own: Django's reads days in its own way."""
    with instance().register() as register:
        return state(register.database, table, n=draw.n, where=where, values=values, kinds=kinds)


def _where(draw: Draw, seen: Reader, table: Table) -> tuple[str, list[Any]]:
    """Rows of the place (with what became part of it) and, where rows have one, of the period."""
    from mtqg.access.scope import scope_of

    within = scope_of(access.book(), [draw.asked.place.code], draw.asked.day)
    codes = sorted(code for code in within.codes if code in seen.scope)
    where, values = f"r.locality_code IN ({', '.join('?' * len(codes))})", list[Any](codes)
    if table.time == "period" and any(one.name == "period" for one in table.columns):
        where, values = f"{where} AND r.period = ?", [*values, draw.asked.period.text]
    return where, values


def _workbook(draw: Draw, columns: tuple[str, ...], found: list[Drawn], total: int) -> io.BytesIO:
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(t("Phiếu kiểm tra"))
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top", "bg_color": "#E7F0F8"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"border": 1, "valign": "top", "num_format": "dd/mm/yyyy"})
    sheet.write_string(0, 0, t("PHIẾU KIỂM TRA THỰC ĐỊA"), bold)
    said = {
        "Chọn": t(KINDS[draw.kind]),
        "Nơi": draw.asked.place.name,
        "Kỳ": draw.asked.period.text,
        "Hạt giống": draw.seed,
        "Trạng thái": t("tác vụ {n}", n=draw.n),
        "Cỡ mẫu": f"{len(found)}/{total}",
    }
    for at, (label, value) in enumerate(said.items(), start=1):
        sheet.write_string(at, 0, t(label))
        sheet.write_string(at, 1, str(value))
    top = len(said) + 2
    heads = ["Số", *columns, "Có đúng như sổ không", "Thực tế ghi nhận", "Giấy tờ đã xem", "Người kiểm tra, ngày"]
    for at, label in enumerate(heads):
        sheet.write_string(top, at, t(label), head)
    for number, one in enumerate(found, start=1):
        sheet.write_number(top + number, 0, number, cell)
        for at, value in enumerate((one.name, *one.cells), start=1):
            if hasattr(value, "isoformat"):
                sheet.write_datetime(top + number, at, value, day)
            elif isinstance(value, int):
                sheet.write_number(top + number, at, value, cell)
            else:
                sheet.write_string(top + number, at, str(value or ""), cell)
        for at in range(len(columns) + 1, len(heads)):
            sheet.write_blank(top + number, at, None, cell)
        sheet.set_row(top + number, 36)
    sheet.set_column(0, 0, 11)
    sheet.set_column(1, len(columns), 20)
    sheet.set_column(len(columns) + 1, len(heads) - 1, 24)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
    sheet.repeat_rows(top)
    book.close()
    held.seek(0)
    return held
