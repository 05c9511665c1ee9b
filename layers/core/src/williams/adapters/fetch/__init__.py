"""Getting what a user's URL points at: an upload of the owner's, or a page of the public web behind guards."""

from __future__ import annotations

from collections.abc import Iterable

from williams.adapters.fetch.by_scheme import FetchByScheme
from williams.adapters.fetch.guarded import GuardedFetch
from williams.adapters.fetch.pace import Pace
from williams.adapters.fetch.robots import AGENT
from williams.adapters.fetch.uploads import UploadFetch
from williams.ports.objects import ObjectPort

__all__ = ["FetchByScheme", "GuardedFetch", "UploadFetch", "make_fetch"]


def make_fetch(
    objects: ObjectPort,
    owner: str,
    allowed: Iterable[str] = (),
    respect_robots: bool = False,
    agent: str = AGENT,
    pace: Pace | None = None,
) -> FetchByScheme:
    """Return the fetcher of one owner. ``allowed`` names ``host:port`` pairs on private networks, for local tests.

    ``agent`` is what it calls itself. ``pace`` keeps to how fast sites ask to be asked, where their robots.txt is
    respected.
    """
    web = GuardedFetch(allowed, respect_robots=respect_robots, agent=agent, pace=pace)
    return FetchByScheme({"upload": UploadFetch(objects, owner), "http": web, "https": web})
