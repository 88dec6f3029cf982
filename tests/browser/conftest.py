"""A browser before a real server: ``mtqg serve`` on an instance of its own, driven in the Chromium of this machine."""

import datetime as dt

import pytest

from browser import CHROMIUM, FLAGS, WIDE, served_office


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Address and password of a served instance of invented people."""
    home = tmp_path_factory.mktemp("site") / "kho"
    with served_office(home, id="0f" * 8, on=dt.datetime.now(dt.UTC).date(), worker=False) as served:
        yield served


@pytest.fixture(scope="module")
def chromium():
    """A browser for the tests of one file. While it lives an event loop runs in this thread, and Django refuses the
    thread its database unless it is told that nobody else awaits there: so it lives no longer, and Django is told."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        pytest.skip("no Chromium is at hand")
    with pytest.MonkeyPatch.context() as told, sync_playwright() as playwright:
        told.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(site, chromium):
    """``visit("an", NARROW)``: a page of somebody who has signed in. What the browser complains of fails the test."""
    address, password = site
    opened, complaints = [], []

    def signed_in(name, size=WIDE):
        context = chromium.new_context(viewport=size, base_url=address, locale="vi-VN")
        opened.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: complaints.append(f"{said.text} {said.location}") if said.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/dang-nhap/")
        page.get_by_label("Tài khoản").fill(name)
        page.get_by_label("Mật khẩu").fill(password)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(f"{address}/")
        return page

    yield signed_in
    for context in opened:
        context.close()
    assert complaints == []
