"""Snapshots: a dataset of a locality for a period, frozen as one sorted Parquet per table, with the books whole.

Approved means frozen. Closing again makes the next edition, with its reason; both can be asked. The act that closes
holds the digest of the manifest, the manifest the digests of the files: nothing can be changed, swapped or left out
without the chain saying so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import Act
from mtqg.core.disk import sha256
from mtqg.core.errors import Refused, code
from mtqg.core.instance import Instance
from mtqg.core.period import Period, read_period

if TYPE_CHECKING:
    import polars as pl

NO_LOCALITY = code(
    "K-020",
    vi="Không có đơn vị hành chính mã {given} vào ngày {day:%d/%m/%Y}.",
    en="There is no locality {given} on {day}.",
    remedy_vi="Tra mã và thời gian: mtqg localities history {given} --on NGÀY.",
    remedy_en="Look up the code and its days: mtqg localities history {given} --on DAY.",
    wrong_use=True,
)
NO_SNAPSHOT = code(
    "K-024",
    vi="Không có bản chốt {given}.",
    en="There is no snapshot {given}.",
    remedy_vi="Xem các bản chốt: mtqg snapshots.",
    remedy_en="See the snapshots: mtqg snapshots.",
)

DAMAGED = code(
    "K-025",
    vi="Không đọc được {given}: tệp của bản chốt đã hỏng.",
    en="{given} cannot be read: a file of the snapshot is damaged.",
    remedy_vi="Chạy mtqg verify và khôi phục tệp từ bản sao lưu.",
    remedy_en="Run mtqg verify and restore the file from a backup.",
)

STATUSES = ("preliminary", "official")
BOOK = "book."
AMOUNTS = "amounts.json"


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

    @property
    def is_frozen(self) -> bool:
        """Whether it was closed; otherwise its rows may still change."""
        return bool(self.hash)

    @property
    def identity(self) -> str:
        """What tells its rows from those of every other state of this register."""
        return self.hash

    def has(self, table: str) -> bool:
        return table in self.manifest["tables"]

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was counted when it was closed; see ``core.amounts``. Empty where nothing was."""
        if AMOUNTS not in self.manifest.get("extras", {}):
            return {}
        return _json(self.folder / AMOUNTS)

    def table(self, name: str) -> pl.LazyFrame:
        """Rows of a table of facts, the sources, or a book ("book.law.values")."""
        import polars as pl  # starting the engine costs more than most answers

        file = self.folder / self.manifest["tables"][name]["file"]
        if not _is_parquet(file):
            raise Refused(DAMAGED.at(str(file), file.name))
        return pl.scan_parquet(file)

    def reference(self) -> dict[str, Any]:
        """How a figure names the snapshot it was read from."""
        dataset, locality, period = self.key
        return {
            "dataset": dataset,
            "locality": locality,
            "period": period,
            "edition": self.edition or None,
            "hash": self.hash or None,
            **({} if self.is_frozen else {"acts_until": self.manifest["n"]}),
        }


@dataclass(frozen=True)
class Draft(Snapshot):
    """Rows that stand in memory and answer like an edition: one that is being made, or the state since the last."""

    frames: Mapping[str, pl.LazyFrame] = field(default_factory=dict, repr=False)

    @property
    def identity(self) -> str:
        return f"{'/'.join(self.key)} {self.edition} {self.manifest['n']}"

    def table(self, name: str) -> pl.LazyFrame:
        return self.frames[name]


def snapshots(instance: Instance, acts: Iterable[Act] | None = None) -> list[Snapshot]:
    """Every edition that the chain names, or those of some acts of it, in the order in which they were closed."""
    return [_opened(instance, act) for act in (instance.acts("close") if acts is None else acts)]


def _opened(instance: Instance, act: Act) -> Snapshot:
    folder = instance.home / act.payload["folder"]
    try:
        data = (folder / "manifest.json").read_bytes()
    except OSError:
        raise Refused(NO_SNAPSHOT.at(given=act.payload["folder"])) from None
    return Snapshot(folder, _json(folder / "manifest.json", data), sha256(data))


def _is_parquet(file: Path) -> bool:
    """Whether the file is there, and begins and ends as Parquet does: said before the engine fails on it."""
    try:
        with file.open("rb") as data:
            first = data.read(4)
            data.seek(-4, 2)
            return first == data.read(4) == b"PAR1"
    except OSError:
        return False


def _json(path: Path, data: bytes | None = None) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes() if data is None else data)
    except (OSError, ValueError):
        raise Refused(DAMAGED.at(str(path), path.name)) from None
    if not isinstance(said, dict):
        raise Refused(DAMAGED.at(str(path), path.name))
    return said
