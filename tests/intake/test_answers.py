"""Questions are asked once, with an example and the answers to choose from; remembered answers are used and said."""

import datetime as dt

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.intake.answers import Remembered, Used, read_answers
from mtqg.intake.load import load
from mtqg.intake.lookups import Lookups, Village
from mtqg.law import seed, with_values
from mtqg.localities.book import Localities

FORM = "poverty-review"


def test_each_question_is_asked_once_whatever_the_number_of_cells(desk):
    rows = [
        {"Số định danh": f"381995550{at:02d}", "Ngày rà soát": 45575, "Ngày ký": "05/12/24"} for at in range(10, 30)
    ]
    loaded = desk.load_sheets(*rows)
    assert {one.key: one.cells for one in loaded.questions} == {"identity": 20, "dates": 20, "years": 20}
    by_key = {one.key: one for one in loaded.questions}
    assert by_key["dates"].example == "45575 → 10/10/2024" and by_key["dates"].column == "Ngày rà soát"
    assert by_key["years"].example == "05/12/24 → 05/12/2024" and by_key["years"].cell == "Q2"
    assert [choice.answer for choice in by_key["years"].choices] == ["years=2000", "years=1900"]
    assert "381995550" not in str(loaded.questions)
    assert all(one.text.strip() and choice.label.strip() for one in loaded.questions for choice in one.choices)
    assert by_key["identity"].as_json()["choices"] == [by_key["identity"].choices[0]._asdict()]
    answered = desk.load_sheets(*rows, answers=["identity=pad", "dates=excel", "years=2000"])
    assert not answered.problems and not answered.questions
    assert answered.rows["decided_on"].to_list() == [dt.date(2024, 12, 5)] * 20
    assert answered.answers_used == [Used("dates", "excel"), Used("identity", "pad"), Used("years", "2000")]


def test_an_answer_that_decides_nothing_is_not_told_as_used(desk):
    assert desk.load_sheets({}, answers=["identity=pad", "numbers=vi", "encoding=tcvn3"]).answers_used == []


def test_every_question_speaks_both_languages(desk, monkeypatch):
    rows = [
        {"Mã xã": "4"},
        {"Tên xã": "Trà Don", "Mã xã": "", "Mã thôn": "", "Tên thôn": "Thôn 1"},
        {"Điểm B1": "1.234"},
    ]
    spoken = {}
    for lang in ("vi", "en"):
        monkeypatch.setenv("MTQG_LANG", lang)
        loaded = desk.load_sheets(*rows, {"Mã hộ": "038099012345"})
        spoken[lang] = {one.key: one for one in loaded.questions}
    assert "numbers" in spoken["vi"] and "identity:household_code" in spoken["vi"]
    for key, question in spoken["vi"].items():
        assert question.text != spoken["en"][key].text
        assert question.choices[0].label != spoken["en"][key].choices[0].label or key.startswith("name:")
        read_answers(choice.answer for choice in question.choices[:1])


# Columns


def renamed(desk, new, old="Mã hộ", **more):
    return desk.xlsx(
        [{new if name == old else name: value for name, value in row.items()} for row in desk.sheets({})], **more
    )


def test_an_unknown_header_where_a_column_is_missing_is_asked_for_with_the_likeliest_first(desk):
    loaded = desk.load(FORM, renamed(desk, "Mã số của hộ"))
    assert [problem.code for problem in loaded.problems] == ["I-022", "I-021"]
    assert "column:Mã số của hộ=" in loaded.problems[0].remedy
    (question,) = loaded.questions
    assert (question.key, question.cell) == ("column:Mã số của hộ", "F1")
    assert "“Mã hộ”" in question.text and question.example == "Mã số của hộ → Mã hộ"
    assert question.choices[0].answer == "column:Mã số của hộ=household_code"
    assert question.choices[-1].answer == "column:Mã số của hộ=ignore"


@pytest.mark.parametrize("named", ["household_code", "Mã hộ", "ma ho"])
def test_an_answer_maps_a_header_by_the_columns_name_or_title(desk, named):
    answer = f"column:Mã số của hộ={named}"
    loaded = desk.load(FORM, renamed(desk, "Mã số của hộ"), answers=[answer])
    assert not loaded.problems and loaded.rows["household_code"].to_list() == ["H-001"]
    assert loaded.answers_used == [Used("column:Mã số của hộ", "household_code")]


def test_a_column_may_be_left_out_by_an_answer(desk):
    path = desk.xlsx([{**row, "Ghi thêm": "abc"} for row in desk.sheets({})])
    assert [problem.code for problem in desk.load(FORM, path).problems] == ["I-022"]
    assert not desk.load(FORM, path, answers=["column:Ghi thêm=ignore"]).problems


def test_an_answer_that_names_no_column_of_the_form_is_wrong_use(desk):
    with pytest.raises(Refused) as refused:
        desk.load(FORM, desk.xlsx(desk.sheets({})), answers=["column:Mã số=Cân nặng"])
    assert refused.value.exit_code == 2 and refused.value.problems[0].code == "I-092"


# Remembered


def test_remembered_answers_are_used_and_said_with_their_batch(desk):
    remembered = [
        Remembered(FORM, "column:Mã số của hộ", "household_code", 7),
        Remembered(FORM, "dates", "excel", 5),
        Remembered("villages", "identity", "pad", 9),
    ]
    rows = [{**row, "Ngày rà soát": 45575} for row in desk.sheets({})]
    path = desk.xlsx(
        [{"Mã số của hộ" if name == "Mã hộ" else name: value for name, value in row.items()} for row in rows]
    )
    answers = read_answers([], remembered, FORM)
    loaded = loaded_with(desk, path, answers)
    assert not loaded.problems and not loaded.questions
    assert loaded.answers_used == [Used("column:Mã số của hộ", "household_code", 7), Used("dates", "excel", 5)]
    said = [line for line in loaded.messages if "đã ghi nhớ" in line]
    assert len(said) == 2 and "đợt 7" in said[0] and "dates=excel" in said[1] and "đợt 5" in said[1]


def test_what_is_given_now_goes_before_what_is_remembered_and_the_newest_stands():
    remembered = [
        Remembered(FORM, "numbers", "vi", 1),
        Remembered(FORM, "years", "1900", 2),
        Remembered(FORM, "years", "2000", 3),
    ]
    answers = read_answers(["numbers=en"], remembered, FORM)
    assert answers.numbers == "en" and answers.century == 2000
    assert answers.used("numbers", "en") == Used("numbers", "en") and answers.used("years", "2000").batch == 3
    assert answers.given == ("numbers=en",)
    assert read_answers([], [Remembered(FORM, "nonsense", "x", 1)], FORM).batches == {}


@pytest.mark.parametrize(
    "wrong", [["numbers=xx"], ["encoding=utf8"], ["column:=a"], ["identity:x=yes"], ["numbers=vi", "numbers=en"],
              ["encoding=tcvn3", "encoding=unicode"], ["years=24"], ["x"]],
)  # fmt: skip
def test_an_answer_that_is_not_understood_is_refused(wrong):
    with pytest.raises(Refused) as refused:
        read_answers(wrong)
    assert refused.value.problems[0].code == "I-090"


def loaded_with(desk, path, answers):
    """As the desk loads, with answers that were read already."""
    villages = [Village("14845-01", "Bản Pù Quăn", "14845", dt.date(2020, 1, 1), None)]
    law = lambda frame, names, on, by: with_values(frame, *names, on=on, by=by)  # noqa: E731
    lookups = Lookups(Localities.seed(), villages, law, [one.name for one in seed().standards])
    form = CATALOGUE.form(FORM)
    return load([path], form, locality="38", period="2024", answers=answers, lookups=lookups, origin="real")
