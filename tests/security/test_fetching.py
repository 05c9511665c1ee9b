"""What a site may answer: each hostile answer has its own error, and every honest one arrives."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.hostile_answers import ANSWERS, PAGE, REDIRECTS
from tests.security.packed import bare_deflated, packed
from tests.security.raw_server import Answer, RawServer, ok, raw_server, redirect
from williams.adapters.fetch import GuardedFetch
from williams.domain.errors import PermanentError, ProviderUnavailable

MAX_BYTES = 20 * 1024 * 1024
LONGEST_MESSAGE = 1000
HONEST = {
    "plain": ok(PAGE),
    "identity": ok(PAGE, "Content-Encoding: identity"),
    "nothing-named": ok(PAGE, "Content-Encoding: "),
    "gzip": ok(packed(PAGE, "gzip"), "Content-Encoding: gzip"),
    "GZIP": ok(packed(PAGE, "gzip"), "Content-Encoding: GZIP"),
    "x-gzip": ok(packed(PAGE, "gzip"), "Content-Encoding: x-gzip"),
    "deflate": ok(packed(PAGE, "deflate"), "Content-Encoding: deflate"),
    "bare-deflate": ok(bare_deflated(PAGE), "Content-Encoding: deflate"),
    "br": ok(packed(PAGE, "br"), "Content-Encoding: br"),
    "zstd": ok(packed(PAGE, "zstd"), "Content-Encoding: zstd"),
    "gzip, br": ok(packed(PAGE, "gzip", "br"), "Content-Encoding: gzip, br"),
    "two-headers": ok(packed(PAGE, "deflate", "gzip"), "Content-Encoding: deflate", "Content-Encoding: gzip"),
    "two-members": ok(packed(PAGE[:99], "gzip") + packed(PAGE[99:], "gzip"), "Content-Encoding: gzip"),
    "two-frames": ok(packed(PAGE[:99], "zstd") + packed(PAGE[99:], "zstd"), "Content-Encoding: zstd"),
    "unnamed-gzip": ok(packed(PAGE, "gzip"), "Content-Type: text/html"),
    "unnamed-zstd": ok(packed(PAGE, "zstd"), "Content-Type: TEXT/html; charset=utf-8"),
    "10000-headers": ok(PAGE, *["X: a"] * 10_000),
    "early-hints": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100 + ok(PAGE),
    "blank-in-redirect": redirect("/a page"),
    "redirect-of-none": redirect("plain"),
    "set-cookie": ok(PAGE, "Set-Cookie: " + "x;" * 9000, "Set-Cookie: =;;Domain=\u00ff;Max-Age=1e999;Version=9;Port=a"),
}


def drip(head: bytes, drop: bytes) -> Answer:
    def endless() -> Iterator[bytes]:
        yield head
        while True:
            time.sleep(0.01)
            yield drop

    return endless


SLOW: dict[str, Answer] = {
    "slow-body": drip(b"HTTP/1.1 200 OK\r\n\r\n", b"z"),
    "slow-chunks": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nz\r\n"),
    "slow-headers": drip(b"HTTP/1.1 200 OK\r\nX: ", b"z"),
    "slow-header-lines": drip(b"HTTP/1.1 200 OK\r\n", b"X: z\r\n"),
    "slow-hints": drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "slow-members": drip(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", packed(b"", "gzip")),
}


@pytest.fixture(scope="module")
def site() -> Iterator[RawServer]:
    answers: dict[str, Answer] = {f"/{name}": row.answer for name, row in ANSWERS.items()}
    answers |= {f"/{name.replace(', ', '+')}": given for name, given in HONEST.items()}
    answers |= {f"/{name}": given for name, given in SLOW.items()}
    with raw_server({**answers, "/a%20page": ok(PAGE), "/half": ok(PAGE)[:-1], "/silent": b""}) as server:
        yield server


@pytest.fixture
def fetch(site: RawServer) -> GuardedFetch:
    return GuardedFetch([site.place])


@pytest.mark.parametrize("name", ANSWERS)
async def test_a_hostile_answer_is_refused_for_good(
    site: RawServer, fetch: GuardedFetch, tmp_path: Path, name: str
) -> None:
    row = ANSWERS[name]
    with pytest.raises(PermanentError) as caught:
        await fetch.fetch(f"{site.url}/{name}", tmp_path / "source", MAX_BYTES)
    assert (caught.value.code, row.says in caught.value.detail) == (row.code, True), caught.value
    assert len(caught.value.detail) < LONGEST_MESSAGE
    assert "secret" not in caught.value.detail
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["redirect-0", "redirect-13", "redirect-42"])
async def test_a_bad_redirect_is_asked_for_once(
    site: RawServer, fetch: GuardedFetch, tmp_path: Path, name: str
) -> None:
    before = len(site.requests)
    with pytest.raises(PermanentError):
        await fetch.fetch(f"{site.url}/{name}", tmp_path / "source", MAX_BYTES)
    assert name in REDIRECTS
    assert len(site.requests) == before + 1


@pytest.mark.parametrize("name", HONEST)
async def test_an_honest_answer_arrives_unpacked(
    site: RawServer, fetch: GuardedFetch, tmp_path: Path, name: str
) -> None:
    got = await fetch.fetch(f"{site.url}/{name.replace(', ', '+')}", tmp_path / "source", len(PAGE))
    assert got.path.read_bytes() == PAGE
    assert (got.size, got.media_type) == (len(PAGE), "text/html")


async def test_it_asks_for_what_it_can_unpack(site: RawServer, fetch: GuardedFetch, tmp_path: Path) -> None:
    await fetch.fetch(f"{site.url}/gzip", tmp_path / "source", MAX_BYTES)
    assert "\naccept-encoding: gzip, deflate, br, zstd" in site.requests[-1].lower()


@pytest.mark.parametrize("name", SLOW)
async def test_a_site_that_drips_is_given_up(site: RawServer, tmp_path: Path, name: str) -> None:
    with pytest.raises(ProviderUnavailable, match="was not fetched within"):
        await GuardedFetch([site.place], total_seconds=0.3).fetch(f"{site.url}/{name}", tmp_path / "source", MAX_BYTES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "says"), [("half", "broke off"), ("silent", "did not answer")])
async def test_a_site_that_hangs_up_may_answer_later(
    site: RawServer, fetch: GuardedFetch, tmp_path: Path, name: str, says: str
) -> None:
    with pytest.raises(ProviderUnavailable, match=says):
        await fetch.fetch(f"{site.url}/{name}", tmp_path / "source", MAX_BYTES)
    assert list(tmp_path.iterdir()) == []


async def test_redirects_without_end_are_followed_five_times(tmp_path: Path) -> None:
    answers = {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(50)}
    with raw_server(answers) as server:
        with pytest.raises(PermanentError, match="redirects more than 5 times"):
            await GuardedFetch([server.place]).fetch(f"{server.url}/0", tmp_path / "source", MAX_BYTES)
        assert len(server.requests) == 6


# --- cookies -----------------------------------------------------------------------------------------------------


async def test_a_cookie_lives_within_one_fetch_and_on_its_own_host(tmp_path: Path) -> None:
    async def here(host: str, port: int) -> list[str]:  # noqa: ARG001
        return ["127.0.0.1"]

    answers: dict[str, Answer] = {
        "/door": redirect("/room", "Set-Cookie: session=s1; Path=/", "Set-Cookie: a=b; Domain=example")
    }
    with raw_server(answers) as server:
        answers["/room"] = redirect(f"http://other.example:{server.port}/page")
        answers["/page"] = ok(PAGE)
        fetch = GuardedFetch([f"site.example:{server.port}", f"other.example:{server.port}"], here)
        for _ in range(2):
            await fetch.fetch(f"http://site.example:{server.port}/door", tmp_path / "source", MAX_BYTES)
    sent = [next((line for line in each.split("\n") if line.startswith("Cookie")), "") for each in server.requests]
    assert sent == ["", "Cookie: session=s1", ""] * 2


def test_the_tables_are_not_empty() -> None:
    assert len(list(itertools.chain(ANSWERS, HONEST, SLOW))) > 110
