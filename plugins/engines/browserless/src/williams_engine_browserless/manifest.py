"""What Browserless takes: where it is, and a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, Manifest
from williams.engine.prices import Rate
from williams.ports.engines import RENDER, Port

if TYPE_CHECKING:
    from williams_engine_browserless.render import BrowserlessRender


class BrowserlessSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    base_url: str = Field(
        pattern=r"^https?://[^\s?#]+$", description="Where it is: your own server, or your region of the service."
    )
    usd_per_page: float = Field(
        default=0.002, gt=0, description="What a page is counted with: what your plan charges, or your server costs."
    )


class BrowserlessManifest(Manifest[BrowserlessSettings]):
    """It runs elsewhere: what its browser reaches there is for whoever runs it to bound."""

    port: ClassVar[Port[Any]] = RENDER
    name: ClassVar[str] = "browserless"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A Browserless server, of your own or of browserless.io."
    paid: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = BrowserlessSettings
    secret_field: ClassVar[str | None] = "browserless"

    def rate(self, settings: BrowserlessSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one browser
        return Rate(0.0, call_usd=settings.usd_per_page)

    def make(self, bench: Bench[BrowserlessSettings]) -> BrowserlessRender:
        from williams_engine_browserless.client import BrowserlessAccess
        from williams_engine_browserless.render import BrowserlessRender

        access = BrowserlessAccess(bench.key, bench.settings.base_url.rstrip("/"), bench.timeout_seconds)
        return BrowserlessRender(access, self.version, bench.settings.usd_per_page, bench.allowed)
