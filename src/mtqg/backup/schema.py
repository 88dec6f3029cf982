"""The schema of a register at given migrations: what an older backup is restored into, and what upgrades it.

The only module here that Django is imported by, and only when it is called.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mtqg.backup.problems import NEWER_BACKUP
from mtqg.core.errors import Refused
from mtqg.core.instance import DATABASE_FILE, Instance
from mtqg.core.register.database import open_postgresql, quoted
from mtqg.core.register.problems import NOT_WRITTEN
from mtqg.core.register.schema import Migration


def make_register_at(home: Path, migrations: Iterable[Migration], schema: str = "") -> None:
    """An empty register of the version that had these migrations; in a new schema of PostgreSQL where one is named.

    Refused where this version does not know one of them.
    """
    from mtqg.web.schema import make_postgresql, make_sqlite

    wanted = set(migrations)
    known = _known()
    if newer := wanted - known:
        raise Refused(NEWER_BACKUP.at("", ", ".join(f"{app}.{name}" for app, name in sorted(newer))))
    with _told():
        if wanted != known:
            _make_empty(home, schema)
            _migrate_to(settings_of(home, schema), wanted)
        elif schema:
            make_postgresql(schema)
        else:
            make_sqlite(home / DATABASE_FILE)


def settings_of(home: Path, schema: str) -> dict[str, Any]:
    """Where a register stands, in Django's words."""
    from mtqg.web.databases import postgresql, sqlite

    return postgresql(schema) if schema else sqlite(home / DATABASE_FILE)


def pending(instance: Instance) -> list[str]:
    """Migrations that an instance does not have yet, of every app."""
    from mtqg.web import schema

    return schema.pending(settings_of(instance.home, instance.schema))


def migrate(instance: Instance) -> None:
    """Bring an instance's database to this version."""
    from mtqg.web import schema

    schema.migrate(settings_of(instance.home, instance.schema))


def drop(schema: str, url: str) -> None:
    """Remove a schema of PostgreSQL with all that is in it."""
    database = open_postgresql(url, schema)
    try:
        database.execute(f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE")
    finally:
        database.close()


@contextmanager
def _told() -> Iterator[None]:
    """What a database says through Django, a full disk above all, as a coded error."""
    from django.db import Error

    try:
        yield
    except (Error, sqlite3.Error) as reason:
        raise Refused(NOT_WRITTEN.at("", reason)) from reason


def _make_empty(home: Path, schema: str) -> None:
    if not schema:
        with closing(sqlite3.connect(home / DATABASE_FILE)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        return
    database = open_postgresql(os.environ["DATABASE_URL"], schema)
    try:
        database.execute(f"CREATE SCHEMA {quoted(schema)}")
    finally:
        database.close()


def _known() -> set[Migration]:
    """Every migration that this version brings, those of other makers too."""
    from mtqg.web.schema import set_up

    set_up()
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _migrate_to(settings: dict[str, Any], wanted: set[Migration]) -> None:
    """The migrations wanted and no others: for each app the last of them."""
    from mtqg.web.schema import connected

    with connected(settings) as connection:
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        nodes = executor.loader.graph.node_map
        followed = {parent.key for one in wanted for parent in nodes[one].parents if parent.key[0] == one[0]}
        executor.migrate(sorted(wanted - followed))
