"""Triggers that tie a name in a row to the author of its act: a step of a migration, for both databases.

Without them the constraint "two different people" would hold of two texts that anybody may write.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

NOT_THE_AUTHOR = "người ghi trong dòng không phải người thực hiện tác vụ"
NO_SUCH_PROPOSAL = "xác nhận không ứng với đề xuất nào còn hiệu lực"


class TiedToAuthor(Operation):
    """A row is refused where ``column`` is not the author of the act that adds it."""

    reversible = True

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table, self.column], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        true = f'EXISTS (SELECT 1 FROM act a WHERE a.id = NEW.added_by AND a.acted_by = NEW."{self.column}")'  # noqa: S608 - names of the migration
        _refuse_unless(schema_editor, f"{self.table}_author", self.table, true, NOT_THE_AUTHOR)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _drop(schema_editor, f"{self.table}_author", self.table)

    def describe(self) -> str:
        return f"Tie {self.table}.{self.column} to the author"


class TiedToProposal(Operation):
    """A confirmation is refused where it names no proposal in force, or another proposer than its row does."""

    reversible = True

    def __init__(self, table: str, proposals: tuple[str, ...]) -> None:
        self.table, self.proposals = table, tuple(proposals)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table, self.proposals], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        true = " OR ".join(map(_is_proposed, self.proposals))
        _refuse_unless(schema_editor, f"{self.table}_proposal", self.table, true, NO_SUCH_PROPOSAL)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _drop(schema_editor, f"{self.table}_proposal", self.table)

    def describe(self) -> str:
        return f"Tie {self.table} to the proposals"


def _is_proposed(table: str) -> str:
    """That a confirmation is of a line of this table, in force, and names who proposed it."""
    return (
        f"(NEW.proposal_table = '{table}' AND EXISTS ("  # noqa: S608 - a name of the migration
        f'SELECT 1 FROM "{table}" p JOIN act a ON a.id = p.added_by '
        "WHERE a.n = NEW.proposal_act AND p.row_no = NEW.proposal_row AND p.ended_by IS NULL "
        "AND p.proposed_by = NEW.proposed_by AND p.proposed_person = NEW.proposed_person))"
    )


def _refuse_unless(schema_editor: Any, trigger: str, table: str, true: str, said: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        body = f"BEGIN IF NOT ({true}) THEN RAISE EXCEPTION '{said}'; END IF; RETURN NEW; END"
        schema_editor.execute(
            f'CREATE OR REPLACE FUNCTION "{trigger}"() RETURNS trigger LANGUAGE plpgsql AS $tied$ {body} $tied$'
        )
        schema_editor.execute(
            f'CREATE TRIGGER "{trigger}" BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{trigger}"()'
        )
        return
    schema_editor.execute(
        f'CREATE TRIGGER "{trigger}" BEFORE INSERT ON "{table}" FOR EACH ROW WHEN NOT ({true}) '
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )


def _drop(schema_editor: Any, trigger: str, table: str) -> None:
    on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f'DROP TRIGGER IF EXISTS "{trigger}"{on}')
