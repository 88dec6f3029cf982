"""Makes the seed tables of ``mtqg.localities`` from a folder of given facts.

    python tools/carry_localities.py FACTS [--lists FILE] [--out DIR]

FACTS holds ``units.csv`` (spells of name, kind and parent), ``changes.csv`` (what became what) and ``regions.csv``;
``--lists`` is a table of lists by commune. What the script adds to the facts is said here and nowhere else:

* A version is a territory: the spell of a unit is cut on each day on which land or people move into or out of it.
* The part that stays is a flow too, from the old version of a unit to its own next version.
* Where one flow of a split is unknown and the law gives all others, the rest follows by subtraction.
* A district is made of its communes: where communes cross its boundary, its flows are derived from theirs.
* The resolutions of June 2025 were in force before they were operative.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mtqg.core.text import nfc, spelling
from mtqg.localities.checks import seal
from mtqg.localities.tables import COLUMNS, SEED

LEVELS = {"1": "province", "2": "district", "3": "commune"}
REORGANISED = "2025-07-01"
# The resolutions 1654 to 1687/NQ-UBTVQH15 take effect on adoption; 1686, Art. 2 says that the units work from 1 July.
ADOPTED_JUNE_2025 = ({f"{number}/NQ-UBTVQH15" for number in range(1654, 1688)}, "2025-06-16")
# Whole texts read, and numbers that rest on memory alone; every other number was reported by the register.
READ = {f"{number}/NQ-UBTVQH15" for number in (*range(1654, 1688), 1241)} | {"861/QĐ-TTg", "353/QĐ-TTg"}
UNVERIFIED = {"1264/NQ-UBTVQH14", "1281/NQ-UBTVQH15"}
# Shares printed as people and area, which say more than their rounded quotient.
EXACT = {("2025-01-01", "20200", "20206"): {"population": (15_220, 58_280), "area": (103, 768)}}
WHOLE = 1_000_000
WEIGHTS = ("population", "area", "households")


@dataclass
class Spell:
    """A version while it is being cut."""

    code: str
    name: str
    kind: str
    level: str
    parent: str
    start: str
    end: str
    source: str

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.start

    @property
    def face(self) -> tuple[str, str, str]:
        return self.name, self.kind, self.parent


@dataclass
class Flow:
    """What goes from one code to another on a day; ``source`` or ``target`` empty where the facts name none."""

    day: str
    source: str
    target: str
    level: str
    kinds: set[str] = field(default_factory=set)
    extent: str = "whole"
    shares: dict[str, int | None] = field(default_factory=dict)
    document: str = ""
    origin: str = ""
    confidence: str = "high"
    notes: list[str] = field(default_factory=list)


class Spells:
    """All spells, by code, cut as flows demand."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.by_code: dict[str, list[Spell]] = defaultdict(list)
        self.inside: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self.inside[row["parent_code"]].add(row["code"])
            name = nfc(row["name"])
            self.by_code[row["code"]].append(
                Spell(
                    row["code"],
                    name,
                    row["kind"],
                    LEVELS[row["level"]],
                    row["parent_code"],
                    row["valid_from"],
                    row["valid_to"],
                    row["source"],
                )
            )
        for spells in self.by_code.values():
            spells.sort(key=lambda spell: spell.start)

    def at(self, code: str, day: str) -> Spell | None:
        return next((s for s in self.by_code[code] if s.start <= day and (not s.end or day < s.end)), None)

    def before(self, code: str, day: str) -> Spell | None:
        return next((s for s in self.by_code[code] if s.start < day and (not s.end or day <= s.end)), None)

    def runs_through(self, code: str, day: str) -> Spell | None:
        spell = self.at(code, day)
        return spell if spell and spell.start < day else None

    def children(self, code: str, day: str) -> tuple[set[str], set[str]]:
        """Codes inside a unit on the eve of a day and on the day."""
        inside = [s for other in self.inside[code] for s in self.by_code[other] if s.parent == code]
        before = {s.code for s in inside if s.start < day and (not s.end or day <= s.end)}
        return before, {s.code for s in inside if s.start <= day and (not s.end or day < s.end)}

    def cut(self, spell: Spell, day: str) -> None:
        later = Spell(spell.code, spell.name, spell.kind, spell.level, spell.parent, day, spell.end, spell.source)
        spell.end = day
        at = self.by_code[spell.code].index(spell)
        self.by_code[spell.code].insert(at + 1, later)

    def all(self) -> Iterator[Spell]:
        for code in sorted(self.by_code, key=lambda code: (len(code), code)):
            yield from self.by_code[code]


Flows = dict[tuple[str, str, str], Flow]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stated_flows(changes: list[dict[str, str]]) -> Flows:
    """One flow per day and pair of codes, from the rows of ``changes.csv`` (a pair may have several kinds)."""
    flows: Flows = {}
    islands = {row["from_code"] for row in changes if row["level"] == "2" and len(row["to_code"]) == 5}
    for row in changes:
        source, target, kind = row["from_code"], row["to_code"], row["kind"]
        if kind == "abolish" and row["level"] == "2":
            if source in islands:
                continue
            target = ""  # the tier ended: the territory lies in communes now, which the communes' flows say
        key = (row["date"], source, target)
        flow = flows.setdefault(key, Flow(row["date"], source, target, LEVELS[row["level"]]))
        flow.kinds.add(kind)
        flow.document, flow.origin, flow.confidence = row["legal_document"], row["source"], row["confidence"]
        flow.notes.append(row["note"])
        flow.extent, flow.shares = extent_and_shares(row)
    return flows


def extent_and_shares(row: dict[str, str]) -> tuple[str, dict[str, int | None]]:
    """Whole, part, area_only or people_only, with the shares that the facts give in millionths."""
    exact = EXACT.get((row["date"], row["from_code"], row["to_code"]))
    if exact:
        return "part", {kind: round(WHOLE * part / whole) for kind, (part, whole) in exact.items()}
    if row["kind"] in ("split", "boundary") or not (row["from_code"] and row["to_code"]):
        people, area = (millionths(row[column]) for column in ("share_pop", "share_area"))
        extent = "area_only" if people == 0 else "people_only" if area == 0 else "part"
        # All the people or none of them are all the households or none.
        return extent, {"population": people, "area": area, "households": people if people in (0, WHOLE) else None}
    return "whole", {}


def millionths(text: str) -> int | None:
    return round(float(text) * WHOLE) if text else None


def add_staying_parts(spells: Spells, flows: Flows) -> None:
    """Cut the spells through which a flow runs, with a flow from each cut version to its next one."""
    for flow in list(flows.values()):
        for code in {flow.source, flow.target} - {""}:
            if (flow.day, code, code) in flows:
                continue
            through = spells.runs_through(code, flow.day)
            if through:
                spells.cut(through, flow.day)
                flows[flow.day, code, code] = Flow(
                    flow.day, code, code, through.level, {flow_kind(flow)}, document=flow.document, origin=flow.origin
                )
    complete_shares(flows)


def flow_kind(flow: Flow) -> str:
    return "boundary" if "boundary" in flow.kinds else "merge"


def complete_shares(flows: Flows) -> None:
    """A unit that gives a part away keeps the rest; one unknown share among known ones is the rest."""
    out: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in flows.values():
        if flow.source:
            out[flow.day, flow.source].append(flow)
    for group in out.values():
        if len(group) == 1 or any(not flow.target for flow in group):
            continue
        for flow in group:
            if flow.extent == "whole":
                flow.extent, flow.shares = "part", {}
        for weight in WEIGHTS:
            fill_rest(group, weight)


def fill_rest(group: list[Flow], weight: str) -> None:
    known = sum(flow.shares.get(weight) or 0 for flow in group)
    unknown = [flow for flow in group if flow.shares.get(weight) is None]
    if len(unknown) == 1:
        unknown[0].shares[weight] = WHOLE - known
    elif known == WHOLE:
        for flow in unknown:
            flow.shares[weight] = 0


def derive_upper_flows(spells: Spells, flows: Flows) -> None:
    """Districts and provinces exchange territory where their communes or districts do."""
    for level, upper in (("commune", "district"), ("district", "province")):
        crossings: dict[str, dict[tuple[str, str], list[Flow]]] = defaultdict(lambda: defaultdict(list))
        for flow in flows.values():
            pair = parents_of(spells, flow, level)
            if pair and pair[0] != pair[1]:
                crossings[flow.day][pair].append(flow)
        for day, pairs in sorted(crossings.items()):
            if day != REORGANISED:
                derive_day(spells, flows, day, pairs, upper)


def parents_of(spells: Spells, flow: Flow, level: str) -> tuple[str, str] | None:
    if not (flow.source and flow.target and flow.level == level):
        return None
    old, new = spells.before(flow.source, flow.day), spells.at(flow.target, flow.day)
    return (old.parent, new.parent) if old and new else None


def derive_day(spells: Spells, flows: Flows, day: str, pairs: dict[tuple[str, str], list[Flow]], upper: str) -> None:
    stays = {code for code in {pair[0] for pair in pairs} if keeps_children(spells, flows, day, code)}
    for (old, new), moved in pairs.items():
        stated = flows.pop((day, old, new), None)
        leaves_whole = old not in stays and len({pair[1] for pair in pairs if pair[0] == old}) == 1
        flows[day, old, new] = Flow(
            day,
            old,
            new,
            upper,
            stated.kinds if stated else {"merge" if leaves_whole else "boundary"},
            "whole" if leaves_whole else "part",
            document=stated.document if stated else one_document(moved),
            origin=stated.origin if stated else "derived from the flows of communes",
            notes=stated.notes if stated else [f"{len(moved)} flows of communes cross this boundary"],
        )
    for code in {code for pair in pairs for code in pair}:
        flows.pop((day, "", code), None)  # the register knew no origin; the communes do
        through = spells.runs_through(code, day)
        if through:
            spells.cut(through, day)
        staying = flows.get((day, code, code))
        if staying is None and spells.before(code, day) and spells.at(code, day) and code in stays | receivers(pairs):
            document = one_document([flow for pair, moved in pairs.items() if code in pair for flow in moved])
            staying = flows[day, code, code] = Flow(day, code, code, upper, {"boundary"}, document=document)
            staying.origin = "derived from the flows of communes"
        if staying and code in {pair[0] for pair in pairs}:
            staying.extent = "part"


def receivers(pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {new for _, new in pairs}


def keeps_children(spells: Spells, flows: Flows, day: str, code: str) -> bool:
    """Whether some part of a unit's territory is still inside the unit of the same code after the day."""
    if not spells.at(code, day):
        return False
    before, after = spells.children(code, day)
    return bool(after & before) or any(
        flow.source in before and flow.target in after for flow in flows.values() if flow.day == day
    )


def one_document(flows: list[Flow]) -> str:
    return "; ".join(sorted({part for flow in flows for part in flow.document.split("; ") if part}))


def events_and_flows(spells: Spells, flows: Flows) -> tuple[list[list[object]], list[list[object]]]:
    """One event per day and new version (a clause of the resolution); a boundary event joins giver and receiver."""
    groups: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in flows.values():
        groups[flow.day, flow.target or f"end-{flow.source}"].append(flow)
    join_boundaries(groups)
    events, rows = [], []
    for (day, target), group in sorted(groups.items()):
        name = f"{day.replace('-', '')}-{target}"
        events.append(event_row(spells, name, day, group))
        rows += [flow_row(spells, name, flow) for flow in sorted(group, key=lambda f: (f.target, f.source))]
    return events, rows


def join_boundaries(groups: dict[tuple[str, str], list[Flow]]) -> None:
    """A commune that only gives a part away has no clause of its own: its staying part joins the receiver's event."""
    takers = {(flow.day, flow.source): key for key, group in groups.items() for flow in group if key[1] != flow.source}
    for (day, code), group in list(groups.items()):
        stays_only = len(group) == 1 and group[0].source == code and group[0].kinds == {"boundary"}
        taker = takers.get((day, code))
        if stays_only and taker in groups:
            groups[taker] += groups.pop((day, code))


def event_row(spells: Spells, name: str, day: str, group: list[Flow]) -> list[object]:
    document = one_document(group)
    documents, adopted = ADOPTED_JUNE_2025
    in_force = adopted if documents & set(document.split("; ")) else day
    confidence = min((flow.confidence for flow in group), key=["low", "medium", "high"].index)
    note = "; ".join(dict.fromkeys(note for flow in group for note in flow.notes if note and wanted(flow)))
    sources = "; ".join(sorted({flow.origin for flow in group}))
    return [name, day, in_force, event_kind(spells, group), document, confidence, sources, note]


def wanted(flow: Flow) -> bool:
    """Notes that only repeat two names say nothing that the flow does not; doubts and figures stay."""
    plain = re.fullmatch(r".*\((Nhập toàn bộ|Giữ nguyên|Nhập một phần|Đổi tên|Đổi loại hình)\) -> .*", flow.notes[0])
    return not plain and not (flow.confidence == "high" and flow.kinds <= {"rename", "reclassify", "move"})


def event_kind(spells: Spells, group: list[Flow]) -> str:
    kinds = {kind for flow in group for kind in flow.kinds}
    sources = {flow.source for flow in group}
    if kinds & {"establish", "abolish"}:
        return (kinds & {"establish", "abolish"}).pop()
    if len(sources) > 1:
        return "boundary" if kinds <= {"boundary", "rename", "reclassify"} and "boundary" in kinds else "merge"
    flow = group[0]
    if flow.extent != "whole":
        return "boundary" if kinds == {"boundary"} else "split"
    old, new = spells.before(flow.source, flow.day), spells.at(flow.target, flow.day)
    assert old and new, flow
    if flow.source != flow.target and "merge" in kinds:
        return "merge"
    changed = [old.kind != new.kind, old.name != new.name, old.parent != new.parent]
    return next((kind for kind, is_so in zip(("reclassify", "rename", "move"), changed, strict=True) if is_so), "move")


def flow_row(spells: Spells, event: str, flow: Flow) -> list[object]:
    old = spells.before(flow.source, flow.day) if flow.source else None
    new = spells.at(flow.target, flow.day) if flow.target else None
    shares = [flow.shares.get(weight) for weight in WEIGHTS]
    extent = flow.extent if flow.target and flow.source else "unknown"
    if flow.target and not flow.source and "merge" in flow.kinds:
        extent = "area_only"  # land that was in no commune
    ends = [*(old.key if old else ("", "")), *(new.key if new else ("", ""))]
    return [event, *ends, extent, *("" if share is None else share for share in shares)]


def documents_of(events: list[list[object]], lists: list[dict[str, str]]) -> list[list[object]]:
    numbers = {part for event in events for part in str(event[4]).split("; ") if part}
    numbers |= {document_key(row) for row in lists}
    return [[number, issuer(number), standing(number), "units"] for number in sorted(numbers)]


def document_key(row: dict[str, str]) -> str:
    return row["document"].removeprefix("Decision ")


def issuer(number: str) -> str:
    issuers = {
        "UBTVQH": "Ủy ban Thường vụ Quốc hội",
        "QĐ-TTg": "Thủ tướng Chính phủ",
        "QĐ-UBND": "Ủy ban nhân dân tỉnh",
        "QH": "Quốc hội",
    }
    return next(name for mark, name in issuers.items() if mark in number)


def standing(number: str) -> str:
    return "read" if number in READ else "unverified" if number in UNVERIFIED else "reported"


LISTS = [
    # list, item in the facts, name
    ("zones-2021", "861/QĐ-TTg", "Xã khu vực I, II, III vùng đồng bào DTTS và miền núi giai đoạn 2021-2025"),
    ("zones-2016", "582/QĐ-TTg", "Xã khu vực I, II, III vùng dân tộc thiểu số và miền núi giai đoạn 2016-2020"),
    ("zones-2026-38", "267/QĐ-UBND Thanh Hóa", "Xã, thôn vùng DTTS và miền núi tỉnh Thanh Hóa giai đoạn 2026-2030"),
    ("programme-135", "900/QĐ-TTg", "Xã đặc biệt khó khăn thuộc Chương trình 135 giai đoạn 2017-2020"),
    ("poor-districts-2021", "353/QĐ-TTg", "Huyện nghèo giai đoạn 2021-2025"),
    ("coastal-2021", "353/QĐ-TTg", "Xã đặc biệt khó khăn vùng bãi ngang, ven biển và hải đảo giai đoạn 2021-2025"),
    ("coastal-2016", "131/QĐ-TTg (2017)", "Xã đặc biệt khó khăn vùng bãi ngang, ven biển và hải đảo 2016-2020"),
]


def list_of(row: dict[str, str]) -> str:
    number = document_key(row)
    if number == "353/QĐ-TTg":
        return "poor-districts-2021" if row["item"] == "poor district" else "coastal-2021"
    found = {"698/QĐ-TTg": "zones-2021", "576/QĐ-TTg": "coastal-2021"}
    return found.get(number) or next(name for name, document, _ in LISTS if document == number)


# Communes that 698/QĐ-TTg names, with their codes on its day; Mường Báng was in zone II before.
AMENDED = {"TT Yên Sơn (Tuyên Quang)": "02473", "TT Quân Chu (Thái Nguyên)": "05851", "Mường Báng": "03250"}


def named_communes(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows of one commune each, those of the amendment among them."""
    for row in rows:
        amended = next((code for name, code in AMENDED.items() if name in row["item"]), "")
        if amended and "II -> III" in row["item"]:
            before = {"first_day": "2021-06-04", "last_day": "2024-07-18", "note": row["item"]}
            yield {**row, "unit_code": amended, "zone": "II", "document": "861/QĐ-TTg", "place": "", **before}
        if amended or row["unit_code"]:
            yield {**row, "unit_code": amended or row["unit_code"]}


def members_of(rows: list[dict[str, str]]) -> list[list[object]]:
    members: list[list[object]] = []
    for row in named_communes(rows):
        if row["unit_code"]:
            days = [row["first_day"], row["last_day"]]
            tail = [document_key(row), row["place"], row["standing"], row["source"], row["note"]]
            members.append([list_of(row), row["zone"], row["unit_code"], *days, *tail])
    return sorted(members, key=lambda member: tuple(map(str, member)))


def counts_of(spells: Spells, rows: list[dict[str, str]]) -> list[list[object]]:
    counts: list[list[object]] = []
    for row in rows:
        if not row["unit_code"]:
            code = place_code(spells, row)
            days = [row["first_day"], row["last_day"]]
            tail = [document_key(row), row["place"], row["standing"], row["source"], row["note"]]
            counts.append([list_of(row), row["item"], code, row["zone"], row["value"], row["unit"], *days, *tail])
    return sorted(counts, key=lambda count: tuple(map(str, count)))


def place_code(spells: Spells, row: dict[str, str]) -> str:
    """Code of the district or province that a row names; empty for the country."""
    if row["province"] in ("", "country"):
        return ""
    day = max(row["first_day"], "2019-11-01")
    now = [spell for spells_ in spells.by_code.values() for spell in spells_ if spells.at(spell.code, day) is spell]
    province = only(s for s in now if s.level == "province" and same(s.name, row["province"]))
    if not row["district"]:
        return province.code
    return only(s for s in now if s.parent == province.code and same(s.name, row["district"])).code


def same(full: str, short: str) -> bool:
    return spelling(full).endswith(" " + spelling(short))


ALIAS_SOURCE = "names printed in 861/QĐ-TTg and 900/QĐ-TTg as press reports give them, beside the register's"
ALIASES = {
    "La ÊÊ": "20698",
    "Zuôih": "20701",
    "Mà Cooih": "20494",
    "Kà Dăng": "20497",
    "Tà Pơ": "20702",
    "Tà Bhing": "20710",
    "Ga Ry": "20440",
    "Bha Lêê": "20458",
    "La Dê": "20704",
}


def only(found: Iterable[Spell]) -> Spell:
    (one,) = found
    return one


def write(folder: Path, table: str, rows: Iterable[Iterable[object]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS[table])
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SEED)
    args = parser.parse_args()
    spells, flows = Spells(read(args.facts / "units.csv")), stated_flows(read(args.facts / "changes.csv"))
    lists = read(args.lists)
    add_staying_parts(spells, flows)
    derive_upper_flows(spells, flows)
    events, rows = events_and_flows(spells, flows)
    write(
        args.out, "versions", ([s.code, *s.face[:2], s.level, s.parent, s.start, s.end, s.source] for s in spells.all())
    )
    write(args.out, "events", events)
    write(args.out, "flows", rows)
    write(args.out, "documents", documents_of(events, lists))
    write(args.out, "lists", ([name, label, document] for name, document, label in LISTS))
    write(args.out, "members", members_of(lists))
    write(args.out, "counts", counts_of(spells, lists))
    regions = read(args.facts / "regions.csv")
    write(
        args.out,
        "regions",
        ([r["province_code_2024"], r["region"], r["region_name"], "unverified", r["source"]] for r in regions),
    )
    # Nobody has signed these yet: a search uses them, an import asks.
    write(args.out, "aliases", ([alias, code, ALIAS_SOURCE, "", ""] for alias, code in ALIASES.items()))
    seal(args.out)
    print(f"{sum(1 for _ in spells.all())} versions, {len(events)} events, {len(rows)} flows")


if __name__ == "__main__":
    main()
