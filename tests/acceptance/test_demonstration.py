"""The report of Thanh Hóa of 16/10/2024, rebuilt from invented rows that add up to the published totals.

Sources of the published numbers: the province's report of 16/10/2024; poverty counts of public decisions.
"""

import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

PERIOD = "2021..2024-10-16"
DAY = "2024-10-16"

STATED = [
    ("district_ntm_recognised_count", PERIOD, "6"),
    ("commune_ntm_recognised_count", PERIOD, "52"),
    ("mountain_village_ntm_recognised_count", PERIOD, "177"),
    ("commune_advanced_count", PERIOD, "94"),
    ("commune_model_count", PERIOD, "26"),
    ("village_model_count", PERIOD, "459"),
    ("ocop_product_count", DAY, "492"),
    ("poor_household_rate", "2023", "3.52"),
    ("poor_household_rate_mean_yearly_fall", "2022..2023", "1.62"),
    ("minority_area_poor_household_rate", "2023", "11.05"),
]

KEYS = {
    *("measure", "label", "standard", "basis", "value", "exact", "part", "whole", "unit", "period", "locality", "on"),
    *("known", "status", "coverage", "law", "snapshots", "inputs", "reason"),
}


@pytest.mark.parametrize(("measure", "period", "value"), STATED)
def test_each_published_number_comes_from_rows(demo, measure, period, value):
    figure = demo.figure(measure, period)
    assert figure["value"] == value
    assert set(figure) == KEYS
    assert figure["law"]
    assert all(one["document"] and one["standing"] in ("read", "reported") for one in figure["law"])
    assert figure["snapshots"]
    assert figure["reason"] is None


@pytest.mark.parametrize("of", ["part", "whole"])
def test_the_rows_of_the_poverty_rate_add_up_again(demo, of):
    said = demo.run("explain", "poor_household_rate", "--locality", "38", "--period", "2023", "--of", of)
    assert sum(row["amount"] for row in said["rows"]) == said[of]
    assert sum(part[of] for part in said["parts"]) == said[of]
    assert all(re.fullmatch(r"[A-Z]+\d+", row["source"]["cell"]) for row in said["rows"])
    assert len({row["id"] for row in said["rows"]}) == len(said["rows"])


def test_the_named_cell_holds_what_the_row_says(demo, shown):
    """Walk from the figure to the very cell in the file of the office."""
    from python_calamine import CalamineWorkbook

    said = demo.run("explain", "commune_ntm_recognised_count", "--locality", "38", "--period", PERIOD)
    assert len(said["rows"]) == 52
    for row in said["rows"][:5]:
        assert row["decision"]["number"]
        file = next((shown[1] / "files").rglob(row["source"]["file"]))
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_name(row["source"]["sheet"])
        cells = sheet.to_python(skip_empty_area=False)[int(re.sub(r"\D", "", row["source"]["cell"])) - 1]
        assert row["decision"]["number"] in cells
        assert row["values"]["subject_code"] in cells


def test_the_mean_fall_is_taken_from_exact_rates(demo):
    figure = demo.figure("poor_household_rate_mean_yearly_fall", "2022..2023")
    first, last = (Decimal(one["part"]) * 100 / Decimal(one["whole"]) for one in figure["inputs"])
    assert abs(Decimal(figure["exact"]) - (first - last) / 2) < Decimal("1e-20")
    assert [one["period"] for one in figure["inputs"]] == ["2021", "2023"]


def test_quang_nam_and_da_nang_are_added_not_averaged(demo):
    figure = demo.figure("poor_household_rate", "2022", "48", on="2025-07-01", basis="published")
    assert (figure["part"], figure["whole"], figure["value"]) == (32952, 739801, "4.45")
    assert "300.501" in figure["reason"]


def test_titles_are_not_carried_to_new_boundaries(demo):
    figure = demo.figure("commune_ntm_count", DAY, on="2025-07-01")
    assert figure["value"] is None
    assert "360/558" in figure["reason"]


def test_a_divided_commune_is_not_shared_out_by_guess(demo):
    figure = demo.figure("poor_household_rate", "2023", "14797", on="2025-07-01")
    assert figure["value"] is None
    assert "Phường An Hưng" in figure["reason"]


def test_verify_finds_nothing_and_the_reports_are_there(demo, shown):
    assert demo.run("verify") == {"ok": True, "findings": []}
    assert demo.run("verify", "--head", shown[0]["head"]) == {"ok": True, "findings": []}
    for path in map(Path, shown[0]["reports"]):
        assert path.stat().st_size > 1000


def test_the_report_says_the_sentences_and_traces_every_number(shown):
    text = _docx_text(shown[1] / "reports" / "38-bao-cao.docx")
    for said in (
        "có thêm 6 huyện, 52 xã và 177 thôn, bản miền núi",
        "94 xã đang giữ danh hiệu nông thôn mới nâng cao",
        "26 xã và 459 thôn, bản đang giữ danh hiệu nông thôn mới kiểu mẫu",
        "492 sản phẩm OCOP",
        "tỷ lệ 3,52%",
        "1,62 điểm phần trăm",
        "11,05%",
    ):
        assert said in text
    assert "1,5 điểm phần trăm mỗi năm" in text
    assert "DỮ LIỆU MINH HỌA" in text
    trace = json.loads((shown[1] / "reports" / "38-bao-cao.docx.trace.json").read_text(encoding="utf-8"))
    assert all({"text", "place", "figure"} <= set(one) and set(one["figure"]) >= KEYS for one in trace)
    traced = {one["text"] for one in trace}
    assert {"6", "52", "177", "94", "26", "459", "492", "3,52%", "1,62", "11,05%"} <= traced


def test_one_more_commune_changes_exactly_the_sentences_that_rest_on_it(mine, shown, tmp_path):
    before = json.loads((shown[1] / "reports" / "38-bao-cao.docx.trace.json").read_text(encoding="utf-8"))
    free = _commune_without_title(mine)
    sheet = _recognition_of(free, tmp_path)
    done = mine.run("import", "recognitions", sheet, "--locality", "38")
    assert (done["rows_ok"], done["rows_bad"], done["errors"]) == (1, 0, [])
    refused = mine.run("close", "ntm", PERIOD, "--locality", "38", expect=2)
    assert refused["errors"][0]["code"] == "K-022"
    closed = mine.run("close", "ntm", PERIOD, "--locality", "38", "--reason", "Bổ sung một xã")
    assert closed["edition"] == 2

    out = tmp_path / "moi.docx"
    mine.run("report", "province", "--locality", "38", "--as-of", DAY, "--out", out)
    after = json.loads((tmp_path / "moi.docx.trace.json").read_text(encoding="utf-8"))
    changed = {
        (old["figure"]["measure"], old["figure"]["locality"]["code"])
        for old, new in zip(before, after, strict=False)
        if (old["text"], old["place"]) != (new["text"], new["place"])
    }
    district = mine.run("localities", "show", free, "--on", DAY)["parent_code"]
    assert ("commune_ntm_recognised_count", "38") in changed
    assert {measure for measure, _ in changed} <= {"commune_ntm_recognised_count", "commune_ntm_count"}
    assert {place for _, place in changed} <= {"38", district}
    assert "52 xã" not in _docx_text(out)
    assert "có thêm 6 huyện, 53 xã và 177 thôn" in _docx_text(out)
    assert mine.figure("commune_ntm_recognised_count", PERIOD)["value"] == "53"
    assert mine.figure("commune_ntm_recognised_count", PERIOD, edition=1)["value"] == "52"

    again = mine.run("import", "recognitions", sheet, "--locality", "38")
    assert again["batch"] is None


def test_undo_takes_a_batch_back(mine, tmp_path):
    before = mine.run("imports")
    sheet = _recognition_of(_commune_without_title(mine), tmp_path)
    batch = mine.run("import", "recognitions", sheet, "--locality", "38")["batch"]
    mine.run("undo", batch, "--reason", "nhập nhầm")
    assert len(mine.run("imports")) > len(before)
    assert (
        mine.run("close", "ntm", PERIOD, "--locality", "38", "--reason", "thử", expect=1)["errors"][0]["code"]
        == "K-023"
    )


def test_a_figure_loads_no_web_no_report_and_no_engine(demo):
    import subprocess
    import sys

    script = (
        "import sys; from mtqg.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "never = ('django', 'polars', 'docx', 'xlsxwriter', 'jinja2', 'openpyxl')\n"
        "print([name for name in never if name in sys.modules], file=sys.stderr)"
    )
    asked = ["--home", str(demo.home), "figure", "poor_household_rate", "--locality", "38", "--period", "2023"]
    done = subprocess.run([sys.executable, "-c", script, *asked], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


def _commune_without_title(desk):
    said = desk.run("explain", "commune_ntm_count", "--locality", "38", "--period", PERIOD)
    held = {row["locality"] for row in said["rows"]}
    tree = desk.run("localities", "tree", "--on", DAY, "--within", "38", "--level", "commune")
    return next(one["code"] for one in tree if one["kind"] == "xã" and one["code"] not in held)


def _recognition_of(commune, folder):
    sheet = folder / "bo-sung.csv"
    sheet.write_text(
        "Cấp;Mã đơn vị;Danh hiệu;Bộ tiêu chí;Ngày công nhận;Số quyết định;Cơ quan ban hành;Ngày ký\n"
        f"xã;{commune};Đạt chuẩn nông thôn mới;ntm-2021;10/10/2024;MH-999/QĐ-UBND;UBND tỉnh;10/10/2024\n",
        encoding="utf-8",
    )
    return sheet


def _docx_text(path):
    with zipfile.ZipFile(path) as parts:
        xml = "".join(
            parts.read(name).decode() for name in parts.namelist() if re.match(r"word/(document|header\d*)\.xml", name)
        )
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))
