"""Which tests may run side by side: those of one cloud never do, and those that share what is slow to make need not.

xdist's own `loadgroup` reads its marks from a private attribute that pytest 9.2 no longer has, and groups nothing.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

BY_GROUP = "loadgroup"
TOGETHER = {
    "the deployed cloud": ("tests/e2e/", "tests/chaos/", "tests/security/deployed/"),
    "the copied project": (
        "tests/integration/test_outside_services.py",
        "tests/integration/test_third_party_plugins.py",
    ),
    "the servers of the stores": ("tests/contract/",),
    "the synthesized stages": ("tests/infra/",),
}


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # xdist is not typed
    """Gives all tests of a group to one worker, the largest group first, and of the rest a file at a time."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((group for group, places in TOGETHER.items() if file.startswith(places)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    return ByGroup(config, log) if config.getvalue("dist") == BY_GROUP else None
