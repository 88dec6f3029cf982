"""The published totals that a demonstration adds up to, and the weights by which its rows are spread.

Totals are counts with their source; no rate stands among them. Districts' weights are invented: they only make the
spread plausible (mountain districts poorer), and nothing may be read from them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mtqg.core import seeds

SEED = 20241016  # of the files that ``mtqg demo`` writes unless told otherwise
TABLES = Path(__file__).parent / "seed"
STANDINGS = ("published", "derived", "invented")

Terrain = Literal["city", "plain", "coast", "mountain"]


@dataclass(frozen=True)
class Totals:
    """Counts by (province, year or day, what). ``scale`` multiplies households, never titles or products."""

    counts: Mapping[tuple[str, str, str], int]

    def of(self, province: str, about: str, what: str, *, scale: int = 1) -> int:
        """The count; KeyError when the table has none."""
        return self.counts[province, about, what] * scale

    def known(self, province: str, about: str, what: str) -> bool:
        return (province, about, what) in self.counts


@dataclass(frozen=True)
class District:
    """Invented weights of a district.

    household_weight: about thousands of households; minority_pct: about how many of a hundred are of a minority;
    poverty_weight: how often a household is poor, against other districts.
    """

    code: str
    terrain: Terrain
    household_weight: int
    minority_pct: int
    poverty_weight: int

    @property
    def is_mountain(self) -> bool:
        return self.terrain == "mountain"


@functools.cache
def totals() -> Totals:
    """The totals as shipped, or Refused with every error of the table."""
    columns: dict[str, seeds.Reader] = {
        "province": seeds.text,
        "about": seeds.text,
        "what": seeds.text,
        "count": _count,
        "standing": seeds.one_of(*STANDINGS),
        "source": str,
    }
    rows = seeds.rows(TABLES / "totals.csv", columns, key=("province", "about", "what"))
    return Totals({(row["province"], row["about"], row["what"]): row["count"] for row in rows})


@functools.cache
def districts() -> Mapping[str, District]:
    """The weights as shipped, by district code."""
    columns: dict[str, seeds.Reader] = {
        "district": seeds.text,
        "name": seeds.text,
        "terrain": seeds.one_of("city", "plain", "coast", "mountain"),
        "household_weight": _count,
        "minority_pct": _count,
        "poverty_weight": _count,
    }
    rows = seeds.rows(TABLES / "districts.csv", columns, key=("district",))
    return {
        row["district"]: District(
            row["district"], row["terrain"], row["household_weight"], row["minority_pct"], row["poverty_weight"]
        )
        for row in rows
    }


def _count(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError("a count is not negative")
    return number
