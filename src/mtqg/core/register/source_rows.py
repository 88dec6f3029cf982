"""Rows as they stood in the files: every row of a batch with its raw cells and what became of it.

The cells of a row are sealed as one text, since any of them may name a person. What an act read is bound by it: its
payload holds their number and a digest over the sealed bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import Act
from mtqg.core.errors import code
from mtqg.core.findings import Finding, error
from mtqg.core.register import chain
from mtqg.core.register.database import Database
from mtqg.core.register.opening import Register
from mtqg.core.register.writing import CHUNK, OpenAct, fresh_temporary
from mtqg.core.table import Kind

if TYPE_CHECKING:
    import polars as pl

SOURCE_ROWS_DIFFER = code(
    "G-016",
    vi="Các dòng nguồn của tác vụ {given} không còn như khi đọc.",
    en="The source rows of act {given} are not as they were read.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)

STATES = ("taken", "unchanged", "replaced", "set_aside")
_CONTEXT = "source_row.cells"
_STAGED = "staged_source_row"
_KINDS: dict[str, Kind] = {"sheet": "integer", "cell_row": "integer", "state": "text", "cells": "bytes"}


@dataclass(frozen=True)
class StagedSourceRows:
    """Source rows that wait in a table of this connection, sealed: no other writer waits for the sealing."""

    rows: int
    sha256: str


def stage_source_rows(register: Register, rows: pl.DataFrame) -> StagedSourceRows:
    """Put the rows of an act's sheets aside.

    rows: ``sheet`` (number among the act's sources, from 1), ``cell_row`` (row of the sheet, from 1), ``state`` (one of
        STATES) and ``cells`` (the raw cells as one text, JSON by custom), one line each for a sheet and row.
    """
    import polars as pl

    digest = hashlib.sha256()
    cipher, database = register.cipher, register.database
    fresh_temporary(database, _STAGED, select="SELECT sheet, cell_row, state, cells FROM source_row")
    ordered = rows.select("sheet", "cell_row", "state", "cells").sort("sheet", "cell_row")
    for at in range(0, len(ordered), CHUNK):
        part = ordered.slice(at, CHUNK)
        sealed = pl.Series("cells", cipher.sealed(part["cells"].to_list(), context=_CONTEXT), dtype=pl.Binary)
        kept = part.with_columns(sealed)
        _digest(digest, kept.iter_rows())
        database.insert_frame(_STAGED, kept.select(*_KINDS))
    return StagedSourceRows(len(ordered), digest.hexdigest())


def take_source_rows(act: OpenAct, staged: StagedSourceRows) -> None:
    """Keep rows that were put aside, once an act."""
    names = ", ".join(_KINDS)
    act.register.database.execute(
        f"INSERT INTO source_row (act_id, {names}) SELECT ?, {names} FROM {_STAGED} ORDER BY sheet, cell_row", [act.id]
    )
    act.note(source_rows={"rows": staged.rows, "sha256": staged.sha256})


def add_source_rows(act: OpenAct, rows: pl.DataFrame) -> None:
    """Keep the rows of an act's sheets, once an act; see ``stage_source_rows``."""
    take_source_rows(act, stage_source_rows(act.register, rows))


def source_rows(register: Register, batch: int) -> pl.DataFrame:
    """The rows that a batch (the number of its act) read, in their order, with their cells opened."""
    import polars as pl

    found = register.database.frame(_SQL, _KINDS, [batch]).sort("sheet", "cell_row")
    if found.is_empty():
        return found.with_columns(pl.lit(None, dtype=pl.String).alias("cells"))
    cells = register.cipher.opened(found["cells"].to_list(), context=_CONTEXT)
    return found.with_columns(pl.Series("cells", cells, dtype=pl.String))


def verified_source_rows(database: Database, acts: Iterable[Act] | None = None) -> Iterator[Finding]:
    """The source rows against the digests in their acts (all, or those that can be relied on), and rows of no act."""
    told: set[int] = set()
    for act in chain.acts(database) if acts is None else acts:
        said = act.payload.get("source_rows")
        if said is None:
            continue
        told.add(act.n)
        digest = hashlib.sha256()
        found = database.frame(_SQL, _KINDS, [act.n]).sort("sheet", "cell_row")
        _digest(digest, found.iter_rows())
        if said != {"rows": len(found), "sha256": digest.hexdigest()}:
            yield error(SOURCE_ROWS_DIFFER.at("source_row", act.n))
    for (n,) in database.rows("SELECT DISTINCT a.n FROM source_row s LEFT JOIN act a ON a.id = s.act_id"):
        if n not in told:
            yield error(SOURCE_ROWS_DIFFER.at("source_row", n))


_SQL = (
    "SELECT s.sheet AS sheet, s.cell_row AS cell_row, s.state AS state, s.cells AS cells "
    "FROM source_row s JOIN act a ON a.id = s.act_id WHERE a.n = ?"
)


def _digest(digest: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    for sheet, cell_row, state, cells in rows:
        digest.update(f"{sheet},{cell_row},{state},{len(cells)}\n".encode())
        digest.update(cells)
