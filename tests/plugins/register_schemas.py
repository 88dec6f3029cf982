"""Empty registers for tests, quickly: SQLite by copying a file, PostgreSQL by using a schema again.

The migrations take a second. In PostgreSQL what they said is written down once and said again for the second schema
(0.3 s), and a schema whose test is over is emptied and given the next name (20 ms), unless it is no longer as the
migrations made it.
"""

import collections
import itertools
import os
import shutil
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# Everything that makes a schema what it is: a test may take out a trigger to see that the damage is found.
_SHAPE = """
SELECT md5(string_agg(said, ';' ORDER BY said)) FROM (
  SELECT concat_ws(' ', c.relkind, c.relname, a.attname, a.atttypid, a.attnotnull) FROM pg_class c
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.relnamespace = %(schema)s::regnamespace
  UNION ALL SELECT concat_ws(' ', t.tgname, t.tgenabled, c.relname) FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = %(schema)s::regnamespace AND NOT t.tgisinternal
  UNION ALL SELECT concat_ws(' ', conname, convalidated, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = %(schema)s::regnamespace
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
) found (said)
"""
_EMPTIED = """
DO $$ DECLARE one record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid::regclass AS name, relkind FROM pg_class
    WHERE relnamespace = '{schema}'::regnamespace AND relkind IN ('r', 'S') LOOP
    IF one.relkind = 'r' THEN EXECUTE 'DELETE FROM ' || one.name; ELSE PERFORM setval(one.name, 1, false); END IF;
  END LOOP;
END $$
"""


def own_database(url: str) -> str:
    """A database for this session alone, ordered as SQLite orders; its URL."""
    import psycopg

    name = f"mtqg_test_{os.urandom(6).hex()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def drop_database(url: str, own: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {urlsplit(own).path[1:]} WITH (FORCE)")


def copied(template: Path):
    """The quick way to a register in a file."""
    from mtqg.web.schema import make_sqlite

    def quick(file: Path) -> None:
        if not template.exists():
            make_sqlite(template)
        shutil.copy(template, file)

    return quick


class Schemas:
    """The schemas of a session. ``make`` is the quick way to one; what it tells is how to give the schema back."""

    def __init__(self, tell) -> None:
        from mtqg.web.schema import make_postgresql

        self._make, self._tell = make_postgresql, tell
        self._said: list[str] = []
        self._shape = ""
        self._free: dict[str, list[str]] = collections.defaultdict(list)  # URL -> schemas that are empty
        self._names = itertools.count()

    def make(self, name: str) -> None:
        from mtqg.core.register.database import open_postgresql
        from mtqg.core.register.postgresql import check_order

        url = os.environ["DATABASE_URL"]
        if not self._said:
            self._said = _listened(lambda: self._make(name))
            with _connected(url, name) as connection:
                self._shape = _shape(connection, name)
        else:
            database = open_postgresql(url, name)  # with all that it refuses
            with closing(database.connection) as connection:
                check_order(connection)
                if self._free[url]:
                    connection.execute(f'ALTER SCHEMA "{self._free[url].pop()}" RENAME TO "{name}"')
                else:
                    connection.execute(f'CREATE SCHEMA "{name}"')
                    connection.execute(";\n".join(self._said))
        self._tell(lambda: self._give_back(url, name))

    def _give_back(self, url: str, name: str) -> None:
        """Empty a schema for the next test, or drop it where it was damaged. It may be gone with its database."""
        import psycopg

        try:
            with _connected(url, name) as connection:
                # Whoever still reads from it belongs to a test that is over.
                connection.execute("SET lock_timeout = '5s'")
                if self._is_whole(connection, name):
                    self._empty(connection, url, name)
                else:
                    connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        except psycopg.OperationalError:
            return

    def _is_whole(self, connection, name: str) -> bool:
        if not connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            return False  # it may not go round the triggers
        there = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [name]).fetchone()
        return there is not None and _shape(connection, name) == self._shape

    def _empty(self, connection, url: str, name: str) -> None:
        connection.execute(_EMPTIED.replace("{schema}", name))
        connection.execute(";\n".join(sql for sql in self._said if sql.lstrip().upper().startswith("INSERT")))
        free = f"mtqg_free_{next(self._names)}"
        connection.execute(f'ALTER SCHEMA "{name}" RENAME TO "{free}"')
        self._free[url].append(free)


def _connected(url: str, schema: str = "public"):
    import psycopg

    return psycopg.connect(url, autocommit=True, options=f"-c search_path={schema}")


def _shape(connection, name: str) -> str:
    return connection.execute(_SHAPE, {"schema": name}).fetchone()[0]


def _listened(make) -> list[str]:
    """What Django says to the database while a schema is made."""
    from django.db.backends.utils import CursorWrapper

    said: list[str] = []
    spoken = CursorWrapper.execute

    def listening(self, sql, params=None):
        said.append(str(sql if params is None else self.cursor.mogrify(sql, params)))
        return spoken(self, sql, params)

    patched = pytest.MonkeyPatch()
    patched.setattr(CursorWrapper, "execute", listening)
    try:
        make()
    finally:
        patched.undo()
    return [sql for sql in said if not sql.lstrip().upper().startswith("SELECT")]
