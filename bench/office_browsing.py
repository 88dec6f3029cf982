"""Somebody at work in a browser: signs in, follows the links that the pages show, searches and filters, and thinks.

Which page comes next is the one that was measured least of those whose links were seen, so that a run of minutes opens
every page that somebody of a role reaches. A link is told by the name of its address.
"""

from __future__ import annotations

import html
import http.client
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from office_people import PASSWORD, Who

LINK = re.compile(r'href="(/[^"#]*)"')
FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FLOOR = "sign_in (floor)"
# Not pages that somebody reads: whole registers and files are written out, and are told apart.
FILES = ("register_export", "intake_template", "papers_file", "report_file", "audit_copy_file", "why_pdf",
         "audit_sheets", "findings_export", "intake_reply")  # fmt: skip
NEVER = ("sign_out", "sign_in", "choose_language", "api_schema")
_POOL = 300  # links kept of a page


@dataclass
class Measured:
    """What all people together measured: milliseconds by page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    is_on: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, milliseconds: float) -> None:
        with self.lock:
            if self.is_on:
                self.times[page].append(milliseconds)

    def fail(self, what: str) -> None:
        with self.lock:
            self.wrong.append(what)


class Browser:
    """A browser without pictures: cookies, one connection that is kept, forms."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token = port, {}, ""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def ask(self, address: str, data: bytes | None = None, kind: str = "") -> tuple[int, str, str, float]:
        """Status, text, where it sends to, and milliseconds until the last byte."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data is not None:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        began = time.perf_counter()
        try:
            self.connection.request("GET" if data is None else "POST", address, data, headers)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()  # the server closes what was idle: a browser asks again
            self.connection.request("GET" if data is None else "POST", address, data, headers)
            answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        text = body.decode("utf-8", "replace") if "text" in (answer.getheader("Content-Type") or "") else ""
        if found := FIELD.search(text):
            self.token = found[1]
        return answer.status, text, answer.getheader("Location") or "", took

    def post(self, address: str, **given: str) -> tuple[int, str, str, float]:
        data = urlencode({"csrfmiddlewaretoken": self.token, **given}).encode()
        return self.ask(address, data, "application/x-www-form-urlencoded")

    def sign_in(self, account: str) -> bool:
        self.ask("/dang-nhap/")
        status, _, _, _ = self.post("/dang-nhap/", username=account, password=PASSWORD)
        return status == 302


class Addresses:
    """The name of the page of an address, by the declarations of the product."""

    def __init__(self) -> None:
        from django.urls import Resolver404, resolve

        self._resolve, self._gone = resolve, Resolver404
        self._known: dict[str, str] = {}

    def name(self, path: str) -> str:
        if path not in self._known:
            try:
                found = self._resolve(path)
                self._known[path] = f"{found.namespace}:{found.url_name}" if found.namespace else str(found.url_name)
            except self._gone:
                self._known[path] = ""
        return self._known[path]


@dataclass
class Worker(threading.Thread):
    """Somebody at work until the end."""

    who: Who
    port: int
    think: float
    measured: Measured
    addresses: Addresses
    until: float
    seeds: Iterable[str] = ()

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.pool: dict[str, list[str]] = defaultdict(list)
        self.chance = random.Random(self.who.account)

    __hash__ = threading.Thread.__hash__

    def sign_in(self) -> None:
        self.browser = Browser(self.port)
        if not self.browser.sign_in(self.who.account):
            raise SystemExit(f"{self.who.account} cannot sign in")
        for seed in ("/", *self.seeds):
            self.keep(seed)

    def keep(self, address: str) -> None:
        name = self.addresses.name(urlsplit(address).path)
        if name and name not in NEVER and not name.startswith("admin:") and name not in FILES:
            pool = self.pool[name]
            if address not in pool:
                if len(pool) < _POOL:
                    pool.append(address)
                else:
                    pool[self.chance.randrange(_POOL)] = address

    def run(self) -> None:
        time.sleep(self.chance.uniform(0, self.think))
        while time.time() < self.until:
            name = min(self.pool, key=lambda one: (len(self.measured.times.get(one, ())), self.chance.random()))
            if self.chance.random() < 0.5:  # half of the time whatever is at hand
                name = self.chance.choice(sorted(self.pool))
            self.open(name, self.chance.choice(self.pool[name]))
            time.sleep(self.chance.uniform(0.5 * self.think, 1.5 * self.think))

    def open(self, name: str, address: str) -> None:
        try:
            status, text, to, took = self.browser.ask(address)
        except OSError as broken:
            self.measured.fail(f"{type(broken).__name__} {address}")
            return
        if status in (403, 404, 405) or (status == 302 and "/dang-nhap/" not in to):
            self.pool.pop(name, None)  # not for this role, or no page to read
            self.keep("/")
            return
        if status != 200:
            self.measured.fail(f"{status} {self.who.role} {address}")
            return
        self.measured.add(name, took)
        if name == "overview":
            self.measured.add("overview, " + ("province" if self.who.place in ("38", "*") else "commune"), took)
        for link in LINK.findall(text):
            self.keep(html.unescape(link))


def searches(who: Who) -> list[str]:
    """What people type and choose: registers by name, number, village, period; figures by measure, place and year."""
    from mtqg.catalogue import CATALOGUE

    found = ["/so/", "/so-lieu/", "/nhap/", "/bao-cao/", "/chi-dao/nhiem-vu/", "/chi-dao/van-ban/"]
    for table in ("poverty_sheets", "households", "household_members", "household_counts"):
        for asked in ({"q": "Lò Thị An"}, {"q": "038100000777"}, {"q": "Mường"}, {"period": "2025"}, {"period": "2026"},
                      {"q": "hộ nghèo"}, {"locality": "14845"}, {"locality": "14845", "period": "2025"}):  # fmt: skip
            found.append(f"/so/{table}/?{urlencode(asked)}")
    for measure in list(CATALOGUE.measures)[:60]:
        for period in ("2025", "2026"):
            place = "38" if who.place == "*" else who.place
            found.append("/so-lieu/chi-tieu/?" + urlencode({"measure": measure, "locality": place, "period": period}))
    for period in ("2024", "2025", "2026"):
        found += [f"/so-lieu/?period={period}", f"/so-lieu/trang-doc/?period={period}"]
    return found


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))
