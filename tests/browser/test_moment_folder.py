"""A folder from Zalo: workbooks under any name are read in one act, the wrong rows set aside, answered and mended."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from browser import NARROW, WIDE, picture, served_office, violations

YEAR = dt.datetime.now(dt.UTC).year
COMMUNES = ("14758", "14797", "14845", "14848", "14857", "14860", "14863", "14864", "14866", "14869", "14872", "14875")
NAMES = ("IMG_0001", "z4821930_2", "Bao cao MOI NHAT (2)", "Sổ hộ xã em gửi", "Book1", "Copy of Book1")
WRONG = {2: ("Tổng số hộ", "nhiều"), 5: ("Mã thôn", "99"), 9: ("Ngày thống kê", "31/02")}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("zalo") / "kho"


@pytest.fixture(scope="module")
def site(home):
    """The office of a province whose communes have lists of villages, served with its worker."""
    with served_office(home, id="0e" * 8, on=dt.date(YEAR, 1, 1), fill=_villages) as served:
        yield served


@pytest.fixture(scope="module")
def folder(site, home, tmp_path_factory):
    """Twelve workbooks of twelve communes, as they came: no name says what is inside, and three have a wrong cell."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.instance import open_instance
    from mtqg.core.period import read_period
    from mtqg.intake.importing import lookups_of
    from mtqg.intake.template_places import places_on, village_rows
    from mtqg.intake.templates import write_template

    office = open_instance(home)
    form, period = CATALOGUE.form("household-counts"), read_period(str(YEAR))
    lookups, made = lookups_of(office, CATALOGUE), dt.datetime.now(dt.UTC)
    here = tmp_path_factory.mktemp("tu-zalo") / "Zalo 25-11"
    here.mkdir()
    for at, commune in enumerate(COMMUNES):
        places = places_on(lookups.book, lookups.villages, commune, period.last)
        counted = {"day": dt.date(YEAR, 11, 15), "persons": 400 + at}
        rows = [{**row, **counted, "households": 100 + at} for row in village_rows(form, places)]
        path = here / f"{NAMES[at % len(NAMES)]}{at // len(NAMES) or ''}.xlsx"
        write_template(
            form, path, places=places, period=period, lookups=lookups, instance=office.id, made=made, rows=rows
        )
        if at in WRONG:
            _spoil(path, *WRONG[at])
    return here


def _villages(office):
    from paper_village import add

    rows = [(f"{code}-0{n}", code, f"Bản {n}") for code in COMMUNES for n in (1, 2)]
    add(office, "villages", [
        {"village_code": code, "locality_code": commune, "village_name": name, "day": dt.date(2020, 1, 1)}
        for code, commune, name in rows
    ])  # fmt: skip
    return office


def _spoil(path, title, value):
    book = openpyxl.load_workbook(path)
    head = next(cell for row in book.worksheets[0] for cell in row if str(cell.value).rstrip(" *") == title)
    book.worksheets[0].cell(head.row + 2, head.column).value = value  # below the line of (1), (2), (3)
    book.save(path)


def seen(page, name):
    picture(page, name)
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def sent(page, folder):
    page.goto("/nhap/")
    page.get_by_label("Hoặc cả một thư mục").set_input_files(folder)
    page.get_by_label("Nhập cho đơn vị").select_option("38")
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.wait_for_url("**/nhap/tep/**", timeout=60_000)


def states(page):
    return page.locator("table").first.locator("tbody tr td:nth-child(2)").all_inner_texts()


def test_a_folder_of_any_names_is_read_answered_and_its_wrong_rows_mended_in_place(visit, folder):
    binh = visit("binh", WIDE)
    binh.goto("/nhap/")
    seen(binh, "folder-choose")
    sent(binh, folder)
    assert binh.get_by_text("Chưa ghi gì. 21 dòng đúng, 3 dòng sai, 3 lỗi").is_visible()
    table = binh.locator("table").first
    assert table.locator("tbody td:nth-child(5)").all_inner_texts() == [str(YEAR)] * len(COMMUNES)
    assert len(set(table.locator("tbody td:nth-child(3)").all_inner_texts())) == len(COMMUNES)
    assert sorted(states(binh)) == ["có dòng sai"] * 3 + ["đúng cả"] * 9
    seen(binh, "folder-checked")
    binh.get_by_role("button", name="Ghi 21 dòng đúng").click()
    binh.get_by_role("heading", name="Biên nhận").wait_for()
    assert sorted(states(binh)) == ["nhận một phần, còn dòng phải sửa"] * 3 + ["đã nhận đủ"] * 9
    seen(binh, "folder-recorded")
    with binh.expect_download() as waiting:
        binh.get_by_role("link", name="Tải biên nhận và tệp trả lời (zip)").click()
    packed = zipfile.ZipFile(waiting.value.path())
    receipts = [name for name in packed.namelist() if name.endswith(".html")]
    replies = [name for name in packed.namelist() if name.endswith(".xlsx")]
    assert (len(receipts), len(replies)) == (12, 3)
    marked = [cell.value for name in replies for cell in _marked(packed.read(name))]
    assert sorted(map(str, marked)) == sorted(value for _, value in WRONG.values())

    sent(binh, folder)
    assert binh.get_by_text("Không có gì thay đổi.").is_visible()
    assert binh.get_by_role("button", name=re.compile("^Ghi")).count() == 0 and set(states(binh)) == {"đã có từ trước"}
    seen(binh, "folder-again")

    binh.locator("main").get_by_role("link", name="Dòng chờ sửa").click()
    assert binh.locator("tbody tr").count() == 3
    seen(binh, "folder-aside")
    for left in (2, 1, 0):
        line = binh.locator("tbody tr").first
        title, value = next((title, value) for title, value in WRONG.values() if value in line.inner_text())
        line.get_by_role("link").first.click()
        seen(binh, f"folder-mend-{left}")
        commune = binh.get_by_label("Mã xã").input_value()
        mended = {"nhiều": "77", "99": f"{commune}-01", "31/02": f"15/11/{YEAR}"}[value]
        assert binh.locator("[aria-invalid=true]").input_value() == value == binh.get_by_label(title).input_value()
        binh.get_by_label(title).fill(mended)
        binh.get_by_role("button", name="Ghi").click()
        binh.get_by_role("heading", name="Đợt nhập").wait_for()
        binh.goto("/nhap/cho-sua/")
        assert binh.locator("tbody tr").count() == left


def _marked(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment]


def test_on_a_telephone_the_list_of_files_is_no_wider_than_the_screen(visit, folder):
    binh = visit("binh", NARROW)
    sent(binh, folder)
    seen(binh, "folder-narrow")
