"""Proof that the rows of a register are those that its acts say: every row added or ended, and no other.

Rows are read in the order of their acts, a bounded number at a time: a big import in parts, many small acts together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from mtqg.core.acts import Act
from mtqg.core.errors import code
from mtqg.core.findings import Finding, error
from mtqg.core.register import chain, papers
from mtqg.core.register.database import Database, quoted
from mtqg.core.register.rows import RowsDigest, as_added, selected
from mtqg.core.table import PROVENANCE, ROW_ID, Kind, Table

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


PAPERS_DIFFER = code(
    "G-015",
    vi="{given} của tác vụ {n} không còn như khi ghi.",
    en="What act {n} wrote in {given} is not as it was written.",
    remedy_vi="Cơ sở dữ liệu đã bị sửa ngoài hệ thống: đối chiếu và khôi phục từ bản sao lưu.",
    remedy_en="The database was changed from outside: hold it against a backup and restore.",
)

KEY = "key"  # in the payload of the first act: the fingerprint of the key of the personal values
READ_AT_ONCE = 50_000
ACTS_AT_ONCE = 500
_UNREADABLE = (pl.exceptions.PolarsError, TypeError, ValueError, OverflowError)  # a number became a word, and the like
Told = tuple[Act, dict[str, Any]]  # an act, and what it says of a table


def verified_rows(database: Database, tables: Iterable[Table], acts: Sequence[Act]) -> Iterator[Finding]:
    """Every row against the digest in the act that added it, every end against the act that ended it.

    acts: those that agree with their own digests; what others say proves nothing.
    """
    ids = {int(n): int(id) for id, n in database.rows("SELECT id, n FROM act WHERE n IS NOT NULL")}
    yield from _heads(database, acts)
    yield from _touched(database, acts)
    yield from _papers(database, acts, "source_sheet", papers.SHEET, "sheets_sha256")
    yield from _papers(database, acts, "set_aside", papers.ASIDE, "set_aside_sha256")
    yield from _settled(database, acts)
    for table in tables:
        yield from _added(database, table, acts, ids)
        yield from _ended(database, table, acts, ids)
        yield from _nobodys(database, table, acts)


def _heads(database: Database, acts: Sequence[Act]) -> Iterator[Finding]:
    """The head that the register keeps is its last act, every act is numbered, the key is that of the first act."""
    for (unsealed,) in database.rows("SELECT id FROM act WHERE n IS NULL"):
        yield error(OPEN_ACT.at("act", unsealed))
    last = database.one("SELECT n, digest FROM act WHERE n IS NOT NULL ORDER BY n DESC LIMIT 1")
    kept = chain.head(database)
    if last is not None and kept != last:
        yield error(HEAD_DIFFERS.at("act_head", kept[1]))
    said = {act.payload[KEY] for act in acts if act.verb == "instance.create" and KEY in act.payload}
    if said - {one for (one,) in database.rows("SELECT fingerprint FROM office_key")}:
        yield error(PAPERS_DIFFER.at("office_key", "office_key", n=1))


def _settled(database: Database, acts: Sequence[Act]) -> Iterator[Finding]:
    """Documents are settled by the acts that say so, and by no other."""
    said = {(name, act.n) for act in acts for name in act.payload.get("settles", [])}
    sql = (
        "SELECT a.n, s.number, b.n FROM set_aside s JOIN act a ON a.id = s.act_id "
        "LEFT JOIN act b ON b.id = s.settled_by WHERE s.settled_by IS NOT NULL"
    )
    found = {(f"{batch}-{number}", by) for batch, number, by in database.rows(sql)}
    for _, by in sorted(said ^ found, key=str):
        yield error(PAPERS_DIFFER.at("set_aside", "set_aside", n=by))


def _added(database: Database, table: Table, acts: Iterable[Act], ids: dict[int, int]) -> Iterator[Finding]:
    told = [(act, said) for act in acts if (said := act.payload.get("tables", {}).get(table.name)) is not None]
    for group in _together(told):
        found = _digests(database, table, group, ids)
        for act, said in group:
            if found.get(act.n) != {name: value for name, value in said.items() if name != "is_batch"}:
                yield error(ROWS_DIFFER.at(table.name, table.name, n=act.n))
    yield from _batches(database, table, told)


def _digests(database: Database, table: Table, group: Sequence[Told], ids: dict[int, int]) -> dict[int, dict[str, Any]]:
    """The digests of the rows that each act added; without those whose rows cannot be read as what they must be."""
    columns = group[0][1]["columns"]
    digests = {act.n: RowsDigest(columns) for act, _ in group}
    try:
        for rows in _in_parts(database, table, group, ids):
            for (n,), part in rows.partition_by("added_by", as_dict=True).items():
                digests[n].add(part)
    except _UNREADABLE:
        if len(group) == 1:
            return {}
        each = [_digests(database, table, [one], ids) for one in group]
        return {n: digest for found in each for n, digest in found.items()}
    return {n: digest.as_json() for n, digest in digests.items()}


def _in_parts(database: Database, table: Table, group: Sequence[Told], ids: dict[int, int]) -> Iterator[pl.DataFrame]:
    act_ids, columns = [ids[act.n] for act, _ in group], group[0][1]["columns"]
    ends = range(READ_AT_ONCE, group[0][1]["rows"], READ_AT_ONCE) if len(group) == 1 else ()
    starts = [None, *ends]
    for after, until in zip(starts, [*ends, None], strict=True):
        yield as_added(database, table, act_ids, columns, after=after, until=until)


def _ended(database: Database, table: Table, acts: Iterable[Act], ids: dict[int, int]) -> Iterator[Finding]:
    kinds: dict[str, Kind] = {"ended_by": "integer", **{name: PROVENANCE[name] for name in ROW_ID}}
    told = [(act, said) for act in acts if (said := act.payload.get("ends", {}).get(table.name)) is not None]
    for group in _together(told):
        marks = ", ".join("?" * len(group))
        sql = f"{selected(table, kinds)} WHERE r.ended_by IN ({marks})"
        rows = database.frame(sql, kinds, [ids[act.n] for act, _ in group]).sort(ROW_ID)
        of = {key[0]: part.select(ROW_ID) for key, part in rows.partition_by("ended_by", as_dict=True).items()}
        for act, said in group:
            found = of.get(ids[act.n], rows.select(ROW_ID).clear())
            digest = hashlib.sha256(found.write_csv(include_header=False).encode()).hexdigest()
            if said != {"rows": len(found), "ids_sha256": digest}:
                yield error(ENDS_DIFFER.at(table.name, table.name, n=act.n))


def _together(told: Iterable[Told]) -> Iterator[list[Told]]:
    """Neighbouring acts whose rows are read at once: of the same columns, and not too many."""
    group: list[Told] = []
    rows = 0
    for act, said in told:
        more = rows + said["rows"] > READ_AT_ONCE or len(group) == ACTS_AT_ONCE
        if group and (more or said.get("columns") != group[0][1].get("columns")):
            yield group
            group, rows = [], 0
        group.append((act, said))
        rows += said["rows"]
    if group:
        yield group


def _batches(database: Database, table: Table, told: Iterable[Told]) -> Iterator[Finding]:
    """Rows of an import are its batch, by which they can be undone; others are in none."""
    wrong = {act.n: 0 if said.get("is_batch") else 1 for act, said in told}
    sql = (
        "SELECT DISTINCT a.n, CASE WHEN r.batch IS NULL THEN 0 WHEN r.batch = r.added_by THEN 1 ELSE 2 END "
        f"FROM {quoted(table.name)} r JOIN act a ON a.id = r.added_by"
    )
    for n, batch in database.rows(sql):
        if batch in (2, wrong.get(n)):
            yield error(ROWS_DIFFER.at(table.name, table.name, n=n))


def _nobodys(database: Database, table: Table, acts: Iterable[Act]) -> Iterator[Finding]:
    """Rows of acts that do not speak of them: what was slipped in, or put out of force."""
    known: dict[str, set[Any]] = {"added_by": set(), "ended_by": set()}
    for act in acts:
        if table.name in act.payload.get("tables", {}):
            known["added_by"].add(act.n)
        if table.name in act.payload.get("ends", {}):
            known["ended_by"].add(act.n)
    for column, numbers in known.items():
        sql = (
            f"SELECT DISTINCT a.n FROM {quoted(table.name)} r LEFT JOIN act a ON a.id = r.{column} "
            f"WHERE r.{column} IS NOT NULL"
        )
        for (n,) in database.rows(sql):
            if n not in numbers:
                yield error(ROWS_OF_NOBODY.at(table.name, table.name, n=n))


def _touched(database: Database, acts: Iterable[Act]) -> Iterator[Finding]:
    """Which tables an act touched: what a live figure looks at first."""
    sql = "SELECT a.n, t.table_name, t.added, t.ended FROM act_touch t LEFT JOIN act a ON a.id = t.act_id"
    found = sorted(database.rows(sql), key=lambda row: (row[0] or 0, str(row[1])))
    said = []
    for act in acts:
        added, ended = act.payload.get("tables", {}), act.payload.get("ends", {})
        for name in sorted({*added, *ended}):
            said.append((act.n, name, added.get(name, {}).get("rows", 0), ended.get(name, {}).get("rows", 0)))
    for row in sorted(set(found) ^ set(said), key=str):
        yield error(PAPERS_DIFFER.at("act_touch", "act_touch", n=row[0]))


def _papers(
    database: Database, acts: Iterable[Act], table: str, columns: Sequence[str], name: str
) -> Iterator[Finding]:
    """Sheets and set-aside documents against the digest in their act."""
    said: dict[int | None, str] = {act.n: act.payload[name] for act in acts if name in act.payload}
    names = ", ".join(f"s.{quoted(column)}" for column in columns)
    held: dict[int | None, list[Sequence[Any]]] = defaultdict(list)
    for n, *row in database.rows(
        f"SELECT a.n, {names} FROM {quoted(table)} s LEFT JOIN act a ON a.id = s.act_id ORDER BY s.act_id, s.number"
    ):
        held[n].append(row)
    found = {n: papers.digest(rows) for n, rows in held.items()}
    for n in sorted({*said, *found} - {n for n in found if found[n] == said.get(n)}, key=str):
        if n in found or said[n] != papers.digest(()):
            yield error(PAPERS_DIFFER.at(table, table, n=n))
