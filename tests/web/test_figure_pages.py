"""Overview, figure, explanation and reading sheet: what a person may see, live and down to the cell."""

import json

import pytest
from office_people import signed_in
from reviewed_rows import MINE, OTHER, PROVINCE, add, reviewed, sheet


@pytest.fixture
def filled(office):
    return reviewed(office)


def text(client, address, expect=200):
    answer = client.get(address)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_overview_shows_the_place_of_the_person_and_each_number_leads_to_its_explanation(filled):
    shown = text(signed_in("an", "officer", MINE), "/so-lieu/")
    assert "Xã Mường Lát" in shown and "<b>3,00%</b>" in shown and "như bản chốt lần 1" in shown
    assert f"/so-lieu/nguon/?measure=poor_household_rate&amp;locality={MINE}&amp;period=2023" in shown


def test_the_overview_of_the_province_leads_to_its_communes_and_says_over_how_many_it_speaks(filled):
    client = signed_in("binh", "provincial_office", PROVINCE)
    shown = text(client, "/so-lieu/")
    assert "2/559 xã có số liệu" in shown
    district = text(client, "/so-lieu/?locality=384&period=2023")
    assert f"locality={MINE}" in district and "3,00" in district and "4,00" in district


def test_a_figure_is_live_after_an_act_and_says_how_far_it_moved_since_the_close(filled):
    client = signed_in("an", "officer", MINE)
    assert "<b>3,00%</b>" in text(client, "/so-lieu/")
    add(filled, "poverty_sheets", [sheet("A7", MINE, "poor")], where=MINE, file="sau.xlsx")
    shown = text(client, "/so-lieu/")
    assert "<b>4,00%</b>" in shown and "tăng 1,00 điểm phần trăm so với bản chốt lần 1" in shown


def test_an_explanation_goes_from_the_figure_to_its_rows_with_file_sheet_cell_decision_and_law(filled):
    client = signed_in("an", "officer", MINE)
    shown = text(client, "/so-lieu/nguon/?measure=poor_household_rate")
    assert "Tử số: 3" in shown and "Mẫu số: 100" in shown and "07/2021/NĐ-CP" in shown
    assert "=ra-soat.xlsx, Biểu 1, <strong>A5</strong>" in shown and "12/QĐ-UBND" in shown
    record = shown.split('href="/so/poverty_sheets/')[1].split('"')[0]
    assert "Biểu 1" in text(client, f"/so/poverty_sheets/{record}")
    whole = text(client, "/so-lieu/nguon/?measure=poor_household_rate&of=whole")
    assert "household_counts-" in whole and "b.xlsx" not in whole  # a token of the page may well hold "B0"


def test_somebody_who_may_not_see_people_sees_the_total_and_no_row(filled):
    shown = text(signed_in("bo", "ministry", "*"), f"/so-lieu/nguon/?measure=poor_household_rate&locality={MINE}")
    assert "Tử số: 3" in shown and "không xem được từng hộ" in shown and "ra-soat.xlsx" not in shown


def test_an_officer_elsewhere_is_told_that_there_is_no_such_page(filled):
    client = signed_in("dung", "officer", OTHER)
    for page in ("", "chi-tieu/", "nguon/", "trang-doc/", "bao-cao/"):
        text(client, f"/so-lieu/{page}?locality={MINE}", expect=404)
        text(client, f"/so-lieu/{page}?locality={PROVINCE}", expect=404)


def test_the_figure_page_gives_what_the_command_line_gives(filled):
    from mtqg.asking import answer
    from mtqg.core.period import read_period

    given = text(
        signed_in("an", "officer", MINE), "/so-lieu/chi-tieu/?measure=poor_household_rate&on=2023-12-31&format=json"
    )
    found = answer(filled.home, measure="poor_household_rate", locality=MINE, period=read_period("2023"))
    assert json.loads(given) == json.loads(json.dumps(found.as_json()))


def test_a_wrong_selector_is_refused_with_its_code(filled):
    client = signed_in("an", "officer", MINE)
    assert "<code>" in text(client, "/so-lieu/chi-tieu/?period=khong-phai", expect=409)
    assert "C-040" in text(client, "/so-lieu/chi-tieu/?measure=khong-co", expect=409)


def test_the_reading_sheet_says_sentences_that_open_to_what_a_listener_asks(filled):
    shown = text(signed_in("an", "officer", MINE), "/so-lieu/trang-doc/")
    assert "<summary>Tỷ lệ hộ nghèo là 3,00%.</summary>" in shown
    for asked in ("Gốc tính", "3 trên 100 hộ", "Thời điểm", "Kế hoạch", "Năm trước", "Dễ nhầm:"):
        assert asked in shown
    assert "src=" not in shown.split("<main")[1]  # nothing is loaded after the page


def test_a_report_is_written_by_a_job_and_only_its_asker_may_download_it(filled):
    import threading

    from mtqg.web.jobs.running import work

    client = signed_in("binh", "provincial_office", PROVINCE)
    asked = {"locality": PROVINCE, "as_of": "2024-01-31", "form": "html", "state": "closed"}
    assert client.post("/so-lieu/bao-cao/lap/", asked).status_code == 302
    assert work(stop=threading.Event(), once=True) == 1
    shown = text(client, "/so-lieu/bao-cao/")
    assert "báo cáo</a>" in shown and "phiếu trình</a>" in shown and "Các bản đã chốt" in shown
    file = next(one for one in shown.split('"') if one.startswith("/so-lieu/bao-cao/") and one.endswith("-31.html"))
    answer = client.get(file)
    assert "3,33" in b"".join(answer.streaming_content).decode()
    assert signed_in("khac", "provincial_office", PROVINCE).get(file).status_code == 404
    assert client.post("/so-lieu/bao-cao/lap/", {**asked, "locality": "48"}).status_code == 404
