"""The interface keeps what its description says, asked by every role with whatever the description allows."""

import json
import os

import pytest
from api_clients import Program, token
from reviewed_rows import MINE, OTHER, reviewed

from mtqg.access.terms import ROLES

# Each role asks a part of the addresses, so that together they ask all; with the variable each asks all, so many times.
EXAMPLES = int(os.environ.get("MTQG_API_EXAMPLES", "0"))
PLACES = {"officer": OTHER, "commune_leader": OTHER, "appraiser": "38", "provincial_office": "38"}


@pytest.fixture
def filled(office):
    return reviewed(office)


def test_every_role_gets_what_the_description_says_and_nothing_of_another_place(filled, monkeypatch):
    import schemathesis

    import mtqg.web.urls  # noqa: F401  (the addresses join when they are loaded)
    from mtqg.web.api import limits
    from mtqg.web.api.declaring import schema

    monkeypatch.setattr(limits, "PER_MINUTE", 10**6)
    operations = [one.ok() for one in schemathesis.openapi.from_dict(schema()).get_all_operations()]
    assert len(operations) > 30
    for at, role in enumerate(ROLES):
        asking = Program(token(f"ai{at}", role, PLACES.get(role, "*")))
        for operation in operations if EXAMPLES else operations[at :: len(ROLES)]:
            hold(operation, asking, role)


def hold(operation, asking, role):
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=EXAMPLES or 2,
        deadline=None,
        database=None,
        derandomize=not EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def asked(case):
        answer = sent(asking, case)
        assert answer.status_code < 500, (role, case.method, case.path, answer.content[:500])
        documented = {*operation.definition.raw["responses"], "405", "413"}
        assert str(answer.status_code) in documented, (role, case.path, answer.status_code, answer.content[:500])
        if answer.status_code == 200:
            operation.validate_response(as_response(answer))
        if PLACES.get(role) == OTHER and "/registers/" in case.path:
            assert MINE not in answer.content.decode()

    asked()


def sent(asking, case):
    """The case through Django's own client: nothing goes over a network."""
    from urllib.parse import quote, urlencode

    path = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace("{" + name + "}", quote(str(value), safe=""))
    query = urlencode(case.query or {}, doseq=True)
    headers = {"Authorization": f"Bearer {asking.secret}"}
    body = {}
    if isinstance(case.body, (dict, list, str, int, float)) and case.method.upper() != "GET":
        body = {"data": json.dumps(case.body), "content_type": "application/json"}
    return asking.client.generic(case.method.upper(), f"{path}?{query}", headers=headers, **body)


def as_response(answer):
    """Django's answer as schemathesis reads one."""
    import requests
    from schemathesis.core.transport import Response

    asked = requests.Request("GET", "https://localhost/").prepare()
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, headers, answer.content, asked, elapsed=0.0, verify=False)
