"""The same records under two lines: who changes class, where and why; what a line cannot judge is counted so."""

import datetime as dt
import json

import polars as pl
import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.cli import main
from mtqg.core.acts import Author
from mtqg.creating import create_instance
from mtqg.intake.importing import import_files
from mtqg.law import seed
from mtqg.poverty.classify import Standard
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.simulation import NEEDED, Line, simulated

OF_2022 = tuple(name for name in INDICATORS if name != "lacks_waste")
OF_2027 = tuple(name for name in INDICATORS if name != "lacks_information")
NOW = Line(Standard("poverty-2022", dt.date(2026, 12, 31), seed()), OF_2022)
NEXT = Line(Standard("poverty-2027", dt.date(2027, 1, 1), seed()), OF_2027)
AUTHOR = Author(by="An", role="officer", at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


def sheet(code, *, area="rural", b1=None, b2=None, vnd=None, lacks=(), asked=True, commune="14845"):
    row = dict.fromkeys(NEEDED) | {name: (name in lacks) if asked else None for name in INDICATORS}
    return row | {"household_code": code, "locality_code": commune, "area": area, "income_points": b1,
                  "deprivation_points": b2, "income_vnd": vnd}  # fmt: skip


def frame(*rows):
    kinds = dict.fromkeys(("household_code", "locality_code", "area"), pl.String)
    kinds |= dict.fromkeys(("income_points", "deprivation_points", "income_vnd"), pl.Int64)
    return pl.DataFrame(list(rows), schema={name: kinds.get(name, pl.Boolean) for name in NEEDED})


THREE = ("lacks_water", "lacks_toilet", "lacks_housing_area")
ROWS = (
    sheet("stays", b1=100, b2=30, vnd=1_000_000, lacks=THREE),
    sheet("in", b1=145, b2=30, vnd=1_800_000, lacks=THREE),
    sheet("no vnd", b1=145, b2=30, lacks=THREE),
    sheet("fewer", b1=100, b2=30, vnd=1_000_000, lacks=("lacks_water", "lacks_toilet", "lacks_information")),
    sheet("more", b1=100, b2=20, vnd=1_000_000, lacks=("lacks_water", "lacks_toilet", "lacks_waste")),
    sheet("unasked", b1=100, b2=20, vnd=1_000_000, asked=False, commune="14848"),
    sheet("no area", area=None, b1=100, b2=20, vnd=1, commune="14848"),
    sheet("rich", b1=200, vnd=2_200_001, asked=False, commune="14848"),
)


def test_the_line_of_next_year_on_the_records_of_this_one():
    """C5, C6, C7 as counts: more income is within the line, one indicator goes and one comes; the rest is unscored."""
    found = simulated(frame(*ROWS), NOW, NEXT)
    changed = {one["household_code"]: (one["before"], one["after"], one["why"]) for one in found.households()}
    assert changed == {
        "in": ("not_poor", "poor", "within"),
        "no vnd": ("not_poor", "unscored", "no_income"),
        "fewer": ("poor", "near_poor", "less_deprived"),
        "more": ("near_poor", "poor", "more_deprived"),
        "unasked": ("near_poor", "unscored", "no_indicators"),
    }
    body = found.as_json()
    assert body["households"] == 8 == sum(one["households"] for one in body["classes"])
    assert body["unscored"] == {"poverty-2022": 1, "poverty-2027": 3} and "changed_households" not in body
    assert [(one["locality_code"], one["changed"], one["after_unscored"]) for one in body["communes"]] == [
        ("14845", 4, 1),
        ("14848", 1, 2),
    ]


def test_a_line_held_against_itself_changes_nobody():
    found = simulated(frame(*ROWS), NOW, NOW)
    assert found.households() == [] and found.reasons() == []


def test_the_old_line_is_read_on_its_own_last_day():
    old = Line(Standard("poverty-2016", dt.date(2021, 12, 31), seed()), None)
    found = simulated(frame(sheet("C3", b1=145, b2=30), sheet("C1", area="urban", b1=140, b2=0)), old, NOW)
    assert {one["household_code"]: (one["before"], one["after"]) for one in found.households()} == {
        "C3": ("poor", "not_poor"),
        "C1": ("poor", "near_poor"),
    }


@pytest.fixture
def home(tmp_path, monkeypatch):
    made = create_instance(tmp_path / "home", AUTHOR, id="simulated", origin="synthetic")
    villages, sheets = tmp_path / "thon.csv", tmp_path / "phieu.csv"
    villages.write_text("Mã xã;Mã thôn;Tên thôn;Có từ ngày\n14845;14845-01;Bản Một;01/01/2020\n", encoding="utf-8")
    head = "Kỳ;Chuẩn nghèo;Mã xã;Mã thôn;Mã hộ;Ngày rà soát;Khu vực;Điểm B1;Điểm B2;Thu nhập bình quân tháng"
    cells = "2024;poverty-2022;14845;14845-01;{};01/10/2024;Nông thôn;{};{};{}"
    lines = [cells.format("H1", 145, 30, 1_800_000), cells.format("H2", 100, 30, "")]
    sheets.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    for form, file, period in (("villages", villages, None), ("poverty-review", sheets, "2024")):
        done = import_files(made, AUTHOR, catalogue=CATALOGUE, form=form, paths=[file], locality="38", period=period)
        assert done.problems == []
    monkeypatch.setenv("MTQG_HOME", str(made.home))


def test_the_command_reads_the_register_and_lists_codes_only_when_asked(home, capsys):
    asked = (
        "--format json poverty simulate --locality 14845 --period 2024 --standard poverty-2022 --standard poverty-2027"
    )
    main(asked.split())
    body = json.loads(capsys.readouterr().out)
    assert (body["households"], body["changed"], body["unscored"]["poverty-2027"]) == (2, 2, 2)
    assert "changed_households" not in body
    main([*asked.split()[2:], "--households"])
    assert "H2" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        main("poverty simulate --locality 14845 --period 2024 --standard poverty-2022".split())  # noqa: SIM905
    assert left.value.code == 2
    with pytest.raises(SystemExit) as left:
        main(asked.replace("2024 ", "2023 ").split())
    assert left.value.code == 1
