"""One copy of the project for every test that changes what is installed or where services run; and good manners."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.integration.project_copy import ProjectCopy, copied_project

LEAST_URGENT = 19


@pytest.fixture(scope="session")
def project_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectCopy]:
    """A copy that is installed; nothing of it runs yet."""
    copy = copied_project(tmp_path_factory.mktemp("project"))
    yield copy
    copy.remove()


@pytest.fixture(scope="session", autouse=True)
def _make_way() -> None:
    """Beside tests of the deployed cloud, which look at the clock, take only the time that these leave."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.nice(LEAST_URGENT)
