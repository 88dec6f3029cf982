"""What is said of ethnic-minority households, and of the ethnic-minority and mountainous area: two different things."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.measure import Cite, Count, Ratio, Sum

PROGRAMME = Cite("1719/QĐ-TTg")
LINE = Cite("07/2021/NĐ-CP", "Điều 3")
AREA = "minority_mountain_area"

MINORITY_POOR_RATE = Ratio(
    name="minority_poor_household_rate",
    label="Tỷ lệ hộ nghèo người dân tộc thiểu số",
    kind="stock",
    unit="%",
    places=2,
    law=(LINE, PROGRAMME),
    standards="poverty",
    part=Count("poverty_sheets", where=(nw.col("decided_class") == "poor") & nw.col("is_minority"), by_standard=True),
    whole=Sum("household_counts", "minority_households"),
    published=("minority_poor_households", "minority_households"),
)

# All households of the area, whatever their ethnic group: not the rate of minority households.
MINORITY_AREA_POOR_RATE = Ratio(
    name="minority_area_poor_household_rate",
    label="Tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số và miền núi",
    kind="stock",
    unit="%",
    places=2,
    law=(LINE, PROGRAMME),
    standards="poverty",
    part=Count("poverty_sheets", where=nw.col("decided_class") == "poor", by_standard=True, within=AREA),
    whole=Sum("household_counts", "households", within=AREA),
)

MEASURES = (MINORITY_POOR_RATE, MINORITY_AREA_POOR_RATE)
