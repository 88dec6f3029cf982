"""What steering finds waiting for a person, for the page of their work."""

from __future__ import annotations

from mtqg.steering.tasks import Task
from mtqg.web import access
from mtqg.web.accounts.work import SOON_DAYS, Part


def parts(who: access.Person) -> list[Part]:
    """Tasks that are this person's, or their place's where they report for it: late ones first, then those due soon."""
    from mtqg.web.steering import reading
    from mtqg.web.steering.task_views import task_table

    if not who.may("see"):
        return []
    seen, account, sends = access.Reader(who.scope("see"), who.on), who.user.get_username(), who.scope("send")
    of_places = {one.place for one in who.grants}
    mine = [
        one
        for one in reading.tasks(seen)
        if one.state == "open" and (one.owner == account or (not one.owner and _is_ours(one, of_places, sends)))
    ]
    late = [one for one in mine if one.is_late(who.on)]
    soon = [one for one in mine if not one.is_late(who.on) and (one.due_now - who.on).days <= SOON_DAYS]
    named = (("Nhiệm vụ quá hạn", late, True), ("Nhiệm vụ sắp đến hạn", soon, False))
    return [Part(title, task_table(found, seen, title), is_urgent) for title, found, is_urgent in named]


def _is_ours(one: Task, places: set[str], sends: access.Scope) -> bool:
    """A place's task waits for those of that place, not for everybody above it."""
    return one.place in sends and one.place in places
