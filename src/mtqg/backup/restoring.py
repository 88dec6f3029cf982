"""Restore a backup into an empty folder, and a register into SQLite or PostgreSQL: all of it, or nothing.

It is built beside the folder, held against its own chain, and renamed into place last. The instance keeps its id (the
key's salt), its acts and its head: every figure is what it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mtqg.backup import catalog, layout
from mtqg.backup.problems import DAMAGED, DEVIATES
from mtqg.backup.reading import Backup, opened_backup
from mtqg.core import disk
from mtqg.core.errors import Refused, said
from mtqg.core.findings import Finding
from mtqg.core.instance import LAYOUT, Instance, open_instance, write_about
from mtqg.core.register import attached, chain
from mtqg.core.register.database import Database, RuleBroken, quoted
from mtqg.core.register.keys import FILE_VARIABLE, KEY_VARIABLE, find_key
from mtqg.making import built_beside

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was restored. ``findings``: deviations that were in the backup, where they were let in."""

    instance: Instance
    manifest: layout.Manifest
    has_key: bool
    findings: tuple[Finding, ...]


def restore_backup(file: Path, home: Path, *, with_deviations: bool = False, say: Say = lambda _: None) -> Restored:
    """Restore a backup into a folder that is empty or not there; into PostgreSQL where DATABASE_URL is set.

    Refused, with nothing left behind, where the folder is taken, the file is not whole or not ours, the key that is
    given is not this instance's (E-003), or what it holds deviates from its chain (unless ``with_deviations``).
    """
    with opened_backup(file) as backup:
        has_key = _has_key(backup.manifest)
        _require_room(backup, home.absolute())
        try:
            with built_beside(home) as place:
                instance = _built(backup, place.folder, place.schema, say)
                findings = _checked(instance, say)
                if findings and not with_deviations:
                    raise Refused([DEVIATES.at("", len(findings)), *(one.problem for one in findings[:20])])
        except OSError as reason:
            raise Refused(disk.CANNOT_WRITE.at(str(home), reason.strerror or reason)) from reason
        return Restored(open_instance(home), backup.manifest, has_key, tuple(findings))


def _has_key(manifest: layout.Manifest) -> bool:
    """Whether a key is given; Refused where it is not the one that the backup's values were sealed with."""
    if not (os.environ.get(KEY_VARIABLE) or os.environ.get(FILE_VARIABLE)):
        return False
    find_key(Path(), instance=manifest.instance, expected=manifest.key_fingerprint)
    return True


def _require_room(backup: Backup, home: Path) -> None:
    """Rows take several times their size in Parquet. A file that names more than the disk holds is refused here."""
    files = backup.manifest.files.items()
    editions = sum(part.bytes for path, part in files if path.startswith("snapshots/") or attached.is_path(path))
    needed = editions + 4 * (backup.size - editions)
    there = next(one for one in (home, *home.parents) if one.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise Refused(disk.NO_SPACE.at(str(home), needed=needed // 10**6 + 1, free=free // 10**6))


def _built(backup: Backup, home: Path, schema: str, say: Say) -> Instance:
    """The instance in a folder of its own, its register filled and its editions unpacked."""
    from mtqg.backup.schema import make_register_at

    manifest = backup.manifest
    make_register_at(home, manifest.migrations, schema)
    instance = Instance(home, manifest.instance, manifest.origin, schema, any_version=True)
    with instance.register() as register:
        _fill(register.database, backup, say)
        _require_chain(register.database, backup)
    for path in manifest.files:
        if path.startswith("snapshots/") or attached.is_path(path):
            _unpack(backup, path, home / path)
    _require_about(backup)
    write_about(home, id=manifest.instance, origin=manifest.origin, schema=schema)
    return instance


def _fill(database: Database, backup: Backup, say: Say) -> None:
    """Every table, with the ids that it had; what the migrations themselves put there gives way to it."""
    shapes = {shape.name: shape for shape in catalog.shapes(database)}
    held = backup.manifest.tables
    if {name: one.columns for name, one in held.items()} != {name: one.columns for name, one in shapes.items()}:
        differing = sorted(name for name in {*held, *shapes} if name not in held or name not in shapes)
        raise Refused(DAMAGED.at(layout.MANIFEST, ", ".join(differing)[:200] or "tables"))
    if database.kind == "sqlite":
        # Nobody else sees the file yet, and what fails is thrown away whole. Keys are checked when all rows are there.
        for pragma in ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF"):
            database.execute(f"PRAGMA {pragma}").fetchall()
    try:
        with database.transaction(), _without_indexes(database), _without_triggers(database):
            for shape in shapes.values():
                if database.one(f"SELECT 1 FROM {quoted(shape.name)} LIMIT 1"):
                    database.execute(f"DELETE FROM {quoted(shape.name)}")
            for shape in shapes.values():
                _fill_table(database, backup, shape, say)
    except RuleBroken as reason:
        raise Refused(DAMAGED.at("tables", reason.problems[0].given)) from None
    _settle(database)


@contextmanager
def _without_indexes(database: Database) -> Iterator[None]:
    """SQLite fills a table much faster and makes its indexes at the end, the unique ones with their rule."""
    if database.kind == "postgresql":
        yield
        return
    made = database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    for name, _ in made:
        database.execute(f"DROP INDEX {quoted(name)}")
    yield
    for _, sql in made:
        database.execute(sql)


@contextmanager
def _without_triggers(database: Database) -> Iterator[None]:
    """What a trigger asks of a row that is being written (who acts, what it refers to) was asked when it was written.

    Rows come table by table, and some were ended since, so it cannot be asked again. The chain proves them afterwards.
    """
    if database.kind == "sqlite":
        made = database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in made:
            database.execute(f"DROP TRIGGER {quoted(name)}")
        yield
        for _, sql in made:
            database.execute(sql)
        return
    guarded = [quoted(name) for (name,) in database.rows(_GUARDED)]
    for name in guarded:
        database.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    database.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table whose keys wait to be checked cannot be altered
    for name in guarded:
        database.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


_GUARDED = (
    "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
)


def _fill_table(database: Database, backup: Backup, shape: catalog.Shape, say: Say) -> None:
    rows = backup.manifest.tables[shape.name].rows
    if rows > catalog.PAGE:
        say(said(f"{shape.name}: {rows} dòng …", f"{shape.name}: {rows} rows …"))
    for page in backup.rows(shape):
        database.insert(shape.name, list(shape.columns), catalog.writable(database, shape, page).iter_rows())
    if database.kind == "postgresql" and catalog.ID in shape.columns:
        database.execute(
            f"SELECT setval(pg_get_serial_sequence('{quoted(shape.name)}', 'id'), "
            f"(SELECT max(id) FROM {quoted(shape.name)})) "
            f"WHERE EXISTS (SELECT 1 FROM {quoted(shape.name)})"
        )


def _settle(database: Database) -> None:
    """Hold SQLite's rows against its keys, and make the file as safe as any register's."""
    if database.kind == "postgresql":
        database.execute("ANALYZE")
        return
    if broken := database.one("PRAGMA foreign_key_check"):
        raise Refused(DAMAGED.at(f"tables/{broken[0]}", f"{broken[0]}.{broken[2]}"))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "optimize", "wal_checkpoint(TRUNCATE)"):
        database.execute(f"PRAGMA {pragma}").fetchall()


def _require_chain(database: Database, backup: Backup) -> None:
    """The register's acts, the chain written out and the manifest's head say the same."""
    manifest = backup.manifest
    if chain.head(database) != (manifest.n, manifest.head):
        raise Refused(DAMAGED.at(layout.MANIFEST, "act_head"))
    lines = backup.lines(layout.CHAIN)
    for act in chain.acts(database):
        if next(lines, None) != act.line():
            raise Refused(DAMAGED.at(layout.CHAIN, act.n))
    if next(lines, None) is not None:
        raise Refused(DAMAGED.at(layout.CHAIN, manifest.n + 1))


def _require_about(backup: Backup) -> None:
    import json

    try:
        said = json.loads(b"".join(backup.chunks(layout.INSTANCE)))
    except (ValueError, RecursionError):
        said = None
    if said != {"id": backup.manifest.instance, "layout": LAYOUT, "origin": backup.manifest.origin}:
        raise Refused(DAMAGED.at(layout.INSTANCE, "id, layout, origin"))


def _unpack(backup: Backup, path: str, target: Path) -> None:
    """One file of an edition, or an attached one. The layout has allowed its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for data in backup.chunks(path):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _checked(instance: Instance, say: Say) -> list[Finding]:
    say(said("Đối chiếu với chuỗi tác vụ …", "Holding it against its chain of acts …"))
    return deviations(instance)


def deviations(instance: Instance) -> list[Finding]:
    """What ``mtqg verify`` would call an error, also where the database is of an older version."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.verify import verify

    with instance.register() as register:
        there = {shape.name for shape in catalog.every_table(register.database)}
    tables = [table for table in CATALOGUE.tables.values() if table.name in there]
    return [one for one in verify(replace(instance), tables) if one.severity == "error"]
