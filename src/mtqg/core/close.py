"""Close: freeze a dataset of a locality for a period as its next edition.

Rows are taken as they stand at an act, which nothing later changes, so nobody waits while they are read; sorted by a
fixed key, one Parquet per table; the books go with them whole. The folder is written aside and renamed, the act that
names it is the commit.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from mtqg import __version__
from mtqg.core import batches, frames
from mtqg.core.acts import Author
from mtqg.core.disk import publish_folder, sha256
from mtqg.core.errors import Refused, code
from mtqg.core.instance import Instance
from mtqg.core.period import Period
from mtqg.core.register import chain
from mtqg.core.register.database import Database
from mtqg.core.register.rows import state
from mtqg.core.register.writing import begin
from mtqg.core.scope import asked_for, places_within, within
from mtqg.core.snapshot import AMOUNTS, BOOK, NO_LOCALITY, Draft, Snapshot, snapshots
from mtqg.core.table import ROW_ID, Table
from mtqg.core.territory import LocalityVersion, Territory

NOTHING_TO_CLOSE = code(
    "K-021",
    vi="Chưa có dòng nào của bộ số liệu {dataset} cho {given}, kỳ {period}.",
    en="There is no row of dataset {dataset} for {given}, period {period}.",
    remedy_vi="Nhập số liệu trước: mtqg import.",
    remedy_en="Import the data first: mtqg import.",
)
NEEDS_REASON = code(
    "K-022",
    vi="{dataset}, {given}, kỳ {period} đã chốt lần {edition}.",
    en="{dataset}, {given}, period {period} is closed as edition {edition}.",
    remedy_vi="Chốt lại thì ghi lý do: --reason.",
    remedy_en="To close again give a reason: --reason.",
    wrong_use=True,
)
UNCHANGED = code(
    "K-023",
    vi="Số liệu không khác bản chốt lần {edition}; không lập bản mới.",
    en="The data do not differ from edition {edition}; no new edition was made.",
    remedy_vi="Dùng bản chốt đang có.",
    remedy_en="Use the edition that stands.",
)
CLOSED_MEANWHILE = code(
    "K-027",
    vi="{dataset}, {given}, kỳ {period} vừa được người khác chốt.",
    en="{dataset}, {given}, period {period} has just been closed by somebody else.",
    remedy_vi="Xem bản vừa chốt (mtqg snapshots); nếu vẫn cần thì chốt lại, ghi lý do.",
    remedy_en="Look at that edition (mtqg snapshots); if it is still needed, close again with a reason.",
)

Described = dict[str, dict[str, Any]]  # table -> file, rows, hashes


def close(
    instance: Instance,
    author: Author,
    *,
    dataset: str,
    tables: Sequence[Table],
    book_tables: Sequence[Table],
    books: Mapping[str, pl.DataFrame],
    territory: Territory,
    locality: str,
    period: Period,
    reason: str = "",
    status: str = "official",
    books_digest: str = "",
    head: tuple[int, str] | None = None,
    keep: Callable[[Snapshot], dict[str, Any]] | None = None,
) -> Snapshot:
    """Freeze a dataset of a locality for a period as its next edition.

    books: the books of the package by name. Those that the office keeps itself (``book_tables``) are read here.
    books_digest: one digest over the package's books, by which a reader knows that it ships the same.
    head: number and digest of the act whose state is frozen, that of the books; the last one unless said.
    keep: what to count at once and freeze beside the rows (``core.amounts.to_keep``).
    Raises Refused when there is nothing to close, a reason is missing, or nothing changed since the last edition.
    """
    place = territory.version(locality, period.last)
    if place is None:
        raise Refused(NO_LOCALITY.at(given=locality, day=period.last))
    about = {"dataset": dataset, "period": str(period)}
    with instance.register() as register:
        n, last_act = head or chain.head(register.database)
        last = _last_edition(instance, dataset, locality, period)
        if last and not reason:
            raise Refused(NEEDS_REASON.at(given=place.name, edition=last.edition, **about))
        facts = {table.name: _rows(register.database, table, territory, place, period, n) for table in tables}
        if all(rows.is_empty() for rows in facts.values()):
            raise Refused(NOTHING_TO_CLOSE.at(given=place.name, **about))
        held = {**facts, **_books(register.database, facts.values(), book_tables, books, n)}
        described = {name: _describe(name, rows) for name, rows in held.items()}
        if last and _is_same(last.manifest, described, status):
            raise Refused(UNCHANGED.at(edition=last.edition))
        manifest = {
            **about,
            "locality": {"code": place.code, "name": place.name, "valid_from": _iso(place.valid_from)},
            "status": status,
            "reason": reason,
            "origin": instance.origin,
            "n": n,
            "head": last_act,
            **_lineage(last, author),
            "books": books_digest,
            "tables": described,
        }
        files = _files(instance, manifest, held, keep)
        folder = f"snapshots/{dataset}/{locality}/{period}/{manifest['edition']}"
        digest = sha256(files["manifest.json"])
        with instance.publishing():
            if _editions(instance, dataset, locality, period) != manifest["edition"] - 1:
                raise Refused(CLOSED_MEANWHILE.at(given=place.name, **about))
            with begin(register, author, verb="close", where=locality, why=reason) as act:
                publish_folder(instance.home / folder, files)
                act.note(**about, folder=folder, edition=manifest["edition"], manifest_sha256=digest, status=status)
    return Snapshot(instance.home / folder, manifest, digest)


def _files(
    instance: Instance,
    manifest: dict[str, Any],
    held: Mapping[str, pl.DataFrame],
    keep: Callable[[Snapshot], dict[str, Any]] | None,
) -> dict[str, bytes]:
    """The files of an edition. The manifest is completed with their digests, and is the last of them."""
    files = {f"{name}.parquet": frames.parquet(rows) for name, rows in held.items()}
    for table in manifest["tables"].values():
        table["sha256"] = sha256(files[table["file"]])
    if keep:
        draft = Draft(instance.home, manifest, hash="", frames={name: rows.lazy() for name, rows in held.items()})
        files[AMOUNTS] = json.dumps(keep(draft), ensure_ascii=False, separators=(",", ":")).encode()
        manifest["extras"] = {AMOUNTS: sha256(files[AMOUNTS])}
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return files


def _last_edition(instance: Instance, dataset: str, locality: str, period: Period) -> Snapshot | None:
    earlier = [one for one in snapshots(instance) if one.key == (dataset, locality, str(period))]
    return earlier[-1] if earlier else None


def _editions(instance: Instance, dataset: str, locality: str, period: Period) -> int:
    """The newest edition that the register names; 0 where there is none."""
    wanted = (dataset, locality, str(period))
    said = [
        act for act in instance.acts("close") if (act.payload["dataset"], act.where, act.payload["period"]) == wanted
    ]
    return max((int(act.payload["edition"]) for act in said), default=0)


def _books(
    database: Database,
    facts: Iterable[pl.DataFrame],
    book_tables: Sequence[Table],
    books: Mapping[str, pl.DataFrame],
    n: int,
) -> dict[str, pl.DataFrame]:
    """What goes with the facts: the office's own books, the package's, and the files and sheets of all those rows."""
    own = {table.name: _sorted(state(database, table, n=n)) for table in book_tables}
    sources = _sources(database, (*facts, *own.values()))
    return {**own, "sources": sources, **{f"{BOOK}{name}": rows for name, rows in books.items()}}


def _lineage(last: Snapshot | None, author: Author) -> dict[str, Any]:
    """Which edition it is, after which, and made with what."""
    return {
        "edition": last.edition + 1 if last else 1,
        "previous": {"edition": last.edition, "hash": last.hash} if last else None,
        "closed_at": author.at.isoformat(timespec="seconds"),
        "versions": {"mtqg": __version__, "polars": pl.__version__, "python": platform.python_version()},
    }


def _rows(
    database: Database, table: Table, territory: Territory, place: LocalityVersion, period: Period, n: int
) -> pl.DataFrame:
    """Rows of the table about places within the locality, for the period, as they stood at act ``n``."""
    where, values = asked_for(table, period)
    where, values = places_within(database, table, territory, place.code, where=where, values=values)
    return _sorted(within(state(database, table, n=n, where=where, values=values), territory, place.code))


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    return frames.sorted_rows(rows, ["locality_code", "day", *ROW_ID])


def _sources(database: Database, held: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The files and sheets that the frozen rows came from, and no others."""
    used = pl.concat([rows.select("added_by", "source_no") for rows in held]).unique()
    every = batches.sources(database)
    return frames.sorted_rows(every.join(used, on=["added_by", "source_no"], how="semi"), ["added_by", "source_no"])


def _describe(name: str, rows: pl.DataFrame) -> dict[str, Any]:
    return {"file": f"{name}.parquet", "rows": len(rows), "rows_sha256": frames.rows_hash(rows)}


def _is_same(manifest: dict[str, Any], described: Described, status: str) -> bool:
    old = {name: table["rows_sha256"] for name, table in manifest["tables"].items()}
    return manifest["status"] == status and old == {name: table["rows_sha256"] for name, table in described.items()}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
