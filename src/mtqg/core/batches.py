"""Batches: rows that one act added, with their sources, and the rows that it ended.

A row is never rewritten. A correction ends a row and adds one; ``undo`` ends what a batch added and adds again what
it had ended. So each batch folder holds one Parquet per table, ``sources.parquet``, ``ends.parquet`` and, when
something was wrong in the files, ``set_aside.jsonl``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from mtqg.core import frames
from mtqg.core.acts import Act, Author, Chain
from mtqg.core.disk import sha256
from mtqg.core.errors import Refused, code
from mtqg.core.instance import Instance, Writer, batch_name
from mtqg.core.table import ROW_ID, Kind, Table

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
ENDS: dict[str, Kind] = {"table": "text", "added_by": "integer", "row_no": "integer"}


@dataclass(frozen=True)
class Source:
    """A sheet of a file that rows came from. ``file`` is a name, never a path of somebody's machine."""

    file: str
    sheet: str
    sha256: str
    letters: Mapping[str, str]


@dataclass(frozen=True)
class Added:
    """What an import did. ``batch`` is None when the files hold nothing that was not known."""

    batch: int | None
    new: int
    replaced: int
    unchanged: int


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
) -> Added:
    """Add rows of a table as one act.

    rows: the table's stored columns, with ``source_no`` (place in ``sources``, from 1), ``cell_row`` and ``origin``.
    answers: what a person answered where the files were ambiguous; kept with the act.
    A row whose key is known with the same content changes nothing; with another content it ends the old row.
    """
    with instance.writing() as writer:
        known = live(writer.instance, table, writer.chain).collect()
        fresh, ended, unchanged = _compare(table, rows, known)
        if fresh.is_empty() and not _news(writer.chain, form, sources, set_aside):
            return Added(None, 0, 0, unchanged)
        act = _write(
            writer,
            author,
            verb="import",
            where=where,
            why=why,
            about={"form": form, "set_aside": len(set_aside), **({"answers": list(answers)} if answers else {})},
            tables={table: fresh},
            sources=_source_frame(writer.chain.n + 1, enumerate(sources, start=1)),
            ends=ended.select(pl.lit(table.name).alias("table"), *ROW_ID),
            set_aside=set_aside,
        )
    return Added(act.n, len(fresh) - len(ended), len(ended), unchanged)


def undo(instance: Instance, author: Author, batch: int, *, tables: Mapping[str, Table], why: str = "") -> Act:
    """End the rows of a batch that still hold, and add again those that it had ended."""
    with instance.writing() as writer:
        act = next((act for act in writer.chain.acts if act.n == batch and act.verb in ("import", "undo")), None)
        if act is None:
            raise Refused(NO_BATCH.at(given=batch))
        here = writer.instance
        mine = {tables[name]: _live_of(here, tables[name], writer.chain, batch) for name in act.payload["tables"]}
        ended = pl.concat(
            [rows.select(pl.lit(table.name).alias("table"), *ROW_ID) for table, rows in mine.items()]
            or [pl.DataFrame(schema=frames.schema(ENDS))]
        )
        if ended.is_empty():
            raise Refused(NOTHING_TO_UNDO.at(given=batch))
        back, sources = _before(here, writer.chain, mine, batch)
        return _write(
            writer,
            author,
            verb="undo",
            where=act.where,
            why=why,
            about={"batch": batch, "form": act.payload.get("form", ""), "set_aside": 0},
            tables=back,
            sources=sources,
            ends=ended,
        )


def live(instance: Instance, table: Table, chain: Chain | None = None) -> pl.LazyFrame:
    """Rows of a table that hold at the end of the chain, ids and sources included."""
    chain = chain or instance.chain
    added = [act for act in chain.acts if table.name in act.payload.get("tables", {})]
    if not added:
        return frames.empty(table).lazy()
    everything = pl.concat([pl.scan_parquet(_file(instance, act.n, table.name)) for act in added])
    ends = _ends(instance, chain, table)
    return everything.join(ends, on=ROW_ID, how="anti") if ends is not None else everything


def sources(instance: Instance, chain: Chain | None = None) -> pl.DataFrame:
    """Every file and sheet that rows came from."""
    acts = [act for act in (chain or instance.chain).acts if "tables" in act.payload]
    found = [pl.read_parquet(_file(instance, act.n, "sources")) for act in acts]
    return pl.concat(found) if found else pl.DataFrame(schema=frames.schema(SOURCES))


def _compare(table: Table, rows: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Rows that are new or differ, the known rows that they end, and how many were known already."""
    content = [column.name for column in table.stored if column.name not in table.key]
    old = known.select(*table.key, *(pl.col(name).alias(f"{name}__old") for name in content), *ROW_ID)
    both = rows.join(old, on=list(table.key), how="left", nulls_equal=True)
    same = pl.all_horizontal(
        pl.col("added_by").is_not_null(), *(pl.col(name).eq_missing(pl.col(f"{name}__old")) for name in content)
    )
    marked = both.with_columns(same.alias("__same"))
    fresh = marked.filter(~pl.col("__same")).select(rows.columns)
    ended = marked.filter(~pl.col("__same") & pl.col("added_by").is_not_null()).select(*ROW_ID)
    return fresh, ended, len(rows) - len(fresh)


def _news(chain: Chain, form: str, sources: Sequence[Source], set_aside: Sequence[Mapping[str, Any]]) -> bool:
    """Whether files without a new row still tell something: rows set aside that no earlier import of them told."""
    told = {(act.payload.get("form"), digest) for act in chain.acts for digest in act.payload.get("files", {}).values()}
    return bool(set_aside) and any((form, source.sha256) not in told for source in sources)


def _write(
    writer: Writer,
    author: Author,
    *,
    verb: str,
    where: str,
    why: str,
    about: dict[str, Any],
    tables: Mapping[Table, pl.DataFrame],
    sources: pl.DataFrame,
    ends: pl.DataFrame,
    set_aside: Sequence[Mapping[str, Any]] = (),
) -> Act:
    n = writer.chain.n + 1
    files: dict[str, bytes] = {}
    hashes: dict[str, dict[str, Any]] = {}
    for table, rows in tables.items():
        numbered = _numbered(rows, table, n)
        files[f"{table.name}.parquet"] = frames.parquet(numbered)
        hashes[table.name] = {"rows": len(numbered), "rows_sha256": frames.rows_hash(numbered)}
    files["sources.parquet"] = frames.parquet(sources)
    files["ends.parquet"] = frames.parquet(frames.typed(ends, ENDS))
    if set_aside:
        files["set_aside.jsonl"] = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in set_aside).encode()
    folder = f"batches/{batch_name(n)}"
    payload = {
        **about,
        "folder": folder,
        "tables": hashes,
        "ended": len(ends),
        "sources": sorted(set(sources["file"].to_list())),
        "files": {row["file"]: row["sha256"] for row in sources.to_dicts()},
        "written": {name: sha256(data) for name, data in files.items()},
    }
    return writer.act(author, verb=verb, where=where, why=why, payload=payload, folder=folder, files=files)


def _numbered(rows: pl.DataFrame, table: Table, n: int) -> pl.DataFrame:
    numbered = rows.with_columns(
        pl.lit(n, dtype=pl.Int64).alias("added_by"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row_no"),
    )
    return frames.typed(numbered, table.kinds)


def _source_frame(n: int, sources: Iterable[tuple[int, Source]]) -> pl.DataFrame:
    return frames.typed(
        [
            {
                "added_by": n,
                "source_no": number,
                "file": source.file,
                "sheet": source.sheet,
                "sha256": source.sha256,
                "letters": json.dumps(dict(source.letters), ensure_ascii=False, sort_keys=True),
            }
            for number, source in sources
        ],
        SOURCES,
    )


def _file(instance: Instance, n: int, name: str) -> str:
    return str(instance.batch_folder(n) / f"{name}.parquet")


def _ends(instance: Instance, chain: Chain, table: Table) -> pl.LazyFrame | None:
    acts = [act for act in chain.acts if act.payload.get("ended")]
    if not acts:
        return None
    ends = pl.concat([pl.scan_parquet(_file(instance, act.n, "ends")) for act in acts])
    return ends.filter(pl.col("table") == table.name).select(*ROW_ID)


def _live_of(instance: Instance, table: Table, chain: Chain, batch: int) -> pl.DataFrame:
    return live(instance, table, chain).filter(pl.col("added_by") == batch).collect()


def _before(
    instance: Instance, chain: Chain, mine: Mapping[Table, pl.DataFrame], batch: int
) -> tuple[dict[Table, pl.DataFrame], pl.DataFrame]:
    """The rows that a batch had ended, to be added again, with the sources they came from.

    Only those whose key is one of the rows now ended (``mine``): a row that a later batch corrected stays corrected.
    """
    ends = pl.read_parquet(io.BytesIO((instance.batch_folder(batch) / "ends.parquet").read_bytes()))
    n = chain.n + 1
    every = sources(instance, chain)
    wanted = ends.select("added_by").unique()
    kept = every.join(wanted, on="added_by", how="semi").sort("added_by", "source_no").with_row_index("new_no", 1)
    new_no = kept.select("added_by", "source_no", pl.col("new_no").cast(pl.Int64))
    back: dict[Table, pl.DataFrame] = {}
    for table, now in mine.items():
        ids = ends.filter(pl.col("table") == table.name).select(*ROW_ID)
        if ids.is_empty():
            continue
        old = pl.concat([pl.read_parquet(_file(instance, by, table.name)) for by in ids["added_by"].unique().to_list()])
        rows = old.join(ids, on=ROW_ID, how="semi").join(now, on=list(table.key), how="semi", nulls_equal=True)
        rows = rows.join(new_no, on=["added_by", "source_no"], how="left")
        back[table] = rows.with_columns(pl.col("new_no").alias("source_no"))
    again = kept.with_columns(pl.lit(n).alias("added_by"), pl.col("new_no").alias("source_no"))
    return back, frames.typed(again, SOURCES)
