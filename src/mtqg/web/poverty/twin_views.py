"""One identity number in two households: each shown to whoever reaches it, the others only counted.

Found by the blind index: no number is opened before somebody asks for it, and asking is an act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mtqg.catalogue import CATALOGUE
from mtqg.core.register.rows import INDEX
from mtqg.poverty.terms import HOUSEHOLD_MEMBERS, POVERTY_SHEETS
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.acts.models import Act
from mtqg.web.masked import masked
from mtqg.web.registers import books
from mtqg.web.registers.views import place_names, record_link
from mtqg.web.words import t

NUMBER = "identity_number"
MOST = 200  # numbers of a register that are shown
EACH = 20  # households of a number that are shown: one that was typed for want of any stands in thousands
# Register -> the column that names the person; what two rows share beside the number; what says that a row still holds.
_HELD: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    POVERTY_SHEETS.name: ("head_name", ("period", "standard"), {}),
    HOUSEHOLD_MEMBERS.name: ("member_name", (), {"ends_on": None}),
}


@dataclass(frozen=True)
class Twins:
    """A number that stands in several households: rows in reach, how many more there are, and how many elsewhere."""

    rows: tuple[Any, ...]
    more: int
    elsewhere: int


@page("personal", title="Trùng số định danh", nav=("Giảm nghèo", 35))
@require_GET
def twins(request: HttpRequest) -> HttpResponse:
    seen = access.reader(request, "personal")
    tables = []
    for table in (POVERTY_SHEETS, HOUSEHOLD_MEMBERS):
        found = found_in(seen, table.name)
        tables.append({"table": _table(seen, table, found[:MOST]), "is_cut": len(found) > MOST})
    return render(request, "poverty/twins.html", {"tables": tables, "most": MOST})


def count(seen: Reader, batches: Iterable[int]) -> int:
    """Numbers of rows that these batches added and that stand in another household too."""
    numbers = set[bytes]()
    acts = list(Act.objects.filter(n__in=list(batches)).values_list("pk", flat=True))
    for name in _HELD:
        rows = _doubled(seen, name).filter(added_by__in=acts)  # a batch has no index, its act has
        numbers |= {bytes(one) for one in rows.values_list(NUMBER + INDEX, flat=True)[:MOST]}
    return len(numbers)


def found_in(seen: Reader, name: str) -> list[Twins]:
    """The numbers of a register of which the reader reaches a household, the newest first; one more than is shown."""
    model, (_, shared, _) = books.model_of(CATALOGUE.tables[name]), _HELD[name]
    wanted: dict[tuple[Any, ...], None] = {}
    for number, *rest in _doubled(seen, name).order_by("-pk").values_list(NUMBER + INDEX, *shared).iterator():
        wanted.setdefault((bytes(number), *rest))
        if len(wanted) > MOST:
            break
    numbers = {case[0] for case in wanted}
    held = {case: _Gathered() for case in wanted}
    rows = _in_force(model, name).filter(**{f"{NUMBER}{INDEX}__in": numbers}).select_related("added_by")
    for row in rows.iterator():
        if (case := _case(row, shared)) in held:
            held[case].take(row, is_mine=seen.scope.holds(row.locality_code, row.day))
    return [one.twins() for one in held.values()]


@dataclass
class _Gathered:
    """The rows of a number as they are read: a few of them, and which households the others are of."""

    rows: list[Any] = field(default_factory=list)
    mine: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def take(self, row: Any, *, is_mine: bool) -> None:
        (self.mine if is_mine else self.others).add(row.household_code)
        if is_mine and len(self.rows) < EACH:
            self.rows.append(row)

    def twins(self) -> Twins:
        shown = {one.household_code for one in self.rows}
        rows = sorted(self.rows, key=lambda one: (one.locality_code, one.household_code))
        return Twins(tuple(rows), len(self.mine - shown), len(self.others - self.mine))


def _doubled(seen: Reader, name: str) -> QuerySet[Any]:
    """Rows in reach whose number stands in another household, in reach or not."""
    model, (_, shared, _) = books.model_of(CATALOGUE.tables[name]), _HELD[name]
    same = {column: OuterRef(column) for column in (NUMBER + INDEX, *shared)}
    others = _in_force(model, name).filter(**same).exclude(household_code=OuterRef("household_code"))
    kept = seen.rows(model).filter(**{f"{NUMBER}{INDEX}__isnull": False}, **_HELD[name][2])
    return kept.filter(Exists(others))


def _in_force(model: Any, name: str) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(ended_by=None, **_HELD[name][2])
    return found


def _case(row: Any, shared: tuple[str, ...]) -> tuple[Any, ...]:
    return (bytes(getattr(row, NUMBER + INDEX)), *(getattr(row, column) for column in shared))


def _table(seen: Reader, table: Any, found: list[Twins]) -> kit.Table:
    """A line for each household, the lines of a number together."""
    name = _HELD[table.name][0]
    rows = [one for twin in found for one in twin.rows]
    places = place_names(seen, {one.locality_code for one in rows})
    villages = books.village_names(seen, {one.village_code for one in rows if one.village_code})
    lines = []
    for at, twin in enumerate(found, start=1):
        for one in twin.rows:
            since = getattr(one, "period", None) or one.day
            home = (kit.Link(one.household_code, record_link(table, one).to), masked(one, name))
            place = (places.get(one.locality_code, one.locality_code), villages.get(one.village_code, one.village_code))
            lines.append((masked(one, NUMBER), *home, *place, since, at))
        if twin.more:
            lines.append((t("{n} hộ nữa trong địa bàn của bạn", n=twin.more), "", "", "", "", "", at))
        if twin.elsewhere:
            lines.append((t("{n} hộ ngoài địa bàn của bạn", n=twin.elsewhere), "", "", "", "", "", at))
    heads = ("Số định danh", "Mã hộ", "Họ và tên", "Xã", "Thôn, bản", "Kỳ, từ ngày", "Trường hợp")
    columns = tuple(kit.Column(one, is_sorted=False) for one in heads)
    empty = "Không có số định danh nào đứng ở hai hộ."
    return kit.Table(columns, lines, caption=table.label, empty=empty, size=max(1, len(lines)), name=table.name)
