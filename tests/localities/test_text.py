"""Vietnamese text: forms that are the same, forms that are not, and the order of the dictionary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.core.text import clean, fold, nfc, sort_key, spelling, tone_placed

SAME = [
    ("hòa", "hoà"),
    ("Thủy", "THUỶ"),
    ("quý", "qúy"),
    ("Khỏe", "khoẻ"),
    ("Thạnh Mỹ", unicodedata.normalize("NFD", "thạnh  mỹ")),
    ("Hòa\u00a0Bình", "Hoà Bình\u200b"),
]
OTHER = [("Trà Don", "Trà Dơn"), ("Đa", "Da"), ("hòa", "hóa"), ("La Dê", "La Dêê"), ("Qui", "Quy")]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_ways_to_write_one_word_have_one_spelling(one, two):
    assert spelling(one) == spelling(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_accents_count_in_spelling(one, two):
    assert spelling(one) != spelling(two)


def test_fold_leaves_bare_letters():
    assert [fold(name) for name in ("Đắk Pơ", "LA ÊÊ", "Ngọc  Linh", "Ya Xiêr", "Gio Hải")] == [
        "dak po",
        "la ee",
        "ngoc linh",
        "ya xier",
        "gio hai",
    ]


def test_tones_are_placed_in_one_way():
    given_, wanted = "Hoà Thuỷ Qúy Khoẻ Hoàng Huỳnh Quỳ Oanh Hóa", "Hòa Thủy Quý Khỏe Hoàng Huỳnh Quỳ Oanh Hóa"
    assert tone_placed(given_) == wanted == tone_placed(wanted)
    assert tone_placed("HOÀ") == "HÒA"


def test_letters_sort_before_tones_and_numbers_by_value():
    wanted = ["An", "An Ấp", "An Bình", "Anh", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bách", "Da", "Đa"]
    wanted += ["Ô", "Ơ", "Phường 2", "Phường 10", "Phường 11", "Ưa"]
    turned = [*wanted[7:], *wanted[:7]]
    assert sorted(turned, key=sort_key) == wanted


@given(st.text())
def test_keys_do_not_depend_on_composition(text):
    decomposed = unicodedata.normalize("NFD", text)
    for key in (clean, fold, spelling, sort_key, tone_placed):
        assert key(decomposed) == key(nfc(text))


@given(st.text(alphabet="aáàoòuủyýqhđ "))
def test_keys_are_stable(text):
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert tone_placed(tone_placed(text)) == tone_placed(text)
    assert spelling(tone_placed(text)) == spelling(text)
