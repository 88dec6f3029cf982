"""Random histories of imports, corrections, undos and closes: what must hold after any of them."""

import datetime as dt
import os

import polars as pl
from building import counts, sheet
from few_measures import ASKED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqg.books import opened_shelf
from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.figure import Question, figure
from mtqg.core.period import read_period
from mtqg.core.register.rows import as_added, digested, selected, state
from mtqg.core.table import PROVENANCE, ROW_ID

FEW = settings(
    max_examples=int(os.environ.get("MTQG_EXAMPLES", "4")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
COMMUNES = ("14845", "14848", "15772")
DECIDED = {"decision_number": "1/QĐ-UBND", "decision_issuer": "UBND tỉnh", "decided_on": dt.date(2023, 5, 1)}
DATASETS = ("poverty", "ntm", "ocop")


def title(code, at, given_title):
    return {
        "subject_level": "village",
        "subject_code": f"{code}-{at:02}",
        "locality_code": code,
        "village_code": f"{code}-{at:02}",
        "title": given_title,
        "standard": "ntm-2021",
        "title_year": 2023,
        "day": dt.date(2023, 5, 1),
        "ends_on": None,
        **DECIDED,
    }


def product(code, at, stars):
    return {
        "locality_code": code,
        "product_code": f"SP-{code}-{at}",
        "product_name": f"Sản phẩm {at}",
        "producer_name": "HTX",
        "product_group": "food",
        "stars": str(3 + stars % 3),
        "standard": "ocop-2023",
        "day": dt.date(2023, 5, 1),
        "ends_on": None,
        **DECIDED,
    }


def member(code, at, _):
    return {
        "list_name": "minority_mountain_area",
        "member_code": f"{code}-{at:02}",
        "locality_code": code,
        "village_code": f"{code}-{at:02}",
        "day": dt.date(2021, 6, 4),
        "ends_on": None,
        **DECIDED,
    }


ROWS = {
    "household_counts": lambda code, at, value: counts(f"{code}-{at:02}", code, 10 + value),
    "poverty_sheets": lambda code, at, value: sheet(
        f"{code}-H{at}", code, ("poor", "near_poor", "not_poor")[value % 3], income=100 + value
    ),
    "recognitions": lambda code, at, value: title(code, at, "ntm" if value % 2 else "model"),
    "ocop_products": product,
    "list_members": member,
}
imports = st.tuples(
    st.sampled_from(sorted(ROWS)),
    st.lists(
        st.tuples(st.sampled_from(COMMUNES), st.integers(1, 3), st.integers(0, 9)),
        min_size=1,
        max_size=5,
        unique_by=lambda row: row[:2],
    ),
)
steps = st.one_of(imports, imports, imports, st.integers(1, 20), st.sampled_from(DATASETS))
histories = st.lists(steps, min_size=2, max_size=7)


def do(office, step, *, plainly=False):
    """One step of a history; what the register refuses does nothing."""
    try:
        if isinstance(step, int):
            office.undo(step)
        elif isinstance(step, str):
            close(office, step)
        else:
            table, rows = step
            office.add(table, [ROWS[table](*row) for row in rows])
    except Refused as refused:
        assert {one.code for one in refused.problems} <= {"K-010", "K-011", "K-021", "K-023"}


def close(office, dataset):
    n = office.n()
    office.close(dataset, "2023", reason=f"sau tác vụ {n}")


def answers(office, known=None):
    """Measures for the province and one commune."""
    found = {}
    with opened_shelf(office.instance_now, known) as shelf:
        for name in ASKED:
            for locality in ("38", "14845"):
                one = figure(Question(measure=name, locality=locality, period=read_period("2023")), shelf)
                found[name, locality] = (one.value, one.part, one.whole, one.have, one.of)
    return found


def states(office, n=None):
    """Every table as it stands at an act, its rows in their order."""
    with office.instance_now.register() as register:
        return {name: state(register.database, one, n=n).sort(ROW_ID) for name, one in CATALOGUE.tables.items()}


def same(one, other):
    return all(one[name].equals(other[name]) for name in one)


@FEW
@given(history=histories, later=histories)
def test_what_was_known_at_an_act_never_changes(new_office, history, later):
    office = new_office()
    for step in history:
        do(office, step)
    n = office.n()
    before, said = states(office, n), answers(office, known=n)
    assert same(before, states(office)), "now is the state at the last act"
    for step in later:
        do(office, step)
    assert same(before, states(office, n))
    assert said == answers(office, known=n)
    assert office.verified() == []


@FEW
@given(history=histories)
def test_replaying_the_acts_gives_the_same_tables(new_office, history):
    office = new_office()
    for step in history:
        do(office, step)
    with office.instance_now.register() as register:
        database = register.database
        for table in CATALOGUE.tables.values():
            held = pl.DataFrame(schema=state(database, table).schema)
            for act in office.instance_now.chain.acts:
                held = _replayed(database, table, act, held)
                assert held.sort(ROW_ID).equals(state(database, table, n=act.n).sort(ROW_ID))


def _replayed(database, table, act, held):
    """The rows in force after an act, from those before it, and what it added and ended."""
    (key,) = database.one("SELECT id FROM act WHERE n = ?", [act.n])
    ids = {name: PROVENANCE[name] for name in ROW_ID}
    ended = database.frame(f"{selected(table, ids)} WHERE r.ended_by = ?", ids, [key])
    assert len(ended) == act.payload.get("ends", {}).get(table.name, {}).get("rows", 0)
    assert len(ended.join(held, on=ROW_ID, how="anti")) == 0, "only what was in force is ended"
    added = as_added(database, table, [key], digested(table)).select(held.columns)
    return pl.concat([held.join(ended, on=ROW_ID, how="anti"), added])


@FEW
@given(history=histories)
def test_a_live_figure_is_what_a_close_would_give(new_office, history):
    office = new_office()
    office.add("household_counts", [ROWS["household_counts"]("14845", 1, 5)])
    for step in history:
        do(office, step)
    live = answers(office)
    for dataset in DATASETS:
        do(office, dataset)
    assert answers(office) == live
    found = office.ask("poor_household_rate", "2023", locality="14845")
    assert found.status in ("official", None), "what is answered is closed"
