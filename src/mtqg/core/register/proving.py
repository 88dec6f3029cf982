"""Proof that the rows of a register are those that its acts say: every row added or ended, and no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from mtqg.core.acts import Act
from mtqg.core.errors import code
from mtqg.core.findings import Finding, error
from mtqg.core.register import chain
from mtqg.core.register.database import Database, quoted
from mtqg.core.register.rows import RowsDigest, as_added, selected
from mtqg.core.table import PROVENANCE, ROW_ID, Table

ROWS_DIFFER = code(
    "G-010",
    vi="Các dòng của sổ {given} do tác vụ {n} ghi không còn như khi ghi.",
    en="The rows of {given} that act {n} added are not as they were written.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)
ENDS_DIFFER = code(
    "G-011",
    vi="Các dòng của sổ {given} do tác vụ {n} kết thúc không đúng như tác vụ đã ghi.",
    en="The rows of {given} that act {n} ended are not those that it says.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)
ROWS_OF_NOBODY = code(
    "G-012",
    vi="Sổ {given} có dòng không thuộc tác vụ nào (tác vụ {n}).",
    en="{given} holds rows that no act accounts for (act {n}).",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)
OPEN_ACT = code(
    "G-013",
    vi="Tác vụ có mã {given} chưa được đánh số.",
    en="The act with id {given} has no number.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)
HEAD_DIFFERS = code(
    "G-014",
    vi="Đầu chuỗi ghi trong sổ ({given}) không phải tác vụ cuối cùng.",
    en="The head that the register keeps ({given}) is not its last act.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)


def verified_rows(database: Database, tables: Iterable[Table]) -> Iterator[Finding]:
    """Every row against the digest in the act that added it, every end against the act that ended it."""
    acts = chain.acts(database)
    ids = {int(n): int(id) for id, n in database.rows("SELECT id, n FROM act WHERE n IS NOT NULL")}
    for (unsealed,) in database.rows("SELECT id FROM act WHERE n IS NULL"):
        yield error(OPEN_ACT.at("act", unsealed))
    kept = chain.head(database)
    if acts and kept != (acts[-1].n, acts[-1].digest):
        yield error(HEAD_DIFFERS.at("act_head", kept[1]))
    for table in tables:
        yield from _added(database, table, acts, ids)
        yield from _ended(database, table, acts, ids)
        yield from _nobodys(database, table, acts)


def _added(database: Database, table: Table, acts: Iterable[Act], ids: dict[int, int]) -> Iterator[Finding]:
    for act in acts:
        said = act.payload.get("tables", {}).get(table.name)
        if said is None:
            continue
        digest = RowsDigest(said["columns"])
        digest.add(as_added(database, table, ids[act.n], said["columns"]))
        if digest.as_json() != said:
            yield error(ROWS_DIFFER.at(table.name, table.name, n=act.n))


def _ended(database: Database, table: Table, acts: Iterable[Act], ids: dict[int, int]) -> Iterator[Finding]:
    kinds = {name: PROVENANCE[name] for name in ROW_ID}
    for act in acts:
        said = act.payload.get("ends", {}).get(table.name)
        if said is None:
            continue
        found = database.frame(f"{selected(table, kinds)} WHERE r.ended_by = ?", kinds, [ids[act.n]]).sort(ROW_ID)
        digest = hashlib.sha256(found.write_csv(include_header=False).encode()).hexdigest()
        if said != {"rows": len(found), "ids_sha256": digest}:
            yield error(ENDS_DIFFER.at(table.name, table.name, n=act.n))


def _nobodys(database: Database, table: Table, acts: Iterable[Act]) -> Iterator[Finding]:
    """Rows of acts that do not speak of them: what was slipped in."""
    known: dict[str, set[Any]] = {"added_by": set(), "ended_by": {None}}
    for act in acts:
        if table.name in act.payload.get("tables", {}):
            known["added_by"].add(act.n)
        if table.name in act.payload.get("ends", {}):
            known["ended_by"].add(act.n)
    for column, numbers in known.items():
        sql = f"SELECT DISTINCT a.n FROM {quoted(table.name)} r LEFT JOIN act a ON a.id = r.{column}"
        for (n,) in database.rows(sql):
            if n not in numbers:
                yield error(ROWS_OF_NOBODY.at(table.name, table.name, n=n))
