"""Files to begin from, small and of every kind, as the tests of the readers build them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from zipfile import ZIP_STORED

from compressed_rtf import compress
from PIL import features

from tests.contract.paper_services import LATEXML
from tests.contract.youtube_server import heard_words, shown_lines
from tests.unit.import_document import test_figures as figures
from tests.unit.import_document import test_records_and_mail as mail
from tests.unit.import_document import test_tex_and_org as markup
from tests.unit.import_document import test_word as word
from tests.unit.import_document.files import FERRIES, MARKDOWN, TEXT, docx
from tests.unit.import_document.office_files import (
    OPEN_SLIDES,
    OPEN_TEXT,
    book,
    open_document,
    presentation,
    workbook,
)
from tests.unit.import_document.test_charts import FRAME, drawing_ml, open_chart
from tests.unit.import_document.test_charts import word as word_with_chart
from tests.unit.import_document.test_markdown_of_notes import TOML
from tests.unit.import_document.test_outlook import HTML, PLAIN, RTF, message
from tests.unit.import_document.test_wrapped_mail import PGP_SIGNED, packed, signed, wrapped
from tests.unit.import_image.pictures import HEIC, drawn, saved
from tests.unit.import_listing import test_reading as listing
from tests.unit.import_listing.archives import archive, named
from tests.unit.import_paper import test_bibliographies as bibliographies
from tests.unit.import_paper.jats import article
from tests.unit.import_pdf.writer import Page, write_pdf
from tests.unit.import_web.kinds import story
from tests.unit.import_web.test_archives import AROUND, FIRST, SAVED_FROM, SINGLE_FILE, har, mhtml, wacz, warc
from tests.unit.import_youtube.test_captions import ROLLING, SRT

_KINDS_OF_PDF = Path(__file__).parents[1] / "unit" / "import_pdf" / "kinds"
_LARGEST_PDF = 20_000
"""Bytes."""
_MATHS = "<mrow><msup><mi>a</mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>1</mn><mi>b</mi></mfrac></mrow>"


@cache
def pdfs() -> list[bytes]:
    page = Page().lines(72, 700, ["The ferry crosses at noon,", "and comes back at nine."]).rule(72, 300, 600).picture()
    made = write_pdf(
        [page, Page().text(72, 700, "Two", 18, "bold")],
        {"Title": "Ferries", "CreationDate": "D:20240305100000Z"},
        "en",
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
        [("One", 1), ("Two", 2)],
    )
    kept = sorted(_KINDS_OF_PDF.glob("*.pdf"), key=lambda file: file.stat().st_size)
    return [made, *(file.read_bytes() for file in kept if file.stat().st_size < _LARGEST_PDF)]


def pages() -> list[bytes]:
    table = "<table><tr><th>a<td colspan=2>b<tr><td rowspan=9>c</table><ul><li>d<ol><li>e</ul><pre>f</pre>"
    figure = figures.page(figures.picture(8)).decode()
    return [story(), story(table + figure + f"<math>{_MATHS}</math>", '<meta name="author" content="Ada">')]


def mhtml_files() -> list[bytes]:
    return [mhtml(), mhtml(story("<p>=C3=A4</p>"), "")]


def wacz_files() -> list[bytes]:
    return [wacz(warc(*AROUND, FIRST)), wacz(warc(FIRST, packed=True), first=FIRST[0])]


def har_files() -> list[bytes]:
    return [har(*AROUND, FIRST), har(FIRST, encoding="base64")]


def warc_files() -> list[bytes]:
    return [warc(*AROUND, FIRST), warc(FIRST, packed=True)]


def markdown() -> list[bytes]:
    return [MARKDOWN.encode(), f"+++\n{TOML}+++\n\n# Peat\n\n![a](b)\n\n> c\n> - [x] d\n\n$a^2$\n".encode()]


def encodings() -> list[bytes]:
    umlauts = TEXT.replace("ferry", "Fähre")
    kyrillic = "Паром идёт через реку, где никто не построил моста.\n" * 3
    return [
        *(umlauts.encode(name) for name in ("utf-8-sig", "utf-16", "utf-16-le", "cp1252")),
        *(kyrillic.encode(name) for name in ("cp1251", "koi8-r")),
        ("渡し船は正午に出る。" * 9).encode("shift_jis"),
        SAVED_FROM + SINGLE_FILE,
    ]


def restructured() -> list[bytes]:
    return [mail.REST.encode(), b".. |a| replace:: b\n\n.. figure:: c.png\n\n   d\n\n|a| `e <f>`_ [1]_\n\n.. [1] g\n"]


def org() -> list[bytes]:
    return [markup.ORG.encode()]


def latex() -> list[bytes]:
    return [markup.LATEX.encode(), rb"\def\a#1{b #1}\section{\a{c}} \begin{tabular}{ll}d & e \\ f\end{tabular} $g_1^2$"]


def tables() -> list[bytes]:
    return [b'name,price\n"Ada, Bo",3\n\nx,"y\nz"\n', b"a\tb\n1\t2\n", b"a;b\n1,5;2\n"]


def records() -> list[bytes]:
    return [b'{"title": "Tides", "at": [{"h": 3, "high": true}, {"h": 9}], "by": ["A"], "n": null}', b"[1, [2, {}]]"]


def lines() -> list[bytes]:
    return [b'{"a": 1}\nnonsense\n{"b": {"c": "d"}}\n']


def notebooks() -> list[bytes]:
    return [json.dumps(mail.NOTEBOOK).encode()]


def subtitles() -> list[bytes]:
    return [SRT.encode(), ROLLING.encode(), mail.ROLLING.encode()]


def captions() -> list[bytes]:
    return [ROLLING.encode(), mail.ROLLING.encode()]


def json3_captions() -> list[bytes]:
    heard = heard_words("the ferry left at nine\nnine people waited", "nine", 200)
    return [heard.encode(), shown_lines((0, 1.5, "Hello."), (1.5, 4, "Bye.")).encode()]


def rich_texts() -> list[bytes]:
    return [
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Times;}}{\info{\title T}}\f0 The \b ferry\'e4.\par}",
        rb"{\rtf1\mac \trowd\cellx1 a\cell b\cell\row {\*\x y}{\pict\pngblip 89}\u8364? \uc0 {\footnote c}\bin3 abc}",
    ]


def mails() -> list[bytes]:
    head = b"Subject: =?utf-8?q?=C3=A4?=\nContent-Type: multipart/alternative; boundary=b\n\n"
    html = b"--b\nContent-Type: text/html; charset=cp1252\nContent-Transfer-Encoding: base64\n\nPHA+YTwvcD4=\n--b--\n"
    plain = head + b"--b\nContent-Type: text/plain\n\na\n" + html
    return [
        mail.MAIL,
        plain,
        wrapped(signed()).encode(),
        wrapped(packed()).encode(),
        f"Subject: a\n\n{PGP_SIGNED}".encode(),
    ]


def mailboxes() -> list[bytes]:
    return [mail.MAILBOX]


def messages() -> list[bytes]:
    bodies = ({"1000001F": PLAIN}, {"10130102": HTML}, {"10090102": compress(RTF)})
    return [message(**{"0037001F": "Überfahrt".encode("utf-16-le")}, **body) for body in bodies]


@cache
def words() -> list[bytes]:
    return [FERRIES, figures.word(figures.picture(8)), docx(word.maths(word.run("a"))), word_with_chart(drawing_ml())]


@cache
def presentations() -> list[bytes]:
    return [presentation()]


@cache
def workbooks() -> list[bytes]:
    return [workbook()]


@cache
def open_texts() -> list[bytes]:
    return [open_document(OPEN_TEXT), figures.open_text(figures.picture(8))]


@cache
def open_presentations() -> list[bytes]:
    return [open_document(OPEN_SLIDES, "presentation"), open_chart("presentation", f"<draw:page>{FRAME}</draw:page>")]


@cache
def books() -> list[bytes]:
    return [book("<h1>One</h1><p>Words.</p>"), figures.epub(figures.picture(8))]


def listings() -> list[bytes]:
    made = (listing.RSS, listing.ATOM, listing.RDF, listing.JSON, listing.OPML, listing.SITEMAP, listing.INDEX)
    return [*made, listing.SHORTCUT, listing.WEBLOC]


def archives() -> list[bytes]:
    members = {"a.txt": b"Words. " * 20, "Notes/\u8cc7\u6599.md": b"# Words", ".hidden": b"x", "b/": b""}
    return [archive(members), archive(members, ZIP_STORED), named("\u30ec\u30dd\u30fc\u30c8.txt".encode("cp932"))]


def articles() -> list[bytes]:
    formula = f'<disp-formula id="e"><mml:math>{_MATHS}</mml:math></disp-formula>'
    table = "<table-wrap><label>T</label><caption><p>c</p></caption><table><tr><td>1</td></tr></table></table-wrap>"
    figure = '<fig id="f"><label>F</label><caption><p>d</p></caption><graphic xlink:href="f.png"/></fig>'
    return [
        article(
            f'<sec><title>A</title><p>Ink <xref ref-type="bibr" rid="r1">1</xref>.</p>{formula}{table}{figure}</sec>'
        ).encode()
    ]


def latexml_pages() -> list[bytes]:
    return [LATEXML.encode()]


def bibtex() -> list[bytes]:
    return [bibliographies.BIBTEX.encode()]


def ris() -> list[bytes]:
    return [bibliographies.RIS.encode()]


def csl() -> list[bytes]:
    return [json.dumps(bibliographies.CSL).encode()]


@cache
def pictures() -> list[bytes]:
    small = drawn("W").resize((24, 16))
    forms = ["PNG", "JPEG", "TIFF", "BMP", "GIF", *(["WEBP"] if features.check("webp") else [])]
    pages = [small] * 2
    return [*(saved(small, form) for form in forms), HEIC, saved(small, "TIFF", save_all=True, append_images=pages)]
