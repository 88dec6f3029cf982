"""How long the papers of a commune take: sheets, list, minutes and posting of 400 households in 9 villages.

    python bench/paper.py [HOUSEHOLDS]

Once as one file of all villages, once as a file a village. The aim: under 10 s on two cores. Seconds of the clock
depend on who else uses the machine; the processor's seconds, of this process and of those that set pages, do not.
"""

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.frames import typed
from mtqg.core.period import read_period
from mtqg.core.register.writing import begin
from mtqg.creating import create_instance
from mtqg.poverty.paper.writing import Asked, print_papers

COMMUNE, VILLAGES, MEMBERS = "14845", 9, 4
AN = Author("An", "officer", dt.datetime(2024, 11, 19, tzinfo=dt.UTC))
SINCE = dt.date(2022, 1, 1)


def village(n):
    return f"{COMMUNE}-{n % VILLAGES + 1:02}"


def rows(households):
    place = {"locality_code": COMMUNE, "origin": "synthetic"}
    yield (
        "villages",
        [{**place, "village_code": village(n), "village_name": f"Bản {n + 1}", "day": SINCE} for n in range(VILLAGES)],
    )
    homes, members, sheets = [], [], []
    for n in range(households):
        here = {**place, "household_code": f"H-{n:05}", "village_code": village(n), "area": "urban"}
        homes.append({**here, "household_key": f"{n:032x}", "day": SINCE, "head_name": f"Hơ Văn {n}"})
        members += [
            {
                **here,
                "member_code": f"H-{n:05}-{at}",
                "day": SINCE,
                "member_name": f"Hơ Văn {n} {at}",
                "birth_year": 1970 + at,
                "relation": "head" if at == 0 else "child",
            }
            for at in range(MEMBERS)
        ]
        sheets.append(
            {
                **here,
                "period": "2023",
                "standard": "poverty-2022",
                "day": dt.date(2023, 11, 1),
                "income_points": 150,
                "deprivation_points": 40,
                "decided_class": "poor",
            }
        )
    yield "households", homes
    yield "household_members", members
    yield "poverty_sheets", sheets


def processor():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(households):
    with tempfile.TemporaryDirectory() as folder:
        instance = create_instance(Path(folder) / "kho", AN, id="bench", origin="synthetic")
        for name, found in rows(households):
            table = CATALOGUE.tables[name]
            with instance.register() as register, begin(register, AN, verb="bench") as act:
                act.add(table, typed(found, table.taken))
        for is_one_file in (True, False):
            asked = Asked(COMMUNE, read_period("2024"), is_one_file=is_one_file)
            clock, used = time.perf_counter(), processor()
            done = print_papers(instance, AN, asked, Path(folder) / "in")
            clock, used = time.perf_counter() - clock, processor() - used
            size = sum(path.stat().st_size for path, _ in done.files)
            print(f"{households} households, {len(done.files)} files, {size / 1e6:.1f} MB")
            print(f"{clock:.1f} s of the clock, {used:.1f} s of processors")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
