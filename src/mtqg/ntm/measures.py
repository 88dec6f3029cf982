"""What is said of many titles.

Additions of a period (flows) and titles held on a day (stocks) are different numbers; each measure says which it is.
"""

from __future__ import annotations

from typing import Literal

import narwhals as nw

from mtqg.core.measure import Cite, Count, MeasureKind, Quantity, Tally

RECOGNITION = Cite("18/2022/QĐ-TTg")
AREA = "minority_mountain_area"


def _titles(level: str, title: str, *, within: str | None = None) -> Quantity:
    wanted = (nw.col("subject_level") == level) & (nw.col("title") == title)
    return Count("recognitions", where=wanted, within=within)


def _tally(
    name: str,
    label: str,
    kind: MeasureKind,
    unit: str,
    of: Quantity,
    title_of: Literal["commune", "district"] | None,
) -> Tally:
    return Tally(name=name, label=label, kind=kind, unit=unit, law=(RECOGNITION,), of=of, title_of=title_of)


DISTRICTS_RECOGNISED = _tally(
    "district_ntm_recognised_count",
    "Số huyện được công nhận đạt chuẩn nông thôn mới trong kỳ",
    "flow",
    "huyện",
    _titles("district", "ntm"),
    "district",
)
COMMUNES_RECOGNISED = _tally(
    "commune_ntm_recognised_count",
    "Số xã được công nhận đạt chuẩn nông thôn mới trong kỳ",
    "flow",
    "xã",
    _titles("commune", "ntm"),
    "commune",
)
MOUNTAIN_VILLAGES_RECOGNISED = _tally(
    "mountain_village_ntm_recognised_count",
    "Số thôn, bản miền núi được công nhận đạt chuẩn nông thôn mới trong kỳ",
    "flow",
    "thôn, bản",
    _titles("village", "ntm", within=AREA),
    None,
)
COMMUNES_HOLDING = _tally(
    "commune_ntm_count",
    "Số xã đang giữ danh hiệu đạt chuẩn nông thôn mới",
    "stock",
    "xã",
    _titles("commune", "ntm"),
    "commune",
)
COMMUNES_ADVANCED = _tally(
    "commune_advanced_count",
    "Số xã đang giữ danh hiệu nông thôn mới nâng cao",
    "stock",
    "xã",
    _titles("commune", "advanced"),
    "commune",
)
COMMUNES_MODEL = _tally(
    "commune_model_count",
    "Số xã đang giữ danh hiệu nông thôn mới kiểu mẫu",
    "stock",
    "xã",
    _titles("commune", "model"),
    "commune",
)
VILLAGES_MODEL = _tally(
    "village_model_count",
    "Số thôn, bản đang giữ danh hiệu nông thôn mới kiểu mẫu",
    "stock",
    "thôn, bản",
    _titles("village", "model"),
    None,
)

MEASURES = (
    DISTRICTS_RECOGNISED,
    COMMUNES_RECOGNISED,
    MOUNTAIN_VILLAGES_RECOGNISED,
    COMMUNES_HOLDING,
    COMMUNES_ADVANCED,
    COMMUNES_MODEL,
    VILLAGES_MODEL,
)
