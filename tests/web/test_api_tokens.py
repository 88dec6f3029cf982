"""Tokens of the programming interface: made and revoked by acts, never more than their person may do."""

import datetime as dt
import re

import pytest
from api_clients import Program, program, token
from office_people import COMMUNE, PROVINCE, account, anybody, signed_in

PAGE = "/toi/khoa/"


def made(client, **changed):
    day = (dt.datetime.now(dt.UTC) + dt.timedelta(days=10)).date().isoformat()
    said = {"title": "báo cáo tuần", "areas": ["figures", "registers"], "ends_on": day, **changed}
    return client.post(PAGE, said).content.decode()


def secret_in(page):
    return re.search(r"mtqg_[\w-]{43}", page).group()


def test_a_token_is_shown_once_kept_as_a_digest_and_made_by_an_act(office):
    client = signed_in("an", "officer", COMMUNE)
    secret = secret_in(made(client))
    assert secret not in client.get(PAGE).content.decode() and "báo cáo tuần" in client.get(PAGE).content.decode()
    assert Program(secret).get("/me")["token"]["areas"] == ["figures", "registers"]
    act = next(one for one in office.chain.acts if one.verb == "token.make")
    assert act.by == "an" and act.payload["token"] == "báo cáo tuần" and secret not in act.payload_text
    with office.register() as register:
        row = register.database.one("SELECT * FROM access_tokens")
        assert secret not in str(row) and secret[5:] not in str(row)
    assert "đã có khóa" in made(client)  # a second click
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.verify import verify

    assert verify(office, CATALOGUE.tables.values()) == []


def test_a_revoked_an_ended_and_a_wrong_token_get_one_answer(office, monkeypatch):
    client = signed_in("an", "officer", COMMUNE)
    asking = Program(secret_in(made(client)))
    row = re.search(r'name="token" value="(\d+)"', client.get(PAGE).content.decode()).group(1)
    assert signed_in("dung", "officer", COMMUNE).post(f"{PAGE}thu-hoi/", {"token": row}).status_code == 409
    asking.get("/me")
    assert client.post(f"{PAGE}thu-hoi/", {"token": row}).status_code == 302
    assert office.chain.acts[-1].verb == "token.revoke"
    answers = [asking.get("/me", expect=401), Program("mtqg_" + "x" * 43).get("/me", expect=401)]
    answers += [Program(token("an", days=-1)).get("/me", expect=401), Program("").get("/me", expect=401)]
    assert {one["code"] for one in answers} == {"A-002"} and "WWW-Authenticate" in asking.last.headers


def test_a_token_opens_only_its_parts_and_reads_unless_it_may_write(office):
    asking = program("an", "officer", COMMUNE, areas=["figures"], may_write=False)
    asking.get("/measures")
    assert asking.get("/registers", expect=403)["code"] == "A-003"
    reading = program("an", areas=["imports"], may_write=False)
    assert reading.get("/imports") == []
    assert reading.post("/imports/1/undo", {"why": "thử"}, expect=403)["code"] == "A-004"


def test_no_token_approves_closes_grants_or_opens_a_page(office):
    """Whoever may approve on the pages may not by a program, and a token opens nothing but the interface."""
    step = f"/submissions/household-counts/{COMMUNE}/2026/province/approve"
    leader = program("hoa", "commune_leader", COMMUNE)
    assert leader.post(step, {"after": 0}, expect=403)["code"] == "A-005"
    chief = program("chi", "provincial_leader", PROVINCE)
    assert chief.post(step, {"after": 0}, expect=403)["code"] == "A-005"
    answer = anybody().get("/nguoi-dung/", headers={"Authorization": f"Bearer {token('quan', 'administrator', '*')}"})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/dang-nhap/")


def test_a_token_loses_what_its_person_loses(office):
    """A role taken back, a second factor that became needed, an account put out of use, a password set by another."""
    from mtqg.web import acts
    from mtqg.web.accounts import actions
    from mtqg.web.accounts.models import RoleGrants

    asking, an = program("an", "officer", COMMUNE, is_verified=False), account("an")
    asking.get("/registers")
    account("an", ("appraiser", PROVINCE))
    assert asking.get("/registers", expect=403)["code"] == "A-011"
    verified = Program(token("an"))
    verified.get("/registers")
    for row in RoleGrants.objects.filter(account="an", ended_by=None):
        with acts.begin(by=account("setup"), verb="role.revoke", role="administrator") as act:
            actions.revoke_role(act, row.pk, "an", last_day=dt.date(2025, 1, 1))
    assert verified.get("/registers", expect=403)["code"] == "A-005"
    an.is_active = False
    an.save()
    verified.get("/me", expect=401)
    an.is_active = True
    an.save()
    verified.get("/me")
    with acts.begin(by=account("setup"), verb="account.reset", role="administrator") as act:
        actions.reset_account(act, an)
    verified.get("/me", expect=401)


def test_somebody_signed_in_reads_without_a_token_and_writes_with_the_sign_against_forgery(office):
    client = signed_in("an", "officer", COMMUNE)
    assert client.get("/api/v1/me").json()["token"] is None
    assert anybody().get("/api/v1/me").status_code == 401
    client.handler.enforce_csrf_checks = True
    answer = client.post("/api/v1/imports/1/undo", "{}", content_type="application/json")
    assert answer.status_code == 403 and answer.json()["code"] == "A-005"
    assert signed_in("ba", "officer", COMMUNE, verified=False).get("/api/v1/me").status_code == 200
    unverified = signed_in("tham", "appraiser", PROVINCE, verified=False).get("/api/v1/me")
    assert unverified.status_code == 403 and unverified.json()["code"] == "A-011"


def test_too_many_and_too_much_are_told_with_what_to_do(office, monkeypatch):
    from mtqg.web.api import limits

    asking = program("an", "officer", COMMUNE)
    monkeypatch.setattr(limits, "PER_MINUTE", 2)
    monkeypatch.setattr(limits.time, "time", lambda: 10.0**9)
    asking.get("/me")
    asking.get("/me")
    assert asking.get("/me", expect=429)["code"] == "A-008" and int(asking.last.headers["Retry-After"]) <= 60
    program("binh", "officer", COMMUNE).get("/me")
    monkeypatch.undo()
    heavy = anybody().post("/api/v1/uploads", b"x", content_type="text/plain", CONTENT_LENGTH=str(3 * 10**8))
    assert heavy.status_code == 413 and heavy.json()["code"] == "A-009"
    assert asking.post("/imports/1/undo", {"why": "x" * 3_000_000}, expect=413)["code"] == "A-009"


def test_the_description_is_made_once_for_all_who_ask(office, monkeypatch):
    from mtqg.web.api import declaring

    asking = program("an", "officer", COMMUNE)
    first = asking.get("/openapi.json")
    monkeypatch.setattr(declaring.api, "get_openapi_schema", lambda **_: pytest.fail("made again"))
    assert asking.get("/openapi.json") == first and "/api/v1/me" in first["paths"]
    assert "/api/v1/me" in signed_in("an").get("/giao-dien-lap-trinh/").content.decode()


@pytest.mark.parametrize("path", ["/khong-co", "/figures/khong-co?locality=1&period=2023", "/registers/access_tokens"])
def test_what_is_not_there_is_a_problem_with_its_remedy(office, path):
    said = program("an", "officer", COMMUNE).get(path, expect=404)
    assert said["code"] == "A-006" and said["status"] == 404 and said["remedy"] and said["errors"][0]["message"]
