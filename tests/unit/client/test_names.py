"""Names of files in any script and encoding."""

from __future__ import annotations

import os

import pytest

from williams_client.names import readable, text_of

NAMES = ["paper.pdf", "Отчёт за 2024.pdf", "研究報告.pdf", "דו״ח.docx", "Cafe\u0301 🦆.md"]


def in_locale(encoding: str, raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what Python makes of a name's bytes in a locale."""
    monkeypatch.setattr(os, "fsencode", lambda name: name.encode(encoding, "surrogateescape"))
    return raw.decode(encoding, "surrogateescape")


@pytest.mark.parametrize("encoding", ["utf-8", "iso8859-1", "ascii"])
@pytest.mark.parametrize("name", NAMES)
def test_utf_8_is_read_as_such_in_every_locale(name: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = in_locale(encoding, name.encode(), monkeypatch)
    assert (text_of(given), readable(given)) == (name, name)


def test_else_the_locale_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    given = in_locale("iso8859-1", b"caf\xe9.pdf", monkeypatch)
    assert (text_of(given), readable(given)) == ("café.pdf", "café.pdf")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_bytes_that_are_no_text_are_kept_and_told_apart(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = in_locale(encoding, b"caf\xe9 \xd0\xb4.pdf", monkeypatch)
    assert readable(given) == "caf%E9 д.pdf"
    assert text_of(given).encode("utf-8", "surrogateescape") == b"caf\xe9 \xd0\xb4.pdf"


def test_a_name_that_the_locale_cannot_spell_is_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    in_locale("ascii", b"", monkeypatch)
    assert text_of("研究.pdf") == "研究.pdf"
