"""Chance from a seed. Each purpose has its own stream, so that one more draw here moves nothing there."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *purpose: object) -> random.Random:
    """A stream of chance for a purpose. Not for secrets."""
    return random.Random(":".join(map(str, (seed, *purpose))))  # noqa: S311


def day_between(chance: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """A working day between two days, both included where they are working days."""
    day = first + dt.timedelta(days=chance.randrange((last - first).days + 1))
    return max(first, day - dt.timedelta(days=max(0, day.weekday() - 4)))


def shuffled(chance: random.Random, items: Sequence[T]) -> list[T]:
    return chance.sample(items, len(items))
