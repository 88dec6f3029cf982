"""A form that was made: its rows and values, and how they come from what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from mtqg.core.numbers import rounded
from mtqg.core.snapshot import Snapshot
from mtqg.poverty.forms.counting import Counted, Spot, Where, counted, main_ethnic_groups
from mtqg.poverty.forms.definitions import FormColumn, ReportForm, report_form
from mtqg.poverty.forms.movement import MOVEMENT, movement_counted
from mtqg.poverty.forms.tree import Unit, tree

HAS_GROUPS = 9  # the form by ethnic group needs to know the groups of the place first


@dataclass(frozen=True)
class Cell:
    """A value, or None where it is not known; and the communes that it speaks of, out of those that owe it."""

    value: int | Fraction | None
    covered: frozenset[str]
    of: int

    @property
    def have(self) -> int:
        return len(self.covered)


@dataclass(frozen=True)
class Line:
    """A unit's row of one kind: column number -> cell."""

    unit: Unit
    row: str
    depth: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class MadeForm:
    """A form for a place and period."""

    form: ReportForm
    where: Where
    root: Unit
    lines: tuple[Line, ...]
    snapshots: tuple[Snapshot, ...]
    origin: str
    notes: tuple[str, ...] = field(default=())

    @property
    def total(self) -> dict[str, Line]:
        """The place's own rows by kind."""
        return {line.row: line for line in self.lines if line.unit is self.root}

    def printed(self, column: FormColumn, cell: Cell) -> Decimal | int | None:
        """The number as it is printed: rounded once, half up."""
        if cell.value is None:
            return None
        return rounded(Fraction(cell.value), column.places) if column.places else int(cell.value)


def make_form(number: int, where: Where, origin: str, *, villages: bool = False) -> MadeForm:
    """Make a form with numbers; its name lists are made by ``names``."""
    groups = main_ethnic_groups(where) if number == HAS_GROUPS else ()
    form = report_form(number, where.standard, groups)
    found = counted([name for name in form.sources if not name.startswith(MOVEMENT)], where)
    if moved := [name for name in form.sources if name.startswith(MOVEMENT)]:
        movement_counted(moved, where, found)
    root = tree(where, found, villages=villages)
    lines = tuple(_lines(form, root, found))
    made = MadeForm(form, where, root, lines, tuple(found.snapshots.values()), origin)
    return replace(made, notes=tuple(_notes(made, found)))


def _lines(form: ReportForm, root: Unit, found: Counted, depth: int = 0) -> Iterator[Line]:
    for row in form.rows:
        yield Line(root, row, depth, _cells(form, root, row, found))
    for unit in root.units:
        yield from _lines(form, unit, found, depth + 1)


def _cells(form: ReportForm, unit: Unit, row: str, found: Counted) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    spots, owing = unit.all_spots, unit.all_owing
    for column in form.columns:
        if name := column.source_of(row):
            cells[column.n] = _sum(name, spots, owing, found, is_part=unit.level == "village" or unit.stranded)
    for column in form.columns:
        if column.formula:
            cells[column.n] = _derived(column, cells, len(owing))
    return cells


def _sum(name: str, spots: list[Spot], owing: set[str], found: Counted, *, is_part: bool) -> Cell:
    """The sum over the communes that said everything; the others are missing, not zero."""
    amounts, blank = found.amounts[name], found.blank[name]
    codes = {spot[0] for spot in spots}
    if is_part:  # a village owes nothing by itself: it speaks when its commune does
        said = frozenset(codes & found.spoke[name]) - blank
        value = sum(amounts.get(spot, 0) for spot in spots if spot[0] in said) if said else None
        return Cell(value, said, len(codes))
    said = frozenset((owing & found.spoke[name]) - blank)
    value = sum(amounts.get(spot, 0) for spot in spots if spot[0] in said) if said else None
    return Cell(value, said, len(owing))


def _derived(column: FormColumn, cells: Mapping[int, Cell], of: int) -> Cell:
    """A formula over cells that speak of the same communes; otherwise it is not known."""
    terms = column.terms
    used = [cells[n] for _, n in terms]
    covered = used[0].covered
    if any(one.value is None or one.covered != covered for one in used):
        return Cell(None, frozenset(), of)
    if column.rate:
        part, whole = used
        value = Fraction(100 * Fraction(part.value or 0), Fraction(whole.value)) if whole.value else None
        return Cell(value, covered if value is not None else frozenset(), of)
    return Cell(sum(int(sign * (cells[n].value or 0)) for sign, n in terms), covered, of)


def _notes(made: MadeForm, found: Counted) -> Iterator[str]:
    """What a reader must know: columns that do not speak of every commune, and why."""
    seen: dict[str, list[int]] = {}
    for column in made.form.columns:
        cell = next(iter(made.total.values())).cells[column.n]
        if column.source and cell.have < cell.of and not column.hidden:
            name = column.source_of(made.form.rows[0]) or ""
            why = " ".join(map(str, found.silence.get(name, ())))
            said = f"số liệu của {cell.have}/{cell.of} xã, phường, thị trấn. {why}".strip()
            seen.setdefault(said, []).append(column.n)
    for said, columns in seen.items():
        yield f"Cột {', '.join(map(str, columns))}: {said}"
    if any(not one.is_frozen for one in made.snapshots):
        yield "Số liệu chưa chốt: có thể còn thay đổi."
    if made.form.note:
        yield made.form.note
