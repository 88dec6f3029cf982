"""What a household can lack, and which of that each standard counts.

``sheet/seed/indicators.csv`` says it with document, place, standing and source; a test holds these names against it.
"""

from __future__ import annotations

# In the order of the forms.
INDICATORS = {
    "lacks_employment": "Thiếu hụt việc làm",
    "lacks_dependents": "Thiếu hụt người phụ thuộc",
    "lacks_nutrition": "Thiếu hụt dinh dưỡng",
    "lacks_insurance": "Thiếu hụt bảo hiểm y tế",
    "lacks_adult_education": "Thiếu hụt trình độ giáo dục người lớn",
    "lacks_schooling": "Thiếu hụt tình trạng đi học của trẻ em",
    "lacks_housing_quality": "Thiếu hụt chất lượng nhà ở",
    "lacks_housing_area": "Thiếu hụt diện tích nhà ở",
    "lacks_water": "Thiếu hụt nguồn nước sinh hoạt",
    "lacks_toilet": "Thiếu hụt nhà tiêu hợp vệ sinh",
    "lacks_telecom": "Thiếu hụt dịch vụ viễn thông",
    "lacks_information": "Thiếu hụt phương tiện tiếp cận thông tin",
    "lacks_waste": "Thiếu hụt xử lý rác thải",
}
STANDARD_INDICATORS = {
    "poverty-2022": tuple(name for name in INDICATORS if name != "lacks_waste"),
    "poverty-2027": tuple(name for name in INDICATORS if name != "lacks_information"),
}
