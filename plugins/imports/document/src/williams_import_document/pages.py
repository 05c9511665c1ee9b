"""HTML files: the article if the page says where it is, else all of it but menus."""

from __future__ import annotations

from lxml import html
from williams_html.head import read_head
from williams_html.saved import origin_of
from williams_html.settling import settle
from williams_html.tree import parse

from williams_import_document.reading import Reading


def read_page(text: str) -> Reading:
    """Return the article, the metadata that the head declares, and notices of what was left out."""
    page = parse(text)
    settle(page.root)
    origin = origin_of(text)
    head = read_head(page.root, origin.url)
    about = {
        "title": head.title,
        "authors": head.authors,
        "published_date": head.published,
        "modified_date": head.modified,
        "license": head.license,
        "language": head.language,
        "extra": origin.told(head.extra()),
    }
    article = html.tostring(_article(page.root), encoding="unicode", with_tail=False)
    return Reading.whole(article, about, page.notices)


def _article(root: html.HtmlElement) -> html.HtmlElement:
    for places in (root.findall(".//main"), root.xpath(".//*[@role='main']"), root.findall(".//article")):
        if len(places) == 1:
            return places[0]
    body = root.find(".//body")
    return root if body is None else body
