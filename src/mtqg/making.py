"""An instance comes into its folder whole or not at all: it is built beside it and renamed into place.

A maker holds a lock as long as it lives. Whoever makes the same folder next takes away what a killed one left: its
folder, and its schema in PostgreSQL, whose name was noted before there was one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from mtqg.core import disk
from mtqg.core.errors import Refused
from mtqg.core.instance import ALREADY_THERE

_LOCK, _SCHEMA = ".lock", ".schema"


@dataclass(frozen=True)
class Place:
    """Where an instance is built. schema: that of PostgreSQL, to be made; empty where the register is a file."""

    folder: Path
    schema: str


@contextmanager
def built_beside(home: Path) -> Iterator[Place]:
    """A place to build an instance in; it becomes ``home`` when the block ends, and nothing is left otherwise.

    Refused where the folder holds anything. With DATABASE_URL the register stands in a schema of its own there.
    """
    home = home.absolute()
    if home.exists() and any(home.iterdir()):
        raise Refused(ALREADY_THERE.at(given=home))
    home.parent.mkdir(parents=True, exist_ok=True)
    clear_away(home)
    aside = home.with_name(f"{disk.ASIDE}{home.name}-{os.urandom(8).hex()}")
    with FileLock(f"{aside}{_LOCK}"):
        try:
            place = _begun(aside)
            yield place
            if home.exists():
                home.rmdir()
            aside.chmod(0o755 & ~_umask())
            aside.rename(home)
            disk.sync_folder(home.parent)
        except BaseException:
            _remove(aside)
            raise
        finally:
            _beside(aside, _SCHEMA).unlink(missing_ok=True)
            with suppress(OSError):  # Windows: it is removed when the lock is let go, or by the next maker
                _beside(aside, _LOCK).unlink()


def clear_away(home: Path) -> None:
    """Remove what makers of this folder left that are no longer alive."""
    for lock in home.parent.glob(f"{disk.ASIDE}{home.name}-*{_LOCK}"):
        with suppress(Timeout, OSError), FileLock(lock, timeout=0):
            aside = lock.with_name(lock.name.removesuffix(_LOCK))
            _remove(aside)
            lock.unlink(missing_ok=True)


def _begun(aside: Path) -> Place:
    schema = f"mtqg_{os.urandom(8).hex()}" if os.environ.get("DATABASE_URL") else ""
    if schema:
        disk.write_synced(_beside(aside, _SCHEMA), schema.encode())
    aside.mkdir(mode=0o700)
    return Place(aside, schema)


def _remove(aside: Path) -> None:
    """Leave nothing, whatever else fails on the way."""
    shutil.rmtree(aside, ignore_errors=True)
    noted = _beside(aside, _SCHEMA)
    if noted.exists() and os.environ.get("DATABASE_URL"):
        from mtqg.web.schema import drop_postgresql

        with suppress(Exception):
            drop_postgresql(noted.read_text())
            noted.unlink()


def _beside(aside: Path, ending: str) -> Path:
    return aside.with_name(aside.name + ending)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
