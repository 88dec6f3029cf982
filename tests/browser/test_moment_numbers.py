"""Identity numbers without their zero: asked once, remembered; and one number in two communes, masked until asked."""

import datetime as dt
import io

import openpyxl
import pytest
from paper_village import COMMUNE, VILLAGE, YEAR, add

from browser import NARROW, WIDE, picture, served_office, violations

NEIGHBOUR = "14848"  # Tam Chung
TWICE, OTHER = "038199000001", "049188000002"
HEADS = (
    "Chuẩn nghèo",
    "Mã xã",
    "Mã thôn",
    "Mã hộ",
    "Họ và tên chủ hộ",
    "CCCD",
    "Ngày rà soát",
    "Khu vực",
    "Điểm B1",
    "Điểm B2",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An office in which a household of the neighbouring commune bears a number already."""
    home = tmp_path_factory.mktemp("numbers") / "kho"
    with served_office(home, id="0c" * 8, on=dt.date(YEAR, 1, 1), fill=_filled, worker=False) as served:
        yield served


def _filled(office):
    for place in (COMMUNE, NEIGHBOUR):
        village = {"village_code": f"{place}-01", "village_name": "Bản Một", "day": dt.date(2020, 1, 1)}
        add(office, "villages", [{**village, "locality_code": place}])
    about = {"period": str(YEAR), "standard": "poverty-2022", "day": dt.date(YEAR, 10, 5), "area": "rural"}
    home = {"locality_code": NEIGHBOUR, "village_code": f"{NEIGHBOUR}-01", "household_code": "TC-9"}
    person = {"head_name": "Hơ Văn Chứ", "identity_number": TWICE, "income_points": 100, "deprivation_points": 40}
    add(office, "poverty_sheets", [{**about, **home, **person}])
    return office


def workbook(*rows):
    """A list of an office's own, in which Excel kept the numbers as numbers."""
    book = openpyxl.Workbook()
    for line in (HEADS, *rows):
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def household(code, number):
    return ("poverty-2022", COMMUNE, VILLAGE, code, f"Lò Thị {code}", number, f"10/10/{YEAR}", "Nông thôn", 120, 30)


def uploaded(page, name, data):
    page.goto("/nhap/")
    page.get_by_label("Tệp *").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.locator("#up_form").select_option("poverty-review")
    page.locator("#up_period").fill(str(YEAR))
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.wait_for_url("**/nhap/tep/**", timeout=60_000)


def seen(page, name):
    picture(page, name)
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_lost_zero_is_asked_about_once_and_one_number_in_two_communes_is_shown(visit):
    an = visit("an", WIDE)
    rows = household("ML-1", int(TWICE)), household("ML-2", int(OTHER)), household("ML-3", "038199000003")
    uploaded(an, "danh sach.xlsx", workbook(*rows))
    assert an.get_by_text("Chưa ghi gì. 1 dòng đúng, 2 dòng sai, 2 lỗi").is_visible(), "nothing is guessed"
    assert an.get_by_role("radio").count() == 1
    assert an.get_by_text("Ví dụ: 11 → 12 chữ số (2 ô)").is_visible()
    assert an.get_by_text(TWICE[1:]).count() == 0, "a question shows nobody's number"
    seen(an, "numbers-asked")
    an.get_by_label("Đúng, thêm số 0 vào đầu cho đủ chữ số").check()
    an.get_by_role("button", name="Trả lời và kiểm tra lại").click()
    an.get_by_text("Chưa ghi gì. 3 dòng đúng, 0 dòng sai").wait_for()
    an.get_by_role("button", name="Ghi 3 dòng").click()
    assert an.get_by_text("1 số định danh vừa ghi đứng ở cả hộ khác").is_visible()
    seen(an, "numbers-recorded")

    an.locator(".told").get_by_role("link", name="Trùng số định danh").click()
    lines = an.locator("table").first.locator("tbody tr")
    assert lines.count() == 2 and an.get_by_text("TC-9").count() == 0
    assert "1 hộ ngoài địa bàn của bạn" in lines.nth(1).inner_text()
    assert an.get_by_text(TWICE).count() == 0
    seen(an, "numbers-twice-own")
    lines.nth(0).get_by_role("button", name="Hiện").first.click()
    an.get_by_text(TWICE).wait_for()

    uploaded(an, "lan 2.xlsx", workbook(household("ML-4", int(OTHER) + 1)))
    assert an.get_by_text("Chưa ghi gì. 1 dòng đúng, 0 dòng sai").is_visible() and an.get_by_role("radio").count() == 0
    assert an.get_by_text("về số định danh thiếu chữ số: thêm số 0 vào đầu.").is_visible(), "never silently"
    seen(an, "numbers-remembered")

    binh = visit("binh", NARROW)
    binh.goto("/giam-ngheo/trung-so/")
    both = binh.locator("table").first.locator("tbody tr")
    assert [both.nth(at).get_by_role("link").inner_text() for at in (0, 1)] == ["ML-1", "TC-9"]
    assert binh.get_by_text(TWICE).count() == 0
    seen(binh, "numbers-twice-province")
    dung = visit("dung", WIDE)
    dung.goto("/giam-ngheo/trung-so/")
    assert dung.get_by_text("Không có số định danh nào đứng ở hai hộ.").count() == 2
