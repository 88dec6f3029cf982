"""An upload whose line drops: a piece that never arrives, an answer that is lost, no network, and a page closed."""

from browser import NARROW, picture, violations

COMMUNE = "14845"
HEAD = "Mã xã;Mã thôn;Tên thôn;Có từ ngày\n"
DATA = (HEAD + f"{COMMUNE};{COMMUNE}-07;Bản Na Tao;01/01/2020\n").encode("utf-8-sig") + b"\n" * 900_000


def test_it_goes_on_where_the_line_dropped(site, chromium):
    """Of its own page: the browser complains of every request that we cut."""
    address, password = site
    context = chromium.new_context(viewport=NARROW, base_url=address, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.get_by_label("Tài khoản").fill("an")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    begun = []

    def cut(route):
        if route.request.method != "PATCH":
            return route.continue_()
        begun.append(int(route.request.headers["upload-offset"]))
        if len(begun) == 1:
            return route.abort("connectionreset")  # never arrives
        if len(begun) == 2:
            route.fetch()
            return route.abort("connectionreset")  # arrives, and its answer is lost
        if len(begun) == 3:
            context.set_offline(True)
            return route.abort("internetdisconnected")
        return route.continue_()

    def send():
        page.goto("/nhap/")
        page.locator("#up_files").set_input_files({"name": "thon.csv", "mimeType": "text/csv", "buffer": DATA})
        page.locator("#up_form").select_option("villages")
        page.get_by_role("button", name="Tải lên và kiểm tra").click()

    page.route("**/nhap/tung-phan/**", cut)
    send()
    page.get_by_text("Mất mạng ở 1").wait_for()
    picture(page, "dropped-line")
    assert violations(page) == []
    context.set_offline(False)  # and the page is closed before it has gone on
    page.goto("about:blank")
    assert begun[:3] == [0, 0, 131072], begun
    page.goto("/nhap/")
    assert page.get_by_text("14 % của 1 MB").is_visible()
    picture(page, "broken-off")
    begun[:] = [0] * 3
    send()
    page.get_by_text("1 dòng đúng, 0 dòng sai").first.wait_for()
    assert min(begun[3:]) >= 131072
    context.close()
