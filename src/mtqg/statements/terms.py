"""The words of published tables: measures with their labels, what a rate is a share of, what adds up to what.

These are definitions of words, not numbers: a rate of poor households is poor households over households.
"""

from __future__ import annotations

from dataclasses import dataclass

from mtqg.statements.numbers import COUNT, MONEY, RATE

# rate -> (amount, base). A rate not listed here is the share that its own row prints.
RATES = {
    "poor_household_rate": ("poor_households", "households"),
    "near_poor_household_rate": ("near_poor_households", "households"),
    "poor_and_near_poor_household_rate": ("poor_and_near_poor_households", "households"),
    "minority_poor_household_rate": ("minority_poor_households", "minority_households"),
    "minority_near_poor_household_rate": ("minority_near_poor_households", "minority_households"),
}
RATE_OF = {amount: rate for rate, (amount, _) in RATES.items()}

# Units of things that are counted one by one.
COUNT_UNITS = frozenset(
    {
        *("hộ", "người", "xã", "phường", "huyện", "thôn", "bản", "tỉnh", "đơn vị", "sản phẩm", "tiêu chí", "chủ thể"),
        *("units", "products", "criteria", "households", "persons", "communes", "districts", "villages"),
    }
)

# Amounts of money that a rate may stand over, in the order in which an unnamed base is understood.
MONEY_BASES = ("plan", "medium_term_plan", "assigned", "allocated", "plan_min")
UNDERSTOOD = ("plan", "medium_term_plan")
# Words of a stated base -> measure.
BASE_WORDS = {
    "disbursed": "disbursed",
    "plan": "plan",
    "estimate": "plan",
    "plan assigned": "plan",
    "yearly plans": "plan",
    "medium-term plan": "medium_term_plan",
    "medium_term_plan": "medium_term_plan",
    "assigned": "assigned",
    "allocated": "allocated",
}
# What is paid comes out of what was given; what was allocated may well be more than was planned.
SPENT = ("disbursed",)

# part -> whole: subsets that need not add up to the whole.
SUBSETS = {
    "poor_households": "households",
    "near_poor_households": "households",
    "poor_and_near_poor_households": "households",
    "minority_households": "households",
    "minority_poor_households": "poor_households",
    "minority_near_poor_households": "near_poor_households",
    "communes_ntm": "communes",
    "communes_advanced": "communes_ntm",
    "communes_model": "communes_ntm",
    "districts_advanced": "districts_ntm",
}


@dataclass(frozen=True)
class Partition:
    """Values of one column of the key that together make the whole: all ``parts``, and ``more`` where printed."""

    column: str
    whole: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]  # each part with its synonyms
    more: tuple[str, ...] = ()


_CENTRAL = ("central",)
_LOCAL = ("local", "provincial")

PARTITIONS = (
    Partition("measure", ("poor_and_near_poor_households",), (("poor_households",), ("near_poor_households",))),
    Partition(
        "measure",
        ("poor_and_near_poor_household_rate",),
        (("poor_household_rate",), ("near_poor_household_rate",)),
    ),
    Partition("measure", ("ocop_3plus",), (("ocop_3",), ("ocop_4",), ("ocop_5",)), ("ocop_potential_5",)),
    Partition("measure", ("locality_communes",), (("communes",), ("wards",)), ("special_zones", "towns")),
    Partition("kind", ("total",), (("investment",), ("recurrent",))),
    Partition("kind", ("zones",), (("zone I",), ("zone II",), ("zone III",)), ("outside zones",)),
    Partition("source", ("state_budget",), (_CENTRAL, _LOCAL), ("policy_credit",)),
    # Without what households, firms and banks give, central and local money is not all money.
    Partition("source", ("all", "all (mobilised)"), (_CENTRAL, _LOCAL, ("other",)), ("policy_credit", "loans")),
    Partition("programme", ("all3",), (("NTM",), ("DTTS",), ("GNBV",))),
    Partition("programme", ("5 programmes",), (("merged",), ("culture",), ("drugs",), ("health",), ("education",))),
    Partition("carry", ("included",), (("only",), ("excluded",))),
)


def nature(measure: str, unit: str) -> str:
    """Whether a printed number is a count (exact), a rate or mean, or money (both rounded)."""
    if "đồng" in unit or "VND" in unit:
        return MONEY
    return RATE if measure.startswith("avg_") or unit.lower() not in COUNT_UNITS else COUNT


def is_rate(measure: str) -> bool:
    return measure in RATES or measure.endswith(("_rate", "_share"))


def is_additive(measure: str) -> bool:
    """Counts and money of localities may be added; rates and means may not."""
    return not (is_rate(measure) or measure.startswith(("avg_", "target_")))
