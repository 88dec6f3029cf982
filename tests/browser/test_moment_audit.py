"""The auditor's morning: a sample drawn with seed 158, check sheets, the decision beside the record, a finding, a copy.

Vouchers are not drawn: no register of vouchers exists yet.
"""

import base64
import datetime as dt
import io
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from reviewed_rows import MINE, OTHER, PROVINCE, add, close, reviewed, sheet

from browser import NARROW, WIDE, picture, served_office, violations

SAMPLE = f"/kiem-toan/mau/?locality={PROVINCE}&period=2023&seed=158&size=12"
SCAN = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("audit") / "kho"
    with served_office(home, id="0a" * 8, on=dt.date(2023, 1, 1), fill=_filled) as served:
        yield served


def _filled(office):
    """A reviewed and closed year of two communes, forty households more, and the decision behind them."""
    reviewed(office, is_closed=False)
    more = [sheet(f"C{at:02}", OTHER, "poor") for at in range(40)]
    add(office, "poverty_sheets", more, where=OTHER, file="Zalo 12.xlsx")
    decision = {"decision_number": "12/QĐ-UBND", "decision_issuer": "UBND xã", "decided_on": dt.date(2023, 12, 20)}
    about = {"decision_kind": "recognition", "title": "Công nhận hộ nghèo 2023", "day": dt.date(2023, 12, 20)}
    add(office, "decisions", [{**decision, **about, "locality_code": MINE}], where=MINE, file="qd.csv")
    close(office)
    return office


def seen(page, name):
    picture(page, name)
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def scanned(page):
    """The commune's officer attaches the scan of the decision to its record."""
    page.goto("/so/decisions/?q=12")
    page.locator("main a[href^='/so/decisions/']").first.click()
    page.get_by_role("link", name="Đính kèm ảnh, bản quét").click()
    page.get_by_label("Nội dung tệp").fill("Quyết định 12, bản quét")
    page.get_by_label("Ảnh hoặc bản quét").set_input_files(
        {"name": "qd12.png", "mimeType": "image/png", "buffer": SCAN}
    )
    page.get_by_role("button", name="Đính kèm").click()
    page.get_by_text("Đã đính kèm 1 tệp.").wait_for()


def drawn(page, kind):
    page.goto(f"{SAMPLE}&kind={kind}")
    return page.locator("tbody tr td:nth-child(2)").all_inner_texts()


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes(), waiting.value.suggested_filename


def cells(data):
    """The rows of a workbook's first sheet."""
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def reaches_all(page, name):
    """The administrator lets an auditor in to the whole office, whose chain may be taken away."""
    page.goto("/")
    page.get_by_role("link", name="Người dùng").click()
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("#id_role").select_option("auditor")
    page.get_by_label("Mã đơn vị hành chính").fill("*")
    page.locator("#id_why").fill("Quyết định kiểm toán")
    page.get_by_role("button", name="Cấp vai trò").click()
    page.get_by_text("Đã cấp vai trò.").wait_for()


def test_a_sample_a_decision_beside_its_record_a_finding_and_a_copy_proved_elsewhere(visit, tmp_path):
    scanned(visit("an", WIDE))
    chi = visit("chi", WIDE)
    households = drawn(chi, "households")
    assert len(households) == 12 and "12 trên 46" in chi.locator("main").inner_text()
    seen(chi, "audit-sample")
    assert drawn(visit("chi", NARROW), "households") == households, "drawn again, it is the same sample"
    printed, name = downloaded(chi, "Tải phiếu kiểm tra (Excel)")
    assert name == "phieu-kiem-tra-households-158.xlsx"
    assert [row[1] for row in cells(printed) if isinstance(row[0], int)] == households

    assert drawn(chi, "decisions") == ["12/QĐ-UBND"]
    seen(chi, "audit-decisions")
    chi.get_by_role("link", name="12/QĐ-UBND").click()
    assert chi.get_by_role("button", name="Quyết định 12, bản quét").first.is_visible()
    assert chi.locator("main").get_by_role("link", name="A0").is_visible(), "what it decided stands beside it"
    seen(chi, "audit-decision")

    drawn(chi, "households")
    chi.get_by_role("link", name=households[0], exact=True).click()
    main = chi.locator("main")
    for told in ("12/QĐ-UBND, UBND xã, 20/12/2023", "Biểu 1"):
        assert main.get_by_text(told).first.is_visible()
    assert main.get_by_role("button", name="Quyết định 12, bản quét").first.is_visible()
    record = chi.url
    chi.get_by_role("link", name="Nêu phát hiện").click()
    chi.get_by_label("Mức độ").select_option("error")
    chi.get_by_label("Nội dung phát hiện").fill("Phiếu giấy ghi B1 là 150, sổ ghi 120.")
    chi.get_by_label("Căn cứ: văn bản số").fill("07/2021/TT-BLĐTBXH")
    chi.get_by_label("Hạn trả lời").fill((dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat())
    seen(chi, "audit-raise")
    chi.get_by_role("button", name="Ghi phát hiện").click()
    chi.get_by_text("Đã ghi phát hiện").wait_for()
    chi.goto(record)
    assert main.get_by_text("Phiếu giấy ghi B1 là 150").is_visible(), "a finding stands beside its row"
    seen(chi, "audit-record")
    chi.goto("/kiem-toan/phat-hien/")
    listed, _ = downloaded(chi, "Tải danh sách (Excel)")
    assert "Phiếu giấy ghi B1 là 150, sổ ghi 120." in [cell for row in cells(listed) for cell in row]
    seen(chi, "audit-findings")

    reaches_all(visit("quan", WIDE), "chi")
    chi.goto("/kiem-toan/")
    head = chi.locator("p.head strong").first.inner_text()
    chi.get_by_role("button", name="Lập bản sao").click()
    chi.get_by_role("link", name="Tải bản sao").or_(chi.get_by_role("link", name="Xem kết quả")).first.wait_for()
    chi.goto("/kiem-toan/")
    copy = tmp_path / "ban-sao.zip"
    copy.write_bytes(downloaded(chi, "Tải bản sao")[0])
    seen(chi, "audit-copy")
    at_home = {key: value for key, value in os.environ.items() if not key.startswith("MTQG")}
    command = [sys.executable, "-c", "from mtqg.cli import main; main()", "verify", "--copy", copy, "--head", head]
    proved = subprocess.run(command, cwd=tmp_path, env=at_home, capture_output=True, text=True)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    phone = visit("chi", NARROW)
    for number, address in enumerate((f"{SAMPLE}&kind=households", record, "/kiem-toan/phat-hien/", "/kiem-toan/")):
        phone.goto(address)
        seen(phone, f"audit-narrow-{number}")
