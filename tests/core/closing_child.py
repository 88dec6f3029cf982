"""A process that closes edition after edition until it is killed: ``closing_child.py HOME``. Waits at "ready"."""

import itertools
import sys
from pathlib import Path

from building import Office

office = Office(Path(sys.argv[1]))
office.editions()
print("ready", flush=True)
sys.stdin.readline()
for number in itertools.count():
    # Another status each time, so that each close differs from the one before.
    status = "preliminary" if (len(office.editions()) + number) % 2 else "official"
    try:
        office.close_plainly("2023", reason=f"lần thử {number}", status=status)
    except office.Refused:
        continue
