"""Writing report forms: the workbook, and the trace of every number in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from mtqg.books import opened_shelf
from mtqg.core.disk import replace_file
from mtqg.core.errors import Refused
from mtqg.core.findings import Finding
from mtqg.core.instance import Instance
from mtqg.core.numbers import decimal_text
from mtqg.core.period import Period
from mtqg.core.snapshot import NO_LOCALITY
from mtqg.poverty.forms.checks import form_findings
from mtqg.poverty.forms.counting import Where
from mtqg.poverty.forms.definitions import FormColumn, numbers, report_form
from mtqg.poverty.forms.drawing import cells_of, draw
from mtqg.poverty.forms.made import Cell, Line, MadeForm, make_form
from mtqg.poverty.forms.problems import NOT_REVIEWED, NOT_WRITTEN


@dataclass(frozen=True)
class Asked:
    """The selectors of a form."""

    locality: str
    period: Period
    on: Any = None
    standard: str | None = None
    edition: int | None = None
    known: Any = None
    villages: bool = False


@contextmanager
def opened_where(instance: Instance, asked: Asked) -> Iterator[Where]:
    """The place, period and state that forms are made for."""
    with opened_shelf(instance, asked.known) as shelf:
        on = asked.on or asked.period.last
        place = shelf.books.territory.version(asked.locality, on)
        if place is None:
            raise Refused(NO_LOCALITY.at(given=asked.locality, day=on))
        standard = shelf.books.standard("poverty", asked.standard, asked.period.last) or ""
        yield Where(place, asked.period, on, standard, asked.edition, shelf)


def counted_forms(standard: str) -> tuple[int, ...]:
    """Forms of numbers; the others name people."""
    return tuple(number for number in numbers() if not report_form(number, standard).list_of)


def make_forms(instance: Instance, chosen: Sequence[int], asked: Asked) -> list[MadeForm]:
    """Make forms of numbers. Refused where nothing at all is known of one of them."""
    with opened_where(instance, asked) as where:
        made = [make_form(number, where, instance.origin, villages=asked.villages) for number in chosen]
    empty = [one for one in made if not one.snapshots]
    if empty:
        raise Refused(
            [
                NOT_REVIEWED.at(
                    given=one.where.place.name, number=one.form.number, period=one.where.period, why=" ".join(one.notes)
                )
                for one in empty
            ]
        )
    return made


def write_forms(instance: Instance, chosen: Sequence[int], asked: Asked, outs: Sequence[Path]) -> list[Finding]:
    """Write each form and FILE.trace.json beside it; gives what is wrong in and between them."""
    check_outs(outs)
    made = make_forms(instance, chosen, asked)
    for one, out in zip(made, outs, strict=True):
        put(out, draw(one))
        put(traced(out), json.dumps(trace(one), ensure_ascii=False, indent=1).encode())
    return form_findings(made)


def check_outs(outs: Sequence[Path]) -> None:
    """Refuse before anything is read."""
    wrong = [
        NOT_WRITTEN.at(given=out, why="không phải .xlsx" if out.suffix.lower() != ".xlsx" else "không có thư mục")
        for out in outs
        if out.suffix.lower() != ".xlsx" or not out.resolve().parent.is_dir()
    ]
    if wrong:
        raise Refused(wrong)


def put(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        raise Refused(NOT_WRITTEN.at(given=path, why=error.strerror or error)) from None


def traced(out: Path) -> Path:
    return out.with_name(out.name + ".trace.json")


def trace(made: MadeForm) -> list[dict[str, Any]]:
    """One entry for every number: its cell, and the selectors of the figure that says the same."""
    references = [one.reference() for one in made.snapshots]
    return [_entry(made, *found, references) for found in cells_of(made)]


def _entry(
    made: MadeForm, address: str, line: Line, column: FormColumn, references: list[dict[str, Any]]
) -> dict[str, Any]:
    cell = line.cells[column.n]
    value = made.printed(column, cell)
    measure = None if line.unit.level == "village" or line.unit.stranded else column.measure_of(line.row)
    return {
        "text": "–" if value is None else str(value),
        "place": f"{made.form.code}!{address}",
        "column": column.n,
        "formula": column.formula,
        "figure": {
            "measure": measure,
            "standard": made.where.standard,
            "basis": "register",
            "value": None if value is None else str(value),
            "exact": None if cell.value is None else decimal_text(Fraction(cell.value)),
            **_parts(column, line),
            "period": str(made.where.period),
            "locality": {"code": line.unit.code, "name": line.unit.name},
            "on": made.where.on.isoformat(),
            "coverage": {"have": cell.have, "of": cell.of},
            "snapshots": references,
        },
    }


def _parts(column: FormColumn, line: Line) -> dict[str, Any]:
    if column.rate is None:
        return {"part": _whole(line.cells[column.n]), "whole": None}
    part, whole = (line.cells[n] for n in column.rate)
    return {"part": _whole(part), "whole": _whole(whole)}


def _whole(cell: Cell) -> int | None:
    return None if cell.value is None else int(cell.value)
