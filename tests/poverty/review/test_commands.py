"""The commands, as an officer types them."""

import datetime as dt
import json

from mtqg.cli import main


def run(office, capsys, *words, code=0, as_json=True):
    try:
        main(["--home", str(office.home), "--format", "json" if as_json else "text", "poverty", *words])
        given = 0
    except SystemExit as done:
        given = done.code
    said = capsys.readouterr()
    assert given == code, said
    return json.loads(said.out) if as_json else said.out


def test_movement_history_household_and_step(office, capsys):
    since = {"locality_code": "14845", "village_code": "14845-01", "day": dt.date(2020, 1, 1)}
    office.add("households", [{**since, "household_code": "H2", "area": "rural"}])
    sheets = [office.sheet(2023, one, "poor") for one in ("H1", "H2", "H3")]
    office.add("poverty_sheets", [*sheets, office.sheet(2024, "H1", "near_poor")])
    gone = run(office, capsys, "household", "dissolve", "H2", "--day", "2024-05-01", "--by", "An")
    assert gone["verb"] == "household.dissolve"
    asked = ("movement", "--locality", "14845", "--period", "2024")
    found = run(office, capsys, *asked)
    homes = next(one for one in found["rows"] if one["counted"] == "households")
    assert (homes["poor_start"], homes["poor_other_decrease"], homes["poor_difference"]) == (3, 1, -1)
    assert found["unexplained"][0]["household_code"] == "H3"
    assert "H3" in run(office, capsys, *asked, as_json=False)
    assert "Thoát nghèo, còn cận nghèo" in run(office, capsys, "history", "H1", as_json=False)
    place = ("--locality", "14845", "--village", "14845-01", "--period", "2024", "--by", "An")
    late = run(office, capsys, "step", "surveyed", "H1", "H2", *place, "--day", "2024-12-20")
    assert (late["cases"], [one["code"] for one in late["warnings"]]) == (2, ["P-205", "P-205"])
    assert (
        run(office, capsys, "step", "paid", "H1", *place, "--day", "2024-12-20", code=2)["errors"][0]["code"] == "P-213"
    )
