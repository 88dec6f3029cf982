"""A reviewed and closed year for tests of pages: two communes of Thanh Hóa, one of them with three poor households."""

import datetime as dt

from mtqg.core.acts import Author

MINE, OTHER, PROVINCE = "14845", "14848", "38"
DAY = dt.date(2023, 12, 10)
AN = Author(by="An", role="officer", at=dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC))
FILE = "=ra-soat.xlsx"  # a name that a spreadsheet would run


def add(instance, table, rows, *, where="", author=AN, file=FILE):
    from mtqg.catalogue import CATALOGUE
    from mtqg.core import batches, frames

    declared = CATALOGUE.tables[table]
    about = {"source_no": 1, "origin": instance.origin}
    full = [{**row, **about, "cell_row": at} for at, row in enumerate(rows, start=5)]
    letters = {column.name: chr(65 + at) for at, column in enumerate(declared.stored[:20])}
    return batches.add(
        instance,
        author,
        form=table,
        table=declared,
        rows=frames.typed(full, declared.taken),
        sources=[batches.Source(file, "Biểu 1", "0" * 64, letters)],
        where=where,
        also=lambda act: act.note(period=rows[0].get("period", "")),
    ).batch


def counted(commune, households, *, period="2023", day=DAY):
    about = {"period": period, "locality_code": commune, "village_code": f"{commune}-01", "day": day}
    return {**about, "households": households, "persons": None, "minority_households": households}


def sheet(code, commune, decided, *, period="2023", day=DAY, name=None):
    return {
        "period": period,
        "standard": "poverty-2022",
        "locality_code": commune,
        "village_code": f"{commune}-01",
        "household_code": code,
        "head_name": name or f"Hơ Văn {code}",
        "identity_number": "038201004567" if code == "A0" else None,
        "day": day,
        "area": "rural",
        "income_points": 120,
        "deprivation_points": 30,
        "is_minority": True,
        "decided_class": decided,
        "decision_number": "12/QĐ-UBND",
        "decision_issuer": "UBND xã",
        "decided_on": dt.date(2023, 12, 20),
    }


def close(instance, period="2023", **more):
    from mtqg.closing import close_dataset
    from mtqg.core.period import read_period

    return close_dataset(instance, AN, dataset="poverty", period=read_period(period), locality=PROVINCE, **more)


def reviewed(instance, *, is_closed=True):
    """100 and 50 households; 3 poor in the first commune, 2 in the other."""
    add(instance, "household_counts", [counted(MINE, 100), counted(OTHER, 50)], where=PROVINCE)
    mine = [sheet(f"A{at}", MINE, "poor") for at in range(3)]
    add(instance, "poverty_sheets", [*mine, sheet("A9", MINE, "near_poor")], where=MINE)
    add(instance, "poverty_sheets", [sheet(f"B{at}", OTHER, "poor") for at in range(2)], where=OTHER, file="b.xlsx")
    if is_closed:
        close(instance)
    return instance
