"""From a number on the overview to its cell; the auditor verifies the chain; somebody elsewhere sees nothing."""

import datetime as dt

import pytest
from reviewed_rows import MINE, reviewed

from browser import NARROW, picture, served_office, violations

PAGES = ("/so-lieu/", "/so-lieu/chi-tieu/", "/so-lieu/trang-doc/", "/so-lieu/bao-cao/", "/so/", "/so/poverty_sheets/")
AUDIT = ("/kiem-toan/", "/kiem-toan/mau/?seed=158", "/kiem-toan/thay-doi/")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A served instance with a reviewed and closed year, and with its worker."""
    home = tmp_path_factory.mktemp("reading") / "kho"
    with served_office(home, id="0e" * 8, on=dt.date(2024, 1, 1), fill=reviewed) as served:
        yield served


def test_a_number_leads_to_its_explanation_its_row_and_its_cell(visit):
    page = visit("an", NARROW)
    page.goto("/so-lieu/")
    picture(page, "overview")
    page.locator(".number", has_text="Tỷ lệ hộ nghèo").first.get_by_role("link").click()
    assert page.get_by_text("Tử số: 3").is_visible() and violations(page) == []
    picture(page, "explanation")
    page.locator("a[href^='/so/poverty_sheets/']").first.click()
    assert page.get_by_text("=ra-soat.xlsx, Biểu 1").is_visible() and violations(page) == []
    picture(page, "record")
    for at, address in enumerate(PAGES):
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        picture(page, f"reading-{at}")


def test_the_reading_sheet_opens_without_a_network(visit):
    page = visit("an", NARROW)
    page.goto("/so-lieu/trang-doc/")
    page.context.set_offline(True)
    page.get_by_text("Tỷ lệ hộ nghèo là 3,00%.").click()
    assert page.get_by_text("3 trên 100 hộ").first.is_visible()
    picture(page, "sheet-offline")


def test_the_auditor_verifies_the_chain_and_draws_a_sample(visit):
    page = visit("chi")
    page.goto("/kiem-toan/")
    page.get_by_role("button", name="Đối chiếu toàn bộ").click()
    page.locator(".job .chip.good").or_(page.get_by_text("Không có sai lệch")).first.wait_for(timeout=60_000)
    page.reload()
    assert page.get_by_text("Không có sai lệch").is_visible()
    for at, address in enumerate(AUDIT):
        page.goto(address)
        assert violations(page) == [], address
        picture(page, f"audit-{at}")


def test_an_officer_elsewhere_sees_nothing_of_it(visit):
    page = visit("dung")
    page.goto("/so/poverty_sheets/")
    assert page.get_by_text("Không có dòng nào khớp.").is_visible()
    answer = page.request.get(f"/so-lieu/?locality={MINE}")
    assert answer.status == 404
