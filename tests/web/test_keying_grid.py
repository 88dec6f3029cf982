"""The keying grid: a household a line, kept as typed, wrong cells named, sent as one batch; two people at once."""

import json

import pytest
from office_files import VILLAGE, csv, live, text, upload
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, signed_in
from register_contents import contents

from mtqg.core.verify import verify

OF = {"place": COMMUNE, "period": "2026", "part": "sheets", "village": VILLAGE, "everyone": "1"}
HOMES = {"H-001": "Hồ Thị Mẩy", "H-002": "Hồ Văn Ba", "H-003": "Hồ Văn Tư"}


@pytest.fixture
def village(office, an):
    """Three households of a village that wait for their sheets."""
    heads = ("Mã xã", "Mã thôn", "Mã hộ", "Họ và tên chủ hộ", "Từ ngày", "Khu vực")
    rows = [dict(zip(heads, (COMMUNE, VILLAGE, *one, "01/07/2025", "Nông thôn"), strict=True)) for one in HOMES.items()]
    looked = upload(an, csv(*rows, heads=heads), "ho.csv", "households", period="")
    assert an.post(looked.url + "ghi/").status_code == 302
    return an


def _author():
    import datetime as dt

    from mtqg.core.acts import Author

    return Author("setup", "setup", dt.datetime(2026, 1, 6, tzinfo=dt.UTC))


def _day(value):
    import datetime as dt

    return dt.date.fromisoformat(value)


def typed(client, key, seen=None, of=OF, **cells):
    """A line as the page's script sends it."""
    line = json.dumps({"key": key, "cells": cells, "seen": seen or {}})
    answer = client.post("/nhap/bang/luu/", {**of, "line": line}, headers={"X-Grid": "1"})
    assert answer.status_code == 200, text(answer)
    return answer.json()


def said(answer, key):
    return next(one["said"] for one in answer["lines"] if one["key"] == key)


def test_paper_is_keyed_a_line_a_household_and_sent_as_one_act(office, village):
    page = text(village.get("/nhap/bang/", OF))
    assert all(code in page for code in HOMES) and "Hồ Thị Mẩy" not in page, "names are masked until asked for"
    typed(village, "*", day="10/10")
    right = said(typed(village, "H-001", income_points="120", deprivation_points="30", lacks_water="x"), "H-001")
    assert right["class"] == "Hộ nghèo" and "B1 120, B2 30" in right["why"] and not right["wrong"]
    wrong = said(typed(village, "H-002", income_points="120", deprivation_points="35"), "H-002")
    assert [one["column"] for one in wrong["wrong"]] == ["deprivation_points"] and "35" in wrong["wrong"][0]["message"]
    n = office.head()[0]
    assert live(office, "poverty_sheets").height == 0
    again = text(village.get("/nhap/bang/", OF))
    assert 'value="120"' in again and "Hộ nghèo" in again, "a closed browser lost nothing"
    assert village.post("/nhap/bang/ghi/", OF).status_code == 302
    assert office.head()[0] == n + 1 and office.acts("import")[-1].where == COMMUNE
    row = live(office, "poverty_sheets").row(0, named=True)
    assert (row["household_code"], row["income_points"], row["lacks_water"]) == ("H-001", 120, True)
    assert row["day"] == _day("2026-10-10") and live(office, "poverty_sheets").height == 1
    left = text(village.get("/nhap/bang/", OF))
    assert "đã có phiếu trong kỳ" in left and 'value="35"' in left, "the wrong line waits in the grid"
    typed(village, "H-002", {"deprivation_points": "35"}, deprivation_points="20")
    village.post("/nhap/bang/ghi/", OF)
    village.post("/nhap/bang/ghi/", OF)  # a click done twice
    assert live(office, "poverty_sheets").height == 2 and office.head()[0] == n + 2
    assert "Hồ Thị Mẩy".encode() not in contents(office)
    assert verify(office, _tables()) == []


def test_two_people_in_one_grid_overwrite_nothing_of_each_other(office, village):
    chi = signed_in("chi", "officer", COMMUNE)
    typed(village, "H-001", income_points="120")
    started = "2026-01-01T00:00:00+00:00"
    heard = chi.get("/nhap/bang/doi/", {**OF, "since": started}).json()
    assert [(one["key"], one["cells"], one["by"]) for one in heard["lines"]] == [
        ("H-001", {"income_points": "120"}, "an")
    ]
    other = typed(chi, "H-001", deprivation_points="30")
    assert other["clashes"] == {} and other["lines"][0]["cells"] == {"income_points": "120", "deprivation_points": "30"}
    clash = typed(chi, "H-001", {"income_points": ""}, income_points="150")
    assert clash["clashes"] == {"H-001": {"income_points": "120"}}
    assert clash["lines"][0]["cells"]["income_points"] == "120", "what Chi had not seen was not overwritten"
    assert typed(chi, "H-001", {"income_points": "120"}, income_points="150")["clashes"] == {}


def test_without_the_script_the_whole_grid_is_a_plain_form(office, village):
    sent = {**OF, "seen": "{}", "*|day": "10/10/2026", "H-003|income_points": "200", "H-003|deprivation_points": "0"}
    assert village.post("/nhap/bang/luu/", sent).status_code == 302
    assert "Không nghèo" in text(village.get("/nhap/bang/", OF))


def test_names_are_shown_after_an_act_that_names_nobody(office, village):
    village.post("/nhap/bang/ten/", OF)
    act = office.acts("personal.reveal")[-1]
    assert (act.by, act.where, act.payload["rows"]) == ("an", COMMUNE, 3) and "Mẩy" not in act.payload_text
    assert "Hồ Thị Mẩy" in text(village.get("/nhap/bang/", OF))


def test_a_household_on_no_list_is_added_from_its_paper(office, village):
    village.post("/nhap/bang/them/", {**OF, "key": "M-9", "head": "Hồ Văn Mới"})
    typed(village, "*", day="11/10")
    typed(village, "M-9", area="Nông thôn", income_points="100", deprivation_points="40")
    village.post("/nhap/bang/ghi/", OF)
    assert live(office, "poverty_sheets")["household_code"].to_list() == ["M-9"]
    assert "Hồ Văn Mới".encode() not in contents(office)


def test_a_household_added_by_mistake_is_taken_out_unless_a_colleague_typed_on(office, village):
    village.post("/nhap/bang/them/", {**OF, "key": "M-9", "head": "Hồ Văn Mới"})
    assert "Bỏ hộ đã thêm" in text(village.get("/nhap/bang/", OF))
    village.post("/nhap/bang/bo/", {**OF, "key": "M-9"})
    page = text(village.get("/nhap/bang/", OF))
    assert "Hồ Văn Mới" not in page and "Bỏ hộ đã thêm" not in page
    typed(village, "H-001", income_points="120")
    village.post("/nhap/bang/bo/", {**OF, "key": "H-001"})
    assert 'value="120"' in text(village.get("/nhap/bang/", OF)), "a household of the list is not taken out"


def test_votes_are_keyed_in_the_same_grid_and_papers_read_them(office, village):
    from mtqg.core.period import read_period
    from mtqg.poverty.paper.writing import Asked, read_ready

    typed(village, "*", day="10/10")
    typed(village, "H-001", income_points="120", deprivation_points="30")
    village.post("/nhap/bang/ghi/", OF)
    votes = {**OF, "part": "votes"}
    typed(village, "*", of=votes, day="20/10", present="41")
    assert said(typed(village, "H-001", of=votes, agree="20", disagree="30"), "H-001")["wrong"]
    told = said(typed(village, "H-001", {"disagree": "30"}, of=votes, disagree="21"), "H-001")
    assert told["class"] == "chưa thông qua" and "20/41" in told["why"] and not told["wrong"]
    village.post("/nhap/bang/ghi/", votes)
    with office.register() as register:
        ready = read_ready(register, office, _author(), Asked(VILLAGE, read_period("2026")))
    assert ready.voted == {"H-001": False} and ready.decided == []
    assert "đã biểu quyết: chưa thông qua" in text(village.get("/nhap/bang/", votes))


def test_a_line_typed_before_somebody_else_recorded_the_household_replaces_nothing(office, village):
    typed(village, "*", day="10/10")
    typed(village, "H-001", income_points="120", deprivation_points="30")
    village.post("/nhap/bang/ghi/", OF)
    typed(village, "H-001", income_points="150", deprivation_points="0")  # from a page that was opened before
    typed(village, "H-002", income_points="150", deprivation_points="0")
    told = text(village.post("/nhap/bang/ghi/", OF, follow=True))
    assert "không ghi đè: H-001." in told and "Đã ghi 1 dòng" in told
    points = dict(live(office, "poverty_sheets").select("household_code", "income_points").iter_rows())
    assert points == {"H-001": 120, "H-002": 150}


def test_a_day_that_is_missing_is_told_at_its_cell_and_may_be_typed_in_each_way(office, village):
    wrong = said(typed(village, "H-001", income_points="120", deprivation_points="30"), "H-001")["wrong"]
    assert [one["column"] for one in wrong] == ["day"]
    before = ""
    for way in ("10/10", "10-10", "10.10", "10/10/2026"):
        assert said(typed(village, "H-001", {"day": before}, day=way), "H-001")["wrong"] == [], way
        before = way


def test_what_no_grid_sends_is_refused_and_spoils_no_line(office, village):
    half = json.dumps({"key": "H-001", "cells": {"income_points": "\ud800"}, "seen": {}})
    for line in (half, half.replace("H-001", "\\ud800"), "[" * 100_000):
        assert village.post("/nhap/bang/luu/", {**OF, "line": line}, headers={"X-Grid": "1"}).status_code == 404
    for moment in ("", "2026-01-01", "0001-01-01T00:00:00+23:59"):
        assert village.get("/nhap/bang/doi/", {**OF, "since": moment}).status_code == 404
    assert said(typed(village, "H-001", income_points="120"), "H-001")["why"].startswith("B1 120")


def test_nothing_is_sent_once_the_commune_has_handed_its_data_in(office, village):
    from mtqg.core.register.writing import begin
    from mtqg.submissions.actions import open_submission, send_submission

    typed(village, "*", day="10/10")
    typed(village, "H-001", income_points="120", deprivation_points="30")
    about = {"form": "poverty-review", "locality": COMMUNE, "period": "2026", "to_level": "province"}
    with office.register() as register:
        with begin(register, _author(), verb="submission.open", where=COMMUNE) as act:
            owed = open_submission(act, **about, due=_day("2027-01-10"), origin=office.origin)
        with begin(register, _author(), verb="submission.send", where=COMMUNE) as act:
            send_submission(act, owed)
    refused = village.post("/nhap/bang/ghi/", OF)
    assert refused.status_code == 409 and owed in text(refused)
    assert live(office, "poverty_sheets").height == 0
    page = text(village.get("/nhap/bang/", OF))
    assert owed in page and 'value="120"' in page, "the page says so; what was typed waits"


def test_a_grid_of_another_commune_is_closed(office, village):
    dung = signed_in("dung", "officer", OTHER_COMMUNE)
    for way, address in (("get", "/nhap/bang/"), ("post", "/nhap/bang/luu/"), ("get", "/nhap/bang/doi/")):
        assert getattr(dung, way)(address, {**OF, "since": "2026-01-01T00:00:00+00:00"}).status_code == 404
    assert signed_in("chi", "auditor", PROVINCE).get("/nhap/bang/", OF).status_code == 403
    assert village.get("/nhap/bang/", {**OF, "village": "14845-01"}).status_code == 409


def test_a_remedy_on_a_page_names_no_command(office, village):
    from mtqg.web.tags import without_command

    page = text(village.get("/nhap/bang/", {**OF, "village": "20722-77"}))
    assert "P-240" in page and "mtqg localities" not in page and "Ghi mã xã" in page
    assert without_command("Xem các đợt nhập: mtqg imports.") == "Xem các đợt nhập."


def _tables():
    from mtqg.catalogue import CATALOGUE

    return CATALOGUE.tables.values()
