"""What the first overview of a server process is counted from, read before somebody waits for it.

A review that is not closed yet is read from the register: a million sheets take many seconds, once for each process.
"""

from __future__ import annotations

import logging
import threading

log = logging.getLogger("mtqg.warming")


def begin() -> None:
    """Read beside the first requests. It ends with the process."""
    threading.Thread(target=_warmed, name="warming", daemon=True).start()


def warm() -> list[tuple[str, str]]:
    """The overview of the last review, of each province in which somebody holds a role. Which: province, period."""
    from mtqg.access.roles import grants_of
    from mtqg.web import access
    from mtqg.web.figures import answers

    database, today, book = access.database(), access.today(), access.book()
    places = {one.place for one in grants_of(database) if one.holds(today)}
    units = [one for place in places if (one := book.version(place, today)) is not None]
    above = [each for one in units for each in (one, *book.ancestors(one.code, today)) if each.level == "province"]
    found = [(code, period) for period in answers.periods(database)[:1] for code in sorted({one.code for one in above})]
    for province, period in found:
        answers.overview(database, province, period, today)
    return [(province, period.text) for province, period in found]


def _warmed() -> None:
    from django.db import connections

    try:
        warm()
    except Exception:  # a page that asks for it will say what is wrong
        log.warning("the first overview was not read beforehand", exc_info=True)
    finally:
        connections.close_all()
