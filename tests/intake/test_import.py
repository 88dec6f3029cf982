"""An import is one act: again it changes nothing, mended rows replace old ones, undo brings back what was."""

import subprocess
import sys

import pytest

from mtqg.core import disk
from mtqg.core.errors import Refused

IDENTITY, NAME = "038099012345", "Vàng Thị Khuyết"


def test_right_rows_go_in_with_their_source_and_cell(office):
    done = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {})))
    assert (done.batch, done.rows_ok, done.rows_bad, done.new, done.replaced) == (office.chain.n, 2, 0, 2, 0)
    rows = office.live("poverty_sheets")
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
    kept = (office.instance.batch_folder(done.batch) / "set_aside.jsonl").read_text(encoding="utf-8")
    assert '"Điểm B1": "?"' in kept and "I-033" in kept


def test_people_are_found_nowhere_in_the_instance_nor_in_what_is_told(office):
    rows = office.desk.sheets({}, {"Điểm B1": "?"}, {"Mã hộ": f"Hộ {IDENTITY}"}, {"Số định danh": ""})
    rows = [{**row, "Họ và tên chủ hộ": NAME, "Số định danh": IDENTITY} for row in rows]
    done = office.run("poverty-review", office.desk.xlsx(rows))
    assert (done.rows_ok, done.rows_bad) == (2, 2)
    stored = office.bytes() + str(done.as_json()).encode()
    for secret in (IDENTITY, NAME, NAME.upper()):
        assert secret.encode() not in stored
        assert secret.encode("utf-16-le") not in stored
    for frame in (office.live("poverty_sheets"), office.live("villages")):  # parquet is compressed
        assert IDENTITY not in str(frame.to_dicts()) and NAME not in str(frame.to_dicts())


def test_only_the_tables_allow_list_is_stored(office):
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({})))
    assert not {"head_name", "identity_number"} & set(office.live("poverty_sheets").columns)
    letters = office.instance.batch_folder(office.chain.n) / "sources.parquet"
    assert b"head_name" not in letters.read_bytes()


STEPS = ("write_synced", "sync_folder", "append_line", "publish_folder")


class Killed(BaseException):
    """Ends the writing at once: nothing in the package catches it, so nothing is cleaned up, as after a kill."""


def _dies_at(patch, step, number, die):
    original, calls = getattr(disk, step), 0

    def deadly(*given, **named):
        nonlocal calls
        calls += 1
        if calls == number:
            die()
        return original(*given, **named)

    patch.setattr(disk, step, deadly)


def _kill():
    raise Killed


@pytest.mark.parametrize("step", STEPS)
def test_an_import_that_is_killed_leaves_the_old_state_or_the_new(office, step):
    path = office.desk.xlsx(office.desk.sheets({}, {}))
    n = office.chain.n
    for number in range(1, 20):
        killed = False
        with pytest.MonkeyPatch.context() as patch:
            _dies_at(patch, step, number, _kill)
            try:
                office.run("poverty-review", path)
            except Killed:
                killed = True
        assert (office.chain.n, len(office.live("poverty_sheets"))) in ((n, 0), (n + 1, 2))
        if not killed:
            break
    assert number > 1 and not killed, "it was never killed, or never came to its end"
    assert len(office.live("poverty_sheets")) == 2
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {}, {})))
    assert not [entry for entry in (office.home / "batches").iterdir() if entry.name.startswith(disk.ASIDE)]


CHILD = """
import os, sys
from pathlib import Path
from mtqg.core import disk
setattr(disk, sys.argv[1], lambda *given, **named: os._exit(9))
from mtqg.cli import main
main(["--home", sys.argv[2], "import", "poverty-review", sys.argv[3], "--locality", "38", "--period", "2024"])
"""


@pytest.mark.parametrize("step", ["write_synced", "append_line"])
def test_a_process_that_dies_leaves_the_old_state(office, step):
    path = office.desk.xlsx(office.desk.sheets({}, {}))
    n = office.chain.n
    child = subprocess.run([sys.executable, "-c", CHILD, step, str(office.home), str(path)], timeout=60, check=False)
    assert child.returncode == 9
    assert (office.chain.n, len(office.live("poverty_sheets"))) == (n, 0)
    assert office.run("poverty-review", path).new == 2


def test_files_of_one_name_with_wrong_rows_change_nothing_when_they_come_again(office):
    for folder, code in (("a", "1"), ("b", "2")):
        office.desk.xlsx(office.desk.sheets({"Mã hộ": code}, {"Mã hộ": f"{code}x", "Điểm B1": "?"}), f"{folder}/x.xlsx")
    assert office.run("poverty-review", office.desk.folder / "a", office.desk.folder / "b").batch
    n = office.chain.n
    assert office.run("poverty-review", office.desk.folder / "a", office.desk.folder / "b").batch is None
    assert office.chain.n == n
