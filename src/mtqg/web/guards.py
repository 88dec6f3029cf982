"""Triggers that keep what was written: a step of a migration, for both databases.

A row of facts may be ended, once, and nothing else; an act may be sealed, once. SQLite loses a table's triggers when a
later migration makes the table anew: that migration guards it again, and a test holds that every table is guarded.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

PROTECTED = "dòng đã ghi không được sửa hoặc xóa"


class Guard(Operation):
    """Guard a table: only ``may_set`` may change, each from nothing to something, and no row is ever deleted."""

    reversible = True

    def __init__(self, model: str, may_set: tuple[str, ...] = (), *, while_missing: str = "") -> None:
        """may_set: columns that an update may set. while_missing: the column that must still be missing then."""
        self.model, self.may_set, self.while_missing = model, tuple(may_set), while_missing

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model, self.may_set], {"while_missing": self.while_missing}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        columns = [field.column for field in model._meta.local_fields]
        for sql in statements(
            schema_editor.connection.vendor, model._meta.db_table, columns, self.may_set, self.while_missing
        ):
            schema_editor.execute(sql)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for name in (f"{table}_kept", f"{table}_stays"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')

    def describe(self) -> str:
        return f"Guard {self.model}"


def statements(vendor: str, table: str, columns: list[str], may_set: tuple[str, ...], while_missing: str) -> list[str]:
    """The SQL that guards a table."""
    build = _postgresql if vendor == "postgresql" else _sqlite
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    # A table that is guarded again keeps no older guard, which would not know its new columns.
    older = [f'DROP TRIGGER IF EXISTS "{table}_{name}"{on}' for name in ("kept", "stays")]
    return older + build(table, [name for name in columns if name not in may_set], may_set, while_missing)


def _sqlite(table: str, kept: list[str], may_set: tuple[str, ...], while_missing: str) -> list[str]:
    same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in kept)
    free = f' AND OLD."{while_missing}" IS NULL AND NEW."{while_missing}" IS NOT NULL' if while_missing else " AND 0"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{PROTECTED}'); END"
    return [
        f'CREATE TRIGGER "{table}_kept" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN NOT ({same}{free}) {refuse}',
        f'CREATE TRIGGER "{table}_stays" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}',
    ]


def _postgresql(table: str, kept: list[str], may_set: tuple[str, ...], while_missing: str) -> list[str]:
    old = ", ".join(f'OLD."{name}"' for name in kept)
    new = ", ".join(f'NEW."{name}"' for name in kept)
    free = f' OR OLD."{while_missing}" IS NOT NULL OR NEW."{while_missing}" IS NULL' if while_missing else " OR true"
    function = f'"{table}_guard"'
    body = (
        f"BEGIN IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION '{PROTECTED}'; END IF; "
        f"IF ROW({old}) IS DISTINCT FROM ROW({new}){free} THEN RAISE EXCEPTION '{PROTECTED}'; END IF; "
        "RETURN NEW; END"
    )
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {body} $guard$",
        f'CREATE TRIGGER "{table}_kept" BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f'CREATE TRIGGER "{table}_stays" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {function}()',
    ]
