"""Invented names of villages and products, made of a few words. None is meant to be a real one."""

from __future__ import annotations

import random

from mtqg.demo.facts import Terrain

_BAN_FIRST = ("Nà", "Pá", "Co", "Piềng", "Suối", "Cha", "Poong", "Sài", "Khằm", "Pù", "Noong", "Tung", "Huổi", "Chiềng")
_BAN_SECOND = (
    "Hin",
    "Lậu",
    "Cang",
    "Muỗng",
    "Đén",
    "Khoang",
    "Ngàm",
    "Xuân",
    "Mòn",
    "Khạn",
    "Luồng",
    "Tơ",
    "Hốc",
    "Bưởi",
)
_THON_FIRST = ("Đông", "Tây", "Nam", "Bắc", "Trung", "Thượng", "Hạ", "Tân", "Phú", "Yên", "Thái", "Mỹ", "Vạn", "Kim")
_THON_SECOND = (
    "Thành",
    "Sơn",
    "Hòa",
    "Lộc",
    "Phong",
    "Thịnh",
    "Bình",
    "Ninh",
    "Tiến",
    "Thọ",
    "Khê",
    "Lâm",
    "Cát",
    "Đức",
)

# Product words by group: what it is, and the word that sets one apart from the next.
_PRODUCTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "food": (
        ("Gạo nếp", "Mật ong", "Nem chua", "Nước mắm", "Chả cá", "Miến dong", "Bánh gai", "Cam", "Bưởi", "Tôm khô"),
        ("Hương Đồng", "Mùa Vàng", "Bến Sông", "Đồi Xanh", "Biển Sớm", "Nắng Mới", "Lúa Mới", "Quê Nhà"),
    ),
    "drink": (
        ("Trà xanh", "Rượu men lá", "Nước ép dứa", "Trà hoa", "Rượu nếp"),
        ("Sương Sớm", "Suối Trong", "Đồi Gió", "Men Rừng"),
    ),
    "herb": (
        ("Trà thảo mộc", "Cao cà gai", "Tinh dầu sả", "Bột quế"),
        ("Lá Rừng", "Thuốc Nam", "Hoa Núi"),
    ),
    "craft": (
        ("Chiếu cói", "Giỏ mây", "Thổ cẩm", "Đồ gốm", "Quạt nan"),
        ("Sợi Vàng", "Tay Khéo", "Khung Cửi", "Lửa Lò"),
    ),
    "ornamental": (("Hoa lan", "Cây cảnh"), ("Vườn Nhà", "Bốn Mùa")),
    "tourism": (("Điểm du lịch cộng đồng", "Vườn sinh thái"), ("Thác Xanh", "Bản Nhỏ", "Bến Đợi")),
}
# Of a hundred products, how many belong to which group: invented.
GROUP_WEIGHTS = {"food": 74, "drink": 10, "herb": 5, "craft": 8, "ornamental": 1, "tourism": 2}


def village_names(chance: random.Random, terrain: Terrain, *, urban: bool, count: int) -> list[str]:
    """So many different names for the villages of one commune."""
    if urban:
        return [f"Tổ dân phố {number}" for number in range(1, count + 1)]
    kind, first, second = (
        ("Bản", _BAN_FIRST, _BAN_SECOND) if terrain == "mountain" else ("Thôn", _THON_FIRST, _THON_SECOND)
    )
    pairs = chance.sample(range(len(first) * len(second)), count)
    return [f"{kind} {first[pair // len(second)]} {second[pair % len(second)]}" for pair in pairs]


def product_name(chance: random.Random, group: str, number: int) -> str:
    """A name for the product with this number; the number keeps names apart where words run out."""
    what, mark = _PRODUCTS[group]
    return f"{chance.choice(what)} {chance.choice(mark)} {number} (minh họa)"
