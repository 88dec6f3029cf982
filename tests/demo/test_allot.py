import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.demo.allot import allot

PLACES = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 40)), min_size=1, max_size=30)


@given(PLACES, st.data())
def test_shares_add_up_to_the_total_and_fit(places, data):
    weights, room = [weight for weight, _ in places], [space for _, space in places]
    total = data.draw(st.integers(0, sum(space for weight, space in places if weight)))
    shares = allot(total, weights, room)
    assert sum(shares) == total
    assert all(0 <= share <= space for share, space in zip(shares, room, strict=True))
    assert not any(share for share, weight in zip(shares, weights, strict=True) if not weight)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(0, 10_000))
def test_with_room_enough_no_share_is_a_whole_household_off_its_weight(weights, total):
    shares = allot(total, weights, [total] * len(weights))
    assert all(abs(s * sum(weights) - total * w) < sum(weights) for s, w in zip(shares, weights, strict=True))


def test_what_finds_no_room_is_an_error_and_not_lost():
    with pytest.raises(ValueError, match="3 of 10"):
        allot(10, [1, 1, 0], [4, 3, 9])
