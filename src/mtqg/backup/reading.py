"""Read a backup's file, trusting nothing in it: names, sizes and digests are held against the manifest first.

A file may be cut, damaged, of another maker, or made to harm. Nothing is unpacked by its own name or at once: each part
is one that the layout allows, of the size that the manifest says, and goes where this software puts it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtqg.backup import catalog, layout
from mtqg.backup.problems import DAMAGED, HOSTILE, NOT_A_BACKUP, NOT_READ
from mtqg.core.errors import Problem, Refused

if TYPE_CHECKING:
    import polars as pl

CHUNK = 1 << 20
MOST_MANIFEST = 256 << 20  # bytes; a million files come to less
MOST_PART = 512 << 20  # bytes of one part of a table: 20,000 rows
MOST_RATIO = 200  # our text packs to a tenth: half of it is digests
_SMALL = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class Backup:
    """An opened backup."""

    file: Path
    zip: zipfile.ZipFile
    manifest: layout.Manifest

    def chunks(self, path: str) -> Iterator[bytes]:
        """A part as it is read. Refused at its end where it is not what the manifest says."""
        expected = self.manifest.files[path]
        digest, size = hashlib.sha256(), 0
        try:
            with self.zip.open(path) as part:
                while data := part.read(CHUNK):
                    size += len(data)
                    digest.update(data)
                    yield data
        except _BROKEN as reason:
            raise Refused(DAMAGED.at(path, type(reason).__name__)) from None
        if size != expected.bytes or digest.hexdigest() != expected.sha256:
            raise Refused(DAMAGED.at(path, "SHA-256"))

    def lines(self, path: str) -> Iterator[bytes]:
        """A part of text by its lines."""
        rest = b""
        for data in self.chunks(path):
            *whole, rest = (rest + data).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def rows(self, shape: catalog.Shape) -> Iterator[pl.DataFrame]:
        """The rows of a table, part by part, each of the columns that the table has."""
        held = self.manifest.tables[shape.name]
        total = 0
        for path in held.parts:
            rows = _frame(path, b"".join(self.chunks(path)), shape)
            total += len(rows)
            yield rows
        if total != held.rows:
            raise Refused(DAMAGED.at(f"tables/{shape.name}", f"{total} / {held.rows}"))

    @property
    def size(self) -> int:
        return sum(part.bytes for part in self.manifest.files.values())


@contextmanager
def opened_backup(file: Path) -> Iterator[Backup]:
    """Open a backup. Refused with what is wrong with it as a whole; its parts are checked as they are read."""
    try:
        archive = zipfile.ZipFile(file)
    except FileNotFoundError:
        raise Refused(NOT_READ.at(given=file)) from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise Refused(NOT_A_BACKUP.at(given=file.name)) from None
    except OSError:
        raise Refused(NOT_READ.at(given=file)) from None
    with archive:
        manifest = _manifest(archive, file)
        if problems := [*_parts(archive, manifest), *_named(manifest)]:
            raise Refused(problems)
        yield Backup(file, archive, manifest)


def _manifest(archive: zipfile.ZipFile, file: Path) -> layout.Manifest:
    try:
        about = archive.getinfo(layout.MANIFEST)
    except KeyError:
        raise Refused(NOT_A_BACKUP.at(given=file.name)) from None
    if about.file_size > MOST_MANIFEST or _is_bomb(about) or about.flag_bits & 1:
        raise Refused(HOSTILE.at("", layout.MANIFEST))
    try:
        with archive.open(about) as part:
            return layout.read_manifest(part.read(about.file_size + 1))
    except _BROKEN as reason:
        raise Refused(DAMAGED.at(layout.MANIFEST, type(reason).__name__)) from None


def _parts(archive: zipfile.ZipFile, manifest: layout.Manifest) -> Iterator[Problem]:
    """What the zip holds against what the manifest says."""
    seen: set[str] = set()
    for about in archive.infolist():
        path = about.filename
        is_packed = about.compress_type == zipfile.ZIP_DEFLATED
        if (
            not layout.may_hold(path)
            or path.casefold() in seen
            or about.flag_bits & 1  # under a password
            or not (is_packed or about.compress_type == zipfile.ZIP_STORED)
            or (is_packed and (path.endswith(".parquet") or _is_bomb(about)))
        ):
            yield HOSTILE.at("", path[:200])
            continue
        seen.add(path.casefold())
        if path == layout.MANIFEST:
            continue
        if path not in manifest.files:
            yield HOSTILE.at("", path)
        elif about.file_size != manifest.files[path].bytes:
            yield DAMAGED.at(path, f"{about.file_size} / {manifest.files[path].bytes} byte")
    names = set(archive.namelist())
    for path in (layout.INSTANCE, layout.CHAIN, *manifest.files):
        if path not in names:
            yield DAMAGED.at(path, "?")


def _named(manifest: layout.Manifest) -> Iterator[Problem]:
    """The tables' parts: each named once, by its own table, and small enough to be read at once."""
    used: set[str] = set()
    for name, held in manifest.tables.items():
        for number, path in enumerate(held.parts, start=1):
            if path != f"tables/{name}/{number:06}.parquet" or path not in manifest.files:
                yield DAMAGED.at(layout.MANIFEST, path[:200])
            elif manifest.files[path].bytes > MOST_PART:
                yield HOSTILE.at("", path)
            used.add(path)
    for path in manifest.files:
        if path.startswith("tables/") and path not in used:
            yield HOSTILE.at("", path)


def _is_bomb(about: zipfile.ZipInfo) -> bool:
    return about.file_size > MOST_RATIO * max(about.compress_size, _SMALL)


def _frame(path: str, data: bytes, shape: catalog.Shape) -> pl.DataFrame:
    """A part as rows: of the table's columns and types, no more of them than we write at once."""
    import polars as pl

    from mtqg.core.frames import schema

    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        columns = dict(lazy.collect_schema())
        rows = int(lazy.select(pl.len()).collect().item())  # from the foot of the file: nothing is unpacked yet
        if columns != schema(shape.kinds) or rows > catalog.PAGE:
            raise Refused(DAMAGED.at(path, f"{rows} × {len(columns)}"))
        return pl.read_parquet(io.BytesIO(data))
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as reason:  # the engine panics on some damaged files, which is no Exception
        raise Refused(DAMAGED.at(path, type(reason).__name__)) from None
