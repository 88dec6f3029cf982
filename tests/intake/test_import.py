"""An import is one act: again it changes nothing, mended rows replace old ones, undo brings back what was."""

import itertools
import os
import subprocess
import sys

import dying
import polars as pl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.closing import close_dataset
from mtqg.core import batches
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.core.register.rows import content, state
from mtqg.core.text import spelling
from mtqg.core.verify import verify

IDENTITY, NAME = "038099012345", "Vàng Thị Khuyết"


def test_right_rows_go_in_with_their_source_and_cell(office):
    done = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {})))
    assert (done.batch, done.rows_ok, done.rows_bad, done.new, done.replaced) == (office.chain.n, 2, 0, 2, 0)
    rows = office.live("poverty_sheets").sort("row_no")
    assert rows.select("household_code", "cell_row", "origin", "added_by").rows() == [
        ("H-001", 2, "real", done.batch),
        ("H-002", 3, "real", done.batch),
    ]
    assert office.chain.acts[-1].where == "38"


def test_the_same_file_again_changes_nothing(office):
    path = office.desk.xlsx(office.desk.sheets({}, {}))
    office.run("poverty-review", path)
    before = office.bytes()
    again = office.run("poverty-review", path)
    assert (again.batch, again.new, again.replaced, again.unchanged) == (None, 0, 0, 2)
    assert office.bytes() == before


def test_the_same_rows_in_another_file_change_nothing(office):
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {})))
    n = office.chain.n
    office.run("poverty-review", office.desk.csv(office.desk.sheets({}, {})))
    assert office.chain.n == n


def test_a_file_with_wrong_rows_again_changes_nothing(office):
    path = office.desk.xlsx(office.desk.sheets({}, {"Điểm B1": "?"}))
    first = office.run("poverty-review", path)
    assert (first.rows_ok, first.rows_bad) == (1, 1)
    n = office.chain.n
    again = office.run("poverty-review", path)
    assert office.chain.n == n and again.rows_bad == 1 and again.problems


def test_a_mended_row_goes_in_and_a_changed_one_replaces_the_old(office):
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {"Điểm B1": "?"})))
    done = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({"Điểm B1": 90}, {"Điểm B1": 100})))
    assert (done.new, done.replaced, done.unchanged) == (1, 1, 0)
    assert office.live("poverty_sheets").sort("household_code")["income_points"].to_list() == [90, 100]


def test_undo_brings_back_the_state_before_and_is_refused_twice(office):
    columns = ("household_code", "income_points", "period", "day")
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {})))
    before = office.live("poverty_sheets").select(columns).sort(columns).rows()
    done = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({"Điểm B1": 90}, {}, {})))
    assert office.live("poverty_sheets").select(columns).sort(columns).rows() != before
    office.undo(done.batch)
    assert office.live("poverty_sheets").select(columns).sort(columns).rows() == before
    with pytest.raises(Refused) as refused:
        office.undo(done.batch)
    assert refused.value.problems[0].code == "K-011"


def test_a_dry_run_reads_everything_and_writes_nothing(office):
    before = office.bytes()
    done = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {"Điểm B1": "?"})), is_dry=True)
    assert (done.batch, done.rows_ok, done.rows_bad) == (None, 1, 1)
    assert office.bytes() == before


def test_a_file_that_cannot_be_read_writes_nothing(office):
    before = office.bytes()
    done = office.run("poverty-review", office.desk.raw(b"%PDF-1.4", "bieu.xlsx"))
    assert not done.is_clean and office.bytes() == before


def test_the_answers_given_are_kept_with_the_act(office):
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({"Điểm B1": "1.234"})), answers=["numbers=vi"])
    assert office.chain.acts[-1].payload["answers"] == ["numbers=vi"]


def test_what_is_set_aside_is_kept_with_its_cells_and_reasons(office):
    done = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {"Điểm B1": "?"})))
    (kept,) = batches.set_aside(office.instance, done.batch)
    assert kept["cells"]["Điểm B1"] == "?" and "I-033" in str(kept["errors"])


def test_people_are_found_nowhere_in_the_instance_nor_in_what_is_told(office):
    rows = office.desk.sheets({}, {"Điểm B1": "?"}, {"Mã hộ": f"Hộ {IDENTITY}"}, {"Số định danh": ""})
    rows = [{**row, "Họ và tên chủ hộ": NAME, "Số định danh": IDENTITY} for row in rows]
    done = office.run("poverty-review", office.desk.xlsx(rows))
    assert (done.rows_ok, done.rows_bad) == (2, 2)
    office.undo(office.run("poverty-review", office.desk.xlsx([{**rows[0], "Điểm B1": 90}])).batch)
    told = str([done.as_json(), [act.line() for act in office.chain.acts]]).encode()
    for spelt in (NAME, NAME.upper(), spelling(NAME), IDENTITY):
        for secret in (spelt.encode(), spelt.encode("utf-16-le"), spelt.encode().hex().encode()):
            assert secret not in office.bytes() + told
    live = office.live("poverty_sheets")
    assert not {"head_name", "identity_number"} & set(live.columns)
    assert IDENTITY not in str(live.to_dicts()) and NAME not in str(live.to_dicts())


def test_the_register_keeps_people_sealed_and_gives_them_back_with_the_key_alone(office):
    rows = [{**office.desk.sheets({})[0], "Họ và tên chủ hộ": NAME, "Số định danh": IDENTITY}]
    office.run("poverty-review", office.desk.xlsx(rows))
    table = CATALOGUE.tables["poverty_sheets"]
    with office.instance.register() as register:
        held = state(register.database, table, kinds=content(table))
        clear = batches.opened(register, table, held).row(0, named=True)
    assert (clear["head_name"], clear["identity_number"]) == (NAME, IDENTITY)
    assert held["head_name"][0][:1] == b"\x01" and len(held["head_name_index"][0]) == 16


def test_a_close_takes_no_personal_column_along(office):
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({})))
    made = close_dataset(
        office.instance, office.AN, dataset="poverty", period=read_period("2024"), locality="38", status="preliminary"
    )
    sheets = pl.read_parquet(made.folder / "poverty_sheets.parquet")
    assert len(sheets) == 1
    for name in ("head_name", "identity_number"):
        assert not [column for column in sheets.columns if column.startswith(name)]


# Death. An import is one transaction: what dies at any of its statements leaves nothing.


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_import_that_dies_at_any_statement_leaves_the_old_state_or_the_new(office, moment):
    path = office.desk.xlsx(office.desk.sheets({}, {"Điểm B1": "?"}))
    n = office.chain.n
    died = 0
    for at in itertools.count(1):
        with pytest.MonkeyPatch.context() as patch:
            dying.at_statement(patch, at, moment)
            try:
                office.run("poverty-review", path)
            except dying.Died:
                died += 1
            else:
                break
        assert (office.chain.n, len(office.live("poverty_sheets"))) in ((n, 0), (n + 1, 1))
    assert died > 10, "it was killed all along its way"
    assert (office.chain.n, len(office.live("poverty_sheets"))) == (n + 1, 1)
    assert len(batches.set_aside(office.instance, n + 1)) == 1
    assert verify(office.instance, CATALOGUE.tables.values()) == []


CHILD = """
import sys
import dying
dying.really_at_statement(sys.argv[1])
from mtqg.cli import main
main(["--home", sys.argv[2], "import", "poverty-review", sys.argv[3], "--locality", "38", "--period", "2024"])
"""


@pytest.mark.parametrize("statement", ["INSERT INTO act ", "INSERT INTO poverty_sheets", "UPDATE act SET", "COMMIT"])
def test_a_process_that_dies_leaves_the_old_state(office, statement):
    path = office.desk.xlsx(office.desk.sheets({}, {}))
    n = office.chain.n
    child = subprocess.run(
        [sys.executable, "-c", CHILD, statement, str(office.home), str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        timeout=60,
        check=False,
    )
    assert child.returncode == 9
    assert (office.chain.n, len(office.live("poverty_sheets"))) == (n, 0)
    assert verify(office.instance, CATALOGUE.tables.values()) == []
    assert office.run("poverty-review", path).new == 2


def test_files_of_one_name_with_wrong_rows_change_nothing_when_they_come_again(office):
    for folder, code in (("a", "1"), ("b", "2")):
        office.desk.xlsx(office.desk.sheets({"Mã hộ": code}, {"Mã hộ": f"{code}x", "Điểm B1": "?"}), f"{folder}/x.xlsx")
    assert office.run("poverty-review", office.desk.folder / "a", office.desk.folder / "b").batch
    n = office.chain.n
    assert office.run("poverty-review", office.desk.folder / "a", office.desk.folder / "b").batch is None
    assert office.chain.n == n
