"""Estimate, preliminary and official figure side by side, each with its report; nobody sees those of another place."""

import datetime as dt

import pytest
from office_people import signed_in
from reviewed_rows import MINE, OTHER, add, close, reviewed


def report(stage, value, day, *, place=MINE, measure="poor_household_rate"):
    return {
        "stage": stage,
        "measure": measure,
        "locality_code": place,
        "period": "2023",
        "value": value,
        "day": day,
        "reported_by": f"UBND {place}",
        "method": "theo thôn",
        "decision_number": "7/BC-UBND",
    }


@pytest.fixture
def told(office):
    """3 of 100 are poor; it was estimated at 4,5 and reported at 3,2."""
    reviewed(office)
    add(office, "estimates", [
        report("estimate", "4.5", dt.date(2023, 10, 10)),
        report("preliminary", "3.2", dt.date(2023, 11, 14)),
        report("estimate", "9.9", dt.date(2023, 10, 10), place=OTHER),
    ], where=MINE, file="uoc.xlsx")  # fmt: skip
    return office


def shown(client, address, expect=200):
    answer = client.get(address)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer.content.decode()


def line(page, label):
    """The cells of the table's line of a measure."""
    row = next(one for one in page.split("<tr>") if f">{label}</a>" in one)
    return [cell.split("</td>")[0].rpartition(">")[2].strip() for cell in row.replace("</a>", "").split("<td")[1:]]


def test_the_three_figures_stand_side_by_side_with_their_difference(told):
    page = shown(signed_in("an", "officer", MINE), "/so-lieu/tinh-trang/?period=2023")
    assert line(page, "Tỷ lệ hộ nghèo")[1:5] == ["4,50%", "3,20%", "3,00%", "-1,50"]
    assert "7/BC-UBND" in page and "10/10/2023" in page and "theo thôn" in page


def test_before_the_close_there_is_no_official_figure(office):
    reviewed(office, is_closed=False)
    client = signed_in("an", "officer", MINE)
    before = line(shown(client, "/so-lieu/tinh-trang/?period=2023"), "Tỷ lệ hộ nghèo")
    assert before[1:4] == ["–", "3,00%", "–"]
    close(office)
    assert line(shown(client, "/so-lieu/tinh-trang/?period=2023"), "Tỷ lệ hộ nghèo")[1:4] == ["–", "–", "3,00%"]


def test_a_measure_of_which_only_a_report_tells_has_its_line(told):
    fall = report("estimate", "1.25", dt.date(2023, 10, 11), measure="poor_household_rate_mean_yearly_fall")
    add(told, "estimates", [fall], where=MINE)
    assert "1,25" in shown(signed_in("an", "officer", MINE), "/so-lieu/tinh-trang/?period=2023")


def test_reports_of_another_place_are_not_shown_and_its_page_is_not_found(told):
    client = signed_in("an", "officer", MINE)
    assert "9,90" not in shown(client, "/so-lieu/tinh-trang/?period=2023")
    shown(client, f"/so-lieu/tinh-trang/?locality={OTHER}&period=2023", expect=404)


def test_a_place_without_reports_says_so(office):
    page = shown(signed_in("an", "officer", MINE), "/so-lieu/tinh-trang/?period=2023")
    assert "Chưa có số ước hay số sơ bộ nào được báo cáo" in page


def test_a_year_of_which_only_an_estimate_tells_can_be_chosen(told):
    rows = [{**report("estimate", "2.1", dt.date(2024, 10, 10)), "period": "2024"}]
    add(told, "estimates", rows, where=MINE, file="uoc2.xlsx")
    page = shown(signed_in("an", "officer", MINE), "/so-lieu/tinh-trang/?period=2023")
    assert '<option value="2024">' in page
