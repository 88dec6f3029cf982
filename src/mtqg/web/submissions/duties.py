"""Duties kept apart, by the database itself: a step of a migration, for both databases."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

REFUSED = "người lập hoặc gửi báo cáo không được tự phê duyệt"
_TABLE = "submission_events"
# Whoever drafted or sent it since it was last closed. A closed one that is amended begins again.
_ENTERED = (
    f"EXISTS (SELECT 1 FROM {_TABLE} e WHERE e.submission_code = NEW.submission_code AND e.ended_by IS NULL "  # noqa: S608
    "AND e.event IN ('draft', 'sent') AND e.acted_by = NEW.acted_by AND e.event_no > COALESCE((SELECT max(c.event_no) "
    f"FROM {_TABLE} c WHERE c.submission_code = NEW.submission_code AND c.ended_by IS NULL AND c.event = 'closed'), 0))"
)


class KeepDutiesApart(Operation):
    """Refuse an approval by anybody who drafted or sent what is approved."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for sql in _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite():
            schema_editor.execute(sql)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on = f' ON "{_TABLE}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_TABLE}_apart"{on}')

    def describe(self) -> str:
        return "Keep duties apart"


def _sqlite() -> list[str]:
    return [
        f'CREATE TRIGGER "{_TABLE}_apart" BEFORE INSERT ON "{_TABLE}" FOR EACH ROW '
        f"WHEN NEW.event = 'approved' AND {_ENTERED} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ]


def _postgresql() -> list[str]:
    body = f"BEGIN IF NEW.event = 'approved' AND {_ENTERED} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN NEW; END"
    return [
        f"CREATE OR REPLACE FUNCTION {_TABLE}_apart() RETURNS trigger LANGUAGE plpgsql AS $guard$ {body} $guard$",
        f'CREATE TRIGGER "{_TABLE}_apart" BEFORE INSERT ON "{_TABLE}" FOR EACH ROW EXECUTE FUNCTION {_TABLE}_apart()',
    ]
