"""Somebody with the database's password, and none of the product's code: triggers off, rows changed, triggers on."""

import os
import sqlite3
from contextlib import contextmanager


@contextmanager
def tampering(instance):
    """``run(sql, *values)`` on the register itself, with nothing that keeps its rows."""
    if instance.schema:
        import psycopg

        options = f"-c search_path={instance.schema} -c session_replication_role=replica"
        with psycopg.connect(os.environ["DATABASE_URL"], options=options) as connection:
            checks = (
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND connamespace = "
            )
            for table, name in connection.execute(f"{checks} current_schema()::regnamespace").fetchall():
                connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            yield lambda sql, *values: connection.execute(sql.replace("?", "%s"), values)
        return
    connection = sqlite3.connect(instance.home / "register.sqlite", isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield lambda sql, *values: connection.execute(sql, values)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()
