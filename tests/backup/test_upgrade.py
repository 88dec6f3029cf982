"""An upgrade is rehearsed on a copy, backed up, and held against what stood before."""

import datetime as dt
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from mtqg.backup import upgrading
from mtqg.backup.restoring import restore_backup
from mtqg.core.errors import Refused
from mtqg.core.register import schema

LATER = runpy.run_path(str(Path(__file__).with_name("later.py")))["later_version"]
AT = "2024-01-06T00:00:00+00:00"
COLUMN = "migrations.AddField('ocopproducts', 'note', models.TextField(null=True))"
# What no migration may do: it takes the guard away and changes a row.
TAMPERS = (
    "migrations.RunSQL('DROP TRIGGER poverty_sheets_kept'), "
    "migrations.RunSQL('UPDATE poverty_sheets SET decided_class = NULL WHERE ended_by IS NULL')"
)


@pytest.fixture
def office(tmp_path, new_office, on):
    on("sqlite")
    return new_office(tmp_path / "kho").fill()


@pytest.fixture
def later(monkeypatch, tmp_path):
    (tmp_path / "sau").mkdir()
    return lambda operations: LATER(monkeypatch, tmp_path / "sau", operations)


def any_version(office):
    import dataclasses

    from mtqg.core.instance import open_instance

    return dataclasses.replace(open_instance(office.home), any_version=True)


def left(tmp_path):
    return {one.name for one in tmp_path.iterdir()} - {"sau"}


def test_nothing_pending_is_said(office, tmp_path):
    assert upgrading.rehearse(any_version(office), made_at=AT) is None
    assert upgrading.upgrade(any_version(office), tmp_path / "1.zip", made_at=AT) is None
    assert left(tmp_path) == {"kho"}


def test_the_migrations_of_the_package_are_those_that_django_knows(office):
    from mtqg.web.schema import set_up

    set_up()
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    own = {config.label for config in apps.get_app_configs() if config.name.startswith("mtqg.")}
    known = {one for one in MigrationLoader(None).disk_migrations if one[0] in own}
    assert schema.shipped() == known
    with office.instance_now.register() as register:
        assert set(schema.applied(register.database)) >= known


def test_an_instance_of_an_older_version_is_not_opened(office, later):
    later(COLUMN)
    with pytest.raises(Refused) as refused:
        office.live("household_counts")
    assert refused.value.problems[0].code == "G-007"
    assert "ocop.0999_later" in str(refused.value)


def test_an_instance_of_a_newer_version_is_not_opened(office):
    with office.instance_now.register() as register:
        register.database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('acts', '0999_x', '2030-01-01 00:00:00')"
        )
    with pytest.raises(Refused) as refused:
        office.live("household_counts")
    assert refused.value.problems[0].code == "G-008"


def test_a_rehearsal_says_what_would_change_and_leaves_all_as_it_was(office, later, tmp_path):
    before, figures = (office.home / "register.sqlite").read_bytes(), office.figures()
    later(COLUMN)
    done = upgrading.rehearse(any_version(office), made_at=AT)
    assert done.pending == ("ocop.0999_later",)
    assert done.new == ("ocop_products.note",)
    assert (done.gone, done.findings, done.backup) == ((), (), None)
    assert done.figures == len(figures)
    assert done.seconds > 0
    assert (office.home / "register.sqlite").read_bytes() == before
    assert left(tmp_path) == {"kho"}
    with pytest.raises(Refused):
        office.live("household_counts")


def test_an_upgrade_keeps_every_figure_and_makes_a_backup_first(office, later, tmp_path):
    figures, head = office.figures(), office.instance_now.chain.head
    later(COLUMN)
    done = upgrading.upgrade(any_version(office), tmp_path / "truoc.zip", made_at=AT)
    assert done.findings == ()
    assert office.figures() == figures
    assert office.verified() == []
    assert office.instance_now.chain.head == head
    assert upgrading.upgrade(any_version(office), tmp_path / "2.zip", made_at=AT) is None
    # and the backup is of the older version: restored, it waits for the upgrade
    restore_backup(tmp_path / "truoc.zip", tmp_path / "cu")
    copy = type(office).__new__(type(office))
    copy.home = tmp_path / "cu"
    with pytest.raises(Refused) as refused:
        copy.live("household_counts")
    assert refused.value.problems[0].code == "G-007"
    assert upgrading.upgrade(any_version(copy), tmp_path / "3.zip", made_at=AT).findings == ()
    assert copy.figures() == figures


def test_a_role_that_is_held_everywhere_is_of_no_province_and_stops_nothing(tmp_path, new_office, on):
    on("sqlite")
    office = new_office(tmp_path / "kho")
    day = dt.date(2024, 1, 2)
    office.add("role_grants", [{"account": "bo", "role": "ministry", "locality_code": "*", "day": day}])
    assert office.figures() == {}


def test_a_rehearsal_finds_a_migration_that_changes_rows_and_figures(office, later, tmp_path):
    later(TAMPERS)
    done = upgrading.rehearse(any_version(office), made_at=AT)
    codes = [one.problem.code for one in done.findings]
    assert {"B-011", "B-012", "G-010"} == set(codes)
    assert left(tmp_path) == {"kho"}
    with pytest.raises(Refused):
        office.figures()  # the instance itself was not upgraded


def test_a_migration_that_fails_is_a_coded_error_and_names_the_backup(office, later, tmp_path):
    later("migrations.RunSQL('DROP TABLE khong_co')")
    with pytest.raises(Refused) as refused:
        upgrading.rehearse(any_version(office), made_at=AT)
    assert refused.value.problems[0].code == "B-009"
    with pytest.raises(Refused) as refused:
        upgrading.upgrade(any_version(office), tmp_path / "truoc.zip", made_at=AT)
    assert refused.value.problems[0].code == "B-008"
    assert "truoc.zip" in refused.value.problems[0].remedy
    assert (tmp_path / "truoc.zip").exists()


def test_a_rehearsal_in_postgresql_removes_its_schema(tmp_path, new_office, on, later):
    on("postgresql")
    office = new_office(tmp_path / "kho-pg")
    office.add("household_counts", [])
    with office.instance_now.register() as register:
        schemas = register.database.rows("SELECT schema_name FROM information_schema.schemata ORDER BY 1")
    later(COLUMN)
    done = upgrading.rehearse(any_version(office), made_at=AT)
    assert done.new == ("ocop_products.note",)
    assert done.findings == ()
    with any_version(office).register() as register:
        assert register.database.rows("SELECT schema_name FROM information_schema.schemata ORDER BY 1") == schemas


def test_the_version_is_looked_at_without_django_and_in_no_time(office):
    """In a process of its own: the check costs a few milliseconds, and Django is not there afterwards."""
    program = (
        "import sys, time; from pathlib import Path; from mtqg.core.instance import open_instance\n"
        "instance = open_instance(Path(sys.argv[1])); began = time.perf_counter()\n"
        "from mtqg.core.register.schema import require_current\n"
        "with instance.register() as register: require_current(register.database)\n"
        "print(time.perf_counter() - began, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(office.home)], capture_output=True, text=True, check=True)
    seconds, has_django = done.stdout.split()
    assert float(seconds) < 0.25
    assert has_django == "False"


def test_the_commands(office, tmp_path):
    mtqg = [sys.executable, "-c", "from mtqg.cli import main; main()", "--format", "json"]

    def run(*args):
        done = subprocess.run([*mtqg, *map(str, args)], capture_output=True, check=False)
        return done.returncode, json.loads(done.stdout), done.stderr.decode()

    code, made, _ = run("--home", office.home, "backup", tmp_path / "1.zip")
    assert (code, made["n"], made["head"]) == (0, 8, office.instance_now.chain.head)
    code, done, said = run("--home", tmp_path / "hai", "restore", tmp_path / "1.zip")
    assert (code, done["head"], done["has_key"]) == (0, made["head"], False)
    assert made["key_fingerprint"] in said
    code, done, _ = run("--home", tmp_path / "hai", "verify")
    assert (code, done["ok"]) == (0, True)
    code, done, _ = run("--home", tmp_path / "hai", "upgrade", "--rehearse")
    assert (code, done) == (0, {"ok": True, "pending": [], "findings": []})
    code, done, _ = run("--home", tmp_path / "hai", "restore", tmp_path / "1.zip")
    assert (code, done["errors"][0]["code"]) == (2, "K-002")
