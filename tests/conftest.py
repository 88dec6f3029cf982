"""What the whole suite shares: which database the registers stand in, and a quick way to an empty one.

The suite runs on SQLite, or on the PostgreSQL server that MTQG_TEST_POSTGRESQL names by its URL. Tests that hold both
against each other ask for ``postgresql_url`` and get a server either way.
"""

import os
from contextlib import ExitStack

import pytest
import register_schemas
import register_touching
from hypothesis import HealthCheck, settings

# How long an example takes says nothing here: machines differ, and several suites may share one.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

POSTGRESQL = os.environ.get("MTQG_TEST_POSTGRESQL", "")
TOUCHING = pytest.StashKey[register_touching.Touching]()


def pytest_addoption(parser):
    parser.addoption(
        "--only-register",
        action="store_true",
        help="leave out tests that an earlier run saw without any register: another database cannot change them",
    )


def pytest_configure(config):
    config.stash[TOUCHING] = register_touching.Touching()
    # As a plugin: of a fixture of the whole session no conftest below the root is told.
    config.pluginmanager.register(config.stash[TOUCHING])


def pytest_collection_modifyitems(config, items):
    if config.getoption("only_register"):
        register_touching.select(config, items)


def pytest_sessionfinish(session):
    # On PostgreSQL nothing is learned: there a connection makes no event.
    if POSTGRESQL:
        return
    seen = session.config.stash[TOUCHING].seen
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[register_touching.KEPT] = seen  # several processes: the first one keeps it
    else:
        register_touching.keep(session.config, seen)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    if not POSTGRESQL:
        register_touching.keep(node.config, getattr(node, "workeroutput", {}).get(register_touching.KEPT, {}))


@pytest.fixture(scope="session", autouse=True)
def quick_registers(tmp_path_factory, request):
    """Migrate one register of each kind for all tests; the others are copied from it."""
    import mtqg.web.schema as schema

    touching = request.config.stash[TOUCHING]
    # A schema is given back when the test is over, or the fixture that made it.
    schemas = register_schemas.Schemas(lambda give_back: touching.running[-1].addfinalizer(give_back))
    template = tmp_path_factory.mktemp("register") / "template.sqlite"
    with ExitStack() as after, pytest.MonkeyPatch.context() as patched:
        patched.setattr(schema, "make_sqlite", register_schemas.copied(template))
        patched.setattr(schema, "make_postgresql", schemas.make)
        if POSTGRESQL:
            own = register_schemas.own_database(POSTGRESQL)
            after.callback(register_schemas.drop_database, POSTGRESQL, own)
            patched.setenv("DATABASE_URL", own)
        else:
            patched.delenv("DATABASE_URL", raising=False)
        yield


@pytest.fixture(scope="session")
def postgresql_url(quick_registers):
    """A database of a PostgreSQL server: the one that the suite runs on, or one of the wheel's, started for this."""
    import postgresql

    with ExitStack() as after:
        url = POSTGRESQL
        if not url:
            binaries = postgresql.wheel()
            if binaries is None:
                pytest.skip("no PostgreSQL is at hand")
            url = after.enter_context(postgresql.server(binaries))
        own = register_schemas.own_database(url)
        after.callback(register_schemas.drop_database, url, own)
        yield own
