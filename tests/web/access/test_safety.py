"""What the browser is told, what the settings hold, and words in both languages."""

import ast
import re
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from office_people import COMMUNE, anybody, signed_in

WEB = Path(__file__).parents[3] / "src" / "mtqg" / "web"
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
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


# What is for nobody to read, is data, or is said by a constraint or in both languages at its place.
_NOT_SHOWN = (
    "models.py",
    "admin.py",
    "facts.py",
    "guards.py",
    "settings.py",
    "tied.py",
    "duties.py",
    "locks.py",
    "open_act.py",
)
_ELSEWHERE = ("beginning.py", "open_act.py", "cells.py")  # invented people; internal; both languages
_PIECES = {"Số ", " còn hiệu lực công nhận", " đang giữ danh hiệu ", "Thiếu hụt ", "so sánh", "có", "không"}


def test_each_sentence_of_the_code_of_pages_has_its_english():
    from mtqg.web.words import english

    known = {*english(), *_PIECES}
    for file in sorted(WEB.rglob("*.py")):
        if file.name not in (*_NOT_SHOWN, *_ELSEWHERE) and "migrations" not in file.parts:
            missing = [one for one in _sentences(file) if one not in known and f"{one}." not in known]
            assert missing == [], file.name


def _sentences(file):
    """Vietnamese literals, but for those of docstrings, of codes of errors, and pieces of formatted texts."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    apart = set()
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        is_code = called is not None and getattr(called, "id", getattr(called, "attr", "")) == "code"
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_code or is_text or isinstance(node, ast.JoinedStr):
            apart |= {id(one) for one in ast.walk(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in apart else None
        if isinstance(text, str) and VIETNAMESE.search(text):
            yield text


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


def test_processes_that_start_at_once_read_one_key(office):
    from mtqg.web.secrets_of_home import secret_key

    begin = threading.Barrier(8)

    def asked(_):
        begin.wait()
        return secret_key(office.home)

    for _ in range(20):
        (office.home / "web.key").unlink(missing_ok=True)
        with ThreadPoolExecutor(8) as at_once:
            (key,) = set(at_once.map(asked, range(8)))
        assert len(key) > 40


def test_a_failure_is_told_by_its_number_and_its_log_holds_nobody_s_data(office, monkeypatch, caplog):
    from mtqg.web.accounts import views
    from mtqg.web.journal import Bare

    def failing(*_):
        try:
            raise ValueError("DETAIL: Key (name)=(Hồ Thị Mẩy) is twice")
        except ValueError as first:
            raise RuntimeError("Hồ Thị Mẩy") from first

    client = signed_in("an", "officer", COMMUNE)
    client.raise_request_exception = False
    monkeypatch.setattr(views, "render", failing)
    answer = client.get("/toi/?q=Hồ Thị Mẩy")
    number = re.search("mã ([0-9a-f]{8})", answer.content.decode())[1]
    assert answer.status_code == 500 and "chưa có gì bị ghi" in answer.content.decode()
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    logged = Bare().format(record)
    assert f"{number} GET /toi/" in logged and "RuntimeError" in logged and "ValueError" in logged
    assert re.search(r"test_safety\.py:\d+ failing", logged) and "Mẩy" not in logged


def test_what_a_job_logs_holds_no_text_of_its_error_and_no_line_of_somebody_else():
    import logging

    from mtqg.web.journal import Bare

    record = logging.LogRecord("mtqg.jobs", logging.ERROR, "", 0, "job %s (%s)\nfailed", ("7", "in"), None)
    assert Bare().format(record).endswith("mtqg.jobs: job 7 (in)·failed")


def test_what_is_wrong_with_a_password_is_told_in_vietnamese(office):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as wrong:
        validate_password("1234")
    assert len(wrong.value.messages) == 3 and all(VIETNAMESE.search(one) for one in wrong.value.messages)
