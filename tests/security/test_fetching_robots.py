"""A site's robots.txt: not asked by default, and kept to where the operator wants it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.security.raw_server import Answer, RawServer, answer, ok, raw_server, redirect
from williams.adapters.fetch import GuardedFetch
from williams.adapters.fetch.robots import ROBOTS_BYTES
from williams.bootstrap import engines, stores
from williams.domain.errors import ContentTooLarge, Forbidden, ProviderUnavailable
from williams.settings import Settings
from williams_testing.memory.objects import InMemoryObjects

PAGE = b"<html>Page</html>"
CLOSED = b"User-agent: *\nDisallow: /\n"


async def fetched(server: RawServer, path: str, folder: Path, respect: bool = True) -> list[str]:
    """Fetch, and return the paths that were asked for."""
    fetch = GuardedFetch([server.place], respect_robots=respect)
    try:
        await fetch.fetch(f"{server.url}{path}", folder / "source", 1000)
    finally:
        assert {each.name for each in folder.iterdir()} <= {"source"}
    return [request.split()[1] for request in server.requests]


async def test_by_default_the_named_page_is_fetched_as_a_browser_would(tmp_path: Path) -> None:
    with raw_server({"/robots.txt": ok(CLOSED), "/page": ok(PAGE)}) as server:
        assert await fetched(server, "/page", tmp_path, respect=False) == ["/page"]


@pytest.mark.parametrize(
    "robots",
    [
        ok(b""),
        ok(b"\xff\xfe\x00 no text"),
        ok(b"User-agent: OtherBot\nDisallow: /\n"),
        ok(b"User-agent: *\nDisallow: /\nUser-agent: williamslibrarian\nDisallow: /private\n"),
        answer(404, b"none"),
        answer(403, b"no"),
        redirect("javascript:x"),
        redirect("/robots.txt"),
    ],
    ids=["empty", "no-text", "for-others", "group-of-its-own", "none", "refused", "redirect-nowhere", "redirect-loop"],
)
async def test_a_page_that_is_open_is_fetched(tmp_path: Path, robots: Answer) -> None:
    with raw_server({"/robots.txt": robots, "/page": ok(PAGE)}) as server:
        asked = await fetched(server, "/page", tmp_path)
    assert (asked[0], asked[-1]) == ("/robots.txt", "/page")


@pytest.mark.parametrize("path", ["/page", "/moved"])
async def test_a_page_that_is_closed_is_not_asked_for(tmp_path: Path, path: str) -> None:
    closed = b"User-agent: WilliamsLibrarian\nDisallow: /page\n"
    answers: dict[str, Answer] = {"/robots.txt": ok(closed), "/page": ok(PAGE), "/moved": redirect("/page")}
    with raw_server(answers) as server:
        with pytest.raises(Forbidden, match=r"robots\.txt asks programs not to fetch .*/page\. Save it"):
            await fetched(server, path, tmp_path)
        assert [request.split()[1] for request in server.requests] == ["/robots.txt", *({path} - {"/page"})]


class _Turns:
    """A pace that notes who waits and for how long."""

    def __init__(self) -> None:
        self.waited: list[tuple[str, float]] = []

    async def wait(self, host: str, delay: float) -> None:
        self.waited.append((host, delay))


@pytest.mark.parametrize(("delay", "hurried"), [("9", None), ("30", 30.0)])
async def test_each_page_of_a_site_waits_for_its_turn(tmp_path: Path, delay: str, hurried: float | None) -> None:
    robots = ok(f"User-agent: *\nCrawl-delay: {delay}\n".encode())
    turns = _Turns()
    with raw_server({"/robots.txt": robots, "/page": ok(PAGE), "/moved": redirect("/page")}) as server:
        fetch = GuardedFetch([server.place], respect_robots=True, pace=turns)
        fetched = await fetch.fetch(f"{server.url}/moved", tmp_path / "source", 1000)
        await GuardedFetch([server.place], pace=turns).fetch(f"{server.url}/page", tmp_path / "source", 1000)
    assert turns.waited == [("127.0.0.1", float(delay))] * 2
    assert fetched.hurried == hurried


async def test_what_something_else_has_fetched_is_asked_about_alone() -> None:
    with raw_server({"/robots.txt": ok(b"User-agent: *\nDisallow: /app\n")}) as server:
        fetch = GuardedFetch([server.place], respect_robots=True)
        await fetch.permit(f"{server.url}/page#part")
        with pytest.raises(Forbidden, match=r"robots\.txt asks programs not to fetch .*/app/two"):
            await fetch.permit(f"{server.url}/app/two")
        await GuardedFetch([server.place]).permit(f"{server.url}/app/two")
    assert {request.split()[1] for request in server.requests} == {"/robots.txt"}


@pytest.mark.parametrize(("setting", "asked"), [("respect", ["/robots.txt"]), ("ignore", ["/page"]), ("", ["/page"])])
async def test_the_setting_chooses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, asked: list[str]
) -> None:
    with raw_server({"/robots.txt": ok(CLOSED), "/page": ok(PAGE)}) as server:
        if setting:
            monkeypatch.setenv("WILLIAMS_FETCH_ROBOTS", setting)
        monkeypatch.setenv("WILLIAMS_FETCH_ALLOWED", server.place)
        chosen = Settings()
        monkeypatch.setattr(engines, "settings", lambda: chosen)
        monkeypatch.setattr(stores, "objects", InMemoryObjects)
        with suppress(Forbidden):
            await engines.fetch("ada").fetch(f"{server.url}/page", tmp_path / "source", 1000)
        assert [request.split()[1] for request in server.requests] == asked


async def test_the_setting_says_what_it_is_called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sites are told the whole, and their rules are asked for the name."""
    rules = b"User-agent: *\nAllow: /\nUser-agent: acme-library\nDisallow: /closed\n"
    with raw_server({"/robots.txt": ok(rules), "/page": ok(PAGE), "/closed": ok(PAGE)}) as server:
        for name, value in (
            ("ROBOTS", "respect"),
            ("ALLOWED", server.place),
            ("AGENT", "Acme-Library/2 (+mailto:a@b)"),
        ):
            monkeypatch.setenv(f"WILLIAMS_FETCH_{name}", value)
        chosen = Settings()
        monkeypatch.setattr(engines, "settings", lambda: chosen)
        monkeypatch.setattr(stores, "objects", InMemoryObjects)
        await engines.fetch("ada").fetch(f"{server.url}/page", tmp_path / "source", 1000)
        with pytest.raises(Forbidden):
            await engines.fetch("ada").fetch(f"{server.url}/closed", tmp_path / "source", 1000)
        assert all("User-Agent: Acme-Library/2 (+mailto:a@b)" in request for request in server.requests)
        assert [request.split()[1] for request in server.requests] == ["/robots.txt", "/page", "/robots.txt"]


@pytest.mark.parametrize("agent", ["", "a b", "a/é", "a/1\r\nX: y", "x" * 201])
def test_a_name_that_no_header_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch, agent: str) -> None:
    monkeypatch.setenv("WILLIAMS_FETCH_AGENT", agent)
    with pytest.raises(ValidationError):
        Settings()


async def test_rules_that_cannot_be_read_now_close_the_site_for_now(tmp_path: Path) -> None:
    with raw_server({"/robots.txt": answer(503, b""), "/page": ok(PAGE)}) as server:
        with pytest.raises(ProviderUnavailable, match=r"robots\.txt"):
            await fetched(server, "/page", tmp_path)
        assert len(server.requests) == 1


async def test_rules_without_end_are_not_read(tmp_path: Path) -> None:
    with raw_server({"/robots.txt": ok(b"#" * (ROBOTS_BYTES + 1)), "/page": ok(PAGE)}) as server:
        with pytest.raises(ContentTooLarge):
            await fetched(server, "/page", tmp_path)
        assert len(server.requests) == 1
