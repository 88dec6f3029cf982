"""Roles are granted, lent and revoked by acts; duties stay apart."""

import datetime as dt

import pytest
from office_people import COMMUNE, OTHER_COMMUNE, PROVINCE, account, signed_in

from mtqg.catalogue import CATALOGUE
from mtqg.core.verify import verify

WHY = "QĐ phân công 12/QĐ-UBND"


@pytest.fixture
def admin(office):
    return signed_in("quan", "administrator", "*")


def today():
    from mtqg.web import access

    return access.today()


def yesterday():
    return today() - dt.timedelta(days=1)


def grant(client, name, role, place, **more):
    said = {"role": role, "place": place, "day": today().isoformat(), "why": WHY, **more}
    return client.post(f"/nguoi-dung/{name}/vai-tro/", said)


def test_a_person_is_added_given_a_role_and_signs_in_with_a_password_told_once(admin, office):
    said = admin.post("/nguoi-dung/them/", {"account": "an", "full_name": "Nguyễn An"}).content.decode()
    password = said.split('class="secret">')[1].split("<")[0]
    assert grant(admin, "an", "officer", COMMUNE).status_code == 302
    from office_people import anybody

    an = anybody()
    an.post("/dang-nhap/", {"username": "an", "password": password})
    assert an.get("/").headers["Location"] == "/doi-mat-khau/"
    granted = office.acts("role.grant")[-1]
    assert (granted.by, granted.role, granted.where, granted.why) == ("quan", "administrator", COMMUNE, WHY)
    assert password not in "".join(one.payload_text for one in office.chain.acts)
    assert verify(office, CATALOGUE.tables.values()) == []


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [
        ("commune_leader", COMMUNE, "không vừa nhập vừa phê duyệt"),
        ("officer", "99999", "Không có đơn vị hành chính"),
        ("officer", COMMUNE, "đã có vai trò này"),
    ],
)
def test_what_may_not_be_granted_is_said_and_leaves_no_act(admin, office, role, place, said):
    account("an")
    grant(admin, "an", "officer", COMMUNE)
    before = office.head()
    answer = grant(admin, "an", role, place)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert office.head() == before


def test_nobody_grants_themselves_a_role(admin, office):
    from mtqg.access.roles import Grant
    from mtqg.core.errors import Refused
    from mtqg.web import acts
    from mtqg.web.accounts.actions import grant_role
    from mtqg.web.accounts.models import User

    assert grant(admin, "quan", "law_desk", "*").status_code == 403
    quan = User.objects.get(username="quan")
    with pytest.raises(Refused) as refused, acts.begin(by=quan, verb="role.grant", role="administrator") as act:
        grant_role(act, Grant("quan", "law_desk", "*", today()))
    assert refused.value.problems[0].code == "W-003"


def test_a_role_that_is_revoked_ends_at_once_and_stays_readable(admin, office):
    an = signed_in("an", "officer", COMMUNE)
    from mtqg.web.accounts.models import RoleGrants

    row = RoleGrants.objects.get(account="an", ended_by=None)
    assert an.get("/").content.decode().count("chưa có vai trò") == 0
    assert (
        admin.post("/nguoi-dung/an/thu-hoi/", {"row": row.pk, "last_day": yesterday(), "why": WHY}).status_code == 302
    )
    assert "chưa có vai trò" in an.get("/").content.decode()
    kept = RoleGrants.objects.get(account="an", ended_by=None)
    assert kept.ends_on == today() - dt.timedelta(days=1) and RoleGrants.objects.filter(account="an").count() == 2


def test_the_last_administrator_stays(admin, office):
    other = signed_in("hai", "administrator", "*")
    from mtqg.web.accounts.models import RoleGrants, User

    User.objects.filter(username="hai").update(is_active=True)
    row = RoleGrants.objects.get(account="hai", ended_by=None)
    assert (
        admin.post("/nguoi-dung/hai/thu-hoi/", {"row": row.pk, "last_day": yesterday(), "why": WHY}).status_code == 302
    )
    own = RoleGrants.objects.get(account="quan", ended_by=None)
    assert (
        admin.post("/nguoi-dung/quan/thu-hoi/", {"row": own.pk, "last_day": yesterday(), "why": WHY}).status_code == 403
    )
    assert (
        other.post("/nguoi-dung/quan/thu-hoi/", {"row": own.pk, "last_day": yesterday(), "why": WHY}).status_code == 403
    )


def test_a_leader_lends_the_own_role_for_days_and_nothing_else(office):
    hoa = signed_in("hoa", "commune_leader", COMMUNE)
    signed_in("pho", verified=True)
    last = today() + dt.timedelta(days=7)
    asked = {"own": f"commune_leader|{COMMUNE}", "account": "pho", "day": today(), "ends_on": last, "why": WHY}
    assert hoa.post("/uy-quyen/", asked).status_code == 302
    from mtqg.web import access
    from mtqg.web.accounts.models import User

    pho = access.Person(User.objects.get(username="pho"), last)
    assert pho.role_at("approve", COMMUNE) == "commune_leader"
    assert not access.Person(pho.user, last + dt.timedelta(days=1)).may("approve")
    elsewhere = hoa.post("/uy-quyen/", {**asked, "own": f"commune_leader|{OTHER_COMMUNE}"})
    assert elsewhere.status_code == 200 and office.acts("role.delegate")[-1].where == COMMUNE
    lent_on = signed_in("pho").post("/uy-quyen/", {**asked, "account": "hoa"})
    assert lent_on.status_code == 200  # what was lent is not lent on


def test_an_administrator_of_a_province_looks_after_its_people_alone(office):
    client = signed_in("tinh", "administrator", PROVINCE)
    account("an", ("officer", COMMUNE))
    account("dung", ("officer", OTHER_COMMUNE))
    page = client.get("/nguoi-dung/").content.decode()
    assert ">an<" in page and ">dung<" not in page
    assert client.get("/nguoi-dung/dung/").status_code == 404
    assert grant(client, "an", "officer", OTHER_COMMUNE).status_code == 403
    assert grant(client, "an", "administrator", "*").status_code == 403


def test_a_masked_number_is_shown_for_an_act_and_never_elsewhere(office):
    from mtqg.web import acts
    from mtqg.web.accounts.models import User
    from mtqg.web.masked import masked
    from mtqg.web.poverty.models import PovertySheets

    an, dung = signed_in("an", "officer", COMMUNE), signed_in("dung", "officer", OTHER_COMMUNE)
    sheet = {"period": "2026", "standard": "poverty-2022", "locality_code": COMMUNE, "household_code": "H1"}
    with acts.begin(by=User.objects.get(username="an"), verb="sheet.add", at=COMMUNE) as act:
        act.add(PovertySheets(**sheet, identity_number="049201004567", day=today(), area="rural"))
    cell = masked(PovertySheets.objects.get(), "identity_number")
    assert "049" not in f"{cell.text}{cell.token}"
    assert dung.post("/hien/", {"token": cell.token}).status_code == 404
    assert an.post("/hien/", {"token": cell.token + "x"}).status_code == 404
    assert "049201004567" in an.post("/hien/", {"token": cell.token}).content.decode()
    (shown,) = office.acts("personal.reveal")
    assert (shown.by, shown.where, shown.payload["column"]) == ("an", COMMUNE, "identity_number")
    assert "049201004567" not in shown.payload_text


def test_a_stopped_account_is_out_at_once_and_comes_back_without_roles(admin, office):
    from mtqg.web import acts
    from mtqg.web.accounts.actions import reset_account
    from mtqg.web.accounts.models import RoleGrants, User

    an = signed_in("an", "officer", COMMUNE)
    assert an.get("/").status_code == 200
    at, stop, again = "/nguoi-dung/an/ngung/", {"do": "stop", "why": WHY}, {"do": "open", "why": "trở lại"}
    assert 'name="do" value="stop"' in admin.get("/nguoi-dung/an/").content.decode()
    assert admin.post(at, {**stop, "why": ""}).status_code == 400 and an.get("/").status_code == 200
    assert admin.post(at, {"why": WHY}).status_code == 404 and an.get("/").status_code == 200
    stale = User.objects.get(username="an")
    assert admin.post(at, stop).status_code == 302
    assert admin.post(at, stop).status_code == 409  # a second click does not open it again
    assert an.get("/").headers["Location"].startswith("/dang-nhap/")
    assert [one.ends_on for one in RoleGrants.objects.filter(account="an", ended_by=None)] == [yesterday()]
    stopped = office.acts("account.stop")[-1]
    assert (stopped.by, stopped.why, stopped.payload["account"]) == ("quan", WHY, "an")
    with acts.begin(by=account("quan"), verb="account.reset", role="administrator") as act:
        reset_account(act, stale)  # read before it was stopped
    assert not User.objects.get(username="an").is_active
    said = admin.post(at, again).content.decode()
    assert admin.post(at, again).status_code == 409
    assert 'class="secret">' in said and User.objects.get(username="an").is_active
    assert an.get("/").status_code == 302  # the session of before does not come back to life
    assert admin.post("/nguoi-dung/quan/ngung/", stop).status_code == 403
    assert verify(office, CATALOGUE.tables.values()) == []


@pytest.mark.parametrize("way", ["stopped", "revoked"])
def test_what_was_lent_ends_with_the_role_it_was_lent_of(admin, office, way):
    from mtqg.web import access
    from mtqg.web.accounts.models import RoleGrants, User

    hoa, last = signed_in("hoa", "commune_leader", COMMUNE), today() + dt.timedelta(days=5)
    pho = account("pho", ("officer", OTHER_COMMUNE))
    asked = {"own": f"commune_leader|{COMMUNE}", "account": "pho", "day": today(), "ends_on": last, "why": WHY}
    hoa.post("/uy-quyen/", asked)
    assert access.Person(pho, today()).may("approve")
    own = RoleGrants.objects.get(account="hoa", ended_by=None)
    if way == "stopped":
        admin.post("/nguoi-dung/hoa/ngung/", {"do": "stop", "why": WHY})
    else:
        admin.post("/nguoi-dung/hoa/thu-hoi/", {"row": own.pk, "last_day": yesterday(), "why": WHY})
    left = access.Person(User.objects.get(username="pho"), today())
    assert not left.may("approve") and left.role_at("enter", OTHER_COMMUNE) == "officer"
    assert verify(office, CATALOGUE.tables.values()) == []


def test_the_last_administrator_is_not_stopped(office):
    from mtqg.core.errors import Refused
    from mtqg.web import acts
    from mtqg.web.accounts.actions import stop_account

    quan = account("quan", ("administrator", "*"))
    with pytest.raises(Refused) as refused, acts.begin(by=quan, verb="account.stop", role="administrator") as act:
        stop_account(act, quan)
    quan.refresh_from_db()
    assert refused.value.problems[0].code == "W-011" and quan.is_active


def test_a_role_ends_by_a_day_to_come_and_a_lent_one_at_once(admin, office):
    from mtqg.web.accounts.models import RoleGrants

    hoa, last = signed_in("hoa", "commune_leader", COMMUNE), today() + dt.timedelta(days=5)
    account("pho")
    asked = {"own": f"commune_leader|{COMMUNE}", "account": "pho", "day": today(), "ends_on": last, "why": WHY}
    hoa.post("/uy-quyen/", asked)
    lent = RoleGrants.objects.get(account="pho", ended_by=None)
    stranger = signed_in("khac", "commune_leader", OTHER_COMMUNE)
    assert stranger.post("/uy-quyen/thoi/", {"row": lent.pk}).status_code == 404
    assert hoa.post("/uy-quyen/thoi/", {"row": lent.pk}).status_code == 302
    assert not RoleGrants.objects.filter(account="pho", ended_by=None).exists()  # it had begun today: nothing stays
    own = RoleGrants.objects.get(account="hoa", ended_by=None)
    page = admin.get(f"/nguoi-dung/hoa/thu-hoi/?row={own.pk}").content.decode()
    assert "Lãnh đạo xã" in page and "Khâm Đức" in page
    assert admin.post("/nguoi-dung/hoa/thu-hoi/", {"row": own.pk, "last_day": last}).status_code == 400
    admin.post("/nguoi-dung/hoa/thu-hoi/", {"row": own.pk, "last_day": last, "why": WHY})
    assert RoleGrants.objects.get(account="hoa", ended_by=None).ends_on == last
    assert hoa.get("/uy-quyen/").status_code == 200


def test_what_is_ended_is_not_made_longer(admin, office):
    """Nor does an end ask what a grant must ask: whether duties stay apart, whether the lender holds the role."""
    from mtqg.web.accounts.models import RoleGrants

    last = today() + dt.timedelta(days=5)
    account("an")
    grant(admin, "an", "officer", COMMUNE, ends_on=last.isoformat())
    row, at = RoleGrants.objects.get(account="an", ended_by=None), "/nguoi-dung/an/thu-hoi/"
    later = admin.post(at, {"row": row.pk, "last_day": last + dt.timedelta(days=1), "why": WHY})
    assert later.status_code == 400 and f"{last:%d/%m/%Y}" in later.content.decode()
    assert RoleGrants.objects.get(account="an", ended_by=None).ends_on == last
    assert admin.post(at, {"row": row.pk, "last_day": last, "why": WHY}).status_code == 302
    assert admin.get(f"{at}?row={'9' * 4500}").status_code == 404
