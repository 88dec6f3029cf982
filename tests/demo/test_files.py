"""The files as files: how they look, in which order they come, and that a seed decides every byte."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from mtqg.demo import facts, households, places, sheets
from mtqg.demo.files import written_files
from mtqg.localities.book import Localities

FEW = ("villages", "household-counts", "recognitions", "ocop-products")
NOTICE = "DỮ LIỆU MINH HỌA"


def hashes(folder: Path, names: set[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)}


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}


def test_every_file_says_that_it_is_a_demonstration(written):
    for one in written.files:
        assert one.path.name.startswith("minh-hoa_")
        if one.path.suffix == ".xlsx":
            with zipfile.ZipFile(one.path) as parts:
                first_text = parts.read("xl/sharedStrings.xml").decode().split("<t>")[1]
                assert first_text.startswith(NOTICE)
                assert NOTICE in parts.read("docProps/core.xml").decode()


def test_offices_send_workbooks_and_csv(written):
    for form in ("household-counts", "poverty-review"):
        assert {one.path.suffix for one in written.files if one.form == form} == {".csv", ".xlsx"}
    for one in written.files:
        if one.path.suffix == ".csv":
            assert one.path.read_bytes().startswith(b"\xef\xbb\xbfK" if one.period else b"\xef\xbb\xbf")


def test_a_workbook_holds_dates_numbers_and_codes_as_such_and_no_merged_cell(written):
    path = next(one.path for one in written.files if one.form == "poverty-review" and one.path.suffix == ".xlsx")
    sheet = openpyxl.load_workbook(path).active
    head = {cell.value: cell.column - 1 for cell in sheet[9]}
    first = sheet[11]
    assert isinstance(first[head["Ngày rà soát"]].value, dt.datetime)
    assert first[head["Ngày rà soát"]].number_format == "dd/mm/yyyy"
    assert isinstance(first[head["Điểm B1"]].value, int)
    assert first[head["Mã xã"]].data_type == "s"
    assert not sheet.merged_cells.ranges


def test_files_come_in_the_order_of_import_and_name_their_period(written):
    for province in ("38", "49"):
        forms = [one.form for one in written.files if one.locality == province]
        assert forms[:2] == ["villages", "area-list"]
        assert set(forms[2:]) == {"household-counts", "poverty-review", "estimates", "recognitions", "ocop-products"}
    assert {one.period for one in written.files if one.form == "poverty-review"} == {"2021", "2022", "2023"}
    assert {one.period for one in written.files if one.form in ("villages", "recognitions")} == {None}
    assert all(one.path.is_file() for one in written.files)
    districts = {("38", year): 27 for year in ("2021", "2022", "2023")}
    for (province, year), count in {**districts, ("49", "2023"): 18}.items():
        of_review = [o for o in written.files if (o.form, o.locality, o.period) == ("poverty-review", province, year)]
        assert len(of_review) == count


def test_another_process_later_writes_the_same_bytes(written, tmp_path):
    program = (
        "import sys; from pathlib import Path; from mtqg.demo.files import written_files; "
        f"list(written_files(Path(sys.argv[1]), provinces=['38'], forms={FEW!r}))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env=env)
    again = names(tmp_path)
    assert len(again) == 1 + 2 + 27 + 1 + 1
    assert hashes(tmp_path, again) == hashes(written.folder, again)


def test_the_sheets_of_a_province_are_the_same_bytes_again(written, tmp_path):
    list(written_files(tmp_path, provinces=["49"], forms=["poverty-review"]))
    again = names(tmp_path)
    assert len(again) == 3 * 18
    assert hashes(tmp_path, again) == hashes(written.folder, again)


def test_another_seed_writes_other_rows_with_the_same_totals(written, tmp_path):
    files = list(written_files(tmp_path, seed=1, provinces=["49"], forms=["household-counts", "recognitions"]))
    assert not set(hashes(tmp_path, names(tmp_path)).values()) & set(hashes(written.folder, names(tmp_path)).values())
    total = sum(
        written.cells(one.path)["Tổng số hộ"].cast(pl.Int64).sum()
        for one in files
        if one.form == "household-counts" and one.period == "2023"
    )
    rows = written.rows("household-counts", "49").filter(pl.col("Kỳ") == "2023")
    assert total == rows["Tổng số hộ"].cast(pl.Int64).sum()


def test_scale_multiplies_households_and_sheets_and_codes_stay_unique():
    province = places.province(Localities.seed(), "49", seed=1)
    once, thrice = (
        [households.review(province, year, facts.totals(), scale=scale) for year in households.REVIEWS]
        for scale in (1, 3)
    )
    for one, more in zip(once, thrice, strict=True):
        assert 3 * sum(row.households for row in one) == sum(row.households for row in more)
        assert 3 * sum(row.other.poor for row in one) == sum(row.other.poor for row in more)
    limits = sheets.Limits({"rural": 140, "urban": 175}, 30, 10)
    review = sheets.Review(province, "2023", thrice[2], sheets.numbers(thrice), limits, 1)
    rows = list(sheets.district_rows(review, "515"))
    expected = sum(
        group.poor + group.near_poor
        for row in thrice[2]
        if row.village.district.code == "515"
        for group in (row.minority, row.other)
    )
    codes = {row[sheets.COLUMNS.index("household_code")] for row in rows}
    assert len(codes) == len(rows) >= expected > 0


def test_progress_is_told_file_by_file(tmp_path):
    told = []
    files = list(
        written_files(
            tmp_path, provinces=["49"], forms=["villages", "area-list"], progress=lambda *step: told.append(step)
        )
    )
    assert told == [(1, 2, files[0].path.name), (2, 2, files[1].path.name)]


def test_a_folder_with_data_is_never_built_over(tmp_path):
    from mtqg.core.acts import Author
    from mtqg.core.errors import Refused
    from mtqg.creating import create_instance
    from mtqg.demo.build import build, remove

    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    office = tmp_path / "that"
    create_instance(office, Author(by="An", role="officer", at=now), id="0" * 16)
    with pytest.raises(Refused, match="D-001"):
        remove(office)
    with pytest.raises(Refused, match="D-002"):
        build(office, seed=1, now=lambda: now, say=lambda _: None)
    assert (office / "instance.json").exists()


def test_an_office_at_work_beside_that_dies_is_not_passed_over(tmp_path, capfd):
    import subprocess

    from mtqg.demo.beside import working_beside
    from mtqg.demo.office import Office

    nowhere = Office(tmp_path / "no", now=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC), say=lambda _: None)
    with (
        pytest.raises(subprocess.CalledProcessError),
        working_beside(nowhere, tmp_path / "files", "49", seed=1, scale=1),
    ):
        pass
    assert "Refused" in capfd.readouterr().err
