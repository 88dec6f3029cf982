"""The same acts on SQLite and on PostgreSQL: the same chain, the same snapshots byte for byte, the same figures."""

import base64
import datetime as dt
import itertools
import json
import random
from types import SimpleNamespace

import pytest

from mtqg.asking import answer, explanation
from mtqg.catalogue import CATALOGUE
from mtqg.closing import close_dataset
from mtqg.core import batches, frames
from mtqg.core.acts import Author
from mtqg.core.period import read_period
from mtqg.core.register import personal
from mtqg.core.register.keys import KEY_VARIABLE
from mtqg.core.snapshot import snapshots
from mtqg.core.verify import verify
from mtqg.creating import create_instance

AT = dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC)
COMMUNES = ("14845", "14848", "14863")
NAMES = (None, "", "Lò Thị Hoà", "Nguyễn Văn Thuỷ", "Đinh “Ba”, con ông Tư", "  ")
NUMBERS = (None, "12/QĐ-UBND", 'so "12"', "a,b", "Đ\n2", "")


@pytest.fixture(scope="module")
def offices(tmp_path_factory, postgresql_url):
    """The same work done in both, step by step. One key and counted nonces: even what is sealed is the same."""
    made = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(KEY_VARIABLE, base64.urlsafe_b64encode(bytes(range(32))).decode())
        for url in (None, postgresql_url):
            patched.setenv("DATABASE_URL", url) if url else patched.delenv("DATABASE_URL", raising=False)
            patched.setattr(personal, "os", SimpleNamespace(urandom=counting()))
            home = tmp_path_factory.mktemp("both") / "kho"
            instance = create_instance(home, author(0), id="0123456789abcdef")
            worked(instance)
            made.append(instance)
        yield made


def counting():
    numbers = itertools.count()
    return lambda size: b"".join(next(numbers).to_bytes(12, "big") for _ in range(size // 12))


def author(minute):
    return Author("An", "officer", AT + dt.timedelta(minutes=minute))


def rows_of(luck, count):
    """Sheets and corrections of sheets: every kind of value, some of them missing, in no order."""
    for _ in range(count):
        commune = luck.choice(COMMUNES)
        yield {
            "period": luck.choice(("2022", "2023")),
            "standard": "poverty-2022",
            "locality_code": commune,
            "village_code": f"{commune}-0{luck.randrange(1, 4)}",
            "household_code": f"{commune}-{luck.randrange(40):03}",
            "head_name": luck.choice(NAMES),
            "identity_number": luck.choice((None, "038201004567", "38201004567")),
            "day": dt.date(2023, 12, 10),
            "area": luck.choice(("rural", "urban")),
            "income_points": luck.choice((None, 0, 90, 140, 2**62)),
            "deprivation_points": luck.choice((None, 0, 30)),
            "is_minority": luck.choice((None, True, False)),
            "decided_class": luck.choice((None, "poor", "near_poor", "not_poor")),
            "decision_number": luck.choice(NUMBERS),
            "decision_issuer": luck.choice((None, "", "UBND xã")),
            "decided_on": luck.choice((None, dt.date(1899, 12, 31), dt.date(2023, 12, 20))),
            "source_no": 1,
            "cell_row": luck.randrange(1, 10**6),
            "origin": "real",
        }


def counts():
    for at, commune in enumerate(COMMUNES):
        for period in ("2022", "2023"):
            yield {
                "period": period,
                "locality_code": commune,
                "village_code": f"{commune}-01",
                "day": dt.date(2023, 12, 10),
                "households": 40 + at,
                "persons": None,
                "minority_households": 3,
                "source_no": 1,
                "cell_row": 5 + at,
                "origin": "real",
            }


def worked(instance):
    """Imports, corrections, an undo of one, closes between and after them."""
    luck = random.Random(11)
    add(instance, 1, "household_counts", list(counts()))
    for minute in range(2, 6):
        rows = {(row["period"], row["household_code"]): row for row in rows_of(luck, 60)}
        add(instance, minute, "poverty_sheets", list(rows.values()))
    closed(instance, 10, "2023")
    batches.undo(instance, author(11), 4, tables=CATALOGUE.tables, why="nhập nhầm")
    rows = {(row["period"], row["household_code"]): row for row in rows_of(luck, 30)}
    add(instance, 12, "poverty_sheets", list(rows.values()))
    closed(instance, 13, "2023", reason="bổ sung")
    closed(instance, 14, "2022", status="preliminary")
    add(instance, 15, "poverty_sheets", [next(rows_of(luck, 1))])


def add(instance, minute, table, rows):
    declared = CATALOGUE.tables[table]
    source = batches.Source(f"tệp {minute}.xlsx", "Biểu 1", f"{minute:064}", {"period": "A"})
    typed = frames.typed(rows, declared.taken)
    batches.add(instance, author(minute), form=table, table=declared, rows=typed, sources=[source])


def closed(instance, minute, period, **more):
    close_dataset(instance, author(minute), dataset="poverty", period=read_period(period), locality="38", **more)


def test_every_act_has_the_same_digest(offices):
    one, other = offices
    assert one.chain.n == other.chain.n == 12
    for mine, theirs in zip(one.chain.acts, other.chain.acts, strict=True):
        assert mine.payload == theirs.payload
        assert mine == theirs
    assert one.chain.head == other.chain.head


def test_every_snapshot_is_the_same_byte_for_byte(offices):
    one, other = offices
    assert [edition.hash for edition in snapshots(one)] == [edition.hash for edition in snapshots(other)]
    files = {file.relative_to(one.home) for file in (one.home / "snapshots").rglob("*") if file.is_file()}
    assert len(files) > 20
    assert files == {file.relative_to(other.home) for file in (other.home / "snapshots").rglob("*") if file.is_file()}
    for file in files:
        assert (one.home / file).read_bytes() == (other.home / file).read_bytes(), file


@pytest.mark.parametrize("measure", ["poor_household_rate", "near_poor_household_rate", "poor_household_count"])
@pytest.mark.parametrize(("period", "known"), [("2022", None), ("2023", None), ("2023", 4), ("2023", 9)])
def test_figures_their_reasons_and_their_rows_are_the_same(offices, measure, period, known):
    said = []
    for instance in offices:
        asked = {"measure": measure, "locality": "38", "period": read_period(period), "known": known}
        figure = answer(instance.home, **asked)
        _, rows = explanation(instance.home, of="part", page=1, size=1000, **asked)
        said.append(json.dumps([figure.as_json(), rows], ensure_ascii=False, default=str, sort_keys=True))
    assert said[0] == said[1]


def test_the_state_at_every_act_is_the_same_in_the_same_order(offices):
    for table in CATALOGUE.dataset("poverty"):
        for n in (None, *range(1, 13)):
            one, other = (batches.live(instance, table, n).collect().sort("added_by", "row_no") for instance in offices)
            assert one.equals(other, null_equal=True), (table.name, n)


def test_both_are_proven_by_their_acts(offices):
    for instance in offices:
        assert verify(instance, CATALOGUE.tables.values(), head=offices[0].chain.head) == []


def test_a_report_and_the_trace_of_its_numbers_are_the_same(offices, tmp_path):
    from mtqg.reports.writing import traced, write_report

    said = []
    for at, instance in enumerate(offices):
        out = tmp_path / str(at) / "báo cáo.html"
        out.parent.mkdir()
        write_report(instance, "province", locality="38", as_of=dt.date(2024, 1, 31), out=out)
        said.append((out.read_bytes(), traced(out).read_bytes()))
    assert said[0] == said[1]
