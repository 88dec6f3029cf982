"""Batches: rows that one act added, with their sources, and the rows that it ended.

A row is never rewritten. A correction ends a row and adds one; ``undo`` ends what a batch added and adds again what
it had ended. A batch is known by the number of its act.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from mtqg.core.acts import Act, Author
from mtqg.core.errors import Refused, code
from mtqg.core.frames import schema
from mtqg.core.instance import Instance
from mtqg.core.register import chain, papers
from mtqg.core.register.database import Database, RuleBroken, quoted
from mtqg.core.register.lasting import confirm_lasting_keys, with_lasting_keys
from mtqg.core.register.opening import Register
from mtqg.core.register.problems import BUSY
from mtqg.core.register.rows import KEY, content, keyed, selected, state
from mtqg.core.register.source_rows import SourceBlock, stage_source_rows, take_source_rows
from mtqg.core.register.writing import OpenAct, begin, check_text, fresh_temporary, locked_head, stage
from mtqg.core.table import PROVENANCE, ROW_ID, Kind, Table

NO_BATCH = code(
    "K-010",
    vi="Không có đợt nhập số {given}.",
    en="There is no batch {given}.",
    remedy_vi="Xem các đợt nhập: mtqg imports.",
    remedy_en="See the batches: mtqg imports.",
    wrong_use=True,
)
NOTHING_TO_UNDO = code(
    "K-011",
    vi="Đợt nhập {given} không còn dòng nào có hiệu lực.",
    en="Batch {given} has no row left that holds.",
    remedy_vi="Không cần làm gì thêm.",
    remedy_en="Nothing is left to do.",
)

SOURCES: dict[str, Kind] = {
    "added_by": "integer",
    "source_no": "integer",
    "file": "text",
    "sheet": "text",
    "sha256": "text",
    "letters": "text",  # JSON: column of the table -> letter of the sheet's column
}
_SOURCE_SQL = (
    'SELECT a.n AS added_by, s.number AS source_no, s.file AS "file", s.sheet AS sheet, s.sha256 AS sha256, '
    "s.letters AS letters FROM source_sheet s JOIN act a ON a.id = s.act_id"
)
# Beside imports: steps of the review, and what became of households.
UNDOABLE = ("import", "undo", "household.", "review.")
_TRIES = 3  # another writer may take the same keys between the reading and the writing; then everything is read again


@dataclass(frozen=True)
class Source:
    """A sheet of a file that rows came from. ``file`` is a name, never a path of somebody's machine."""

    file: str
    sheet: str
    sha256: str
    letters: Mapping[str, str]


@dataclass(frozen=True)
class Added:
    """What an import did. ``batch`` is None when the files hold nothing that was not known.
    ``is_known``: nothing was, or by a trial would be, written.
    """

    batch: int | None
    new: int
    replaced: int
    unchanged: int
    is_known: bool = False


def add(
    instance: Instance,
    author: Author,
    *,
    form: str,
    table: Table,
    rows: pl.DataFrame,
    sources: Sequence[Source],
    set_aside: Sequence[Mapping[str, Any]] = (),
    where: str = "",
    why: str = "",
    answers: Sequence[str] = (),
    raw: Sequence[SourceBlock] = (),
    also: Callable[[OpenAct], None] = lambda _: None,
) -> Added:
    """Add rows of a table as one act.

    rows: ``Table.taken``; ``source_no`` is the place in ``sources``, from 1.
    answers: what a person answered where the files were ambiguous; kept with the act.
    raw: every row as it was read, kept with what became of it.
    also: what else belongs to the act, done inside it.
    A row whose key is known with the same content changes nothing; with another content it ends the old row.
    """
    about = {"form": form, "set_aside": len(set_aside), **({"answers": list(answers)} if answers else {})}
    with instance.register() as register:
        for attempt in range(1, _TRIES + 1):
            try:
                rows = with_lasting_keys(register, table, rows)
                fresh, ended, states = _compared(register, table, rows)
                unchanged = len(rows) - len(fresh)
                if fresh.is_empty() and not _news(register.database, form, sources, set_aside):
                    return Added(None, 0, 0, unchanged, is_known=True)
                waiting = stage(register, table, fresh)
                read = stage_source_rows(register, raw, _by_sheet(states)) if raw else None
                with begin(register, author, verb="import", where=where, why=why) as act:
                    if fresh.is_empty():
                        _still_news(act, form, sources, set_aside)
                    act.end(table, ended)
                    act.take(waiting, batch=act.id)
                    act.note(**about, ended=len(ended))
                    _add_sources(act, enumerate(sources, start=1))
                    _add_set_aside(act, set_aside)
                    confirm_lasting_keys(act, table, fresh)
                    if read is not None:
                        take_source_rows(act, read)
                    also(act)
                assert act.sealed is not None
                return Added(act.sealed.n, len(fresh) - len(ended), len(ended), unchanged)
            except Refused as refused:
                if attempt == _TRIES or not _is_race(register.database, refused):
                    raise
    raise AssertionError("the last attempt returns or raises")


def tried(
    instance: Instance,
    *,
    form: str,
    table: Table,
    rows: pl.DataFrame,
    sources: Sequence[Source],
    set_aside: Sequence[Mapping[str, Any]] = (),
) -> Added:
    """What ``add`` would do now; nothing is written."""
    with instance.register() as register:
        rows = with_lasting_keys(register, table, rows)
        fresh, ended, _ = _compared(register, table, rows)
        is_known = fresh.is_empty() and not _news(register.database, form, sources, set_aside)
    return Added(None, len(fresh) - len(ended), len(ended), len(rows) - len(fresh), is_known=is_known)


def _is_race(database: Database, refused: Refused) -> bool:
    """Whether another writer came between: he took a key, ended a row, or (PostgreSQL) both waited for each other."""
    return isinstance(refused, RuleBroken) or (database.kind == "postgresql" and refused.problems[0].kind is BUSY)


def undo(
    instance: Instance,
    author: Author,
    batch: int,
    *,
    tables: Mapping[str, Table],
    why: str = "",
    held: Callable[[OpenAct], None] = lambda _: None,
) -> Act:
    """End the rows of a batch that still hold, add again those that it had ended, and open what it had settled.

    held: asks inside the act whether it may still be done, and raises Refused where it may not.
    """
    with instance.register() as register:
        database = register.database
        act = chain.act(database, batch)
        if act is None or not act.verb.startswith(UNDOABLE):
            raise Refused(NO_BATCH.at(given=batch))
        names = [*act.payload.get("tables", {}), *act.payload.get("ends", {})]
        mine = {tables[name]: _held_of(database, tables[name], batch) for name in dict.fromkeys(names)}
        if all(rows.is_empty() for rows in mine.values()):
            raise Refused(NOTHING_TO_UNDO.at(given=batch))
        back = {table: _before(database, table, rows, batch) for table, rows in mine.items()}
        numbers = _renumbered(database, back.values())
        waiting = [
            stage(register, table, _resourced(rows, numbers), is_sealed=True)
            for table, rows in back.items()
            if not rows.is_empty()
        ]
        with begin(register, author, verb="undo", where=act.where, why=why) as done:
            held(done)
            for table, rows in mine.items():
                done.end(table, rows)
            for one in waiting:
                done.take(one, batch=done.id)
            ended = sum(len(rows) for rows in mine.values())
            done.note(batch=batch, form=act.payload.get("form", ""), ended=ended)
            if "period" in act.payload:
                done.note(period=act.payload["period"])
            done.note(set_aside=_set_aside_again(done, batch))
            _add_sources(done, _sources_again(numbers))
        assert done.sealed is not None
        return done.sealed


def live(instance: Instance, table: Table, n: int | None = None) -> pl.LazyFrame:
    """Rows of a table in force now, or at act ``n``, with their ids and sources."""
    with instance.register() as register:
        return state(register.database, table, n=n).lazy()


def sources(database: Database, until: int | None = None, *, after: int = 0) -> pl.DataFrame:
    """Every file and sheet that rows came from; those of some acts, where asked."""
    limit = "" if until is None else " AND a.n <= ?"
    return database.frame(f"{_SOURCE_SQL} WHERE a.n > ?{limit}", SOURCES, [after] if until is None else [after, until])


def _compared(register: Register, table: Table, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows that are new or differ, the known rows that they end, and what becomes of each row."""
    check_text(table, rows)
    known = _known(register, table, rows)
    if known.is_empty():
        states = rows.select("source_no", "cell_row", pl.lit("taken").alias("state"))
        return rows, known.select(*ROW_ID), states
    names = [column.name for column in table.columns if column.name not in table.key]
    old = known.select(*table.key, *(pl.col(name).alias(f"{name}__old") for name in names), *ROW_ID)
    both = rows.join(old, on=list(table.key), how="left", nulls_equal=True)
    same = pl.all_horizontal(
        pl.col("added_by").is_not_null(), *(pl.col(name).eq_missing(pl.col(f"{name}__old")) for name in names)
    )
    marked = both.with_columns(same.alias("__same"))
    fresh = marked.filter(~pl.col("__same")).select(rows.columns)
    ended = marked.filter(~pl.col("__same") & pl.col("added_by").is_not_null()).select(*ROW_ID)
    replaces = pl.when(pl.col("added_by").is_not_null()).then(pl.lit("replaced")).otherwise(pl.lit("taken"))
    state_of = pl.when(pl.col("__same")).then(pl.lit("unchanged")).otherwise(replaces).alias("state")
    return fresh, ended, marked.select("source_no", "cell_row", state_of)


def _by_sheet(states: pl.DataFrame) -> dict[int, dict[int, str]]:
    """What became of the right rows, by their sheet and their number in it."""
    parts = states.partition_by("source_no", as_dict=True)
    return {sheet: dict(zip(part["cell_row"], part["state"], strict=True)) for (sheet,), part in parts.items()}


def _known(register: Register, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in force that have the key of one of these, their personal values opened for the comparison."""
    database = register.database
    kinds: dict[str, Kind] = {**content(table), **PROVENANCE}
    keys = keyed(table, rows).unique()
    if not _any_between(database, table, keys):
        return opened(register, table, pl.DataFrame(schema=schema(kinds)))
    fresh_temporary(database, "wanted", f"{KEY} TEXT")
    database.insert("wanted", (KEY,), ((key,) for key in keys))
    found = state(database, table, where=f"r.{KEY} IN (SELECT {KEY} FROM wanted)", kinds=kinds)
    return opened(register, table, found)


def _any_between(database: Database, table: Table, keys: pl.Series) -> bool:
    """Whether a row is in force from the first to the last of these keys: mostly none is, the period being new.

    Databases order texts by their bytes, as the frame does.
    """
    sql = f"SELECT 1 FROM {quoted(table.name)} WHERE ended_by IS NULL AND {KEY} >= ? AND {KEY} <= ? LIMIT 1"
    return not keys.is_empty() and database.one(sql, [keys.min(), keys.max()]) is not None


def opened(register: Register, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the register with their personal values in clear."""
    if not table.personal or rows.is_empty():
        return rows.with_columns(pl.lit(None, dtype=pl.String).alias(column.name) for column in table.personal)
    clear = [
        pl.Series(
            column.name,
            register.cipher.opened(rows[column.name].to_list(), context=f"{table.name}.{column.name}"),
            dtype=pl.String,
        )
        for column in table.personal
    ]
    return rows.with_columns(clear)


def _news(database: Database, form: str, sources: Sequence[Source], set_aside: Sequence[Mapping[str, Any]]) -> bool:
    """Whether files without a new row still tell something: rows set aside that no earlier import of them told."""
    sql = "SELECT 1 FROM source_sheet WHERE form = ? AND sha256 = ?"
    return bool(set_aside) and any(database.one(sql, [form, source.sha256]) is None for source in sources)


def _still_news(act: OpenAct, form: str, sources: Sequence[Source], set_aside: Sequence[Mapping[str, Any]]) -> None:
    """Files without a new row have no key that two imports at once would meet at: the head is where they meet."""
    locked_head(act.register.database)
    if not _news(act.register.database, form, sources, set_aside):
        raise RuleBroken("tệp này vừa được nhập")


def _add_sources(act: OpenAct, numbered: Iterable[tuple[int, Source]]) -> None:
    """The sheets of an act, in the register and in its payload."""
    form = str(act.payload.get("form", ""))
    listed = list(numbered)
    rows = [
        (act.id, form, number, source.file, source.sheet, source.sha256, _letters(source)) for number, source in listed
    ]
    act.register.database.insert("source_sheet", ("act_id", *papers.SHEET), rows)
    files = {source.file: source.sha256 for _, source in listed}
    act.note(sources=sorted(files), files=files, sheets_sha256=papers.digest(row[1:] for row in rows))


def _add_set_aside(act: OpenAct, documents: Sequence[Mapping[str, Any]]) -> None:
    """Documents set aside, sealed: a wrong cell may hold anything, a person's name too."""
    if not documents:
        return
    texts: list[str | None] = [json.dumps(document, ensure_ascii=False) for document in documents]
    keep_aside(act, act.register.cipher.sealed(texts, context="set_aside.document"))


def _set_aside_again(act: OpenAct, batch: int) -> int:
    """Documents that a batch had settled wait again when it is undone, sealed as they were; how many they are."""
    sql = (
        "SELECT s.document FROM set_aside s JOIN act a ON a.id = s.act_id JOIN act b ON b.id = s.settled_by "
        "WHERE b.n = ? ORDER BY a.n, s.number"
    )
    documents = [bytes(row[0]) for row in act.register.database.rows(sql, [batch])]
    if documents:
        keep_aside(act, documents)
    return len(documents)


def keep_aside(act: OpenAct, sealed: Sequence[bytes | None]) -> None:
    """Write sealed documents with an act, and their digest into it."""
    rows = [(act.id, number, text) for number, text in enumerate(sealed, start=1)]
    act.register.database.insert("set_aside", ("act_id", *papers.ASIDE), rows)
    act.note(set_aside_sha256=papers.digest(row[1:] for row in rows))


def set_aside(instance: Instance, batch: int) -> list[dict[str, Any]]:
    """The documents that a batch set aside, with their raw cells and errors."""
    sql = "SELECT s.document FROM set_aside s JOIN act a ON a.id = s.act_id WHERE a.n = ? ORDER BY s.number"
    with instance.register() as register:
        found = [bytes(row[0]) for row in register.database.rows(sql, [batch])]
        texts = register.cipher.opened(found, context="set_aside.document") if found else []
    return [json.loads(text) for text in texts if text is not None]


def _letters(source: Source) -> str:
    return json.dumps(dict(source.letters), ensure_ascii=False, sort_keys=True)


def _held_of(database: Database, table: Table, batch: int) -> pl.DataFrame:
    """Ids and keys of the rows of a batch that are still in force."""
    kinds: dict[str, Kind] = {name: PROVENANCE[name] for name in ROW_ID}
    return state(database, table, where="added.n = ?", values=[batch], kinds={**kinds, KEY: "text"})


def _before(database: Database, table: Table, mine: pl.DataFrame, batch: int) -> pl.DataFrame:
    """The rows that a batch had ended, to be added again.

    Only those whose key is one of the rows now ended (``mine``): a row that a later batch corrected stays corrected.
    """
    kinds: dict[str, Kind] = {**content(table), **PROVENANCE, KEY: "text"}
    sql = f"{selected(table, kinds)} JOIN act ended ON ended.id = r.ended_by WHERE ended.n = ?"
    old = database.frame(sql, kinds, [batch]).sort(*ROW_ID)
    return old.join(mine.select(KEY), on=KEY, how="semi", maintain_order="left").drop(KEY)


def _renumbered(database: Database, back: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The sheets of rows that come back, with their numbers in the act that brings them."""
    used = pl.concat([rows.select("added_by", "source_no") for rows in back]).unique()
    kept = sources(database).join(used, on=["added_by", "source_no"], how="semi").sort("added_by", "source_no")
    return kept.with_row_index("new_no", 1).with_columns(pl.col("new_no").cast(pl.Int64))


def _resourced(rows: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    joined = rows.join(
        numbers.select("added_by", "source_no", "new_no"),
        on=["added_by", "source_no"],
        how="left",
        maintain_order="left",
    )
    return joined.drop("source_no", *ROW_ID).rename({"new_no": "source_no"})


def _sources_again(numbers: pl.DataFrame) -> Iterable[tuple[int, Source]]:
    for row in numbers.iter_rows(named=True):
        yield row["new_no"], Source(row["file"], row["sheet"], row["sha256"], json.loads(row["letters"]))
