"""The schema of a register: made and upgraded by Django's migrations, in SQLite and in PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mtqg.core.register.database import open_postgresql, quoted

_ALIAS = "register"


def set_up() -> None:
    """Start Django once. No database is touched."""
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtqg.web.settings")
    if not settings.configured or not _is_ready():
        django.setup()


def make_sqlite(file: Path) -> None:
    """An empty register in a new file."""
    from mtqg.web.databases import sqlite

    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")  # readers never wait for a writer; stays with the file
    migrate(sqlite(file))


def make_postgresql(schema: str) -> None:
    """An empty register in a new schema of the database that DATABASE_URL names; nothing where it fails."""
    from mtqg.core.register.postgresql import check_order
    from mtqg.web.databases import postgresql

    database = open_postgresql(os.environ["DATABASE_URL"], schema)
    try:
        check_order(database.connection)
        database.execute(f"CREATE SCHEMA {quoted(schema)}")
    finally:
        database.close()
    try:
        migrate(postgresql(schema))
    except BaseException:
        drop_postgresql(schema)
        raise


def drop_postgresql(schema: str) -> None:
    """Take back a schema that was just made."""
    database = open_postgresql(os.environ["DATABASE_URL"], schema)
    try:
        database.execute(f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE")
    finally:
        database.close()


def migrate(settings: dict[str, Any]) -> None:
    """Bring a database to this version."""
    from django.core.management import call_command

    with connected(settings):
        call_command("migrate", database=_ALIAS, verbosity=0, interactive=False)


def pending(settings: dict[str, Any]) -> list[str]:
    """Migrations that a database does not have yet."""
    with connected(settings) as connection:
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def connected(settings: dict[str, Any]) -> Iterator[Any]:
    """Django's connection to a database that its settings do not name."""
    set_up()
    from django.db import connections

    connections.settings[_ALIAS] = connections.configure_settings({"default": {}, _ALIAS: settings})[_ALIAS]
    try:
        yield connections[_ALIAS]
    finally:
        connections[_ALIAS].close()
        del connections[_ALIAS]
        del connections.settings[_ALIAS]


def _is_ready() -> bool:
    from django.apps import apps

    return apps.ready
