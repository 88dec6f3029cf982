"""A photograph of a paper sheet, taken by a telephone: shrunk in the browser, attached, seen beside the record."""

import os
import struct
import zlib

from browser import NARROW, WIDE, picture, violations

COMMUNE = "14845"
HEADS = "Mã xã;Mã thôn;Tên thôn;Có từ ngày\n"


def noise(width=2400, height=1800):
    """A picture that no coding makes small."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = b"".join(b"\0" + os.urandom(width) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def test_a_large_photograph_is_shrunk_before_it_is_sent(visit):
    an = visit("an", NARROW)
    an.goto("/nhap/")
    row = f"{COMMUNE};{COMMUNE}-08;Bản Đoàn Kết;01/01/2020\n"
    data = (HEADS + row).encode("utf-8-sig")
    an.locator("#up_files").set_input_files({"name": "thon.csv", "mimeType": "text/csv", "buffer": data})
    an.locator("#up_form").select_option("villages")
    an.get_by_role("button", name="Tải lên và kiểm tra").click()
    an.get_by_role("button", name="Ghi 1 dòng").click()
    an.goto(f"/so/villages/?q={COMMUNE}-08")
    an.locator("table a[href*='/so/villages/']").last.click()
    an.get_by_role("link", name="Đính kèm ảnh, bản quét").click()
    an.get_by_label("Nội dung tệp").fill("Phiếu giấy, trang 1")
    photo = {"name": "IMG_2041.png", "mimeType": "image/png", "buffer": noise()}
    an.get_by_label("Ảnh hoặc bản quét").set_input_files(photo)
    an.get_by_text("Đã thu nhỏ: 4").wait_for()
    size, kind = an.get_by_label("Ảnh hoặc bản quét").evaluate("one => [one.files[0].size, one.files[0].type]")
    assert size < 300_000 and kind == "image/jpeg"
    picture(an, "evidence-add")
    assert violations(an) == []
    an.get_by_role("button", name="Đính kèm").click()
    an.get_by_text("Đã đính kèm 1 tệp.").wait_for()
    picture(an, "evidence-record")
    assert violations(an) == []
    with an.expect_popup() as opened:
        an.get_by_role("button", name="Phiếu giấy, trang 1").click()
    shown = opened.value
    shown.wait_for_load_state()
    assert 400 < shown.evaluate("document.images[0].naturalWidth") <= 1600
    picture(shown, "evidence-shown")
    wide = visit("binh", WIDE)
    wide.goto(an.url)
    picture(wide, "evidence-record-wide")
    assert wide.get_by_role("button", name="Phiếu giấy, trang 1").is_visible()
