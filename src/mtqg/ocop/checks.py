"""What looks wrong in the registers of the programme One Commune One Product."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.errors import code
from mtqg.core.form import RowCheck

NO_ORGANISATION = code(
    "O-001",
    vi="Chủ thể {producer_code} là tổ chức nhưng thiếu tên tổ chức.",
    en="The producer {producer_code} is an organisation without a name.",
    remedy_vi="Ghi tên vào cột Tên tổ chức.",
    remedy_en="Give its name in the column Tên tổ chức.",
)
NAME_OF_A_HOUSEHOLD = code(
    "O-002",
    vi="Chủ thể {producer_code} là hộ: tên không được ghi ở cột Tên tổ chức, vì cột này được công bố.",
    en="The producer {producer_code} is a household: its name does not belong into Tên tổ chức, which is public.",
    remedy_vi="Chuyển tên sang cột Tên hộ, chủ hộ; cột đó được mã hóa.",
    remedy_en="Move the name to the column Tên hộ, chủ hộ, which is sealed.",
)

_IS_HOUSEHOLD = nw.col("producer_kind") == "household"
PRODUCER_CHECKS = (
    RowCheck(
        code=NO_ORGANISATION,
        column="organisation_name",
        wrong=~_IS_HOUSEHOLD & nw.col("organisation_name").is_null(),
    ),
    RowCheck(
        code=NAME_OF_A_HOUSEHOLD,
        column="organisation_name",
        wrong=_IS_HOUSEHOLD & ~nw.col("organisation_name").is_null(),
    ),
)
