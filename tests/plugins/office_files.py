"""Files that an officer of Khâm Đức uploads on the pages, and what then stands in the register."""

from django.core.files.uploadedfile import SimpleUploadedFile
from office_people import COMMUNE, signed_in

VILLAGE = f"{COMMUNE}-01"
HEADS = ("Mã xã", "Tên xã", "Mã thôn", "Tên thôn", "Ngày thống kê", "Tổng số hộ", "Số nhân khẩu")


def csv(*rows, heads=HEADS):
    lines = [";".join(heads), *(";".join(str(row.get(head, "")) for head in heads) for row in rows)]
    return "\n".join(lines).encode("utf-8-sig")


def count(**changed):
    about = {"Mã xã": COMMUNE, "Tên xã": "Xã Khâm Đức", "Mã thôn": VILLAGE, "Tên thôn": "Thôn 1"}
    return {**about, "Ngày thống kê": "15/11/2026", "Tổng số hộ": 120, "Số nhân khẩu": 540, **changed}


def upload(client, data, name="so-ho.csv", form="household-counts", place=COMMUNE, period="2026"):
    files = [SimpleUploadedFile(name, data)]
    return client.post("/nhap/tai-len/", {"files": files, "place": place, "form": form, "period": period})


def text(answer):
    return answer.content.decode()


def an_of_the_commune():
    """An, an officer of Khâm Đức, whose list of villages is in."""
    client = signed_in("an", "officer", COMMUNE)
    heads = ("Mã xã", "Mã thôn", "Tên thôn", "Có từ ngày")
    row = {"Mã xã": COMMUNE, "Mã thôn": VILLAGE, "Tên thôn": "Thôn 1", "Có từ ngày": "01/07/2025"}
    looked = upload(client, csv(row, heads=heads), "thon.csv", "villages", period="")
    assert client.post(looked.url + "ghi/").status_code == 302
    return client


def live(office, table):
    from mtqg.catalogue import CATALOGUE
    from mtqg.core import batches

    return batches.live(office, CATALOGUE.tables[table]).collect()
