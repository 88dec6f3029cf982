"""Parts that exceed their whole, and shares over 100 %."""

from __future__ import annotations

from collections.abc import Iterator

from mtqg.statements import terms, wording
from mtqg.statements.checks.common import finding
from mtqg.statements.links import Linked
from mtqg.statements.model import WARNING, Finding, Statement
from mtqg.statements.numbers import vietnamese


def part_larger_than_whole(linked: Linked) -> Iterator[Finding]:
    """A subset is at most its set. Minority households equal to all households are a weak sign of a copied number."""
    for part in linked.levels:
        for whole in _wholes(linked, part):
            high = whole.interval.high
            if high is not None and part.interval.low > high:
                sentence = f"{wording.about(part)}, lớn hơn toàn bộ: {wording.about(whole)}"
                old = part.key.scope.merged and part.publication != whole.publication
                sentence += "; có thể đếm theo đơn vị trước sắp xếp." if old else "."
                yield _finding(part, whole, sentence, WARNING if old else "")
            elif part.key.measure.startswith("minority_") and part.value == whole.value > 0:
                sentence = f"{wording.about(part)}, trùng hệt toàn bộ ({wording.subject(whole)}); có thể đã chép nhầm."
                yield _finding(part, whole, sentence, WARNING)


def _wholes(linked: Linked, part: Statement) -> Iterator[Statement]:
    key = part.key
    names = [terms.SUBSETS.get(key.measure, ""), f"base:{key.measure}"]
    if key.measure in terms.SPENT:
        names.append("plan")
    for name in filter(None, names):
        whole = linked.best(key.but(measure=name), part)
        if whole and whole.flow in (part.flow, "stock", "flow", "plan"):
            yield whole


def _finding(part: Statement, whole: Statement, sentence: str, severity: str) -> Finding:
    return finding(
        "part_larger_than_whole",
        (part, whole),
        printed=part.text,
        implied=f"<= {whole.text}",
        explanation=sentence,
        severity=severity,
    )


def share_at_most_100(linked: Linked) -> Iterator[Finding]:
    """A share of households, communes or of money to be spent is at most 100 %; an allocation may exceed its plan."""
    for one in linked.levels:
        share = terms.is_rate(one.key.measure) and one.rate_of not in terms.MONEY_BASES
        if share and one.unit == "%" and one.interval.low > 100:
            sentence = f"{wording.about(one)}, vượt {vietnamese(one.value - 100)} điểm so với 100 %."
            yield finding("share_at_most_100", (one,), printed=one.text, implied="<= 100", explanation=sentence)
