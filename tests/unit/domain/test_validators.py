"""Which of a server's validators are kept."""

from __future__ import annotations

import pytest

from williams.domain.validators import Validators, validators_of

URL = "https://example.org/"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({}, None),
        ({"etag": '"a"'}, {"etag": '"a"'}),
        ({"etag": 'W/"a b"', "last-modified": "Sat"}, {"etag": 'W/"a b"', "last_modified": "Sat"}),
        ({"etag": ""}, None),
        ({"etag": '"' + "a" * 300 + '"'}, None),
        ({"etag": '"a\r\nHost: evil"', "last-modified": "Sat"}, {"last_modified": "Sat"}),
        ({"etag": '"ä"'}, None),
    ],
    ids=str,
)
def test_what_is_plain_and_short_is_kept(headers: dict[str, str], kept: dict[str, str] | None) -> None:
    assert validators_of(URL, headers) == (Validators(url=URL, **kept) if kept else None)


def test_an_address_that_is_too_long_keeps_none() -> None:
    assert validators_of(URL + "a" * 10_000, {"etag": '"a"'}) is None
