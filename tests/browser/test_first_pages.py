"""The first pages in a real browser, wide and on a telephone."""

import pytest

from browser import NARROW, WIDE, picture, violations


@pytest.mark.parametrize(("size", "name"), [(WIDE, "wide"), (NARROW, "narrow")])
def test_an_officer_signs_in_and_sees_what_is_due(visit, size, name):
    page = visit("an", size)
    assert page.get_by_role("heading", name="Việc của tôi").is_visible()
    assert page.get_by_text("DỮ LIỆU MINH HỌA").is_visible()
    assert page.get_by_text("Xã Mường Lát (14845)").is_visible() and not page.get_by_text("14848").count()
    assert page.get_by_text("Ai xem được trang này: Chỉ mình bạn").is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(page, f"work-officer-{name}")


def test_the_administrator_grants_a_role_and_the_province_sees_who_is_late(visit):
    page = visit("quan")
    page.get_by_role("link", name="Người dùng").click()
    assert violations(page) == []
    picture(page, "people")
    page.get_by_role("link", name="dung", exact=True).click()
    page.locator("#id_role").select_option("officer")
    page.get_by_label("Mã đơn vị hành chính").fill("14848")
    page.locator("#id_why").fill("QĐ phân công")
    page.get_by_role("button", name="Cấp vai trò").click()
    assert page.get_by_text("Đã cấp vai trò.").is_visible()
    assert page.get_by_text("Xã Tam Chung (14848)").is_visible()
    assert violations(page) == []
    picture(page, "person")
    province = visit("binh")
    assert province.get_by_text("Tiến độ gửi báo cáo trong phạm vi của tôi").is_visible()
    picture(province, "work-province")
    province.get_by_role("button", name="English").click()
    assert province.get_by_role("heading", name="My work").is_visible()
