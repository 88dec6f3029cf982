"""Groups, causes and the ethnic group of a sheet are seen wherever its row is: explained, checked, imported again."""

import datetime as dt

from mtqg.asking import explanation
from mtqg.checking import every_finding
from mtqg.core.period import read_period


def test_explain_shows_groups_causes_and_the_ethnic_group_and_the_same_file_changes_nothing(office):
    said = {"ethnic_group": "Mông", "has_merit": True, "cause_capital": True, "lacks_water": True}
    row = office.sheet(2024, "H1", "poor", **said)
    office.add("poverty_sheets", [row])
    asked = {"measure": "poor_household_count", "locality": "14845", "period": read_period("2024"), "page": 1}
    _, told = explanation(office.home, of="part", size=10, **asked)
    assert {name: told["rows"][0]["values"][name] for name in said} == said
    assert office.add("poverty_sheets", [row]).batch is None
    changed = office.add("poverty_sheets", [{**row, "cause_capital": False}])
    assert changed.replaced == 1


def test_a_yearly_review_of_20_december_is_flagged_with_its_window(office):
    """E3, in the data; a month's review has no such window."""
    late = {"day": dt.date(2024, 12, 20), "decided_on": dt.date(2024, 12, 25)}
    rows = [office.sheet(2024, "H1", "poor", **late), office.sheet(2024, "H2", "poor")]
    office.add("poverty_sheets", [*rows, office.sheet(2024, "H3", "poor", period="2024-12", **late)])
    found = [one for one in every_finding(office.instance) if one.problem.code == "P-208"]
    assert [(one.severity, one.problem.given) for one in found] == [("warning", "2024-12-20")]
    assert "09-01 đến 12-14" in found[0].problem.message
