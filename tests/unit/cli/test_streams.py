"""Whatever the locale's encoding is, everything can be printed."""

from __future__ import annotations

import io
import json
import sys

import pytest

from williams_cli import output
from williams_cli.streams import spell_everything

TEXT = "✓ “Über Größe” … 研究 – p. 2, ¶ 3 → \udce9"


def printed(encoding: str, errors: str, monkeypatch: pytest.MonkeyPatch, text: str = TEXT) -> bytes:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, errors=errors))
    spell_everything()
    print(text, end="", flush=True)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "✓ “Über Größe” … 研究 – p. 2, ¶ 3 → %E9"),
        ("iso8859-1", '+ "Über Größe" ~ ?? - p. 2, ¶ 3 > %E9'),
        ("cp1252", "+ “Über Größe” … ?? – p. 2, ¶ 3 > %E9"),
        ("ascii", '+ "Uber Grose" ~ ?? - p. 2, # 3 > %E9'),
    ],
)
@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_what_cannot_be_spelt_is_spelt_with_what_there_is(
    encoding: str, errors: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(encoding, errors, monkeypatch) == expected.encode(encoding)


def test_what_the_person_chose_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed("ascii", "xmlcharrefreplace", monkeypatch, "é") == b"&#233;"


@pytest.mark.parametrize("encoding", ["utf-8", "iso8859-1", "koi8-r", "ascii", "shift_jis"])
def test_json_is_sound_in_every_locale(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    output.print_json({"title": TEXT})
    assert json.loads(raw.getvalue().decode()) == {"title": TEXT}


def test_json_is_readable_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    output.print_json({"title": "研究"})
    assert raw.getvalue() == '{"title": "研究"}\n'.encode()


def test_a_mark_that_cannot_be_spelt_leaves_its_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """As file names have them that were made on a Mac."""
    assert printed("iso8859-1", "strict", monkeypatch, "cafe\u0301 \u200bau lait") == b"cafe au lait"
