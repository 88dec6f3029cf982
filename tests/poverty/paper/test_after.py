"""After the meeting: votes keyed once, then decision, certificates and letters out of one command."""

import datetime as dt

import pytest

from mtqg.core.errors import Refused
from mtqg.poverty.paper.meetings import Meeting, read_meetings
from mtqg.poverty.paper.writing import AFTER

DAY = dt.date(2024, 11, 20)
FIRST, SECOND = "14845-01", "14845-02"


def meetings(**agree):
    return {code: Meeting(code, DAY, 41, agree[name]) for code, name in ((FIRST, "first"), (SECOND, "second"))}


def test_decision_certificates_and_letters_come_out_together(commune, make):
    done = commune.print(*AFTER, meetings=meetings(first=21, second=41))
    decision, certificates, letters = (make.words(path) for path, _ in done.files)
    assert [paper.households for _, paper in done.files] == [3, 2, 1]
    assert "gồm: 1 hộ nghèo; 1 hộ cận nghèo; 1 hộ thoát nghèo; 0 hộ thoát cận nghèo" in decision
    assert "Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16/07/2021" in decision
    assert "GIẤY CHỨNG NHẬN HỘ NGHÈO" in certificates and "GIẤY CHỨNG NHẬN HỘ CẬN NGHÈO" in certificates
    assert "Thào Seo Dợ" in certificates and "Lò Thị Pó" not in certificates
    for said in ("Vàng A Súa", "176 điểm", "175 điểm", "Phụ lục III", "07/2021/TT-BLĐTBXH", "không thuộc diện"):
        assert said in letters
    assert "Lò Thị Pó" not in letters, "who leaves the list asked for nothing"
    assert done.waiting == 0 and done.back == ()


def test_number_day_and_signature_are_left_to_the_document_system(commune):
    said = commune.text("decision", meetings=meetings(first=41, second=41))
    assert "/QĐ-UBND" in said and "7/QĐ-UBND" not in said


@pytest.mark.parametrize(("agree", "households", "back"), [(20, 1, (FIRST,)), (21, 3, ())])
def test_less_than_half_of_those_present_goes_back_to_survey(commune, agree, households, back):
    done = commune.print("decision", meetings=meetings(first=agree, second=41))
    assert done.files[0][1].households == households and done.back == back
    assert done.waiting == (3 if back else 0)


def test_without_a_meeting_there_is_no_decision_and_no_act(commune):
    with pytest.raises(Refused) as refused:
        commune.print(*AFTER)
    assert [problem.code for problem in refused.value.problems] == ["P-246"]
    assert commune.instance.acts("print") == []


def test_votes_requests_and_postings_that_the_register_holds_need_no_file(commune, make):
    step = {"period": "2024", "village_code": FIRST, "day": DAY}
    commune.add("review_meetings", [{**step, "present": 41, "agree": 20}])
    commune.add("review_meetings", [{**step, "day": dt.date(2024, 11, 22), "present": 41, "agree": 30}])
    commune.add("review_postings", [{**step, "place": "Nhà văn hóa", "until_day": dt.date(2024, 11, 27)}])
    leaving = {"household_code": "H-1", "request_kind": "leave"}
    commune.add("review_requests", [{"period": "2024", "village_code": FIRST, "day": DAY, **leaving}])
    done = commune.print("posting", *AFTER)
    said = {path.stem.rpartition("_")[2]: make.words(path) for path, _ in done.files}
    assert "đến hết ngày 27/11/2024" in make.words(done.files[0][0]), "the village's own posting"
    assert "Hơ Văn Chứ" in said["tra-loi-de-nghi"] and "chưa đủ điều kiện ra khỏi danh sách" in said["tra-loi-de-nghi"]
    assert "Hơ Văn Chứ" in said["quyet-dinh"] and "Thào Seo Dợ" not in said["quyet-dinh"]
    assert done.waiting == 1, "the other village did not meet"


def test_a_households_own_vote_stands_before_its_villages_until_the_village_meets_again(commune, make):
    step = {"period": "2024", "village_code": FIRST, "day": DAY, "present": 41}
    commune.add("review_meetings", [{**step, "agree": 40}])
    commune.add("review_votes", [{**step, "household_code": "H-1", "agree": 20, "disagree": 21}])
    voted = make.words(commune.print("decision").files[0][0])
    assert "Hơ Văn Chứ" not in voted and commune.print("decision").waiting > 0
    commune.add("review_meetings", [{**step, "day": dt.date(2024, 11, 23), "agree": 30}])
    assert "Hơ Văn Chứ" in make.words(commune.print("decision").files[0][0])


def test_a_class_that_was_decided_needs_no_meeting_and_prints_its_number(commune, make):
    decided = {"decision_number": "12/QĐ-UBND", "decision_issuer": "UBND", "decided_on": dt.date(2024, 12, 10)}
    commune.add("poverty_sheets", [make.sheet("H-5", "2024", (120, 40), SECOND, decided_class="poor", **decided)])
    said = commune.text("certificates")
    assert "Vi Văn Thưởng" in said and "12/QĐ-UBND ngày 10/12/2024" in said


def test_a_household_that_cannot_be_scored_is_left_waiting(commune, make):
    commune.add("poverty_sheets", [make.sheet("H-5", "2024", (150, None), SECOND)])
    done = commune.print("decision", meetings=meetings(first=41, second=41))
    assert done.waiting == 1 and "Vi Văn Thưởng" not in make.words(done.files[0][0])


def test_all_wrong_cells_of_the_votes_are_told_at_once(tmp_path):
    path = tmp_path / "hop.csv"
    lines = (
        "village_code;day;present;agree",
        f"{FIRST};20/11/2024;x;5",
        f"{SECOND};2024-11-20;40;41",
        "9;2024-11-20;1;1",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_meetings(path, {FIRST, SECOND})
    assert [(problem.place, problem.values["column"]) for problem in refused.value.problems] == [
        ("hop.csv:2", "day"),
        ("hop.csv:2", "present"),
        ("hop.csv:3", "agree"),
        ("hop.csv:4", "village_code"),
    ]
    path.write_text("\n".join([lines[0], *[f"{FIRST};2024-11-20;41;21"] * 2]), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_meetings(path, {FIRST})
    assert [problem.code for problem in refused.value.problems] == ["P-244"]
