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
    assert f'href="/bao-cao/xem/poverty-review/{COMMUNE}/2026/province/"' in page


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


# Reminders


@pytest.fixture
def mail(monkeypatch, office):
    """What is sent, and nothing else."""
    from django.conf import settings
    from django.core import mail

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")

    monkeypatch.setattr(mail, "outbox", [], raising=False)
    return mail


def reminded(**emails):
    from mtqg.web import access
    from mtqg.web.accounts.models import User
    from mtqg.web.accounts.reminding import remind

    for name, email in emails.items():
        User.objects.filter(username=name).update(email=email)
    return {one["account"]: one["state"] for one in remind(access.today())}


def test_a_letter_a_day_says_what_is_late_and_the_province_hears_of_it_too(owed, mail):
    account("minh", ("appraiser", PROVINCE))
    account("moi", ("officer", COMMUNE))
    said = reminded(an="an@xa.example", minh="minh@tinh.example")
    assert said == {"an": "sent", "minh": "sent", "moi": "no_address"}
    letters = {one.to[0]: one for one in mail.outbox}
    an, minh = letters["an@xa.example"], letters["minh@tinh.example"]
    assert an.subject == "Nhắc việc báo cáo: 1 quá hạn"
    assert "kết quả công nhận hộ nghèo, hộ cận nghèo, 2026, Xã Khâm Đức (20722): hạn" in an.body
    assert minh.subject == "Nhắc việc báo cáo: cấp dưới 1 quá hạn" and "Mường Lát" not in minh.body
    assert reminded() == {"an": "already", "minh": "already", "moi": "no_address"} and len(mail.outbox) == 2


def test_a_letter_that_died_on_its_way_is_not_sent_twice_and_one_that_failed_is_tried_again(owed, mail, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    from mtqg.web.accounts.models import Reminder

    class Killed(BaseException):
        """The process ends here."""

    def dies(self, messages):
        raise Killed

    def fails(self, messages):
        raise OSError

    sends = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", dies)
    with pytest.raises(Killed):
        reminded(an="an@xa.example")
    monkeypatch.setattr(EmailBackend, "send_messages", sends)
    assert reminded()["an"] == "already" and mail.outbox == []
    Reminder.objects.all().delete()
    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    assert reminded()["an"] == "failed"
    monkeypatch.setattr(EmailBackend, "send_messages", sends)
    assert reminded()["an"] == "sent" and Reminder.objects.get().tries == 2


def test_the_province_sees_who_is_late_and_whom_to_ask(owed, mail):
    reminded(an="an@xa.example")
    page = signed_in("minh", "appraiser", PROVINCE).get("/bao-cao/qua-han/").content.decode()
    row = page.split("<tbody>")[1]
    assert "Xã Khâm Đức" in row and ">an\n<" in row and "đã gửi" in row and "Mường Lát" not in page, row
