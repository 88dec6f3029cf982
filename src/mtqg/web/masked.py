"""Personal values on pages: masked until somebody asks for them, and asking is an act.

kit.Table(..., [(masked(row, "identity_number"), ...)])      a cell
{% include "kit/masked.html" with masked=value %}            elsewhere
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.core import signing
from django.http import Http404, HttpRequest

from mtqg.web import access
from mtqg.web.facts import Fact

_SALT = "mtqg.masked"
_HOURS = 12
DOTS = "•••"


@dataclass(frozen=True)
class Masked:
    """A value that is there but not shown. ``token`` names it: table, row and column, signed."""

    text: str
    token: str = ""

    def __str__(self) -> str:
        return self.text


def masked(row: Fact, column: str) -> Masked | str:
    """A personal value of a row, masked; an empty text where there is none. Nothing is opened for it."""
    if getattr(row, column) is None:
        return ""
    return Masked(DOTS, signing.dumps([row._meta.label_lower, row.pk, column], salt=_SALT))


def opened(request: HttpRequest, token: str) -> Masked:
    """The value in clear, under an act. "Not found" where the token is not ours, or the row is out of reach."""
    try:
        label, key, column = signing.loads(token, salt=_SALT, max_age=_HOURS * 3600)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    model = apps.get_model(label)
    declared = model.table.column(column)
    row = access.reader(request, "personal").rows(model).filter(pk=key).select_related("added_by").first()
    if row is None or not declared.personal:
        raise Http404
    value = value_of(row, column)
    with access.act(request, "personal.reveal", at=row.locality_code, right="personal") as act:
        # Which value was shown, never what it says.
        act.note(table=model.table.name, column=column, added_by=row.added_by.n, row_no=row.row_no)
    return Masked(value)


def value_of(row: Fact, column: str) -> str:
    """A personal value in clear, for a page whose right is "personal". An identity number is not shown by this."""
    sealed = getattr(row, column)
    if sealed is None:
        return ""
    found = access.register().cipher.opened([bytes(sealed)], context=f"{row.table.name}.{column}")
    return found[0] or ""
