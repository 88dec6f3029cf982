"""What the whole suite shares: which database the registers stand in, and a quick way to an empty one.

MTQG_TEST_POSTGRESQL names a PostgreSQL server by its URL; the same tests then run on it instead of on SQLite.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # what several folders of tests, and their processes, share
POSTGRESQL = os.environ.get("MTQG_TEST_POSTGRESQL", "")


@pytest.fixture(scope="session", autouse=True)
def quick_registers(tmp_path_factory):
    """Migrate one register for all tests and give each a copy: the migrations themselves take a second."""
    import mtqg.web.schema as schema

    patched = pytest.MonkeyPatch()
    if POSTGRESQL:
        patched.setenv("DATABASE_URL", POSTGRESQL)
        patched.setattr(schema, "make_postgresql", _replayed(schema.make_postgresql))
    else:
        patched.delenv("DATABASE_URL", raising=False)
        template = tmp_path_factory.mktemp("register") / "template.sqlite"
        schema.make_sqlite(template)
        patched.setattr(schema, "make_sqlite", lambda file: _copied(template, file))
    yield
    patched.undo()


def _copied(template: Path, file: Path) -> None:
    shutil.copy(template, file)


def _replayed(make):
    """Make the first schema by the migrations and write down what they said; say the same for each that follows."""
    said: list[str] = []

    def quick(name: str) -> None:
        from django.db.backends.utils import CursorWrapper

        from mtqg.core.register.database import open_postgresql

        if not said:
            recorded = CursorWrapper.execute

            def listening(self, sql, params=None):
                text = sql if params is None else self.cursor.mogrify(sql, params)
                said.append(str(text))
                return recorded(self, sql, params)

            patched = pytest.MonkeyPatch()
            patched.setattr(CursorWrapper, "execute", listening)
            make(name)
            patched.undo()
            said[:] = [sql for sql in said if not sql.lstrip().upper().startswith("SELECT")]
            return
        database = open_postgresql(os.environ["DATABASE_URL"], name)
        database.execute(f'CREATE SCHEMA "{name}"')
        database.connection.execute(";\n".join(said))
        database.close()

    return quick
