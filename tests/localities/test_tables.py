"""A table of localities is whole, or refused with every contradiction."""

import shutil

import pytest

from mtqg.core.errors import Refused
from mtqg.localities.book import Localities
from mtqg.localities.checks import load, seal
from mtqg.localities.tables import COLUMNS, SEED, digest

VERSIONS = [
    ["P", "Tỉnh P", "tỉnh", "province", "", "", "", "t"],
    ["D", "Huyện D", "huyện", "district", "P", "", "", "t"],
    ["A", "Xã A", "xã", "commune", "D", "", "2021-01-01", "t"],
    ["B", "Xã B", "xã", "commune", "D", "", "2021-01-01", "t"],
    ["B", "Xã B", "xã", "commune", "D", "2021-01-01", "", "t"],
]
EVENTS = [["e", "2021-01-01", "2021-01-01", "merge", "1/NQ", "high", "t", ""]]
FLOWS = [
    ["e", "A", "", "B", "2021-01-01", "whole", "", "", ""],
    ["e", "B", "", "B", "2021-01-01", "whole", "", "", ""],
]
DOCUMENTS = [["1/NQ", "", "read", "t"]]


def built(versions=VERSIONS, events=EVENTS, flows=FLOWS, documents=DOCUMENTS, **more):
    return Localities.build(versions, events=events, flows=flows, documents=documents, **more)


def changed(rows, number, column, value):
    return [[*row[:column], value, *row[column + 1 :]] if at == number else row for at, row in enumerate(rows)]


def test_a_book_without_contradictions_is_built():
    assert len(built().tree(built().version("B", __import__("datetime").date(2022, 1, 1)).valid_from)) == 3


PART = [changed(FLOWS, 1, 5, "part")[1], ["e", "B", "", "B", "2021-01-01", "part", "600000", "", ""]]
BROKEN = {
    "an unknown parent": ({"versions": changed(VERSIONS, 2, 4, "X")}, "L-101"),
    "a commune without a parent": ({"versions": changed(VERSIONS, 2, 4, "")}, "L-101"),
    "a parent that ends too early": ({"versions": changed(VERSIONS, 1, 6, "2020-06-01")}, "L-101"),
    "a parent below its child": ({"versions": changed(VERSIONS, 1, 4, "A")}, "L-112"),
    "overlapping versions": ({"versions": changed(VERSIONS, 3, 6, "2021-06-01")}, "L-102"),
    "a spell that ends before it begins": ({"versions": changed(VERSIONS, 4, 6, "2020-01-01")}, "L-103"),
    "a flow out of the middle of a version": ({"versions": changed(VERSIONS, 2, 6, "2021-06-01")}, "L-104"),
    "a flow into the middle of a version": ({"flows": changed(FLOWS, 0, 4, "")}, "L-104"),
    "a flow of no event": ({"flows": changed(FLOWS, 0, 0, "x")}, "L-105"),
    "shares over a million": (
        {"flows": [*changed(changed(FLOWS, 1, 5, "part"), 1, 6, "600000"),
                   ["e", "B", "", "C", "2021-01-01", "part", "600000", "", ""]],
         "versions": [*VERSIONS, ["C", "Xã C", "xã", "commune", "D", "2021-01-01", "", "t"]]},
        "L-106",
    ),
    "shares that lose something": ({"flows": changed(changed(FLOWS, 1, 5, "part"), 1, 6, "600000")}, "L-106"),
    "a whole that goes to two": (
        {"flows": [*FLOWS, ["e", "B", "", "C", "2021-01-01", "part", "", "", ""]],
         "versions": [*VERSIONS, ["C", "Xã C", "xã", "commune", "D", "2021-01-01", "", "t"]]},
        "L-107",
    ),
    "an end that no flow explains": ({"flows": FLOWS[1:]}, "L-108"),
    "an unresolved document": ({"documents": []}, "L-109"),
    "a member that is no unit": (
        {"lists": [["l", "L", "1/NQ"]], "members": [["l", "", "Z", "2021-01-01", "", "1/NQ", "", "read", "t", ""]]},
        "L-110",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_is_refused(name):
    tables, code = BROKEN[name]
    with pytest.raises(Refused) as refused:
        built(**tables)
    assert code in [problem.code for problem in refused.value.problems]


def test_every_contradiction_is_told_at_once():
    with pytest.raises(Refused) as refused:
        built(versions=changed(VERSIONS, 2, 4, "X"), documents=[])
    assert {"L-101", "L-109"} <= {problem.code for problem in refused.value.problems}


def test_the_shipped_tables_pass_the_strict_loader_and_carry_its_seal():
    book = load(SEED)
    assert (SEED / "SEAL").read_text(encoding="ascii").strip() == digest()
    assert book.table("versions") == Localities.seed().table("versions")
    assert book.table("flows") == Localities.seed().table("flows")


@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        ("versions", "code,name", "code,title", "C-001"),
        ("versions", ",province,", ",prowince,", "C-002"),
        ("versions", "2025-07-01", "01/07/2025", "C-002"),
        ("flows", ",738847,", ",1000001,", "C-002"),
        ("events", ",boundary,", ",magic,", "C-002"),
        ("members", ",read,", ",sure,", "C-002"),
    ],
)
def test_a_value_that_does_not_read_is_refused_and_nothing_is_sealed(tmp_path, table, old, new, code):
    folder = shutil.copytree(SEED, tmp_path / "seed")
    (folder / "SEAL").unlink()
    path = folder / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8", newline="\n")
    with pytest.raises(Refused) as refused:
        seal(folder)
    assert refused.value.problems[0].code == code
    assert not (folder / "SEAL").exists()


def test_a_book_written_out_can_be_built_again(book, day):
    tables = {name: book.rows(name) for name in COLUMNS}
    again = Localities.build(tables.pop("versions"), check=False, **tables)
    on = day("2024-10-16")
    assert again.tree(on) == book.tree(on)
    assert again.placements("20200", on, day("2025-07-01")) == book.placements("20200", on, day("2025-07-01"))
    assert again.members("zones-2021", on) == book.members("zones-2021", on)
