"""The schema of a register, in SQLite and in PostgreSQL: a new one is made as the models stand, an old one is brought
there by Django's migrations. Both ways end in the same place, and a test holds them to it.

Migrations draw every model anew for each column that one of them adds: an office would wait ten times as long for an
empty register.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mtqg.core.register.database import open_postgresql, quoted

_ALIAS = "register"
# Operations that only bring tables to what the models say.
_OF_MODELS = ("django.db.migrations.operations.models", "django.db.migrations.operations.fields")


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
    _make(sqlite(file))


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
        _make(postgresql(schema))
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


def _make(settings: dict[str, Any]) -> None:
    """Make every table in an empty database, and say of each migration that it is done."""
    with connected(settings) as connection:
        from django.apps import apps
        from django.core.management.sql import emit_post_migrate_signal
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        now = _Now(apps)
        with connection.schema_editor(atomic=True) as editor:
            for model in apps.get_models(include_auto_created=False):
                if model._meta.managed and not model._meta.proxy:
                    editor.create_model(model)
            for migration, _ in plan:
                for operation in migration.operations:
                    if _is_own(migration) and not type(operation).__module__.startswith(_OF_MODELS):
                        operation.database_forwards(migration.app_label, editor, now, now)
        executor.recorder.ensure_schema()
        for migration, _ in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=_ALIAS)


class _Now:
    """The state of a project that a step of a migration asks for: the models as they stand."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps

    def clear_delayed_apps_cache(self) -> None:
        """Nothing is delayed."""


def _is_own(migration: Any) -> bool:
    """Steps of others (Django's) mend rows of older versions: an empty database has none."""
    return bool(type(migration).__module__.startswith("mtqg."))


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
