"""A connection to the PostgreSQL server that a URL names, with everything that a server may set otherwise said again.

A password is never repeated: not by what is refused, not by what the driver says of a URL that it cannot read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mtqg.core.errors import Problem, Refused
from mtqg.core.register.problems import (
    BAD_URL,
    NO_SERVER,
    NOT_ADMITTED,
    NOT_UTF8,
    OLD_SERVER,
    OTHER_ORDER,
    UNKNOWN_URL,
)

if TYPE_CHECKING:
    import psycopg

LEAST_VERSION = 14  # what Django 5.2 needs, which makes the tables
CONNECT_SECONDS = 10
_WAIT_MS = 60_000  # how long a writer waits for another, as with SQLite
_SETTINGS = {
    "datestyle": "ISO",
    "bytea_output": "hex",
    "timezone": "UTC",
    "standard_conforming_strings": "on",
    "default_transaction_isolation": r"read\ committed",
    "lock_timeout": str(_WAIT_MS),
    # A role's limits are meant for people's queries; an import or a close of a province may take minutes.
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
# Words that a dictionary sorts otherwise than their code points, which are the order of SQLite, Python and Polars.
_WORDS = ["a", "B", "a-b", "ab", "_", "a b", "z", "Z", "đ", "Đ", "ấ", "Ấ", "10", "9"]
_ORDER_SQL = "SELECT array_agg(word ORDER BY word), max(c.datcollate) FROM unnest(%s::text[]) word, pg_database c "
_ORDER_SQL += "WHERE c.datname = current_database()"


def parameters(url: str, schema: str) -> dict[str, str]:
    """What the URL says, by the names of libpq, with the schema and the settings as options: Django reads them too."""
    from psycopg import ProgrammingError  # 150 ms, which users of SQLite never pay
    from psycopg.conninfo import conninfo_to_dict

    try:
        scheme = urlsplit(url).scheme
        if scheme not in ("postgres", "postgresql"):
            raise Refused(UNKNOWN_URL.at("DATABASE_URL", scheme or "?"))
        said = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except (ProgrammingError, ValueError) as reason:
        raise Refused(BAD_URL.at("DATABASE_URL", _kind(str(reason)))) from None
    if not said.get("dbname"):
        raise Refused(BAD_URL.at("DATABASE_URL", "postgresql://…/?"))
    settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    path = "".join(f"\\{sign}" if sign in " \\" else sign for sign in f'"{schema.replace(chr(34), chr(34) * 2)}"')
    options = f"{said.get('options', '')} {settings} -c search_path={path}".strip()
    return {"connect_timeout": str(CONNECT_SECONDS), **said, "client_encoding": "UTF8", "options": options}


def connected(url: str, schema: str) -> psycopg.Connection[Any]:
    """A connection that commits by itself, or Refused: with what to do, and without the password."""
    import psycopg

    said = parameters(url, schema)
    try:
        # Without prepared statements a pooler between us and the server does no harm.
        connection = psycopg.connect(**said, autocommit=True, prepare_threshold=None)  # type: ignore[arg-type]
    except psycopg.Error as reason:
        raise Refused(_refusal(str(reason))) from None
    try:
        _fit(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def check_order(connection: psycopg.Connection[Any]) -> None:
    """Refuse a database that sorts text otherwise than SQLite does. Asked when a register is made: it never changes."""
    found = connection.execute(_ORDER_SQL, [_WORDS]).fetchone()
    assert found is not None
    if found[0] != sorted(_WORDS):
        raise Refused(OTHER_ORDER.at("DATABASE_URL", found[1]))


def _fit(connection: psycopg.Connection[Any]) -> None:
    """What the server said of itself when it let us in: asking costs nothing."""
    version = connection.info.server_version // 10_000
    if version < LEAST_VERSION:
        raise Refused(OLD_SERVER.at("DATABASE_URL", version, least=LEAST_VERSION))
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Refused(NOT_UTF8.at("DATABASE_URL", encoding or "?"))


def _refusal(said: str) -> Problem:
    """The server's own sentence where it answered. Before that the driver repeats parts of the URL: nothing of it."""
    if "FATAL:" not in said:
        if said.startswith("connection is bad: invalid"):
            return BAD_URL.at("DATABASE_URL", _kind(said.removeprefix("connection is bad: ")))
        return NO_SERVER.at("DATABASE_URL")
    return NOT_ADMITTED.at("DATABASE_URL", said.rsplit("FATAL:", 1)[1].strip().splitlines()[0])


def _kind(said: str) -> str:
    """What is wrong with a URL, without the piece of it that the driver quotes."""
    return said.split(":", 1)[0].split('"', 1)[0].strip() or "?"
