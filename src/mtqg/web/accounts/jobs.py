"""The work of each morning: reminders."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from mtqg.web.accounts.reminding import remind
from mtqg.web.jobs.running import Running, daily, job


@job("remind")
@daily(hour=7)
def morning(running: Running, *, day: str) -> dict[str, Any]:
    """A letter to each person who has something to do. What is said here names nobody."""
    return dict(Counter(one["state"] for one in remind(dt.date.fromisoformat(day))))
