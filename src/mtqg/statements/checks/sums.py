"""A printed total and the sum of its printed parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import reduce

from mtqg.statements import wording
from mtqg.statements.checks.common import finding
from mtqg.statements.links import Linked, PartOf
from mtqg.statements.model import Finding
from mtqg.statements.numbers import Interval, vietnamese


def sum_of_parts(linked: Linked) -> Iterator[Finding]:
    """A complete set of parts adds up to its whole within the rounding of all printed numbers.

    Where parts are missing, those known must still not exceed the whole.
    """
    for link in linked.parts_of:
        total = reduce(Interval.plus, (part.interval for part in link.parts))
        whole = link.whole.interval
        if link.complete and not total.meets(whole):
            yield _finding(link, "không bằng tổng")
        elif not link.complete and whole.high is not None and total.low > whole.high:
            yield _finding(link, "mới là một phần mà đã vượt tổng")


def _finding(link: PartOf, word: str) -> Finding:
    whole, parts = link.whole, link.parts
    total = sum((part.value for part in parts), Decimal(0))
    gap = whole.value - total
    decimals = max(whole.decimals, *(part.decimals for part in parts))
    sentence = (
        f"{wording.about(whole)}, nhưng các phần in ra {wording.added(parts)} = {vietnamese(total)}, {word}; "
        f"tổng in {'lớn' if gap > 0 else 'nhỏ'} hơn {vietnamese(abs(gap), min(decimals, 4))}."
    )
    return finding("sum_of_parts", (whole, *parts), printed=whole.text, implied=str(total), explanation=sentence)
