"""What waits for somebody: by their places and by what their roles let them do."""

import datetime as dt

import pytest
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, account, signed_in


@pytest.fixture
def owed(office):
    """Khâm Đức owes two reports, one late and one sent by An; Mường Lát, in another province, owes one."""
    from mtqg.core.acts import Author
    from mtqg.core.register.writing import begin
    from mtqg.submissions import actions
    from mtqg.web import access

    today, now = access.today(), dt.datetime.now(dt.UTC)
    account("an", ("officer", COMMUNE))

    def owe(place, form, days, sent=False):
        due = today + dt.timedelta(days=days)
        with office.register() as register:
            with begin(register, Author("binh", "provincial_office", now), verb="submission.open", where=place) as act:
                asked = {"form": form, "locality": place, "period": "2026", "to_level": "province", "due": due}
                code = actions.open_submission(act, **asked, origin="real")
            if sent:
                with begin(register, Author("an", "officer", now), verb="submission.send", where=place) as act:
                    actions.send_submission(act, code)
        return code

    owe(COMMUNE, "poverty-review", -2)
    owe(OTHER_COMMUNE, "poverty-review", 3)
    return owe(COMMUNE, "household-counts", 5, sent=True)


def parts(name):
    from mtqg.web import access
    from mtqg.web.accounts import work
    from mtqg.web.accounts.models import User

    who = access.Person(User.objects.get(username=name), access.today())
    return {one.title: one.count for one in work.parts(who)}, work.progress(who)


def test_each_sees_what_waits_for_them_in_their_own_places(owed):
    account("minh", ("appraiser", PROVINCE))
    account("dung", ("officer", OTHER_COMMUNE))
    account("moi")
    assert parts("an") == ({"Quá hạn": 1}, [])
    assert parts("dung") == ({"Sắp đến hạn": 1}, [])
    assert parts("moi") == ({}, [])
    waiting, progress = parts("minh")
    assert waiting == {"Chờ tiếp nhận": 1}
    assert [(one.handed_in, one.of, one.late) for one in progress] == [(1, 1, 0), (0, 1, 1)]


def test_an_approval_waits_for_the_leader_and_not_for_who_sent_it(office, owed):
    from mtqg.core.acts import Author
    from mtqg.core.register.writing import begin
    from mtqg.submissions.actions import accept_submission

    with office.register() as register:
        minh = Author("minh", "appraiser", dt.datetime.now(dt.UTC))
        with begin(register, minh, verb="submission.accept", where=COMMUNE) as act:
            accept_submission(act, owed)
    account("hoa", ("commune_leader", COMMUNE))
    assert parts("hoa")[0]["Chờ phê duyệt"] == 1
    account("giang", ("provincial_leader", PROVINCE))
    assert parts("giang")[0] == {"Chờ phê duyệt": 1}


def test_the_page_shows_late_reports_with_their_place_and_the_calendar_of_the_law(owed):
    page = signed_in("an").get("/").content.decode()
    assert "Xã Khâm Đức (20722)" in page and "Mường Lát" not in page


def test_the_calendar_of_the_law_is_that_of_the_persons_level(owed):
    from mtqg.web import access
    from mtqg.web.accounts import work
    from mtqg.web.accounts.models import User

    account("binh", ("provincial_office", PROVINCE))
    november = dt.date(2026, 11, 25)
    said = {
        name: [row[0] for row in work.calendar(access.Person(User.objects.get(username=name), november)).rows]
        for name in ("an", "binh")
    }
    assert "Báo cáo quyết toán dự án hoàn thành trong năm" in said["an"]
    assert (
        "Thu, chi ngân sách địa phương của quý" in said["binh"]
        and "Thu, chi ngân sách địa phương của quý" not in said["an"]
    )
