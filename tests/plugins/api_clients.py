"""Programs that ask the interface with a token of somebody, for tests."""

import datetime as dt
import json

from office_people import account, anybody

EVERY_AREA = ("localities", "law", "figures", "statements", "registers", "imports", "submissions", "audit")


def token(name, role=None, place="", *, areas=EVERY_AREA, may_write=True, is_verified=True, days=30):
    """A token of an account that holds this role there."""
    from mtqg.access.terms import SIGNED_IN
    from mtqg.web import access, acts
    from mtqg.web.api import tokens

    user = account(name, *([(role, place)] if role else []))
    with acts.begin(by=user, verb="token.make", role=SIGNED_IN) as act:
        return tokens.make(
            act,
            user,
            title=f"thử {tokens.of(name).count()}",
            areas=areas,
            may_write=may_write,
            is_verified=is_verified,
            ends_on=access.today() + dt.timedelta(days=days),
        )


class Program:
    """Asks with a token; ``code`` of an answer that is a problem."""

    def __init__(self, secret):
        self.secret, self.client = secret, anybody()

    def _headers(self, headers):
        return {"Authorization": f"Bearer {self.secret}", **headers}

    def get(self, path, expect=200, headers=(), **asked):
        return self._said(self.client.get(f"/api/v1{path}", asked, headers=self._headers(dict(headers))), expect)

    def post(self, path, body=None, expect=200, **form):
        at, headers = f"/api/v1{path}", self._headers({})
        if form:
            return self._said(self.client.post(at, form, headers=headers), expect)
        return self._said(
            self.client.post(at, json.dumps(body or {}), content_type="application/json", headers=headers), expect
        )

    def delete(self, path, expect=204):
        return self._said(self.client.delete(f"/api/v1{path}", headers=self._headers({})), expect)

    def _said(self, answer, expect):
        assert answer.status_code == expect, (answer.status_code, answer.content.decode()[:1500])
        self.last = answer
        if expect >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert not answer.cookies
        return json.loads(answer.content) if answer.content else None


def program(name, role=None, place="", **how):
    return Program(token(name, role, place, **how))
