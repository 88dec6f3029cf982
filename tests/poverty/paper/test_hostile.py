"""Names that look like commands, that never end, or that no font has: printed as they are, or with a gap."""

import datetime as dt
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.paper.typesetting import printable, set_pdf
from mtqg.poverty.paper.writing import TEMPLATES

AT = dt.datetime(2024, 11, 19, tzinfo=dt.UTC)
COMMANDS = ('#import "/paper/base.typ": *', "#panic()", '"); #read("/etc/passwd")', "*đậm* _x_ $1$ @a <b> `c` \\ ]")


def test_a_name_that_looks_like_a_command_is_printed_and_not_run(empty, make):
    empty.add("households", [make.household(f"H-{n}", name) for n, name in enumerate(COMMANDS)])
    said = empty.text("list", is_everyone=True) + empty.text("sheets", is_everyone=True)
    for name in COMMANDS:
        assert name in said or name in said.replace("“", '"').replace("”", '"')


def test_a_name_without_blanks_stays_on_its_page_and_letters_come_composed(empty, make):
    endless, apart = "Ơ" * 400, unicodedata.normalize("NFD", "Hồ Thị Hường")
    foreign = "Lý 你好 \u202egnul\u202c \x07\U0001f600"
    names = (endless, apart, foreign)
    empty.add("households", [make.household(f"H-{n}", name) for n, name in enumerate(names)])
    done = empty.print(is_everyone=True)
    said = make.words(done.files[0][0])
    assert "Hồ Thị Hường" in said and "Lý □□ gnul □" in said
    assert said.replace(" ", "").count("Ơ") >= 400


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(), max_size=40))
def test_any_text_at_all_can_be_set(names):
    data = {
        "title": "x",
        "marks": [],
        "head": "".join(names),
        "code": "",
        "day": "",
        "before": {"class": "x", "income_points": None, "deprivation_points": 0},
        "after": None,
        "changes": [],
        "limits": [],
        "words": names,
    }
    assert set_pdf(TEMPLATES / "why.typ", data, made=AT).startswith(b"%PDF")
    assert printable(printable(names)) == printable(names)


def test_the_same_data_give_the_same_bytes(commune):
    first, again = ([path.read_bytes() for path, _ in commune.print("posting").files] for _ in range(2))
    assert first == again
