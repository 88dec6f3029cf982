"""What a register holds, as bytes, so that a test can look for what must not have been left there in clear."""

_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = ?::regnamespace"


def contents(office) -> bytes:
    """The files of an instance's folder; where its register is in PostgreSQL, each value of each table as well."""
    files = [path.read_bytes() for path in sorted(office.home.rglob("*")) if path.is_file()]
    return b"\n".join([*files, *(_values(office) if office.schema else ())])


def _values(office):
    with office.register() as register:
        tables = [name for (name,) in register.database.rows(_TABLES, [f'"{office.schema}"'])]
        assert "act" in tables
        for table in tables:
            for row in register.database.rows(f'SELECT * FROM "{table}"'):
                yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)
