"""Pages that programs build in a browser, as HTML once they have run."""

from __future__ import annotations

from typing import Final, Protocol

from pydantic import BaseModel, Field

from williams.domain.provenance import ModelUsed

LONGEST_RENDERED: Final = 20 * 1024 * 1024
"""Characters of a page."""


class RenderedPage(BaseModel):
    """``url`` is where the page led to in the end, as far as the engine knows.

    ``rested`` is False where the page was taken while its programs were still at work.
    """

    html: str = Field(min_length=1, max_length=LONGEST_RENDERED)
    url: str
    engine: ModelUsed
    rested: bool = True
    cost_usd: float = 0.0


class RenderPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def render(self, url: str) -> RenderedPage:
        """Show a page in a browser and return what its programs made of it. Nothing is clicked, and nobody logs in.

        The engine says which version of its browser it was. Neither the page nor its programs reach what is not on the
        public internet by an engine that runs on this machine; of a service's it asks for public addresses only.

        Raises InvalidRequest for what is no address of a page, or leads in circles; Forbidden for what leads inside;
        ContentTooLarge for a page that takes more memory than there is for it or is longer than ``LONGEST_RENDERED``;
        CorruptContent for one whose programs let the browser give no answer; EngineMissing where the browser does not
        start; ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
