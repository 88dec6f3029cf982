"""OCOP products: certificates that hold on the day of the report, and older ones that have lapsed."""

from __future__ import annotations

import calendar
import datetime as dt
import random

from mtqg.demo import chance
from mtqg.demo.facts import Totals
from mtqg.demo.names import GROUP_WEIGHTS, product_name
from mtqg.demo.places import AS_OF, Commune, Province

FORMER, CURRENT = "ocop-2019", "ocop-2023"
LAPSED = (dt.date(2020, 7, 1), dt.date(2021, 7, 30))
VALID = (dt.date(2021, 11, 15), dt.date(2024, 9, 27))
# How many certificates are signed on one day: councils sit a few times a year.
PER_SESSION = 12


def certificate_months(on: dt.date) -> int:
    """How long a certificate holds, from the book of law."""
    from mtqg.law import book  # reads all of the law, which importers of this module may not need

    found = book.seed().value("ocop_certificate_months", on, standard=CURRENT).value
    if found is None:
        raise LookupError(f"no validity of OCOP certificates on {on}")
    return int(found)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month.

    >>> months_later(dt.date(2021, 8, 31), 6)
    datetime.date(2022, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def certificates(province: Province, totals: Totals, months: int, *, seed: int) -> list[dict[str, object]]:
    """All rows of the province's register of products, oldest first. Names are invented, producers left out."""
    draw = chance.stream(seed, "products", province.code)
    stars = _stars(province, totals, draw)
    lapsed = totals.of(province.code, AS_OF.isoformat(), "ocop_lapsed")
    days = _sessions(draw, LAPSED, lapsed) + _sessions(draw, VALID, len(stars) - lapsed)
    communes = _places(draw, province, len(stars))
    rows = zip(sorted(days), stars, communes, strict=True)
    return [
        _row(draw, province, number, day, star, commune, months) for number, (day, star, commune) in enumerate(rows, 1)
    ]


def _stars(province: Province, totals: Totals, draw: random.Random) -> list[str]:
    """Stars of the lapsed certificates (all three), then of those that hold."""

    def count(what: str) -> int:
        return totals.of(province.code, AS_OF.isoformat(), what)

    five, four = count("ocop_valid_5"), count("ocop_valid_4")
    holding = ["5"] * five + ["4"] * four + ["3"] * (count("ocop_valid") - five - four)
    return ["3"] * count("ocop_lapsed") + chance.shuffled(draw, holding)


def _sessions(draw: random.Random, days: tuple[dt.date, dt.date], count: int) -> list[dt.date]:
    """Days of decision for so many certificates, several to a day."""
    sittings = [chance.day_between(draw, *days) for _ in range(max(1, count // PER_SESSION))]
    return [draw.choice(sittings) for _ in range(count)]


def _places(draw: random.Random, province: Province, count: int) -> list[Commune]:
    """Communes of the products: any that stood through the whole time, more often outside the mountains."""
    first = province.communes(LAPSED[0])
    here = [commune for commune in province.communes(AS_OF).values() if commune.code in first]
    weights = [1 if commune.district.is_mountain else 3 for commune in here]
    return draw.choices(here, weights, k=count)


def _row(
    draw: random.Random, province: Province, number: int, day: dt.date, stars: str, commune: Commune, months: int
) -> dict[str, object]:
    group = draw.choices(list(GROUP_WEIGHTS), list(GROUP_WEIGHTS.values()))[0]
    standard = FORMER if day < dt.date(2023, 3, 1) else CURRENT
    return {
        "locality_code": commune.code,
        "locality_name": province.name_on(commune.code, day),
        "district_name": commune.district_name,
        "product_code": f"{province.code}-{commune.district.code}-{commune.code}-{number}-{day.year}",
        "product_name": product_name(draw, group, number),
        "product_group": group,
        "stars": stars,
        "standard": standard,
        "day": day,
        "ends_on": months_later(day, months),
        "decision_number": f"MH-{day:%d%m}/QĐ-{'BNN' if stars == '5' else 'UBND'}",
        "decision_issuer": _issuer(province, stars, standard, commune),
        "decided_on": day,
    }


def _issuer(province: Province, stars: str, standard: str, commune: Commune) -> str:
    """Five stars come from the ministry; three from the district under the second set, otherwise the province."""
    if stars == "5":
        return "Bộ Nông nghiệp và Phát triển nông thôn"
    name = commune.district_name if stars == "3" and standard == CURRENT else province.name
    return f"UBND {name[0].lower()}{name[1:]}"
