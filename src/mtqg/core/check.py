"""Checks of the data: rows in force in which something looks wrong, each named with its file, sheet and cell.

A domain declares its checks in ``checks.py`` as a tuple ``CHECKS`` and they are found by that name. A check is an
expression over the columns of one table, and over columns that are joined to it when it needs them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mtqg.core.errors import Code, code
from mtqg.core.findings import Finding
from mtqg.core.register.database import Database
from mtqg.core.table import ROW_ID, Table

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

MORE = code(
    "Q-090",
    vi="Còn {given} dòng nữa của sổ {table} có cùng lỗi {kind}.",
    en="{given} more rows of {table} have the same fault {kind}.",
    remedy_vi="Xử lý các dòng đã nêu rồi kiểm tra lại, hoặc xem nhiều hơn: mtqg check --most.",
    remedy_en="Deal with those that are named and check again, or see more of them: mtqg check --most.",
)

MOST = 100  # rows named for each check, unless said
_TAKEN = {"place", "given", "file", "sheet", "cell", "law"}  # what Code.at names itself
Prepare = Callable[["pl.DataFrame", Table], "pl.DataFrame"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something that rows in force must not show: those for which ``wrong`` is true.

    code: what is said, with its remedy; the sentences may name any column of the row. table: its name.
    column: whose cell is named. severity: "error" where a published number may be wrong, otherwise "warning".
    needs: columns that are joined first, by name: "village_exists" (whether ``village_code`` is a place on the row's
        ``day``; so for locality, subject, member) or one that a domain prepares, such as "proposed_class".
    """

    code: Code
    table: str
    column: str
    wrong: nw.Expr
    severity: Literal["error", "warning"] = "error"
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What a check of the whole register is asked with. ``most``: findings named for each kind and table."""

    database: Database
    law: Any  # the book of law of the office, as ``mtqg.law`` makes it
    territory: Any  # the book of localities of the office
    origin: str  # real | synthetic
    most: int = MOST

    def rows(self, table: Table, *names: str) -> pl.DataFrame:
        """The rows of a table in force, with these columns: a sheet has fifty, a check asks for a few."""
        from mtqg.core.register.rows import state

        return state(self.database, table, kinds={name: table.kinds[name] for name in names})


@dataclass(frozen=True, kw_only=True)
class RegisterCheck:
    """Something that only several rows, or several tables, show together.

    A domain declares these as a tuple ``REGISTER_CHECKS`` in its ``checks.py``. codes: what it may say, for the manual.
    """

    codes: tuple[Code, ...]
    found: Callable[[Asked], Iterator[Finding]]


def checked(
    database: Database,
    tables: Mapping[str, Table],
    checks: Iterable[Check],
    prepared: Mapping[str, Prepare],
    *,
    most: int = MOST,
) -> Iterator[Finding]:
    """What the checks find in the rows in force. ``prepared``: how each needed column is joined to rows."""
    from mtqg.core.register.rows import state

    wanted: dict[str, list[Check]] = {}
    for check in checks:
        wanted.setdefault(check.table, []).append(check)
    known = _sheets(database)
    for name, mine in wanted.items():
        table = tables[name]
        rows = state(database, table)
        if rows.is_empty():
            continue
        for need in dict.fromkeys(need for check in mine for need in check.needs):
            rows = prepared[need](rows, table)
        for check in mine:
            yield from _found(check, table, rows, known, most)


def _found(
    check: Check, table: Table, rows: pl.DataFrame, known: Mapping[tuple[int, int], Any], most: int
) -> Iterator[Finding]:
    import narwhals as nw

    wrong = nw.from_native(rows).filter(check.wrong).to_native().sort(ROW_ID)
    for row in wrong.head(most).iter_rows(named=True):
        where = source(table, row, check.column, known)
        place = " · ".join(part for part in (*where.values(), row_id(table, row)) if part)
        values = {name: _shown(value) for name, value in row.items() if name not in _TAKEN}
        yield Finding(check.severity, check.code.at(place, _shown(row[check.column]), **where, **values))
    if (left := len(wrong) - most) > 0:
        yield Finding(check.severity, MORE.at(table.name, left, table=table.label, kind=check.code.code))


def row_id(table: Table, row: Mapping[str, Any]) -> str:
    """A row's name, the same as in an explanation."""
    return f"{table.name}-{row['added_by']}-{row['row_no']}"


def source(table: Table, row: Mapping[str, Any], column: str, known: Mapping[tuple[int, int], Any]) -> dict[str, str]:
    """File, sheet and cell of a row's column; empty where it was not read from a file."""
    found = known.get((row["added_by"], row["source_no"]))
    if found is None:
        return {"file": "", "sheet": "", "cell": ""}
    file, sheet, letters = found
    letter = letters.get(column, "")
    # a column that the file did not have: its row at least
    return {"file": file, "sheet": sheet, "cell": f"{letter}{row['cell_row']}" if row["cell_row"] else letter}


def _sheets(database: Database) -> dict[tuple[int, int], Any]:
    """(act, number of the sheet) -> file, sheet, letters of its columns."""
    from mtqg.core.batches import sources

    return {
        (one["added_by"], one["source_no"]): (one["file"], one["sheet"], json.loads(one["letters"]))
        for one in sources(database).iter_rows(named=True)
    }


def _shown(value: Any) -> Any:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else value
