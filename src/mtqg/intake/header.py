"""The header of a sheet: where it stands, and which column of the form each of its cells names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mtqg.core.errors import Problem, Refused, said
from mtqg.core.form import Form
from mtqg.core.text import fold
from mtqg.intake import faults
from mtqg.intake import problems as say
from mtqg.intake.answers import IGNORE
from mtqg.intake.asking import Choice, Question, column_question
from mtqg.intake.encoding import as_unicode
from mtqg.intake.legacy import ENCODINGS, to_unicode
from mtqg.intake.read import HEAD_ROWS
from mtqg.intake.sheet import Raw, Sheet, address, letters, shown
from mtqg.intake.values import hide_identity

_MARKS = re.compile(r"\s*(?:\(\s*[0-9*]+\s*\)|[*:.])+$")  # "Tổng số hộ (5)", "Mã xã *"
_IGNORED = frozenset({"stt", "tt", "so tt", "so thu tu", "ghi chu"})
_LEAST = 2  # headers that a row must show to be taken as the header

# One of these sets of columns must be there, for the place to be known.
_PLACES = {
    "commune": (("locality_code",), ("locality_name",)),
    "village": (("village_code",), ("locality_code", "village_name"), ("locality_name", "village_name")),
    "unit": (("locality_code",), ("locality_name",)),
    "subject": (("subject_code",), ("locality_name",)),
    "member": (("member_code",), ("locality_name",)),
}
_OF_PLACE = frozenset({"locality_code", "village_code", "subject_code", "member_code"})


@dataclass(frozen=True)
class Header:
    """``columns``: column of the table -> number of the sheet's column. Data begin at row ``first``."""

    row: int
    first: int
    columns: dict[str, int]
    ignored: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    mapped: tuple[tuple[str, str], ...] = ()  # answers that decided a column: header as the answer names it, column
    converted: tuple[str, ...] = ()  # headers that are not in Unicode, as they read

    @property
    def letters(self) -> dict[str, str]:
        return {name: letters(at) for name, at in self.columns.items()}


@dataclass(frozen=True)
class Headers:
    """The headers that a form knows, by what is left of them without accents and case."""

    form: Form
    has_period: bool = False  # the period is given apart from the rows
    answers: Mapping[str, str] = field(default_factory=dict)  # header -> column of the form, or "ignore"

    @cached_property
    def mapped(self) -> dict[str, str]:
        """Headers that an answer maps, by what is left of them without accents and case."""
        return {_key(header): self._target(header, wanted) for header, wanted in self.answers.items()}

    def _target(self, header: str, wanted: str) -> str:
        """The column that an answer names, by its name or by a header of the form."""
        if wanted == IGNORE or any(item.column == wanted for item in self.form.fields):
            return wanted
        if (column := self.own.get(_key(wanted))) is None:
            raise Refused(faults.BAD_MAPPING.at("--answer", header, target=wanted, known=self.titles))
        return column

    @cached_property
    def known(self) -> dict[str, str]:
        """What a header names: by an answer first, then by the form."""
        return {**self.own, **self.mapped}

    @cached_property
    def own(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in self.form.fields:
            for header in (item.header, *item.also):
                found.setdefault(_key(header), item.column)
        return found

    def score(self, cells: Sequence[Raw]) -> int:
        """How many of the form's columns a row of cells names."""
        return len({column for cell in cells if (column := self.named(cell)) and column != IGNORE})

    def is_whole(self, cells: Sequence[Raw], score: int) -> bool:
        """Whether every cell of a row names a column of its own, and most columns are named: no row is more."""
        return 2 * score > len(self.form.fields) and score == sum(cell not in (None, "") for cell in cells)

    @cached_property
    def _looked_up(self) -> dict[str, str | None]:
        """Cells of one file that were asked for: the first rows are scored once for each separator and sheet."""
        return {}

    def named(self, cell: Raw) -> str | None:
        """The column that a header cell names, also where it is in an encoding before Unicode."""
        if not isinstance(cell, str):
            return None
        if cell not in self._looked_up:
            self._looked_up[cell] = self.known.get(_key(self.read(cell)))
        return self._looked_up[cell]

    def read(self, cell: Raw) -> Raw:
        """A header cell in Unicode: that it names a column when it is read in an old encoding proves the encoding."""
        if not isinstance(cell, str) or cell.isascii() or _key(cell) in self.known:
            return cell
        ways = (to_unicode(cell, code) for code in ENCODINGS)
        return next((read for read in ways if _key(read) in self.known), as_unicode(cell))

    def find(self, sheet: Sheet) -> Header | None:
        """The header of a sheet, with what is wrong with it; None where no row looks like it."""
        scores = []
        for row in sheet.rows[: max(0, HEAD_ROWS - sheet.top + 1)]:
            scores.append(self.score(row))
            if self.is_whole(row, scores[-1]):
                break
        if not scores or max(scores) < min(_LEAST, len(self.form.fields)):
            return None
        at = scores.index(max(scores))
        return self._read(sheet, sheet.top + at, sheet.rows[at])

    def _read(self, sheet: Sheet, row: int, cells: Sequence[Raw]) -> Header:
        columns: dict[str, int] = {}
        merged = [area for area in sheet.odd.merged if area.first[0] <= row <= area.last[0]]
        ignored, unknown, mapped, converted = set(), [], [], []
        problems = [say.MERGED_HEADER.at("", area, **sheet.place(*area.first)) for area in merged]
        for column, cell in enumerate(cells, start=sheet.left):
            key = _key(cell)
            if not key or any(area.holds(row, column) for area in merged):
                continue  # what merged cells say is told once, by the area
            name = self.named(cell)
            if key in self.mapped:
                mapped.append((hide_identity(shown(cell).strip()), self.mapped[key]))
            elif name is not None and key not in self.known:
                converted.append(self.read(cell).strip())
            if name == IGNORE or (name is None and _key(self.read(cell)) in _IGNORED):
                ignored.add(column)
            elif name is None:
                unknown.append((column, self.read(cell)))
            elif name in columns:
                place = sheet.place(row, column)
                problems.append(say.DOUBLED_HEADER.at("", shown(cell), first=address(row, columns[name]), **place))
            else:
                columns[name] = column
        lacking = self.missing(columns)
        asked = [self._ask(cell, lacking, columns, sheet.place(row, column)) for column, cell in unknown]
        problems += [problem for problem, _ in asked]
        questions = tuple(question for _, question in asked)
        told = tuple(mapped), tuple(converted)
        if merged:
            return Header(row, row + 1, columns, frozenset(ignored), tuple(problems), questions, *told)
        problems += [self._lack(name, row, sheet) for name in lacking]
        first = row + 2 if _is_numbering(sheet, row + 1) else row + 1
        return Header(row, first, columns, frozenset(ignored), tuple(problems), questions, *told)

    def _ask(
        self, cell: str, lacking: list[str], columns: Mapping[str, int], place: dict[str, str]
    ) -> tuple[Problem, Question]:
        """An unknown header: wrong as it stands, and a question which column it is, the likeliest first."""
        header = hide_identity(cell.strip())
        free = [item.column for item in self.form.fields if item.column not in columns]
        likely = sorted(free, key=lambda name: (-self.likeness(header, name), name not in lacking))
        choices = [Choice(f"column:{header}={name}", self.title(name)) for name in likely]
        leave = said("Bỏ qua cột này, không đọc", "Leave this column out")
        choices.append(Choice(f"column:{header}={IGNORE}", leave))
        need = self.title(min(lacking, key=lambda name: -self.likeness(header, name))) if lacking else ""
        problem = say.UNKNOWN_HEADER.at("", header, nearest=self.nearest(_key(header)), **place)
        return problem, column_question(header, choices, choices[0].label, need, place)

    def likeness(self, header: str, column: str) -> float:
        """How like a header is to those of a column, without accents: 0 to 1; words in common count most."""
        ways = [_key(way) for item in self.form.fields if item.column == column for way in (item.header, *item.also)]
        return max((_likeness(_key(header), way) for way in ways), default=0.0)

    def _lack(self, name: str, row: int, sheet: Sheet) -> Problem:
        place = sheet.place(row, sheet.left)
        if name == "period":  # it need not stand in the sheet
            return say.NO_PERIOD.at("", "", **place)
        return say.MISSING_HEADER.at("", self.title(name), row=row, **place)

    def missing(self, columns: dict[str, int]) -> list[str]:
        """Columns without which no row of the form can be right."""
        wanted = [item.column for item in self.form.fields if self._needs(item.column)]
        lacking = [name for name in wanted if name not in columns]
        ways = _PLACES[self.form.place]
        if not any(all(name in columns for name in way) for way in ways):
            lacking.insert(0, next(name for name in ways[0] if name not in columns))
        return lacking

    def _needs(self, name: str) -> bool:
        column = self.form.column(name)
        if column is None or not column.required:
            return False
        is_place = name in _OF_PLACE and not (name == "village_code" and self.form.place in ("commune", "unit"))
        return not is_place and not (name == "period" and self.has_period)

    def title(self, name: str) -> str:
        return next((item.header for item in self.form.fields if item.column == name), name)

    def nearest(self, key: str) -> str:
        """The form's header that is most like a wrong one; all of them where none is."""
        near = difflib.get_close_matches(key, self.own, n=1, cutoff=0.6)
        return self.title(self.own[near[0]]) if near else " / ".join(item.header for item in self.form.fields)

    @property
    def titles(self) -> str:
        return ", ".join(item.header for item in self.form.fields)


def _key(cell: Raw) -> str:
    return _MARKS.sub("", fold(cell)) if isinstance(cell, str) else ""


def _likeness(one: str, other: str) -> float:
    words = set(one.split()), set(other.split())
    common = len(words[0] & words[1]) / max(1, len(words[0] | words[1]))
    return common + difflib.SequenceMatcher(None, one, other).ratio()


def _is_numbering(sheet: Sheet, row: int) -> bool:
    """Whether a row below the header only numbers the columns: (1) (2) (3), or A B 1 2 as official forms have it."""
    if not 0 <= row - sheet.top < len(sheet.rows):
        return False
    cells = [shown(cell).strip(" ()[]") for cell in sheet.rows[row - sheet.top] if shown(cell).strip()]
    letters_first = [cell for cell in cells if cell.isalpha() and len(cell) == 1]
    rest = cells[len(letters_first) :]
    if len(cells) < 3 or cells[: len(letters_first)] != [chr(65 + at) for at in range(len(letters_first))]:
        return False
    return rest == [str(number) for number in range(1, len(rest) + 1)]
