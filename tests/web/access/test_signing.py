"""Signing in: passwords, the second factor, locks, idleness."""

import time

import pytest
from django_otp.oath import totp
from office_people import COMMUNE, PASSWORD, account, anybody, signed_in


@pytest.fixture
def leader(office):
    return signed_in("hoa", "commune_leader", COMMUNE, verified=False)


def code_of(name, ahead=0):
    """The code that the person's telephone shows now, or some steps ahead."""
    from mtqg.web.accounts.factor import _opened
    from mtqg.web.accounts.models import SecondFactor

    found = SecondFactor.objects.get(user__username=name)
    return f"{totp(_opened(found), t0=-30 * ahead):06d}"


def test_a_leader_sees_nothing_before_the_second_factor_is_set_up_and_shown(leader):
    for address in ("/", "/toi/", "/uy-quyen/"):
        assert leader.get(address).headers["Location"] == "/hai-lop/"
    assert "<svg" in leader.get("/hai-lop/").content.decode()
    assert leader.post("/hai-lop/", {"code": "000000"}).status_code == 200
    done = leader.post("/hai-lop/", {"code": code_of("hoa")})
    assert "mã dự phòng" in done.content.decode()
    assert leader.get("/").status_code == 200


def test_a_code_works_once_and_a_spare_one_too(leader):
    leader.get("/hai-lop/")
    code = code_of("hoa")
    said = leader.post("/hai-lop/", {"code": code}).content.decode()
    spare = said.split('class="codes"')[1].split("<li>")[1].split("</li>")[0]
    again = signed_in("hoa", verified=False)
    assert again.post("/hai-lop/", {"code": code}).status_code == 200  # asked again, not let in
    assert again.get("/").status_code == 302
    assert again.post("/hai-lop/", {"code": spare}).status_code == 302 and again.get("/").status_code == 200
    third = signed_in("hoa", verified=False)
    assert third.post("/hai-lop/", {"code": spare}).status_code == 200 and third.get("/").status_code == 302


def test_after_some_wrong_codes_even_the_right_one_must_wait(leader):
    leader.get("/hai-lop/")
    for _ in range(6):
        leader.post("/hai-lop/", {"code": "123"})
    assert leader.post("/hai-lop/", {"code": code_of("hoa")}).status_code == 200
    assert leader.get("/").status_code == 302


def test_the_secret_of_a_telephone_stands_sealed_in_the_database(leader):
    from mtqg.web.accounts.factor import _opened
    from mtqg.web.accounts.models import SecondFactor

    leader.get("/hai-lop/")
    found = SecondFactor.objects.get()
    assert _opened(found) not in bytes(found.secret) and len(_opened(found)) == 20


def test_an_officer_needs_none_unless_the_office_wants_it(office):
    from django.test import override_settings

    officer = signed_in("an", "officer", COMMUNE, verified=False)
    assert officer.get("/").status_code == 200
    with override_settings(SECOND_FACTOR="all"):
        assert officer.get("/").headers["Location"] == "/hai-lop/"


def test_no_office_of_real_people_starts_without_the_second_factor(monkeypatch):
    from mtqg.web.secrets_of_home import second_factor

    monkeypatch.setenv("MTQG_SECOND_FACTOR", "off")
    assert second_factor(is_synthetic=True) == "off"
    with pytest.raises(ValueError, match="demonstrations"):
        second_factor(is_synthetic=False)


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(office):
    account("an", ("officer", COMMUNE))
    client = anybody()
    for _ in range(5):
        wrong = client.post("/dang-nhap/", {"username": "an", "password": "sai"})
    assert wrong.status_code == 429
    assert client.post("/dang-nhap/", {"username": "an", "password": PASSWORD}).status_code == 429


def test_an_unknown_name_and_a_wrong_password_get_one_answer(office):
    account("an")
    said = [
        anybody()
        .post("/dang-nhap/", {"username": name, "password": "sai"})
        .content.decode()
        .split('role="alert"')[1][:60]
        for name in ("an", "khong-co")
    ]
    assert said[0] == said[1]


def test_a_given_password_is_changed_before_anything_else(office):
    from mtqg.web.accounts.models import User

    client = signed_in("hoa", "commune_leader", COMMUNE, verified=False)
    User.objects.filter(username="hoa").update(must_change_password=True)
    for address in ("/", "/hai-lop/"):
        assert client.get(address).headers["Location"] == "/doi-mat-khau/"
    new = {"new_password1": "một câu dài của tôi", "new_password2": "một câu dài của tôi"}
    assert client.post("/doi-mat-khau/", new).headers["Location"] == "/"
    assert client.post("/doi-mat-khau/", new).status_code == 200  # the present one is asked for now
    kept = office.acts("account.password")
    assert len(kept) == 1 and "một câu" not in kept[0].payload_text


def test_whoever_is_idle_signs_in_again(office):
    from django.conf import settings

    client = signed_in("an", "officer", COMMUNE)
    assert client.get("/").status_code == 200
    session = client.session
    session["seen"] = time.time() - settings.IDLE_SECONDS - 1
    session.save()
    assert client.get("/").headers["Location"].startswith("/dang-nhap/")


def test_nobody_is_sent_elsewhere_after_signing_in(office):
    account("an", ("officer", COMMUNE))
    asked = {"username": "an", "password": PASSWORD, "next": "https://vi-du.vn/"}
    assert anybody().post("/dang-nhap/?next=//vi-du.vn", asked).headers["Location"] == "/"
