"""The instance: an office's folder with its chain of acts, batches of rows and snapshots.

instance.json    what it is
acts.jsonl       the chain; a batch or snapshot counts only when its act stands here
batches/000012/  rows that act 12 added (one Parquet per table), sources, rows it ended, what it set aside
snapshots/DATASET/LOCALITY/PERIOD/1/   edition 1 of a close
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.acts import Act, Author, Chain, append, next_act, read_chain
from mtqg.core.errors import Refused, code

LAYOUT = 1

NOT_AN_INSTANCE = code(
    "K-001",
    vi="{given} không phải là kho số liệu mtqg.",
    en="{given} is not an mtqg instance.",
    remedy_vi="Chỉ đúng thư mục bằng --home, hoặc tạo kho mới: mtqg --home THƯ_MỤC init.",
    remedy_en="Point --home at the right folder, or make one: mtqg --home DIR init.",
    wrong_use=True,
)
ALREADY_THERE = code(
    "K-002",
    vi="Thư mục {given} đã có dữ liệu.",
    en="The folder {given} is not empty.",
    remedy_vi="Chọn một thư mục trống cho kho mới.",
    remedy_en="Choose an empty folder for a new instance.",
    wrong_use=True,
)
NEWER_LAYOUT = code(
    "K-003",
    vi="Kho số liệu theo bố cục {given}, bản phần mềm này chỉ biết bố cục {known}.",
    en="The instance has layout {given}, this version knows layout {known}.",
    remedy_vi="Dùng bản mtqg mới hơn.",
    remedy_en="Use a newer mtqg.",
)
DAMAGED_CHAIN = code(
    "K-004",
    vi="Chuỗi tác vụ hỏng ở dòng {given}; không ghi thêm gì.",
    en="The chain of acts is damaged at line {given}; nothing more is written.",
    remedy_vi="Chạy mtqg verify, giữ nguyên hiện trạng và khôi phục từ bản sao lưu.",
    remedy_en="Run mtqg verify, leave everything as it is and restore from a backup.",
)
BUSY = code(
    "K-005",
    vi="Một tiến trình khác đang ghi vào kho số liệu.",
    en="Another process is writing to the instance.",
    remedy_vi="Chờ tiến trình kia xong rồi chạy lại.",
    remedy_en="Wait until it has finished and run again.",
)

LOCK_SECONDS = 60


@dataclass(frozen=True)
class Instance:
    """An opened instance. Reading takes no lock; ``writing`` holds the only writer's lock."""

    home: Path
    id: str
    origin: str  # real | synthetic: rows of a demonstration never mix with an office's

    @cached_property
    def chain(self) -> Chain:
        """The acts as they stood when first asked for."""
        return read_chain(self.home / "acts.jsonl")

    def batch_folder(self, n: int) -> Path:
        return self.home / "batches" / batch_name(n)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the writer's lock; the writer sees the newest chain and leaves no litter behind."""
        from filelock import FileLock, Timeout  # costs 20 ms, which no reader pays

        try:
            with FileLock(self.home / ".lock", timeout=LOCK_SECONDS):
                fresh = Instance(self.home, self.id, self.origin)
                if fresh.chain.damaged_line:
                    raise Refused(DAMAGED_CHAIN.at(given=fresh.chain.damaged_line))
                writer = Writer(fresh)
                writer.sweep()
                yield writer
        except Timeout:
            raise Refused(BUSY.at(str(self.home))) from None


@dataclass
class Writer:
    """The one writer of an instance, inside ``Instance.writing``."""

    instance: Instance
    _chain: Chain | None = field(default=None)

    @property
    def chain(self) -> Chain:
        return self._chain or self.instance.chain

    def act(
        self,
        author: Author,
        *,
        verb: str,
        payload: dict[str, Any],
        where: str = "",
        why: str = "",
        folder: str = "",
        files: Mapping[str, bytes] | None = None,
    ) -> Act:
        """Do one act: its files into ``folder`` of the instance first, then its line, which is the commit."""
        act = next_act(self.chain, author, verb=verb, where=where, why=why, payload=payload)
        if folder:
            disk.publish_folder(self.instance.home / folder, files or {})
        append(self.instance.home / "acts.jsonl", self.chain, act)
        self._chain = read_chain(self.instance.home / "acts.jsonl")
        return act

    def sweep(self) -> None:
        """Remove what writers killed before their commit left behind."""
        named = {act.payload.get("folder", "") for act in self.chain.acts}
        disk.sweep(self.instance.home / "batches", {Path(name).name for name in named if name.startswith("batches/")})
        for period in self.instance.home.glob("snapshots/*/*/*"):
            here = period.relative_to(self.instance.home).as_posix()
            disk.sweep(period, {Path(name).name for name in named if name.startswith(f"{here}/")})


def batch_name(n: int) -> str:
    return f"{n:06d}"


def create(home: Path, author: Author, *, id: str, origin: str = "real") -> Instance:
    """A new, empty instance in a folder that is empty or not there yet."""
    if home.exists() and any(home.iterdir()):
        raise Refused(ALREADY_THERE.at(given=home))
    home.mkdir(parents=True, exist_ok=True)
    about = {"id": id, "layout": LAYOUT, "origin": origin}
    disk.replace_file(home / "instance.json", json.dumps(about, indent=2).encode())
    instance = Instance(home, id, origin)
    with instance.writing() as writer:
        writer.act(author, verb="instance.create", payload=about)
    return open_instance(home)


def open_instance(home: Path) -> Instance:
    """The instance in a folder, or Refused."""
    try:
        about = json.loads((home / "instance.json").read_text(encoding="utf-8"))
        instance = Instance(home, about["id"], about["origin"])
    except (OSError, ValueError, KeyError):
        raise Refused(NOT_AN_INSTANCE.at(given=home)) from None
    if about["layout"] > LAYOUT:
        raise Refused(NEWER_LAYOUT.at(str(home), about["layout"], known=LAYOUT))
    return instance
