"""What the browser is told, what the settings hold, and words in both languages."""

import re
import stat
from pathlib import Path

import pytest
from office_people import COMMUNE, anybody, signed_in

WEB = Path(__file__).parents[3] / "src" / "mtqg" / "web"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))


def test_the_deployment_check_of_django_finds_nothing(office):
    import io

    from django.core.management import call_command

    said = io.StringIO()
    call_command("check", deploy=True, fail_level="WARNING", stdout=said, stderr=said)


def test_pages_forbid_what_they_do_not_need(office):
    answer = signed_in("an", "officer", COMMUNE).get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Frame-Options"] == "DENY"
    signed_out = anybody().get("/dang-nhap/")
    cookie = signed_out.cookies["csrftoken"]
    assert cookie["secure"] and cookie["httponly"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_anything_inline_or_from_elsewhere(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\bstyle=|\bon[a-z]+=|hx-on|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text)


def test_each_sentence_of_a_template_has_its_english():
    from mtqg.web.words import english

    known = english()
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        said = re.findall(r"""{% t (["'])(.+?)\1""", text) + re.findall(r"""(?:button|text)=(["'])(.+?)\1""", text)
        for _, sentence in said:
            assert sentence in known, f"{template.name}: {sentence}"


def test_english_is_filled_with_the_same_values():
    from mtqg.web.words import english

    for vi, en in english().items():
        assert sorted(re.findall(r"{(\w+)}", vi)) == sorted(re.findall(r"{(\w+)}", en)), vi


def test_a_page_speaks_english_to_whom_chose_it(office):
    client = signed_in("an", "officer", COMMUNE)
    client.post("/ngon-ngu/", {"language": "en", "next": "/toi/"})
    page = client.get("/toi/").content.decode()
    assert '<html lang="en">' in page and "My roles" in page and "Commune officer" in page
    assert "Đăng nhập" in anybody().get("/dang-nhap/").content.decode()


def test_the_key_of_sessions_is_made_once_for_its_owner_alone(office):
    from mtqg.web.secrets_of_home import secret_key

    made = secret_key(office.home)
    assert secret_key(office.home) == made and len(made) > 40
    assert stat.S_IMODE((office.home / "web.key").stat().st_mode) == 0o600


def test_a_failure_shows_no_more_than_that(office):
    from django.test import RequestFactory

    from mtqg.web.problem_pages import broken

    answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500 and "chưa có gì bị ghi" in answer.content.decode()
