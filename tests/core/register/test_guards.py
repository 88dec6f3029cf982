"""What was written stays: each table of the register refuses every change but the one that it is made for."""

import sqlite3

import pytest
from building import DAY
from tampering import tampering

from mtqg.catalogue import CATALOGUE
from mtqg.core.register.database import RuleBroken, quoted
from mtqg.web.schema import set_up

set_up()

from django.apps import apps  # noqa: E402 - models need an app registry
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from mtqg.web.facts import Fact  # noqa: E402
from mtqg.web.guards import Guard  # noqa: E402

FACTS = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Fact))


def guarded():
    """Table -> the columns that may be set once, as the migrations say; all others never change."""
    found = {}
    for migration in MigrationLoader(None).disk_migrations.values():
        for operation in migration.operations:
            if isinstance(operation, Guard):
                table = apps.get_model(migration.app_label, operation.model)._meta.db_table
                found[table] = set(operation.may_set)
    return dict(sorted(found.items()))


KEPT = guarded()
VALUES = {
    "BigIntegerField": 1,
    "BigAutoField": 1,
    "ForeignKey": 1,
    "TextField": "x",
    "DateField": "2023-12-10",
    "BooleanField": True,
    "BinaryField": b"x",
}
OTHERS = {**VALUES, "BigIntegerField": 2, "BigAutoField": 99, "TextField": "y", "DateField": "2023-12-11"}
OTHERS |= {"BooleanField": False, "BinaryField": b"y", "ForeignKey": 2}


def fields(table):
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return {field.column: field for field in model._meta.local_fields}


@pytest.fixture
def database(office):
    """A register with two acts, and one row in each table, none of them ended or settled."""
    office.add("villages", [dict.fromkeys(("locality_code", "village_code", "village_name"), "14845") | {"day": DAY}])
    with tampering(office.instance_now) as run:
        for table in KEPT:
            held = {name: VALUES[type(field).__name__] for name, field in fields(table).items()}
            held |= {"id": 50} if table != "office_key" else {"id": 1}
            held |= {name: None for name in held if name in ("ended_by", "settled_by") or (table, name) == ("act", "n")}
            run(f"DELETE FROM {quoted(table)} WHERE id = ?", held["id"])
            columns = ", ".join(map(quoted, held))
            run(f"INSERT INTO {quoted(table)} ({columns}) VALUES ({', '.join('?' * len(held))})", *held.values())
    with office.instance_now.register() as register:
        if register.database.kind == "sqlite":
            register.database.execute("PRAGMA ignore_check_constraints=ON")  # the guards alone are looked at
        yield register.database


def key(table):
    return 1 if table == "office_key" else 50


def refused(database, sql, values=()):
    """The database says no, by a rule, and nothing is changed."""
    with pytest.raises(RuleBroken) as said:
        database.execute(sql, values)
    return "đã ghi" in str(said.value)


def test_every_table_of_facts_is_here():
    assert set(CATALOGUE.tables) <= set(FACTS)
    assert {name: KEPT.get(name) for name in FACTS} == {name: {"ended_by"} for name in FACTS}


def test_the_acts_and_what_stands_beside_them_are_here():
    assert {"act", "act_touch", "office_key", "source_sheet", "set_aside"} <= set(KEPT)
    assert {model._meta.db_table for model in apps.get_models() if _belongs_to_an_act(model)} <= set(KEPT)


def _belongs_to_an_act(model):
    return any(field.name == "act" and field.is_relation for field in model._meta.local_fields)


@pytest.mark.parametrize("table", KEPT)
class TestEachTable:
    def test_no_column_is_changed(self, database, table):
        for name, field in fields(table).items():
            other = OTHERS[type(field).__name__]
            if name in KEPT[table] and name not in ("payload", "previous", "digest"):
                continue
            sql = f"UPDATE {quoted(table)} SET {quoted(name)} = ? WHERE id = ?"
            assert refused(database, sql, [other, key(table)]), name
            if field.null and name not in KEPT[table]:
                assert refused(database, f"UPDATE {quoted(table)} SET {quoted(name)} = NULL WHERE id = ?", [key(table)])

    def test_no_update_that_sets_nothing_new(self, database, table):
        assert refused(database, f"UPDATE {quoted(table)} SET id = id WHERE id = ?", [key(table)])

    def test_what_is_set_once_is_set_alone_and_not_again(self, database, table):
        for name in KEPT[table] - {"payload", "previous", "digest"}:
            put = f"UPDATE {quoted(table)} SET {quoted(name)} = ?"
            other, field = next((name, one) for name, one in fields(table).items() if not one.null and name != "id")
            sql = f"{put}, {quoted(other)} = ? WHERE id = ?"
            assert refused(database, sql, [2, OTHERS[type(field).__name__], key(table)])
            number = 77 if table == "act" else 2
            assert database.execute(f"{put} WHERE id = ?", [number, key(table)]).rowcount == 1
            for again in (number, 1, None):
                assert refused(database, f"{put} WHERE id = ?", [again, key(table)])

    def test_no_row_is_deleted(self, database, table):
        assert refused(database, f"DELETE FROM {quoted(table)} WHERE id = ?", [key(table)])
        assert refused(database, f"DELETE FROM {quoted(table)}")
        if database.kind == "postgresql":
            assert refused(database, f"TRUNCATE {quoted(table)} CASCADE")

    def test_no_row_is_replaced(self, database, table):
        columns = list(fields(table))
        names = ", ".join(map(quoted, columns))
        row = database.one(f"SELECT {names} FROM {quoted(table)} WHERE id = ?", [key(table)])
        marks = ", ".join("?" * len(columns))
        if database.kind == "sqlite":
            for verb in ("INSERT OR REPLACE", "REPLACE"):
                assert refused(database, f"{verb} INTO {quoted(table)} ({names}) VALUES ({marks})", row)
        sql = f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET id = 99"
        assert refused(database, sql, row)

    def test_it_has_its_guards_by_name(self, database, table):
        """A later migration that makes a table of SQLite anew drops its triggers: it must guard it again."""
        if database.kind == "sqlite":
            found = database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table])
        else:
            found = database.rows(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = ?::regclass AND tgenabled = 'O'", [table]
            )
        assert {f"{table}_kept", f"{table}_stays"} <= {name for (name,) in found}


def test_two_rows_of_one_key_are_never_in_force(office, make):
    office.add("household_counts", [make["counts"]("14845-01", "14845", 100)])
    with office.instance_now.register() as register:
        columns = "period, locality_code, village_code, day, households, origin, row_key, added_by"
        sql = f"INSERT INTO household_counts ({columns}, row_no) SELECT {columns}, 9 FROM household_counts"
        with pytest.raises(RuleBroken):
            register.database.execute(sql)


def test_triggers_hold_for_any_program_that_opens_the_file(office, make):
    if office.instance_now.schema:
        pytest.skip("a file of SQLite")
    office.add("household_counts", [make["counts"]("14845-01", "14845", 100)])
    connection = sqlite3.connect(office.home / "register.sqlite")
    for sql in ("DELETE FROM household_counts", "UPDATE household_counts SET households = 1", "DELETE FROM act"):
        with pytest.raises(sqlite3.IntegrityError, match="đã ghi"):
            connection.execute(sql)
    connection.close()
