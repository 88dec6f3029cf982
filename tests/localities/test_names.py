"""Names: a search forgives, an import asks."""

from collections import Counter

import pytest

WANTED = 0.99


def found(book, name, on, within=None):
    return [(match.version.code, match.former is not None) for match in book.resolve(name, on=on, within=within)]


def test_the_right_commune_of_2025_comes_first_however_its_name_is_disturbed(book, day, disturbed):
    """All 3,321 communes in their province, each kind of disturbance on its own: at least 99 in 100."""
    on = day("2025-07-01")
    first, tried = Counter(), 0
    for province in book.tree(on, level="province"):
        for commune in book.children(province.code, on):
            tried += 1
            for kind, name in disturbed(commune.name, commune.bare_name, commune.code).items():
                matches = book.resolve(name, on=on, within=province.code)
                first[kind] += bool(matches) and matches[0].version.code == commune.code
    assert tried == 3_321
    assert len(first) == 13
    shares = {kind: count / tried for kind, count in first.items()}
    assert {kind: share for kind, share in shares.items() if share < WANTED} == {}
    assert first["as it stands"] == first["capitals"] == first["decomposed"] == tried


@pytest.mark.parametrize(
    "name",
    [
        "Trà Dơn",
        "trà dơn",
        "XÃ TRÀ DƠN",
        "x. Trà Dơn",
        "Tra\u0300 Do\u031bn",
        "  Trà   Dơn ",
        "Xã Trà Dơnn",
        "Trà Ddơn",
    ],
)
def test_a_search_forgives_case_composition_blanks_and_a_letter(book, day, name):
    assert found(book, name, day("2024-10-16"), "49")[0] == ("20938", False)


def test_a_search_without_accents_gives_every_owner(book, day):
    assert {code for code, _ in found(book, "Tra Don", day("2024-10-16"), "49")} == {"20956", "20938"}


@pytest.mark.parametrize(("one", "two"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("qúy", "quý"), ("Qui", "Quy")])
def test_two_ways_to_write_a_word_find_the_same(book, day, one, two):
    on = day("2024-10-16")
    name = {"hoà": "Thanh {}", "thuỷ": "Cẩm {}", "qúy": "Phú {}", "Qui": "{} Nhơn"}[one]
    assert {code for code, _ in found(book, name.format(one), on)} >= {
        code for code, _ in found(book, name.format(two), on)
    }
    assert found(book, name.format(one), on)


@pytest.mark.parametrize("name", ["TP. Thanh Hóa", "thành phố Thanh Hoá", "TP Thanh Hóa", "t.p. thanh hoa"])
def test_the_word_for_the_kind_chooses_between_doubles(book, day, name):
    assert found(book, name, day("2024-10-16"), "38")[0][0] == "380"


def test_an_old_name_finds_where_its_territory_lies(book, day):
    on = day("2025-07-02")
    assert found(book, "Tỉnh Quảng Nam", on)[0] == ("48", True)
    (match,) = book.resolve("Hà Lan", on=day("2020-06-01"), within="381")
    assert (match.version.code, match.former.name) == ("14821", "Xã Hà Lan")


def test_a_digit_is_never_one_letter_off(book, day):
    assert all(match.version.bare_name == "4" for match in book.resolve("Phường 4", on=day("2024-10-16"), within="79"))


def test_a_name_beginning_like_a_kind_is_still_found(book, day):
    assert ("407", True) in found(book, "Tinh Gia", day("2024-10-16"), "38")


def test_an_import_takes_a_name_given_with_its_accents(book, day):
    on = day("2024-10-16")
    assert book.resolve_exact("Xã Trà Don", on=on, within="49").version.code == "20956"
    assert book.resolve_exact("TRÀ DƠN", on=on, within="49").version.code == "20938"


@pytest.mark.parametrize("name", ["Tra Don", "Trà Đơn", "Tra Dơn", "Trà Donn"])
def test_an_import_never_chooses_by_likeness(book, day, name):
    answer = book.resolve_exact(name, on=day("2024-10-16"), within="49")
    assert answer.version is None
    assert answer.problem.code == "L-011"
    assert {"20956", "20938"} <= {version.code for version in answer.candidates}
    assert "20956" in str(answer.problem) and "20938" in str(answer.problem)


def test_an_import_asks_even_when_one_candidate_is_left(book, day):
    answer = book.resolve_exact("Tra Mai", on=day("2024-10-16"), within="49")
    assert (answer.version, [version.code for version in answer.candidates]) == (None, ["20944"])


def test_the_wrong_kind_is_asked_for(book, day):
    answer = book.resolve_exact("Thị trấn Trà Dơn", on=day("2024-10-16"), within="49")
    assert answer.version is None and answer.candidates[0].code == "20938"


def test_a_name_of_nobody_is_an_error(book, day):
    answer = book.resolve_exact("Không Có Đâu", on=day("2024-10-16"))
    assert (answer.version, answer.candidates, answer.problem.code) == (None, [], "L-010")


def test_an_alias_is_asked_for_until_somebody_confirms_it(book, day):
    on = day("2024-10-16")
    asked = book.resolve_exact("Xã La ÊÊ", on=on, within="49")
    assert (asked.version, [version.code for version in asked.candidates]) == (None, ["20698"])
    confirmed = {"alias": "La ÊÊ", "code": "20698", "source": "Biên bản", "confirmed_by": "An", "confirmed_on": on}
    settled = book.with_aliases([confirmed])
    assert settled.resolve_exact("Xã La ÊÊ", on=on, within="49").version.code == "20698"
    assert book.resolve_exact("Xã La ÊÊ", on=on, within="49").version is None  # the book itself did not change


DECISIONS = {
    "Zuôih": "20701",
    "Mà Cooih": "20494",
    "Kà Dăng": "20497",
    "Tà Pơ": "20702",
    "Tà Bhing": "20710",
    "Ga Ry": "20440",
    "Bha Lêê": "20458",
    "La Dê": "20704",
}


@pytest.mark.parametrize("alias", DECISIONS)
def test_names_of_decisions_are_found_in_a_search(book, day, alias):
    assert DECISIONS[alias] in [code for code, _ in found(book, alias, day("2021-06-05"), "49")]
