"""Submissions: what may follow what, who may not approve, and two people at once."""

import datetime as dt
import itertools
import json
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.core.frames import typed
from mtqg.core.register.database import RuleBroken
from mtqg.submissions import actions
from mtqg.submissions.states import FOLLOWS, submission, submissions
from mtqg.submissions.terms import EVENTS, SUBMISSION_EVENTS

DUE = dt.date(2024, 12, 15)
CODE = "poverty-review/14845/2024/province"
CELLS = [{"sheet": "Biểu", "cell": "F12", "reason": "điểm B1 khác phiếu"}]
DONE = {
    "draft": actions.draft_submission,
    "sent": actions.send_submission,
    "withdrawn": actions.withdraw_submission,
    "returned": lambda act, code, **more: actions.return_submission(act, code, cells=CELLS, due=DUE, **more),
    "accepted": actions.accept_submission,
    "approved": actions.approve_submission,
    "closed": actions.close_submission,
}


@pytest.fixture
def owed(office):
    office.act()(lambda act: open_it(act))
    return office


def open_it(act):
    return actions.open_submission(
        act, form="poverty-review", locality="14845", period="2024", to_level="province", due=DUE, origin="real"
    )


def do(office, *events, by="An"):
    """One event after the other, each by its own person where a pair is given."""
    for event in events:
        name, person = event if isinstance(event, tuple) else (event, by)
        office.act(person)(lambda act, name=name: DONE[name](act, CODE))


def now(office):
    with office.register() as register:
        return submission(register.database, CODE)


def refused(office, event, by="An"):
    with pytest.raises(Refused) as told:
        do(office, event, by=by)
    return told.value.problems[0].code


def test_what_is_owed_has_no_state_until_somebody_begins(owed):
    one = now(owed)
    assert (one.state, one.last, one.due_now) == ("", 0, DUE)
    assert not one.is_late(DUE) and one.is_late(DUE + dt.timedelta(days=1))


def test_the_whole_way_from_draft_to_close(owed):
    do(
        owed,
        "draft",
        "sent",
        ("returned", "Bình"),
        "sent",
        ("accepted", "Bình"),
        ("approved", "Bình"),
        ("closed", "Chi"),
    )
    one = now(owed)
    assert one.state == "closed" and [event.number for event in one.events] == [1, 2, 3, 4, 5, 6, 7]
    assert one.events[2].cells == tuple(CELLS)
    assert owed.findings() == []


def test_a_returned_one_is_owed_again_by_its_own_day(owed):
    do(owed, "sent", ("returned", "Bình"))
    again = DUE + dt.timedelta(days=9)
    do(owed, "sent")
    owed.act("Bình")(lambda act: actions.return_submission(act, CODE, due=again, note="thiếu chữ ký"))
    one = now(owed)
    assert one.due_now == again and not one.is_late(again)


@pytest.mark.parametrize("state", [state for state in FOLLOWS if state])
def test_nothing_follows_but_what_may(office, state):
    ways = {
        "draft": ["draft"],
        "sent": ["sent"],
        "returned": ["sent", ("returned", "B")],
        "accepted": ["sent", ("accepted", "B")],
        "approved": ["sent", ("accepted", "B"), ("approved", "B")],
        "closed": ["sent", ("accepted", "B"), ("approved", "B"), ("closed", "B")],
        "withdrawn": ["sent", "withdrawn"],
    }
    office.act()(open_it)
    do(office, *ways[state])
    assert now(office).state == state
    for event in set(EVENTS) - set(FOLLOWS[state]):
        assert refused(office, event, by="C") == "U-003"
    assert now(office).last == len(ways[state])


def test_who_sent_or_drafted_it_cannot_approve_it(owed):
    do(owed, ("draft", "Dũng"), ("sent", "An"), ("accepted", "An"))
    assert refused(owed, "approved", by="An") == "U-005"
    assert refused(owed, "approved", by="Dũng") == "U-005"
    do(owed, ("approved", "Bình"))


def test_an_amended_one_is_approved_by_who_did_not_send_the_amendment(owed):
    """Bình approved the first and enters the amendment: An, who sent the first, may approve it."""
    do(
        owed,
        "sent",
        ("accepted", "B"),
        ("approved", "B"),
        ("closed", "B"),
        ("returned", "B"),
        ("sent", "B"),
        ("accepted", "C"),
    )
    assert refused(owed, "approved", by="B") == "U-005"
    do(owed, ("approved", "An"))


@pytest.mark.parametrize(("by", "entered_by"), [("An", "An"), ("An", "Bình"), ("Dũng", "An"), ("Bình", None)])
def test_the_database_itself_keeps_the_duties_apart(owed, by, entered_by):
    """Whatever a later version of this code does: who drafted (Dũng) or sent (An) it, or of nobody's work."""
    do(owed, ("draft", "Dũng"), ("sent", "An"), ("accepted", "Bình"))
    with pytest.raises(RuleBroken):
        owed.act(by)(lambda act: act.add(SUBMISSION_EVENTS, typed([approval(by, entered_by)], SUBMISSION_EVENTS.taken)))


def approval(by, entered_by):
    return {
        "submission_code": CODE,
        "event_no": 4,
        "event": "approved",
        "locality_code": "14845",
        "period": "2024",
        "day": DUE,
        "acted_by": by,
        "entered_by": entered_by,
        "origin": "real",
    }


def test_two_people_at_once_make_one_event(owed):
    """Both have seen the submission as sent; one accepts, one returns."""
    do(owed, "sent")
    told, barrier = [], threading.Barrier(2)

    def act(event, by):
        barrier.wait()
        try:
            owed.act(by)(lambda act: DONE[event](act, CODE, after=1))
        except Refused as reason:
            told.append(reason.problems[0].code)

    threads = [threading.Thread(target=act, args=one) for one in (("accepted", "B"), ("returned", "C"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["U-004"]
    assert now(owed).last == 2
    assert owed.findings() == []


def test_who_has_not_seen_the_last_event_is_told(owed):
    do(owed, "draft", "sent")
    with pytest.raises(Refused) as told:
        owed.act("Bình")(lambda act: actions.accept_submission(act, CODE, after=1))
    assert told.value.problems[0].code == "U-004"


WRONG = [
    {"cells": CELLS, "due": None},
    {"cells": CELLS, "due": dt.date(2024, 10, 15)},
    {"due": DUE},
    {"note": " ", "due": DUE},
    {"cells": [{"sheet": "Biểu", "cell": "F12", "reason": " "}], "note": "xem lại", "due": DUE},
]


@pytest.mark.parametrize("said", WRONG)
def test_to_return_it_one_says_why_and_until_when(owed, said):
    do(owed, "sent")
    with pytest.raises(Refused) as told:
        owed.act("Bình")(lambda act: actions.return_submission(act, CODE, **said))
    assert told.value.problems[0].code == "U-006"


def test_it_is_opened_once_and_only_what_is_there_moves(owed):
    with pytest.raises(Refused) as told:
        owed.act()(open_it)
    assert told.value.problems[0].code == "U-002"
    with pytest.raises(Refused) as told:
        owed.act()(lambda act: actions.send_submission(act, "x/14845/2024/province"))
    assert told.value.problems[0].code == "U-001"


def test_an_event_that_was_refused_leaves_nothing(owed):
    n = owed.instance.chain.n
    assert refused(owed, "approved") == "U-003"
    assert owed.instance.chain.n == n and now(owed).events == ()


def test_the_list_shows_state_and_who_is_late(owed, capsys):
    do(owed, "sent")
    main(["--home", str(owed.home), "--format", "json", "submissions", "--on", "2025-01-01"])
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["submission"], one["state"], one["late"], one["due"]) == (CODE, "sent", False, "2024-12-15")
    main(["--home", str(owed.home), "submissions", "--locality", "14845"])
    assert "đã gửi" in capsys.readouterr().out
    main(["--home", str(owed.home), "submissions", "--locality", "14848"])
    assert capsys.readouterr().out.rstrip().endswith("0 báo cáo.")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(EVENTS)), st.sampled_from("ABC")), max_size=9))
def test_after_any_history_the_events_follow_each_other_and_nobody_approved_their_own(tmp_path_factory, wanted):
    from tests.registers.conftest import Office

    office = Office(tmp_path_factory.mktemp("kho"))
    office.act()(open_it)
    for event, by in wanted:
        try:
            do(office, event, by=by)
        except Refused as reason:
            assert reason.problems[0].code in ("U-003", "U-005")
    one = now(office)
    assert [event.number for event in one.events] == list(range(1, one.last + 1))
    for before, after in itertools.pairwise(["", *(event.event for event in one.events)]):
        assert after in FOLLOWS[before]
    entered = set()
    for event in one.events:
        entered = (
            set()
            if event.event == "closed"
            else entered | ({event.acted_by} if event.event in ("draft", "sent") else set())
        )
        assert event.event != "approved" or event.acted_by not in entered
    with office.register() as register:
        assert submissions(register.database) == [one]
