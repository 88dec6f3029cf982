"""Moments of a review: the papers of the meeting, keying them in by keys alone, and "why am I not poor?"."""

import datetime as dt
from pathlib import Path

import pytest
from paper_village import COMMUNE, VILLAGE, YEAR, filled

from browser import NARROW, WIDE, picture, served_office, violations

GRID = f"/nhap/bang/?place={COMMUNE}&period={YEAR}&village={VILLAGE}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The village's office before its review, served with its worker."""
    home = tmp_path_factory.mktemp("moments") / "kho"
    with served_office(home, id="0d" * 8, on=dt.date(YEAR, 1, 1), fill=filled) as served:
        yield served


def seen(page, name):
    """What every page must be: without a finding of axe, and no wider than the screen."""
    picture(page, name)
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def printed(page, which):
    """Papers asked for on their page and fetched when the worker has set them."""
    page.goto("/giam-ngheo/in/")
    page.get_by_label("Thôn, bản").select_option(VILLAGE)
    page.get_by_label("Giấy tờ").select_option(which)
    page.get_by_role("button", name="In hồ sơ").click()
    page.get_by_role("link", name="Xem kết quả").click(timeout=60_000)
    links = page.locator(".printed > li").first.locator("a")
    with page.expect_download() as waiting:
        links.first.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    return links.all_text_contents()


def at(page):
    return page.evaluate("document.activeElement.dataset.column || ''")


def keyed(page, **cells):
    """Cells of the line in which the cursor stands, by keys alone, in the order of the paper."""
    left = dict(cells)
    for _ in range(60):
        if (value := left.pop(at(page), None)) is not None:
            page.keyboard.type(value)
        if not left:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no such cell: {left}")


def sent(page):
    """The button, reached and pressed by keys."""
    for _ in range(200):
        if page.evaluate("document.activeElement.closest('#grid-send') !== null"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Đã ghi").wait_for()


def test_the_night_before_the_meeting_the_papers_come_out_and_are_keyed_in_by_keys_alone(visit):
    an = visit("an", WIDE)
    (name,) = printed(an, "evening")
    assert "ho-so-hop" in name
    seen(an, "papers-printed")

    beside = visit("an", WIDE)  # the grid open twice, as on two desks
    beside.goto(GRID)
    an.goto(GRID)
    an.locator("tr.common input").first.focus()
    keyed(an, day="10/10")
    for b1, b2 in (("100", "40"), ("190", "10"), ("120", "35"), ("130", "20"), ("115", "30")):
        an.keyboard.press("Enter")
        keyed(an, income_points=b1, deprivation_points=b2)
    an.keyboard.press("Enter")
    an.locator("[aria-invalid=true]").wait_for()
    seen(an, "grid-wrong")
    row = beside.locator("tbody tr:not(.common)").first
    row.locator("input[data-column=income_points]").fill("150")
    beside.locator("tr.common input").first.focus()
    row.get_by_text("Người khác đã ghi ô này là “100”; bạn vừa gõ “150”.").wait_for()
    points = [row.locator(f"input[data-column={one}_points]").input_value() for one in ("income", "deprivation")]
    assert points == ["100", "40"], "what was typed beside is shown, in the other cells too"
    while at(an) != "deprivation_points" or an.locator("[aria-invalid=true]:focus").count() == 0:
        an.keyboard.press("ArrowUp")
    an.keyboard.press("Control+a")
    an.keyboard.type("30")
    sent(an)
    assert an.get_by_text("Đã ghi 5 dòng").is_visible()
    assert an.get_by_text("đã có phiếu trong kỳ").count() == 5
    picture(an, "grid-sent")


def test_on_a_telephone_two_answers_change_and_the_woman_sees_why_and_no_page_is_too_wide(visit):
    an = visit("an", NARROW)
    an.goto("/so/poverty_sheets/?q=H-05&period=" + str(YEAR - 1))
    an.locator("main a[href^='/so/poverty_sheets/']").first.click()
    an.get_by_role("link", name="Vì sao hộ tôi không nghèo?").click()
    an.get_by_label("Điểm B1 ghi trên phiếu").fill("115")
    an.get_by_label("Điểm B2 ghi trên phiếu").fill("30")
    an.get_by_role("button", name="Xem kết quả").click()
    assert an.locator(".side .chip").all_text_contents() == ["Không nghèo", "Hộ nghèo"]
    seen(an, "why-changed-narrow")
    with an.expect_download() as waiting:
        an.get_by_role("button", name="In trang giải thích (PDF)").click()
    assert waiting.value.suggested_filename == "vi-sao.pdf"
    for number, address in enumerate(("/chi-dao/kho-khan/", "/toi/khoa/", "/giam-ngheo/in/", GRID)):
        an.goto(address)
        seen(an, f"office-{number}-narrow")
