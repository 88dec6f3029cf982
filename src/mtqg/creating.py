"""Make an instance: its folder, its key, its register, its first act. All of it or nothing."""

from __future__ import annotations

from pathlib import Path

from mtqg.core.acts import Author
from mtqg.core.instance import DATABASE_FILE, Instance, first_act, open_instance, write_about
from mtqg.core.register.keys import first_key
from mtqg.making import Place, built_beside


def create_instance(home: Path, author: Author, *, id: str, origin: str = "real") -> Instance:
    """A new, empty instance in a folder that is empty or not there yet.

    It is built beside the folder and renamed into place: a killed process leaves no half of one. With DATABASE_URL the
    register stands in a schema of its own there.
    """
    with built_beside(home) as place:
        _build(place, author, id, origin)
    return open_instance(home)


def _build(place: Place, author: Author, id: str, origin: str) -> None:
    home, schema = place.folder, place.schema
    key = first_key(home, instance=id)
    make_register(home, schema)
    instance = Instance(home, id, origin, schema)
    with instance.register() as register:
        register.database.execute("INSERT INTO office_key (id, fingerprint) VALUES (1, ?)", [key.fingerprint])
    first_act(instance, author)
    write_about(home, id=id, origin=origin, schema=schema)


def make_register(home: Path, schema: str = "") -> None:
    """An empty register for a folder: a file in it, or a schema of PostgreSQL."""
    from mtqg.web.schema import make_postgresql, make_sqlite

    if schema:
        make_postgresql(schema)
    else:
        make_sqlite(home / DATABASE_FILE)
