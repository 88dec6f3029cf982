"""Documents: what identifies them, what one does to another, and what is cited."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import subprocess
import sys

import pytest

import mtqg
from mtqg.core.errors import Refused
from mtqg.core.text import nfc
from mtqg.law.book import Law, cite


def test_a_number_is_found_whatever_the_case_of_its_letters(law):
    assert law.document("07/2021/nđ-cp").signed_on == dt.date(2021, 1, 27)
    assert law.document("07/2021/TT-BLĐTBXH").issued_by == "BLĐTBXH"


def test_an_unknown_number_is_refused_with_near_ones(law):
    with pytest.raises(Refused) as refused:
        law.document("07/2021/ND-CP")
    problem = refused.value.problems[0]
    assert (problem.code, refused.value.exit_code) == ("V-021", 2)
    assert "07/2021/NĐ-CP" in problem.remedy


def test_numbers_of_provinces_repeat_so_issuer_and_day_belong_to_the_key(rows):
    twin = next(row for row in rows["documents"] if row["number"] == "16/QĐ-UBND")
    rows["documents"].append({**twin, "issued_by": "UBND tỉnh Thanh Hóa", "signed_on": "2024-01-10"})
    book = Law.build(rows)
    with pytest.raises(Refused) as refused:
        book.document("16/QĐ-UBND")
    assert refused.value.problems[0].code == "V-020"
    assert book.document("16/QĐ-UBND", issued_by="UBND tỉnh Quảng Nam").signed_on is None
    assert book.cite("16/QĐ-UBND", signed_on=dt.date(2024, 1, 10)).issued_by == "UBND tỉnh Thanh Hóa"


@pytest.mark.parametrize(
    ("number", "on", "answer"),
    [
        ("24/2021/QĐ-TTg", "2021-08-31", "no"),
        ("24/2021/QĐ-TTg", "2021-09-01", "yes"),
        ("363/2005/QĐ-UBDT", "2026-08-23", "unknown"),  # its first day was not read
        ("363/2005/QĐ-UBDT", "2026-08-24", "no"),
        ("22/2024/TT-BNNPTNT", "2026-09-18", "no"),
        ("582/QĐ-TTg", "2021-06-03", "yes"),
        ("582/QĐ-TTg", "2021-06-04", "no"),
        ("51/2025/QĐ-TTg", "2026-02-14", "no"),
        ("51/2025/QĐ-TTg", "2026-02-15", "yes"),
        ("318/QĐ-TTg", "2022-03-07", "no"),  # not signed yet
        ("318/QĐ-TTg", "2024-10-16", "unknown"),
    ],
)
def test_whether_a_document_was_in_force_is_yes_no_or_unknown(law, number, on, answer):
    assert law.document(number).in_force(dt.date.fromisoformat(on)) == answer


def test_links_are_seen_from_both_ends(law):
    def seen(number):
        return {
            (link.link, link.other_number if acts else link.number, acts)
            for link, acts in law.links_of(law.document(number).key)
        }

    assert ("amends", "148/QĐ-TTg", True) in seen("1489/QĐ-TTg")
    assert {("amends", "1489/QĐ-TTg", False), ("replaces", "1048/QĐ-TTg", True)} <= seen("148/QĐ-TTg")
    assert ("extends", "351/2025/NĐ-CP", False) in seen("07/2021/NĐ-CP")


def test_a_citation_resolves_to_the_clause_with_its_standing(law):
    found = cite("07/2021/NĐ-CP", "Điều 3 khoản 2 điểm a")
    assert found.as_json() == {
        "document": "07/2021/NĐ-CP",
        "place": "Điều 3 khoản 2 điểm a",
        "standing": "reported",
    }
    assert cite("60/2026/TT-BTC", "Điều 21").standing == "read"
    assert cite("18/2022/QĐ-TTg").place == ""
    assert law.citation("18/2022/QĐ-TTg") == cite("18/2022/QĐ-TTg").as_json()


def test_a_place_that_is_not_held_is_refused_with_the_known_ones(law):
    with pytest.raises(Refused) as refused:
        law.cite("24/2021/QĐ-TTg", "Điều 8")
    assert refused.value.problems[0].code == "V-007"
    assert "Điều 7" in refused.value.problems[0].remedy


def test_every_citation_of_a_measure_resolves(law):
    cited = set()
    for module in pkgutil.iter_modules(mtqg.__path__):
        try:
            measures = importlib.import_module(f"mtqg.{module.name}.measures").MEASURES
        except ModuleNotFoundError:
            continue
        cited |= {citation for measure in measures for citation in measure.law}
    assert cited
    for citation in cited:
        assert law.cite(citation.document, citation.place)


def test_texts_that_were_not_read_are_not_called_read(law):
    """The whole texts are few; what was only quoted is reported, what is recalled is unverified."""
    held = {document.number for document in law.documents if document.text_held == "full"}
    assert {"27/2026/QH16", "60/2026/TT-BTC", "55/2023/TT-BTC", "03/2026/TT-DTTG"} <= held
    for provision in law.provisions:
        if provision.standing == "read":
            document = law.document(provision.document, issued_by=provision.issued_by, signed_on=provision.signed_on)
            assert document.standing == "read"
    assert all(value.judges or value.standing == "unverified" for value in law.values)


def test_the_texts_of_the_book_are_composed_vietnamese(law):
    for table in law.rows().values():
        for row in table:
            for cell in row.values():
                assert cell == nfc(cell)


def test_the_book_is_read_without_frames_or_a_web(law):
    heavy = "{'polars', 'narwhals', 'django'} & set(sys.modules)"
    script = f"import sys; from mtqg.law import seed; seed(); print(*sorted({heavy}))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == ""
