"""The outline of the province's report: its parts, and the sentences that figures are said in. Data, no numbers.

A sentence is a pattern with slots, ``{slot}`` or ``{slot:field}``. A slot names a measure and a rule for its period;
a field is one of ``mtqg.reports.fields``. Every sentence says whether its number happened within a period (``since``
and ``until``) or stands on a day (``until`` or ``year``): a test holds this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Rule = Literal[
    "last",  # the last closed period that ended by the day of the report
    "start",  # a stock on the day before that period began
    "base",  # a yearly review: the first of the years in a row that have the same standard
    "run",  # a change over that row of years, the first being its base
    "today",  # the book of localities on the day of the report; not said where there is no unit of the level
]


@dataclass(frozen=True)
class Slot:
    """Which figure a slot stands for."""

    measure: str
    rule: Rule = "last"


@dataclass(frozen=True)
class Sentence:
    """``if_target``: the slot whose figure must have an assigned target, otherwise the sentence is not said."""

    pattern: str
    slots: Mapping[str, Slot]
    if_target: str = ""


@dataclass(frozen=True)
class Part:
    """A heading with its paragraphs (each some sentences), tables, charts and further parts."""

    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()
    extras: tuple[str, ...] = ()  # names of what ``mtqg.reports.tables`` and ``charts`` make
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A report's name, subject and parts. ``subject`` and ``opening`` may use the fields of the place."""

    name: str
    title: str
    subject: str
    opening: str
    parts: tuple[Part, ...] = field(default=())


SETTING = (
    Sentence(
        "Đến ngày {communes:until}, {here} có {communes} đơn vị hành chính cấp xã.",
        {"communes": Slot("commune_count", "today")},
    ),
    Sentence(
        "Các đơn vị cấp xã ngày {districts:until} thuộc {districts} đơn vị hành chính cấp huyện.",
        {"districts": Slot("district_count", "today")},
    ),
    Sentence(
        "Theo rà soát {households:year}, {here:all} có {households:whole} hộ dân cư.",
        {"households": Slot("poor_household_rate")},
    ),
)
START = (
    Sentence(
        "Theo kết quả rà soát {poor:year} ({poor:standard}), {here:all} có {poor:part} hộ nghèo trên tổng số "
        "{poor:whole} hộ, tỷ lệ {poor}; tỷ lệ hộ cận nghèo {near} ({near:ratio} hộ).",
        {"poor": Slot("poor_household_rate", "base"), "near": Slot("near_poor_household_rate", "base")},
    ),
    Sentence(
        "Đến ngày {communes:until}, {here:all} có {communes} xã đang giữ danh hiệu đạt chuẩn nông thôn mới.",
        {"communes": Slot("commune_ntm_count", "start")},
    ),
)

RECOGNISED = (
    Sentence(
        "Trong kỳ từ ngày {districts:since} đến ngày {districts:until}, {here:all} có thêm {districts} huyện, "
        "{communes} xã và {villages} thôn, bản miền núi được công nhận đạt chuẩn nông thôn mới (số được công nhận "
        "thêm trong kỳ).",
        {
            "districts": Slot("district_ntm_recognised_count"),
            "communes": Slot("commune_ntm_recognised_count"),
            "villages": Slot("mountain_village_ntm_recognised_count"),
        },
    ),
)
HOLDING = (
    Sentence(
        "Đến ngày {communes:until}, {here:all} có {communes} xã đang giữ danh hiệu đạt chuẩn nông thôn mới, "
        "{advanced} xã đang giữ danh hiệu nông thôn mới nâng cao; {model} xã và {villages} thôn, bản đang giữ danh "
        "hiệu nông thôn mới kiểu mẫu (số hiện có).",
        {
            "communes": Slot("commune_ntm_count"),
            "advanced": Slot("commune_advanced_count"),
            "model": Slot("commune_model_count"),
            "villages": Slot("village_model_count"),
        },
    ),
)
PRODUCTS = (
    Sentence(
        "Đến ngày {all:until}, {here:all} có {all} sản phẩm OCOP còn hiệu lực công nhận (số hiện có), gồm {three} sản "
        "phẩm hạng ba sao, {four} sản phẩm hạng bốn sao và {five} sản phẩm hạng năm sao.",
        {
            "all": Slot("ocop_product_count"),
            "three": Slot("ocop_product_3_star_count"),
            "four": Slot("ocop_product_4_star_count"),
            "five": Slot("ocop_product_5_star_count"),
        },
    ),
)

POOR = (
    Sentence(
        "Theo kết quả rà soát cuối {poor:year} ({poor:standard}), {here:all} có {poor:part} hộ nghèo trên tổng "
        "số {poor:whole} hộ dân cư, tỷ lệ {poor}.",
        {"poor": Slot("poor_household_rate")},
    ),
    Sentence(
        "Cùng thời điểm cuối {near:year}, có {near:part} hộ cận nghèo trên tổng số {near:whole} hộ dân cư, tỷ lệ "
        "{near}.",
        {"near": Slot("near_poor_household_rate")},
    ),
)
FALL = (
    Sentence(
        "Từ cuối {base:year} (tỷ lệ {base}, {base:ratio} hộ) đến cuối {last:year}, tỷ lệ hộ nghèo {fall:moved} bình "
        "quân mỗi năm {fall:size} điểm phần trăm (tính cho {fall:run}).",
        {
            "base": Slot("poor_household_rate", "base"),
            "last": Slot("poor_household_rate"),
            "fall": Slot("poor_household_rate_mean_yearly_fall", "run"),
        },
    ),
    Sentence(
        "Chỉ tiêu được giao cho các năm {fall:target_years}: giảm {fall:bound} {fall:target} điểm phần trăm mỗi năm "
        "({fall:target_document}); kết quả {fall:run} {fall:met} chỉ tiêu, {fall:compared} mức giao "
        "{fall:over_size} điểm phần trăm.",
        {"fall": Slot("poor_household_rate_mean_yearly_fall", "run")},
        if_target="fall",
    ),
)
AREA = (
    Sentence(
        "Cuối {area:year}, tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số và miền núi là {area} ({area:ratio} hộ, tính "
        "trên mọi hộ cư trú trong vùng, không phân biệt dân tộc).",
        {"area": Slot("minority_area_poor_household_rate")},
    ),
    Sentence(
        "Cuối {minority:year}, tỷ lệ hộ nghèo trong các hộ người dân tộc thiểu số là {minority} ({minority:ratio} hộ, "
        "tính trên hộ người dân tộc thiểu số ở mọi địa bàn).",
        {"minority": Slot("minority_poor_household_rate")},
    ),
)

PROVINCE = Outline(
    name="province",
    title="BÁO CÁO",
    subject="Kết quả thực hiện các chương trình mục tiêu quốc gia trên địa bàn {here}, số liệu tính đến ngày {as_of}",
    opening="{issuer} báo cáo kết quả thực hiện các chương trình mục tiêu quốc gia trên địa bàn {here}, số liệu tính "
    "đến ngày {as_of}, như sau:",
    parts=(
        Part("Đặc điểm tình hình", (SETTING, START)),
        Part("Công tác chỉ đạo, điều hành"),
        Part("Nguồn lực thực hiện"),
        Part(
            "Kết quả thực hiện",
            parts=(
                Part("Xây dựng nông thôn mới và Chương trình OCOP", (RECOGNISED, HOLDING, PRODUCTS)),
                Part("Giảm nghèo bền vững", (POOR, FALL), ("poor_rate_by_year", "poor_rate_by_unit")),
                Part("Phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi", (AREA,)),
            ),
        ),
        Part("Đánh giá theo chỉ tiêu được giao", extras=("targets",)),
        Part("Tồn tại, hạn chế và nguyên nhân"),
        Part("Bài học kinh nghiệm, mô hình"),
        Part("Nhiệm vụ đến hết kỳ"),
        Part("Đề xuất, kiến nghị"),
    ),
)

# Columns of the annexes: heading with its unit (units of the tree count themselves), measure, field.
# Titles and rates of one annex share their period's boundaries.
POVERTY_COLUMNS = (
    ("Tổng số hộ (hộ)", "poor_household_rate", "whole"),
    ("Hộ nghèo (hộ)", "poor_household_rate", "part"),
    ("Tỷ lệ hộ nghèo (%)", "poor_household_rate", "value"),
    ("Hộ cận nghèo (hộ)", "near_poor_household_rate", "part"),
    ("Tỷ lệ hộ cận nghèo (%)", "near_poor_household_rate", "value"),
)
TITLE_COLUMNS = (
    ("Huyện đạt chuẩn, công nhận trong kỳ", "district_ntm_recognised_count", "value"),
    ("Xã đạt chuẩn, công nhận trong kỳ", "commune_ntm_recognised_count", "value"),
    ("Thôn, bản miền núi, công nhận trong kỳ", "mountain_village_ntm_recognised_count", "value"),
    ("Xã đạt chuẩn, hiện có", "commune_ntm_count", "value"),
    ("Xã nâng cao, hiện có", "commune_advanced_count", "value"),
    ("Xã kiểu mẫu, hiện có", "commune_model_count", "value"),
    ("Thôn, bản kiểu mẫu, hiện có", "village_model_count", "value"),
)
PRODUCT_COLUMNS = (
    ("Ba sao (sản phẩm)", "ocop_product_3_star_count", "value"),
    ("Bốn sao (sản phẩm)", "ocop_product_4_star_count", "value"),
    ("Năm sao (sản phẩm)", "ocop_product_5_star_count", "value"),
    ("Tổng số (sản phẩm)", "ocop_product_count", "value"),
)
ANNEXES = (
    ("Hộ nghèo, hộ cận nghèo theo đơn vị hành chính", POVERTY_COLUMNS),
    ("Danh hiệu nông thôn mới theo đơn vị hành chính", TITLE_COLUMNS),
    ("Sản phẩm OCOP còn hiệu lực theo đơn vị hành chính và hạng sao", PRODUCT_COLUMNS),
)
# Measures whose target, when one was assigned, is held against the result in part V.
JUDGED = ("poor_household_rate_mean_yearly_fall",)
