"""Death at a statement of the database: as an error that nothing catches, or as the end of the process."""

import os

from mtqg.core import disk
from mtqg.core.register.database import Database


class Died(BaseException):
    """The end of the process, as far as its own code can tell."""


def at_statement(patch, number, moment="before"):
    """Die before or after the statement of that number, counted from now over all connections."""
    left = [number]

    def die(_):
        left[0] -= 1
        if left[0] == 0:
            raise Died

    _wrap(lambda name, made: patch.setattr(Database, name, made), die, moment)


def at_step(patch, number, moment="before"):
    """The same, with the steps on the disk counted too."""
    left = [number]

    def die(_):
        left[0] -= 1
        if left[0] == 0:
            raise Died

    _wrap(lambda name, made: patch.setattr(Database, name, made), die, moment)
    for name in ("write_synced", "sync_folder", "sweep", "replace_file"):
        patch.setattr(disk, name, _wrapped(getattr(disk, name), die, moment))


def really_at_statement(start, moment="before"):
    """End this process, as kill -9 does, at the first statement that begins so."""

    def die(sql):
        if sql.replace('"', "").startswith(start):
            os._exit(9)

    _wrap(lambda name, made: setattr(Database, name, made), die, moment)


def _wrap(put, die, moment):
    execute, insert, frame = Database.execute, Database.insert, Database.insert_frame
    put("execute", lambda self, sql, *more: _wrapped(execute, die, moment, sql)(self, sql, *more))
    put("insert", lambda self, to, *more: _wrapped(insert, die, moment, f"INSERT INTO {to} ")(self, to, *more))
    put("insert_frame", lambda self, to, *more: _wrapped(frame, die, moment, f"INSERT INTO {to} ")(self, to, *more))


def _wrapped(original, die, moment, said=""):
    def call(*args, **named):
        if moment == "before":
            die(said)
        done = original(*args, **named)
        if moment == "after":
            die(said)
        return done

    return call
