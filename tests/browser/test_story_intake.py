"""A commune's review: template, three errors, corrected copy, sent, one cell returned, mended, approved.

On a computer for her who enters, on a telephone for her who approves.
"""

import datetime as dt
import io
from pathlib import Path

import openpyxl

from browser import NARROW, WIDE, picture, violations

COMMUNE, FORM = "14845", "poverty-review"
YEAR = str(dt.datetime.now(dt.UTC).year)
CODE = f"{FORM}/{COMMUNE}/{YEAR}/province"
VILLAGE = f"{COMMUNE}-01"


def seen(page, name):
    """What every page must be: without a finding of axe, and no wider than the screen."""
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    picture(page, name)


def uploaded(page, name, data, form=""):
    page.goto("/nhap/")
    page.locator("#up_files").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    if form:
        page.locator("#up_form").select_option(form)
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.wait_for_url("**/nhap/tep/**", timeout=60_000)  # the script sends in pieces, and then goes there


def downloaded(page, press):
    with page.expect_download() as waiting:
        press()
    return openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))


def saved(book):
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def filled(book, *rows):
    """The template with rows, by the titles of its columns."""
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(str(cell.value).startswith("Mã hộ") for cell in row))
    titles = {str(cell.value).rstrip(" *"): cell for cell in head if cell.value}
    for at, row in enumerate(rows, start=2):
        for title, value in row.items():
            sheet.cell(titles[title].row + at, titles[title].column).value = value
    return saved(book)


def household(number, **changed):
    return {
        "Chuẩn nghèo": "poverty-2022",
        "Mã xã": COMMUNE,
        "Mã thôn": VILLAGE,
        "Mã hộ": f"H-{number:03d}",
        "Họ và tên chủ hộ": f"Hơ Thị {number}",
        "Ngày rà soát": f"10/10/{YEAR}",
        "Khu vực": "Nông thôn",
        "Điểm B1": 120,
        "Điểm B2": 30,
        **changed,
    }


def test_from_the_template_to_the_approval(visit):
    an = visit("an", WIDE)
    villages = f"Mã xã;Mã thôn;Tên thôn;Có từ ngày\n{COMMUNE};{VILLAGE};Bản Pù Quăn;01/01/2020\n"
    uploaded(an, "thon.csv", villages.encode("utf-8-sig"), "villages")
    an.get_by_role("button", name="Ghi 1 dòng").click()

    an.goto("/nhap/")
    seen(an, "intake")
    an.locator("#id_form").select_option(FORM)
    an.locator("#id_period").fill(YEAR)
    book = downloaded(an, lambda: an.get_by_role("button", name="Tải mẫu về").click())
    wrong = [household(2, **{"Điểm B2": 35}), household(3, **{"Điểm B1": "nhiều"}), household(4, **{"Mã thôn": "99"})]
    uploaded(an, "IMG_0001.xlsx", filled(book, household(1), *wrong))
    assert an.get_by_text("1 dòng đúng, 3 dòng sai, 3 lỗi").is_visible()
    seen(an, "checked")

    copy = downloaded(an, lambda: an.get_by_role("link", name="Tải bản đã tô ô sai").click())
    marked = {
        cell.value: cell for sheet in copy.worksheets for row in sheet.iter_rows() for cell in row if cell.comment
    }
    assert set(map(str, marked)) == {"35", "nhiều", "99"}
    for was, now in ((35, 40), ("nhiều", 130), ("99", VILLAGE)):
        next(cell for value, cell in marked.items() if str(value) == str(was)).value = now
    uploaded(an, "da-sua.xlsx", saved(copy))
    an.get_by_role("button", name="Ghi 4 dòng").click()
    assert an.get_by_role("heading", name="Biên nhận").is_visible()
    seen(an, "receipt")

    an.goto(f"/bao-cao/xem/{CODE}/")
    assert an.get_by_text("4 dòng có hiệu lực").is_visible()
    an.get_by_role("button", name="Gửi báo cáo").click()
    assert an.get_by_text("Số liệu đang khóa: báo cáo").is_visible()
    seen(an, "submission-sent")

    binh = visit("binh", WIDE)
    binh.goto(f"/bao-cao/xem/{CODE}/")
    binh.get_by_label("Ô 1", exact=True).fill("H4")
    binh.get_by_label("Lý do 1").fill("Điểm B1 chưa khớp phiếu giấy")
    binh.get_by_label("Gửi lại trước hết ngày").fill(f"{int(YEAR) + 1}-01-15")
    seen(binh, "submission-returning")
    binh.get_by_role("button", name="Trả lại bổ sung").click()

    an.reload()
    assert an.get_by_text("Điểm B1 chưa khớp phiếu giấy").is_visible()
    seen(an, "submission-returned")
    an.goto("/nhap/phieu/")
    typed_sheet(an)
    an.goto(f"/bao-cao/xem/{CODE}/")
    an.get_by_role("button", name="Gửi báo cáo").click()
    binh.goto(f"/bao-cao/xem/{CODE}/")
    binh.get_by_role("button", name="Tiếp nhận").click()

    hoa = visit("hoa", NARROW)
    hoa.goto(f"/bao-cao/xem/{CODE}/")
    seen(hoa, "submission-narrow")
    hoa.get_by_role("button", name="Phê duyệt").click()
    assert hoa.get_by_text("đã phê duyệt").first.is_visible()

    dung = visit("dung", WIDE)
    assert dung.request.get(f"/bao-cao/xem/{CODE}/").status == 404
    dung.goto("/nhap/dot/")
    assert dung.get_by_text("Chưa có đợt nhập nào.").is_visible()


def typed_sheet(page):
    """The sheet of the first household again, with the points of the paper; the rule answers while it is typed."""
    values = {"village_code": VILLAGE, "household_code": "H-001", "day": f"{YEAR}-10-10", "income_points": "150"}
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_area").select_option("rural")
    page.locator("#id_deprivation_points").fill("30")
    page.locator("#id_deprivation_points").blur()
    page.get_by_text("Theo quy tắc:").wait_for()
    page.locator(".judged").get_by_text("Không nghèo").wait_for()
    seen(page, "sheet")
    page.get_by_role("button", name="Ghi phiếu").click()
    assert page.get_by_text("Đã ghi phiếu").is_visible()


def test_every_page_of_intake_and_of_submissions_on_a_telephone(visit):
    pages = {
        "an": {"intake": "/nhap/", "batches": "/nhap/dot/", "aside": "/nhap/cho-sua/", "sheet": "/nhap/phieu/"},
        "binh": {"submissions": "/bao-cao/", "assign": "/bao-cao/giao/", "close": "/bao-cao/chot/"},
    }
    for name, addresses in pages.items():
        page = visit(name, NARROW)
        for what, address in addresses.items():
            page.goto(address)
            seen(page, f"{what}-narrow")
