"""Rows as they stood in the files: every row of a batch with its raw cells and what became of it.

The cells are sealed, since any of them may name a person, a block of rows at a time: sealed one by one they took more
room, and more time, than the facts that were read from them. What an act read is bound by it: its payload holds the
number of the rows and a digest over the sealed blocks.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import Act
from mtqg.core.errors import code
from mtqg.core.findings import Finding, error
from mtqg.core.register import chain
from mtqg.core.register.database import Database
from mtqg.core.register.opening import Register
from mtqg.core.register.writing import OpenAct, fresh_temporary
from mtqg.core.table import Kind

if TYPE_CHECKING:
    import polars as pl

    from mtqg.core.register.personal import Cipher

SOURCE_ROWS_DIFFER = code(
    "G-016",
    vi="Các dòng nguồn của tác vụ {given} không còn như khi đọc.",
    en="The source rows of act {given} are not as they were read.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)

STATES = ("taken", "unchanged", "replaced", "set_aside")
BLOCK = 1_000  # rows sealed together: a quarter of a megabyte, opened in a few milliseconds
_CONTEXT = "source_block.cells"
_STAGED = "staged_source_block"
_END_OF_HEAD = b"\n"  # JSON on one line has none
_KINDS: dict[str, Kind] = {"sheet": "integer", "first_row": "integer", "row_count": "integer", "cells": "bytes"}


@dataclass(frozen=True)
class SourceBlock:
    """Rows of one sheet that are kept together.

    sheet: number among the act's sources, from 1. numbers: rows of the sheet, from 1, ascending. packed: their raw
    cells, a list for each row, as JSON that is compressed: whoever reads a file packs its rows, before anything else.
    """

    sheet: int
    numbers: list[int]
    packed: bytes


@dataclass(frozen=True)
class StagedSourceRows:
    """Source rows that wait in a table of this connection, sealed: no other writer waits for the sealing."""

    rows: int
    sha256: str


def source_blocks(sheet: int, numbers: Sequence[int], rows: Sequence[Sequence[Any]]) -> Iterator[SourceBlock]:
    """The rows of a sheet as they were read, packed, so many together. What JSON does not know becomes its text."""
    if any(after <= before for before, after in pairwise(numbers)):
        raise ValueError("source rows: a row given twice, or out of order")
    for at in range(0, len(numbers), BLOCK):
        text = json.dumps(rows[at : at + BLOCK], ensure_ascii=False, separators=(",", ":"), default=str)
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
        yield SourceBlock(sheet, list(numbers[at : at + BLOCK]), packed)


def stage_source_rows(
    register: Register, blocks: Iterable[SourceBlock], states: Mapping[int, Mapping[int, str]]
) -> StagedSourceRows:
    """Put the rows of an act's sheets aside.

    states: what became of a row, by its sheet and its number: one of STATES; where nothing is said it was set aside.
    """
    unknown = {state for told in states.values() for state in told.values()} - set(STATES)
    if unknown:
        raise ValueError(f"source rows: a state that is none ({sorted(unknown)})")
    fresh_temporary(register.database, _STAGED, select="SELECT sheet, first_row, row_count, cells FROM source_block")
    digest, rows = hashlib.sha256(), 0
    for block in sorted(blocks, key=lambda one: (one.sheet, one.numbers[0])):
        sealed = _sealed(register.cipher, block, states.get(block.sheet, {}))
        _digest(digest, [sealed])
        register.database.insert(_STAGED, tuple(_KINDS), [sealed])
        rows += len(block.numbers)
    return StagedSourceRows(rows, digest.hexdigest())


def take_source_rows(act: OpenAct, staged: StagedSourceRows) -> None:
    """Keep rows that were put aside, once an act."""
    names = ", ".join(_KINDS)
    act.register.database.execute(
        f"INSERT INTO source_block (act_id, {names}) SELECT ?, {names} FROM {_STAGED} ORDER BY sheet, first_row",
        [act.id],
    )
    act.note(source_rows={"rows": staged.rows, "sha256": staged.sha256})


def source_rows(register: Register, batch: int) -> pl.DataFrame:
    """The rows that a batch (the number of its act) read, in their order.

    A row is a row of a sheet: ``sheet``, ``cell_row``, ``state`` (one of STATES), ``cells`` (the raw cells as JSON).
    """
    import polars as pl

    schema = {"sheet": pl.Int64, "cell_row": pl.Int64, "state": pl.String, "cells": pl.String}
    found = register.database.frame(_SQL, _KINDS, [batch]).sort("sheet", "first_row")
    parts = [pl.DataFrame(schema=schema)]
    for sheet, _, count, sealed in found.iter_rows():
        head, _, packed = register.cipher.opened_bytes(sealed, context=_CONTEXT).partition(_END_OF_HEAD)
        numbers, states = json.loads(head)
        rows = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
        cells = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
        columns = {"sheet": [sheet] * count, "cell_row": numbers, "state": states, "cells": cells}
        parts.append(pl.DataFrame(columns, schema=schema))
    return pl.concat(parts)


def verified_source_rows(database: Database, acts: Iterable[Act] | None = None) -> Iterator[Finding]:
    """The source rows against the digests in their acts (all, or those that can be relied on), and rows of no act."""
    told: set[int] = set()
    for act in chain.acts(database) if acts is None else acts:
        said = act.payload.get("source_rows")
        if said is None:
            continue
        told.add(act.n)
        digest = hashlib.sha256()
        found = database.frame(_SQL, _KINDS, [act.n]).sort("sheet", "first_row")
        _digest(digest, found.iter_rows())
        if said != {"rows": found["row_count"].sum(), "sha256": digest.hexdigest()}:
            yield error(SOURCE_ROWS_DIFFER.at("source_block", act.n))
    for (n,) in database.rows("SELECT DISTINCT a.n FROM source_block s LEFT JOIN act a ON a.id = s.act_id"):
        if n not in told:
            yield error(SOURCE_ROWS_DIFFER.at("source_block", n))


_SQL = (
    "SELECT s.sheet AS sheet, s.first_row AS first_row, s.row_count AS row_count, s.cells AS cells "
    "FROM source_block s JOIN act a ON a.id = s.act_id WHERE a.n = ?"
)


def _sealed(cipher: Cipher, block: SourceBlock, states: Mapping[int, str]) -> tuple[int, int, int, bytes]:
    """A block as it is kept: a line that says its rows and what became of each, then the cells."""
    head = [block.numbers, [states.get(number, "set_aside") for number in block.numbers]]
    whole = json.dumps(head, separators=(",", ":")).encode() + _END_OF_HEAD + block.packed
    sealed = cipher.sealed_bytes(whole, context=_CONTEXT)
    return block.sheet, block.numbers[0], len(block.numbers), sealed


def _digest(digest: Any, blocks: Iterable[tuple[Any, ...]]) -> None:
    for sheet, first_row, count, cells in blocks:
        digest.update(f"{sheet},{first_row},{count},{len(cells)}\n".encode())
        digest.update(cells)
