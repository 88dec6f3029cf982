"""A village of Mường Lát before its review of this year: households with members, and the review of last year."""

import datetime as dt

from mtqg.core.acts import Author

COMMUNE, VILLAGE, OTHER = "14845", "14845-01", "14845-02"
NAMES = ("Hơ Văn Chứ", "Lò Thị Pó", "Thào Seo Dợ", "Vàng A Súa", "Vi Văn Thưởng", "Giàng Thị Mỷ")
YEAR = dt.datetime.now(dt.UTC).year


def filled(instance):
    """Six households: three poor and one near-poor last year, one outside, one that asked to be reviewed."""
    add(instance, "villages", [
        {"village_code": code, "village_name": name, "day": dt.date(2020, 1, 1)}
        for code, name in ((VILLAGE, "Bản Pù Quăn"), (OTHER, "Bản Na Chừa"))
    ])  # fmt: skip
    for at, name in enumerate(NAMES, start=1):
        _household(instance, f"H-{at:02d}", name, 1970 + at)
    classes = ("poor", "poor", "poor", "near_poor", "not_poor")
    add(instance, "poverty_sheets", [_last_year(f"H-{at:02d}", cls) for at, cls in enumerate(classes, start=1)])
    request = {"period": str(YEAR), "village_code": VILLAGE, "household_code": "H-06", "request_kind": "enter"}
    add(instance, "review_requests", [{**request, "day": dt.date(YEAR, 9, 1)}])
    return instance


def _household(instance, code, name, born):
    about = {"village_code": VILLAGE, "household_code": code, "day": dt.date(2020, 1, 1)}
    add(
        instance,
        "households",
        [
            {
                **about,
                "head_name": name,
                "area": "rural",
                "ethnic_group": "11",
                "household_key": code.encode().hex().ljust(32, "0"),
            }
        ],
    )
    member = {"member_name": name, "relation": "head", "birth_year": born, "sex": "male", "ethnic_group": "11"}
    add(instance, "household_members", [{**about, **member, "member_code": f"{code}-1"}])


def _last_year(code, cls):
    points = {"poor": (100, 40), "near_poor": (120, 20), "not_poor": (190, 10)}[cls]
    decided = {"decision_number": "7/QĐ-UBND", "decision_issuer": "UBND xã", "decided_on": dt.date(YEAR - 1, 12, 10)}
    return {
        **{"period": str(YEAR - 1), "standard": "poverty-2022", "village_code": VILLAGE, "household_code": code},
        **{"day": dt.date(YEAR - 1, 10, 10), "area": "rural", "decided_class": cls, **decided},
        **{"income_points": points[0], "deprivation_points": points[1]},
    }


def add(instance, name, rows):
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.frames import typed
    from mtqg.core.register.writing import begin

    table = CATALOGUE.tables[name]
    full = [{"locality_code": COMMUNE, "origin": instance.origin, **row} for row in rows]
    author = Author("nhap", "officer", dt.datetime.now(dt.UTC))
    with instance.register() as register, begin(register, author, verb="test", where=COMMUNE) as act:
        act.add(table, typed(full, table.taken))
