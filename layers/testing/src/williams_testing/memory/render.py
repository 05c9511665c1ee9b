"""A browser in memory: what it shows of each address is written down."""

from __future__ import annotations

from collections.abc import Mapping

from williams.domain.errors import Forbidden, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.domain.urls import web_url
from williams.ports.render import RenderedPage

_INSIDE = ("http://127.", "http://localhost", "http://10.", "http://169.254.", "http://[::1]")


class InMemoryRender:
    """RenderPort for tests. ``pages`` maps addresses to HTML, or to what is raised; ``asked`` has those asked for."""

    model = ModelUsed(provider="memory", name="browser", version="1")
    paid = False

    def __init__(self, pages: Mapping[str, str | Exception], rested: bool = True) -> None:
        self.asked: list[str] = []
        self._pages = {web_url(url): page for url, page in pages.items()}
        self._rested = rested

    async def render(self, url: str) -> RenderedPage:
        """See RenderPort."""
        address = web_url(url)
        self.asked.append(url)
        page = self._pages.get(address, ProviderUnavailable(f"{url} does not answer."))
        if isinstance(page, Exception):
            raise Forbidden(f"{url} leads inside.") if address.startswith(_INSIDE) else page
        return RenderedPage(html=page, url=address, engine=self.model, rested=self._rested)
