"""The deployed local cloud again, and how much of what is to happen to it."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import cloud, machinery, make_tenant, provider

__all__ = ["cloud", "machinery", "make_tenant", "provider"]

# Fits into a run of all tests; `make chaos` asks for 200.
FEW_JOBS = 24
SEED = 2026
MOST_SECONDS = 1800


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--chaos-jobs", type=int, default=FEW_JOBS, help="how many jobs run while processes are killed")
    parser.addoption("--chaos-seed", type=int, default=SEED, help="what decides when which process is killed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "chaos":
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(MOST_SECONDS, func_only=True))


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--chaos-jobs", FEW_JOBS))


@pytest.fixture(scope="module")
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--chaos-seed", SEED))
