"""Every page in one process, one after another: seconds of the processor and questions to the database of each.

What a busy machine does to the clock is not in these numbers. An act is written before every tenth page, so that
answers kept until the next act are seen both ways.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import office_people
import office_province as province


class Client:
    """Django's own client, where ``office_browsing.Browser`` has a connection."""

    def __init__(self, account: str) -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client as Inner

        self.inner = Inner(SERVER_NAME="localhost", raise_request_exception=False)
        self.inner.force_login(
            get_user_model().objects.get(username=account), backend="django.contrib.auth.backends.ModelBackend"
        )

    def ask(self, address: str) -> tuple[int, str, str, float]:
        began = time.process_time()
        answer = self.inner.get(address)
        took = (time.process_time() - began) * 1000
        text = answer.content.decode() if not answer.streaming and "text" in answer["Content-Type"] else ""
        return answer.status_code, text, answer.headers.get("Location", ""), took


def run(home: Path, rounds: int) -> Any:
    os.environ |= {"MTQG_HOME": str(home), "MTQG_SECOND_FACTOR": "off", "MTQG_PLAIN_HTTP": "1"}
    from mtqg.web.schema import set_up

    set_up()
    import office_acts
    import office_browsing as browsing
    from django.conf import settings
    from django.db import connection

    from mtqg.core.instance import open_instance

    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    asked: list[str] = []
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(asked.append)
    measured, addresses = browsing.Measured(is_on=True), browsing.Addresses()
    roles = {one.role: one for one in reversed(office_people.workers(50))}
    people = [browsing.Worker(who, 0, 0, measured, addresses, 0.0, browsing.searches(who)) for who in roles.values()]
    questions: dict[str, list[int]] = defaultdict(list)
    slowest: dict[str, tuple[float, str, str]] = {}
    for one in people:
        one.browser = Client(one.who.account)
        for seed in ("/", *one.seeds):
            one.keep(seed)
    instance, done = open_instance(home), 0
    for at in range(rounds):
        for one in people:
            name = min(one.pool, key=lambda page: (len(measured.times.get(page, ())), one.chance.random()))
            address = one.chance.choice(one.pool[name])
            if at % 10 == 9 and one is people[0]:
                office_acts.correct(instance, province.communes(office_acts.DAY)[at % 166], at)
                done += 1
            before, wrong = len(asked), len(measured.wrong)
            took = len(measured.times.get(name, ()))
            one.open(name, address)
            if len(measured.times.get(name, ())) > took:
                questions[name].append(len(asked) - before)
                if measured.times[name][-1] > slowest.get(name, (0.0, "", ""))[0]:
                    slowest[name] = (measured.times[name][-1], one.who.role, address)
            if len(measured.wrong) > wrong:
                print("WRONG", measured.wrong[-1], flush=True)
    print(f"{'page':26} {'opened':>6} {'half':>7} {'most':>7}  ms of the processor; questions half, most; the slowest")
    for name, times in sorted(measured.times.items(), key=lambda one: -max(one[1])):
        counted = sorted(questions[name]) or [0]
        print(
            f"{name:26} {len(times):6} {sorted(times)[len(times) // 2]:7.0f} {max(times):7.0f}  "
            f"{counted[len(counted) // 2]:5} {counted[-1]:5}  {' '.join(slowest.get(name, (0, '', ''))[1:])}"
        )
    return measured
