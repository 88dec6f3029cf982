"""Registers in one database or the other, in the same session."""

import os
from urllib.parse import quote, urlsplit

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request, monkeypatch):
    """The test runs once on each: new instances stand there."""
    if request.param == "sqlite":
        monkeypatch.delenv("DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("postgresql_url"))
    return request.param


@pytest.fixture
def put_in(monkeypatch, postgresql_url):
    """Says where the next instances stand."""

    def put(kind):
        if kind == "sqlite":
            monkeypatch.delenv("DATABASE_URL", raising=False)
        else:
            monkeypatch.setenv("DATABASE_URL", postgresql_url)

    return put


@pytest.fixture
def superuser(postgresql_url):
    """A connection that may make roles and databases; what it made is taken back by name."""
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def url_of(postgresql_url):
    """The server's URL with another role or database."""

    def url(*, role=None, password="", database=None):
        parts = urlsplit(postgresql_url)
        if role is not None:
            place = parts.netloc.rpartition("@")[2]
            said = quote(role, safe="") + (f":{quote(password, safe='')}" if password else "")
            parts = parts._replace(netloc=f"{said}@{place}")
        return (parts._replace(path=f"/{quote(database, safe='')}") if database else parts).geturl()

    return url


@pytest.fixture
def new_database(superuser):
    """Makes databases with these clauses; they are gone after the test."""
    made = []

    def new(clauses):
        name = f"mtqg_test_{os.urandom(6).hex()}"
        superuser.execute(f"CREATE DATABASE {name} TEMPLATE template0 {clauses}")
        made.append(name)
        return name

    yield new
    for name in made:
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_role(superuser):
    """Makes roles that may log in; they are gone after the test, with what they own here."""
    made = []

    def new(name, clauses=""):
        superuser.execute(f'CREATE ROLE "{name}" LOGIN {clauses}')
        made.append(name)
        return name

    yield new
    for name in made:
        superuser.execute(f'DROP OWNED BY "{name}" CASCADE')
        superuser.execute(f'DROP ROLE "{name}"')
