"""What a server calls a file, in good faith and in bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from williams.adapters.fetch.filenames import filename_of

URL = "https://example.org/papers/fallback.pdf?x=/y.txt"
FALLBACK = "fallback.pdf"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (None, FALLBACK),
        ("", FALLBACK),
        ("inline", FALLBACK),
        ("attachment; filename=a.pdf", "a.pdf"),
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("ATTACHMENT;FILENAME = a.pdf ; x=y", "a.pdf"),
        ('attachment; filename="a;b.pdf"', "a;b.pdf"),
        (r'attachment; filename="a\"b.pdf"', 'a"b.pdf'),
        ('attachment; title="x; filename=evil.exe"; filename=a.pdf', "a.pdf"),
        ("attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf", "Größe.pdf"),
        ("attachment; filename*=utf-8'de'Gr%C3%B6%C3%9Fe.pdf; filename=plain.pdf", "Größe.pdf"),
        ("attachment; filename=plain.pdf; filename*=UTF-8''better.pdf", "better.pdf"),
        ("attachment; filename*=iso-8859-1''Gr%F6%DFe.pdf", "Größe.pdf"),
        # What the standard library's parser fell over.
        ("attachment; filename*=a; filename*0=b", FALLBACK),
        ("attachment; filename*0=a; filename*=b", FALLBACK),
        ("attachment; filename*=undefined''a", FALLBACK),
        ("attachment; filename*=unicode_escape''%5Cud800", FALLBACK),
        ("attachment; filename*=punycode''a-", FALLBACK),
        ("attachment; filename*=idna''xn--a", FALLBACK),
        ("attachment; filename*=utf-7''%2BAGE-", FALLBACK),
        ("attachment; filename*=zlib''a", FALLBACK),
        ("attachment; filename*=''a", FALLBACK),
        ("attachment; filename*='''", FALLBACK),
        ("attachment; filename*=utf-8''", FALLBACK),
        ("attachment; filename*=utf-8''%FF%FE", FALLBACK),
        ("attachment; filename*=utf-8''%ED%A0%80.pdf", FALLBACK),
        ("attachment; filename*=undefined''a; filename=plain.pdf", "plain.pdf"),
        ("attachment; filename*1=b; filename*0=a", FALLBACK),
        ('attachment; filename="unclosed.pdf', "unclosed.pdf"),
        ("attachment; filename=", FALLBACK),
        ('attachment; filename=""', FALLBACK),
        ("attachment; =a; ;;;=", FALLBACK),
        ("filename=a.pdf", FALLBACK),
        ('attachment; filename="../../etc/passwd"', "etc-passwd"),
        (r'attachment; filename="C:\dir\a.pdf"', "C:-dir-a.pdf"),
        ("attachment; filename*=utf-8''..%2F..%2Fa.pdf", "a.pdf"),
        ("attachment; filename*=utf-8''a%00b%0D%0A.pdf", "ab.pdf"),
        ("attachment; filename*=utf-8''a%E2%80%AEfdp.exe", "afdp.exe"),
        ('attachment; filename="a\ud800.pdf"', "a.pdf"),
        ('attachment; filename="..."', FALLBACK),
        (f"attachment; filename={'a' * 90_000}.pdf", "a" * 116 + ".pdf"),
        ('attachment; filename="' + '\\"' * 40_000, '"' * 120),
        ("attachment" + "; a" * 30_000, FALLBACK),
        ("attachment; filename" + " " * 90_000, FALLBACK),
    ],
)
def test_the_name(disposition: str | None, name: str) -> None:
    assert filename_of(URL, disposition) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/", "download"),
        ("https://example.org/a/b.html/", "b.html"),
        ("https://example.org/Gr%C3%B6%C3%9Fe%20.pdf", "Größe .pdf"),
        ("https://example.org/a%2F..%2Fb", "a-..-b"),
        ("https://example.org/a%2500.pdf", "a%00.pdf"),
        ("https://example.org/%00%2E%2E", "download"),
    ],
)
def test_the_name_of_a_path(url: str, name: str) -> None:
    assert filename_of(url, None) == name


@given(st.text(alphabet=st.sampled_from("filename*=;\"\\'% aZ0utf-8\u202e/\0"), max_size=60))
def test_no_header_breaks_it(text: str) -> None:
    name = filename_of(URL, f"attachment; {text}")
    assert name
    assert "/" not in name
    assert name.isprintable()
