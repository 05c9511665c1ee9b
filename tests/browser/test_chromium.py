"""Chromium itself shows pages. It is big, so this is no part of ``make test``: ``make test-browser``."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import pytest
from williams_engine_chromium.manifest import ChromiumManifest
from williams_engine_chromium.render import ChromiumRender
from williams_engine_chromium.settings import ChromiumSettings
from williams_import_web import WebImport

from tests.browser.pages import PAGES, WORDS
from tests.security.raw_server import RawServer, ok, raw_server, redirect
from williams.domain.errors import ContentTooLarge, CorruptContent, EngineMissing, Forbidden, InvalidRequest
from williams.domain.ids import new_id
from williams.ports.render import RenderPort
from williams_testing.engines.render import RenderEngineConformance
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary

HTML = "Content-Type: text/html; charset=utf-8"
SECONDS = 6.0
HOSTS = 8
"""That the page asks for."""
PROFILES = "williams-browser-*"


@pytest.fixture(scope="module", autouse=True)
def program() -> None:
    """Fails where there is no Chromium, for whoever asks for these tests wants them run."""
    if not any(map(shutil.which, ChromiumSettings().program.split(","))):
        pytest.fail("Chromium is not installed: apt-get install --no-install-recommends chromium")


@pytest.fixture(scope="module")
def inside() -> Iterator[RawServer]:
    """What no page may reach."""
    with raw_server({}) as server:
        yield server


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """What no packet may reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", 0))
        opened.setblocking(False)
        yield opened


@pytest.fixture(scope="module")
def site(inside: RawServer, listener: socket.socket) -> Iterator[RawServer]:
    udp = str(listener.getsockname()[1])
    pages = {path: page.replace("INSIDE", str(inside.port)).replace("UDP", udp) for path, page in PAGES.items()}
    answers = {path: ok(page.encode(), HTML) for path, page in pages.items()}
    answers["/redirecting"] = redirect("/redirecting")
    answers["/leading-inside"] = redirect(f"{inside.url}/secret")
    answers["/leading-to-a-file"] = redirect("file:///etc/passwd")
    with raw_server(answers) as server:
        yield server


async def rebinding(host: str, port: int) -> list[str]:
    """Resolve each name of a page's to this machine, as whoever owns the name may."""
    if host == "rebound.example.org":
        return ["127.0.0.1"]
    found = await asyncio.get_running_loop().getaddrinfo(host, port)
    return [str(each[4][0]) for each in found]


def chromium(site: RawServer, **settings: object) -> ChromiumRender:
    chosen = ChromiumSettings.model_validate({"seconds": SECONDS, **settings})
    return ChromiumRender(chosen, "1.0.0", [site.place], rebinding)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    before = set(Path(tempfile.gettempdir()).glob(PROFILES))
    yield
    assert set(Path(tempfile.gettempdir()).glob(PROFILES)) <= before
    assert [each for each in _command_lines() if PROFILES.rstrip("*") in each] == []


def _command_lines() -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")


class TestChromium(RenderEngineConformance):
    manifest_class: ClassVar[type[ChromiumManifest]] = ChromiumManifest

    @pytest.fixture
    def render(self, site: RawServer) -> RenderPort:
        return chromium(site)

    @pytest.fixture
    def shell(self, site: RawServer) -> str:
        return f"{site.url}/shell"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/late", f"<article><h1>Late</h1><p>{WORDS}</p></article>"),
        ("/shadows", '<article><slot name="t"><span slot="t">slotted words</span></slot><p>shadow words</p></article>'),
        ("/closed", "<x-one><p>closed words</p><x-two><p>deeper words</p></x-two></x-one><p>between</p><x-two>"),
        ("/closed", "<p>declared words <slot><b>slotted</b></slot></p></x-two>"),
        ("/framing", '<p>above</p><div><p>framed words</p><a href="SITE/below/page">a link</a></div><div><p>written'),
        ("/framing", '</div><iframe src="/below/framed" width="1" height="1"></iframe><iframe src="data:'),
        ("/tampered", "<p>whole</p>"),
        ("/alerts", "<p>alerts</p>"),
        ("/windows", 'data-workers="false"'),
        ("/going-to-a-file", "<p>still here</p>"),
    ],
)
async def test_what_the_programs_make_is_shown_once_they_rest(site: RawServer, path: str, shown: str) -> None:
    page = await chromium(site).render(f"{site.url}{path}")
    assert shown.replace("SITE", site.url) in page.html
    assert (page.rested, page.url) == (True, f"{site.url}{path}")
    assert int(page.engine.version.partition(".")[0]) > 100


@pytest.mark.parametrize(("path", "shown"), [("/clock", "begun 1"), ("/busy", "<p>before</p>")])
async def test_a_page_that_never_rests_is_taken_as_it_is(site: RawServer, path: str, shown: str) -> None:
    page = await chromium(site, seconds=3).render(f"{site.url}{path}")
    assert (shown in page.html, page.rested) == (True, False)


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/circling", InvalidRequest, "sends its readers on"),
        ("/redirecting", InvalidRequest, "in circles"),
        ("/going-inside", Forbidden, "not on the public internet"),
        ("/leading-inside", Forbidden, "not on the public internet"),
        ("/leading-to-a-file", Exception, "cannot be shown"),
        ("/endless-alerts", CorruptContent, "never let the browser answer"),
        ("/heap", Exception, "memory"),
        ("/buffers", ContentTooLarge, "memory"),
        ("/long", ContentTooLarge, "characters"),
    ],
)
async def test_a_harmful_page_has_its_error(
    site: RawServer, inside: RawServer, path: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        await chromium(site, seconds=SECONDS, memory_mb=512 if says == "memory" else 1024).render(f"{site.url}{path}")
    assert inside.requests == []


async def test_a_page_reaches_nothing_inside(site: RawServer, inside: RawServer, listener: socket.socket) -> None:
    page = await chromium(site, seconds=20).render(f"{site.url}/asking-inside")
    assert "asked all" in page.html
    # What the proxy refuses by itself, without a word of whom it asked for, counts as an answer of a `fetch`.
    assert page.html.count("<li>kept from socket") == HOSTS
    assert "<li>kept from file" in page.html
    assert inside.requests == []
    with pytest.raises(BlockingIOError):
        listener.recvfrom(1)


async def test_it_knows_nothing_of_the_librarys_environment(site: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TEST_KEY", "a-secret-of-the-library")
    found: list[bytes] = []

    async def look() -> None:
        while not found:
            await asyncio.sleep(0.05)
            for folder in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    if b"--remote-debugging-pipe" in (folder / "cmdline").read_bytes():
                        found.append((folder / "environ").read_bytes())

    looking = asyncio.ensure_future(look())
    await chromium(site).render(f"{site.url}/late")
    await looking
    assert found
    assert not any(b"a-secret-of-the-library" in each for each in found)


async def test_a_stage_that_ends_takes_its_browser_with_it(site: RawServer) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(chromium(site, seconds=60).render(f"{site.url}/clock"), 3)


async def test_without_a_program_the_remedy_is_told(site: RawServer) -> None:
    with pytest.raises(EngineMissing, match="WILLIAMS_CHROMIUM_RENDER_PROGRAM"):
        await chromium(site, program="no-such-browser").render(f"{site.url}/shell")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a program another user")
async def test_root_runs_it_as_nobody(site: RawServer) -> None:
    page = await chromium(site, sandbox="on").render(f"{site.url}/shell")
    assert page.rested


async def test_a_page_that_builds_itself_is_imported(site: RawServer) -> None:
    url = f"{site.url}/late"
    library = MemoryLibrary({url: PAGES["/late"].encode()}, ChosenEngines(render=chromium(site)))
    plugin = WebImport()
    library.bind(plugin)
    content_id = await plugin.import_content(url, new_id("job"))
    texts = [paragraph.text for paragraph in library.catalog.paragraphs(OWNER, content_id)]
    assert texts == ["Late", WORDS.strip()]
    (notice,) = library.catalog.content(OWNER, content_id).notices
    assert re.search(r"in chromium \d+\.", notice.message)
