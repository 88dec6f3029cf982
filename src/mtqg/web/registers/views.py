"""The registers, and the rows of one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mtqg.access.terms import WHOLE
from mtqg.core.table import Table
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.masked import masked
from mtqg.web.numbers_in_addresses import number_in
from mtqg.web.registers import books
from mtqg.web.registers.books import Wanted
from mtqg.web.words import t

ROWS = 100
_STEP, _STEPS = 500, 4  # keys of a step, and how many steps before all is asked


@page("see", title="Các sổ", nav=("Số liệu", 30))
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """The registers that the person may open. Nothing is counted: a register may hold a million rows."""
    who = access.person(request)
    asked = urlencode({"locality": request.GET["locality"]}) if request.GET.get("locality") else ""
    rows = []
    for table in books.tables():
        if not who.may(books.right_of(table)):
            continue
        at = reverse("register", args=[table.name]) + (f"?{asked}" if asked else "")
        people = kit.Chip("có dữ liệu cá nhân", "waiting") if table.personal else ""
        model = books.model_of(table)
        is_filled = access.reader(request, books.right_of(table)).rows(model).exists()
        state = kit.Chip("có số liệu", "good") if is_filled else kit.Chip("trống", "off")
        rows.append((kit.Link(t(table.label), at), t(_KEEPERS[table.keeper]), state, people))
    columns = (kit.Column("Sổ"), kit.Column("Cấp giữ"), kit.Column("Tình trạng"), kit.Column("Dữ liệu cá nhân"))
    return render(request, "registers/registers.html", {"table": kit.Table(columns, rows).sorted_as(request.GET)})


_KEEPERS = {"province": "tỉnh", "commune": "xã"}


@page("see", title="Sổ")
@require_GET
def rows(request: HttpRequest, name: str) -> HttpResponse:
    table, model, seen = books.opened(request, name)
    wanted = Wanted.of(request)
    found = books.found(table, model, seen, wanted)
    kept, older = page_of(found, request.GET.get("after", ""), seen, is_stepped=not wanted.q)
    given = {
        "register": table,
        "choices": _choices(table, seen, wanted),
        "wanted": wanted,
        "has_period": any(one.name == "period" for one in table.columns),
        "has_people": bool(table.personal),
        "is_cut": found.is_cut,
        "table": _table(table, seen, kept),
        "older": urlencode({**wanted.values, "after": older}) if older else "",
        "newest": urlencode(wanted.values) if request.GET.get("after") else "",
        "is_first": not request.GET.get("after"),
        "exports": [
            (label, f"{reverse('register_export', args=[table.name, form])}?{urlencode(wanted.values)}")
            for form, label in (("csv", "CSV"), ("xlsx", "Excel"))
        ],
    }
    return render(request, "registers/rows.html", given)


def page_of(
    found: books.Found, after: str, seen: Reader, *, is_stepped: bool, size: int | None = None
) -> tuple[list[Any], int | None]:
    """The next rows before a key, newest first: how many there are in all is never counted."""
    before = number_in(after)
    if after and before is None:
        raise Http404
    size = size or ROWS
    places = len(seen.scope.codes) if found.places is None and not seen.scope.is_whole else found.places
    if is_stepped and places is not None and places <= books.FEW:
        kept = _of_few(found, before, size)
        return kept[:size], kept[size - 1].pk if len(kept) > size else None
    kept, is_rest = [], True
    if is_stepped:
        kept, before = _stepped(found, before, seen, size)
        is_rest = before is not None
    if len(kept) <= size and is_rest:
        asked = found.rows if before is None else found.rows.filter(pk__lt=before)
        asked = asked.select_related("added_by").order_by("-pk")
        kept += list(asked[: size + 1 - len(kept)])
    return kept[:size], kept[size - 1].pk if len(kept) > size else None


def _of_few(found: books.Found, before: int | None, size: int) -> list[Any]:
    """Rows of a commune: every key by the index of its places, and then the rows of the page.

    Asked in their order, a database rather walks back through all rows of a review until it has met enough of these.
    """
    keys = sorted(found.rows.order_by().values_list("pk", flat=True), reverse=True)
    wanted = [key for key in keys if before is None or key < before][: size + 1]
    return list(found.rows.filter(pk__in=wanted).select_related("added_by").order_by("-pk"))


def _stepped(found: books.Found, before: int | None, seen: Reader, size: int) -> tuple[list[Any], int | None]:
    """Rows of some steps back over the keys of a period or of places in reach, and the key reached; None at the end.

    Asked in one go for the hundreds of codes of a province, a database gathers every row to sort it. The keys
    of a period or of the places alone are found in a moment, and only the rows of a step are then read.
    """
    keys = found.rows.model.objects.order_by("-pk").values_list("pk", flat=True)
    if found.period:
        keys = keys.filter(period=found.period)
    elif not seen.scope.is_whole:
        keys = keys.filter(locality_code__in=sorted(seen.scope.codes))
    kept: list[Any] = []
    for _ in range(_STEPS):
        step = list((keys if before is None else keys.filter(pk__lt=before))[:_STEP])
        if step:
            kept += found.rows.filter(pk__in=step).select_related("added_by").order_by("-pk")
        before = step[-1] if len(step) == _STEP else None
        if before is None or len(kept) > size:
            break
    return kept[: size + 1], before


def _table(table: Table, seen: Reader, kept: list[Any]) -> kit.Table:
    # A column that says nothing on this page takes room from those that do.
    columns = [one for one in books.listed(table) if any(getattr(row, one.name) is not None for row in kept)]
    heads = [
        kit.Column(_HEADS.get(one.name, one.label), is_number=one.kind in ("integer", "decimal"), is_sorted=False)
        for one in columns
    ]
    names = place_names(seen, {row.locality_code for row in kept})
    villages = books.village_names(seen, {row.village_code for row in kept if getattr(row, "village_code", None)})
    lines = [(record_link(table, row), *(cell(column, row, names, villages) for column in columns)) for row in kept]
    empty = "Không có dòng nào khớp. Bỏ bớt điều kiện lọc."
    return kit.Table((kit.Column("Bản ghi", is_sorted=False), *heads), lines, empty=empty, size=ROWS)


_HEADS = {"locality_code": "Nơi", "village_code": "Thôn, bản"}


def record_link(table: Table, row: Any) -> kit.Link:
    act = row.added_by.n
    return kit.Link(f"{act}-{row.row_no}", reverse("record", args=[table.name, act, row.row_no]))


def cell(column: Any, row: Any, names: dict[str, str], villages: dict[str, str]) -> Any:
    """A value of a row as a list shows it; what is about a person is masked."""
    if column.personal:
        return masked(row, column.name)
    value = getattr(row, column.name)
    if column.name == "locality_code":
        return names.get(value, value)
    if column.name == "village_code" and value:
        return villages.get(value, value)
    return books.text_of(column, value)


def place_names(seen: Reader, codes: set[str]) -> dict[str, str]:
    """Names of units, of now or as they were last called."""
    found = {}
    for code in codes:
        now = access.book().version(code, seen.on)
        spells = books.spells_of(code)
        if now is not None:
            found[code] = now.name
        elif spells:
            found[code] = t("{name} (cũ)", name=spells[-1].name)
    return found


def _choices(table: Table, seen: Reader, wanted: Wanted) -> list[kit.Choice]:
    """Commune, old commune and village: the last two of the commune that is chosen."""
    places = [("", t("tất cả")), *((one.code, one.name) for one in _communes(seen))]
    found = [kit.Choice("locality", "Xã", tuple(places), wanted.locality)]
    top = wanted.locality or _only(seen)
    if top:
        gone = [(_key(one), f"{one.name} ({_until(one)})") for one in books.old_units(seen, top)]
        found.append(kit.Choice("old", "Xã cũ", (("", t("tất cả")), *gone), wanted.old))
    is_commune = bool(top) and getattr(access.book().version(top, seen.on), "level", "") == "commune"
    if is_commune and any(one.name == "village_code" for one in table.columns):
        named = [(code, name or code) for code, name in books.villages(seen, top).items()]
        found.append(kit.Choice("village", "Thôn, bản", (("", t("tất cả")), *named), wanted.village))
    return found


def _only(seen: Reader) -> str:
    """The one unit of the person's roles, if it is one."""
    return seen.scope.tops[0] if len(seen.scope.tops) == 1 and WHOLE not in seen.scope.tops else ""


def _communes(seen: Reader) -> list[Any]:
    """The units to choose from: communes of now in scope; of a scope without bounds, the provinces."""
    level = "province" if seen.scope.is_whole else "commune"
    return [one for one in access.book().tree(seen.on, None, level) if one.code in seen.scope]


def _key(one: Any) -> str:
    return f"{one.code}@{one.valid_from.isoformat() if one.valid_from else ''}"


def _until(one: Any) -> str:
    return t("đến {day}", day=kit.shown(one.valid_to))
