"""An office's own published numbers: kept as printed, tested with the shipped ones, read by published figures."""

import json
from decimal import Decimal

import pytest

from mtqg.asking import answer
from mtqg.cli import main
from mtqg.core.period import read_period
from mtqg.statements.office import office_statements

NUMBER = {
    "Mã đơn vị": "14845",
    "Kỳ": "2023",
    "Mã chỉ tiêu": "poor_households",
    "Chuẩn": "poverty-2022",
    "Số liệu": "250",
    "Tỷ lệ": "",
    "Đơn vị tính": "hộ",
    "Văn bản, báo cáo": "Báo cáo số 15/BC-UBND",
    "Vị trí trong văn bản": "tr. 3",
    "Ngày công bố": "05/01/2024",
}
HOUSEHOLDS = {**NUMBER, "Mã chỉ tiêu": "households", "Số liệu": "1.000"}
ASKED = {"measure": "poor_household_rate", "locality": "14845", "period": read_period("2023"), "basis": "published"}


def publish(office, *rows):
    return office.good("statements", rows, answers=["numbers=vi"])


def test_a_number_is_kept_with_all_that_it_is_about(office):
    publish(office, NUMBER)
    (one,) = office_statements(office.instance)
    assert (one.value, one.unit, one.key.measure, one.key.period) == (250, "hộ", "poor_households", "2023")
    assert (one.key.scope.code, one.key.scope.level, one.standing) == ("14845", "commune", "read")
    assert one.publication == "Báo cáo số 15/BC-UBND" and one.place.startswith("tr. 3")


def test_the_printed_decimals_stay(office):
    publish(office, {**NUMBER, "Mã chỉ tiêu": "poor_household_rate", "Số liệu": "25,00", "Đơn vị tính": "%"})
    (one,) = office_statements(office.instance)
    assert (one.text, one.decimals) == ("25.00", 2)


def test_the_headers_of_the_table_of_totals_serve_too(office):
    row = {
        "scope": "Thị trấn Mường Lát",
        "level": "commune",
        "period": "2023",
        "measure": "poor_households",
        "standard": "poverty-2022",
        "value": "250",
        "unit": "hộ",
        "flow": "stock",
        "status": "official",
        "publication": "Báo cáo số 15/BC-UBND",
        "standing": "read",
        "published_on": "05/01/2024",
    }
    publish(office, row)
    (one,) = office_statements(office.instance)
    assert (one.key.scope.code, one.flow, one.status, one.value) == ("14845", "stock", "official", 250)


def test_a_published_figure_of_the_instance_reads_them(office):
    publish(office, NUMBER, HOUSEHOLDS)
    found = answer(office.home, **ASKED)
    assert (found.as_json()["value"], found.as_json()["part"], found.as_json()["whole"]) == ("25.00", 250, 1000)


def test_another_instance_and_none_do_not(office):
    publish(office, NUMBER, HOUSEHOLDS)
    assert answer(None, **ASKED).as_json()["value"] is None


def test_a_unit_that_ended_since_counts_as_it_stood_then(office):
    """The publication of 2026 about 2023: Mường Lát is a commune of another territory by then."""
    publish(office, {**NUMBER, "Ngày công bố": "05/01/2026"}, {**HOUSEHOLDS, "Ngày công bố": "05/01/2026"})
    assert answer(office.home, **ASKED).as_json()["value"] == "25.00"


def test_the_tests_of_arithmetic_hold_them_against_each_other(office, capsys, monkeypatch):
    rate = {**NUMBER, "Mã chỉ tiêu": "poor_household_rate", "Số liệu": "26,00", "Đơn vị tính": "%"}
    publish(office, NUMBER, HOUSEHOLDS, rate)
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(office.home), "--format", "json", "statements", "check"])
    found = json.loads(capsys.readouterr().out)
    ours = [one for one in found if any(name.startswith("office/") for name in one["statements"])]
    assert ended.value.code == 1
    assert [one["code"] for one in ours] == ["S-102"]


def test_the_list_names_them_with_home_only(office, capsys):
    publish(office, NUMBER)

    def listed(*before):
        main([*before, "--format", "json", "statements", "list", "--locality", "14845", "--period", "2023"])
        return [one["id"] for one in json.loads(capsys.readouterr().out) if one["id"].startswith("office/")]

    assert len(listed("--home", str(office.home))) == 1
    assert listed() == []


def test_the_same_number_twice_in_a_file_is_told(office):
    assert office.codes("statements", [NUMBER, {**NUMBER, "Số liệu": "251"}]) == ["I-060"]


def test_a_corrected_number_replaces_the_first(office):
    publish(office, NUMBER)
    done = publish(office, {**NUMBER, "Số liệu": "251"})
    assert done.replaced == 1
    assert [one.value for one in office_statements(office.instance)] == [Decimal(251)]


WRONG = [({"Số liệu": "hai trăm"}, "I-033"), ({"Văn bản, báo cáo": ""}, "I-042"), ({"Kỳ": "năm nay"}, "I-063")]


@pytest.mark.parametrize(("changes", "code"), WRONG)
def test_a_wrong_number_is_told_at_its_cell(office, changes, code):
    assert office.codes("statements", [{**NUMBER, **changes}]) == [code]
