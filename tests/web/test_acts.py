"""Acts opened by a view: on Django's connection, by models."""

import datetime as dt

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.verify import verify


@pytest.fixture
def an(office):
    from mtqg.web.accounts.models import User

    return User.objects.create_user("an")


def sheet(**changes):
    from mtqg.web.poverty.models import PovertySheets

    said = {
        "period": "2023",
        "standard": "poverty-2022",
        "locality_code": "14845",
        "village_code": "14845-01",
        "household_code": "H1",
        "head_name": "Nguyễn Thị Hoa",
        "identity_number": "038201004567",
        "day": dt.date(2023, 12, 10),
        "area": "rural",
        "income_points": 120,
        "deprivation_points": 30,
    }
    return PovertySheets(**{**said, **changes})


def test_a_row_and_its_correction_are_two_acts_and_nothing_is_overwritten(office, an):
    from mtqg.web import acts
    from mtqg.web.poverty.models import PovertySheets

    with acts.begin(by=an, verb="sheet.add", at="14845") as act:
        act.add(sheet())
    with acts.begin(by=an, verb="sheet.correct", at="14845", why="nhập sai điểm") as second:
        act_row = PovertySheets.objects.get(ended_by=None)
        second.end(act_row)
        second.add(sheet(income_points=130))
    assert [row.income_points for row in PovertySheets.objects.order_by("id")] == [120, 130]
    assert (act.sealed.n, second.sealed.n) == (2, 3) and second.sealed.why == "nhập sai điểm"
    assert verify(office, CATALOGUE.tables.values()) == []


def test_a_name_is_sealed_before_it_reaches_the_database(office, an):
    from mtqg.web import acts
    from mtqg.web.poverty.models import PovertySheets

    with acts.begin(by=an, verb="sheet.add", at="14845") as act:
        act.add(sheet())
    kept = bytes(PovertySheets.objects.get().head_name)
    assert b"Hoa" not in kept and len(kept) > 20


def test_an_error_in_the_block_leaves_nothing(office, an):
    from mtqg.web import acts
    from mtqg.web.acts.models import Act
    from mtqg.web.poverty.models import PovertySheets

    with pytest.raises(ZeroDivisionError), acts.begin(by=an, verb="sheet.add") as act:
        act.add(sheet())
        raise ZeroDivisionError
    assert (Act.objects.count(), PovertySheets.objects.count()) == (1, 0)


def test_a_double_click_adds_one_row(office, an):
    from mtqg.web import acts
    from mtqg.web.poverty.models import PovertySheets

    with acts.begin(by=an, verb="sheet.add") as act:
        act.add(sheet())
    with pytest.raises(Refused) as refused, acts.begin(by=an, verb="sheet.add") as act:
        act.add(sheet())
    assert refused.value.problems[0].code == "G-006"
    assert PovertySheets.objects.count() == 1


def test_the_admin_only_shows(office, an):
    from office_people import signed_in

    client = signed_in("chi", "administrator", "*")
    from mtqg.web import acts

    with acts.begin(by=an, verb="sheet.add") as act:
        act.add(sheet())
    page = client.get("/admin/poverty/povertysheets/")
    assert page.status_code == 200 and "H1" in page.content.decode() and "Nguyễn Thị Hoa" not in page.content.decode()
    for address in ("add/", "1/delete/"):
        assert client.get(f"/admin/poverty/povertysheets/{address}").status_code == 403
    changed = client.post("/admin/poverty/povertysheets/1/change/", {"income_points": 1})
    assert changed.status_code == 403
