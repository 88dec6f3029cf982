"""A state in memory that is cut and joined has the rows of one that is made anew, whatever ended and came."""

from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.catalogue import CATALOGUE
from mtqg.core import frames, live
from mtqg.core.table import ROW_ID

TABLE = CATALOGUE.tables["household_counts"]
IDS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6)), unique=True, max_size=20)


def rows(ids):
    said = [{"added_by": n, "row_no": at, "locality_code": "14845", "households": 10 * n + at} for n, at in ids]
    return frames.typed(said, TABLE.kinds)


def state(frame):
    return SimpleNamespace(has=lambda name: name == TABLE.name, table=lambda name: frame.lazy())


def told(frame):
    return None if frame is None else frame.collect().sort(ROW_ID).to_dicts()


@pytest.mark.parametrize(("cuts", "pieces"), [(200, 500), (1, 500), (200, 2)])
@given(there=IDS, ended=IDS, came=st.lists(st.integers(1, 6), unique=True, max_size=4))
@settings(max_examples=60)
def test_what_is_left_and_what_came_is_the_same_both_ways(cuts, pieces, there, ended, came):
    fresh, gone = rows([(9, at) for at in came]), rows(ended).select(ROW_ID)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(live, "_CUTS", cuts)
        patched.setattr(live, "_PIECES", pieces)
        spliced = live._spliced(state(rows(there)), TABLE, fresh, gone)
    assert told(spliced) == told(live._applied(state(rows(there)), TABLE, fresh, gone))
    if spliced is not None:
        assert spliced.collect().schema == pl.concat([rows(there), fresh], how="diagonal").schema
