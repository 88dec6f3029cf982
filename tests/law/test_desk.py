"""The law desk: who may confirm what, what is refused, and what the book then holds."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mtqg.cli import main
from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.creating import create_instance
from mtqg.law import actions
from mtqg.law.book import Law
from mtqg.law.office import law_at, proposals

AT = dt.datetime(2028, 1, 5, 8, tzinfo=dt.UTC)
CITED = {"document": "351/2025/NĐ-CP", "issued_by": "Chính phủ", "signed_on": "2025-12-30", "place": "Phụ lục minh họa"}
LIMIT = {
    **CITED,
    "name": "income_limit",
    "standard": "poverty-2027",
    "area": "rural",
    "valid_from": "2027-01-01",
    "value": "125",
    "unit": "points",
    "evidence": "công báo (minh họa)",
}
DAY = dt.date(2027, 12, 10)


def author(name):
    return Author(by=name, role="officer", at=AT)


@pytest.fixture
def instance(tmp_path):
    return create_instance(tmp_path / "kho", author("An"), id="0123456789abcdef")


@pytest.fixture
def book(instance):
    """The office's book now."""

    def now(n=None):
        with instance.register() as register:
            return law_at(register.database, n)

    return now


@pytest.fixture
def propose(instance):
    def made(*lines, by="Nguyễn Văn An"):
        placed = [(f"dòng {number}", line) for number, line in enumerate(lines, start=2)]
        return [one.id for one in actions.propose_values(instance, author(by), placed)]

    return made


@pytest.fixture
def run(capsys, monkeypatch):
    """The exit code, and what was written as JSON."""
    monkeypatch.setenv("MTQG_LANG", "vi")

    def asked(*args):
        code = 0
        try:
            main(list(args))
        except SystemExit as stopped:
            code = stopped.code
        return code, json.loads(capsys.readouterr().out or "null")

    return asked


@pytest.fixture
def refused():
    def codes(act, *given, **more):
        with pytest.raises(Refused) as said:
            act(*given, **more)
        return [(problem.code, problem.place) for problem in said.value.problems]

    return codes


@pytest.mark.parametrize(
    "spelled",
    ["Nguyễn Văn An", "nguyen van an", "NGUYỄN  VĂN AN", "Nguye\u0302\u0303n Va\u0306n An", "nguyen.van.an"],
)
def test_nobody_confirms_what_is_their_own_however_they_write_their_name(instance, propose, refused, spelled):
    (made,) = propose(LIMIT)
    assert refused(actions.confirm, instance, author(spelled), [made]) == [("V-031", made)]


def test_a_person_and_their_account_are_one(instance, propose, refused):
    with instance.register() as register:
        _account(register.database, "annv", "Văn An", "Nguyễn")
    (made,) = propose(LIMIT, by="annv")
    assert refused(actions.confirm, instance, author("Nguyễn Văn An"), [made]) == [("V-031", made)]
    actions.confirm(instance, author("Trần Thị Bình"), [made])


def test_the_database_itself_refuses_one_person_twice(instance, propose):
    """Also for one who writes around the actions: the names are tied to the authors of the acts."""
    propose(LIMIT)
    with pytest.raises(Refused, match="two_people"):
        _confirm_by_hand(instance, by="Nguyễn Văn An")
    with pytest.raises(Refused, match="two_people"):
        _confirm_by_hand(instance, by="nguyen van an", person="nguyenvanan")
    with pytest.raises(Refused, match="không phải người thực hiện tác vụ"):
        _confirm_by_hand(instance, by="Nguyễn Văn An", says="Bình", person="binh")
    with pytest.raises(Refused, match="không ứng với đề xuất"):
        _confirm_by_hand(instance, by="Nguyễn Văn An", proposed_by="Bình")
    _confirm_by_hand(instance, by="Bình", person="binh")


def test_the_database_refuses_a_proposal_in_another_name(instance, propose):
    propose(LIMIT)
    with instance.register() as register, pytest.raises(Refused, match="không phải người thực hiện tác vụ"):
        register.database.execute(
            "INSERT INTO law_documents (added_by, row_no, origin, row_key, number, kind, issued_by, place, says, "
            "evidence, proposed_by, proposed_person) SELECT max(id), 1, 'real', 'k', '1', 'luật', 'x', '', 'y', 'z', "
            "'Bình', 'binh' FROM act"
        )


def test_a_confirmed_value_stands_as_read_with_where_it_was_read(instance, propose, book):
    (made,) = propose(LIMIT)
    assert book().value("income_limit", DAY, area="rural").value is None
    act = actions.confirm(instance, author("Bình"), [made])
    value = book().value("income_limit", DAY, area="rural")
    assert (value.value, value.standing, value.source) == (125, "read", "công báo (minh họa)")
    assert book(act.n - 1).value("income_limit", DAY, area="rural").value is None
    assert book().cite("351/2025/NĐ-CP", "Phụ lục minh họa").standing == "read"
    assert Law.build(book().rows()) == book()


def test_all_errors_of_a_file_come_at_once_and_nothing_is_written(instance, propose, refused):
    lines = [
        {**LIMIT, "valid_from": "01/01/2027"},
        {**LIMIT, "unit": "%"},
        LIMIT,
        {**LIMIT, "document": "999/NĐ-CP", "valid_from": "2029-01-01"},
        {**LIMIT, "area": ""},
        {**LIMIT, "standard": "ntm-2026"},
        {**LIMIT, "name": "height_limit"},
        {**LIMIT, "evidence": "", "area": "urban"},
        {**LIMIT, "value": "1,5", "valid_from": "2028-01-01"},
    ]
    found = refused(propose, *lines)
    assert sorted({code for code, _ in found}) == [
        "V-003", "V-004", "V-005", "V-006", "V-008", "V-009", "V-010", "V-011", "V-012"
    ]  # fmt: skip
    assert {place for _, place in found} == {f"dòng {number}" for number in range(2, 11)}
    with instance.register() as register:
        assert proposals(register.database) == []


def test_a_value_is_proposed_and_confirmed_once(instance, propose, refused):
    (made,) = propose(LIMIT)
    assert refused(propose, {**LIMIT, "value": "126"}, by="Chi") == [("V-033", "dòng 2")]
    actions.confirm(instance, author("Bình"), [made])
    assert refused(actions.confirm, instance, author("Chi"), [made]) == [("V-032", made)]
    assert refused(propose, LIMIT, by="Chi") == [("V-034", "dòng 2")]
    assert refused(actions.confirm, instance, author("Chi"), ["V99-1"]) == [("V-030", "V99-1")]


def test_what_was_read_in_the_gazette_is_not_proposed_again_or_otherwise(law, propose, refused):
    read = next(one for one in law.values if one.standing == "read" and isinstance(one.value, int))
    from mtqg.law.tables import cells

    line = {**cells(read), "evidence": "công báo"}
    assert refused(propose, line) == [("V-035", "dòng 2")]
    assert refused(propose, {**line, "value": str(read.value + 1)}) == [("V-036", "dòng 2")]


def test_a_shipped_value_from_memory_is_confirmed_and_judges_from_then_on(instance, law, propose, book):
    from mtqg.law.tables import cells

    memory = next(one for one in law.values if one.standing == "unverified" and one.valid_to)
    keys = {"area": memory.area, "region": memory.region, "group": memory.group}
    standard = memory.standard or None
    assert law.value(memory.name, memory.valid_from, standard=standard, **keys).kind == "unverified"
    line = {**cells(memory), "valid_to": "", "evidence": "công báo"}
    actions.confirm(instance, author("Bình"), propose(line))
    value = book().value(memory.name, memory.valid_from, standard=standard, **keys)
    assert (value.value, value.standing, value.valid_to) == (memory.value, "read", memory.valid_to)
    assert len(book().values) == len(law.values)


def test_two_values_never_hold_on_one_day(instance, propose, refused, book):
    fixed = {**LIMIT, "valid_to": "2029-01-01"}
    actions.confirm(instance, author("Bình"), propose(fixed))
    assert refused(propose, {**LIMIT, "valid_from": "2028-01-01"}) == [("V-037", "dòng 2")]
    assert refused(propose, {**LIMIT, "valid_from": "2026-06-01"}) == [("V-038", "dòng 2")]
    actions.confirm(instance, author("Bình"), propose({**LIMIT, "valid_from": "2029-01-01", "value": "130"}))
    on = [book().value("income_limit", dt.date(year, 6, 1), area="rural").value for year in (2027, 2028, 2029)]
    assert on == [125, 125, 130]


def test_a_newer_value_ends_an_open_one_on_its_first_day(instance, propose, book):
    actions.confirm(instance, author("Bình"), propose(LIMIT))
    actions.confirm(instance, author("Bình"), propose({**LIMIT, "valid_from": "2029-01-01", "value": "130"}))
    assert book().value("income_limit", dt.date(2028, 12, 31), area="rural").value == 125
    assert book().value("income_limit", dt.date(2029, 1, 1), area="rural").value == 130


def test_a_package_that_later_ships_the_value_never_breaks_the_book(instance, propose, law, book):
    """Whatever a later version ships on the same day or around it, one line stands on a day, the read one first."""
    import dataclasses

    from mtqg.law.office import extended

    actions.confirm(instance, author("Bình"), propose(LIMIT))
    with instance.register() as register:
        found = proposals(register.database)
    mine = next(one for one in book().values if one.name == "income_limit" and one.standard == "poverty-2027")
    for standing, expected in (("read", 140), ("reported", 125), ("unverified", 125)):
        shipped = dataclasses.replace(mine, value=140, standing=standing, source="công báo")
        other = dataclasses.replace(law, values=(*law.values, shipped), provisions=book().provisions)
        grown = extended(other, found)
        assert grown.value("income_limit", DAY, area="rural").value == expected
        assert Law.build(grown.rows()) == grown


def test_a_withdrawn_value_is_gone_from_then_on_and_known_before(instance, propose, book, refused):
    (made,) = propose(LIMIT)
    confirmed = actions.confirm(instance, author("Bình"), [made])
    assert refused(actions.withdraw, instance, author("An"), [made], why=" ") == [("V-039", "--why")]
    actions.withdraw(instance, author("An"), [made], why="đọc nhầm dòng")
    assert book().value("income_limit", DAY, area="rural").value is None
    assert book(confirmed.n).value("income_limit", DAY, area="rural").value == 125
    (again,) = propose(LIMIT)
    assert again != made


def test_a_document_is_confirmed_before_or_with_the_value_that_cites_it(instance, propose, book, refused):
    new = {"number": "12/2027/TT-BNNMT", "issued_by": "BNNMT", "signed_on": "2027-03-01"}
    document = {**new, "kind": "thông tư", "says": "Điểm rà soát (minh họa)", "evidence": "công báo (minh họa)"}
    value = {**LIMIT, "document": new["number"], "issued_by": "BNNMT", "signed_on": "2027-03-01"}
    assert refused(propose, value) == [("V-006", "dòng 2")]
    (text,) = actions.propose_documents(instance, author("An"), [("", document)])
    (limit,) = propose(value)
    assert refused(actions.confirm, instance, author("Bình"), [limit]) == [("V-006", limit)]
    actions.confirm(instance, author("Bình"), [text.id, limit])
    assert book().document(new["number"]).subject_vi == "Điểm rà soát (minh họa)"
    assert book().value("income_limit", DAY, area="rural").value == 125
    codes = {code for code, _ in refused(actions.withdraw, instance, author("An"), [text.id], why="sai")}
    assert codes == {"V-006"}, "a value cites it"
    actions.withdraw(instance, author("An"), [text.id, limit], why="sai")


def test_a_provision_may_be_added_by_itself(instance, book, refused):
    line = {
        "number": "07/2021/TT-BLĐTBXH",
        "issued_by": "BLĐTBXH",
        "signed_on": "2021-07-18",
        "kind": "thông tư",
        "place": "Phụ lục IX",
        "says": "Phiếu rà soát (minh họa)",
        "evidence": "công báo (minh họa)",
    }
    (made,) = actions.propose_documents(instance, author("An"), [("", line)])
    actions.confirm(instance, author("Bình"), [made.id])
    assert book().cite("07/2021/TT-BLĐTBXH", "Phụ lục IX").says_vi == "Phiếu rà soát (minh họa)"
    assert refused(actions.propose_documents, instance, author("An"), [("d", line)]) == [("V-034", "d")]


def test_the_command_line_does_the_same(instance, tmp_path, run):
    file = tmp_path / "tri-so.csv"
    columns = [*LIMIT]
    file.write_text(",".join(columns) + "\n" + ",".join(LIMIT.values()) + "\n", encoding="utf-8-sig")
    home = ["--home", str(instance.home), "--format", "json"]
    _, dry = run(*home, "law", "propose", str(file), "--dry-run", "--by", "An")
    assert dry["dry_run"] is True
    _, made = run(*home, "law", "propose", str(file), "--by", "An")
    made_id = made["proposals"][0]["id"]
    _, waiting = run(*home, "law", "values", "--pending")
    (shown,) = waiting["proposals"]
    assert (shown["id"], shown["proposed_by"], shown["waits"]) == (made_id, "An", ["đề xuất phân loại hộ theo điểm"])
    code, said = run(*home, "law", "confirm", made_id, "--by", "an")
    assert (code, said["errors"][0]["code"]) == (1, "V-031")
    code, said = run(*home, "law", "confirm", made_id, "--by", "Bình")
    assert (code, said["confirmed"]) == (0, [made_id])
    _, values = run(*home, "law", "values", "--name", "income_limit", "--on", "2027-06-01")
    assert [one["value"] for one in values] == [125]
    _, before = run(*home, "law", "values", "--name", "income_limit", "--on", "2027-06-01", "--known", "2")
    assert [one["value"] for one in before] == [None, None]
    _, none = run(*home, "law", "values", "--pending")
    assert none["proposals"] == []
    assert run(*home, "law", "withdraw", made_id, "--why", "nhầm", "--by", "An")[0] == 0


def _account(database, username, first, last):
    said = {"username": username, "first_name": first, "last_name": last}
    blank = {"password": "", "email": "", "date_joined": "2026-01-01"}
    flags = {"is_superuser": False, "is_staff": False, "is_active": True, "must_change_password": False}
    row = {**said, **blank, **flags}
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT INTO account ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def _confirm_by_hand(instance, *, by, says=None, person="nguyenvanan", proposed_by="Nguyễn Văn An"):
    """A confirmation written past the actions, by an act of its own."""
    from mtqg.core.register.writing import begin

    with instance.register() as register, begin(register, author(by), verb="law.confirm") as act:
        register.database.execute(
            "INSERT INTO law_confirmations (added_by, row_no, origin, row_key, proposal_table, proposal_act, "
            "proposal_row, proposed_by, proposed_person, confirmed_by, confirmed_person) "
            "VALUES (?, 1, 'real', 'k', 'law_value_proposals', 2, 1, ?, 'nguyenvanan', ?, ?)",
            [act.id, proposed_by, says or by, person],
        )
