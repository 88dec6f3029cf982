"""Pages over a line of 400 kbit/s and 400 ms: bytes on the wire, and seconds until they are loaded.

python bench/slow_line.py [HOUSEHOLDS]      a village of 400 unless said; needs Chromium and playwright

"first" is a browser that never saw the office; "again" one that keeps what it was told to keep.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "plugins"))

from paper_village import COMMUNE, VILLAGE, YEAR, filled

from browser import CHROMIUM, FLAGS, WIDE, served_office

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes a second
LIMIT = 150_000
PAGES = {
    "my work": ("an", "/"),
    "upload": ("an", "/nhap/"),
    "grid": ("an", f"/nhap/bang/?place={COMMUNE}&period={YEAR}&village={VILLAGE}"),
    "sheet": ("an", "/nhap/phieu/"),
    "submissions": ("an", "/bao-cao/"),
    "submission": ("an", f"/bao-cao/xem/poverty-review/{COMMUNE}/{YEAR}/province/"),
    "households": ("an", "/so/households/"),
    "register of sheets": ("an", "/so/poverty_sheets/"),
    "papers": ("an", "/giam-ngheo/in/"),
    "overview": ("giang", "/so-lieu/"),
    "office's submissions": ("binh", "/bao-cao/"),
    "law desk": ("lan", "/phap-ly/"),
    "audit": ("chi", "/kiem-toan/"),
}


def village(households: int) -> Any:
    """A village as the tests have it, with as many households as asked."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.acts import Author
    from mtqg.core.frames import typed
    from mtqg.core.register.writing import begin

    about = {"locality_code": COMMUNE, "village_code": VILLAGE, "day": dt.date(2020, 1, 1), "origin": "synthetic"}
    rows = [
        {
            **about,
            "household_code": f"X-{at:04}",
            "head_name": f"Hộ minh họa {at}",
            "area": "rural",
            "ethnic_group": "11",
            "household_key": f"{at:032x}",
        }
        for at in range(households - 6)
    ]

    def fill(instance: Any) -> Any:
        filled(instance)
        table = CATALOGUE.tables["households"]
        whole = [{**dict.fromkeys(table.taken), **row} for row in rows]
        author = Author("thu", "officer", dt.datetime.now(dt.UTC))
        with instance.register() as register, begin(register, author, verb="import", where=COMMUNE) as act:
            act.add(table, typed(whole, table.taken))
        return instance

    return fill


def main(households: int) -> int:
    from playwright.sync_api import sync_playwright

    too_large = 0
    with tempfile.TemporaryDirectory() as folder:
        home, today = Path(folder) / "kho", dt.datetime.now(dt.UTC).date()
        served = served_office(home, id="0f" * 8, on=today, fill=village(households), worker=False)
        with served as (address, password), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            people = {name: signed_in(browser, address, name, password) for name, _ in PAGES.values()}
            print(f"{'page':22}{'first kB':>10}{'s':>7}{'again kB':>10}{'s':>7}{'requests':>10}")
            for title, (name, at) in PAGES.items():
                first, again = measured(people[name], address + at)
                too_large += first[0] > LIMIT
                print(
                    f"{title:22}{first[0] / 1000:>10.1f}{first[1]:>7.1f}{again[0] / 1000:>10.1f}{again[1]:>7.1f}"
                    f"{first[2]:>10}{'  over the limit' if first[0] > LIMIT else ''}"
                )
            browser.close()
    return 1 if too_large else 0


def signed_in(browser: Any, address: str, name: str, password: str) -> Any:
    page = browser.new_context(viewport=WIDE, base_url=address, locale="vi-VN").new_page()
    page.goto("/dang-nhap/")
    page.get_by_label("Tài khoản").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{address}/")
    return page


def measured(page: Any, address: str) -> list[tuple[int, float, int]]:
    """(bytes, seconds, requests) of a page, first without a cache and then with one."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda one: sizes.append(int(one["encodedDataLength"])))
    found = []
    for is_first in (True, False):
        if is_first:
            session.send("Network.clearBrowserCache")
        else:
            page.goto("about:blank")
        sizes.clear()
        answer = page.goto(address, wait_until="load", timeout=120_000)
        if answer is None or not answer.ok:
            raise SystemExit(f"{address}: {answer and answer.status}")
        timing = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        found.append((sum(sizes), page.evaluate(timing) / 1000, len(sizes)))
    session.send("Network.emulateNetworkConditions", {**LINE, "latency": 0, "downloadThroughput": -1})
    session.detach()
    return found


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
