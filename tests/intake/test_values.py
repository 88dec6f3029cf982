"""Numbers, days, choices and texts as Vietnamese offices write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.core.errors import Code
from mtqg.intake.answers import read_answers
from mtqg.intake.values import Wrong, choice, day, flag, text, whole

VI, EN = read_answers(["numbers=vi"]), read_answers(["numbers=en"])
NONE = read_answers([])


def code(value):
    assert isinstance(value, Wrong) and isinstance(value.code, Code), value
    return value.code.code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (12.0, 12), (12, 12), ("12", 12), (" 12\u00a0", 12), ("-5", -5), ("1.234.567", 1234567), ("1,234,567", 1234567),
        ("1 234", 1234), ("1\u00a0234", 1234), ("1.234,0", 1234), ("12,0", 12), ("", None), ("   ", None), ("0", 0),
    ],
)  # fmt: skip
def test_a_whole_number_is_read(written, meant):
    assert whole(written) == meant


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("1.234,5", "I-035"), ("1,234.5", "I-035"), ("12,5", "I-035"), (12.5, "I-035"), ("0,234", "I-035"),
        ("12,5 %", "I-033"), ("88,8,6%", "I-033"), ("88,8,6", "I-033"), ("mười", "I-033"), ("1.23.4", "I-033"),
        (True, "I-033"), (float("nan"), "I-033"), (float("inf"), "I-033"), ("5 hộ", "I-033"), ("١٢", "I-033"),
        ("1.234", "I-034"), ("1,234", "I-034"), (dt.date(2024, 1, 5), "I-037"), ("-", "I-050"), ("…", "I-050"),
        ("9" * 30, "I-049"), (1e20, "I-049"),
    ],
)  # fmt: skip
def test_what_is_no_whole_number_says_why(written, error):
    assert code(whole(written)) == error


def test_one_point_or_comma_before_three_digits_is_asked_for_never_guessed():
    assert whole("1.234", VI) == 1234 and code(whole("1.234", EN)) == "I-035"
    assert whole("1,234", EN) == 1234 and code(whole("1,234", VI)) == "I-035"


@given(st.integers(-(10**14), 10**14))
def test_every_number_survives_every_unambiguous_way_to_write_it(number):
    assert whole(str(number)) == whole(float(number)) == number
    assert whole(f"{number:,}".replace(",", " ")) == number
    assert whole(f"{number:,}", EN) == number
    assert whole(f"{number:,}".replace(",", "."), VI) == number
    assert whole(f"{number:,}".replace(",", ".") + ",0", VI) == number


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_survives_every_way_to_write_it(meant):
    ways = (f"{meant:%d/%m/%Y}", f"{meant.day}-{meant.month}-{meant.year}", f"{meant:%d.%m.%Y}", meant.isoformat())
    spelt = f"Ngày {meant.day} tháng {meant.month} năm {meant.year}"
    for written in (*ways, spelt, meant, dt.datetime.combine(meant, dt.time(7, 30))):
        assert day(written) == meant


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_fail(written):
    for value in (whole(written), day(written), text(written), flag(written), choice({"a": "A"})(written)):
        assert value is None or isinstance(value, Wrong | int | dt.date | str)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("13/25/2024", "I-038"), ("10/16/2024", "I-038"), ("31/02/2024", "I-038"), ("2023", "I-038"), (2023.0, "I-038"),
        ("16/10/24", "I-039"), ("16-10-24", "I-039"), (44927.0, "I-036"), ("44927", "I-036"), (True, "I-038"),
        ("năm 2024", "I-038"), (20241316.0, "I-038"), (dt.time(3), "I-038"), ("-", "I-050"), ("16/10-2024", "I-038"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_why(written, error):
    assert code(day(written)) == error


def test_a_number_among_days_is_excels_only_when_somebody_says_so():
    asked = day(44927.0)
    assert asked.says["reading"] == "01/01/2023"
    assert day(44927.0, read_answers(["dates=excel"])) == dt.date(2023, 1, 1)
    assert code(day(2023.0, read_answers(["dates=excel"]))) == "I-038"


@pytest.mark.parametrize("written", ["x", "X", "có", "Có", "1", 1.0, True, "true", "co\u0301"])
def test_yes(written):
    assert flag(written) is True


@pytest.mark.parametrize("written", ["không", "KHÔNG", "0", 0.0, False, "false"])
def test_no(written):
    assert flag(written) is False


def test_an_empty_flag_is_not_known():
    assert flag("") is None and code(flag("chưa rõ")) == "I-041"


def test_a_choice_is_known_by_code_or_label():
    read = choice({"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "3": "3 sao"})
    assert [read(one) for one in ("Hộ nghèo", "HO NGHEO", "poor", "Hô\u0323 nghèo", "3 sao", 3.0, "")] == [
        "poor", "poor", "poor", "poor", "3", "3", None,
    ]  # fmt: skip
    assert code(read("Hộ khá")) == "I-040"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Bản Pù Quăn", "Bản Pù Quăn"), ("  Bản \u00a0 Pù\u200b Quăn ", "Bản Pù Quăn"),
        ("Hòa Bình".encode().decode(), "Hòa Bình"), ("Ho\u0300a", "Hòa"), (12.0, "12"), ("-5", "-5"), ("", None),
        ("a\nb", "a b"),
    ],
)  # fmt: skip
def test_a_text_is_kept_composed_and_without_stray_blanks(written, kept):
    assert text(written) == kept


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("=1+1", "I-031"), ("+cmd|'/c calc'!A0", "I-031"), ("-1+1", "I-031"), ("@SUM(A1)", "I-031"), ("\t=1", "I-031"),
        ("a\x07b", "I-046"), ("a\ufffdb", "I-046"), ("a\u202eb", "I-046"), ("x" * 501, "I-045"),
        ("Má»\u2122t báº£n", "I-047"), ("ThÃ´n", "I-047"), ("Bản".encode().decode("latin-1"), "I-047"),
        (dt.date(2024, 1, 2), "I-037"), (True, "I-051"), (1.5, "I-051"), ("-", "I-050"),
        ("038099012345", "I-048"), ("CCCD 038099012345.", "I-048"),
    ],
)  # fmt: skip
def test_a_text_that_would_do_harm_says_why(written, error):
    assert code(text(written)) == error


def test_garbled_text_shows_how_it_may_read():
    assert text("ThÃ´n").says["reading"] == "Thôn"


@pytest.mark.parametrize("wrong", ["numbers=fr", "dates", "name:=1", "name:Trà Don", "x=y", "", "codes=0"])
def test_an_answer_that_is_not_understood_is_wrong_use(wrong):
    from mtqg.core.errors import Refused

    with pytest.raises(Refused) as refused:
        read_answers([wrong])
    assert refused.value.exit_code == 2


def test_two_answers_that_contradict_each_other_are_refused():
    from mtqg.core.errors import Refused

    with pytest.raises(Refused):
        read_answers(["numbers=vi", "numbers=en"])
    assert read_answers(["name:Trà Don=20956"]).code_for("  TRÀ  don ") == "20956"
