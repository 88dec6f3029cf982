"""A backup restored elsewhere is the same instance: the same acts, rows, editions and figures, in either database."""

import datetime as dt
import os
import shutil
import sqlite3
import zipfile

import pytest

from mtqg.backup import catalog, layout
from mtqg.backup.restoring import restore_backup
from mtqg.catalogue import CATALOGUE
from mtqg.core import batches
from mtqg.core.errors import Refused
from mtqg.core.instance import open_instance

KINDS = ("sqlite", "postgresql")


def content(instance):
    """Every row of every table, as a backup reads it."""
    with instance.register() as register:
        return {
            shape.name: [row for page in catalog.pages(register.database, shape) for row in page.iter_rows()]
            for shape in catalog.shapes(register.database)
        }


def test_everything_is_as_it_was(office, tmp_path, restored):
    # As in every office: the role of an administrator stands at no place that a figure could be asked for.
    day = dt.date(2024, 1, 5)
    office.add("role_grants", [{"account": "quan", "role": "administrator", "locality_code": "*", "day": day}])
    made = office.backup(tmp_path / "sao-luu.zip")
    copy = restored(tmp_path / "sao-luu.zip")
    assert copy.verified() == []
    assert content(copy.instance_now) == content(office.instance_now)
    assert copy.figures() == office.figures()
    assert len(office.figures()) > 20
    assert copy.instance_now.chain.acts == office.instance_now.chain.acts
    assert (copy.instance_now.id, copy.instance_now.chain.head) == (office.instance_now.id, made.manifest.head)


def test_a_backup_goes_from_sqlite_into_postgresql_and_back(tmp_path, on, new_office):
    on("sqlite")
    office = new_office(tmp_path / "mot").fill()
    office.backup(tmp_path / "1.zip")
    figures, rows = office.figures(), content(office.instance_now)
    for step, kind in enumerate(("postgresql", "sqlite"), start=1):
        on(kind)
        restore_backup(tmp_path / f"{step}.zip", tmp_path / f"kho-{step}")
        copy = new_office(tmp_path / f"kho-{step}")
        assert bool(copy.instance_now.schema) == (kind == "postgresql")
        assert copy.verified() == []
        assert copy.figures() == figures
        assert content(copy.instance_now) == rows
        copy.backup(tmp_path / f"{step + 1}.zip")


@pytest.mark.parametrize("kind", KINDS)
def test_work_goes_on_in_a_restored_instance(tmp_path, on, new_office, make, kind):
    """Numbers and ids follow those that were there, the guards stand, and the key opens what it had sealed."""
    on("sqlite")
    office = new_office(tmp_path / "mot").fill()
    office.backup(tmp_path / "1.zip")
    on(kind)
    restore_backup(tmp_path / "1.zip", tmp_path / "hai")
    shutil.copy(tmp_path / "mot" / "office.key", tmp_path / "hai")
    copy = new_office(tmp_path / "hai")
    n = copy.instance_now.chain.n
    added = copy.add("household_counts", [make["counts"]("14845-02", "14845", 7)], digest="9" * 64)
    assert added.batch == n + 1
    assert copy.verified() == []
    assert "Tiên" in str(batches.set_aside(copy.instance_now, 7))
    with copy.instance_now.register() as register, pytest.raises(Refused) as refused:
        register.database.execute("UPDATE poverty_sheets SET income_points = 0")
    assert refused.value.problems[0].code == "G-006"
    with copy.instance_now.register() as register, pytest.raises(Refused):
        register.database.execute("DELETE FROM act_touch")


def test_accounts_come_along_and_who_is_signed_in_does_not(office, tmp_path, restored):
    with office.instance_now.register() as register:
        register.database.execute(
            "INSERT INTO account (id, password, last_login, is_superuser, username, first_name, last_name, email, "
            "is_staff, is_active, date_joined, must_change_password) "
            "VALUES (7, 'pbkdf2$x', '2024-01-05 08:00:00.5', ?, 'an', '', '', '', ?, ?, '2024-01-05 08:00:00', ?)",
            [False, False, True, False],
        )
        register.database.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) "
            "VALUES ('k', 'd', '2030-01-05 08:00:00')"
        )
    office.backup(tmp_path / "1.zip")
    copy = restored(tmp_path / "1.zip")
    assert content(copy.instance_now)["account"] == content(office.instance_now)["account"] != []
    with copy.instance_now.register() as register:
        assert register.database.rows("SELECT * FROM django_session") == []


def test_no_table_of_the_schema_is_forgotten(office, tmp_path):
    made = office.backup(tmp_path / "1.zip")
    with office.instance_now.register() as register:
        there = {shape.name for shape in catalog.every_table(register.database)}
    assert set(made.manifest.tables) | set(catalog.LEFT_OUT) == there
    assert set(CATALOGUE.tables) <= set(made.manifest.tables)
    from mtqg.web.schema import set_up

    set_up()
    from django.apps import apps

    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert models <= there


def test_a_backup_holds_one_state_while_others_write(office, tmp_path, make, monkeypatch, restored):
    """An act comes between the reading of two tables: the backup has nothing of it, in no table."""
    n, read, said = office.instance_now.chain.n, catalog.pages, []

    def pages(database, shape, *more):
        if shape.name == "household_counts":
            said.append(office.add("household_counts", [make["counts"]("14845-05", "14845", 1)], digest="5" * 64))
        yield from read(database, shape, *more)

    monkeypatch.setattr(catalog, "pages", pages)
    made = office.backup(tmp_path / "1.zip")
    assert said[0].batch == n + 1
    assert made.manifest.n == n
    copy = restored(tmp_path / "1.zip")
    assert copy.verified() == []
    assert len(copy.live("household_counts")) == 2
    assert len(office.live("household_counts")) == 3


def test_a_missing_file_of_an_edition_is_said_and_the_rest_is_backed_up(office, tmp_path, restored):
    (office.home / "snapshots/poverty/38/2023/1/poverty_sheets.parquet").unlink()
    made = office.backup(tmp_path / "1.zip")
    assert made.missing == ()  # what the folder holds is there; verify says what it lacks
    with pytest.raises(Refused) as refused:
        restored(tmp_path / "1.zip")
    assert [one.code for one in refused.value.problems] == ["B-006", "K-043"]
    assert not (tmp_path / "noi-khac").exists()
    found = restore_backup(tmp_path / "1.zip", tmp_path / "du-sao", with_deviations=True).findings
    assert [one.problem.code for one in found] == ["K-043"]
    assert open_instance(tmp_path / "du-sao").chain.n == office.instance_now.chain.n


def test_a_lost_edition_is_said(office, tmp_path):
    shutil.rmtree(office.home / "snapshots/poverty/38/2023/1")
    made = office.backup(tmp_path / "1.zip")
    assert [one.code for one in made.missing] == ["B-013"]


def test_a_backup_overwrites_nothing(office, tmp_path):
    (tmp_path / "1.zip").write_text("của người khác")
    with pytest.raises(Refused) as refused:
        office.backup(tmp_path / "1.zip")
    assert refused.value.problems[0].code == "B-001"
    assert (tmp_path / "1.zip").read_text() == "của người khác"


def test_a_restore_overwrites_nothing(office, tmp_path):
    office.backup(tmp_path / "1.zip")
    with pytest.raises(Refused) as refused:
        restore_backup(tmp_path / "1.zip", office.home)
    assert refused.value.problems[0].code == "K-002"
    assert office.verified() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_backup_is_for_its_owner_alone(office, tmp_path):
    office.backup(tmp_path / "1.zip")
    assert (tmp_path / "1.zip").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("variable", ["MTQG_KEY", "MTQG_KEY_FILE"])
def test_another_key_is_refused_at_restore_and_the_right_one_is_taken(office, tmp_path, monkeypatch, variable):
    office.backup(tmp_path / "1.zip")
    right = (office.home / "office.key").read_text()
    wrong = right.swapcase()
    given = {name: tmp_path / name for name in ("wrong", "right")}
    for name, text in (("wrong", wrong), ("right", right)):
        given[name].write_text(text)
    monkeypatch.setenv(variable, wrong.strip() if variable == "MTQG_KEY" else str(given["wrong"]))
    with pytest.raises(Refused) as refused:
        restore_backup(tmp_path / "1.zip", tmp_path / "hai")
    assert refused.value.problems[0].code == "E-003"
    assert not (tmp_path / "hai").exists()
    monkeypatch.setenv(variable, right.strip() if variable == "MTQG_KEY" else str(given["right"]))
    assert restore_backup(tmp_path / "1.zip", tmp_path / "hai").has_key


def test_without_a_key_everything_but_the_personal_values_is_there(office, tmp_path, restored, monkeypatch):
    office.backup(tmp_path / "1.zip")
    copy = restored(tmp_path / "1.zip")
    assert copy.figures() == office.figures()
    with pytest.raises(Refused) as refused:
        batches.set_aside(copy.instance_now, 7)
    assert refused.value.problems[0].code == "E-001"


def test_the_key_is_no_part_of_a_backup(office, tmp_path):
    """Not under its name, not under another, not packed: also where it stands among the files of an edition."""
    key = (office.home / "office.key").read_bytes().strip()
    for name in ("office.key", "office.key.new-1", "khoa.json.key"):
        shutil.copy(office.home / "office.key", office.home / "snapshots/poverty/38/2023/1" / name)
    shutil.copy(office.home / "office.key", office.home / "office.key.new-0")
    office.backup(tmp_path / "1.zip")
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert all(layout.may_hold(name) for name in archive.namelist())
        assert not any(key in archive.read(name) for name in archive.namelist())
        assert not any("key" in name.replace("office_key", "") for name in archive.namelist())
    assert key not in (tmp_path / "1.zip").read_bytes()


def test_the_file_of_sqlite_is_whole_and_in_wal_after_a_restore(tmp_path, new_office, restored, on):
    on("sqlite")
    office = new_office(tmp_path / "kho").fill()
    office.backup(tmp_path / "1.zip")
    copy = restored(tmp_path / "1.zip")
    with sqlite3.connect(copy.home / "register.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
