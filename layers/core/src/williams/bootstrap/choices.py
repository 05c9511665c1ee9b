"""What a deployment chooses for the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from williams.configuration import settings
from williams.domain.lanes import Lanes
from williams.domain.listings import MOST_ENTRIES


@dataclass(frozen=True)
class Choices:
    """Times are in seconds. ``requests_per_minute`` is by class of routes; a class without one has no limit.

    ``websocket_url`` may hold ``{job_id}``; ``plugin_id`` is the plugin whose stages this process runs, if any;
    ``job_budget_usd`` bounds what one job may pay providers, ``most_entries`` what one listing may name.
    """

    public_url: str
    websocket_url: str
    ticket_seconds: int = 300
    link_seconds: int = 7 * 24 * 3600
    download_seconds: int = 900
    upload_max_bytes: int = 200 * 1024 * 1024
    job_budget_usd: float = 5.0
    most_entries: int = MOST_ENTRIES
    plugin_id: str | None = None
    lanes: Lanes = field(default_factory=Lanes)
    requests_per_minute: Mapping[str, int] = field(default_factory=dict)


def configured() -> Choices:
    """Return what the settings say."""
    chosen = settings()
    return Choices(
        public_url=chosen.public_url,
        websocket_url=chosen.websocket_url,
        ticket_seconds=chosen.ticket_seconds,
        link_seconds=chosen.link_seconds,
        download_seconds=chosen.download_seconds,
        upload_max_bytes=chosen.upload_max_bytes,
        job_budget_usd=chosen.job_budget_usd,
        most_entries=chosen.listing_max_entries,
        plugin_id=chosen.plugin_id,
        lanes=Lanes(chosen.lanes, chosen.default_lane, chosen.places_for_others),
        requests_per_minute={
            "read": chosen.reads_per_minute,
            "search": chosen.searches_per_minute,
            "write": chosen.writes_per_minute,
        },
    )
