"""The deployed local cloud again, for attacks through its doors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import (
    TEST_SECONDS,
    cloud,
    machinery,
    make_tenant,
    newcomer,
    podcast,
    provider,
    pytest_runtest_makereport,
    reader,
    sample,
)

__all__ = [
    "cloud",
    "machinery",
    "make_tenant",
    "newcomer",
    "podcast",
    "provider",
    "pytest_runtest_makereport",
    "reader",
    "sample",
]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(TEST_SECONDS, func_only=True))
