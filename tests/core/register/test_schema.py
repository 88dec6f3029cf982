"""A new register is made as the models stand, and an old one is brought there by migrations: both are the same."""

import re
import sqlite3
from contextlib import closing

from mtqg.web.databases import sqlite
from mtqg.web.schema import make_sqlite, migrate, pending, set_up


def shape(file):
    """Tables with their columns and rows, indexes, and triggers; columns that a migration added stand last there."""
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {
            name: sorted(row[1:] for row in connection.execute(f'PRAGMA table_info("{name}")')) for name in names
        }
        rows = {name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')").fetchall()
        checks = {
            name: sorted(re.findall(r'CONSTRAINT "\w+" CHECK \(.*?\)(?=, CONSTRAINT|\)$|, FOREIGN)', sql))
            for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        }
    steps = {name: sorted(re.split(r" AND |\(|\)", sql or "")) for name, sql in made}
    del rows["sqlite_sequence"]  # how often a number was given, not what stands
    return columns, rows, steps, checks


def test_a_new_register_is_what_migrations_make_of_an_empty_one(tmp_path):
    set_up()
    new, old = tmp_path / "new.sqlite", tmp_path / "old.sqlite"
    make_sqlite(new)
    old.touch()
    migrate(sqlite(old))
    for made, migrated in zip(shape(new), shape(old), strict=True):
        assert made == migrated
    assert pending(sqlite(new)) == []
