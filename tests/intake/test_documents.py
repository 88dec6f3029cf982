"""What was set aside can be mended in place; answers are given once; every row is kept as it was read."""

import datetime as dt
import json

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.register.source_rows import source_rows
from mtqg.core.verify import verify
from mtqg.intake.documents import mend, open_documents

BINH = Author("Bình", "provincial office", dt.datetime(2024, 12, 2, tzinfo=dt.UTC))


def waiting(office):
    with office.instance.register() as register:
        return open_documents(register)


def mended(office, document, **cells):
    return mend(
        office.instance,
        BINH,
        catalogue=CATALOGUE,
        batch=document.batch,
        number=document.number,
        cells=cells,
        why="gõ nhầm",
    )


@pytest.fixture
def one_wrong(office):
    """Two sheets of a village, the second with 25 deprivation points."""
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {"Điểm B2": 25})))
    return waiting(office)[0]


def test_a_mended_cell_brings_the_document_in_and_settles_it(office, one_wrong):
    done = mended(office, one_wrong, **{"Điểm B2": "30"})
    assert (done.rows_ok, done.new, done.problems) == (1, 1, [])
    assert 30 in office.live("poverty_sheets")["deprivation_points"].to_list()
    assert waiting(office) == [] and office.chain.acts[-1].payload["settles"] == [one_wrong.name]
    assert office.chain.acts[-1].by == "Bình" and verify(office.instance, CATALOGUE.tables.values()) == []


def test_a_mend_that_is_undone_leaves_the_document_waiting_again(office, one_wrong):
    mended(office, one_wrong, **{"Điểm B2": "30"})
    office.undo(office.chain.n)
    (again,) = waiting(office)
    assert (again.cells, again.errors, again.period) == (one_wrong.cells, one_wrong.errors, one_wrong.period)
    assert mended(office, again, **{"Điểm B2": "20"}).rows_ok == 1 and waiting(office) == []
    assert verify(office.instance, CATALOGUE.tables.values()) == []


def test_a_cell_that_is_still_wrong_changes_nothing(office, one_wrong):
    n = office.chain.n
    done = mended(office, one_wrong, **{"Điểm B2": "35"})
    assert [problem.code for problem in done.problems] == ["P-012"]
    assert office.chain.n == n and waiting(office) == [one_wrong]


def test_it_is_mended_once(office, one_wrong):
    mended(office, one_wrong, **{"Điểm B2": "30"})
    with pytest.raises(Refused) as refused:
        mended(office, one_wrong, **{"Điểm B2": "20"})
    assert refused.value.problems[0].code == "I-130"


def test_a_column_that_it_does_not_have_is_refused(office, one_wrong):
    with pytest.raises(Refused) as refused:
        mended(office, one_wrong, **{"Điểm B9": "30"})
    assert refused.value.problems[0].code == "I-131" and "Điểm B2" in refused.value.problems[0].remedy


def test_a_newer_version_of_the_file_settles_what_the_older_left(office, one_wrong):
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({}, {"Điểm B2": 20})))
    assert waiting(office) == [] and len(office.live("poverty_sheets")) == 2


def test_every_row_is_kept_as_it_was_read_with_what_became_of_it(office, one_wrong):
    n = office.chain.n
    office.run("poverty-review", office.desk.xlsx(office.desk.sheets({"Điểm B1": 99}, {"Điểm B2": 20}), "mới.xlsx"))
    with office.instance.register() as register:
        first, second = source_rows(register, n), source_rows(register, office.chain.n)
    assert first["state"].to_list() == ["taken", "set_aside"]
    assert second["state"].to_list() == ["replaced", "taken"]
    assert 25 in json.loads(first["cells"][1])


def test_what_was_answered_is_not_asked_again(office):
    days = {"Ngày rà soát": 45_580}
    first = office.desk.xlsx(office.desk.sheets(days), "một.xlsx")
    asked = office.run("poverty-review", first)
    assert asked.rows_ok == 0 and asked.problems
    assert office.run("poverty-review", first, answers=["dates=excel"]).rows_ok == 1
    again = office.run("poverty-review", office.desk.xlsx(office.desk.sheets({**days, "Mã hộ": "H-77"}), "hai.xlsx"))
    assert again.rows_ok == 1 and any("ghi nhớ" in message for message in again.messages)


def test_a_document_settled_from_outside_is_found(office, one_wrong):
    with office.instance.register() as register:
        act = register.database.one("SELECT max(id) FROM act")[0]
        register.database.execute("UPDATE set_aside SET settled_by = ?", [act])
    assert [finding.problem.code for finding in verify(office.instance, CATALOGUE.tables.values())] == ["G-015"]
