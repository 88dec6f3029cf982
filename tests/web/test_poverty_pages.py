"""The papers of a village set by a job, and why a household has its class: seen by their commune alone."""

import datetime as dt
import re

import pytest
from office_people import signed_in
from paper_village import COMMUNE, NAMES, OTHER, VILLAGE, YEAR, filled

PAGE, ASK = "/giam-ngheo/in/", "/giam-ngheo/in/dat/"
ASKED = {"place": COMMUNE, "village": VILLAGE, "period": str(YEAR), "set": "posting"}
ELSEWHERE = "20722"


@pytest.fixture
def village(office):
    return filled(office)


@pytest.fixture
def an(village):
    return signed_in("an", "officer", COMMUNE)


def text(answer, expect=200):
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer.content.decode()


def work():
    import threading

    from mtqg.web.jobs import running

    return running.work(stop=threading.Event(), once=True)


def links(client):
    return re.findall(r'href="(/giam-ngheo/in/\d+/[^"]+)"', text(client.get(PAGE)))


def test_a_click_done_twice_prints_a_village_once_under_an_act_that_names_nobody(village, an):
    assert an.post(ASK, ASKED).status_code == 302 and an.post(ASK, ASKED).status_code == 302
    n = village.head()[0]
    assert "hx-get" in text(an.get(PAGE)) and work() == 1
    assert village.head()[0] == n + 1
    act = village.acts("print")[-1]
    assert (act.by, act.where, act.payload["villages"]) == ("an", VILLAGE, [VILLAGE])
    assert not any(name in act.payload_text for name in NAMES)
    (at,) = links(an)
    answer = an.get(at)
    assert b"".join(answer.streaming_content).startswith(b"%PDF") and answer["Cache-Control"] == "no-store"
    for client in (signed_in("hoa", "commune_leader", COMMUNE), signed_in("dung", "officer", ELSEWHERE)):
        assert client.get(at).status_code == 404, "papers are for whoever printed them"


def test_what_cannot_be_printed_says_why_and_what_is_not_ones_own_is_not_printed(village, an):
    an.post(ASK, {**ASKED, "village": OTHER})
    an.post(ASK, {**ASKED, "village": "", "set": "decision"})
    work()
    page = text(an.get(PAGE))
    assert links(an) == [] and page.count('class="problems"') == 2 and village.acts("print") == []
    dung = signed_in("dung", "officer", ELSEWHERE)
    assert dung.post(ASK, ASKED).status_code == 403
    assert dung.post(ASK, {**ASKED, "place": ELSEWHERE}).status_code == 404, "a village of another commune"
    text(dung.get(PAGE, {"place": COMMUNE}), expect=404)


def test_a_role_taken_back_before_the_worker_came_prints_nothing(village, an):
    from mtqg.web.jobs.models import Job

    an.post(ASK, ASKED)
    Job.objects.update(asked_by="dung")
    signed_in("dung", "officer", ELSEWHERE)
    work()
    assert Job.objects.get().state == "failed" and village.acts("print") == []
    assert list((village.home / "papers").glob("*")) == []


def record(client, household):
    """The record of last year's sheet of a household."""
    rows = text(client.get("/so/poverty_sheets/", {"q": household}))
    return re.search(r'href="(/so/poverty_sheets/\d+-\d+/)"', rows)[1]


def test_two_answers_change_and_the_class_before_and_after_is_shown_and_printed(village, an):
    to_why = re.search(r'href="(/giam-ngheo/vi-sao/[^"]+)"', text(an.get(record(an, "H-05"))))[1]
    n = village.head()[0]
    page = text(an.get(to_why))
    assert "Không nghèo" in page and "Nếu đổi như dưới đây" not in page and "140" in page
    changed = {"income_points": "115", "deprivation_points": "30"}
    page = text(an.post(to_why, changed))
    found = re.findall(r'class="chip [^"]*">([^<]+)</span></p><p>B1: <b>(\d+)</b> · B2: <b>(\d+)', page)
    assert found == [("Không nghèo", "190", "10"), ("Hộ nghèo", "115", "30")]
    assert "140 điểm (07/2021/TT-BLĐTBXH, Phụ lục III)" in page, "the limit's provision is named"
    assert an.post(to_why, {"income_points": "9" * 40}).status_code == 409
    pdf = an.post(f"{to_why}in/", changed)
    assert pdf.content.startswith(b"%PDF") and pdf["Content-Type"] == "application/pdf"
    assert village.head()[0] == n, "nothing is recorded"


def test_an_answer_of_the_sheet_is_changed_and_one_left_as_it_was_is_no_change(village, an):
    to_why = record(an, "H-05").replace("/so/", "/giam-ngheo/vi-sao/")
    form = text(an.get(to_why))
    asked = dict.fromkeys(re.findall(r'name="(asked\.\w+)"', form), "1")
    assert "Nếu đổi như dưới đây" not in text(an.post(to_why, asked)), "as it was"
    one = next(name for name in asked if "lacks" in name).removeprefix("asked.")
    page = text(an.post(to_why, {**asked, f"b.{one}": "yes"}))
    assert "Những câu đổi" in page and "Nếu đổi như dưới đây" in page


def test_somebody_elsewhere_and_who_may_not_see_people_get_no_answer(village, an):
    at = record(an, "H-05").replace("/so/", "/giam-ngheo/vi-sao/")
    text(signed_in("dung", "officer", ELSEWHERE).get(at), expect=404)
    assert signed_in("giang", "provincial_leader", "38").get(at).status_code == 403
    text(an.get(at.replace("poverty_sheets", "households")), expect=404)


def test_a_number_of_two_communes_is_shown_to_each_masked_and_the_other_household_only_counted(village, an):
    from paper_village import add

    from mtqg.access.scope import EVERYTHING
    from mtqg.web.access import Reader
    from mtqg.web.poverty.twin_views import count

    about = {"period": str(YEAR), "standard": "poverty-2022", "day": dt.date(YEAR, 10, 5), "area": "rural"}
    points = {"income_points": 100, "deprivation_points": 40, "identity_number": "038199000001"}
    for place, code in ((COMMUNE, "ML-1"), ("14848", "TC-9")):
        home = {
            "locality_code": place,
            "village_code": f"{place}-01",
            "household_code": code,
            "head_name": "Hơ Thị Xuân",
        }
        add(village, "poverty_sheets", [{**about, **points, **home}])
    assert count(Reader(EVERYTHING), [village.head()[0]]) == 1 and count(Reader(EVERYTHING), [1]) == 0
    page = text(an.get("/giam-ngheo/trung-so/"))
    assert "ML-1" in page and "1 hộ ngoài địa bàn của bạn" in page and "TC-9" not in page
    assert "038199000001" not in page and "Hơ Thị Xuân" not in page
    both = text(signed_in("binh", "provincial_office", "38").get("/giam-ngheo/trung-so/"))
    assert both.index("ML-1") < both.index("TC-9") and "ngoài địa bàn" not in both
    assert "ML-1" not in text(signed_in("dung", "officer", ELSEWHERE).get("/giam-ngheo/trung-so/"))


def test_a_number_typed_for_want_of_any_fills_a_page_and_no_more(office):
    from reviewed_rows import MINE, PROVINCE, add, sheet

    from mtqg.web.poverty.twin_views import EACH

    rows = [{**sheet(f"Z{at}", MINE, "poor"), "identity_number": "000000000000"} for at in range(EACH + 5)]
    add(office, "poverty_sheets", [*rows, {**rows[0], "household_code": "Z", "locality_code": "14848"}], where=PROVINCE)
    page = text(signed_in("an", "officer", MINE).get("/giam-ngheo/trung-so/"))
    assert page.count("/so/poverty_sheets/") == EACH
    assert "5 hộ nữa trong địa bàn của bạn" in page and "1 hộ ngoài địa bàn của bạn" in page
