"""FetchPort: the fake, uploads and the guarded fetcher under the same tests; then what each alone must refuse."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.contract.web_server import PDF, Site, web_server, write_certificate
from williams.adapters.fetch import GuardedFetch, UploadFetch, make_fetch, pinned
from williams.domain.errors import (
    ContentTooLarge,
    Forbidden,
    InvalidRequest,
    NotFound,
    ProviderUnavailable,
    StoreUnavailable,
)
from williams.domain.validators import NotModified, Validators
from williams.ports.fetch import FetchPort
from williams_testing.memory.fetch import InMemoryFetch
from williams_testing.memory.objects import InMemoryObjects

OWNER = "ada"
PUBLIC = "93.184.216.34"


class Source(NamedTuple):
    fetch: FetchPort
    url: str
    missing: str


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web_server() as port:
        yield port


@pytest.fixture
def web(port: int) -> GuardedFetch:
    return GuardedFetch([f"127.0.0.1:{port}"])


@pytest.fixture(params=["memory", "upload", "web"])
def source(request: pytest.FixtureRequest) -> Source:
    if request.param == "memory":
        url = "https://example.org/paper.pdf"
        return Source(InMemoryFetch({url: PDF}), url, "https://example.org/none.pdf")
    objects = InMemoryObjects()
    if request.param == "upload":
        objects.write(f"uploads/{OWNER}/up_1/paper.pdf", PDF, "text/plain")
        return Source(make_fetch(objects, OWNER), "upload://up_1/paper.pdf", "upload://up_2/paper.pdf")
    port = request.getfixturevalue("port")
    base = f"http://127.0.0.1:{port}"
    return Source(make_fetch(objects, OWNER, [f"127.0.0.1:{port}"]), f"{base}/paper.pdf", f"{base}/status/404")


async def test_a_file_arrives_with_what_its_bytes_say(source: Source, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    got = await source.fetch.fetch(source.url, tmp_path / "source", len(PDF))
    assert got.path == tmp_path / "source"
    assert got.path.read_bytes() == PDF
    assert (got.url, got.filename, got.media_type) == (source.url, "paper.pdf", "application/pdf")
    assert (got.size, got.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert before <= got.fetched_at <= datetime.now(UTC)


async def test_what_the_server_says_is_handed_on(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    got = await web.fetch(f"http://127.0.0.1:{port}/page", tmp_path / "source", 10_000)
    assert (got.media_type, got.declared_type) == ("text/html", "text/html; charset=iso-8859-1")


async def test_a_file_that_is_too_large_leaves_nothing_behind(source: Source, tmp_path: Path) -> None:
    with pytest.raises(ContentTooLarge):
        await source.fetch.fetch(source.url, tmp_path / "source", len(PDF) - 1)
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_not_there(source: Source, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await source.fetch.fetch(source.missing, tmp_path / "source", len(PDF))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "paper.pdf", "", "s3://b/k", "http://[::1"]
)
async def test_other_schemes_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        await make_fetch(InMemoryObjects(), OWNER).fetch(url, tmp_path / "source", 100)


# --- uploads -----------------------------------------------------------------------------------------------------


async def test_another_owners_upload_is_missing(tmp_path: Path) -> None:
    objects = InMemoryObjects()
    objects.write("uploads/ada/up_1/paper.pdf", PDF, "application/pdf")
    with pytest.raises(NotFound):
        await UploadFetch(objects, "eve").fetch("upload://up_1/paper.pdf", tmp_path / "source", 10_000)


@pytest.mark.parametrize(
    "url",
    [
        "upload://up_1",
        "upload://up_1/",
        "upload:///paper.pdf",
        "upload://up_1/a/paper.pdf",
        "upload://../ada/up_1/paper.pdf",
        "upload://up_1/..%2F..%2Fada%2Fup_1%2Fpaper.pdf",
        "upload://up_1/..",
        "upload://up_1/a%00.pdf",
        "upload://up_1/paper.pdf?x=1",
        "http://up_1/paper.pdf",
    ],
)
async def test_an_upload_url_reaches_nothing_else(url: str, tmp_path: Path) -> None:
    objects = InMemoryObjects()
    objects.write("uploads/ada/up_1/paper.pdf", PDF, "application/pdf")
    with pytest.raises(InvalidRequest):
        await UploadFetch(objects, "eve").fetch(url, tmp_path / "source", 10_000)


async def test_an_upload_whose_name_has_blanks(tmp_path: Path) -> None:
    objects = InMemoryObjects()
    objects.write("uploads/ada/up_1/Gr-e-1.txt", "Größe".encode(), "text/plain")
    got = await UploadFetch(objects, OWNER).fetch("upload://up_1/Gr%C3%B6%C3%9Fe%201.txt", tmp_path / "source", 100)
    assert (got.filename, got.media_type) == ("Größe 1.txt", "text/plain")


async def test_an_object_store_that_is_away(tmp_path: Path) -> None:
    objects = InMemoryObjects()
    objects.failure = StoreUnavailable("away")
    with pytest.raises(StoreUnavailable):
        await UploadFetch(objects, OWNER).fetch("upload://up_1/paper.pdf", tmp_path / "source", 100)


# --- where a URL may lead ----------------------------------------------------------------------------------------


class Names:
    """A resolver that answers from a list, another one each time, and counts."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:  # noqa: ARG002
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.170.2",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fe80::1%eth0",
    ],
)
async def test_addresses_inside_the_network_are_refused(address: str, tmp_path: Path) -> None:
    for answer in ([address], [PUBLIC, address]):
        with pytest.raises(Forbidden, match="not on the public internet"):
            await GuardedFetch(resolver=Names(answer)).fetch("http://innocent.example/", tmp_path / "source", 100)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:7f00:1]",
        "①②⑦.0.0.1",
    ],
)
async def test_other_spellings_of_the_loopback_are_refused(host: str, port: int, tmp_path: Path) -> None:
    before = len(Site.hosts)
    with pytest.raises((Forbidden, InvalidRequest)):
        await GuardedFetch().fetch(f"http://{host}:{port}/paper.pdf", tmp_path / "source", 10_000)
    assert len(Site.hosts) == before


async def test_the_allow_list_is_for_one_port(port: int, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        await GuardedFetch([f"127.0.0.1:{port + 1}"]).fetch(f"http://127.0.0.1:{port}/", tmp_path / "source", 100)


async def test_a_redirect_into_the_network_is_refused(port: int, tmp_path: Path) -> None:
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    fetch = GuardedFetch([f"site.example:{port}"], names)
    url = f"http://site.example:{port}/to/http://metadata.example/latest"
    with pytest.raises(Forbidden, match=r"metadata\.example"):
        await fetch.fetch(url, tmp_path / "source", 100)
    assert names.asked == ["site.example", "metadata.example"]


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://a.example/", "http://[bad", "http://user:secret@a.example/"]
)
async def test_a_redirect_to_something_else_is_refused(
    web: GuardedFetch, port: int, tmp_path: Path, where: str
) -> None:
    with pytest.raises(InvalidRequest):
        await web.fetch(f"http://127.0.0.1:{port}/to/{where}", tmp_path / "source", 100)


async def test_the_name_is_resolved_once_and_the_connection_goes_to_that_address(port: int, tmp_path: Path) -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    got = await GuardedFetch([f"site.example:{port}"], names).fetch(
        f"http://site.example:{port}/paper.pdf", tmp_path / "source", 10_000
    )
    assert names.asked == ["site.example"]
    assert Site.hosts[-1] == f"site.example:{port}"
    assert got.url == f"http://site.example:{port}/paper.pdf"


async def test_the_environments_proxy_is_not_asked(
    web: GuardedFetch, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert (await web.fetch(f"http://127.0.0.1:{port}/paper.pdf", tmp_path / "source", 10_000)).size == len(PDF)


@pytest.mark.parametrize("url", ["http://user:secret@a.example/", "http://user@a.example/", "http:///a", "https://"])
async def test_urls_that_are_not_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await GuardedFetch(resolver=Names([PUBLIC])).fetch(url, tmp_path / "source", 100)
    assert "secret" not in str(caught.value)


async def test_a_name_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises((InvalidRequest, ProviderUnavailable)):
        await GuardedFetch().fetch("http://no-such-host.invalid/", tmp_path / "source", 100)


# --- what a site may answer --------------------------------------------------------------------------------------


async def test_five_redirects_are_followed(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    got = await web.fetch(f"http://127.0.0.1:{port}/hops/4", tmp_path / "source", 10_000)
    assert got.url == f"http://127.0.0.1:{port}/paper.pdf"


async def test_six_redirects_are_too_many(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="more than 5"):
        await web.fetch(f"http://127.0.0.1:{port}/hops/5", tmp_path / "source", 10_000)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, NotFound),
        (410, NotFound),
        (401, Forbidden),
        (403, Forbidden),
        (451, Forbidden),
        (400, InvalidRequest),
        (304, InvalidRequest),
        (206, InvalidRequest),
        (999, InvalidRequest),
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
    ],
)
async def test_statuses(web: GuardedFetch, port: int, tmp_path: Path, status: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=str(status)):
        await web.fetch(f"http://127.0.0.1:{port}/status/{status}", tmp_path / "source", 100)


async def test_a_name_from_the_server_has_no_directory(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    got = await web.fetch(f"http://127.0.0.1:{port}/named", tmp_path / "source", 10_000)
    assert got.filename == "etc-pass wd.pdf"


async def test_an_answer_without_end_is_cut(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    with pytest.raises(ContentTooLarge):
        await web.fetch(f"http://127.0.0.1:{port}/endless", tmp_path / "source", 100_000)
    assert list(tmp_path.iterdir()) == []


async def test_an_answer_that_breaks_off(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    with pytest.raises(ProviderUnavailable, match="broke off"):
        await web.fetch(f"http://127.0.0.1:{port}/short", tmp_path / "source", 100_000)
    assert list(tmp_path.iterdir()) == []


async def test_an_answer_that_drips_is_given_up(port: int, tmp_path: Path) -> None:
    fetch = GuardedFetch([f"127.0.0.1:{port}"], total_seconds=0.5)
    with pytest.raises(ProviderUnavailable, match="within"):
        await fetch.fetch(f"http://127.0.0.1:{port}/slow", tmp_path / "source", 100_000)
    assert list(tmp_path.iterdir()) == []


async def test_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        await GuardedFetch(["127.0.0.1:1"]).fetch("http://127.0.0.1:1/", tmp_path / "source", 100)


async def test_the_second_address_serves_when_the_first_is_away(port: int, tmp_path: Path) -> None:
    fetch = GuardedFetch([f"site.example:{port}"], Names(["127.0.0.9", "127.0.0.1"]))
    got = await fetch.fetch(f"http://site.example:{port}/paper.pdf", tmp_path / "source", 10_000)
    assert got.size == len(PDF)


async def test_tls_checks_the_name_not_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = tmp_path / "certificate.pem"
    write_certificate(certificate, "site.example")
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(pinned, "_tls", lambda: trusting)
    with web_server(certificate) as port:
        fetch = GuardedFetch([f"site.example:{port}", f"other.example:{port}"], Names(["127.0.0.1"]))
        got = await fetch.fetch(f"https://site.example:{port}/paper.pdf", tmp_path / "source", 10_000)
        assert got.size == len(PDF)
        assert Site.server_names[-1] == "site.example"
        with pytest.raises(InvalidRequest, match=r"certificate of .* is not valid"):
            await fetch.fetch(f"https://other.example:{port}/paper.pdf", tmp_path / "source", 10_000)


async def test_tls_of_an_unknown_authority_is_refused(tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    write_certificate(certificate, "site.example")
    with web_server(certificate) as port:
        fetch = GuardedFetch([f"site.example:{port}"], Names(["127.0.0.1"]))
        with pytest.raises(InvalidRequest, match=r"certificate of .* is not valid"):
            await fetch.fetch(f"https://site.example:{port}/paper.pdf", tmp_path / "source", 10_000)


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert str(httpx.URL("http://site.example/a").copy_with(host="2606:2800::1")) == "http://[2606:2800::1]/a"


@pytest.fixture(params=["memory", "etag", "date"])
def telling(request: pytest.FixtureRequest) -> Source:
    """A source whose server tells its answers by validators."""
    if request.param == "memory":
        url = "https://example.org/page"
        return Source(InMemoryFetch({url: b"<html><p>Dated</p></html>"}, tells=True), url, "")
    port = request.getfixturevalue("port")
    path = "dated/v1" if request.param == "etag" else "dated"
    return Source(GuardedFetch([f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/{path}", "")


async def test_what_has_not_changed_does_not_come_again(telling: Source, tmp_path: Path) -> None:
    got = await telling.fetch.fetch(telling.url, tmp_path / "first", 10_000)
    assert got.validators is not None
    with pytest.raises(NotModified):
        await telling.fetch.fetch(telling.url, tmp_path / "second", 10_000, got.validators)
    assert list(tmp_path.iterdir()) == [tmp_path / "first"]


async def test_what_has_other_validators_comes(telling: Source, tmp_path: Path) -> None:
    other = Validators(url=telling.url, etag='"another"')
    elsewhere = Validators(url=f"{telling.url}/elsewhere", etag='"v1"')
    for number, validators in enumerate((other, elsewhere)):
        got = await telling.fetch.fetch(telling.url, tmp_path / str(number), 10_000, validators)
        assert got.path.read_bytes() == b"<html><p>Dated</p></html>"


async def test_validators_are_of_the_last_address(web: GuardedFetch, port: int, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{port}"
    got = await web.fetch(f"{base}/to//dated/v1", tmp_path / "source", 10_000)
    assert got.validators == Validators(url=f"{base}/dated/v1", etag='"v1"')
    with pytest.raises(NotModified):
        await web.fetch(f"{base}/to//dated/v1", tmp_path / "source", 10_000, got.validators)


async def test_headers_go_to_the_place_that_was_asked_and_nowhere_else(port: int, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{port}"
    with web_server() as other:
        fetch = GuardedFetch([f"127.0.0.1:{port}", f"127.0.0.1:{other}"])
        for where, sent in ((f"{base}/page", "secret"), (f"http://127.0.0.1:{other}/page", None)):
            Site.keys.clear()
            got = await fetch.fetch(f"{base}/to/{where}", tmp_path / "source", 10_000, headers={"X-Key": "secret"})
            assert Site.keys == ["secret", sent]
            assert got.headers["content-type"] == "text/html; charset=iso-8859-1"


async def test_a_condition_of_the_callers_own_that_is_not_met_is_said(
    web: GuardedFetch, port: int, tmp_path: Path
) -> None:
    with pytest.raises(NotModified):
        await web.fetch(
            f"http://127.0.0.1:{port}/status/304", tmp_path / "source", 100, headers={"If-Modified-Since-Version": "7"}
        )


async def test_a_server_that_says_unchanged_without_being_asked_is_refused(
    web: GuardedFetch, port: int, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRequest, match="HTTP 304"):
        await web.fetch(f"http://127.0.0.1:{port}/status/304", tmp_path / "source", 10_000)
