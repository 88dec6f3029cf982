"""Write docs/manual/access.md: every page and who gets in, from the declarations of the pages themselves.

python tools/write_access.py [--check]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "manual" / "access.md"


def page() -> str:
    """The page of the manual."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtqg.web.settings")
    from mtqg.web.schema import set_up

    set_up()
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    from mtqg.access.terms import APART, RIGHTS, ROLES, SECOND_FACTOR
    from mtqg.web.access import ANONYMOUS

    yield from ("# Who gets in where", "", "Made by `tools/write_access.py` from the pages' own declarations.", "")
    yield from ("## Roles and rights", "", f"| right | {' | '.join(ROLES)} |", f"|---|{'---|' * len(ROLES)}")
    for right, (label, roles) in RIGHTS.items():
        if roles:
            yield f"| `{right}` ({label}) | {' | '.join('x' if role in roles else '' for role in ROLES)} |"
    yield "| second factor required | " + " | ".join("x" if role in SECOND_FACTOR else "" for role in ROLES) + " |"
    apart = "; ".join(f"`{one}` and `{two}`" for one, two in APART)
    yield from ("", f"Never held by one account at one place at once: {apart}.", "", "## Pages", "")
    people = (ANONYMOUS, "no role", *ROLES)
    yield from (f"| address | page | right | {' | '.join(people)} |", f"|---|---|---|{'---|' * len(people)}")
    for route, declared in _pages():
        marks = " | ".join("x" if declared.lets_in("" if who == "no role" else who) else "" for who in people)
        yield f"| `/{route}` | {declared.title} | `{declared.right}` | {marks} |"


def _pages() -> Iterator[tuple[str, object]]:
    """Addresses with their declarations; those of other makers in one line."""
    from mtqg.web.urls import DECLARED

    others: set[str] = set()
    for one in DECLARED:
        space = one.name.partition(":")[0] if ":" in one.name else ""
        if space in others:
            continue
        if space:
            others.add(space)
        yield (f"{space}/…" if space else one.route), one.page


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made else "docs/manual/access.md is stale")
    PAGE.write_text(made, encoding="utf-8", newline="\n")
