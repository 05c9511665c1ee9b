"""Files of any length and of many kinds, in the words of the sample, the same each time."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import cache
from html import escape
from typing import Final

import docx
import xlsxwriter
from pptx import Presentation

from tests.benchmarks.long_pdf import sample_sentences
from tests.unit.import_document import office_files
from tests.unit.import_paper.jats import article

_PER_CHAPTER: Final = 10
_PER_SHEET: Final = 1000


@cache
def _sentences() -> list[str]:
    return sample_sentences()


def _chapters(paragraphs: int) -> Iterator[tuple[str, list[str]]]:
    """Yield titles and paragraphs of four sentences."""
    chance = random.Random(paragraphs)
    texts = [f"Point {number}: {' '.join(chance.sample(_sentences(), 4))}" for number in range(paragraphs)]
    for first in range(0, paragraphs, _PER_CHAPTER):
        yield f"Chapter {first // _PER_CHAPTER + 1}", texts[first : first + _PER_CHAPTER]


def _marked(paragraphs: int, heading: str, body: str, between: str = "\n\n") -> str:
    parts = []
    for title, texts in _chapters(paragraphs):
        parts += [heading.format(title), *(body.format(escape(text, quote=False)) for text in texts)]
    return between.join(parts)


def jats(paragraphs: int) -> bytes:
    """Every tenth paragraph has a formula, each cites, and there is a reference for every fifth."""
    cited = 'as <xref ref-type="bibr" rid="r1">Doe (2017)</xref> says, <italic>and</italic> others <sup>2</sup>'
    equation = "<mml:math><mml:mi>a</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>"
    maths = f"<inline-formula>{equation}</inline-formula>"
    sections = []
    for title, texts in _chapters(paragraphs):
        told = "".join(f"<p>{escape(text)} {cited}.</p>" for text in texts)
        sections.append(f"<sec><title>{title}</title>{told}<p>Where {maths} holds, so does the rest.</p></sec>")
    entries = "".join(
        f"<ref><label>{number}.</label><element-citation><person-group><name><surname>Smith</surname><given-names>J"
        f"</given-names></name></person-group><article-title>On marks {number}</article-title><source>J Marks</source>"
        f'<year>2001</year><volume>5</volume><fpage>10</fpage><pub-id pub-id-type="doi">10.1000/{number}</pub-id>'
        "</element-citation></ref>"
        for number in range(paragraphs // 5)
    )
    return article("".join(sections), f"<back><ref-list>{entries}</ref-list></back>").encode()


def word(paragraphs: int) -> bytes:
    document = docx.Document()
    for title, texts in _chapters(paragraphs):
        document.add_heading(title, 1)
        for text in texts:
            document.add_paragraph(text)
    return _saved(document.save)


def workbook(paragraphs: int) -> bytes:
    """Rows of four cells, a sentence in each."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    chance = random.Random(paragraphs)
    for first in range(0, paragraphs, _PER_SHEET):
        sheet = book.add_worksheet()
        for row in range(min(_PER_SHEET, paragraphs - first)):
            sheet.write_row(row, 0, [row, *chance.sample(_sentences(), 3)])
    book.close()
    return file.getvalue()


def presentation(paragraphs: int) -> bytes:
    deck = Presentation()
    for title, texts in _chapters(paragraphs):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text_frame.text = title, "\n".join(texts)
    return _saved(deck.save)


def open_text(paragraphs: int) -> bytes:
    heading = '<text:h text:outline-level="1">{}</text:h>'
    return office_files.open_document(_marked(paragraphs, heading, "<text:p>{}</text:p>", ""))


def book(paragraphs: int) -> bytes:
    return office_files.book(_marked(paragraphs, "<h2>{}</h2>", "<p>{}</p>", ""))


def page(paragraphs: int) -> bytes:
    body = _marked(paragraphs, "<h2>{}</h2>", "<p>{}</p>", "\n")
    return f"<!DOCTYPE html><html lang=en><head><title>A page</title></head><body>{body}</body></html>".encode()


def markdown(paragraphs: int) -> bytes:
    return _marked(paragraphs, "## {}", "{}").encode()


def restructured(paragraphs: int) -> bytes:
    return _marked(paragraphs, "{}\n===========", "{}").encode()


def org(paragraphs: int) -> bytes:
    return _marked(paragraphs, "* {}", "{}").encode()


def latex(paragraphs: int) -> bytes:
    body = _marked(paragraphs, r"\section{{{}}}", r"{} It is \emph{{so}}, says~\cite{{doe}}, if $a_1 = 2$.")
    return rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}".replace("&amp;", r"\&").encode()


def text(paragraphs: int) -> bytes:
    return _marked(paragraphs, "{}\n-----", "{}").encode()


def rich_text(paragraphs: int) -> bytes:
    letters = (f"\\u{ord(each)}?" if ord(each) > 127 else each for each in _marked(paragraphs, "{}", "{}", "\\par\n"))
    return rf"{{\rtf1\ansi {''.join(letters)}\par}}".encode()


def table(paragraphs: int) -> bytes:
    rows = (f'{title},"{each.replace(chr(34), "")}"' for title, texts in _chapters(paragraphs) for each in texts)
    return "\n".join(("chapter,text", *rows)).encode()


def records(paragraphs: int) -> bytes:
    return json.dumps([{"title": title, "texts": texts} for title, texts in _chapters(paragraphs)]).encode()


def notebook(paragraphs: int) -> bytes:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [f"# {title}\n\n", "\n\n".join(texts)]}
        for title, texts in _chapters(paragraphs)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def mail(paragraphs: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "A letter", "ada@a.example", "bo@b.example"
    message.set_content(_marked(paragraphs, "{}", "{}"))
    return message.as_bytes()


def feed(entries: int) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://a.example/{number}</link><guid>{number}</guid>"
        f"<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><description>{escape(text)}</description></item>"
        for number, (title, (text, *_)) in enumerate(_chapters(entries * _PER_CHAPTER))
    )
    return f'<rss version="2.0"><channel><title>All</title>{items}</channel></rss>'.encode()


def sitemap(entries: int) -> bytes:
    urls = "".join(
        f"<url><loc>https://a.example/{number}</loc><lastmod>2026-11-02</lastmod></url>" for number in range(entries)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


PAPERS: Final[dict[str, Callable[[int], bytes]]] = {"nxml": jats}
DOCUMENTS: Final[dict[str, Callable[[int], bytes]]] = {
    "docx": word,
    "xlsx": workbook,
    "pptx": presentation,
    "odt": open_text,
    "epub": book,
    "html": page,
    "md": markdown,
    "rst": restructured,
    "org": org,
    "tex": latex,
    "txt": text,
    "rtf": rich_text,
    "csv": table,
    "json": records,
    "ipynb": notebook,
    "eml": mail,
}
LISTINGS: Final[dict[str, Callable[[int], bytes]]] = {"rss": feed, "sitemap.xml": sitemap}
"""By the ends of their files' names."""
