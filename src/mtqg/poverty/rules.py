"""What the law says of one household, by its sheet and the standard joined to it.

What is known decides; where it does not, the household is "unscored": an absent score is never a zero, and an absent
limit never a pass.
"""

from __future__ import annotations

from functools import reduce

import narwhals as nw

Conditions = dict[str, nw.Expr]  # by class, when it holds: true for one class at most, unknown where nothing decides


def proposed_class() -> nw.Expr:
    """Class of a household by its points: the line of 2022-2026, and that of 2027 once its points are known.

    Reads, one row per household and review: income_points, deprivation_points (integer points, may be missing), and
        the law's income_limit and deprivation_limit (points; null where none is in force).
    Gives "poor", "near_poor", "not_poor", or "unscored" where what is known does not decide: income over the limit is
        "not_poor" whatever the deprivations. Both limits are inclusive, and both must be met: a household over the
        income limit is never poor, one without any deprivation under it is near poor.
    Law: 07/2021/TT-BLĐTBXH, Phụ lục III and IV.
    """
    return _the_one_that_holds(conditions())


def proposed_class_by_income() -> nw.Expr:
    """The same class where the income itself is known, in đồng, and the deprived indicators are counted.

    Reads, one row per household and review: income_vnd (đồng a person and month, without social allowances),
        deprived_indicators (count, 0 to the number of indicators), and the law's income_limit_vnd and
        deprived_indicator_limit (null where none is in force).
    Gives as ``proposed_class``. The average living standard and the worker with low income are further classes.
    Law: 07/2021/NĐ-CP, Điều 3 khoản 2; from 2027 351/2025/NĐ-CP.
    """
    low_income = nw.col("income_vnd") <= nw.col("income_limit_vnd")
    deprived = nw.col("deprived_indicators") >= nw.col("deprived_indicator_limit")
    return _the_one_that_holds(_two_axes(low_income, deprived))


def proposed_class_2016() -> nw.Expr:
    """Class of a household by the line of 2016-2020, which also decided the official result of 2021.

    There were two ways to be poor: income points up to income_limit whatever the deprivations, or up to upper_limit
    with deprivation_limit reached. Near poor is between the two income limits without it.
    Reads income_points, deprivation_points and the law's income_limit, upper_limit and deprivation_limit (points).
    Gives "poor", "near_poor", "not_poor", or "unscored".
    Law: 17/2016/TT-BLĐTBXH as amended by 14/2018/TT-BLĐTBXH.
    """
    return _the_one_that_holds(conditions_2016())


def conditions() -> Conditions:
    """When each class of ``proposed_class`` holds.

    Where millions are counted these are summed as they are: to word, or number, a class row by row and to group by it
    costs an engine more than to read the sheets.
    """
    low_income = nw.col("income_points") <= nw.col("income_limit")
    return _two_axes(low_income, nw.col("deprivation_points") >= nw.col("deprivation_limit"))


def conditions_2016() -> Conditions:
    """When each class of ``proposed_class_2016`` holds."""
    income_poor = nw.col("income_points") <= nw.col("income_limit")
    within = nw.col("income_points") <= nw.col("upper_limit")
    deprived = nw.col("deprivation_points") >= nw.col("deprivation_limit")
    return {
        "poor": income_poor | (~income_poor & within & deprived),
        "near_poor": ~income_poor & within & ~deprived,
        "not_poor": ~income_poor.fill_null(value=False) & ~within,
    }


def proposed_average_living() -> nw.Expr:
    """Whether a household has the average living standard: by its income of 12 months, never by points.

    Reads, one row per household: is_farm_household (works in agriculture, forestry, fishery or salt), income_vnd and
        allowance_vnd (đồng a person and month; allowance_vnd is social allowance and assistance from the budget, which
        is not counted; missing means that nobody asked), and the law's income_limit_vnd and average_living_limit_vnd.
    Gives "average_living", "none", or "unscored" where what is known does not decide. The limits: over the line of the
        poor, up to and including that of the average living standard.
    Law: 07/2021/NĐ-CP, Điều 3 khoản 2 điểm c; 24/2021/QĐ-TTg, Điều 2 khoản 2.
    """
    counted = nw.col("income_vnd") - nw.col("allowance_vnd")
    over_the_poor = counted > nw.col("income_limit_vnd")
    within = counted <= nw.col("average_living_limit_vnd")
    farms = nw.col("is_farm_household")
    holds = farms & over_the_poor & within
    return (
        nw.when(~farms | ~over_the_poor | ~within)
        .then(nw.lit("none"))
        .otherwise(nw.when(holds).then(nw.lit("average_living")).otherwise(nw.lit("unscored")))
    )


def proposed_low_income_worker() -> nw.Expr:
    """Whether a person is a worker with low income: a class of persons, known since 24/02/2025.

    Reads, one row per person: is_worker, household_class (the household's class: "poor" and "near_poor" exclude the
        person), income_vnd (the household's, đồng a person and month) and the law's low_income_worker_limit_vnd, which
        is missing on a day on which the class does not exist.
    Gives "low_income_worker", "none", or "unscored".
    Law: 07/2021/NĐ-CP, Điều 3 khoản 2 điểm d, as replaced by 30/2025/NĐ-CP.
    """
    in_class = nw.col("household_class").is_in(["poor", "near_poor"])
    works = nw.col("is_worker")
    within = nw.col("income_vnd") <= nw.col("low_income_worker_limit_vnd")
    is_known = (nw.col("household_class") != "unscored") & works & within & ~in_class
    return (
        nw.when(~works | in_class | ~within)
        .then(nw.lit("none"))
        .otherwise(nw.when(is_known).then(nw.lit("low_income_worker")).otherwise(nw.lit("unscored")))
    )


def _two_axes(low_income: nw.Expr, deprived: nw.Expr) -> Conditions:
    return {"poor": low_income & deprived, "near_poor": low_income & ~deprived, "not_poor": ~low_income}


def _the_one_that_holds(by_class: Conditions) -> nw.Expr:
    """The class whose condition is true; "unscored" where none is known to be."""
    return reduce(
        lambda rest, one: nw.when(by_class[one]).then(nw.lit(one)).otherwise(rest), by_class, nw.lit("unscored")
    )
