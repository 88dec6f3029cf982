"""Friday, 16:00: 154 of 166 communes are in. A report goes out with estimates; two more files touch what they touch."""

import datetime as dt
import io
import time
from pathlib import Path

import docx
import pytest
from missing_communes import MISSING, friday, now, sends

from browser import NARROW, WIDE, picture, served_office, violations


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The province on that Friday, served with its worker."""
    home = tmp_path_factory.mktemp("friday") / "kho"
    with served_office(home, id="0d" * 8, on=dt.date(2025, 1, 1), fill=friday) as (address, password):
        yield address, password


@pytest.fixture
def office(site, tmp_path_factory):
    from mtqg.core.instance import open_instance

    (home,) = tmp_path_factory.getbasetemp().glob("friday0/kho")
    return open_instance(home)


def seen(page, name):
    picture(page, name)
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def written(page):
    """The report asked for with the button of the page, as text, and how long it took from the click to the file."""
    started = time.monotonic()
    page.get_by_role("button", name="Lập báo cáo").click()
    link = page.locator(".written > li").first.get_by_role("link", name="báo cáo", exact=True)
    while not link.count() or page.locator(".job").count():
        assert time.monotonic() - started < 120, "the report is not written"
        page.wait_for_timeout(300)
        page.reload()
    with page.expect_download() as waiting:
        link.click()
    took = time.monotonic() - started
    print(f"\nfrom the click to the docx: {took:.1f} s")
    made = docx.Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_a_report_goes_out_with_estimates_and_two_more_files_touch_what_they_touch(visit, office):
    binh = visit("binh", WIDE)
    binh.goto("/bao-cao/xa-chua-gui/?period=2025")
    assert binh.get_by_text("154/166 xã đã gửi đủ").is_visible()
    assert binh.locator(".gaps > li").count() == MISSING
    seen(binh, "gaps-before")
    first, second, third = now()[-MISSING : -MISSING + 3]
    binh.locator(f"[name=household_count-{first}]").fill("1.450")
    binh.locator(f"[name=poor_household_count-{first}]").fill("6")
    binh.locator(f"[name=near_poor_household_count-{first}]").fill("2")
    binh.locator(f"[name=why-{first}]").fill("Chủ tịch xã báo qua điện thoại")
    binh.locator(f"[name=how-{second}]").select_option("leave")
    binh.get_by_role("button", name="Ghi, xã chưa chọn thì lấy số kỳ trước").click()
    assert binh.get_by_text("Đã ghi cách tính cho").is_visible()
    seen(binh, "gaps-chosen")
    filled = binh.locator(".number", has_text="Ước, gồm").inner_text()
    said = written(binh)
    assert "154/166 xã, ước " in said and "Chủ tịch xã báo qua điện thoại" in said and "Ước bằng số kỳ trước" in said

    sends(office, [first, third])  # 16:20
    binh.goto("/bao-cao/xa-chua-gui/?period=2025")
    assert binh.get_by_text("156/166 xã đã gửi đủ").is_visible()
    assert binh.locator(f"[name=how-{first}]").count() == 0
    assert binh.locator(".number", has_text="Ước, gồm").inner_text() != filled
    again = written(binh)
    assert "156/166 xã, ước " in again and "Thay đổi so với báo cáo lập trước" in again
    binh.locator(".written > li").first.get_by_role("link", name="câu thay đổi").click()
    assert binh.get_by_text("Chỗ trong báo cáo").first.is_visible()
    seen(binh, "report-changes")

    phone = visit("binh", NARROW)
    for name, address in (("gaps", "/bao-cao/xa-chua-gui/?period=2025"), ("changes", binh.url)):
        phone.goto(address)
        seen(phone, f"report-{name}-narrow")
