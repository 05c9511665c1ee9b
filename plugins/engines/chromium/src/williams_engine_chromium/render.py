"""RenderPort by the machine's Chromium, with a browser, a profile and a proxy of its own for each page."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection
from typing import Final

from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    EngineMissing,
    Forbidden,
    InvalidRequest,
    ProviderUnavailable,
    WilliamsError,
)
from williams.domain.provenance import ModelUsed
from williams.domain.urls import WEB_PORTS, is_url_of, web_url
from williams.isolation.resolving import Resolver, resolve
from williams.ports.render import LONGEST_RENDERED, RenderedPage
from williams_engine_chromium.browser import Browser, Launch, opened
from williams_engine_chromium.devtools import BrowserGoneError, CommandRefusedError
from williams_engine_chromium.guarded_proxy import GuardedProxy
from williams_engine_chromium.page import (
    MOST_NAVIGATIONS,
    CirclingError,
    CrashedError,
    PageFailedError,
    Shown,
    UnansweredError,
    opened_page,
)
from williams_engine_chromium.settings import ChromiumSettings

_FAILURES: Final = (
    *(BrowserGoneError, CommandRefusedError),
    *(CirclingError, CrashedError, PageFailedError, UnansweredError),
)
_START_SECONDS: Final = 30.0
_CIRCLES: Final = "ERR_TOO_MANY_REDIRECTS"
_SAVE: Final = "Save the page from your browser and import that file."
_SANDBOX: Final = (
    "Its sandbox needs user namespaces: where a container forbids them, WILLIAMS_CHROMIUM_RENDER_SANDBOX=off does "
    "without."
)


class ChromiumRender:
    """``allowed`` names ``host:port`` pairs that pages are shown from wherever they are."""

    paid: Final = False

    def __init__(
        self, settings: ChromiumSettings, version: str, allowed: Collection[str] = (), resolver: Resolver = resolve
    ) -> None:
        self._settings = settings
        self._allowed = allowed
        self._resolver = resolver
        self.model = ModelUsed(provider="chromium", name="chromium", version=version)

    async def render(self, url: str) -> RenderedPage:
        """See RenderPort."""
        address = web_url(url)
        program = self._program()
        async with GuardedProxy(self._allowed, self._resolver) as proxy:
            most_bytes = self._settings.memory_mb * 2**20
            launch = Launch(program, proxy.place, sandbox=self._settings.sandbox == "on", memory_bytes=most_bytes)
            async with opened(launch) as browser:
                try:
                    async with asyncio.timeout(_START_SECONDS):
                        version = await _version(browser)
                        page = await opened_page(browser.devtools)
                    shown = await page.show(address, self._settings.seconds, LONGEST_RENDERED)
                except TimeoutError as error:
                    raise ProviderUnavailable(f"Chromium gave no answer in {_START_SECONDS:g} s.") from error
                except _FAILURES as error:
                    raise self._failure(url, error, browser, proxy) from error
            return self._rendered(url, shown, version, proxy)

    def _program(self) -> str:
        names = [name.strip() for name in self._settings.program.split(",")]
        found = next(filter(None, map(shutil.which, names)), None)
        if found is None:
            raise EngineMissing(
                f"There is no Chromium on this machine by the name {' or '.join(names)}. Install it (on Debian the "
                "package chromium), or say in WILLIAMS_CHROMIUM_RENDER_PROGRAM where it is."
            )
        return found

    def _rendered(self, url: str, shown: Shown, version: str, proxy: GuardedProxy) -> RenderedPage:
        if not is_url_of(shown.url, WEB_PORTS):
            raise _not_shown(url, "it leads to a page of the browser's own", proxy)
        if shown.html is None:
            raise ContentTooLarge(
                f"{url} has {shown.length} characters once its programs have run; a page has at most "
                f"{LONGEST_RENDERED}."
            )
        return RenderedPage(
            html=shown.html,
            url=shown.url,
            engine=self.model.model_copy(update={"version": version}),
            rested=shown.rested and not proxy.overdrawn,
        )

    def _failure(self, url: str, error: Exception, browser: Browser, proxy: GuardedProxy) -> WilliamsError:
        if browser.outgrown:
            most = self._settings.memory_mb
            return ContentTooLarge(f"{url} takes more than {most} MB of memory in a browser. {_SAVE}")
        if isinstance(error, CrashedError | BrowserGoneError):
            return CorruptContent(f"{url} crashes the browser that shows it, or takes too much memory. {_SAVE}")
        if isinstance(error, UnansweredError):
            return CorruptContent(f"The programs of {url} never let the browser answer. {_SAVE}")
        if isinstance(error, CirclingError):
            return InvalidRequest(f"{url} sends its readers on more than {MOST_NAVIGATIONS} times.")
        if _CIRCLES in str(error):
            return InvalidRequest(f"{url} redirects in circles.")
        return _not_shown(url, str(error), proxy)


async def _version(browser: Browser) -> str:
    """Return which browser it is. Raises EngineMissing for one that does not start."""
    try:
        told = await browser.devtools.call("Browser.getVersion")
    except BrowserGoneError as error:
        browser.kill()
        said = await browser.last_words()
        raise EngineMissing(f"Chromium does not start on this machine. {_SANDBOX} It said: {said[-500:]}") from error
    return str(told["product"]).rpartition("/")[2]


def _not_shown(url: str, reason: str, proxy: GuardedProxy) -> WilliamsError:
    if proxy.refused:
        places = ", ".join(sorted(proxy.refused))
        return Forbidden(f"{url} leads to {places}, which is not on the public internet. It is not fetched.")
    return ProviderUnavailable(f"{url} cannot be shown: {reason}.")
