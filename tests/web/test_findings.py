"""Findings beside what they are about, from the auditor's word to the answer and the close."""

import datetime as dt
import io
import re

import pytest
from office_people import signed_in
from reviewed_rows import AN, MINE, OTHER, PROVINCE, reviewed

from mtqg.core.verify import verify

AT = "/kiem-toan/phat-hien/"


@pytest.fixture
def filled(office):
    return reviewed(office)


@pytest.fixture
def people(filled):
    return {
        "kiem": signed_in("kiem", "auditor", PROVINCE),
        "an": signed_in("an", "officer", MINE),
        "dung": signed_in("dung", "officer", OTHER),
    }


def text(answer, expect=200):
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer.content.decode()


def day(count):
    from mtqg.web import access

    return (access.today() + dt.timedelta(days=count)).isoformat()


def raise_at(client, address):
    """Follow the link of a page to the form, fill it, and send it twice: the finding's address."""
    to = re.search(r'href="(/kiem-toan/phat-hien/neu/\?[^"]+)"', text(client.get(address))).group(1)
    to = to.replace("&amp;", "&")
    code = re.search(r'name="code" value="(PK-\w{7})"', text(client.get(to))).group(1)
    said = {"code": code, "severity": "error", "text": "Điểm B1 cộng sai", "law_document": "07/2021/TT-BLĐTBXH"}
    assert client.post(to, {**said, "due_on": day(-1)}).status_code == 409
    made = client.post(to, {**said, "due_on": day(10)})
    assert made.status_code == 302
    assert client.post(to, {**said, "due_on": day(10)}).status_code == 409
    return made.url


def row_of(place):
    from mtqg.web.poverty.models import PovertySheets

    row = PovertySheets.objects.filter(locality_code=place).select_related("added_by").first()
    return f"/so/poverty_sheets/{row.added_by.n}-{row.row_no}/"


def test_a_finding_at_a_record_is_answered_by_the_unit_and_closed_by_the_auditor(filled, people):
    kiem, an, dung = people["kiem"], people["an"], people["dung"]
    record = row_of(MINE)
    made = raise_at(kiem, record)
    code = made.split("/")[-2]
    for client in (kiem, an):
        assert code in text(client.get(record)) and "chờ trả lời" in text(client.get(AT))
    assert "Nêu phát hiện" not in text(an.get(record))
    assert code not in text(dung.get(AT))
    text(dung.get(made), 404)
    text(dung.post(f"{made}tra-loi/", {"text": "Thay"}), 404)
    work = text(an.get("/"))
    assert "Phát hiện kiểm toán phải trả lời" in work and code in work and code not in text(dung.get("/"))
    # The unit answers and does not judge; the auditor judges and does not answer.
    text(an.post(f"{made}xet/", {"event": "closed", "text": "Xong"}), 403)
    text(kiem.post(f"{made}tra-loi/", {"text": "Xong"}), 403)
    assert an.post(f"{made}tra-loi/", {"after": "0", "text": " "}).status_code == 409
    assert an.post(f"{made}tra-loi/", {"after": "0", "text": "=Đã cộng lại"}).status_code == 302
    assert an.post(f"{made}tra-loi/", {"after": "0", "text": "Đã cộng lại"}).status_code == 409
    returned = {"event": "returned", "after": "1", "text": "Thiếu phiếu gốc", "due_on": day(5)}
    assert kiem.post(f"{made}xet/", returned).status_code == 302
    assert an.post(f"{made}tra-loi/", {"after": "2", "text": "=Gửi phiếu gốc"}).status_code == 302
    assert kiem.post(f"{made}xet/", {"event": "closed", "after": "3", "text": "Chấp nhận"}).status_code == 302
    page = text(an.get(made))
    assert "đã khép" in page and "Gửi phiếu gốc" in page and "Việc tiếp theo" not in page
    assert code not in text(kiem.get(f"{AT}?state=late"))

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(kiem.get(f"{AT}xuat.xlsx").streaming_content))).active
    cells = {cell.value: cell.data_type for cell in sheet[2]}
    assert cells[code] == "s" and cells["=Gửi phiếu gốc"] == "s" and "Chấp nhận" in cells
    from mtqg.catalogue import CATALOGUE

    assert verify(filled, CATALOGUE.tables.values()) == []
    verbs = [act.verb for act in filled.chain.acts if act.verb.startswith("finding.")]
    assert verbs == ["finding.raise", "finding.answered", "finding.returned", "finding.answered", "finding.closed"]


def test_a_figure_and_a_submission_carry_findings_too_and_another_figure_does_not(filled, people):
    from mtqg.core.register.writing import begin
    from mtqg.submissions.actions import open_submission

    kiem = people["kiem"]
    with filled.register() as register, begin(register, AN, verb="submission.open", where=MINE) as act:
        about = {"form": "poverty_sheets", "locality": MINE, "period": "2023", "to_level": "province"}
        owed = open_submission(act, **about, due=dt.date(2024, 1, 10), origin=filled.origin)
    for address, other in (
        (f"/so-lieu/chi-tieu/?measure=poor_household_rate&locality={MINE}&period=2023", ("2023", "2024")),
        (f"/bao-cao/xem/{owed}/", None),
    ):
        code = raise_at(kiem, address).split("/")[-2]
        assert code in text(kiem.get(address)) and code in text(people["an"].get(address))
        if other:
            assert code not in text(kiem.get(address.replace(*other)))
    assert text(people["an"].get(AT)).count("quá hạn trả lời") == 0


def test_an_auditor_raises_nothing_outside_their_places_or_at_what_is_not_there(filled, people):
    elsewhere = signed_in("kiem-xa", "auditor", OTHER)
    row = row_of(MINE).split("/")[-2]
    for of in (f"poverty_sheets-{row}", "poverty_sheets-1-999", "role_grants-1-1", "x", f"poverty_sheets-{'9' * 30}-1"):
        text(elsewhere.get(f"{AT}neu/", {"kind": "record", "of": of}), 404)
    rate = f"locality={MINE}&measure=poor_household_rate&period=2023"
    text(elsewhere.get(f"{AT}neu/", {"kind": "figure", "of": rate}), 404)
    text(elsewhere.get(f"{AT}neu/", {"kind": "person", "of": "an"}), 404)
    text(people["an"].get(f"{AT}neu/", {"kind": "record", "of": f"poverty_sheets-{row}"}), 403)


def test_who_answered_does_not_judge_the_answer_even_as_an_auditor(filled, people):
    made = raise_at(people["kiem"], row_of(MINE))
    from office_people import account

    account("an", ("auditor", MINE))
    an = people["an"]
    assert an.post(f"{made}tra-loi/", {"after": "0", "text": "Đã sửa"}).status_code == 302
    refused = an.post(f"{made}xet/", {"event": "closed", "after": "1", "text": "Được"})
    assert refused.status_code == 409 and "F-006" in refused.content.decode()
