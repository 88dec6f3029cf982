"""Close a dataset with the books of this version."""

from __future__ import annotations

from mtqg.books import package_books
from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.close import close
from mtqg.core.instance import Instance
from mtqg.core.period import Period
from mtqg.core.snapshot import Snapshot
from mtqg.localities.book import Localities


def close_dataset(
    instance: Instance,
    author: Author,
    *,
    dataset: str,
    period: Period,
    locality: str,
    reason: str = "",
    status: str = "official",
) -> Snapshot:
    """Freeze a dataset of a locality for a period as its next edition; Refused as ``core.snapshot.close`` says."""
    return close(
        instance,
        author,
        dataset=dataset,
        tables=CATALOGUE.dataset(dataset),
        book_tables=CATALOGUE.book_tables,
        books=package_books(),
        territory=Localities.seed(),
        locality=locality,
        period=period,
        reason=reason,
        status=status,
    )
