"""The invented province of the bench: communes and villages as they stood, households, reviews of several years, work.

Rows go through the register's own staging (``batches.add``, ``writing.begin``), one act for each commune and review, so
the chain, the index of names and the pages find what an office of that size would have. Nobody of it lives anywhere.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import polars as pl

PROVINCE, STANDARD, LAST = "38", "poverty-2022", 2026
VILLAGES = 8  # of each commune
MERGED = dt.date(2025, 7, 1)
MADE = "office-bench.json"
_NAMES = pl.Series(["Nguyễn Văn", "Lò Thị", "Trần Hữu", "Hà Văn", "Phạm Thị", "Vi Văn", "Cao Bá"])
_GIVEN = pl.Series(["An", "Bình", "Chí", "Dũng", "Hoà", "Khánh", "Lan", "Mai", "Phúc", "Sơn", "Thuỷ", "Yến"])
_CLASSES = pl.Series(["poor", "near_poor", *["not_poor"] * 18])


def author(role: str = "officer") -> Any:
    from mtqg.core.acts import Author

    return Author("bench", role, dt.datetime.now(dt.UTC))


def make(home: Path, households: int, years: int) -> None:
    """The province in a folder that is not there yet."""
    from mtqg.core.instance import open_instance
    from mtqg.creating import create_instance

    create_instance(home, author(), id="0ff1ce0ff1ce0ff1", origin="synthetic")
    instance = open_instance(home)
    periods = range(LAST - years + 1, LAST + 1)
    began = time.perf_counter()

    def told(what: str) -> None:
        print(f"  {time.perf_counter() - began:7.1f} s  {what}", flush=True)

    add(instance, "villages", "villages", _villages(), PROVINCE)
    for year in periods:
        _reviewed(instance, year, households)
        told(f"review of {year}")
        if year < LAST:
            _close(instance, year)
            told(f"{year} closed")
    _people(instance, households)
    told("households and their heads")
    _beside(instance, periods)
    told("titles, products, documents, tasks, findings")
    _submissions(instance, periods)
    told("submissions")
    (home / MADE).write_text(json.dumps({"households": households, "years": years}), encoding="utf-8")


# Places


def communes(day: dt.date) -> list[str]:
    from mtqg.localities.book import Localities

    return [one.code for one in Localities.seed().tree(day, within=PROVINCE, level="commune")]


def _before_and_after() -> list[tuple[str, str]]:
    """Each commune before the merger of 2025 with the one that it went into."""
    from mtqg.localities.book import Localities

    book, eve = Localities.seed(), MERGED - dt.timedelta(days=1)
    found = []
    for code in communes(eve):
        placed = [one.version.code for one in book.placements(code, eve, MERGED) if one.version]
        found.append((code, placed[0] if placed else communes(MERGED)[0]))
    return found


def villages() -> pl.DataFrame:
    """Every village with the commune that it lies in before and after the merger."""
    rows = [
        (f"{old}-{at:02d}", f"Thôn {at}", old, new) for old, new in _before_and_after() for at in range(1, VILLAGES + 1)
    ]
    return pl.DataFrame(rows, schema=["village_code", "village_name", "old", "new"], orient="row")


def _villages() -> pl.DataFrame:
    known = villages()
    before = known.select("village_code", "village_name", locality_code="old").with_columns(
        day=pl.lit(dt.date(2020, 1, 1)), ends_on=pl.lit(MERGED - dt.timedelta(days=1))
    )
    after = known.select("village_code", "village_name", locality_code="new").with_columns(
        day=pl.lit(MERGED), ends_on=pl.lit(None, dtype=pl.Date)
    )
    return pl.concat([before, after])


def _households(count: int) -> pl.DataFrame:
    """Households spread over the villages, each with a head of an invented name and number."""
    known = villages()
    at = pl.int_range(0, count, dtype=pl.Int64, eager=True).alias("at").to_frame()
    found = at.with_columns(known[(at["at"] % len(known))])
    return found.with_columns(
        household_code=pl.col("village_code") + "-" + pl.col("at").cast(pl.String).str.zfill(7),
        head_name=_NAMES.gather(at["at"] % 7) + " " + _GIVEN.gather(at["at"] // 7 % 12),
        identity_number="038" + (at["at"] + 100_000_000).cast(pl.String).str.zfill(9),
        phone="09" + at["at"].cast(pl.String).str.zfill(8),
    ).sort("new", "old", "at")


# Rows


def _reviewed(instance: Any, year: int, count: int) -> None:
    """The counts and sheets of a review, one act for each commune, as they were imported."""
    day, place = dt.date(year, 11, 10), "old" if dt.date(year, 11, 10) < MERGED else "new"
    known = _households(count).with_columns(
        locality_code=pl.col(place), day=pl.lit(day), period=pl.lit(str(year)), area=pl.lit("rural")
    )
    at = pl.col("at") + year
    sheets = known.with_columns(
        standard=pl.lit(STANDARD),
        income_points=at * 7 % 180,
        deprivation_points=at * 10 % 70,
        is_minority=pl.col("at") % 4 == 0,
        persons=pl.col("at") % 6 + 1,
        decided_class=_CLASSES.gather((known["at"] + year) % len(_CLASSES)),
        decision_number=pl.lit("12/QĐ-UBND"),
        decision_issuer=pl.lit("UBND xã"),
        decided_on=pl.lit(dt.date(year, 12, 5) if year < LAST else day),
    )
    counts = known.group_by("period", "locality_code", "village_code", "day", maintain_order=True).agg(
        households=pl.len().cast(pl.Int64), persons=pl.len().cast(pl.Int64) * 4
    )
    counts = counts.with_columns(minority_households=pl.col("households") // 4)
    for form, table, rows in (
        ("household-counts", "household_counts", counts),
        ("poverty-review", "poverty_sheets", sheets),
    ):
        for (code,), part in rows.group_by("locality_code", maintain_order=True):
            add(instance, form, table, part, str(code), period=str(year))


def _people(instance: Any, count: int) -> None:
    known = _households(count).with_columns(
        locality_code=pl.col("new"),
        day=pl.lit(dt.date(2025, 7, 1)),
        area=pl.lit("rural"),
        address=pl.col("village_name"),
    )
    members = known.with_columns(
        member_code=pl.col("household_code") + "-1", member_name=pl.col("head_name"), relation=pl.lit("head")
    )
    for form, table, rows in (("households", "households", known), ("household-members", "household_members", members)):
        for (code,), part in rows.group_by("locality_code", maintain_order=True):
            add(instance, form, table, part, str(code))


def add(instance: Any, form: str, table: str, rows: pl.DataFrame, where: str, period: str = "") -> None:
    from mtqg.catalogue import CATALOGUE
    from mtqg.core import batches

    of = CATALOGUE.tables[table]
    letters = {column.name: "A" for column in of.stored}
    source = batches.Source(f"{form}-{where}{'-' + period if period else ''}.xlsx", "Biểu", "0" * 64, letters)
    ready = _shaped(of, rows.with_columns(cell_row=pl.int_range(5, len(rows) + 5, dtype=pl.Int64), source_no=pl.lit(1)))
    batches.add(instance, author(), form=form, table=of, rows=ready, sources=[source], where=where)


def _shaped(table: Any, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as intake hands them over: every column, those not given missing."""
    from mtqg.core.frames import TYPES

    kinds = {**table.taken}
    personal = {one.name for one in table.personal}
    made = []
    for name, kind in kinds.items():
        kept = TYPES["text"] if name in personal else TYPES[kind]
        given = pl.lit("synthetic") if name == "origin" else pl.col(name) if name in rows.columns else pl.lit(None)
        made.append(given.cast(kept).alias(name))
    return rows.select(made)


def _close(instance: Any, year: int) -> None:
    from mtqg.closing import close_dataset
    from mtqg.core.period import read_period

    close_dataset(
        instance, author("provincial_leader"), dataset="poverty", period=read_period(str(year)), locality=PROVINCE
    )


# Work of the office


def _beside(instance: Any, periods: range) -> None:
    """The registers beside the reviews: some of everything, at every commune and at the province."""
    places = communes(dt.date(LAST, 11, 1))
    day = dt.date(LAST, 3, 2)
    signed = {"decision_number": "100/QĐ-UBND", "decision_issuer": "UBND tỉnh Thanh Hóa", "decided_on": day}
    local = {"local_level": "commune", "local_by": dt.date(LAST, 12, 1)}
    of = {
        "recognitions": [
            {"subject_level": "commune", "subject_code": code, "locality_code": code, "title": "ntm",
             "standard": "ntm-commune-2026", "title_year": 2026, "day": day, **signed} for code in places
        ],
        "ocop_products": [
            {"locality_code": code, "product_code": f"SP-{code}-{at}", "product_name": f"Mật ong {at}",
             "producer_name": "Hà Văn An", "producer_code": f"CT-{code}", "product_group": "food", "stars": "3",
             "standard": "ocop-2023", "day": day, "ends_on": dt.date(LAST + 3, 3, 1), **signed}
            for code in places for at in range(3)
        ],
        "ocop_producers": [
            {"locality_code": code, "producer_code": f"CT-{code}", "producer_kind": "household",
             "owner_name": "Hà Văn An", "phone": "0912345678", "day": day} for code in places
        ],
        "decisions": [
            {"locality_code": PROVINCE, "decision_number": f"{at}/QĐ-UBND", "decision_issuer": "UBND tỉnh Thanh Hóa",
             "decided_on": day, "decision_kind": "recognition", "title": f"Công nhận đợt {at}", "day": day}
            for at in range(300)
        ],
        "directing_documents": [
            {"locality_code": PROVINCE, "direction": "issued" if at % 2 else "received", "document_number": f"{at}/KH",
             "document_issuer": "UBND tỉnh", "signed_on": day, "issuer_level": "province", "subject": f"Kế hoạch {at}",
             "programme": "poverty", "day": day, **(local if at % 10 == 0 else {})}
            for at in range(1000)
        ],
        "steering_members": [
            {"locality_code": PROVINCE, "member_name": f"Ông {name}", "position": "Giám đốc sở",
             "committee_role": "member", "day": day} for name in _GIVEN
        ],
        "steering_sessions": [
            _work("session", at, places, day, chair="Chủ tịch", agenda="Rà soát") for at in range(60)
        ],
        "steering_conclusions": [
            {"session_code": f"session-{at}", "conclusion_no": no, "locality_code": PROVINCE, "period": str(LAST),
             "day": day, "text": f"Kết luận {no}"} for at in range(60) for no in (1, 2, 3)
        ],
        "steering_tasks": [
            _work("task", at, places, day, text=f"Nhiệm vụ {at}", assigned_at=PROVINCE,
                  due_on=day + dt.timedelta(at % 400))
            for at in range(1500)
        ],
        "steering_task_events": [
            _work("task", at, places, day, event_no=1, event="done" if at % 3 == 0 else "progress", acted_by="bench",
                  note="Đang làm") for at in range(1500)
        ],
        "difficulties": [
            _work("difficulty", at, places, day, programme="poverty", text=f"Vướng mắc {at}", reported_by="bench")
            for at in range(800)
        ],
        "difficulty_questions": [
            _work("question", at, places, day, programme="poverty", text=f"Câu hỏi {at}") for at in range(80)
        ],
        "difficulty_groupings": [
            _work("difficulty", at, places, day, question_code=f"question-{at % 80}") for at in range(800)
        ],
        "difficulty_question_events": [
            _work("question", at, places, day, event_no=1, event="asked", acted_by="bench", counterpart="Bộ",
                  document_number=f"{at}/CV", document_issuer="UBND tỉnh", signed_on=day) for at in range(80)
        ],
        "audit_findings": [
            _work("finding", at, places, day, subject_kind="submission",
                  subject=f"poverty-review/{places[at % len(places)]}/{LAST}/province", severity="note",
                  text=f"Phát hiện {at}", law_document="07/2021/NĐ-CP", raised_on=day, due_on=dt.date(LAST, 12, 1),
                  raised_by="bench") for at in range(300)
        ],
    }  # fmt: skip
    for name, rows in of.items():
        _plain(instance, name, rows)


def _work(kind: str, at: int, places: list[str], day: dt.date, **more: Any) -> dict[str, Any]:
    place = PROVINCE if kind in ("session", "question") else places[at % len(places)]
    return {f"{kind}_code": f"{kind}-{at}", "locality_code": place, "period": str(LAST), "day": day, **more}


def _plain(instance: Any, name: str, rows: list[dict[str, Any]], verb: str = "bench.make") -> None:
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.register.writing import begin

    table = CATALOGUE.tables[name]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    with instance.register() as register, begin(register, author(), verb=verb, where=PROVINCE) as act:
        act.add(table, _shaped(table, frame.with_columns(source_no=pl.lit(None), cell_row=pl.lit(None))))


def _submissions(instance: Any, periods: range) -> None:
    """Two forms of every commune and year: earlier years are closed, the last one is owed."""
    owed, events = [], []
    for year in periods:
        for place in communes(dt.date(year, 11, 10)):
            for form in ("poverty-review", "household-counts"):
                code = f"{form}/{place}/{year}/province"
                about = {"submission_code": code, "locality_code": place, "period": str(year)}
                owed.append({**about, "form_name": form, "to_level": "province", "day": dt.date(year, 12, 14)})
                steps = ("sent", "accepted", "approved", "closed") if year < LAST else ()
                for no, event in enumerate(steps, start=1):
                    by = {"acted_by": "bench" if event != "approved" else "bench-2", "entered_by": "bench"}
                    by = by if event == "approved" else {**by, "entered_by": None}
                    events.append({**about, "event_no": no, "event": event, "day": dt.date(year, 12, 10), **by})
    _plain(instance, "submissions", owed)
    _plain(instance, "submission_events", events)
