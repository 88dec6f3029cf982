"""A value that waits beside the scanned page that it was read from: a PDF in a frame of ours, and a picture."""

from browser import NARROW, WIDE, picture, violations

PAGES = "\n#pagebreak()\n".join(f"= Trang {number}\n#lorem(300)" for number in range(14, 19))


HEADS = (
    "version,standard,form,area,region,item,item_label,choice,option,option_label,points,valid_from,valid_to,document,"
    "place,standing,source"
)
BOX = (
    "B1-thu,poverty-2027,B1,rural,,wall,Vật liệu tường,exclusive,{},{},{},2027-01-01,,351/2025/NĐ-CP,"
    "Phụ lục minh họa,unverified,công báo trang 16"
)


def pdf():
    import typst

    return typst.compile(PAGES.encode(), ignore_system_fonts=True)


def test_a_value_stands_beside_its_page(visit):
    lan = visit("lan", WIDE)
    lan.goto("/phap-ly/phu-luc/")
    said = {
        "Số, ký hiệu văn bản": "351/2025/NĐ-CP",
        "Cơ quan ban hành": "Chính phủ",
        "Điều khoản": "Phụ lục minh họa",
        "Chuẩn": "poverty-2027",
        "Đã đọc ở đâu": "Công báo minh họa, trang 16",
        "Dán bảng": "Tên trị số\tKhu vực\tGiá trị\tĐơn vị\nincome_limit\trural\t125\tpoints",
    }
    for label, value in said.items():
        lan.get_by_label(label).first.fill(value)
    lan.get_by_label("Từ ngày").fill("2027-01-01")
    lan.get_by_label("Ngày ký").fill("2025-12-30")
    lan.get_by_role("button", name="Đề xuất").click()
    lan.get_by_text("Đã đề xuất 1 trị số").wait_for()
    lan.goto("/phap-ly/ban-quet/them/?so=351/2025/NĐ-CP")
    lan.get_by_label("Nguồn bản quét").fill("Công báo minh họa, trang 14 đến 18")
    lan.get_by_label("Số trang in trên trang đầu").fill("14")
    files = lan.get_by_label("Tệp PDF, hoặc ảnh các trang liền nhau")
    files.set_input_files({"name": "cong-bao.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    picture(lan, "law-scan-add")
    lan.get_by_role("button", name="Đưa vào").click()
    frame = lan.locator("iframe[name=ban-quet]")
    assert frame.get_attribute("src").partition("#")[2].startswith("page=3&")
    lan.wait_for_timeout(2500)  # the viewer draws by itself and tells nobody
    picture(lan, "law-beside")
    assert violations(lan) == []
    lan.get_by_role("link", name="Mức điểm thu nhập").click()
    lan.wait_for_timeout(1500)
    picture(lan, "law-proposal-beside")
    lan.goto("/phap-ly/")
    assert violations(lan) == []
    picture(lan, "law-desk")
    lan.goto("/phap-ly/bang-diem/nap/")
    assert violations(lan) == []
    picture(lan, "law-scores-load")
    lan.get_by_label("Đã đọc ở đâu").fill("Công báo minh họa, trang 16")
    table = "\n".join((HEADS, BOX.format("brick", "Gạch", 10), BOX.format("wood", "Gỗ tạp", 0)))
    table = {"name": "b1.csv", "mimeType": "text/csv", "buffer": table.encode()}
    lan.get_by_label("Tệp bảng điểm").set_input_files(table)
    lan.get_by_role("button", name="Kiểm tra tệp").click()
    lan.get_by_text("không có ô nào sai").wait_for()
    picture(lan, "law-scores-right")
    assert violations(lan) == []
    lan.get_by_role("button", name="Đề xuất bảng này").click()
    lan.get_by_text("Đã đề xuất bảng điểm").wait_for()
    lan.wait_for_timeout(1500)
    picture(lan, "law-scores-proposed")
    lan.set_viewport_size(NARROW)
    lan.goto("/phap-ly/doi-chieu/?so=351/2025/NĐ-CP")
    assert lan.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(lan, "law-beside-narrow")
