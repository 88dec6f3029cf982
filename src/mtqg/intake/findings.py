"""Everything wrong in the rows of an import, at its cells. The rows are set aside whole, without personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from mtqg.core.errors import Code, Problem
from mtqg.core.form import Form
from mtqg.intake import faults
from mtqg.intake import problems as say
from mtqg.intake.asking import MASK, Questions
from mtqg.intake.body import Body
from mtqg.intake.sheet import shown
from mtqg.intake.values import hide_identity

_SHOWN = 200
# Words of a sentence that repeat what the cell says: masked where the column names people.
_OF_CELL = frozenset({"reading", "whole", "value", "on_screen"})
# Words that Code.at keeps for itself.
_TAKEN = frozenset({"file", "sheet", "cell", "law", "place", "given"})


class Findings:
    """Problems by row. A row is known by its place among all rows of the import, ``ix``."""

    def __init__(self, form: Form, bodies: Sequence[Body]) -> None:
        self.form = form
        self.rows = [(body, number) for body in bodies for number in body.numbers]
        self.personal = {column.name for column in form.table.columns if column.personal}
        self._found: dict[int, list[Problem]] = {}
        self._cells: set[tuple[int, str]] = set()
        self._titles = {item.column: item.header for item in form.fields}
        self._unread: set[int] = set()  # rows that were told to be in another encoding: once a row is enough
        self.questions = Questions()
        start = 0
        for body in bodies:
            for fault in body.faults:
                self.add(start + fault.at, fault.column, fault.code, **fault.says)
            for at, column in body.strays:
                place = body.sheet.place(body.numbers[at], column)
                self._found.setdefault(start + at, []).append(say.NO_TITLE.at("", MASK, **place))
            start += len(body.numbers)

    @property
    def bad(self) -> list[int]:
        return sorted(self._found)

    @property
    def problems(self) -> list[Problem]:
        return [problem for ix in self.bad for problem in self._found[ix]]

    def has(self, ix: int, column: str) -> bool:
        """Whether something was found at this cell already: one error a cell is enough to mend it."""
        return (ix, column) in self._cells

    def add(self, ix: int, column: str, code: Code, /, **says: Any) -> None:
        """An error at the cell of a column; the first one stands."""
        if self.has(ix, column):
            return
        self._cells.add((ix, column))
        body, number = self.rows[ix]
        at = body.header.columns.get(column) or min(body.header.columns.values())
        given = says.pop("given", None)
        given = self.cell(ix, column) if given is None or column in self.personal else hide_identity(str(given))
        says = {name: value for name, value in says.items() if name not in _TAKEN}
        masked = column in self.personal
        if masked:
            says = {name: MASK if name in _OF_CELL else value for name, value in says.items()}
        problem = code.at("", given, **says, **body.sheet.place(number, at))
        self.questions.cell(code, problem, column, self._titles.get(column, column), masked=masked)
        if code is faults.ASK_ENCODING:
            if ix in self._unread:
                return
            self._unread.add(ix)
        self._found.setdefault(ix, []).append(problem)

    def cell(self, ix: int, column: str) -> str:
        """A raw cell as it may be shown: masked where it names a person."""
        body, number = self.rows[ix]
        at = body.header.columns.get(column)
        if at is None:
            return ""
        text = shown(body.sheet.value(number, at)).strip()
        if not text or column not in self.personal:
            return hide_identity(text)[:_SHOWN]
        return MASK

    def _raw(self, ix: int, column: str) -> str:
        body, number = self.rows[ix]
        return shown(body.sheet.value(number, body.header.columns[column])).strip()

    def where(self, ix: int, column: str) -> str:
        """File, sheet and cell in one word, for a sentence about another row."""
        body, number = self.rows[ix]
        at = body.header.columns.get(column) or min(body.header.columns.values())
        return " ".join(part for part in body.sheet.place(number, at).values() if part)

    def set_aside(self) -> Iterator[dict[str, Any]]:
        """The wrong rows with their raw cells and all their errors: sealed where they are kept, and never shown whole.

        Nothing is masked: a document that is mended must say again what it said.
        """
        titles = {item.column: item.header for item in self.form.fields}
        for ix in self.bad:
            body, number = self.rows[ix]
            yield {
                "file": body.sheet.file,
                "sheet": body.sheet.name,
                "row": number,
                "cells": {titles[name]: self._raw(ix, name) for name in body.header.columns},
                "errors": [problem.as_cell_json() for problem in self._found[ix]],
            }

    def right(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows in which nothing was found."""
        return frame.filter(~pl.col("ix").is_in(self.bad)) if self._found else frame
