"""What must hold in a register and no constraint of the database holds: acts and rows against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtqg.core.errors import code
from mtqg.core.findings import Finding, error
from mtqg.core.register import chain
from mtqg.core.register.database import Database, quoted
from mtqg.core.register.proving import OPEN_ACT
from mtqg.core.register.rows import KEY, keyed, state
from mtqg.core.table import PROVENANCE, ROW_ID, Kind, Table

TOUCH_DIFFERS = code(
    "Q-001",
    vi="Tác vụ {given} ghi nhận đã đụng đến các sổ khác với nội dung của nó.",
    en="What act {given} is noted to have touched is not what it says.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)
KEY_DIFFERS = code(
    "Q-002",
    vi="Khóa lưu cùng dòng không phải khóa của dòng ({given}).",
    en="The key kept with the row is not the row's key ({given}).",
    remedy_vi="Dòng có thể bị tính hai lần: nhập lại tệp nguồn; nếu vẫn còn, khôi phục từ bản sao lưu.",
    remedy_en="The row may be counted twice: import its file again; if that does not help, restore from a backup.",
)
TWO_IN_FORCE = code(
    "Q-003",
    vi="Có {given} dòng cùng khóa đang có hiệu lực.",
    en="{given} rows of one key are in force.",
    remedy_vi="Một dòng bị tính nhiều lần: khôi phục từ bản sao lưu, rồi nhập lại các tệp sau đó.",
    remedy_en="A row is counted more than once: restore from a backup and import what came after it again.",
)
NO_SHEET = code(
    "Q-004",
    vi="Dòng nói đến từ trang tính số {given} của tác vụ, nhưng tác vụ không có trang tính đó.",
    en="The row says it came from sheet {given} of its act, which has no such sheet.",
    remedy_vi="Không truy được dòng về tệp nguồn: nhập lại tệp đó.",
    remedy_en="The row cannot be walked back to its file: import that file again.",
)
OTHER_ORIGIN = code(
    "Q-005",
    vi="Dòng có nguồn gốc “{given}”, kho số liệu này là “{origin}”.",
    en="The row's origin is “{given}”, this instance's is “{origin}”.",
    remedy_vi="Dòng minh họa không được lẫn với số liệu thật: hủy đợt nhập đó (mtqg undo).",
    remedy_en="Invented rows never stand among real ones: undo that batch (mtqg undo).",
)
ENDED_BEFORE = code(
    "Q-006",
    vi="Dòng bị tác vụ {given} kết thúc trước khi được ghi.",
    en="The row was ended by act {given}, before it was added.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)


def invariants(database: Database, tables: Iterable[Table], *, origin: str, most: int) -> Iterator[Finding]:
    """Every deviation; of one kind and table at most ``most``."""
    for (unsealed,) in database.rows("SELECT id FROM act WHERE n IS NULL"):
        yield error(OPEN_ACT.at("act", unsealed))
    yield from _touches(database)
    for table in tables:
        yield from _keys(database, table, most)
        yield from _sheets(database, table, most)
        yield from _origins(database, table, origin, most)
        yield from _ends(database, table, most)


def _touches(database: Database) -> Iterator[Finding]:
    """``act_touch`` is what a live figure goes by: where it lacks a table, what was recorded is not seen."""
    said: dict[int, dict[str, tuple[int, int]]] = {}
    for act in chain.acts(database):
        added, ended = act.payload.get("tables", {}), act.payload.get("ends", {})
        said[act.n] = {
            name: (added.get(name, {}).get("rows", 0), ended.get(name, {}).get("rows", 0))
            for name in {**added, **ended}
        }
    kept: dict[int, dict[str, tuple[int, int]]] = {}
    sql = "SELECT a.n, t.table_name, t.added, t.ended FROM act_touch t JOIN act a ON a.id = t.act_id"
    for n, name, added_rows, ended_rows in database.rows(sql):
        kept.setdefault(n, {})[name] = (added_rows, ended_rows)
    for n, touched in said.items():
        if kept.get(n, {}) != touched:
            yield error(TOUCH_DIFFERS.at("act_touch", n))


def _keys(database: Database, table: Table, most: int) -> Iterator[Finding]:
    """The database holds that one row of a ``row_key`` is in force; here, that it is the key of the row's columns."""
    import polars as pl

    kinds: dict[str, Kind] = {name: table.column(name).kind for name in table.key}
    rows = state(database, table, kinds={**kinds, KEY: "text", **{name: PROVENANCE[name] for name in ROW_ID}})
    right = rows.with_columns(keyed(table, rows).alias("right"))
    for row in right.filter(pl.col(KEY) != pl.col("right")).head(most).iter_rows(named=True):
        yield error(KEY_DIFFERS.at(_place(table, row["added_by"], row["row_no"]), _key_text(row["right"])))
    doubled = (
        right.group_by("right").agg(pl.len(), *(pl.col(name).first() for name in ROW_ID)).filter(pl.col("len") > 1)
    )
    for row in doubled.sort(ROW_ID).head(most).iter_rows(named=True):
        yield error(TWO_IN_FORCE.at(_place(table, row["added_by"], row["row_no"]), row["len"]))


def _sheets(database: Database, table: Table, most: int) -> Iterator[Finding]:
    sql = (
        f"SELECT a.n, r.row_no, r.sheet FROM {quoted(table.name)} r JOIN act a ON a.id = r.added_by "
        "LEFT JOIN source_sheet s ON s.act_id = r.added_by AND s.number = r.sheet "
        f"WHERE r.ended_by IS NULL AND r.sheet IS NOT NULL AND s.id IS NULL ORDER BY a.n, r.row_no LIMIT {most}"
    )
    for n, row_no, sheet in database.rows(sql):
        yield error(NO_SHEET.at(_place(table, n, row_no), sheet))


def _origins(database: Database, table: Table, origin: str, most: int) -> Iterator[Finding]:
    sql = (
        f"SELECT a.n, r.row_no, r.origin FROM {quoted(table.name)} r JOIN act a ON a.id = r.added_by "
        f"WHERE r.ended_by IS NULL AND r.origin <> ? ORDER BY a.n, r.row_no LIMIT {most}"
    )
    for n, row_no, found in database.rows(sql, [origin]):
        yield error(OTHER_ORIGIN.at(_place(table, n, row_no), found, origin=origin))


def _ends(database: Database, table: Table, most: int) -> Iterator[Finding]:
    sql = (
        f"SELECT a.n, r.row_no, e.n FROM {quoted(table.name)} r JOIN act a ON a.id = r.added_by "
        f"JOIN act e ON e.id = r.ended_by WHERE e.n <= a.n ORDER BY a.n, r.row_no LIMIT {most}"
    )
    for n, row_no, ended in database.rows(sql):
        yield error(ENDED_BEFORE.at(_place(table, n, row_no), ended))


def _place(table: Table, n: int, row_no: int) -> str:
    return f"{table.name}-{n}-{row_no}"


def _key_text(key: str) -> str:
    return key.replace("\x1f", " · ").replace("\x1e", "")
