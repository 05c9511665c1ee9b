"""One copy of the project for every test that changes what is installed or where services run.

Beside the tests of the deployed cloud, another worker runs these, one file after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.project_copy import ProjectCopy, copied_project

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together, unless they say with which others they go."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def project_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectCopy]:
    """A copy that is installed; nothing of it runs yet."""
    copy = copied_project(tmp_path_factory.mktemp("project"))
    yield copy
    copy.remove()
