"""Snapshots: a dataset of a locality for a period, frozen as one sorted Parquet per table, with the books whole.

Approved means frozen. Closing again makes the next edition, with its reason; both can be asked. The act that closes
holds the digest of the manifest, the manifest the digests of the files: nothing can be changed, swapped or left out
without the chain saying so.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from mtqg import __version__
from mtqg.core import batches, frames
from mtqg.core.acts import Act, Author
from mtqg.core.disk import sha256
from mtqg.core.errors import Refused, code
from mtqg.core.instance import Instance
from mtqg.core.period import Period, read_period
from mtqg.core.table import Table
from mtqg.core.territory import LocalityVersion, Territory, known_day

NO_LOCALITY = code(
    "K-020",
    vi="Không có đơn vị hành chính mã {given} vào ngày {day:%d/%m/%Y}.",
    en="There is no locality {given} on {day}.",
    remedy_vi="Tra mã và thời gian: mtqg localities history {given} --on NGÀY.",
    remedy_en="Look up the code and its days: mtqg localities history {given} --on DAY.",
    wrong_use=True,
)
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
NO_SNAPSHOT = code(
    "K-024",
    vi="Không có bản chốt {given}.",
    en="There is no snapshot {given}.",
    remedy_vi="Xem các bản chốt: mtqg snapshots.",
    remedy_en="See the snapshots: mtqg snapshots.",
)

STATUSES = ("preliminary", "official")
BOOK = "book."


@dataclass(frozen=True)
class Snapshot:
    """One edition: what its manifest says, and its tables."""

    folder: Path
    manifest: dict[str, Any]
    hash: str

    @cached_property
    def period(self) -> Period:
        return read_period(self.manifest["period"])

    @property
    def dataset(self) -> str:
        return str(self.manifest["dataset"])

    @property
    def locality(self) -> str:
        return str(self.manifest["locality"]["code"])

    @property
    def edition(self) -> int:
        return int(self.manifest["edition"])

    @property
    def key(self) -> tuple[str, str, str]:
        return self.dataset, self.locality, self.manifest["period"]

    def has(self, table: str) -> bool:
        return table in self.manifest["tables"]

    def table(self, name: str) -> pl.LazyFrame:
        """Rows of a table of facts, the sources, or a book ("book.law_values")."""
        return pl.scan_parquet(self.folder / self.manifest["tables"][name]["file"])

    def books(self) -> dict[str, pl.DataFrame]:
        """The books as they stood: name -> rows."""
        names = [name for name in self.manifest["tables"] if name.startswith(BOOK)]
        return {name.removeprefix(BOOK): self.table(name).collect() for name in names}

    def reference(self) -> dict[str, Any]:
        """How a figure names the snapshot it was read from."""
        dataset, locality, period = self.key
        return {
            "dataset": dataset,
            "locality": locality,
            "period": period,
            "edition": self.edition,
            "hash": self.hash,
        }


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
) -> Snapshot:
    """Freeze a dataset of a locality for a period as its next edition.

    books: the books of the package by name. Those that the office keeps itself (``book_tables``) are read here.
    Raises Refused when there is nothing to close, a reason is missing, or nothing changed since the last edition.
    """
    place = territory.version(locality, period.last)
    if place is None:
        raise Refused(NO_LOCALITY.at(given=locality, day=period.last))
    with instance.writing() as writer:
        here = writer.instance
        about = {"dataset": dataset, "period": str(period)}
        earlier = [one for one in snapshots(here) if one.key == (dataset, locality, str(period))]
        if earlier and not reason:
            raise Refused(NEEDS_REASON.at(given=place.name, edition=earlier[-1].edition, **about))
        held = {table.name: _rows(here, table, territory, place, period) for table in tables}
        if all(rows.is_empty() for rows in held.values()):
            raise Refused(NOTHING_TO_CLOSE.at(given=place.name, **about))
        held |= {table.name: _sorted(batches.live(here, table).collect()) for table in book_tables}
        held["sources"] = _sources(here, held.values())
        held |= {f"{BOOK}{name}": rows for name, rows in books.items()}
        described = {name: _describe(name, rows) for name, rows in held.items()}
        if earlier and _same_rows(earlier[-1].manifest, described, status):
            raise Refused(UNCHANGED.at(edition=earlier[-1].edition))
        files = {f"{name}.parquet": frames.parquet(rows) for name, rows in held.items()}
        for name, about_table in described.items():
            about_table["sha256"] = sha256(files[f"{name}.parquet"])
        edition = len(earlier) + 1
        manifest = {
            **about,
            "locality": {"code": place.code, "name": place.name, "valid_from": _iso(place.valid_from)},
            "edition": edition,
            "status": status,
            "reason": reason,
            "previous": {"edition": earlier[-1].edition, "hash": earlier[-1].hash} if earlier else None,
            "origin": here.origin,
            "n": writer.chain.n,
            "head": writer.chain.head,
            "closed_at": author.at.isoformat(timespec="seconds"),
            "versions": {"mtqg": __version__, "polars": pl.__version__, "python": platform.python_version()},
            "tables": described,
        }
        data = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        files["manifest.json"] = data
        folder = f"snapshots/{dataset}/{locality}/{period}/{edition}"
        payload = {**about, "folder": folder, "edition": edition, "manifest_sha256": sha256(data), "status": status}
        writer.act(author, verb="close", where=locality, why=reason, payload=payload, folder=folder, files=files)
    return Snapshot(instance.home / folder, manifest, sha256(data))


def snapshots(instance: Instance, acts: Iterable[Act] | None = None) -> list[Snapshot]:
    """Every edition that the chain names, in the order in which they were closed."""
    found = []
    for act in acts if acts is not None else instance.chain.acts:
        if act.verb == "close":
            found.append(_opened(instance, act))
    return found


def _opened(instance: Instance, act: Act) -> Snapshot:
    folder = instance.home / act.payload["folder"]
    try:
        data = (folder / "manifest.json").read_bytes()
    except OSError:
        raise Refused(NO_SNAPSHOT.at(given=act.payload["folder"])) from None
    return Snapshot(folder, json.loads(data), sha256(data))


def _rows(
    instance: Instance, table: Table, territory: Territory, place: LocalityVersion, period: Period
) -> pl.DataFrame:
    """Rows of the table about places within the locality, for the period."""
    rows = batches.live(instance, table)
    if table.time == "period":
        rows = rows.filter(pl.col("period") == str(period))
    else:
        rows = rows.filter(pl.col("day") <= period.last)
    held = rows.collect()
    places = held.select("locality_code", "day").unique()
    inside = [lies_in(territory, code, day, place.code) for code, day in places.iter_rows()]
    kept = places.filter(pl.Series(inside, dtype=pl.Boolean))
    return _sorted(held.join(kept, on=["locality_code", "day"], how="semi"))


def lies_in(territory: Territory, code: str, day: dt.date, locality: str) -> bool:
    """Whether a locality is, or lies in, another on a day."""
    if code == locality:
        return True
    return any(parent.code == locality for parent in territory.ancestors(code, known_day(territory, day)))


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    return frames.sorted_rows(rows, ["locality_code", "day", *batches.ROW_ID])


def _sources(instance: Instance, held: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The files and sheets that the frozen rows came from, and no others."""
    used = pl.concat([rows.select("added_by", "source_no") for rows in held]).unique()
    every = batches.sources(instance)
    return frames.sorted_rows(every.join(used, on=["added_by", "source_no"], how="semi"), ["added_by", "source_no"])


def _describe(name: str, rows: pl.DataFrame) -> dict[str, Any]:
    return {"file": f"{name}.parquet", "rows": len(rows), "rows_sha256": frames.rows_hash(rows)}


def _same_rows(manifest: dict[str, Any], described: Mapping[str, dict[str, Any]], status: str) -> bool:
    old = {name: table["rows_sha256"] for name, table in manifest["tables"].items()}
    return manifest["status"] == status and old == {name: table["rows_sha256"] for name, table in described.items()}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
