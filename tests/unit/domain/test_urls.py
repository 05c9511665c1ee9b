"""Which URLs can be those of a source, and what is said of the others."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from williams.domain.errors import InvalidRequest
from williams.domain.fitting import LONGEST_URL
from williams.domain.urls import check_url, is_url_of, shown, upload_parts, web_url


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://EXAMPLE.ORG/A?b=C#d", "https://example.org/A?b=C"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://example.org.:8080/", "http://example.org:8080/"),
        ("http://example.org:/", "http://example.org/"),
        ("http://example.org?q=1", "http://example.org/?q=1"),
        ("http://my_site.example/", "http://my_site.example/"),
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/ü"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://例え.jp/", "http://xn--r8jz45g.jp/"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:2800:0220:0::1]:8080/", "http://[2606:2800:220::1]:8080/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
    ],
)
def test_web_urls(url: str, becomes: str) -> None:
    check_url(url)
    assert web_url(url) == becomes


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://", "no valid host name"),
        ("http:///a", "no valid host name"),
        ("http:a", "no valid host name"),
        ("http://.", "no valid host name"),
        ("http://a..b/", "no valid host name"),
        ("http://a%00.example/", "no valid host name"),
        ("http://exam<ple.org/", "no valid host name"),
        ("http://good.example\\.evil.example/", "no valid host name"),
        (f"http://{'a' * 64}.example/", "no valid host name"),
        (f"http://{'a.' * 130}example/", "no valid host name"),
        ("http://[::1", "its host name is malformed"),
        ("http://]/", "its host name is malformed"),
        ("http://a℀b.example/", "its host name is malformed"),
        ("http://[v1.x]/", "no valid IPv6 address"),
        ("http://[fe80::1%25eth0]/", "one machine's own network"),
        ("http://[fe80::1%eth0]/", "one machine's own network"),
        ("http://xn--/", "IDNA"),
        ("http://xn--a/", "IDNA"),
        ("http://xn--99999999/", "IDNA"),
        ("http://☃.example/", "IDNA"),
        ("http://１２７.0.0.1/", "IDNA"),
        ("http://①②⑦.0.0.1/", "IDNA"),
        ("http://\u202eexample.org/", "IDNA"),
        ("http://a\u00adb.example/", "IDNA"),
        (f"http://{'ü' * 2000}.example/", "IDNA"),
        ("http://0x7f.1/", "neither a name nor four numbers"),
        ("http://0x7f000001/", "neither a name nor four numbers"),
        ("http://2130706433/", "neither a name nor four numbers"),
        ("http://0177.0.0.1/", "neither a name nor four numbers"),
        ("http://127.1/", "neither a name nor four numbers"),
        ("http://127.0.0.1./", "neither a name nor four numbers"),
        ("http://1.2.3.4.5/", "neither a name nor four numbers"),
        ("http://256.0.0.1/", "neither a name nor four numbers"),
        ("http://0x/", "neither a name nor four numbers"),
        ("http://a:65536/", "no valid port"),
        ("http://a:-1/", "no valid port"),
        ("http://a:b/", "no valid port"),
        (f"http://a:{'9' * 4000}/", "no valid port"),
        ("http://a:0/", "the port 0"),
        ("http://user:secret@a.example/", "user name or password"),
        ("http://user:secret@[::1", "malformed"),
        ("http://user:secret@a.example:99999/", "user name or password"),
        ("http://@a.example/", "user name or password"),
        ("http://a b.example/", "a blank"),
        ("http://a.example/a b", "a blank"),
        (" http://a.example/", "a blank"),
        ("http://a.example/\u00a0", "a blank"),
        ("http://a.example/\n", "a control character, U+000A"),
        ("\thttp://a.example/", "a control character, U+0009"),
        ("http://a.example/\0", "a control character, U+0000"),
        ("http://a.example/\x85", "a control character, U+0085"),
        ("http://a.example/\ud800", "lone surrogate"),
        ("http://a.example/" + "a" * 100_000, f"more than {LONGEST_URL} characters"),
    ],
)
def test_urls_that_lead_nowhere(url: str, says: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_url(url)
    assert says in caught.value.detail
    assert "secret" not in caught.value.detail
    assert caught.value.detail.isprintable()
    assert len(caught.value.detail) < 400
    assert not is_url_of(url, {"http", "https"})


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/plain,a", "file:///etc/passwd", "ftp://a/", "a", ""])
def test_other_schemes_are_their_plugins_matter_but_no_web_pages(url: str) -> None:
    check_url(url)
    with pytest.raises(InvalidRequest, match="only http:// and https://"):
        web_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "upload://up_1",
        "upload://up_1/",
        "upload:///paper.pdf",
        "upload://up_1/a/paper.pdf",
        "upload://../up_1/paper.pdf",
        "upload://up_1/..%2Fpaper.pdf",
        "upload://up_1/a%00.pdf",
        "upload://up_1/a\0.pdf",
        "upload://up_1/a\ud800.pdf",
        "upload://up_1/a%E2%80%AEfdp.pdf",
        "upload://up_1/paper.pdf?x=1",
        "upload://up_1/paper.pdf#x",
        "upload://[up/paper.pdf",
    ],
)
def test_upload_urls_that_name_no_upload(url: str) -> None:
    with pytest.raises(InvalidRequest):
        check_url(url)
    assert not is_url_of(url, {"upload"})


def test_an_upload_url() -> None:
    assert upload_parts("upload://up_1/Gr%C3%B6%C3%9Fe 1.txt") == ("up_1", "Größe 1.txt")
    assert is_url_of("upload://up_1/a.pdf", {"upload"})
    assert not is_url_of("upload://up_1/a.pdf", {"http"})


def test_a_url_in_a_message() -> None:
    assert shown("http://a/\u202e\0") == "'http://a/\\u202e\\x00'"
    assert shown("http://a:b@c/") == "'http://…@c/'"
    assert len(shown("http://a/" + "a" * 5000)) < 210


@given(st.text(min_size=1, max_size=40), st.sampled_from(["http://{}", "http://{}/", "http://a.example/{}", "//{}"]))
@example("a.example:80/[", "http://{}")
@example("/", "http://a.example/{}")
@example("a?:@", "http://{}")
def test_what_is_taken_means_the_same_to_the_library_that_fetches(text: str, form: str) -> None:
    try:
        taken = web_url(form.format(text))
    except InvalidRequest:
        return
    url = httpx.URL(taken)
    assert web_url(str(url)) == str(url)
    place = taken.split("/")[2]
    assert url.netloc.decode("ascii") == place
