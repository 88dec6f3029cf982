"""A contestant in a process of its own: least seconds of several runs, most memory, and a digest of what came out.

The digest is over the lines (commune, class, households) in order, so that equal digests are equal counts.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

Line = tuple[str, str, int]


def run(counted: Callable[[str, dict[str, Any]], tuple[float, Iterable[Line]]]) -> None:
    """Called as ``python X.py FILE LIMITS TIMES``. ``counted`` gives the seconds spent on reading, and the lines."""
    path, limits, times = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    taken = []
    for _ in range(times):
        start, cpu = time.perf_counter(), time.process_time()
        read, lines = counted(path, limits)
        taken.append((time.perf_counter() - start, time.process_time() - cpu, read))
        digest = hashlib.sha256("\n".join(map(str, sorted(lines))).encode()).hexdigest()
    wall, cpu, read = min(taken)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    print(json.dumps({"wall": wall, "cpu": cpu, "read": read, "memory": memory, "digest": digest}))
