"""The register of choices made for communes that have not sent a form."""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD
from mtqg.core.gaps import HOWS
from mtqg.core.table import NOT_CLOSED, Column, Table

EVERY = "*"  # the item of a choice that is about everything of the table

# One row: what is counted for a commune in place of the rows of a table that it has not sent for a period. An estimate
# has a row for each number. No close reads these rows; a figure reads them where it is asked for estimates, and only
# while the commune's own rows are missing.
GAP_CHOICES = Table(
    name="gap_choices",
    label="Số thay cho xã chưa gửi",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("of_table", "locality_code", "period", "item"),
    columns=(
        Column(name="of_table", kind="text", label="Thay cho sổ", required=True),
        LOCALITY,
        PERIOD,
        Column(name="item", kind="text", label="Số được thay", required=True),
        Column(name="how", kind="text", label="Cách tính", choices=HOWS, required=True),
        Column(name="base_period", kind="text", label="Lấy số của kỳ"),
        Column(name="amount", kind="integer", label="Số ước", least=0),
        Column(name="standard", kind="text", label="Chuẩn nghèo"),
        Column(name="day", kind="date", label="Ngày chọn", required=True),
        Column(name="chosen_by", kind="text", label="Người chọn", required=True),
        Column(name="reason", kind="text", label="Lý do, cách ước"),
    ),
)
