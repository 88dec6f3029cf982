"""How often somebody may ask. Each process of the server counts for itself: it keeps one client from taking all."""

from __future__ import annotations

import os
import threading
import time

PER_MINUTE = int(os.environ.get("MTQG_API_PER_MINUTE", "600"))
_lock = threading.Lock()
_minute = 0
_counts: dict[str, int] = {}


def seconds_to_wait(who: str, *, now: float | None = None, most: int | None = None) -> int:
    """Count a request of somebody; 0 where it may go on, otherwise the seconds until it may."""
    global _minute
    moment = time.time() if now is None else now
    minute = int(moment // 60)
    with _lock:
        if minute != _minute:
            _minute = minute
            _counts.clear()
        _counts[who] = _counts.get(who, 0) + 1
        is_over = _counts[who] > (PER_MINUTE if most is None else most)
    return 60 - int(moment % 60) if is_over else 0
