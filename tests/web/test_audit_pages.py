"""The auditor's pages: the chain verified and taken away, a sample that anybody draws again, what changed and why."""

import datetime as dt
import io
import re
import threading

import pytest
from office_people import signed_in
from reviewed_rows import AN, MINE, OTHER, PROVINCE, add, reviewed, sheet

SAMPLE = f"/kiem-toan/mau/?kind=households&locality={PROVINCE}&period=2023&seed=158&size=3"


@pytest.fixture
def filled(office):
    return reviewed(office)


@pytest.fixture
def auditor(filled):
    return signed_in("kiem", "auditor", "*")


def text(client, address, expect=200):
    answer = client.get(address)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer.content.decode()


def verified(client, head=""):
    from mtqg.web.jobs.running import work

    assert client.post("/kiem-toan/doi-chieu/", {"head": head}).status_code == 302
    work(stop=threading.Event(), once=True)
    return text(client, "/kiem-toan/")


def test_the_chain_is_verified_with_its_head_and_a_changed_row_is_found(filled, auditor):
    from django.db import connection

    _, head = filled.head()
    assert head in text(auditor, "/kiem-toan/")
    assert "Không có sai lệch" in verified(auditor, head)
    assert "K-042" in verified(auditor, "f" * 64)
    with connection.cursor() as cursor:  # behind the back of every rule
        if connection.vendor != "sqlite":
            pytest.skip("the triggers of SQLite are dropped here")
        for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE poverty_sheets SET decided_class = 'poor' WHERE household_code = 'A9'")
    assert "sai lệch hoặc cần lưu ý" in verified(auditor)


def test_the_chain_taken_away_is_verified_without_the_server(filled, auditor, tmp_path):
    from mtqg.core.acts import read_chain
    from mtqg.core.verify import verified_chain

    file = tmp_path / "chuoi.jsonl"
    file.write_bytes(auditor.get("/kiem-toan/chuoi/").content)
    written = read_chain(file)
    assert written.n >= filled.head()[0] - 1 and list(verified_chain(written, written.head)) == []
    file.write_bytes(file.read_bytes().replace(b'"An"', b'"Am"', 1))
    assert list(verified_chain(read_chain(file)))


def test_a_sample_is_the_same_for_the_same_seed_and_state_whatever_came_since(filled, auditor):
    n, _ = filled.head()
    first = text(auditor, f"{SAMPLE}&n={n}")
    drawn = [one for one in ("A0", "A1", "A2", "A9", "B0", "B1") if f">{one}</a>" in first]
    assert len(drawn) == 3 and "3 trên 6" in first
    add(filled, "poverty_sheets", [sheet(f"C{at}", OTHER, "poor") for at in range(9)], where=OTHER, file="c.xlsx")
    again = text(auditor, f"{SAMPLE}&n={n}")
    assert [one for one in drawn if f">{one}</a>" in again] == drawn and "3 trên 6" in again
    assert "3 trên 15" in text(auditor, SAMPLE)
    assert text(auditor, f"{SAMPLE}&n={n}".replace("158", "159")) != again


def test_communes_and_decisions_are_drawn_too_and_check_sheets_have_room_for_what_is_found(filled, auditor):
    import openpyxl

    assert "30 trên " in text(auditor, f"/kiem-toan/mau/?kind=communes&locality={PROVINCE}")
    decisions = text(auditor, f"/kiem-toan/mau/?kind=decisions&locality={PROVINCE}&period=2023")
    assert "12/QĐ-UBND" in decisions and "1 trên 1" in decisions
    answer = auditor.get(SAMPLE.replace("/mau/", "/mau/phieu.xlsx"))
    sheet_of = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    values = [[cell.value for cell in row] for row in sheet_of.iter_rows()]
    assert any("158" in line for line in values)
    head = next(line for line in values if "Thực tế ghi nhận" in line)
    assert len([line for line in values if isinstance(line[0], int)]) == 3 and head[1] == "Mã hộ"


def test_a_drawn_decision_leads_to_what_it_decided_and_a_row_to_its_decision(filled, auditor):
    number = {"decision_number": "12/QĐ-UBND", "decision_issuer": "UBND xã", "decided_on": dt.date(2023, 12, 20)}
    about = {"decision_kind": "recognition", "title": "Công nhận hộ nghèo", "day": dt.date(2023, 12, 20)}
    add(filled, "decisions", [{**number, **about, "locality_code": MINE}], where=MINE, file="qd.csv")
    page = text(auditor, f"/kiem-toan/mau/?kind=decisions&locality={PROVINCE}&period=2023")
    decision = re.search(r'href="(/so/decisions/[^"]+)"', page)[1]
    assert ">A0 (" in text(auditor, decision), "what it decided"
    row = text(auditor, f"/so/poverty_sheets/?locality={MINE}")
    at = re.search(r'href="(/so/poverty_sheets/\d+-\d+/)"', row)[1]
    assert f'href="{decision}"' in text(auditor, at) and "Công nhận hộ nghèo" in text(auditor, at)
    elsewhere = signed_in("dung", "officer", OTHER)
    theirs = re.search(r'href="(/so/poverty_sheets/\d+-\d+/)"', text(elsewhere, "/so/poverty_sheets/"))[1]
    assert "12/QĐ-UBND" in text(elsewhere, theirs) and decision not in text(elsewhere, theirs)


def test_a_drawn_decision_of_the_province_leads_nowhere_for_who_audits_a_commune(filled):
    number = {"decision_number": "12/QĐ-UBND", "decision_issuer": "UBND xã", "decided_on": dt.date(2023, 12, 20)}
    about = {"decision_kind": "recognition", "title": "Công nhận hộ nghèo", "day": dt.date(2023, 12, 20)}
    add(filled, "decisions", [{**number, **about, "locality_code": PROVINCE}], where=PROVINCE, file="qd.csv")
    page = text(signed_in("xa", "auditor", MINE), f"/kiem-toan/mau/?kind=decisions&locality={MINE}&period=2023")
    assert "12/QĐ-UBND" in page and "/so/decisions/" not in page, "it is not found where it would lead"


def test_what_changed_after_a_close_after_the_day_or_for_somebody_else_is_listed_with_its_reason(filled, auditor):
    from mtqg.core.acts import Author
    from mtqg.core.register.writing import begin
    from mtqg.submissions.actions import open_submission

    with filled.register() as register, begin(register, AN, verb="submission.open", where=MINE) as act:
        about = {"form": "poverty_sheets", "locality": MINE, "period": "2023", "to_level": "province"}
        open_submission(act, **about, due=dt.date(2024, 1, 10), origin=filled.origin)
    before = text(auditor, "/kiem-toan/thay-doi/")
    assert "Không có tác vụ nào như vậy." in before
    province = Author("Binh", "provincial_office", dt.datetime(2024, 2, 1, tzinfo=dt.UTC))
    add(filled, "poverty_sheets", [sheet("A5", MINE, "poor")], where=MINE, author=province, file="sau.xlsx")
    shown = text(auditor, "/kiem-toan/thay-doi/")
    assert "sau bản chốt lần 1" in shown and "văn phòng tỉnh làm thay xã" in shown
    assert "sau hạn 10/01/2024" in shown
    assert "Không có tác vụ nào như vậy." in text(auditor, "/kiem-toan/thay-doi/?kind=undone")


def test_nobody_but_an_auditor_gets_in_and_one_of_a_province_takes_no_chain_of_all(filled):
    assert signed_in("an", "officer", MINE).get("/kiem-toan/").status_code == 403
    local = signed_in("kiem-tinh", "auditor", PROVINCE)
    text(local, "/kiem-toan/")
    text(local, "/kiem-toan/chuoi/", expect=404)
