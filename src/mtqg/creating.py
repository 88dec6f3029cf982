"""Make an instance: its folder, its key, its register, its first act. All of it or nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.instance import ALREADY_THERE, DATABASE_FILE, Instance, first_act, open_instance, write_about
from mtqg.core.register.keys import first_key


def create_instance(home: Path, author: Author, *, id: str, origin: str = "real") -> Instance:
    """A new, empty instance in a folder that is empty or not there yet.

    It is built beside the folder and renamed into place: a killed process leaves no half of one. With DATABASE_URL the
    register stands in a schema of its own there.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused(ALREADY_THERE.at(given=home))
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = home.parent / f".new-{os.urandom(8).hex()}"
    aside.mkdir()
    try:
        _build(aside, author, id, origin)
        if home.exists():
            home.rmdir()
        aside.rename(home)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return open_instance(home)


def _build(home: Path, author: Author, id: str, origin: str) -> None:
    key = first_key(home, instance=id)
    schema = make_register(home)
    instance = Instance(home, id, origin, schema)
    try:
        with instance.register() as register:
            register.database.execute("INSERT INTO office_key (id, fingerprint) VALUES (1, ?)", [key.fingerprint])
        first_act(instance, author)
        write_about(home, id=id, origin=origin, schema=schema)
    except BaseException:
        if schema:
            drop_register(schema)
        raise


def make_register(home: Path) -> str:
    """An empty register for a folder; the name of its schema, empty for SQLite."""
    from mtqg.web.schema import make_postgresql, make_sqlite

    if not os.environ.get("DATABASE_URL"):
        make_sqlite(home / DATABASE_FILE)
        return ""
    schema = f"mtqg_{os.urandom(8).hex()}"
    make_postgresql(schema)
    return schema


def drop_register(schema: str) -> None:
    """Take back the schema of an instance that was not made after all."""
    from mtqg.web.schema import drop_postgresql

    drop_postgresql(schema)
