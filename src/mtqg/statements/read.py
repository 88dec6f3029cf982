"""Reading tables of published numbers: the shipped ones and any csv file with the header of one of them.

A cell that cannot be read is a coded error at its line and column; the rest of the file goes on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

from mtqg.core.errors import Problem, language
from mtqg.core.text import clean
from mtqg.statements import problems as found
from mtqg.statements.model import Statement
from mtqg.statements.numbers import Number, is_unsure, notations, read_number
from mtqg.statements.scopes import SEED, Scope, read_scope
from mtqg.statements.times import Time, read_time

_clean = lru_cache(maxsize=4096)(clean)  # the cells of a table repeat


@dataclass
class Row:
    """One row of a table while it is read. Problems of its cells gather in ``problems``."""

    table: str
    file: str
    line: int
    cells: Mapping[str, str]
    notation: str  # point, comma, or mixed where it cannot be told
    publication: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.table}:{self.line}"

    def place(self, column: str) -> str:
        return f"{self.file}:{self.line}, {column}"

    def text(self, column: str, *, needed: bool = False) -> str:
        value = _clean(self.cells[column])
        if needed and not value:
            self.problems.append(found.NO_NAME.at(self.place(column), column=column, **self._cell(column)))
        return value

    def number(self, column: str) -> Number | None:
        """The printed number of a cell; None where it is empty or cannot be read."""
        return self.printed(self.text(column), column)

    def printed(self, text: str, column: str) -> Number | None:
        """A printed number that stands in a cell, perhaps among words."""
        if not text:
            return None
        ways = notations(text)
        if not ways:
            self.problems.append(found.BAD_NUMBER.at(self.place(column), text, column=column, **self._cell(column)))
            return None
        if self.notation == "mixed" and is_unsure(text):
            both = {way: read_number(text, way).value for way in sorted(ways)}
            values = sorted(both.values())
            self.problems.append(
                found.UNSURE_NUMBER.at(
                    self.place(column),
                    text,
                    column=column,
                    as_decimal=values[0],
                    as_thousands=values[-1],
                    **self._cell(column),
                )
            )
            return None
        return read_number(text, self.notation if self.notation in ways else max(ways))

    def time(self, column: str, *, needed: bool = True) -> Time | None:
        text = self.text(column, needed=needed)
        if not text:
            return None if needed else Time("")
        try:
            return read_time(text)
        except ValueError:
            self.problems.append(found.BAD_TIME.at(self.place(column), text, column=column, **self._cell(column)))
            return None

    def scope(self, column: str, level: str) -> Scope | None:
        text = self.text(column, needed=True)
        return read_scope(text, level) if text else None

    def _cell(self, column: str) -> dict[str, object]:
        return {"file": self.file, "cell": f"{self.line}:{column}"}


@dataclass(frozen=True)
class Shape:
    """A kind of table: its columns, those with numbers, how a row becomes statements, and where it names its place."""

    name: str
    columns: tuple[str, ...]
    numeric: tuple[str, ...]
    read: Callable[[Row], Iterator[Statement]]
    place: str
    level: str = "level"  # the column of the place's level; a table without it is one of provinces

    def place_name(self, cells: Mapping[str, str]) -> str:
        """The name of the place that a row is about, as ``scopes.same_name`` gives it."""
        return read_scope(_clean(cells[self.place]), _clean(cells.get(self.level, "province"))).name


@dataclass(frozen=True)
class Loaded:
    """What a file gave: its statements, and the problems of the cells that gave none."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def shapes() -> tuple[Shape, ...]:
    """The tables that are known. Imported late: they need this module."""
    from mtqg.statements.tables import capital, ethnic, ntm, poverty, totals

    return (poverty.SHAPE, ethnic.SHAPE, ntm.SHAPE, capital.SHAPE, totals.SHAPE)


LARGEST_FILE = 64 * 1024 * 1024

# Publication of the one table that has no column for it.
SEED_PUBLICATIONS = {"ethnic": "Bộ số liệu iPoor, github dunghoi1803/iPoor, commit eeb97c3f"}


@cache
def shipped(about: str = "") -> tuple[Statement, ...]:
    """The statements that come with the package; ``about``: only those of places of a name, at a tenth of the time.

    Their tables have no cell that cannot be read.
    """
    from mtqg.core.errors import Refused

    gathered: list[Statement] = []
    problems: list[Problem] = []
    for shape in shapes():
        named = SEED_PUBLICATIONS.get(shape.name, "")
        loaded = read_file(SEED / f"{shape.name}.csv", publication=named, about=about)
        gathered += loaded.statements
        problems += loaded.problems
    if problems:
        raise Refused(problems)
    return tuple(gathered)


def read_file(path: Path, *, decimal: str = "", publication: str = "", about: str = "") -> Loaded:
    """The statements of a csv file and the problems of its cells; a file that is no such table gives one problem.

    about: only the rows whose place has this name, as ``scopes.same_name`` gives it.
    """
    if not path.is_file():
        return Loaded((), (found.NO_FILE.at("", path, file=str(path)),))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise OSError(f"{path.stat().st_size} > {LARGEST_FILE} bytes")
        text = path.read_bytes().decode("utf-8-sig")
        lines = list(_lines(text))
    except UnicodeDecodeError:
        said = "this is no text in UTF-8" if language() == "en" else "không phải văn bản mã UTF-8"
        return Loaded((), (found.BAD_FILE.at(str(path), reason=said, file=str(path)),))
    except (OSError, csv.Error) as reason:
        return Loaded((), (found.BAD_FILE.at(str(path), reason=reason, file=str(path)),))
    if len(lines) < 2:
        return Loaded((), (found.EMPTY_FILE.at(str(path), file=str(path)),))
    (_, header), *body = lines
    shape = shape_of(header)
    if shape is None:
        known = " | ".join(one.name for one in shapes())
        return Loaded((), (found.UNKNOWN_TABLE.at(f"{path}:1", ", ".join(header), known=known, file=str(path)),))
    return _read_rows(shape, path.name, header, body, decimal, publication or path.name, about)


def shape_of(header: list[str]) -> Shape | None:
    """The table with exactly these columns, in any order."""
    names = sorted(name.strip() for name in header)
    return next((shape for shape in shapes() if sorted(shape.columns) == names), None)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _read_rows(
    shape: Shape,
    file: str,
    header: list[str],
    body: list[tuple[int, list[str]]],
    decimal: str,
    publication: str,
    about: str,
) -> Loaded:
    columns = [name.strip() for name in header]
    statements: list[Statement] = []
    problems: list[Problem] = []
    good = [(line, dict(zip(columns, cells, strict=True))) for line, cells in body if len(cells) == len(columns)]
    for line, cells in body:
        if len(cells) != len(columns):
            problems.append(found.BAD_ROW.at(f"{file}:{line}", len(cells), wanted=len(columns), file=file))
    elsewhere = _elsewhere(_seen(shape, cells) for _, cells in good)
    wanted = good if not about else [(line, cells) for line, cells in good if shape.place_name(cells) == about]
    for line, by_name in wanted:
        notation = decimal or _of_row(_seen(shape, by_name), elsewhere)
        row = Row(shape.name, file, line, by_name, notation, publication)
        statements += shape.read(row)
        problems += row.problems
    return Loaded(tuple(_with_own_ids(statements)), tuple(problems))


def _seen(shape: Shape, cells: Mapping[str, str]) -> set[str]:
    """The notations that the cells of a row prove: those that can be read in one way only."""
    ways = (notations(cells[column]) for column in shape.numeric if cells[column].strip())
    return {way for one in ways if len(one) == 1 for way in one}


def _elsewhere(rows: Iterable[set[str]]) -> str:
    """Notation of a row that proves none: the point, which is the tables' own, unless all proof is for the comma."""
    proven: set[str] = set()
    for ways in rows:
        proven |= ways
        if "point" in proven:
            return "point"  # the rest can prove no more
    return "mixed" if proven else "point"


def _of_row(ways: set[str], elsewhere: str) -> str:
    """Notation of a row: what it proves itself; mixed where that is both, so that unsure numbers are asked for."""
    return "mixed" if len(ways) == 2 else next(iter(ways), elsewhere)


def _with_own_ids(statements: list[Statement]) -> Iterator[Statement]:
    """A second statement of the same table, key and column gets its number."""
    count: dict[str, int] = {}
    for one in statements:
        count[one.id] = number = count.get(one.id, 0) + 1
        yield one if number == 1 else replace(one, id=f"{one.id}#{number}")
