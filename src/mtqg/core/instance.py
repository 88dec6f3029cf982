"""The instance: an office's folder, and the register that its rows stand in.

instance.json    what it is, and where its register stands
register.sqlite  the register, unless it stands in PostgreSQL (DATABASE_URL; a schema for each instance)
snapshots/DATASET/LOCALITY/PERIOD/1/   edition 1 of a close; counts only when its act stands in the register
office.key       the key of the personal values, unless it is kept elsewhere; never part of a backup
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mtqg.core import disk
from mtqg.core.acts import Act, Author, Chain
from mtqg.core.errors import Refused, code
from mtqg.core.register.chain import acts, chain, head
from mtqg.core.register.database import Database, open_postgresql, open_sqlite
from mtqg.core.register.opening import Register
from mtqg.core.register.problems import NEEDS_URL
from mtqg.core.register.schema import require_current
from mtqg.core.register.writing import begin

LAYOUT = 2
DATABASE_FILE = "register.sqlite"

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
OTHER_LAYOUT = code(
    "K-003",
    vi="Kho số liệu theo bố cục {given}, bản phần mềm này dùng bố cục {known}.",
    en="The instance has layout {given}, this version uses layout {known}.",
    remedy_vi="Dùng đúng bản mtqg của kho, hoặc nhập lại các tệp vào kho mới.",
    remedy_en="Use the version of mtqg that made it, or import the files into a new instance.",
)
BUSY = code(
    "K-005",
    vi="Một tiến trình khác đang chốt số liệu trong kho.",
    en="Another process is closing in the instance.",
    remedy_vi="Chờ tiến trình kia xong rồi chạy lại.",
    remedy_en="Wait until it has finished and run again.",
)

LOCK_SECONDS = 60


@dataclass(frozen=True)
class Instance:
    """An opened instance. Reading takes no lock."""

    home: Path
    id: str
    origin: str  # real | synthetic: rows of a demonstration never mix with an office's
    schema: str = ""  # of PostgreSQL; empty for SQLite
    any_version: bool = False  # for backup and upgrade: a database of another version is opened too

    @contextmanager
    def register(self) -> Iterator[Register]:
        """A connection to the register."""
        opened = Register(self.database(), self.home, self.id)
        try:
            yield opened
        finally:
            opened.close()

    def database(self) -> Database:
        """The register's database. Refused (G-007, G-008) where it is of another version than this software."""
        opened = self._connected()
        try:
            if not self.any_version:
                require_current(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    def _connected(self) -> Database:
        if not self.schema:
            return open_sqlite(self.home / DATABASE_FILE)
        if not (url := os.environ.get("DATABASE_URL", "")):
            raise Refused(NEEDS_URL.at("DATABASE_URL"))
        return open_postgresql(url, self.schema)

    @cached_property
    def chain(self) -> Chain:
        """All acts as they stood when first asked for."""
        with self.register() as register:
            return chain(register.database)

    def head(self) -> tuple[int, str]:
        """Number and digest of the last act."""
        with self.register() as register:
            return head(register.database)

    def acts(self, verb: str) -> list[Act]:
        """The acts of one verb, in order."""
        with self.register() as register:
            return acts(register.database, verb=verb)

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """The right to write snapshot folders; what a killed writer left among them is removed first.

        The register's transactions keep its rows whole. A folder and the act that names it are two things: between
        the two nobody else may sweep.
        """
        from filelock import FileLock, Timeout  # costs 20 ms, which no reader pays

        try:
            with FileLock(self.home / ".lock", timeout=LOCK_SECONDS):
                self._sweep()
                yield
        except Timeout:
            raise Refused(BUSY.at(str(self.home))) from None

    def _sweep(self) -> None:
        named = {act.payload["folder"] for act in self.acts("close")}
        for period in self.home.glob("snapshots/*/*/*"):
            here = period.relative_to(self.home).as_posix()
            disk.sweep(period, {Path(name).name for name in named if name.startswith(f"{here}/")})


def write_about(home: Path, *, id: str, origin: str, schema: str = "") -> Mapping[str, Any]:
    """Say what a folder is: the last step of making or restoring an instance."""
    about = {"id": id, "layout": LAYOUT, "origin": origin, **({"schema": schema} if schema else {})}
    disk.replace_file(home / "instance.json", json.dumps(about, indent=2).encode())
    return about


def first_act(instance: Instance, author: Author) -> Act:
    """The act by which an instance begins: what it says of itself is bound by it."""
    with instance.register() as register, begin(register, author, verb="instance.create") as act:
        found = register.database.one("SELECT fingerprint FROM office_key WHERE id = 1")
        act.note(id=instance.id, layout=LAYOUT, origin=instance.origin, key=str(found[0]) if found else "")
    assert act.sealed is not None
    return act.sealed


def open_instance(home: Path) -> Instance:
    """The instance in a folder, or Refused."""
    try:
        about = json.loads((home / "instance.json").read_text(encoding="utf-8"))
        instance = Instance(home, about["id"], about["origin"], about.get("schema", ""))
        layout = int(about["layout"])
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(NOT_AN_INSTANCE.at(given=home)) from None
    if layout != LAYOUT:
        raise Refused(OTHER_LAYOUT.at(str(home), layout, known=LAYOUT))
    return instance
