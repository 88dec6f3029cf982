"""What a server keeps between two pages is what the register holds, and no more is read than what moved."""

import datetime as dt

import pytest
import reviewed_rows as rows
from office_people import signed_in
from reviewed_rows import MINE, OTHER, PROVINCE

from mtqg.core.acts import Author

DAY = dt.date(2026, 12, 14)


def author():
    return Author("An", "officer", dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC))


def submitted(office, do, *given, **more):
    from mtqg.core.register.writing import begin

    with office.register() as register, begin(register, author(), verb="submission.try", where=MINE) as act:
        do(act, *given, **more)


def test_kept_submissions_are_those_of_the_register_after_every_act(office):
    from mtqg.submissions import actions
    from mtqg.submissions.known import Known
    from mtqg.submissions.states import submissions

    known, codes = Known(), []
    owed = {"form": "poverty-review", "to_level": "province", "due": DAY, "origin": "real"}

    def same():
        with office.register() as register:
            found = known.now(register.database)
            assert found == submissions(register.database)
            return {one.code: one.state for one in found}

    assert same() == {}
    for place in (MINE, OTHER):
        submitted(office, actions.open_submission, locality=place, period="2026", **owed)
        codes.append(actions.submission_code("poverty-review", place, "2026", "province"))
    assert same() == {codes[0]: "", codes[1]: ""}
    submitted(office, actions.send_submission, codes[0])
    before = {one.code: one for one in known.listed}
    assert same() == {codes[0]: "sent", codes[1]: ""}
    assert known.of[codes[1]] is before[codes[1]]  # only what moved was read again
    submitted(office, actions.withdraw_submission, codes[0])
    submitted(office, actions.end_submission, codes[1], after=0)
    assert same() == {codes[0]: "withdrawn"}


def test_submissions_of_another_register_in_its_place_are_read_anew(office):
    from mtqg.submissions import actions
    from mtqg.submissions.known import Known

    known = Known(n=1, digest="0" * 64, of={"gone": None})
    submitted(office, actions.open_submission, form="poverty-review", locality=MINE, period="2026",
              to_level="province", due=DAY, origin="real")  # fmt: skip
    with office.register() as register:
        assert [one.locality for one in known.now(register.database)] == [MINE]


def figures(office, remembered=None):
    from mtqg.books import opened_shelf
    from mtqg.core.figure import Question, figure
    from mtqg.core.period import read_period

    asked = [
        Question(measure=measure, locality=place, period=read_period(period))
        for measure in ("poor_household_rate", "near_poor_household_rate", "minority_poor_household_rate")
        for place in (PROVINCE, MINE)
        for period in ("2023", "2024")
    ]
    with opened_shelf(office, remembered=remembered) as shelf:
        found = [figure(one, shelf) for one in asked]
        return [(one.part, one.whole, one.have, one.status) for one in found]


@pytest.fixture
def steps(office):
    """What may happen to a review, each with what it does to it."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core import batches

    later = {"period": "2024", "day": dt.date(2024, 12, 10)}
    kept = {}

    def mend():
        kept["batch"] = rows.add(office, "poverty_sheets", [rows.sheet("A0", MINE, "near_poor")], where=MINE)

    return [
        lambda: rows.reviewed(office, is_closed=False),
        mend,
        lambda: rows.close(office),
        lambda: rows.add(office, "poverty_sheets", [rows.sheet("B7", OTHER, "poor", **later)], where=OTHER),
        lambda: rows.add(office, "household_counts", [rows.counted(OTHER, 70, **later)], where=OTHER),
        lambda: batches.undo(office, author(), kept["batch"], tables=CATALOGUE.tables),
        lambda: rows.close(office, reason="hoàn tác"),
        lambda: rows.add(office, "poverty_sheets", [rows.sheet("A0", MINE, "not_poor")], where=MINE),
    ]


def test_a_figure_from_what_is_kept_is_the_figure_read_anew(office, steps):
    from mtqg.books import Remembered

    remembered, seen = Remembered(), set()
    for step in steps:
        step()
        kept = figures(office, remembered)
        assert kept == figures(office)
        assert kept == figures(office, remembered)
        seen.add(tuple(kept))
    assert len(seen) == len(steps) - 1  # each moved something, but for sheets without the count of households


def test_only_what_an_act_added_is_read_for_the_next_figure(office, steps, monkeypatch):
    import mtqg.core.register.rows as register_rows
    from mtqg.books import Remembered

    remembered, asked, read = Remembered(), [], register_rows.changed

    def changed(database, table, **more):
        fresh, ended = read(database, table, **more)
        if more["values"] == ["2023"] and (len(fresh) or len(ended)):
            asked.append((table.name, len(fresh), len(ended)))
        return fresh, ended

    monkeypatch.setattr(register_rows, "changed", changed)
    for step in steps[:3]:
        step()
    figures(office, remembered)
    del asked[:]
    figures(office, remembered)
    assert asked == []
    rows.add(office, "poverty_sheets", [rows.sheet("A1", MINE, "near_poor")], where=MINE)
    figures(office, remembered)
    assert asked == [("poverty_sheets", 1, 1)]


def test_a_commune_is_not_read_beside_its_province(office, steps, monkeypatch):
    from mtqg.core.live import LiveState

    steps[0]()
    asked, since = set(), LiveState.since

    def spied(self, edition, table, place, period, territory):
        asked.add((place, period.text))
        return since(self, edition, table, place, period, territory)

    monkeypatch.setattr(LiveState, "since", spied)
    figures(office)
    assert {place for place, period in asked if period == "2023"} == {PROVINCE}


def test_a_page_that_reads_asks_for_the_book_and_the_submissions_once(office, monkeypatch):
    from mtqg.submissions import actions
    from mtqg.submissions.known import Known
    from mtqg.web import access

    for place in (MINE, OTHER, "14851"):
        submitted(office, actions.open_submission, form="poverty-review", locality=place, period="2026",
                  to_level="province", due=DAY, origin="real")  # fmt: skip
    client, asked, book, now = signed_in("binh", "provincial_office", PROVINCE), [], access._book, Known.now
    monkeypatch.setattr(access, "_book", lambda: asked.append("book") or book())
    monkeypatch.setattr(Known, "now", lambda self, database: asked.append("submissions") or now(self, database))
    page = client.get("/").content.decode()
    assert page.count("/bao-cao/xem/") == 3
    assert sorted(asked) == ["book", "submissions"]


def test_rows_of_a_long_list_are_made_when_they_are_drawn():
    from mtqg.web import kit

    made = []
    listed = kit.Made(range(1000), lambda one: made.append(one) or (one,))
    table = kit.Table((kit.Column("Số", True),), listed).sorted_as({"page": "2"})
    assert [line[0].value for line in table.lines] == list(range(table.size, 2 * table.size))
    assert made == list(range(table.size, 2 * table.size))
    assert table.pages == 1000 // table.size
    assert table.sorted_as({"sort": "-0"}).lines[0][0].value == 999


def test_an_act_that_moves_no_figure_leaves_the_answers_as_they_are(office, steps):
    from mtqg.submissions import actions
    from mtqg.web import access
    from mtqg.web.figures import answers

    steps[0]()
    before = answers.last_counted(access.database())
    submitted(office, actions.open_submission, form="poverty-review", locality=MINE, period="2026",
              to_level="province", due=DAY, origin="real")  # fmt: skip
    assert answers.last_counted(access.database()) == before
    steps[1]()
    assert answers.last_counted(access.database())[0] == before[0] + 2
    steps[2]()
    assert answers.last_counted(access.database())[0] == before[0] + 3


def test_what_a_page_counts_with_is_not_taken_from_it_by_another_page(office, monkeypatch):
    import mtqg.books as books

    rows.reviewed(office)
    remembered = books.Remembered()
    monkeypatch.setattr(books, "_REMEMBERED", 0)
    with books.opened_shelf(office, remembered=remembered) as shelf:
        shelf.memory["counted"] = 3
        with books.opened_shelf(office, remembered=remembered) as other:
            assert "counted" not in other.memory
        assert shelf.memory["counted"] == 3


def test_editions_are_not_answered_by_what_was_counted_with_books_of_before(office):
    from mtqg.books import Remembered, opened_shelf

    rows.reviewed(office)
    remembered = Remembered()
    with (
        opened_shelf(office, remembered=remembered),
        opened_shelf(office, only_closed=True, remembered=remembered) as old,
    ):
        old.memory["counted"] = 3
    with opened_shelf(office, only_closed=True, remembered=remembered) as same:
        assert same.memory == {"counted": 3}
    rows.add(office, "poverty_sheets", [rows.sheet("A1", MINE, "near_poor")], where=MINE)
    rows.close(office, reason="sửa")
    with opened_shelf(office, only_closed=True, remembered=remembered) as new:
        assert new.memory == {}


def test_a_server_reads_before_it_is_asked_what_its_people_will_look_at(office, steps):
    from mtqg.web import access
    from mtqg.web.figures import answers, warming

    steps[0]()
    assert warming.warm() == []  # nobody holds a role yet
    signed_in("an", "officer", MINE)
    assert warming.warm() == [(PROVINCE, "2023")]
    read = answers._overview.cache_info().misses
    answers.overview(access.database(), PROVINCE, answers.periods(access.database())[0], access.today())
    assert answers._overview.cache_info().misses == read
