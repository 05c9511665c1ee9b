"""RenderPort by Browserless' ``/content``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from williams.domain.provenance import ModelUsed
from williams.domain.public_addresses import check_public
from williams.domain.urls import WEB_PORTS, web_url
from williams.engine.prices import Rate
from williams.isolation.resolving import Resolver, resolve
from williams.ports.render import RenderedPage
from williams_engine_browserless.client import BrowserlessAccess

_SPARE_SECONDS: Final = 10.0
"""Of a call's time: for the browser to start, and for the answer to come."""
_UNREAD: Final = ("image", "media", "font")
_INSIDE: Final = (
    r"^(?!https?://|wss?://|data:|blob:|about:)",
    r"^\w+://(?:[^/?#]*@)?(?:localhost|[^/?#]*\.(?:localhost|local|internal|lan|home\.arpa))\.?(?:[:/?#]|$)",
    r"^\w+://(?:[^/?#]*@)?(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))"
    r"\.[\d.]+(?:[:/?#]|$)",
    r"^\w+://(?:[^/?#]*@)?\[(?!2|3)",
)
"""What a page's own requests may not name. A name that stands for an inside address is not told by its look: that the
service's network has no way inside is for whoever runs it.
"""


class BrowserlessRender:
    """``allowed`` names ``host:port`` pairs that pages are shown from wherever they are.

    The service does not say which browser it was, where a page led to, nor whether the page was at rest.
    """

    paid: Final = True

    def __init__(
        self,
        access: BrowserlessAccess,
        version: str,
        usd_per_page: float,
        allowed: Collection[str] = (),
        resolver: Resolver = resolve,
    ) -> None:
        self.rate = Rate(0.0, call_usd=usd_per_page)
        self.model = ModelUsed(provider="browserless", name="browserless", version=version)
        self._access = access
        self._usd_per_page = usd_per_page
        self._allowed = frozenset(allowed)
        self._resolver = resolver

    async def render(self, url: str) -> RenderedPage:
        """See RenderPort."""
        address = web_url(url)
        inside_allowed = await self._check(address)
        body = {
            "url": address,
            "gotoOptions": {"waitUntil": "networkidle2", "timeout": self._milliseconds()},
            # What there is by then is taken, instead of nothing.
            "bestAttempt": True,
            "rejectResourceTypes": list(_UNREAD),
            "rejectRequestPattern": [] if inside_allowed else list(_INSIDE),
        }
        html = await self._access.content(body)
        return RenderedPage(html=html, url=address, engine=self.model, cost_usd=self._usd_per_page)

    async def _check(self, address: str) -> bool:
        """Return whether the page stands where the deployment allows it whatever its address.

        Raises Forbidden, InvalidRequest, ProviderUnavailable.
        """
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or WEB_PORTS[parts.scheme]
        if f"{host}:{port}" in self._allowed:
            return True
        check_public(host, await self._resolver(host, port))
        return False

    def _milliseconds(self) -> int:
        return int(max(self._access.timeout_seconds - _SPARE_SECONDS, self._access.timeout_seconds / 2) * 1000)
