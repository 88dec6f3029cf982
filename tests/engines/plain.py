"""The law of the poverty review read plainly, apart from the product: ifs in the order of the circulars' sentences.

Nothing here comes from the product, nor its numbers from the law's table: a wrong line there is to be seen here.
Sources: 07/2021/TT-BLĐTBXH, Phụ lục III, IV (reviews of 2022 to 2026); 17/2016/TT-BLĐTBXH as amended by
14/2018/TT-BLĐTBXH (up to 2021). 351/2025/NĐ-CP applies from 2027 and has no points yet.
"""


def class_of(year, area, income, deprivation):
    """Class by the points A (income) and B (deprivation) of the two sheets; None is what was not written down."""
    if year <= 2021:
        return _two_ways(area, income, deprivation)
    if year <= 2026:
        return _one_way(area, income, deprivation)
    return "unscored"


def _one_way(area, income, deprivation):
    if area not in ("rural", "urban") or income is None:
        return "unscored"
    limit = 140 if area == "rural" else 175
    if income > limit:
        return "not_poor"
    if deprivation is None:
        return "unscored"
    if deprivation >= 30:
        return "poor"
    return "near_poor"


def _two_ways(area, income, deprivation):
    if area not in ("rural", "urban") or income is None:
        return "unscored"
    lower, upper = (120, 150) if area == "rural" else (140, 175)
    if income <= lower:
        return "poor"
    if income > upper:
        return "not_poor"
    if deprivation is None:
        return "unscored"
    if deprivation >= 30:
        return "poor"
    return "near_poor"


def is_possible(area, income, deprivation):
    """Whether a sheet can be at all: a known area or none, points from zero, ten for each of twelve indicators."""
    if area not in ("rural", "urban", None):
        return False
    if income is not None and income < 0:
        return False
    return deprivation is None or deprivation in (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120)
