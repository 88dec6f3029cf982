"""Rows of a table: how they stand in the register, and the rows of a state.

A row belongs to the act that added it until the act that ended it. The state at act ``n`` is every row added by then
and not ended by then: no later act can change it, so it is read without any lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mtqg.core.register.database import Database, quoted
from mtqg.core.table import PROVENANCE, ROW_ID, Kind, Table

if TYPE_CHECKING:
    import polars as pl

INDEX = "_index"  # ends the name of the column by which a personal value is found
KEY = "row_key"  # the table's key as one text: at most one row of a key is in force, and a row's history is found by it
WIDE = 12  # a table of so many columns that may be missing is asked first which of them are filled
CSV_ROWS = 50_000  # rows hashed at once: their csv is larger than they are
_FEW = 500  # acts that are named one by one
_SEPARATOR = "\x1f"
# Provenance, as the register names it. ``added_by`` there is the act's id: its number is given last.
_FROM: dict[str, str] = {
    "added_by": "added.n",
    "row_no": "r.row_no",
    "source_no": "r.sheet",
    "cell_row": "r.cell_row",
    "origin": "r.origin",
}


def content(table: Table) -> dict[str, Kind]:
    """The columns of a table as they stand in the register: personal ones as bytes, with their index."""
    kinds: dict[str, Kind] = {}
    for column in table.columns:
        kinds[column.name] = "bytes" if column.personal else column.kind
        if column.personal and column.searched:
            kinds[column.name + INDEX] = "bytes"
    return kinds


def state(
    database: Database,
    table: Table,
    *,
    n: int | None = None,
    where: str = "",
    values: Sequence[Any] = (),
    kinds: Mapping[str, Kind] | None = None,
) -> pl.DataFrame:
    """The rows in force at act ``n`` (now, unless said), with the columns that may leave the register.

    where: a condition on the row, ``r``; kinds: other columns of the register instead.
    """
    kinds = kinds or table.kinds
    asked: list[Any] = []
    if n is None:
        force = "r.ended_by IS NULL"
    else:
        force = "added.n <= ? AND (r.ended_by IS NULL OR ended.n > ?)"
        asked += [n, n]
    joined = "" if n is None else " LEFT JOIN act ended ON ended.id = r.ended_by"
    condition = f"{force} AND ({where})" if where else force
    rest = f"{_rows_of(table)}{joined} WHERE {condition}"
    # Two questions of one moment: the past is one, and so is what an open transaction sees.
    is_one_moment = n is not None or database.sees_one_moment
    filled = _filled(database, table, kinds, rest, [*asked, *values]) if is_one_moment else kinds
    return with_missing(database.frame(f"{_names(filled)}{rest}", filled, [*asked, *values]), kinds)


def places(database: Database, table: Table, *, where: str, values: Sequence[Any] = ()) -> pl.DataFrame:
    """The places that rows of a table name, each with the days on which they do, whether or not they are in force."""
    kinds: dict[str, Kind] = {"locality_code": "text", "day": "date"}
    return database.frame(
        f"SELECT DISTINCT r.locality_code, r.day FROM {quoted(table.name)} r WHERE {where}", kinds, values
    )


def changed(
    database: Database, table: Table, *, after: int, until: int, where: str = "", values: Sequence[Any] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the acts after one and until another did: rows they added that are in force then, ids of rows they ended.

    The acts are named where they are few: a database that is told their numbers alone goes by the period instead, and
    reads a review of a million rows to find the one that was mended.
    """
    from mtqg.core import frames

    acts = _touching(database, table, after=after, until=until)
    if not acts:
        return frames.empty(table), frames.empty(table).select(ROW_ID)
    few = f" IN ({', '.join('?' * len(acts))})" if len(acts) <= _FEW else ""
    named = acts if few else []
    span = f"r.added_by{few}" if few else "added.n > ?"
    fresh = state(
        database,
        table,
        n=until,
        where=f"{span} AND ({where})" if where else span,
        values=[*(named or [after]), *values],
    )
    ids = {name: PROVENANCE[name] for name in ROW_ID}
    sql = (
        f"{selected(table, ids)} JOIN act ended ON ended.id = r.ended_by "
        f"WHERE {f'r.ended_by{few} AND ' if few else ''}ended.n > ? AND ended.n <= ? AND added.n <= ?"
        f"{f' AND ({where})' if where else ''}"
    )
    return fresh, database.frame(sql, ids, [*named, after, until, after, *values])


def _touching(database: Database, table: Table, *, after: int, until: int) -> list[int]:
    """The ids of the acts after one and until another that added or ended rows of a table."""
    sql = "SELECT a.id FROM act a JOIN act_touch t ON t.act_id = a.id WHERE a.n > ? AND a.n <= ? AND t.table_name = ?"
    return [int(row[0]) for row in database.rows(sql, [after, until, table.name])]


def selected(table: Table, kinds: Mapping[str, Kind]) -> str:
    """SELECT of these columns over the rows of a table and the acts that added them."""
    return f"{_names(kinds)}{_rows_of(table)}"


def _names(kinds: Iterable[str]) -> str:
    return "SELECT " + ", ".join(f"{_FROM.get(name) or f'r.{quoted(name)}'} AS {quoted(name)}" for name in kinds)


def _rows_of(table: Table) -> str:
    return f" FROM {quoted(table.name)} r JOIN act added ON added.id = r.added_by"


def _filled(
    database: Database, table: Table, kinds: Mapping[str, Kind], rest: str, values: Sequence[Any]
) -> dict[str, Kind]:
    """The columns that some row fills. The database counts a value in a fraction of what it takes to hand it over."""
    may_lack = {column.name for column in table.columns if not column.required}
    asked = [name for name in kinds if name in may_lack]
    if len(asked) < WIDE:
        return dict(kinds)
    counted = ", ".join(f"COUNT(r.{quoted(name)})" for name in asked)
    counts = database.one(f"SELECT {counted}{rest}", values) or ()
    empty = {name for name, count in zip(asked, counts, strict=True) if not count}
    return {name: kind for name, kind in kinds.items() if name not in empty}


def with_missing(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> pl.DataFrame:
    """The frame with all these columns in their order; those it lacks are missing in every row."""
    import polars as pl

    from mtqg.core.frames import TYPES

    lacking = [pl.lit(None, dtype=TYPES[kinds[name]]).alias(name) for name in kinds if name not in frame.columns]
    return frame.with_columns(lacking).select(list(kinds)) if lacking else frame


def keyed(table: Table, rows: pl.DataFrame) -> pl.Series:
    """The key of each row as one text; a missing part is told from an empty one."""
    import polars as pl

    parts = [pl.col(name).cast(pl.String).fill_null("\x1e") for name in table.key]
    return rows.select(pl.concat_str(parts, separator=_SEPARATOR).alias(KEY)).to_series()


class RowsDigest:
    """Digest over rows in their order, over ciphertext where a value is personal. Rows may come in parts."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = list(columns)
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, frame: pl.DataFrame) -> None:
        """Rows with the digest's columns and perhaps others."""
        import polars as pl

        for at in range(0, len(frame), CSV_ROWS):
            part = frame.slice(at, CSV_ROWS).select(self.columns)
            hexed = part.with_columns(pl.col(pl.Binary).bin.encode("hex"))
            self._hash.update(hexed.write_csv(include_header=False).encode())
        self.rows += len(frame)

    def as_json(self) -> dict[str, Any]:
        return {"rows": self.rows, "columns": self.columns, "rows_sha256": self._hash.hexdigest()}


def digested(table: Table) -> list[str]:
    """The columns that an act's digest is over. The act says them: a later version may have more."""
    return [*content(table), KEY, "row_no", "source_no", "cell_row", "origin"]


def as_added(
    database: Database,
    table: Table,
    act_ids: Sequence[int],
    columns: Sequence[str],
    *,
    after: int | None = None,
    until: int | None = None,
) -> pl.DataFrame:
    """The rows that acts added, ended since or not, in their order: what the acts' digests are over.

    after, until: only those of these numbers (``row_no``), so that a million rows are read in parts.
    """
    known: dict[str, Kind] = {**content(table), **PROVENANCE, KEY: "text"}
    kinds = {name: known[name] for name in dict.fromkeys(("added_by", *columns))}
    parts = [("r.row_no > ?", after), ("r.row_no <= ?", until)]
    asked = [(sql, value) for sql, value in parts if value is not None]
    marks = ", ".join("?" * len(act_ids))
    where = "".join(f" AND {sql}" for sql, _ in asked)
    sql = f"{selected(table, kinds)} WHERE r.added_by IN ({marks}){where} ORDER BY r.added_by, r.row_no"
    return database.frame(sql, kinds, [*act_ids, *(value for _, value in asked)])
