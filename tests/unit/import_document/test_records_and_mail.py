"""Tables, JSON, notebooks, subtitles, mail, RTF and reStructuredText."""

from __future__ import annotations

import json
import quopri
from base64 import encodebytes
from pathlib import Path

import pytest

from tests.unit.import_document.files import read, told
from williams.domain.errors import CorruptContent, EmptyContent, EncryptedContent, PermanentError

NOTEBOOK = {
    "nbformat": 4,
    "metadata": {"title": "Tides", "authors": [{"name": "Ada Smith"}]},
    "cells": [
        {"cell_type": "markdown", "source": ["# Tides\n", "\n", "They *rise*.\n"]},
        {
            "cell_type": "code",
            "source": "print(2)",
            "outputs": [
                {"output_type": "stream", "text": ["2\n"]},
                {"output_type": "display_data", "data": {"image/png": "iVBO", "text/plain": "<Figure>"}},
                {"output_type": "error", "ename": "ValueError", "evalue": "no tide", "traceback": ["x"]},
            ],
        },
    ],
}
SPHINX = """
Tides
=====

.. toctree::
   :maxdepth: 2

   bays

See :ref:`the moon <moon>`, :py:func:`~ferry.high`\\(), `Bay`:term: and :not a role.

.. py:function:: ferry.high(at, *days)
   :module: ferry

   Return the height.

   .. versionadded:: 1.2: for *days*

.. prompt:: bash

   $ tide --now

.. only:: latex

   Only in print.

.. option:: --bay <name>

   Which bay.

.. literalinclude:: tides.py
"""
MAIL = b"""From: Ada Smith <ada@example.org>
Date: Tue, 05 Mar 2024 10:00:00 +0100
Subject: =?utf-8?q?F=C3=A4hre?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Die F=E4hre kommt.

--=20
Ada
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="plan.pdf"

x
--b--
"""
MAILBOX = b"""From ada Tue Mar  5 10:00:00 2024
From: Ada Smith <ada@example.org>
Subject: One

First.
>From here on it rains.

From bo Wed Mar  6 10:00:00 2024
From: bo@example.org
Subject: Two

Second.
"""
REST = """======
Tides
======

:Author: Ada Smith
:Date: 2024-03-05

They rise.

.. include:: /etc/passwd
.. raw:: html

   <script>x</script>

.. a remark

Why
===

- the moon :unknown:`x`
- :math:`a = 2`
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "cargo;pence\nsheep;3\n", [("table_row", "cargo | pence"), ("table_row", "sheep | 3")]),
        ("a.tsv", "cargo\tpence\n\nsheep\t3\n", [("table_row", "cargo | pence"), ("table_row", "sheep | 3")]),
        ("a.csv", 'a,b\n"two\nlines",<i>\n', [("table_row", "a | b"), ("table_row", "two lines | <i>")]),
        (
            "a.json",
            '{"title": "Tides", "no": null, "tides": [{"at": 3, "high": true}, {"at": 9, "high": false}], "by": ["A"]}',
            [
                ("body", "title: Tides"),
                ("heading", "tides"),
                ("table_row", "at | high"),
                ("table_row", "3 | true"),
                ("table_row", "9 | false"),
                ("heading", "by"),
                ("list_item", "A"),
            ],
        ),
        ("a.jsonl", '{"a": 1}\nnonsense\n{"b": {"c": "d"}}\n', [("body", "a: 1"), ("heading", "b"), ("body", "c: d")]),
        (
            "a.rtf",
            r"{\rtf1\ansi{\fonttbl\f0 Times;}\f0 The ferry\'e4.\par Next \u8364? line \u-10179?\u-8512?.\par}",
            [("body", "The ferryä."), ("body", "Next € line \U0001f6c0.")],
        ),
        # As StarOffice marked styles, and a text in two forms.
        ("a.rtf", r"{\rtf1\ansi It lies in C:\\uc now.\par}", [("body", r"It lies in C:\uc now.")]),
        ("a.rtf", r"{\rtf1\ansi {\b0\*\cs7 Noon.}{\upr{ Boat}{\*\ud{\uc0 \u66?oat}}}\par}", [("body", "Noon. Boat")]),
        # The second byte of a character may be a letter of ASCII.
        (
            "a.rtf",
            r"{\rtf1\ansi\ansicpg932 \'83\'8f\'81[\'83h\'82\'cc\'95\'5c B \'b1\'b2a.\par}",
            [("body", "ワードの表 B ｱｲa.")],
        ),
        (
            "a.rtf",
            r"{\rtf1\ansi One.{\shp{\*\shpinst{\sp{\sn a}}{\shptxt \pard Boxed.\par}}{\shprslt Old.}}\par Two.\par}",
            [("body", "One."), ("body", "Two."), ("body", "Boxed.")],
        ),
        (
            "a.rtf",
            r"{\rtf1\ansi Ferries{\super\chftn{\footnote\pard \chftn  See {\i Lee} \{7\}.}} cross."
            r"{\*\footnote More.}\par End.}",
            [("body", "Ferries cross."), ("body", "End."), ("footnote", "See Lee {7}."), ("footnote", "More.")],
        ),
        (
            "a.rst",
            REST,
            [
                ("heading", "Tides"),
                ("body", "They rise."),
                ("heading", "Why"),
                ("list_item", "the moon x"),
                ("list_item", r"\(a = 2\)"),
            ],
        ),
    ],
)
def test_what_becomes_of_it(tmp_path: Path, name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(read(tmp_path, name, text.encode())) == expected


def test_the_marks_of_sphinx_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.rst", SPHINX.encode())
    assert told(reading) == [
        ("heading", "Tides"),
        ("body", "See the moon, high(), Bay and :not a role."),
        ("body", "ferry.high(at, *days)"),
        ("body", "Return the height."),
        ("body", "Added in version 1.2: for days"),
        ("code", "$ tide --now"),
        ("body", "Only in print."),
        ("body", "--bay <name>"),
        ("body", "Which bay."),
    ]
    assert [each["code"] for each in reading["notices"]] == ["includes-left-out"]
    assert "literalinclude" in reading["notices"][0]["message"]


def test_a_notebook(tmp_path: Path) -> None:
    reading = read(tmp_path, "tides.ipynb", json.dumps(NOTEBOOK).encode())
    assert told(reading) == [
        ("heading", "Tides"),
        ("body", "They rise."),
        ("code", "print(2)"),
        ("code", "2"),
        ("code", "<Figure>"),
        ("code", "ValueError: no tide"),
    ]
    assert (reading["metadata"]["title"], reading["metadata"]["authors"]) == ("Tides", ["Ada Smith"])
    assert "1 image/png" in reading["notices"][0]["message"]


ROLLING = """WEBVTT

NOTE made by a machine

00:00:01.000 --> 00:00:03.000
the tide <c>comes in</c>

00:00:03.000 --> 00:00:05.000
the tide comes in
and it goes out.

00:00:09.500 --> 00:00:11.000
<v Bo>Really?
"""


def test_subtitles_say_when_without_saying_twice(tmp_path: Path) -> None:
    reading = read(tmp_path, "tide.vtt", ROLLING.encode())
    assert told(reading) == [("body", "the tide comes in and it goes out."), ("body", "Bo: Really?")]
    spans = [(each["place"]["seconds"], each["place"]["until"]) for each in reading["paragraphs"]]
    assert spans == [(1.0, 5.0), (9.5, 11.0)]


def test_subtitles_of_the_older_kind(tmp_path: Path) -> None:
    text = "1\r\n00:00:01,500 --> 00:00:02,000\r\n<i>No.</i>\r\n\r\n2\r\n01:00:00,000 --> 01:00:01,000\r\nYes.\r\n"
    reading = read(tmp_path, "a.srt", text.encode())
    assert [each["place"]["seconds"] for each in reading["paragraphs"]] == [1.5, 3600.0]


def test_a_mail(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.eml", MAIL)
    assert told(reading) == [("body", "Die Fähre kommt.")]
    about = reading["metadata"]
    assert (about["title"], about["authors"]) == ("Fähre", ["Ada Smith"])
    assert about["published_date"] == "2024-03-05T10:00:00+01:00"
    assert "plan.pdf" in reading["notices"][0]["message"]


def mail(*parts: str, kind: str = "mixed", head: str = "Subject: On\n") -> str:
    """Return a mail of parts, each with its own head."""
    inner = "".join(f"--{kind}\n{part}\n" for part in parts)
    return f'{head}Content-Type: multipart/{kind}; boundary="{kind}"\n\n{inner}--{kind}--\n'


PLAIN, PAGE = "Content-Type: text/plain\n\n{}", "Content-Type: text/html\n\n<p>{}</p>"
PICTURE = "Content-Type: image/png\nContent-ID: <p>\n\nx"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        # As Apple's Mail writes it: text, picture, more text; and a footer that a list puts behind.
        (mail(PLAIN.format("One."), PICTURE, PAGE.format("Two."), PLAIN.format("List.")), ["One.", "Two.", "List."]),
        (mail(PLAIN.format("One."), PAGE.format("One."), kind="alternative"), ["One."]),
        (mail(PLAIN.format(" "), PAGE.format("One."), kind="alternative"), ["One."]),
        (mail(mail(PLAIN.format("One."), PAGE.format("Ein."), kind="alternative", head=""), PICTURE), ["One."]),
        (mail(PAGE.format("One."), PICTURE, kind="related"), ["One."]),
        (
            mail(PLAIN.format("See:"), "Content-Type: message/rfc822\n\nSubject: Old\nFrom: ada@a.org\n\nInner."),
            ["See:", "Old", "ada@a.org", "Inner."],
        ),
        (
            mail("\nSubject: A\n\nFirst.", "\nSubject: B\n\nSecond.", kind="digest"),
            ["A", "First.", "B", "Second."],
        ),
        (mail("Content-Type: text/plain\nContent-Disposition: inline; filename=a.patch\n\nA patch."), ["A patch."]),
    ],
)
def test_a_mail_has_its_text_in_many_parts(tmp_path: Path, written: str, words: list[str]) -> None:
    assert [text for _, text in told(read(tmp_path, "a.eml", written.encode()))] == words


@pytest.mark.parametrize(
    ("written", "error", "says"),
    [
        (mail("Content-Type: text/plain; name=a.txt\n\nx", PICTURE), EmptyContent, "attachments: a.txt, image/png"),
        (
            mail("Content-Type: application/pgp-encrypted\n\nVersion: 1", kind="encrypted"),
            EncryptedContent,
            "encrypted",
        ),
        ("Subject: On\nContent-Type: application/pkcs7-mime\n\nx", EncryptedContent, "cannot be read"),
    ],
)
def test_a_mail_without_text_says_what_it_has(
    tmp_path: Path, written: str, error: type[PermanentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        read(tmp_path, "a.eml", written.encode())


def test_a_box_of_mail(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.mbox", MAILBOX)
    assert told(reading) == [
        ("heading", "One"),
        ("body", "Ada Smith"),
        ("body", "First. From here on it rains."),
        ("heading", "Two"),
        ("body", "bo@example.org"),
        ("body", "Second."),
    ]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", "{", "no JSON"),
        ("a.json", "[" * 100_000, "nested too deep"),
        ("a.jsonl", "no\n", "No line"),
        ("a.ipynb", "[]", "no notebook"),
        ("a.srt", "words\n", "no subtitle"),
        ("a.eml", "words only\n", "no mail"),
        ("a.mbox", "words\n", "holds no mail"),
        ("a.csv", '"' + "x" * (2 << 20), "cannot be read"),
    ],
)
def test_what_is_none_of_it(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(CorruptContent, match=says):
        read(tmp_path, name, text.encode())


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_a_mail_within_a_mail_may_be_encoded(tmp_path: Path, coding: str) -> None:
    inner = b"Subject: Inner\nFrom: Bo Lee <bo@example.org>\n\nThe ferry comes at noon =\n"
    written = encodebytes(inner) if coding == "base64" else quopri.encodestring(inner)
    outer = f"Subject: Outer\nContent-Type: message/rfc822\nContent-Transfer-Encoding: {coding}\n\n{written.decode()}"
    found = told(read(tmp_path, "a.eml", outer.encode()))
    assert found == [("heading", "Inner"), ("body", "Bo Lee"), ("body", "The ferry comes at noon =")]


@pytest.mark.parametrize("kind", ["text/plain; charset=nowhere", "multipart/mixed; bound\xa6ry=q"])
def test_a_damaged_mail_that_is_encoded_within_another_raises_no_error_of_python(tmp_path: Path, kind: str) -> None:
    inner = f"Subject: Old\nContent-Type: {kind}\n\n--q\n\nFerries \xff sink.\n--q--\n"
    head = "Subject: Outer\nContent-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"
    reading = read(tmp_path, "a.eml", (head + inner).encode("latin-1"))
    assert told(reading)
