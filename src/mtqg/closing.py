"""Close a dataset with the books of this version."""

from __future__ import annotations

from typing import Any

from mtqg.books import books_at, books_of
from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Author
from mtqg.core.amounts import to_keep
from mtqg.core.close import close
from mtqg.core.figure import quantities
from mtqg.core.instance import Instance
from mtqg.core.period import Period
from mtqg.core.register import chain
from mtqg.core.snapshot import Snapshot


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
    """Freeze a dataset of a locality for a period as its next edition; Refused as ``core.close.close`` says."""
    with instance.register() as register:
        head = chain.head(register.database)
        books = books_at(register.database, head[0])
    return close(
        instance,
        author,
        dataset=dataset,
        tables=CATALOGUE.dataset(dataset),
        book_tables=CATALOGUE.book_tables,
        books=books.tables,
        books_digest=books.digest,
        territory=books.territory,
        head=head,
        locality=locality,
        period=period,
        reason=reason,
        status=status,
        keep=_amounts,
    )


def _amounts(draft: Snapshot) -> dict[str, Any]:
    """The amounts of every measure that is counted beforehand and that the edition can answer."""
    kept = [measure for measure in CATALOGUE.measures.values() if measure.kept]
    asked = [(one, measure.kind) for measure in kept for one in quantities(measure).values()]
    return to_keep(asked, CATALOGUE.tables, draft, books_of(draft))
