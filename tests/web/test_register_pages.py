"""Registers: rows of one's own places, found, filtered, exported and traced; people masked."""

import csv
import io
import re

import pytest
from office_people import signed_in
from reviewed_rows import MINE, OTHER, PROVINCE, add, reviewed, sheet

SHEETS = "/so/poverty_sheets/"


@pytest.fixture
def filled(office):
    return reviewed(office, is_closed=False)


def text(client, address, expect=200):
    answer = client.get(address)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer.content.decode()


def codes(shown):
    return set(re.findall(r"<td>\s*([AB]\d)\s*</td>", shown))


def test_a_register_shows_the_rows_of_ones_own_places_with_people_masked(filled):
    shown = text(signed_in("an", "officer", MINE), SHEETS)
    assert codes(shown) == {"A0", "A1", "A2", "A9"} and "•••" in shown
    assert "Hơ Văn" not in shown and "038201004567" not in shown


def test_somebody_elsewhere_sees_neither_rows_nor_records_nor_exports(filled):
    act = next(one.n for one in filled.chain.acts if one.where == MINE)
    client = signed_in("dung", "officer", OTHER)
    assert codes(text(client, SHEETS)) == {"B0", "B1"}
    text(client, f"{SHEETS}{act}-1/", expect=404)
    text(client, f"{SHEETS}?locality={MINE}", expect=404)
    exported = b"".join(client.get(f"{SHEETS}xuat/csv/").streaming_content).decode("utf-8-sig")
    assert "B0" in exported and "A0" not in exported


def test_who_may_not_see_people_has_no_register_of_people(filled):
    client = signed_in("bo", "ministry", "*")
    assert "poverty_sheets" not in text(client, "/so/") and "household_counts" in text(client, "/so/")
    text(client, SHEETS, expect=404)
    text(client, "/so/role_grants/", expect=404)


def test_a_search_needs_no_accents_but_a_name_is_found_whole_and_exact(filled):
    client = signed_in("an", "officer", MINE)
    assert codes(text(client, f"{SHEETS}?q=can+ngheo")) == {"A9"}
    assert codes(text(client, f"{SHEETS}?q=a1")) == {"A1"}
    assert codes(text(client, f"{SHEETS}?q=HƠ+VĂN+A2")) == {"A2"}
    assert codes(text(client, f"{SHEETS}?q=ho+van+a2")) == set()
    assert codes(text(client, f"{SHEETS}?q=038+201+004+567")) == {"A0"}


def test_rows_are_filtered_by_commune_former_commune_village_and_period(filled):
    client = signed_in("binh", "provincial_office", PROVINCE)
    assert codes(text(client, f"{SHEETS}?locality={OTHER}")) == {"B0", "B1"}
    former = text(client, f"{SHEETS}?locality={MINE}")
    assert "Xã cũ" in former and f'value="{MINE}@2019-12-01"' in former
    assert codes(text(client, f"{SHEETS}?locality={MINE}&old={MINE}@2019-12-01")) == {"A0", "A1", "A2", "A9"}
    assert codes(text(client, f"{SHEETS}?village={OTHER}-01")) == {"B0", "B1"}
    assert codes(text(client, f"{SHEETS}?period=2022")) == set()


@pytest.mark.parametrize(
    ("person", "asked", "wanted"),
    [
        (("binh", "provincial_office", PROVINCE), "", ["A0", "A1", "A2", "A9", "B0", "B1"]),
        (("binh", "provincial_office", PROVINCE), "period=2023", ["A0", "A1", "A2", "A9", "B0", "B1"]),
        (("binh", "provincial_office", PROVINCE), f"locality={MINE}", ["A0", "A1", "A2", "A9"]),
        (("an", "officer", MINE), "period=2023", ["A0", "A1", "A2", "A9"]),
    ],
)
def test_pages_follow_each_other_without_a_row_twice_or_missing(filled, monkeypatch, person, asked, wanted):
    from mtqg.web.registers import views

    monkeypatch.setattr(views, "ROWS", 2)
    monkeypatch.setattr(views, "_STEP", 3)
    client, address, seen = signed_in(*person), f"{SHEETS}?{asked}", []
    while address:
        shown = text(client, address)
        found = codes(shown)
        seen += found
        older = [one for one in shown.split('href="') if one.startswith("?") and "after=" in one.split('"')[0]]
        address = SHEETS + older[0].split('"')[0].replace("&amp;", "&") if older else ""
        assert len(seen) <= 6
    assert client.get(SHEETS, {"after": "9" * 5000}).status_code == 404
    assert sorted(seen) == wanted


def test_a_record_tells_its_source_its_history_and_what_else_speaks_of_it(filled):
    add(filled, "poverty_sheets", [sheet("A0", MINE, "near_poor")], where=MINE, file="sửa.xlsx")
    add(filled, "poverty_sheets", [sheet("A0", MINE, "poor", period="2024")], where=MINE, file="2024.xlsx")
    client = signed_in("an", "officer", MINE)
    old, new, later = [one.n for one in filled.chain.acts if one.where == MINE]
    ended, mended = text(client, f"{SHEETS}{old}-1/"), text(client, f"{SHEETS}{new}-1/")
    assert f"Dòng này đã hết hiệu lực từ tác vụ {new}." in ended
    assert "sửa.xlsx, Biểu 1, <strong>A5:T5</strong>" in mended and "Hộ cận nghèo" in mended
    assert mended.count("<li><time>") == 2 and f"{SHEETS}{later}-1/" in mended


def test_an_export_holds_what_was_filtered_nothing_of_people_and_no_formula(filled):
    import openpyxl

    product = {
        "locality_code": MINE,
        "product_code": "OCOP-1",
        "product_name": '=HYPERLINK("http://x")',
        "product_group": "food",
        "stars": "3",
        "standard": "ocop-2023",
        "day": "2023-05-01",
        "decision_number": "1/QĐ-UBND",
        "decision_issuer": "UBND",
    }
    import datetime as dt

    dated = {"day": dt.date(2023, 5, 1), "decided_on": dt.date(2023, 5, 1)}
    add(filled, "ocop_products", [{**product, **dated}], where=PROVINCE)
    client = signed_in("binh", "provincial_office", PROVINCE)
    lines = b"".join(client.get("/so/ocop_products/xuat/csv/").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(lines))
    assert row["Tên sản phẩm"].startswith("'=")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/so/ocop_products/xuat/xlsx/").streaming_content)))
    assert any(cell.value == product["product_name"] and cell.data_type == "s" for cell in book.active[2])
    sheets = b"".join(client.get(f"{SHEETS}xuat/csv/?locality={OTHER}").streaming_content).decode("utf-8-sig")
    assert "B1" in sheets and "A1" not in sheets and "Hơ Văn" not in sheets and "Họ tên" not in sheets


def test_a_number_that_no_database_holds_is_a_page_that_there_is_not(filled):
    client = signed_in("an", "officer", MINE)
    for number in ("9" * 18, "9" * 20, "9" * 400):
        assert client.get(f"/so/poverty_sheets/{number}-1/").status_code == 404
