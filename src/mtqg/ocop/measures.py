"""What is said of many OCOP products."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.measure import Cite, Count, Tally

GRADING = Cite("148/QĐ-TTg")


def _products(name: str, label: str, stars: str | None) -> Tally:
    where = None if stars is None else nw.col("stars") == stars
    return Tally(
        name=name, label=label, kind="stock", unit="sản phẩm", law=(GRADING,), of=Count("ocop_products", where=where)
    )


# Certificates lapse: a product counts while its certificate is valid, not because it was once graded.
PRODUCTS = _products("ocop_product_count", "Số sản phẩm OCOP còn hiệu lực công nhận", None)
PRODUCTS_3 = _products("ocop_product_3_star_count", "Số sản phẩm OCOP 3 sao còn hiệu lực", "3")
PRODUCTS_4 = _products("ocop_product_4_star_count", "Số sản phẩm OCOP 4 sao còn hiệu lực", "4")
PRODUCTS_5 = _products("ocop_product_5_star_count", "Số sản phẩm OCOP 5 sao còn hiệu lực", "5")

MEASURES = (PRODUCTS, PRODUCTS_3, PRODUCTS_4, PRODUCTS_5)
