"""One copy of the project for every test that changes what is installed or where services run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.project_copy import ProjectCopy, copied_project


@pytest.fixture(scope="session")
def project_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectCopy]:
    """A copy that is installed; nothing of it runs yet."""
    copy = copied_project(tmp_path_factory.mktemp("project"))
    yield copy
    copy.remove()
