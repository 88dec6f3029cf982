"""Answers that are remembered, and source rows with their raw cells."""

import json

import pytest

from mtqg.core.register.database import RuleBroken
from mtqg.core.register.finding import shown
from mtqg.core.register.source_rows import (
    source_blocks,
    source_rows,
    stage_source_rows,
    take_source_rows,
    verified_source_rows,
)
from mtqg.intake.remembered import Remembered, forget, remember, remembered
from mtqg.intake.terms import REMEMBERED_ANSWERS

NAME = "Hơ Văn Chứ"
PADDED = Remembered("codes", "pad", example=NAME, file_sha256="ab" * 32)
MAPPED = Remembered("column:Họ tên", "head_name")


def told(office, form="poverty-review"):
    with office.register() as register:
        return [one.given for one in remembered(register, form)]


def keep(office, *answers, form="poverty-review", by="An"):
    return office.act(by)(lambda act: remember(act, form, answers))


def test_an_answer_is_remembered_for_its_form(office):
    assert keep(office, PADDED, MAPPED) == 2
    assert told(office) == ["codes=pad", "column:Họ tên=head_name"]
    assert told(office, "villages") == []


def test_the_same_answer_again_changes_nothing_and_another_replaces_it(office):
    keep(office, PADDED, MAPPED)
    assert keep(office, PADDED) == 0
    assert keep(office, Remembered("column:Họ tên", "ignore"), by="Bình") == 1
    assert told(office) == ["codes=pad", "column:Họ tên=ignore"]
    assert office.findings() == []


def test_what_is_forgotten_is_asked_again(office):
    keep(office, PADDED, MAPPED)
    assert office.act()(lambda act: forget(act, "poverty-review", ["codes", "dates"])) == 1
    assert told(office) == ["column:Họ tên=head_name"]


def test_the_example_may_name_a_person_and_is_sealed(office, by):
    keep(office, PADDED)
    assert NAME.encode() not in office.bytes()
    n = office.instance.chain.n
    assert shown(office.instance, by("An"), REMEMBERED_ANSWERS, (n, 1), "example") == NAME


def test_undoing_the_import_that_asked_takes_its_answers_back(office):
    """They are rows of the same act."""
    keep(office, Remembered("numbers", "vi"))
    office.act(verb="import")(lambda act: remember(act, "poverty-review", [Remembered("numbers", "en"), MAPPED]))
    office.undo(office.instance.chain.n)
    assert told(office) == ["numbers=vi"]


STATES = ("taken", "unchanged", "replaced", "set_aside")


def kept(office, *sheets, name=NAME, states=None):
    """Rows of sheets as an import keeps them. sheets: how many rows each has. Gives what must be read again."""
    told, blocks, expected = {}, [], []
    for sheet, count in enumerate(sheets, start=1):
        numbers = list(range(2, count + 2))
        cells = [[f"H-{at}", name, None, at] for at in range(count)]
        told[sheet] = states or {number: STATES[number % 4] for number in numbers if number % 4 != 3}
        blocks += source_blocks(sheet, numbers, cells)
        written = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in cells)
        expected += [(sheet, number, STATES[number % 4], text) for number, text in zip(numbers, written, strict=True)]

    def write(act):
        take_source_rows(act, stage_source_rows(act.register, reversed(blocks), told))

    office.act(verb="import")(write)
    return expected


def test_source_rows_come_back_as_they_were_read(office):
    """In their order, those of many blocks too. Of which nothing is said was set aside."""
    expected = kept(office, 2_500, 3)
    with office.register() as register:
        assert source_rows(register, office.instance.chain.n).rows() == expected
        assert source_rows(register, 1).is_empty()
    assert office.findings() == []


def test_source_rows_are_sealed(office):
    kept(office, 3)
    assert NAME.encode() not in office.bytes() and b"H-1" not in office.bytes()


@pytest.mark.parametrize("change", ["row_count = 2", "cells = NULL", "first_row = 99"])
def test_a_source_row_is_never_changed(office, change):
    kept(office, 3)
    with office.register() as register:
        with pytest.raises(RuleBroken):
            register.database.execute(f"UPDATE source_block SET {change} WHERE first_row = 2")
        with pytest.raises(RuleBroken):
            register.database.execute("DELETE FROM source_block")


def test_a_row_that_was_slipped_in_is_found(office):
    kept(office, 3)
    with office.register() as register:
        columns = ("act_id", "sheet", "first_row", "row_count", "cells")
        register.database.insert("source_block", columns, [(2, 1, 77, 1, b"x"), (1, 1, 1, 1, b"x")])
        codes = [(one.problem.code, one.problem.given) for one in verified_source_rows(register.database)]
    assert codes == [("G-016", "2"), ("G-016", "1")]
    assert len([one for one in office.findings() if one.startswith("G-016")]) == 2


def test_a_state_that_is_none_or_a_row_given_twice_is_refused(office):
    with pytest.raises(ValueError, match="a state that is none"):
        kept(office, 1, states={2: "lost"})
    with pytest.raises(ValueError, match="a row given twice"):
        list(source_blocks(1, [2, 2], [["a"], ["b"]]))
