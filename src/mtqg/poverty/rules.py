"""What the law says of one household, by its sheet and the standard joined to it.

What is known decides; where it does not, the household is "unscored": an absent score is never a zero, and an absent
limit never a pass.
"""

from __future__ import annotations

import narwhals as nw


def proposed_class() -> nw.Expr:
    """Class of a household by its points: the line of 2022-2026, and that of 2027 once its points are known.

    Reads, one row per household and review: income_points, deprivation_points (integer points, may be missing), and
        the law's income_limit and deprivation_limit (points; null where none is in force).
    Gives "poor", "near_poor", "not_poor", or "unscored" where what is known does not decide: income over the limit is
        "not_poor" whatever the deprivations. Both limits are inclusive, and both must be met: a household over the
        income limit is never poor, one without any deprivation under it is near poor.
    Law: 07/2021/TT-BLĐTBXH, Phụ lục III and IV.
    """
    return _two_axes(
        low_income=nw.col("income_points") <= nw.col("income_limit"),
        deprived=nw.col("deprivation_points") >= nw.col("deprivation_limit"),
    )


def proposed_class_by_income() -> nw.Expr:
    """The same class where the income itself is known, in đồng, and the deprived indicators are counted.

    Reads, one row per household and review: income_vnd (đồng a person and month, without social allowances),
        deprived_indicators (count, 0 to the number of indicators), and the law's income_limit_vnd and
        deprived_indicator_limit (null where none is in force).
    Gives as ``proposed_class``. The average living standard and the worker with low income are further classes.
    Law: 07/2021/NĐ-CP, Điều 3 khoản 2; from 2027 351/2025/NĐ-CP.
    """
    return _two_axes(
        low_income=nw.col("income_vnd") <= nw.col("income_limit_vnd"),
        deprived=nw.col("deprived_indicators") >= nw.col("deprived_indicator_limit"),
    )


def proposed_class_2016() -> nw.Expr:
    """Class of a household by the line of 2016-2020, which also decided the official result of 2021.

    There were two ways to be poor: income points up to income_limit whatever the deprivations, or up to upper_limit
    with deprivation_limit reached. Near poor is between the two income limits without it.
    Reads income_points, deprivation_points and the law's income_limit, upper_limit and deprivation_limit (points).
    Gives "poor", "near_poor", "not_poor", or "unscored".
    Law: 17/2016/TT-BLĐTBXH as amended by 14/2018/TT-BLĐTBXH.
    """
    income_poor = nw.col("income_points") <= nw.col("income_limit")
    within = nw.col("income_points") <= nw.col("upper_limit")
    deprived = nw.col("deprivation_points") >= nw.col("deprivation_limit")
    return (
        nw.when(income_poor)
        .then(nw.lit("poor"))
        .otherwise(
            nw.when(~within).then(nw.lit("not_poor")).otherwise(_by_deprivation(~income_poor & within, deprived))
        )
    )


def _two_axes(*, low_income: nw.Expr, deprived: nw.Expr) -> nw.Expr:
    return nw.when(~low_income).then(nw.lit("not_poor")).otherwise(_by_deprivation(low_income, deprived))


def _by_deprivation(low_income: nw.Expr, deprived: nw.Expr) -> nw.Expr:
    """Within the income limit the deprivations decide. A null condition falls through to "unscored"."""
    near_poor = nw.when(low_income & ~deprived).then(nw.lit("near_poor")).otherwise(nw.lit("unscored"))
    return nw.when(low_income & deprived).then(nw.lit("poor")).otherwise(near_poor)
