"""Whether a database is of this version: the migrations it has against those that the package brings.

The files are the list, so there is none to keep, and nothing of Django is imported: a figure pays half a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from mtqg.core.errors import Refused, code
from mtqg.core.register.database import Database
from mtqg.core.register.problems import OLD_SCHEMA

NEW_SCHEMA = code(
    "G-008",
    vi="Cơ sở dữ liệu đã được nâng cấp bằng phiên bản phần mềm mới hơn ({given}).",
    en="The database is of a newer version of this software ({given}).",
    remedy_vi="Dùng đúng phiên bản phần mềm đã nâng cấp kho số liệu; chưa có gì bị thay đổi.",
    remedy_en="Use the version of the software that upgraded the instance; nothing was changed.",
)

Migration = tuple[str, str]  # app, name


@cache
def shipped() -> frozenset[Migration]:
    """The migrations of this version's own apps."""
    web = Path(__file__).parents[2] / "web"
    return frozenset((file.parents[1].name, file.stem) for file in web.glob("*/migrations/[0-9]*.py"))


def applied(database: Database) -> list[Migration]:
    """The migrations that a database has, of every app, in the order in which they were done."""
    return [(str(app), str(name)) for app, name in database.rows("SELECT app, name FROM django_migrations ORDER BY id")]


def require_current(database: Database) -> None:
    """Refused where the database lacks a migration of this version (G-007), or has one that it does not know (G-008).

    Apps of other makers are left to ``mtqg upgrade``, which asks Django.
    """
    held, known = set(applied(database)), shipped()
    if missing := known - held:
        raise Refused(OLD_SCHEMA.at("", _named(missing)))
    own = {app for app, _ in known}
    if newer := {one for one in held - known if one[0] in own}:
        raise Refused(NEW_SCHEMA.at("", _named(newer)))


def _named(migrations: Iterable[Migration]) -> str:
    return ", ".join(f"{app}.{name}" for app, name in sorted(migrations))
