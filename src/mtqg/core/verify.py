"""Verify: rows and manifests against the acts, files against the manifests, the chain against a head.

A chain proves nothing by itself: who can rewrite a row can rewrite the chain after it. What proves is a head that
was printed elsewhere, in a report or a manifest that somebody else keeps; ``head`` is that.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from mtqg.core import frames
from mtqg.core.acts import GENESIS, Act, Chain
from mtqg.core.disk import ASIDE, sha256
from mtqg.core.errors import code
from mtqg.core.findings import Finding
from mtqg.core.findings import error as _error
from mtqg.core.instance import Instance
from mtqg.core.register import attached
from mtqg.core.register.chain import chain
from mtqg.core.register.proving import KEY, verified_rows
from mtqg.core.register.source_rows import verified_source_rows
from mtqg.core.table import Table

CHAIN_BROKEN = code(
    "K-040",
    vi="Tác vụ số {given} không khớp với dấu kiểm của nó hoặc của tác vụ trước.",
    en="Act {given} does not agree with its digest or with the act before.",
    remedy_vi="Chuỗi đã bị sửa: đối chiếu với bản sao lưu.",
    remedy_en="The chain was changed: hold it against a backup.",
)
CHAIN_CUT = code(
    "K-041",
    vi="Dòng {given} của tệp chuỗi tác vụ không đọc được.",
    en="Line {given} of the chain cannot be read.",
    remedy_vi="Tệp đã bị sửa: khôi phục từ bản sao lưu.",
    remedy_en="The file was changed: restore from a backup.",
)
HEAD_UNKNOWN = code(
    "K-042",
    vi="Dấu kiểm {given} không có trong chuỗi.",
    en="The head {given} is not in the chain.",
    remedy_vi="Chuỗi đã bị viết lại sau khi in dấu kiểm này, hoặc đây là kho số liệu khác.",
    remedy_en="The chain was rewritten after this head was printed, or this is another instance.",
)
FILE_MISSING = code(
    "K-043",
    vi="Thiếu tệp {given}.",
    en="The file {given} is missing.",
    remedy_vi="Khôi phục tệp từ bản sao lưu.",
    remedy_en="Restore the file from a backup.",
)
FILE_CHANGED = code(
    "K-044",
    vi="Tệp {given} không còn như khi ghi.",
    en="The file {given} is not as it was written.",
    remedy_vi="Khôi phục tệp từ bản sao lưu; mọi số liệu đọc từ tệp này đều không tin được.",
    remedy_en="Restore the file from a backup; no figure read from it can be trusted.",
)
FILE_ADDED = code(
    "K-045",
    vi="Có tệp lạ {given}.",
    en="There is a stray file {given}.",
    remedy_vi="Chuyển tệp ra khỏi kho số liệu.",
    remedy_en="Move the file out of the instance.",
)
ROWS_CHANGED = code(
    "K-046",
    vi="Các dòng trong {given} không khớp với dấu kiểm nội dung.",
    en="The rows in {given} do not agree with the hash of their content.",
    remedy_vi="Khôi phục tệp từ bản sao lưu.",
    remedy_en="Restore the file from a backup.",
)
FOLDER_ADDED = code(
    "K-047",
    vi="Thư mục {given} không thuộc tác vụ nào.",
    en="No act names the folder {given}.",
    remedy_vi="Thường do tiến trình bị ngắt; lần ghi sau sẽ tự dọn. Nếu không, chuyển ra khỏi kho.",
    remedy_en="Usually a writer was interrupted; the next write removes it. Otherwise move it away.",
)


_STRAY_SECONDS = 3600  # younger: its act may be on its way


def verify(instance: Instance, tables: Iterable[Table], *, head: str | None = None) -> list[Finding]:
    """Every deviation of the instance's rows and files from what its acts say. None means: nothing was changed.

    An act that does not agree with its digest says nothing that could be relied on: its rows and files are nobody's.
    """
    every = list(tables)
    with instance.register() as register, register.database.view():
        acts = chain(register.database)
        sound = [act for act in acts.acts if act.digest == act.right_digest]
        rows = [*verified_rows(register.database, every, sound), *verified_source_rows(register.database, sound)]
        named = attached.named(register.database, (one.name for one in every if attached.has_files(one)))
    files = [*_about(instance, sound), *verified_snapshots(instance.home, sound), *_attached(instance.home, named)]
    return [*verified_chain(acts, head), *rows, *files]


def verified_chain(chain: Chain, head: str | None = None, place: str = "") -> Iterator[Finding]:
    """A chain held against itself and a printed head: needs nothing else of the instance."""
    previous = GENESIS
    for number, act in enumerate(chain.acts, start=1):
        if act.n != number or act.previous != previous or act.digest != act.right_digest:
            yield _error(CHAIN_BROKEN.at(place, act.n))
        previous = act.digest
    if chain.damaged_line:
        yield _error(CHAIN_CUT.at(place, chain.damaged_line))
    if head and head not in {GENESIS, *(act.digest for act in chain.acts)}:
        yield _error(HEAD_UNKNOWN.at(place, head))


def _attached(home: Path, named: list[str]) -> Iterator[Finding]:
    """Sealed files against their own digests, which rows name; and what no row names."""
    for digest in named:
        place = attached.path_of(digest)
        if not (attached.is_path(place) and (home / place).is_file()):
            yield _error(FILE_MISSING.at(place, digest[:12]))
        elif attached.file_digest(home / place) != digest:
            yield _error(FILE_CHANGED.at(place, digest[:12]))
    for place in attached.strays(home, named, time.time() - _STRAY_SECONDS):
        yield Finding("warning", FOLDER_ADDED.at(place, place[-64:][:12]))


def _about(instance: Instance, acts: Iterable[Act]) -> Iterator[Finding]:
    """What the instance says of itself, above all whether its rows are real, is what its first act said."""
    said = json.loads((instance.home / "instance.json").read_bytes())
    first = next((act for act in acts if act.verb == "instance.create"), None)
    if first is not None and any(first.payload[name] != said.get(name) for name in first.payload if name != KEY):
        yield _error(FILE_CHANGED.at("instance.json", "instance.json"))


def verified_snapshots(home: Path, acts: Iterable[Act]) -> Iterator[Finding]:
    """Folders of snapshots held against the acts that closed them: of an instance, or of a copy taken away."""
    sound = list(acts)
    for act in sound:
        if act.verb == "close":
            yield from _snapshot(home, act)
    yield from _strays(home, sound)


def _snapshot(home: Path, act: Act) -> Iterator[Finding]:
    folder = home / act.payload["folder"]
    expected = {"manifest.json": act.payload["manifest_sha256"]}
    manifest = folder / "manifest.json"
    if manifest.is_file() and sha256(manifest.read_bytes()) == act.payload["manifest_sha256"]:
        said = json.loads(manifest.read_bytes())
        tables = said["tables"]
        expected |= {table["file"]: table["sha256"] for table in tables.values()} | said.get("extras", {})
        rows = {table["file"]: table["rows_sha256"] for table in tables.values()}
        yield from _files(home, folder, expected, rows)
    else:
        # Without its manifest nothing says what the other files must be.
        yield from _files(home, folder, expected, {}, only_expected=True)


def _files(
    home: Path,
    folder: Path,
    expected: dict[str, str],
    rows: dict[str, str],
    *,
    only_expected: bool = False,
) -> Iterator[Finding]:
    here = folder.relative_to(home).as_posix()
    found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    for name, digest in expected.items():
        place = f"{here}/{name}"
        if name not in found:
            yield _error(FILE_MISSING.at(place, name))
            continue
        data = (folder / name).read_bytes()
        if sha256(data) != digest:
            yield _error(FILE_CHANGED.at(place, name))
        elif name in rows and frames.rows_hash(pl.read_parquet(io.BytesIO(data))) != rows[name]:
            yield _error(ROWS_CHANGED.at(place, name))
    for name in sorted(found - set(expected)):
        if not only_expected:
            yield _error(FILE_ADDED.at(f"{here}/{name}", name))


def _strays(home: Path, acts: Iterable[Act]) -> Iterator[Finding]:
    """What no act names: a folder that a killed writer left (never read, removed by the next), or somebody's file."""
    named = {act.payload["folder"] for act in acts if "folder" in act.payload}
    depth = 4  # snapshots/DATASET/LOCALITY/PERIOD/EDITION
    for entry in sorted((home / "snapshots").rglob("*")):
        here = entry.relative_to(home)
        folder = "/".join(here.parts[: depth + 1])
        if folder in named or (entry.is_dir() and len(here.parts) <= depth):
            continue
        if entry.is_dir() and (len(here.parts) == depth + 1 or entry.name.startswith(ASIDE)):
            yield Finding("warning", FOLDER_ADDED.at(here.as_posix(), entry.name))
        elif entry.is_file() and len(here.parts) <= depth + 1:
            yield _error(FILE_ADDED.at(here.as_posix(), entry.name))
