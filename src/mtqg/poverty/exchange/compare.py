"""Another software's export held against our sheets, household by household, each difference with its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtqg.core.errors import Refused, code
from mtqg.core.register.opening import Register
from mtqg.core.text import fold
from mtqg.intake.answers import Answers
from mtqg.intake.read import read_file
from mtqg.intake.sheet import Sheet, address
from mtqg.intake.values import Wrong, reader
from mtqg.poverty.exchange.mapping import Mapping
from mtqg.poverty.exchange.sheets import sheets_of
from mtqg.poverty.terms import POVERTY_SHEETS

NO_HEADER = code(
    "P-232",
    vi="Không có trang nào có đủ các cột của bảng nối; thiếu: {given}.",
    en="No sheet has all columns of the mapping; missing: {given}.",
    remedy_vi="Kiểm tra tên cột trong tệp và trong bảng nối.",
    remedy_en="Hold the headers of the file against the mapping.",
)

HEAD_ROWS = 20


@dataclass(frozen=True)
class Difference:
    """A value of theirs that is not ours. Values of personal columns are not told."""

    household_code: str
    column: str
    ours: Any
    theirs: Any
    sheet: str
    cell: str

    def as_json(self) -> dict[str, Any]:
        return {name: str(value) if value is not None else None for name, value in vars(self).items()}


@dataclass
class Comparison:
    """What agrees, what differs, and who stands on one side alone."""

    of: int = 0
    differences: list[Difference] = field(default_factory=list)
    only_theirs: list[tuple[str, str]] = field(default_factory=list)  # household, cell
    only_ours: list[str] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)

    @property
    def differing(self) -> int:
        """Households that differ, lack on our side, or stand twice in the file."""
        found = {one.household_code for one in self.differences}
        return len(found | {one for one, _ in (*self.only_theirs, *self.twice)})

    @property
    def agree(self) -> int:
        return self.of - self.differing

    @property
    def is_same(self) -> bool:
        return not (self.differing or self.only_ours)

    def as_json(self) -> dict[str, Any]:
        return {
            "agree": self.agree,
            "of": self.of,
            "differences": [one.as_json() for one in self.differences],
            "only_theirs": [{"household_code": one, "cell": cell} for one, cell in self.only_theirs],
            "only_ours": self.only_ours,
            "twice": [{"household_code": one, "cell": cell} for one, cell in self.twice],
        }


def compare(
    register: Register, file: Path, by: Mapping, *, period: str, standard: str, within: frozenset[str] | None = None
) -> Comparison:
    """Hold a file against the sheets in force of a review. within: only our households of these localities."""
    ours = {row["household_code"]: row for row in sheets_of(register, by.columns, period, standard, within)}
    done, seen = Comparison(), set[str]()
    for household, row, cells, sheet in _rows(file, by):
        where = cells["household_code"]
        if household in seen:
            done.twice.append((household, where))
            continue
        seen.add(household)
        done.of += 1
        if household not in ours:
            done.only_theirs.append((household, where))
            continue
        done.differences += _differences(household, ours[household], row, cells, sheet)
    done.only_ours = sorted(set(ours) - seen)
    return done


def _differences(
    household: str, ours: dict[str, Any], theirs: dict[str, Any], cells: dict[str, str], sheet: str
) -> Iterator[Difference]:
    personal = {column.name for column in POVERTY_SHEETS.personal}
    for name, value in theirs.items():
        if name == "household_code" or _same(ours[name], value):
            continue
        mine, other = ("•••", "•••") if name in personal else (ours[name], value)
        yield Difference(household, name, mine, other, sheet, cells[name])


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, str) and isinstance(theirs, str):
        return fold(ours) == fold(theirs)
    return bool(ours == theirs)


def _rows(file: Path, by: Mapping) -> Iterator[tuple[str, dict[str, Any], dict[str, str], str]]:
    """Households of the file with their values as ours are written, and the cell of each."""
    wanted = {fold(header): name for name, header in by.columns.items()}
    missing = list(by.columns.values())
    for sheet in read_file(file, file.name, lambda cells: sum(fold(str(cell)) in wanted for cell in cells)):
        for at, head in enumerate(sheet.rows[:HEAD_ROWS]):
            found = {wanted[fold(str(cell))]: place for place, cell in enumerate(head) if fold(str(cell)) in wanted}
            lacking = [header for name, header in by.columns.items() if name not in found]
            if not lacking:
                yield from _read(sheet, at + 1, found, by)
                return
            missing = min(missing, lacking, key=len)
    raise Refused(NO_HEADER.at(file.name, ", ".join(missing), file=file.name))


def _read(
    sheet: Sheet, first: int, found: dict[str, int], by: Mapping
) -> Iterator[tuple[str, dict[str, Any], dict[str, str], str]]:
    readers = {name: reader(POVERTY_SHEETS.column(name), Answers()) for name in found}
    words = {name: {fold(theirs): ours for ours, theirs in known.items()} for name, known in by.values.items()}
    for at, cells in enumerate(sheet.rows[first:], start=first):
        row, places = {}, {}
        for name, place in found.items():
            raw = cells[place] if place < len(cells) else ""
            known = words.get(name, {})
            meant = known.get(fold(str(raw))) if known else None
            row[name] = _value(readers[name], meant if meant is not None else raw, is_flag=name in _FLAGS)
            places[name] = address(sheet.top + at, sheet.left + place)
        if row["household_code"] not in (None, ""):
            yield str(row["household_code"]), row, places, sheet.name


_FLAGS = {column.name for column in POVERTY_SHEETS.columns if column.kind == "flag"}


def _value(read: Any, raw: Any, *, is_flag: bool) -> Any:
    """The value of a cell; what cannot be read is kept as it is written, and differs."""
    if is_flag and raw in ("true", "false"):
        return raw == "true"
    value = read(raw)
    return str(raw).strip() if isinstance(value, Wrong) else value
