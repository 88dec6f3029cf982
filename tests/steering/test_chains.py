"""Chains of directing documents: the days of each step, and who has not made what local."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mtqg.steering.chains import Chains, Entry, Named

D = dt.date
CENTRAL = Named("09/CĐ-TTg", "Thủ tướng Chính phủ", D(2026, 1, 10))
PLAN = Named("31/KH-UBND", "UBND tỉnh", D(2026, 2, 3))
OWN = Named("05/KH-UBND", "UBND xã A", D(2026, 3, 5))
COMMUNES = ["A", "B", "C"]


def units_of(place, level, day):
    return COMMUNES if level == "commune" and place == "P" else [place]


def entry(place, direction, document, day, **more):
    return Entry(f"{place}-{document.number}", place, direction, document, "", "về việc", day, **more)


RECEIVED = entry("P", "received", CENTRAL, D(2026, 1, 14), local_level="province", local_by=D(2026, 1, 31))
ISSUED = entry("P", "issued", PLAN, D(2026, 2, 4), parent=CENTRAL, local_level="commune", local_by=D(2026, 3, 1))
AT_A = entry("A", "received", PLAN, D(2026, 2, 9))
OF_A = entry("A", "issued", OWN, D(2026, 3, 5), parent=PLAN)
AT_B = entry("B", "received", PLAN, D(2026, 2, 20))
BOOK = Chains([OF_A, AT_B, ISSUED, AT_A, RECEIVED])


def test_each_step_has_its_days_on_the_way_and_in_hand():
    """Signed 10/01, in on 14/01, the plan signed 03/02; in at A on 09/02, A's own plan signed 05/03."""
    plan, own = BOOK.step(ISSUED), BOOK.step(OF_A)
    assert (plan.on_the_way, plan.in_hand, plan.days) == (4, 20, 24)
    assert (own.on_the_way, own.in_hand, own.days) == (6, 24, 30)
    assert Chains([OF_A, ISSUED]).step(OF_A).on_the_way is None


def test_a_chain_is_read_from_its_top_wherever_one_enters_it():
    for key in (CENTRAL.key, PLAN.key, OWN.key):
        assert [(depth, one.document.number) for depth, one in BOOK.chain(key)] == [
            (0, "09/CĐ-TTg"),
            (1, "31/KH-UBND"),
            (2, "05/KH-UBND"),
        ]


def test_who_has_not_made_a_document_local_and_how_late_each_is():
    """A was four days late, B received it and did nothing, C never entered it; the province was three days late."""
    on = D(2026, 3, 11)
    told = [(one.place, one.state(on), one.late_days(on)) for one in BOOK.duties(units_of, on)]
    assert told == [("P", "made_late", 3), ("A", "made_late", 4), ("B", "late", 10), ("C", "late", 10)]
    before = {one.place: one.state(D(2026, 2, 25)) for one in BOOK.duties(units_of, D(2026, 2, 25))}
    assert before == {"P": "made_late", "A": "made_late", "B": "received", "C": "waiting"}


def test_a_document_of_a_document_carries_out_both():
    """The centre asks every commune: the commune's plan under the province's plan answers it too."""
    asks = entry("P", "received", CENTRAL, D(2026, 1, 14), local_level="commune", local_by=D(2026, 4, 1))
    found = Chains([asks, ISSUED, OF_A]).duties(units_of, D(2026, 3, 11))
    assert {one.place: one.made is not None for one in found if one.document.document == CENTRAL} == {
        "A": True,
        "B": False,
        "C": False,
    }


def test_a_name_is_the_same_however_it_is_spelt():
    assert (
        Named("31/KH-UBND", "UBND tỉnh Hoà Bình", D(2026, 2, 3)).key
        == Named("31/kh-ubnd", "UBND  tỉnh Hòa Bình", D(2026, 2, 3)).key
    )
    assert PLAN.key != Named("31/KH-UBND", "UBND tỉnh", D(2026, 2, 4)).key


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_whatever_documents_say_of_each_other_every_walk_ends_and_owes_each_duty_once(pairs):
    """Also where they go round in a circle, as only people who err can write them."""
    names = [Named(f"{n}/KH", "UBND", D(2026, 1, 1)) for n in range(8)]
    asked = {"local_level": "commune", "local_by": D(2026, 2, 1)}
    book = Chains(entry("P", "issued", names[one], D(2026, 1, 1), parent=names[two], **asked) for one, two in pairs)
    for name in names:
        assert name.key not in book.above(name.key)
        shown = [one.document.key for _, one in book.chain(name.key)]
        assert len(shown) == len(set(shown))
    owed = [(one.document.document.key, one.place) for one in book.duties(units_of, D(2026, 3, 1))]
    assert len(owed) == len(set(owed)) == 3 * len({one for one, _ in pairs})
