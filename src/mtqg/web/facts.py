"""Tables of facts as Django models, made from the declarations that everything else is made from.

Every table of facts carries the same columns: the act that added the row and the one that ended it, the batch, and the
sheet and row of the file it came from. A trigger lets nothing else happen to a row than being ended, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models

from mtqg.core.register.rows import INDEX, KEY
from mtqg.core.table import Column, Table

ORIGINS = ("real", "synthetic")


class Fact(models.Model):
    """A row that an act added, and perhaps another act ended."""

    table: ClassVar[Table]

    added_by = models.ForeignKey(
        "acts.Act", models.PROTECT, db_column="added_by", db_index=False, related_name="+", verbose_name="Tác vụ ghi"
    )
    row_no = models.BigIntegerField("Số dòng trong tác vụ")
    ended_by = models.ForeignKey(
        "acts.Act",
        models.PROTECT,
        db_column="ended_by",
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="Tác vụ kết thúc",
    )
    batch = models.ForeignKey(
        "acts.Act",
        models.PROTECT,
        db_column="batch",
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="Đợt nhập",
    )
    sheet = models.BigIntegerField("Trang tính nguồn", null=True)
    cell_row = models.BigIntegerField("Dòng trên trang tính", null=True)
    origin = models.TextField("Nguồn gốc")
    row_key = models.TextField("Khóa")

    class Meta:
        abstract = True


def fact_model(
    table: Table,
    module: str,
    *,
    constraints: Sequence[models.BaseConstraint] = (),
    indexes: Sequence[models.Index] = (),
) -> type[Fact]:
    """The model of a table. ``module`` is the ``models`` of the app that it belongs to; it may hold more to be true."""
    meta = type(
        "Meta",
        (),
        {
            "db_table": table.name,
            "verbose_name": table.label,
            "verbose_name_plural": table.label,
            "constraints": [*_constraints(table), *constraints],
            "indexes": [*_indexes(table), *indexes],
        },
    )
    fields: dict[str, Any] = {}
    for column in table.columns:
        fields[column.name] = _field(column)
        if column.personal and column.searched:
            fields[column.name + INDEX] = models.BinaryField(f"{column.label} (chỉ mục)", null=True)
    name = "".join(word.capitalize() for word in table.name.split("_"))
    made: type[Fact] = type(name, (Fact,), {"__module__": module, "table": table, "Meta": meta, **fields})
    return made


def _field(column: Column) -> models.Field[Any, Any]:
    """Personal values are ciphertext, whatever they are in clear."""
    label = column.label
    may_lack = not column.required
    if column.personal:
        return models.BinaryField(label, null=True)
    if column.kind == "integer":
        return models.BigIntegerField(label, null=may_lack)
    if column.kind == "date":
        return models.DateField(label, null=may_lack)
    if column.kind == "flag":
        return models.BooleanField(label, null=may_lack)
    return models.TextField(label, null=may_lack)


def _constraints(table: Table) -> list[models.BaseConstraint]:
    """What must always be true of a row, held by the database itself."""
    found: list[models.BaseConstraint] = [
        models.UniqueConstraint(fields=["added_by", "row_no"], name=f"{table.name}_id"),
        # Two rows of one key are never in force at once: two people at the same time, or a click done twice.
        models.UniqueConstraint(fields=[KEY], condition=models.Q(ended_by__isnull=True), name=f"{table.name}_one"),
        models.CheckConstraint(condition=models.Q(origin__in=ORIGINS), name=f"{table.name}_origin"),
    ]
    for column in table.columns:
        if column.least is not None and not column.personal:
            least = models.Q(**{f"{column.name}__gte": column.least}) | models.Q(**{f"{column.name}__isnull": True})
            found.append(models.CheckConstraint(condition=least, name=f"{table.name}_{column.name}"))
    return found


def _indexes(table: Table) -> list[models.Index]:
    found = [
        models.Index(fields=["ended_by"], condition=models.Q(ended_by__isnull=False), name=f"{_short(table)}_ended"),
    ]
    if any(column.name == "locality_code" for column in table.columns):
        found.append(models.Index(fields=["locality_code"], name=f"{_short(table)}_place"))
    for at, column in enumerate(table.personal):
        if column.searched:
            found.append(models.Index(fields=[column.name + INDEX], name=f"{_short(table)}_find{at}"))
    for column in table.columns:
        if column.key_of:  # looked up by every import
            found.append(models.Index(fields=[column.key_of], name=f"{_short(table)}_key"))
    return found


def _short(table: Table) -> str:
    return table.name[:20]
