"""A page in a browser: opened, waited for until it rests, and taken as HTML."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Coroutine
from contextlib import suppress
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeVar

from williams_engine_chromium.closed_roots import MOST_ELEMENTS, closed_roots
from williams_engine_chromium.devtools import CommandRefusedError, DevTools, Event

_T = TypeVar("_T")
MOST_NAVIGATIONS: Final = 10
_POLL_SECONDS: Final = 0.25
_QUIET_SECONDS: Final = 0.75
"""How long a page asks for nothing and changes nothing before it is at rest."""
_STILL_SECONDS: Final = 3.0
"""How long a page with open requests, or with hardly any text, changes nothing before it is at rest."""
_LITTLE_TEXT: Final = 200
_PATIENCE: Final = 3.0
"""Seconds for one answer of the page's: a program that never ends lets it give none."""
_WORLD: Final = "williams"
_ENDLESS: Final = frozenset({"EventSource", "WebSocket", "Media", "Ping"})
_WITHOUT_WORKERS: Final = "delete Navigator.prototype.serviceWorker"
_ELEMENTS: Final = "() => document.getElementsByTagName('*').length"
_LENGTH: Final = "() => document.documentElement ? document.documentElement.textContent.length : 0"


class Shown(NamedTuple):
    """``html`` is None where it is longer than asked for, ``length`` then says how long. ``rested`` says whether
    the page had come to rest.
    """

    url: str
    html: str | None
    length: int
    rested: bool


class UnansweredError(Exception):
    """The page's programs let it give no answer."""


class CirclingError(Exception):
    """The page goes on and on to others."""


class CrashedError(Exception):
    """What shows the page has crashed."""


class PageFailedError(Exception):
    """The browser shows an error of its own in the place of the page: its name for it."""


class Page:
    """Made by ``opened_page``."""

    def __init__(self, devtools: DevTools, session: str, frame: str) -> None:
        self._devtools = devtools
        self._session = session
        self._frame = frame
        self._asked: set[str] = set()
        self._loaded = self._crashed = False
        self._navigations = 0
        self._quiet_since = time.monotonic()
        self._world: int | None = None
        devtools.listen(session, self._on_event)

    async def show(self, url: str, seconds: float, longest: int) -> Shown:
        """Go to ``url``, wait ``seconds`` at most until the page rests, and take it.

        Raises UnansweredError, CirclingError, CrashedError, PageFailedError, BrowserGoneError.
        """
        ends = time.monotonic() + seconds
        with suppress(TimeoutError):
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + seconds):
                went = await self._devtools.call("Page.navigate", self._session, url=url)
                if error := went.get("errorText"):
                    raise PageFailedError(error)
        rested = await self._rested(ends)
        if not rested:
            # Programs that never end are ended, so that the page can be asked.
            self._devtools.send("Runtime.terminateExecution", self._session)
        taken = await self._taken(longest)
        return Shown(taken["url"], taken.get("html"), taken.get("length", 0), rested)

    async def _taken(self, longest: int) -> Any:
        """Return the page as ``shown.js`` does."""
        function = files(__package__).joinpath("shown.js").read_text("utf-8")
        roots: list[dict[str, str]] = []
        if await self._told(_ELEMENTS) <= MOST_ELEMENTS:
            # The browser tells no tree of a page that is nested too deeply, and no large one in time.
            with suppress(UnansweredError):
                roots = await self._answered(self._closed_roots())
        if not roots:
            return await self._told(function, longest)
        return await self._answered(self._called(function, [{"value": longest}, *roots]))

    async def _closed_roots(self) -> list[dict[str, str]]:
        return await closed_roots(self._devtools, self._session, await self._own_world())

    async def _called(self, function: str, arguments: list[dict[str, Any]]) -> Any:
        called = await self._devtools.call(
            "Runtime.callFunctionOn",
            self._session,
            functionDeclaration=function,
            executionContextId=await self._own_world(),
            arguments=arguments,
            returnByValue=True,
        )
        return _value(called)

    async def _rested(self, ends: float) -> bool:
        length, still_since = -1, time.monotonic()
        while (now := time.monotonic()) < ends:
            self._check()
            with suppress(UnansweredError):
                told = await self._told(_LENGTH, patience=min(_PATIENCE, max(ends - now, _POLL_SECONDS)))
                if told != length:
                    length, still_since = told, time.monotonic()
                elif self._is_quiet(length, still_since):
                    return True
            await asyncio.sleep(_POLL_SECONDS)
        self._check()
        return False

    def _is_quiet(self, length: int, still_since: float) -> bool:
        now = time.monotonic()
        if not self._loaded:
            return False
        if not self._asked and length >= _LITTLE_TEXT:
            return now - max(still_since, self._quiet_since) >= _QUIET_SECONDS
        return now - still_since >= _STILL_SECONDS

    async def _told(self, function: str, *arguments: Any, patience: float = _PATIENCE) -> Any:
        """Return what a function returns in a world of its own. Raises UnansweredError, BrowserGoneError."""
        return await self._answered(self._evaluated(f"({function})({','.join(map(json.dumps, arguments))})"), patience)

    async def _evaluated(self, expression: str) -> Any:
        world = await self._own_world()
        called = await self._devtools.call(
            "Runtime.evaluate", self._session, expression=expression, contextId=world, returnByValue=True
        )
        return _value(called)

    async def _answered(self, question: Coroutine[Any, Any, _T], patience: float = _PATIENCE) -> _T:
        """Return the answer to a question. Raises UnansweredError, BrowserGoneError."""
        try:
            async with asyncio.timeout(patience):
                return await question
        except TimeoutError as error:
            raise UnansweredError("The page gave no answer in time.") from error
        except CommandRefusedError as error:
            self._world = None  # The page went on to another, whose world is another.
            raise UnansweredError(str(error)) from error

    async def _own_world(self) -> int:
        if self._world is None:
            made = await self._devtools.call(
                "Page.createIsolatedWorld", self._session, frameId=self._frame, worldName=_WORLD
            )
            self._world = made["executionContextId"]
        return self._world

    def _check(self) -> None:
        if self._crashed:
            raise CrashedError
        if self._navigations > MOST_NAVIGATIONS:
            raise CirclingError

    def _on_event(self, name: str, told: dict[str, Any]) -> None:
        match name:
            case "Network.requestWillBeSent" if told.get("type") not in _ENDLESS:
                self._asked.add(told["requestId"])
            case "Network.loadingFinished" | "Network.loadingFailed":
                self._asked.discard(told["requestId"])
                self._quiet_since = time.monotonic()
            case "Page.loadEventFired":
                self._loaded = True
            case "Page.javascriptDialogOpening":
                self._devtools.send("Page.handleJavaScriptDialog", self._session, accept=False)
            case "Page.frameNavigated" if told["frame"]["id"] == self._frame:
                self._went_on()
            case "Inspector.targetCrashed":
                self._crashed = True

    def _went_on(self) -> None:
        self._navigations += 1
        self._world = None
        self._loaded = False
        self._asked.clear()


def _value(called: dict[str, Any]) -> Any:
    if "exceptionDetails" in called:
        raise UnansweredError(called["exceptionDetails"].get("text", ""))
    return called["result"].get("value")


async def opened_page(devtools: DevTools) -> Page:
    """Open a page in which nothing is downloaded, no other page opened and no worker left behind.

    Raises BrowserGoneError, CommandRefusedError.
    """
    await devtools.call("Browser.setDownloadBehavior", behavior="deny")
    target = (await devtools.call("Target.createTarget", url="about:blank"))["targetId"]
    attached = await devtools.call("Target.attachToTarget", targetId=target, flatten=True)
    session = attached["sessionId"]
    others = await devtools.call("Target.getTargets")
    devtools.listen("", _closing_others(devtools, {target, *(each["targetId"] for each in others["targetInfos"])}))
    await devtools.call("Target.setDiscoverTargets", discover=True)
    page = Page(devtools, session, target)
    for method, parameters in (
        ("Page.enable", {}),
        ("Network.enable", {}),
        ("Inspector.enable", {}),
        ("Network.setBypassServiceWorker", {"bypass": True}),
        ("Page.addScriptToEvaluateOnNewDocument", {"source": _WITHOUT_WORKERS}),
    ):
        await devtools.call(method, session, **parameters)
    return page


def _closing_others(devtools: DevTools, known: set[str]) -> Event:
    """Return what closes each window that a page opens, also where the window does not say by whom (``noopener``)."""

    def on_event(name: str, told: dict[str, Any]) -> None:
        about = told.get("targetInfo", {})
        if name == "Target.targetCreated" and about.get("type") == "page" and about["targetId"] not in known:
            devtools.send("Target.closeTarget", targetId=about["targetId"])

    return on_event
