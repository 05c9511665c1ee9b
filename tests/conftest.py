"""Which tests may run side by side: those of one cloud never do.

xdist's own `loadgroup` reads its marks from a private attribute that pytest 9.2 no longer has, and groups nothing.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

BY_CLOUD = "loadgroup"
TOGETHER = {
    "the deployed cloud": ("tests/e2e/", "tests/chaos/", "tests/security/deployed/"),
    "the copied project": (
        "tests/integration/test_outside_services.py",
        "tests/integration/test_third_party_plugins.py",
    ),
}


class ByCloud(LoadScopeScheduling):  # type: ignore[misc]  # xdist is not typed
    """Gives all tests that work on one cloud to one worker, and of the rest a file at a time."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((cloud for cloud, places in TOGETHER.items() if file.startswith(places)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    return ByCloud(config, log) if config.getvalue("dist") == BY_CLOUD else None
