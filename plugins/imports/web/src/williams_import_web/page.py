"""From a page's bytes to paragraphs and metadata, within one process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement
from williams_html.encoding import decode_html
from williams_html.figures import mark_figures
from williams_html.head import Head, names_of_site, read_head
from williams_html.paragraphs import Block
from williams_html.people import is_person
from williams_html.saved import Origin, origin_of, page_address
from williams_html.settling import settle
from williams_html.titles import own_title
from williams_html.tree import parse, plain

from williams.domain.errors import EmptyContent, NeedsBrowser, PermanentError
from williams_import_web.archives import opened
from williams_import_web.byline import found_date, shown_authors, stated_date
from williams_import_web.consent import drop_dialogues
from williams_import_web.copies import Copy
from williams_import_web.dateline import date_beside_title
from williams_import_web.gates import check_gate, needs_browser, needs_programs
from williams_import_web.main_text import main_text
from williams_import_web.teasers import without_calls

_LITTLE_TEXT = 200
"""Characters. A page that shows less than this, and runs programs, shows its text by them."""


def read_page(
    source: Path,
    progress: Callable[[int, int], None],
    url: str,
    declared_type: str | None,
    archive: str | None = None,
    rendered: bool = False,
) -> dict[str, Any]:
    """Return ``metadata``, ``paragraphs`` and ``notices`` in JSON's types.

    ``pictures`` has for each paragraph the address of its picture and the words that stand for it, or None.

    Args:
        url: where the page came from; of a copy, what it says itself comes first.
        archive: the media type of the archive that holds the page, if one does.
        rendered: whether the page's programs have run.

    Raises:
        ContentTooLarge, CorruptContent: the page cannot be taken out of its archive.
        UnsupportedContent: the bytes are no text.
        NeedsBrowser: the page builds itself in the browser.
        Forbidden, NotFound: the page stands in the place of a text.
        EmptyContent: it has no main text.
    """
    progress(0, 2)
    copy = opened(source, archive) if archive else Copy(source.read_bytes(), declared_type, Origin())
    decoded = decode_html(copy.data, copy.declared_type)
    origin = copy.origin if archive or page_address(url) else origin_of(decoded.text)
    url = origin.url or url
    page = parse(decoded.text)
    root = page.root
    if rendered:
        _drop_unshown(root)
    settle(root)
    mark_figures(root, alone=False)
    head = read_head(root, url)
    asked = drop_dialogues(root)
    blocks = main_text(root, url, head.title)
    progress(1, 2)
    # What stands under a page's last headings, such as "Related articles", was left out as not being its text.
    while blocks and blocks[-1].kind == "heading":
        blocks.pop()
    check_gate(root, blocks, head.title, url, rendered, asked)
    blocks, cut = without_calls(root, blocks, url)
    if not blocks:
        raise _without_text(root, url, rendered)
    return {
        "metadata": _metadata(root, url, head, blocks) | {"extra": origin.told(head.extra())},
        "paragraphs": decoded.drafts(blocks),
        "pictures": [_picture(block, url) for block in blocks],
        "notices": [*copy.notices, *decoded.notices, *page.notices, *cut],
    }


def builds_itself(
    source: Path, progress: Callable[[int, int], None], url: str, declared_type: str | None
) -> dict[str, bool]:
    """Return as ``builds_itself`` whether the page shows its text by programs only, which a browser has to run."""
    try:
        read_page(source, progress, url, declared_type)
    except NeedsBrowser:
        return {"builds_itself": True}
    except PermanentError:
        pass  # Another wall stands before the text, or there is none: no browser changes that.
    return {"builds_itself": False}


def _drop_unshown(root: HtmlElement) -> None:
    """What is for browsers that run no programs is not shown by one that does."""
    for element in [*root.iter("noscript")]:
        element.drop_tree()


def _picture(block: Block, url: str) -> tuple[str, str | None] | None:
    if not block.picture:
        return None
    try:
        return urljoin(url, block.picture), block.alt or None
    except ValueError:
        return None


def _without_text(root: HtmlElement, url: str, rendered: bool) -> PermanentError:
    body = root.find(".//body")
    shown = plain(body) if body is not None else ""
    if len(shown) < _LITTLE_TEXT and needs_programs(root):
        return needs_browser(url, rendered)
    return EmptyContent(
        f"{url} has no main text: it holds links, pictures or a form, but nothing to read. "
        "Give the address of an article itself."
    )


def _authors(root: HtmlElement, head: Head, url: str) -> list[str]:
    """Return declared people, else those whom the page shows, else what is declared: a body, an account."""
    if any(map(is_person, head.authors)):
        return head.authors
    return shown_authors(root, names_of_site(head.site, url)) or head.authors


def _metadata(root: HtmlElement, url: str, head: Head, blocks: list[Block]) -> dict[str, Any]:
    """What the page declares comes first, then what it shows."""
    title = own_title(head.title, blocks)
    return {
        "title": title,
        "authors": _authors(root, head, url),
        "published_date": head.published
        or stated_date(root)
        or date_beside_title(root, title)
        or found_date(root, url),
        "modified_date": head.modified,
        "license": head.license,
        "language": head.language,
    }
