"""Death at a statement of the database: as an error that nothing catches, or as the end of the process."""

import os

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


def really_at_statement(start, moment="before"):
    """End this process, as kill -9 does, at the first statement that begins so."""

    def die(sql):
        if sql.replace('"', "").startswith(start):
            os._exit(9)

    _wrap(lambda name, made: setattr(Database, name, made), die, moment)


def _wrap(put, die, moment):
    execute, insert = Database.execute, Database.insert

    def wrapped(original, told):
        def call(self, first, *more):
            if moment == "before":
                die(told(first))
            done = original(self, first, *more)
            if moment == "after":
                die(told(first))
            return done

        return call

    put("execute", wrapped(execute, str))
    put("insert", wrapped(insert, lambda table: f"INSERT INTO {table}"))
