"""Spreading a total over places by weight, exactly, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence


def allot(total: int, weights: Sequence[int], room: Sequence[int]) -> list[int]:
    """Shares of ``total``, as near to the weights as whole numbers and each place's ``room`` allow.

    By the largest remainder; what does not fit goes to the others. The shares always add up to the total.
    Raises ValueError when the places with a weight have not room enough.

    >>> allot(10, [1, 1, 1], [9, 9, 2])
    [4, 4, 2]
    """
    shares = [0] * len(weights)
    rest = total
    open_places = [place for place, weight in enumerate(weights) if weight > 0 and room[place] > 0]
    while rest:
        if not open_places:
            raise ValueError(f"{rest} of {total} find no room")
        for place, share in zip(open_places, _by_remainder(rest, [weights[at] for at in open_places]), strict=True):
            taken = min(share, room[place] - shares[place])
            shares[place] += taken
            rest -= taken
        open_places = [place for place in open_places if shares[place] < room[place]]
    return shares


def _by_remainder(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    shares = [share for share, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return shares
