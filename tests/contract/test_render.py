"""The port ``render``: in memory, and Browserless against a server that speaks its API and misbehaves.

Chromium itself is asked in ``tests/browser``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import pytest
from williams_engine_browserless.client import BrowserlessAccess
from williams_engine_browserless.manifest import BrowserlessManifest
from williams_engine_browserless.render import BrowserlessRender

from tests.contract.browserless_server import TOKEN, BrowserlessServer, failure, shown
from tests.contract.http_server import Reply
from williams.domain.errors import (
    ContentTooLarge,
    Forbidden,
    InvalidRequest,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from williams.ports.render import LONGEST_RENDERED, RenderPort
from williams_testing.engines.render import BUILT, RenderConformance, RenderEngineConformance
from williams_testing.memory.render import InMemoryRender

PUBLIC = "http://shell.example.org/page"
UNKNOWN = {"nowhere.example.org": InvalidRequest, "later.example.org": ProviderUnavailable}
INSIDE = {"localhost": "::1", "metadata.example.org": "169.254.169.254"}


async def resolver(host: str, port: int) -> list[str]:  # noqa: ARG001  # every port is of the same machine
    if host in UNKNOWN:
        raise UNKNOWN[host](f"No address of {host!r} is known.")
    address = host if re.fullmatch(r"[\d.]+|[\da-f:]+", host) else INSIDE.get(host, "93.184.216.34")
    return ["93.184.216.34", address] if host in INSIDE else [address]


@pytest.fixture
def server() -> Iterator[BrowserlessServer]:
    with BrowserlessServer() as running:
        yield running


def browserless(
    server: BrowserlessServer, *, token: str = TOKEN, timeout_seconds: float = 30.0, allowed: tuple[str, ...] = ()
) -> BrowserlessRender:
    access = BrowserlessAccess(token, server.base_url, timeout_seconds)
    return BrowserlessRender(access, "1.0.0", 0.002, allowed, resolver)


class TestInMemory(RenderConformance):
    @pytest.fixture
    def render(self, shell: str) -> RenderPort:
        return InMemoryRender({shell: f"<p>{BUILT}</p>"})

    @pytest.fixture
    def shell(self) -> str:
        return PUBLIC


class TestBrowserless(RenderEngineConformance):
    manifest_class: ClassVar[type[BrowserlessManifest]] = BrowserlessManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"httpx"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_BROWSERLESS_RENDER_BASE_URL": "https://browser.example.org"}
    key: ClassVar[str] = TOKEN

    @pytest.fixture
    def render(self, server: BrowserlessServer) -> RenderPort:
        return browserless(server)

    @pytest.fixture
    def shell(self) -> str:
        return PUBLIC


async def test_it_asks_for_the_page_and_for_nothing_inside(server: BrowserlessServer) -> None:
    await browserless(server).render(PUBLIC)
    (call,) = server.calls
    assert call.body["url"] == PUBLIC
    rejected = [re.compile(pattern) for pattern in call.body["rejectRequestPattern"]]
    for inside in (
        *("file:///etc/passwd", "chrome://version", "ftp://example.org/", "http://localhost:80/", "http://LOCALHOST/"),
        *(
            "http://127.0.0.1:9/",
            "ws://10.1.2.3/",
            "http://169.254.169.254/latest",
            "http://172.16.0.1/",
            "http://[::1]/",
        ),
        *(
            "https://user@192.168.0.1/",
            "http://a.internal",
            "http://metadata.google.internal./x",
            "http://100.100.1.2/",
        ),
    ):
        assert any(each.search(inside.lower()) for each in rejected), inside
    for outside in (PUBLIC, "https://172.64.1.1/", "https://10.example.org/", "wss://a.org/", "data:text/css,a"):
        assert not any(each.search(outside) for each in rejected), outside


async def test_a_place_that_is_allowed_may_be_inside(server: BrowserlessServer) -> None:
    await browserless(server, allowed=("127.0.0.1:8000",)).render("http://127.0.0.1:8000/page")
    assert server.calls[0].body["rejectRequestPattern"] == []


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://metadata.example.org/", Forbidden),
        ("http://nowhere.example.org/", InvalidRequest),
        ("http://later.example.org/", ProviderUnavailable),
    ],
)
async def test_a_name_is_resolved_before_it_is_asked_for(
    server: BrowserlessServer, url: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await browserless(server).render(url)
    assert server.calls == []


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (failure(400, "POST Body validation failed"), ProviderRejected, "answered 400"),
        (failure(401, "Bad or missing authentication."), ProviderRejected, "answered 401"),
        (failure(408, "Request has timed out"), ProviderUnavailable, "answered 408"),
        (failure(429, "Too many requests", **{"Retry-After": "7"}), ProviderThrottled, "wait 7 s"),
        (failure(500, "net::ERR_NAME_NOT_RESOLVED"), ProviderUnavailable, "ERR_NAME_NOT_RESOLVED"),
        (failure(503, f"/content?token={TOKEN} failed"), ProviderUnavailable, "token=…"),
        (Reply(body=b'{"data": 1}'), ProviderRejected, "no page but application/json"),
        (shown("  "), ProviderRejected, "no page"),
        (Reply(body=b"<p>" + b"x" * 99, content_type="text/html", cut_at=9), ProviderUnavailable, "cannot be reached"),
        (shown("x" * (LONGEST_RENDERED + 1)), ContentTooLarge, "characters"),
    ],
)
async def test_each_wrong_answer_has_its_error(
    server: BrowserlessServer, reply: Reply, error: type[Exception], says: str
) -> None:
    server.script(reply)
    with pytest.raises(error, match=says) as raised:
        await browserless(server).render(PUBLIC)
    assert TOKEN not in str(raised.value)
    assert len(server.calls) == 1


async def test_an_answer_that_takes_too_long_is_not_waited_for(server: BrowserlessServer) -> None:
    server.script(Reply(never=True))
    with pytest.raises(ProviderUnavailable, match=r"longer than 0\.1 s"):
        await browserless(server, timeout_seconds=0.1).render(PUBLIC)


async def test_without_a_token_nobody_is_asked(server: BrowserlessServer) -> None:
    with pytest.raises(ProviderRejected, match="providers secret"):
        await browserless(server, token="").render(PUBLIC)
    assert (server.calls, TOKEN in repr(BrowserlessAccess(TOKEN, ""))) == ([], False)
