"""OCOP producers: an organisation's name is public, that of a household is sealed."""

import pytest

from mtqg.core.frames import empty
from mtqg.ocop.terms import OCOP_PRODUCERS

COOPERATIVE = {
    "Mã xã": "14845",
    "Mã chủ thể": "CT-1",
    "Loại hình": "Hợp tác xã",
    "Tên tổ chức": "HTX Nông nghiệp Mường Lát",
    "Mã số doanh nghiệp": "2800123456",
    "Tên hộ, chủ hộ": "",
    "Số điện thoại": "0237 123 456",
    "Từ ngày": "01/01/2022",
    "Đến ngày": "",
}
HOUSEHOLD = {**COOPERATIVE, "Mã chủ thể": "CT-2", "Loại hình": "Hộ sản xuất, hộ kinh doanh", "Tên tổ chức": ""} | {
    "Tên hộ, chủ hộ": "Hộ kinh doanh Lò Thị Hoà",
    "Mã số doanh nghiệp": "",
}


def test_the_name_of_an_organisation_is_public_and_that_of_a_household_is_sealed(village):
    village.good("ocop-producers", [COOPERATIVE, HOUSEHOLD])
    rows = village.live("ocop_producers").sort("producer_code").to_dicts()
    assert [row["organisation_name"] for row in rows] == ["HTX Nông nghiệp Mường Lát", None]
    assert "Lò Thị Hoà".encode() not in village.bytes()
    assert not {"owner_name", "phone"} & set(empty(OCOP_PRODUCERS).columns)


def test_a_household_firm_that_becomes_a_company_is_one_producer_with_two_rows(village):
    village.good("ocop-producers", [{**HOUSEHOLD, "Đến ngày": "01/07/2024"}])
    company = {"Loại hình": "Doanh nghiệp", "Tên tổ chức": "Công ty TNHH Hoà", "Tên hộ, chủ hộ": ""}
    village.good("ocop-producers", [{**HOUSEHOLD, **company, "Từ ngày": "01/07/2024"}])
    assert len(village.live("ocop_producers")) == 2


WRONG = [
    ({"Tên tổ chức": ""}, ["O-001"]),
    ({"Loại hình": "Hộ sản xuất, hộ kinh doanh"}, ["O-002"]),
    ({"Mã số doanh nghiệp": "038199555001"}, ["I-048"]),  # a household's tax number is its owner's identity number
    ({"Loại hình": ""}, ["I-042"]),
]


@pytest.mark.parametrize(("changes", "codes"), WRONG)
def test_a_wrong_producer_is_told_at_its_cell(village, changes, codes):
    assert village.codes("ocop-producers", [{**COOPERATIVE, **changes}]) == codes
