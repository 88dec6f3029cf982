"""What cannot be in a file of sheets, told line by line: a file that is wrong throughout needs no more memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.errors import Problem, said
from mtqg.poverty.classify import NO_CODE, NO_SUCH_AREA, NOT_A_STEP, NOT_POINTS, POINTS, Standard, faults
from mtqg.poverty.classify_read import ROW, TEXT
from mtqg.poverty.terms import POVERTY_SHEETS

_AT_ONCE = 20_000
_LABELS = {column.name: column.label for column in POVERTY_SHEETS.columns}


def errors_file(out: Path) -> Path:
    """Where what cannot be is told: OUT.errors.jsonl."""
    return out.with_name(f"{out.name}.errors.jsonl")


def write_problems(bad: pl.LazyFrame, standard: Standard, file: str, lines: Path) -> int:
    """The errors of the wrong sheets as lines of JSON, in the order of the rows; how many."""
    told = 0
    with lines.open("w", encoding="utf-8", newline="\n") as to:
        for problem in _problems(bad, standard, file):
            to.write(json.dumps(problem, ensure_ascii=False) + "\n")
            told += 1
    return told


def problems_of(row: dict[str, Any], *, place: str, law: dict[str, int | None]) -> Iterator[Problem]:
    """The errors of one sheet: its columns, its texts that are no points, and each of ``faults`` by its code."""
    for name in POINTS:
        if (text := row.get(name + TEXT)) is not None:
            yield NOT_POINTS.at(place, text, column=_LABELS[name])
        elif row[name] is not None and row[name] < 0:
            yield NOT_POINTS.at(place, row[name], column=_LABELS[name])
    if row[NO_CODE.code]:
        for name in ("household_code", "locality_code"):
            if row[name] is None:
                yield NO_CODE.at(place, "", column=_LABELS[name])
    if row[NO_SUCH_AREA.code]:
        yield NO_SUCH_AREA.at(place, row["area"])
    if row[NOT_A_STEP.code]:
        yield NOT_A_STEP.at(place, row["deprivation_points"], **law)


def law_of(standard: Standard) -> dict[str, int | None]:
    """The numbers that the sentences name."""
    return {
        "step": standard.number("points_per_indicator"),
        "most": standard.number("max_deprivation_points"),
    }


def _problems(bad: pl.LazyFrame, standard: Standard, file: str) -> Iterator[dict[str, Any]]:
    marks = {code: fault.fill_null(False) for code, fault in faults(standard).items()}
    law = law_of(standard)
    at, rows = 0, bad.slice(0, _AT_ONCE).collect()
    while not rows.is_empty():
        marked = nw.from_native(rows).with_columns(**marks).to_native()
        for row in marked.iter_rows(named=True):
            place = {"file": file, "row": row[ROW], "household_code": row["household_code"]}
            for problem in problems_of(row, place=said(f"dòng {row[ROW]}", f"row {row[ROW]}"), law=law):
                yield {**problem.as_json(), **place}
        at += _AT_ONCE
        rows = bad.slice(at, _AT_ONCE).collect()
