"""An instance is there whole or not at all, and what a killed maker left is taken away by the next."""

import datetime as dt
import os
import subprocess
import sys

import pytest

from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.instance import open_instance
from mtqg.creating import create_instance
from mtqg.making import built_beside

AUTHOR = Author("An", "administrator", dt.datetime(2024, 12, 1, tzinfo=dt.UTC))
KILLED = """
import os, sys
from pathlib import Path
from mtqg.making import built_beside
with built_beside(Path(sys.argv[1])) as place:
    (place.folder / "office.key").write_text("half")
    if place.schema:
        from mtqg.web.schema import make_postgresql
        make_postgresql(place.schema)
    os._exit(9)
"""


def killed(home):
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run([sys.executable, "-c", KILLED, str(home)], env=environ).returncode == 9


def schemas():
    if not os.environ.get("DATABASE_URL"):
        return set()
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        names = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mtqg%'").fetchall()
        return {name for (name,) in names}


def test_what_a_killed_maker_left_is_taken_away_by_the_next(tmp_path):
    home, before = tmp_path / "kho", schemas()
    killed(home)
    assert not home.exists() and list(tmp_path.glob(".new-kho-*/office.key"))
    made = create_instance(home, AUTHOR, id="a", origin="synthetic")
    assert [one.name for one in tmp_path.iterdir()] == ["kho"]
    assert schemas() - before == ({made.schema} if made.schema else set())
    assert open_instance(home).chain.n == 1


def test_a_maker_that_lives_is_left_alone(tmp_path):
    home = tmp_path / "kho"
    with built_beside(home) as place:
        with pytest.raises(RuntimeError), built_beside(home):
            raise RuntimeError
        assert place.folder.exists()
    assert home.exists() and len(list(tmp_path.iterdir())) == 1


def test_of_two_makers_one_wins(tmp_path):
    home = tmp_path / "kho"
    with pytest.raises((Refused, OSError)), built_beside(home):
        create_instance(home, AUTHOR, id="first", origin="synthetic")
    assert open_instance(home).id == "first" and [one.name for one in tmp_path.iterdir()] == ["kho"]
