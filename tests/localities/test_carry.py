"""Numbers carried between days: none is lost, none is invented, and whole moves do not depend on the way."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.core.errors import Refused
from mtqg.localities.book import Localities
from mtqg.localities.carry import shared_out

START = dt.date(2020, 1, 1)
KINDS = {"people": "population", "homes": "households", "land": "area"}


def total(carried, column):
    return sum(row[column] for row in (*carried.rows, *carried.unplaced))


def test_a_number_of_any_size_is_carried_exactly(book, day):
    eve, on, huge = day("2025-06-30"), day("2025-07-01"), 10**40 + 7
    rows = [{"code": v.code, "vnd": huge + n} for n, v in enumerate(book.tree(eve, level="commune"))]
    carried = book.carry(rows, eve, on, {"vnd": "population"})
    assert total(carried, "vnd") == sum(row["vnd"] for row in rows)
    back = book.carry(
        [{"code": row["code"], "vnd": row["vnd"]} for row in carried.rows], on, day("2019-11-01"), {"vnd": "population"}
    )
    assert total(back, "vnd") == sum(row["vnd"] for row in carried.rows)


def test_each_column_follows_its_own_kind_of_weight(book, day):
    row = {"code": "20200", "people": 58_280, "homes": 15_000, "land": 768}
    carried = book.carry([row], day("2024-12-31"), day("2025-01-01"), KINDS)
    assert carried.rows == [
        {"code": "20200", "people": 43_060, "homes": 0, "land": 665},
        {"code": "20206", "people": 15_220, "homes": 0, "land": 103},
    ]
    (left,) = carried.unplaced
    # Hòa Minh and Thanh Khê Tây lie in two districts of Đà Nẵng: the city is the nearest unit that holds both.
    assert (left["code"], left["from"], left["homes"], left["people"]) == ("48", "20200", 15_000, 0)
    assert (left["cause"], left["among"]) == ("share_unknown", ["20200", "20206"])


def test_an_unknown_share_stands_at_the_common_parent(book, day):
    carried = book.carry(
        [{"code": "15772", "homes": 100}], day("2025-06-30"), day("2025-07-01"), {"homes": "households"}
    )
    assert carried.rows == []
    (left,) = carried.unplaced
    assert (left["code"], left["homes"], left["among"]) == ("38", 100, ["15772", "15835"])
    assert left["reason"] == "Văn bản không nêu tỷ trọng của từng phần."


def test_a_merged_unit_carried_back_stands_at_its_old_district(book, day):
    """The law says what went in, not what the new unit is made of."""
    carried = book.carry([{"code": "15736", "n": 10}], day("2025-01-01"), day("2024-10-16"), {"n": "population"})
    assert (carried.rows, carried.unplaced[0]["code"]) == ([], "397")


def test_a_unit_with_one_origin_carries_back_whole(book, day):
    carried = book.carry([{"code": "20333", "n": 10}], day("2025-07-01"), day("2024-10-16"), {"n": "population"})
    assert carried.rows == [{"code": "498", "n": 10}]


def test_an_origin_that_gave_no_people_gets_none_back(book, day):
    on, eve = day("2025-07-01"), day("2025-06-30")
    parts = {p.version.code: p for p in book.placements("15796", on, eve)}
    assert parts["15772"].shares["population"] == 0


@pytest.mark.parametrize(("kind", "code"), [("rate", "L-020"), ("title", "L-021"), ("weather", "L-022")])
def test_what_is_not_additive_is_refused_with_its_reason(book, day, kind, code):
    with pytest.raises(Refused) as refused:
        book.carry([{"code": "38", "x": 1}], day("2024-10-16"), day("2025-07-01"), {"x": kind})
    assert [problem.code for problem in refused.value.problems] == [code]


def test_all_errors_of_the_rows_are_told_at_once(book, day):
    rows = [{"code": "99999", "n": 1}, {"code": "16387", "n": 1}, {"code": "38", "n": 1.5}, {"code": "38", "n": None}]
    with pytest.raises(Refused) as refused:
        book.carry(
            [*rows, {"code": "38", "n": True, "m": 2}], day("2024-10-16"), day("2025-07-01"), {"n": "population"}
        )
    assert [problem.code for problem in refused.value.problems] == [
        "L-023",
        "L-002",
        "L-002",
        "L-025",
        "L-025",
        "L-025",
    ]


@given(st.integers(-(10**30), 10**30), st.lists(st.integers(1, 1000), min_size=1, max_size=7))
def test_sharing_out_loses_nothing_and_errs_by_less_than_one(amount, sizes):
    shares = [Fraction(size, sum(sizes)) for size in sizes]
    parts = shared_out(amount, shares)
    assert sum(parts) == amount
    assert all(abs(part - amount * share) < 1 for part, share in zip(parts, shares, strict=True))


def test_ties_go_to_the_earlier_place():
    assert shared_out(1, [Fraction(1, 2), Fraction(1, 2)]) == [1, 0]
    assert shared_out(-1, [Fraction(1, 2), Fraction(1, 2)]) == [-1, 0]


class History:
    """A random country of one province and two districts, changed step by step and written as plain tables."""

    def __init__(self, communes):
        self.versions = [["P", "Tỉnh P", "tỉnh", "province", "", "", "", "t"]]
        self.versions += [[d, f"Huyện {d}", "huyện", "district", "P", "", "", "t"] for d in ("D1", "D2")]
        self.live = {}
        self.events, self.flows, self.days = [], [], [START]
        for number in range(communes):
            self._begin(f"C{number}", "D1" if number % 2 else "D2", "")

    def _begin(self, code, district, day):
        row = [code, f"Xã {code}", "xã", "commune", district, day, "", "t"]
        self.versions.append(row)
        self.live[code] = row

    def merge(self, day, codes, into):
        """Whole communes into one, which stays in the first one's district."""
        district = self.live[codes[0]][4]
        ended = self._end(day, codes)
        self._begin(into, district, day)
        for row in ended:
            self._flow(f"{day}-{into}", day, row, self.live[into], "whole", "")

    def split(self, day, code, into, shares):
        (old,) = self._end(day, [code])
        for new, share in zip(into, shares, strict=True):
            self._begin(new, old[4], day)
            self._flow(f"{day}-{new}", day, old, self.live[new], "part", share)

    def _end(self, day, codes):
        ended = [self.live.pop(code) for code in codes]
        for row in ended:
            row[6] = day
        return ended

    def _flow(self, event, day, old, new, extent, share):
        if event not in [row[0] for row in self.events]:
            self.events.append([event, day, day, "merge", "", "high", "t", ""])
        self.flows.append([event, old[0], old[5], new[0], new[5], extent, share, "", ""])

    def book(self):
        return Localities.build(self.versions, events=self.events, flows=self.flows)


@st.composite
def histories(draw, with_splits):
    history = History(draw(st.integers(2, 8)))
    fresh = 0
    for step in range(draw(st.integers(1, 5))):
        day = dt.date(2021 + step, 1, 1)
        history.days.append(day)
        text = day.isoformat()
        untouched = draw(st.permutations(sorted(history.live)))
        while untouched:
            size = draw(st.integers(1, 3))
            group, untouched = untouched[:size], untouched[size:]
            what = draw(st.sampled_from(["nothing", "merge", "merge anew", *(["split"] if with_splits else [])]))
            if what == "split":
                fresh += 2
                share = draw(st.integers(0, 1_000_000))
                known = draw(st.booleans())
                shares = [str(share), str(1_000_000 - share)] if known else ["", ""]
                history.split(text, group[0], [f"N{fresh - 1}", f"N{fresh}"], shares)
            elif what != "nothing":
                fresh += 1
                history.merge(text, group, f"N{fresh}" if what == "merge anew" else group[0])
    return history


def amounts(draw, codes):
    return [{"code": code, "n": draw(st.integers(-(10**20), 10**20))} for code in codes]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_way_does_not_matter_for_whole_moves(data):
    history = data.draw(histories(with_splits=False))
    book, first, last = history.book(), history.days[0], history.days[-1]
    middle = data.draw(st.sampled_from(history.days))
    rows = amounts(data.draw, [v.code for v in book.tree(first, level="commune")])
    weights = {"n": data.draw(st.sampled_from(["population", "area", "households", "poor_households"]))}
    direct = book.carry(rows, first, last, weights)
    by_the_way = book.carry(book.carry(rows, first, middle, weights).rows, middle, last, weights)
    assert direct.unplaced == by_the_way.unplaced == []
    assert direct.rows == by_the_way.rows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_totals_never_change_between_any_two_days(data):
    history = data.draw(histories(with_splits=True))
    book = history.book()
    here, there = data.draw(st.sampled_from(history.days)), data.draw(st.sampled_from(history.days))
    rows = amounts(data.draw, [v.code for v in book.tree(here, level="commune")])
    carried = book.carry(rows, here, there, {"n": "population"})
    assert total(carried, "n") == sum(row["n"] for row in rows)
    valid = {v.code for v in book.tree(there)}
    assert {row["code"] for row in (*carried.rows, *carried.unplaced)} <= valid


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_known_shares_of_a_territory_add_up_to_one(data):
    history = data.draw(histories(with_splits=True))
    book = history.book()
    here, there = data.draw(st.sampled_from(history.days)), data.draw(st.sampled_from(history.days))
    for version in book.tree(here, level="commune"):
        shares = [place.shares["population"] for place in book.placements(version.code, here, there)]
        assert None in shares or sum(shares) == 1
