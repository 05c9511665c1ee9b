"""Bytes become text by their mark, the server's word, the page's own, or what they look like."""

from __future__ import annotations

import codecs

import pytest
from williams_html.encoding import decode, decode_html

from williams.domain.errors import UnsupportedContent

TEXT = "<p>Größe – naïve café, 20 €</p>"
LONG = "Über die Größe der Bücher schrieb er später ausführlich: schöne Wörter, große Sätze und viele Gedanken. " * 20


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("cp1252"), "text/html; charset=windows-1252"),
        (TEXT.encode("cp1252"), 'text/html; charset="iso-8859-1"'),
        (b'<meta charset="iso-8859-1">' + TEXT.encode("cp1252"), None),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>" + TEXT.encode("cp1252"), None),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=iso-8859-1"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "text/html; charset=utf-8"),
        (b'<meta charset="utf-16">' + TEXT.encode(), None),
        (TEXT.encode(), "text/html; charset=no-such-set"),
    ],
)
def test_pages(data: bytes, declared: str | None) -> None:
    assert decode_html(data, declared).text.endswith(TEXT)


def test_the_servers_word_comes_before_the_pages_own() -> None:
    page = b'<meta charset="iso-8859-1">' + TEXT.encode()
    assert decode_html(page, "text/html; charset=utf-8").text.endswith(TEXT)


def test_what_nobody_names_is_guessed() -> None:
    assert decode(LONG.encode("cp1252")).text == LONG


def test_shift_jis() -> None:
    assert (
        decode_html("<p>日本語の文書</p>".encode("cp932"), "text/html; charset=Shift_JIS").text == "<p>日本語の文書</p>"
    )


def test_a_few_broken_characters_do_not_make_another_encoding_of_utf8() -> None:
    assert decode(LONG.encode() + b"\xff end").text == LONG + "\ufffd end"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03text" * 50])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(UnsupportedContent, match="not text"):
        decode(data)


def test_a_stray_control_character_is_left_out() -> None:
    assert decode(b"A page\x00 with a slip of the pen." + b" More." * 20).text.startswith("A page with a slip")


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1252", "ISO-8859-15", "windows-1251"])
def test_utf8_is_read_as_such_whatever_a_server_calls_it(named: str) -> None:
    text = "Die Fähre über den Fluß"
    assert decode_html(text.encode(), f"text/html; charset={named}").text == text


@pytest.mark.parametrize(
    ("text", "named"), [("Fähre", "iso-8859-1"), ("Мельница", "windows-1251"), ("渡し船", "shift_jis")]
)
def test_a_servers_word_is_taken_where_the_bytes_are_not_utf8(text: str, named: str) -> None:
    assert decode_html(text.encode(named), f"text/html; charset={named}").text == text
