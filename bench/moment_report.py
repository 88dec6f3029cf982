"""How long a province's report takes on a Friday with 154 of 166 communes in, and twelve of them estimated.

python bench/moment_report.py [POOR]      POOR: sheets of each commune (about 400 make the size of Thanh Hóa)

Seconds of the clock depend on who else uses the machine; read those of the processor. Charts are drawn by a process of
their own.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "plugins"))


def main(poor: int) -> None:
    from missing_communes import LAST, MISSING, PROVINCE, THIS, friday, now, sends

    from mtqg.catalogue import CATALOGUE
    from mtqg.core.acts import Author
    from mtqg.core.period import read_period
    from mtqg.core.register.writing import begin
    from mtqg.creating import create_instance
    from mtqg.reports.writing import changes, traced, write_report
    from mtqg.submissions.gaps.actions import Setting, Wanted, choose

    folder = Path(tempfile.mkdtemp())
    binh = Author("binh", "provincial_office", dt.datetime.now(dt.UTC))
    office = friday(create_instance(folder / "kho", binh, id="0d" * 8, origin="synthetic"), poor=poor)
    setting = Setting(
        period=read_period(THIS),
        base=read_period(LAST),
        fillable=CATALOGUE.fillable,
        standards={},
        by="Bình",
        origin="synthetic",
    )
    wanted = [Wanted(code=code, name=code, how="last") for code in now()[-MISSING:]]
    with office.register() as register, begin(register, binh, verb="gap.choose", where=PROVINCE) as act:
        choose(act, wanted, setting)
    about = {"locality": PROVINCE, "as_of": dt.date(2025, 12, 31), "is_filled": True}

    def written(name: str, **more: object) -> Path:
        n, started, busy = office.head()[0], time.perf_counter(), time.process_time()
        write_report(office, "province", out=folder / name, known=n, known_text=str(n), **about, **more)  # type: ignore[arg-type]
        clock, own = time.perf_counter() - started, time.process_time() - busy
        print(f"{name}: {clock:.2f} s, {own:.2f} s of this process's processor")
        return folder / name

    first = written("16h00.docx")
    sends(office, now()[-MISSING : -MISSING + 2], poor=poor)
    second = written("16h20.docx", since=traced(first))
    touched = json.loads(changes(second).read_bytes())
    sentences = sum("¶" in one["place"] for one in touched)
    print(f"sheets of a commune: {poor}; touched: {sentences} sentences, {len(touched) - sentences} rows; {second}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
