"""``mtqg import auto``: a folder whatever its files are called; each workbook says its form, commune and period."""

import json

import openpyxl
import pytest

from mtqg.cli import main


def run(*arguments):
    try:
        main(list(map(str, arguments)))
    except SystemExit as left:
        return left.code
    return 0


@pytest.fixture
def folder(office, tmp_path):
    """Filled templates of two communes: one right, one with a word for a number. And a photograph."""
    village = {"Mã xã": "14848", "Mã thôn": "14848-01", "Tên thôn": "Bản Hai", "Có từ ngày": "01/01/2020"}
    office.run("villages", office.desk.csv([village], "thon-2.csv"))
    folder = tmp_path / "zalo"
    folder.mkdir()
    for name, commune, households in (("IMG_0001", "14845", 100), ("Bản sao (2)", "14848", "một trăm")):
        path = folder / f"{name}.xlsx"
        asked = ("--locality", commune, "--period", "2023", "--out", path)
        assert run("--home", office.home, "template", "household-counts", *asked) == 0
        fill(path, {"Ngày thống kê *": "31/12/2023", "Tổng số hộ *": households}, rows=2 if commune == "14845" else 1)
    (folder / "anh.jpg").write_bytes(b"\xff\xd8")
    return folder


def fill(path, values, *, rows):
    """Fill the rows that the template has for the villages."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Mã thôn" for cell in row))
    for cell in head:
        for row in range(rows) if cell.value in values else ():
            sheet.cell(cell.row + 2 + row, cell.column).value = values[cell.value]
    book.save(path)


def receipts(office, folder, out, capsys, *more):
    capsys.readouterr()
    left = run("--home", office.home, "--format", "json", "import", "auto", folder, "--out", out, *more)
    return left, json.loads(capsys.readouterr().out)


def test_each_workbook_is_one_act_with_a_receipt_and_what_is_wrong_comes_back(office, folder, tmp_path, capsys):
    n = office.chain.n
    left, told = receipts(office, folder, tmp_path / "ra", capsys)
    states = {one["file"]: (one["state"], one["form"], one["locality"], one["period"]) for one in told}
    assert left == 1
    assert states["IMG_0001.xlsx"] == ("taken", "household-counts", "14845", "2023")
    assert states["Bản sao (2).xlsx"] == ("refused", "household-counts", "14848", "2023")
    assert states["anh.jpg"][0] == "refused"
    assert office.chain.n == n + 2  # the second act keeps what was set aside
    assert office.live("household_counts")["households"].to_list() == [100, 100]
    assert len(list((tmp_path / "ra" / "bien-nhan").glob("*.txt"))) == 3
    assert len(list((tmp_path / "ra" / "tra-loi").glob("*14848*.xlsx"))) == 1


def test_the_same_folder_again_changes_nothing(office, folder, tmp_path, capsys):
    receipts(office, folder, tmp_path / "ra", capsys)
    n = office.chain.n
    _, told = receipts(office, folder, tmp_path / "ra", capsys)
    assert {one["file"]: one["state"] for one in told}["IMG_0001.xlsx"] == "unchanged"
    assert office.chain.n == n


def test_the_mended_reply_goes_in(office, folder, tmp_path, capsys):
    receipts(office, folder, tmp_path / "ra", capsys)
    reply = next((tmp_path / "ra" / "tra-loi").glob("*14848*.xlsx"))
    book = openpyxl.load_workbook(reply)
    data = [sheet for sheet in book.worksheets if sheet.title != "Trả lời"]
    cell = next(cell for sheet in data for row in sheet.iter_rows() for cell in row if cell.value == "một trăm")
    cell.value = 50
    book.save(reply)
    mended = tmp_path / "gửi lại"
    mended.mkdir()
    reply.rename(mended / reply.name)
    left, told = receipts(office, mended, tmp_path / "ra-2", capsys)
    assert (left, [one["state"] for one in told]) == (0, ["taken"]), told
    assert sorted(office.live("household_counts")["households"].to_list()) == [50, 100, 100]


def test_a_dry_run_writes_no_act(office, folder, tmp_path, capsys):
    n = office.chain.n
    receipts(office, folder, tmp_path / "ra", capsys, "--dry-run")
    assert office.chain.n == n
