"""Make a backup: one file, all of it as at one act, while others go on writing.

Everything is read in one transaction that sees the register as it stood at its beginning. The editions named by the
acts of that state are there already: an edition is published before the act that names it. The key goes in under no
name: only what the layout allows is ever written.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mtqg import __version__
from mtqg.backup import catalog, layout
from mtqg.backup.problems import FILE_IS_THERE, LEFT_BEHIND
from mtqg.core import disk
from mtqg.core.acts import Act
from mtqg.core.errors import Problem, Refused, said
from mtqg.core.instance import LAYOUT, Instance
from mtqg.core.register import attached, chain
from mtqg.core.register.database import Database
from mtqg.core.register.schema import applied

Say = Callable[[str], None]
CHUNK = 1 << 20
_ACTS = 1_000  # acts written at once: a payload may be long


@dataclass(frozen=True)
class Made:
    """A backup that was made, and the files that could not go into it."""

    file: Path
    manifest: layout.Manifest
    missing: tuple[Problem, ...]


@dataclass
class _Archive:
    """The file being written, and what stands in it so far."""

    zip: zipfile.ZipFile
    files: dict[str, layout.Part] = field(default_factory=dict)

    def add(self, path: str, chunks: Iterable[bytes], *, packed: bool = False) -> None:
        """Write one part as it comes. ``packed``: text; Parquet is packed already."""
        if not layout.may_hold(path) or path in self.files:
            raise ValueError(f"not a part of a backup: {path}")
        about = zipfile.ZipInfo(path)
        about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        about.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(about, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.files[path] = layout.Part(size, digest.hexdigest())


def write_backup(instance: Instance, file: Path, *, made_at: str, say: Say = lambda _: None) -> Made:
    """Back an instance up into a new file. Nothing is left of it when it fails.

    Refused where the file is there already, and where the disk is full.
    """
    file = file.absolute()
    if file.exists():
        raise Refused(FILE_IS_THERE.at(given=file))
    _require_room(instance, file)
    with _new_file(file) as aside, _as_at_one_act(instance) as database, aside.open("r+b") as raw:
        with zipfile.ZipFile(raw, "w") as opened:
            archive = _Archive(opened)
            tables = {shape.name: _table(archive, database, shape, say) for shape in catalog.shapes(database)}
            _text_part(archive, layout.INSTANCE, _about(instance))
            archive.add(layout.CHAIN, (act.line() + b"\n" for act in _acts(database)), packed=True)
            missing = [*_editions(archive, instance, database, say), *_attached(archive, instance, database)]
            manifest = _manifest(instance, database, tables, archive.files, made_at)
            archive.add(layout.MANIFEST, [manifest.data()], packed=True)
        raw.flush()
        os.fsync(raw.fileno())
    return Made(file, manifest, tuple(missing))


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    """A file beside the one to be made, for its owner's eyes alone; it takes the name when everything went well."""
    aside = file.with_name(f"{disk.ASIDE}{os.urandom(8).hex()}")
    try:
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield aside
        try:
            os.link(aside, file)  # never over another's file, even one made meanwhile
        except FileExistsError:
            raise Refused(FILE_IS_THERE.at(given=file)) from None
        except OSError:  # a file system without links
            aside.rename(file)
        disk.sync_folder(file.parent)
    except OSError as reason:
        raise Refused(disk.CANNOT_WRITE.at(str(file), reason.strerror or reason)) from reason
    finally:
        aside.unlink(missing_ok=True)


def _require_room(instance: Instance, file: Path) -> None:
    """Say that a disk is too full before an hour's work, as far as that can be known."""
    register = instance.home / "register.sqlite"
    kept = ("snapshots/*/*/*/*/*", f"{attached.FOLDER}/*/*")
    needed = sum(one.stat().st_size for each in kept for one in instance.home.glob(each) if one.is_file())
    needed += register.stat().st_size // 4 if register.is_file() else 0  # about what the rows come to, packed
    try:
        free = shutil.disk_usage(file.parent).free
    except OSError as reason:
        raise Refused(disk.CANNOT_WRITE.at(str(file), reason.strerror or reason)) from reason
    if free < needed:
        raise Refused(disk.NO_SPACE.at(str(file), needed=needed // 10**6 + 1, free=free // 10**6))


@contextmanager
def _as_at_one_act(instance: Instance) -> Iterator[Database]:
    """The register as it stands now, whatever is written meanwhile. Nobody waits for it."""
    with instance.register() as register:
        database = register.database
        is_postgresql = database.kind == "postgresql"
        database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgresql else "BEGIN DEFERRED")
        try:
            chain.head(database)  # the first reading is what fixes the state
            yield database
        finally:
            database.execute("ROLLBACK")


def _table(archive: _Archive, database: Database, shape: catalog.Shape, say: Say) -> layout.Held:
    from mtqg.core.frames import parquet

    parts, rows = [], 0
    for number, page in enumerate(catalog.pages(database, shape), start=1):
        if page.is_empty():
            break
        path = f"tables/{shape.name}/{number:06}.parquet"
        archive.add(path, [parquet(page)])
        parts.append(path)
        rows += len(page)
    if rows > catalog.PAGE:
        say(said(f"{shape.name}: {rows} dòng", f"{shape.name}: {rows} rows"))
    return layout.Held(shape.columns, rows, tuple(parts))


def _acts(database: Database) -> Iterator[Act]:
    sql = (
        "SELECT n, at, acted_by, role, place, verb, why, payload, previous, digest FROM act "
        f"WHERE n > ? ORDER BY n LIMIT {_ACTS}"
    )
    last = 0
    while rows := database.rows(sql, [last]):
        yield from (Act(*row) for row in rows)
        last = rows[-1][0]


def _about(instance: Instance) -> bytes:
    """What the instance is, without where its register stands: that is another place after a restore."""
    about = {"id": instance.id, "layout": LAYOUT, "origin": instance.origin}
    return json.dumps(about, indent=2).encode()


def _text_part(archive: _Archive, path: str, data: bytes) -> None:
    archive.add(path, [data], packed=True)


def _editions(archive: _Archive, instance: Instance, database: Database, say: Say) -> Iterator[Problem]:
    """The folders that the acts name, file by file; what is missing is said."""
    folders = [str(act.payload.get("folder", "")) for act in chain.acts(database, verb="close")]
    for folder in folders:
        if not layout.is_edition_folder(folder):
            yield LEFT_BEHIND.at(folder, folder)
            continue
        home = instance.home / folder
        names = sorted(one.name for one in home.iterdir()) if home.is_dir() and not home.is_symlink() else []
        if "manifest.json" not in names:
            yield LEFT_BEHIND.at(f"{folder}/manifest.json", f"{folder}/manifest.json")
        for name in filter(layout.is_edition_file, names):
            if (home / name).is_symlink() or not os.access(home / name, os.R_OK):
                yield LEFT_BEHIND.at(f"{folder}/{name}", f"{folder}/{name}")
            else:
                archive.add(f"{folder}/{name}", chunks(home / name))
    if folders:
        say(said(f"{len(folders)} bản chốt", f"{len(folders)} snapshots"))


def _attached(archive: _Archive, instance: Instance, database: Database) -> Iterator[Problem]:
    """The sealed files that rows name; what is missing is said. They stay sealed: the key goes in under no name."""
    tables = [one.name for one in catalog.shapes(database) if attached.COLUMN in one.columns]
    for digest in attached.named(database, tables):
        path = attached.path_of(digest)
        is_ours = attached.is_path(path) and not (instance.home / path).is_symlink()
        if not is_ours or not os.access(instance.home / path, os.R_OK):
            yield LEFT_BEHIND.at(path, path)
        else:
            archive.add(path, chunks(instance.home / path))


def chunks(file: Path) -> Iterator[bytes]:
    """A file, some at a time."""
    with file.open("rb") as opened:
        while data := opened.read(CHUNK):
            yield data


def _manifest(
    instance: Instance,
    database: Database,
    tables: dict[str, layout.Held],
    files: dict[str, layout.Part],
    made_at: str,
) -> layout.Manifest:
    import polars as pl

    n, head = chain.head(database)
    key = database.one("SELECT fingerprint FROM office_key WHERE id = 1")
    return layout.Manifest(
        made_at=made_at,
        versions={"mtqg": __version__, "polars": pl.__version__, "python": platform.python_version()},
        instance=instance.id,
        origin=instance.origin,
        database=database.kind,
        n=n,
        head=head,
        key_fingerprint=str(key[0]) if key else None,
        migrations=tuple(applied(database)),
        tables=tables,
        files=dict(files),
    )
