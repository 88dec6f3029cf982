"""A process that writes until it is killed: ``working_child.py HOME``. Waits at "ready"; tells each act when it stands.

Imports, corrections, undone batches, acts without rows and closes, one after the other.
"""

import itertools
import sys
from pathlib import Path

from building import AN, Office, sheet

from mtqg.core.register.writing import begin

office = Office(Path(sys.argv[1]))
first = office.n()
print("ready", flush=True)
sys.stdin.readline()


def told(n):
    print(n, flush=True)


def work():
    for number in itertools.count(first):
        rows = [sheet(f"K{number}-{at}", "14845", "poor", income=number % 140) for at in range(60)]
        batch = office.add("poverty_sheets", rows, digest=f"{number:064x}").batch
        told(batch)
        told(office.add("poverty_sheets", [{**row, "income_points": 150} for row in rows[:20]]).batch)
        with office.instance_now.register() as register, begin(register, AN, verb="office.note", why="thử") as act:
            act.note(number=number)
        told(act.sealed.n)
        told(office.close_plainly("2023", reason=f"lần {number}").manifest["n"] + 1)
        told(office.undo(batch).n)


work()
