"""Numbers, days and ordinals as Vietnamese documents print them."""

from __future__ import annotations

import ast
import datetime as dt
import re
import string
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtqg.reports
from mtqg.catalogue import CATALOGUE
from mtqg.core.period import read_period
from mtqg.reports import wording
from mtqg.reports.fields import FIELDS
from mtqg.reports.outline import ANNEXES, PROVINCE, Part, Sentence
from mtqg.reports.source import UNIT_COUNTS

FOLDER = Path(mtqg.reports.__file__).parent
VIETNAMESE = re.compile(r"[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE)
SLOT = re.compile(r"\{[^{}]*\}")


def test_thousands_have_dots_and_decimals_a_comma() -> None:
    assert wording.number(35320) == "35.320"
    assert wording.number(Decimal("1002300.50")) == "1.002.300,50"
    assert wording.exact(Fraction(35320 * 100, 1002300), 2, "%") == "3,52%"
    assert wording.exact(Fraction(16239, 10000), 2, "điểm phần trăm") == "1,62"


def test_a_count_below_ten_is_padded_only_where_the_office_wants_it() -> None:
    assert [wording.count(6), wording.count(6, padded=True)] == ["6", "06"]
    assert [wording.count(n, padded=True) for n in (0, 10, 1234)] == ["0", "10", "1.234"]


def test_a_difference_shows_its_sign() -> None:
    assert [wording.difference(Fraction(n), 0) for n in (1, 0, -1)] == ["+1", "0", "-1"]


@given(st.integers(min_value=0, max_value=10**15))
def test_a_number_reads_back_as_itself(number: int) -> None:
    assert int(wording.number(number).replace(".", "")) == number


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2023", "năm 2023"),
        ("2024-10-16", "ngày 16/10/2024"),
        ("2021..2024-10-16", "từ ngày 01/01/2021 đến ngày 16/10/2024"),
    ],
)
def test_a_period_is_said_with_its_two_ends(period: str, said: str) -> None:
    assert wording.about(read_period(period)) == said


def test_ordinals_of_parts_and_notes() -> None:
    assert [wording.roman(n) for n in (1, 4, 5, 8, 9, 14)] == ["I", "IV", "V", "VIII", "IX", "XIV"]
    assert [wording.letter(n) for n in (1, 26, 27)] == ["a", "z", "aa"]


def test_days_have_two_digits_each() -> None:
    assert wording.day(dt.date(2024, 2, 1)) == "01/02/2024"


def sentences() -> list[Sentence]:
    def below(part: Part) -> list[Sentence]:
        own = [sentence for paragraph in part.paragraphs for sentence in paragraph]
        return own + [sentence for one in part.parts for sentence in below(one)]

    return [sentence for part in PROVINCE.parts for sentence in below(part)]


@pytest.mark.parametrize("sentence", sentences(), ids=lambda one: next(iter(one.slots)))
def test_every_sentence_names_measures_and_fields_that_exist(sentence: Sentence) -> None:
    used = {(name, spec or "value") for _, name, spec, _ in string.Formatter().parse(sentence.pattern) if name}
    for name, spec in used:
        assert name == "here" or (name in sentence.slots and spec in FIELDS), (name, spec)
    for slot in sentence.slots.values():
        assert slot.measure in CATALOGUE.measures or slot.measure in {one.name for one in UNIT_COUNTS.values()}


@pytest.mark.parametrize("sentence", sentences(), ids=lambda one: next(iter(one.slots)))
def test_every_sentence_says_whether_its_number_is_a_flow_or_a_stock(sentence: Sentence) -> None:
    fields = {spec for _, name, spec, _ in string.Formatter().parse(sentence.pattern) if name}
    kinds = {
        CATALOGUE.measures[slot.measure].kind if slot.measure in CATALOGUE.measures else "stock"
        for slot in sentence.slots.values()
    }
    if "flow" in kinds:
        assert {"since", "until"} <= fields
        assert "có thêm" in sentence.pattern
    else:
        assert fields & {"until", "year", "years", "run"}


def test_the_annexes_ask_for_measures_that_exist() -> None:
    assert {measure for _, columns in ANNEXES for _, measure, _ in columns} <= set(CATALOGUE.measures)


def literals(source: str) -> list[str]:
    """String constants of a module that are no docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [str(node.value) for node in texts if id(node) not in docs]


@pytest.mark.parametrize("module", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_number_is_written_by_hand_into_a_sentence(module: Path) -> None:
    """Only ordinals of tables made for the note ("Bảng 3") are written out; they count tables, not the world."""
    written = [SLOT.sub("", text) for text in literals(module.read_text(encoding="utf-8"))]
    counted = [text for text in written if VIETNAMESE.search(text) and re.search(r"\d", text)]
    assert [text for text in counted if not re.fullmatch(r"Bảng \d", text)] == []


def test_no_number_is_written_by_hand_into_the_template() -> None:
    page = (FOLDER / "templates" / "report.html.j2").read_text(encoding="utf-8")
    shown = re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\d", shown)
