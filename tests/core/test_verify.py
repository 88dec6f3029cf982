"""Verify finds whatever was changed behind the register's back: rows, ends, acts, sheets, files, the chain itself."""

import datetime as dt
import json
import shutil

import polars as pl
import pytest
from building import Office, sheet
from click.testing import CliRunner

from mtqg.catalogue import CATALOGUE
from mtqg.cli import mtqg
from mtqg.core import batches, disk, frames
from mtqg.core.acts import Act, Author, linked
from mtqg.core.instance import open_instance
from mtqg.core.register.database import quoted
from mtqg.core.register.rows import content

BINH = Author(by="Bình", role="officer", at=dt.datetime(2024, 1, 6, 8, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Makes the office of these tests; with SQLite once, and each test gets a copy of its folder."""
    kept = []

    def make(home):
        if kept:
            shutil.copytree(kept[0], home)
            return Office(home)
        office = Office(home)
        _fill(office)
        if not office.instance_now.schema:
            kept.append(tmp_path_factory.mktemp("kept") / "kho")
            shutil.copytree(home, kept[0])
        return office

    return make


def _fill(office):
    """Two editions; act 5 adds B7 and ends A0 by correcting it, setting one document aside."""
    office.review()
    office.close("poverty", "2023")
    table = CATALOGUE.tables["poverty_sheets"]
    changed = [sheet("B7", "14848", "poor"), sheet("A0", "14845", "poor", income=110)]
    full = [{**row, "source_no": 1, "cell_row": at, "origin": "real"} for at, row in enumerate(changed, start=5)]
    batches.add(
        office.instance_now,
        BINH,
        form="poverty-review",
        table=table,
        rows=frames.typed(full, table.taken),
        sources=[batches.Source("b.xlsx", "Biểu 1", "1" * 64, {"household_code": "F"})],
        set_aside=[{"sheet": "Biểu 1", "row": 9, "cells": {"Mã hộ": "?"}, "errors": []}],
    )
    office.close("poverty", "2023", reason="bổ sung một hộ")


@pytest.fixture
def closed(built, tmp_path):
    office = built(tmp_path / "kho")
    assert office.verified() == []
    return office


def editions(office):
    return office.home / "snapshots" / "poverty" / "38" / "2023"


SHEETS = content(CATALOGUE.tables["poverty_sheets"])
COLUMNS = (*SHEETS, "row_key", "row_no", "sheet", "cell_row", "origin", "batch", "added_by", "ended_by")
OTHERS = {"integer": 77, "text": "khác", "date": "2023-11-11", "flag": True, "decimal": "1.5"}
OTHERS |= {"bytes": b"\x01" + b"x" * 40}


class TestRows:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_a_changed_value_in_any_column(self, closed, column):
        kind = SHEETS.get(column, "text" if "_key" in column else "integer")
        value = {"added_by": 2, "ended_by": 5, "batch": 2, "origin": "synthetic"}.get(column, OTHERS[kind])
        with closed.tampered() as run:
            (key,) = run("SELECT min(id) FROM poverty_sheets WHERE added_by = 5").fetchone()
            run(f"UPDATE poverty_sheets SET {column} = ? WHERE id = ?", value, key)
        found = closed.verified()
        assert found and set(found) <= {"G-010", "G-011", "G-012"}

    @pytest.mark.parametrize("column", ["head_name", "income_points", "village_code", "is_minority", "batch"])
    def test_a_value_that_was_emptied(self, closed, column):
        with closed.tampered() as run:
            run(f"UPDATE poverty_sheets SET {column} = NULL WHERE household_code = 'B7'")
        assert closed.verified() == ["G-010"]

    def test_an_empty_text_in_place_of_nothing(self, closed):
        with closed.tampered() as run:
            run("UPDATE poverty_sheets SET identity_number = ? WHERE household_code = 'B7'", b"")
        assert closed.verified() == ["G-010"]

    @pytest.mark.parametrize("value", ["chữ", 5.5])
    def test_a_value_of_another_kind_is_a_finding_and_no_crash(self, closed, value):
        if closed.instance_now.schema:
            pytest.skip("PostgreSQL keeps the kinds of its columns")
        with closed.tampered() as run:
            run("UPDATE poverty_sheets SET income_points = ? WHERE household_code = 'B7'", value)
        assert closed.verified() == ["G-010"]

    def test_a_deleted_row(self, closed):
        with closed.tampered() as run:
            run("DELETE FROM poverty_sheets WHERE household_code = 'A1'")
        assert closed.verified() == ["G-010"]

    def test_all_rows_of_an_act_deleted(self, closed):
        with closed.tampered() as run:
            run("DELETE FROM household_counts")
        assert closed.verified() == ["G-010"]

    def test_a_row_slipped_into_an_act(self, closed):
        columns = [*content(CATALOGUE.tables["household_counts"]), "row_key", "sheet", "cell_row", "origin", "batch"]
        with closed.tampered() as run:
            picked = ", ".join("'khác'" if name == "row_key" else name for name in columns)
            run(
                f"INSERT INTO household_counts ({', '.join(columns)}, row_no, added_by) "
                f"SELECT {picked}, 99, added_by FROM household_counts WHERE row_no = 1"
            )
        assert closed.verified() == ["G-010"]

    @pytest.mark.parametrize("act", [1, 4, 5, 10**6], ids=["first", "close", "another import", "none"])
    def test_a_row_of_an_act_that_speaks_of_none(self, closed, act):
        columns = [*content(CATALOGUE.tables["household_counts"]), "sheet", "cell_row", "origin"]
        with closed.tampered() as run:
            run(
                f"INSERT INTO household_counts ({', '.join(columns)}, row_key, row_no, added_by) "
                f"SELECT {', '.join(columns)}, 'khác', 99, {act} FROM household_counts WHERE row_no = 1"
            )
        assert closed.verified() == ["G-012"]

    def test_an_end_removed(self, closed):
        with closed.tampered() as run:
            run("DELETE FROM poverty_sheets WHERE household_code = 'A0' AND added_by = 5")
            run("UPDATE poverty_sheets SET ended_by = NULL")
        assert set(closed.verified()) == {"G-010", "G-011"}

    @pytest.mark.parametrize("act", [2, 4, 5, 10**6])
    def test_an_end_added(self, closed, act):
        with closed.tampered() as run:
            run("UPDATE poverty_sheets SET ended_by = ? WHERE household_code = 'A1'", act)
        assert closed.verified() == (["G-011"] if act == 5 else ["G-012"])

    def test_two_sealed_values_that_changed_places(self, closed):
        """Both open with the office's key: only the digest over the ciphertext knows."""
        with closed.tampered() as run:
            rows = run("SELECT id, head_name, head_name_index FROM poverty_sheets WHERE added_by = 3 ORDER BY id")
            (one, first, index), (two, second, other) = rows.fetchall()[:2]
            for key, name, found in ((one, second, other), (two, first, index)):
                run("UPDATE poverty_sheets SET head_name = ?, head_name_index = ? WHERE id = ?", name, found, key)
        assert closed.verified() == ["G-010"]

    def test_every_table_is_looked_at(self, closed):
        for name, table in CATALOGUE.tables.items():
            required = [column for column in table.columns if column.required or column.name in table.key]
            values = {column.name: OTHERS[column.kind] for column in required if not column.personal}
            values |= {"row_key": "x", "row_no": 1, "added_by": 1, "origin": "real"}
            with closed.tampered() as run:
                marks = ", ".join("?" * len(values))
                columns = ", ".join(map(quoted, values))
                run(f"INSERT INTO {name} ({columns}) VALUES ({marks})", *values.values())
            lost = ["K-043"] if "sealed_digest" in values else []  # a row that names a file, which nobody has seen
            assert closed.verified() == ["G-012", *lost], name
            with closed.tampered() as run:
                run(f"DELETE FROM {name} WHERE added_by = 1")


class TestPapers:
    def test_a_changed_sheet(self, closed):
        with closed.tampered() as run:
            run("UPDATE source_sheet SET file = 'khac.xlsx' WHERE act_id = 5")
        assert closed.verified() == ["G-015"]

    @pytest.mark.parametrize("table", ["source_sheet", "set_aside", "act_touch"])
    def test_a_deleted_line(self, closed, table):
        with closed.tampered() as run:
            run(f"DELETE FROM {table} WHERE act_id = 5")
        assert closed.verified() == ["G-015"]

    @pytest.mark.parametrize("act", [1, 5, 10**6])
    def test_an_added_document(self, closed, act):
        with closed.tampered() as run:
            run("INSERT INTO set_aside (act_id, number, document) VALUES (?, 9, ?)", act, b"x")
        assert closed.verified() == ["G-015"]

    def test_a_changed_document(self, closed):
        with closed.tampered() as run:
            run("UPDATE set_aside SET document = ?", b"x" * 60)
        assert closed.verified() == ["G-015"]

    def test_what_a_live_figure_looks_at_first(self, closed):
        with closed.tampered() as run:
            run("UPDATE act_touch SET table_name = 'villages' WHERE act_id = 5")
        assert set(closed.verified()) == {"G-015"}

    def test_another_key(self, closed):
        with closed.tampered() as run:
            run("UPDATE office_key SET fingerprint = 'ffffffffffffffff'")
        assert closed.verified() == ["G-015"]


class TestActs:
    @pytest.mark.parametrize(
        ("column", "value"),
        [("acted_by", "Cường"), ("role", "chief"), ("place", "49"), ("why", "không rõ"), ("verb", "close"),
         ("at", "2023-01-01T00:00:00+00:00"), ("payload", "{}"), ("payload", "{"), ("previous", "0" * 64), ("n", 77)],
    )  # fmt: skip
    def test_a_changed_act(self, closed, column, value):
        with closed.tampered() as run:
            run(f"UPDATE act SET {column} = ? WHERE id = 5", value)
        assert "K-040" in closed.verified()

    def test_a_deleted_act(self, closed):
        with closed.tampered() as run:
            run("DELETE FROM act WHERE id = 5")
        assert "K-040" in closed.verified()

    def test_an_act_without_a_number(self, closed):
        with closed.tampered() as run:
            run(
                "INSERT INTO act (at, acted_by, role, place, verb, why, payload, previous, digest) "
                "SELECT at, acted_by, role, place, verb, why, payload, previous, digest FROM act WHERE id = 1"
            )
        assert closed.verified() == ["G-013"]

    def test_a_head_that_is_not_the_last_act(self, closed):
        with closed.tampered() as run:
            run("UPDATE act_head SET n = 5, digest = (SELECT digest FROM act WHERE n = 5)")
        assert closed.verified() == ["G-014"]

    def test_a_chain_cut_at_its_end_is_found_by_a_head_printed_elsewhere(self, closed):
        printed = closed.instance_now.chain.head
        assert closed.verified(head=printed) == []
        with closed.tampered() as run:
            run("DELETE FROM act WHERE n = 6")
            run("UPDATE act_head SET n = 5, digest = (SELECT digest FROM act WHERE n = 5)")
        shutil.rmtree(editions(closed) / "2")
        assert closed.verified() == [], "a chain alone cannot tell that its end is missing"
        assert closed.verified(head=printed) == ["K-042"]

    def test_a_chain_rewritten_whole_is_found_by_a_head_printed_elsewhere(self, closed):
        """Who can write everything can make a chain that agrees with itself, but not one with the printed head."""
        acts = closed.instance_now.chain.acts
        printed = acts[-1].digest
        previous = "0" * 64
        with closed.tampered() as run:
            for old in acts:
                by = "Cường" if old.n == 5 else old.by
                said = (old.at, by, old.role, old.where, old.verb, old.why, old.payload_text)
                new = linked(Act(0, *said, previous="", digest=""), old.n, previous)
                run(
                    "UPDATE act SET acted_by = ?, previous = ?, digest = ? WHERE n = ?",
                    new.by, new.previous, new.digest, new.n,
                )  # fmt: skip
                previous = new.digest
            run("UPDATE act_head SET digest = ?", previous)
        assert closed.verified() == []
        assert closed.verified(head=printed) == ["K-042"]


class TestFiles:
    def test_a_changed_byte(self, closed):
        file = editions(closed) / "2" / "poverty_sheets.parquet"
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        assert closed.verified() == ["K-044"]

    @pytest.mark.parametrize("name", ["poverty_sheets.parquet", "manifest.json", "sources.parquet"])
    def test_a_deleted_file(self, closed, name):
        (editions(closed) / "1" / name).unlink()
        assert closed.verified() == ["K-043"]

    def test_a_deleted_edition(self, closed):
        shutil.rmtree(editions(closed) / "1")
        assert closed.verified() == ["K-043"]

    @pytest.mark.parametrize("place", ["snapshots/poverty/38/2023/1", "snapshots/poverty/38/2023", "snapshots"])
    def test_an_added_file(self, closed, place):
        (closed.home / place / "them.parquet").write_bytes(b"x")
        assert closed.verified() == ["K-045"]

    def test_files_swapped_between_editions(self, closed):
        one, two = (editions(closed) / edition / "poverty_sheets.parquet" for edition in ("1", "2"))
        first = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(first)
        assert closed.verified() == ["K-044", "K-044"]

    def test_whole_editions_swapped(self, closed):
        one, two, aside = (editions(closed) / name for name in ("1", "2", "aside"))
        one.rename(aside)
        two.rename(one)
        aside.rename(two)
        assert closed.verified() == ["K-044", "K-044"]

    def test_a_file_and_its_manifest_rewritten_together(self, closed):
        folder = editions(closed) / "2"
        manifest = json.loads((folder / "manifest.json").read_bytes())
        rows = pl.read_parquet(folder / "poverty_sheets.parquet").filter(pl.col("household_code") != "B7")
        (folder / "poverty_sheets.parquet").write_bytes(frames.parquet(rows))
        said = manifest["tables"]["poverty_sheets"]
        said |= {
            "rows": len(rows),
            "sha256": disk.sha256(frames.parquet(rows)),
            "rows_sha256": frames.rows_hash(rows),
        }
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert closed.verified() == ["K-044"]

    def test_what_the_instance_says_of_itself(self, closed):
        about = closed.home / "instance.json"
        about.write_text(about.read_text(encoding="utf-8").replace('"real"', '"synthetic"'), encoding="utf-8")
        assert "K-044" in closed.verified()


class TestAnAuditor:
    """Has the written-out chain and a printed head, and nothing else."""

    @pytest.fixture
    def run(self, monkeypatch):
        monkeypatch.delenv("MTQG_HOME", raising=False)
        return lambda *words: CliRunner().invoke(mtqg, ["--format", "json", *map(str, words)])

    @pytest.fixture
    def written(self, closed, run, tmp_path):
        done = run("--home", closed.home, "chain", "--out", tmp_path / "chain.jsonl")
        told = json.loads(done.stdout)
        assert (told["n"], told["head"]) == open_instance(closed.home).head()
        shutil.move(closed.home, tmp_path / "elsewhere")
        return tmp_path / "chain.jsonl", told["head"]

    def test_finds_nothing_in_a_chain_that_is_as_it_was(self, written, run):
        file, head = written
        done = run("verify", "--chain", file, "--head", head)
        assert (done.exit_code, json.loads(done.stdout)) == (0, {"ok": True, "findings": []})

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda lines: [*lines[:2], lines[2].replace("An", "Na"), *lines[3:]], "K-040"),
            (lambda lines: [*lines[:2], *lines[3:]], "K-040"),
            (lambda lines: lines[:-1], "K-042"),
            (lambda lines: [*lines[:2], "không phải tác vụ", *lines[3:]], "K-041"),
            (lambda lines: [*lines[:-1], lines[-1][:-9]], "K-041"),
            (lambda lines: [json.dumps({**json.loads(lines[0]), "n": "1"}), *lines[1:]], "K-041"),
            (lambda _: [], "K-042"),
        ],
    )
    def test_finds_every_change(self, written, run, change, code):
        file, head = written
        file.write_text("\n".join(change(file.read_text(encoding="utf-8").splitlines())), encoding="utf-8")
        done = run("verify", "--chain", file, "--head", head)
        assert done.exit_code == 1
        assert code in {one["code"] for one in json.loads(done.stdout)["findings"]}

    def test_is_told_when_there_is_no_such_file(self, run, tmp_path):
        refused = run("verify", "--chain", tmp_path / "khong-co").exception
        assert (refused.exit_code, refused.problems[0].code) == (2, "K-048")
