"""The license that a page declares: by ``rel=license``, JSON-LD, meta elements or a link in its footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from williams.domain.licenses import declared_license
from williams_html import jsonld
from williams_html.tree import plain

_FIELDS = (
    *("dcterms.license", "dc.rights.license", "license", "cc:license", "dcterms.rights", "dc.rights"),
    *("rights", "copyright"),
)


_PLACES = ("link", "json-ld", "meta", "anchor", "footer")


@dataclass(frozen=True)
class Rights:
    """``identifier`` is an SPDX identifier; ``stated`` the address or words that the page gives.

    ``found_in`` is the place that declares the identifier.
    """

    identifier: str | None = None
    stated: str | None = None
    found_in: str | None = None


def license_of(
    root: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any], url: str | None = None
) -> Rights:
    """Return what the first place that declares a license says.

    A place that names several different ones (figures from elsewhere, a choice) decides nothing, and ends the search.
    """
    places = (
        [_address(link, url) for link in _licensing(root, "link")],
        jsonld.texts(article.get("license"), "url", "@id", "name"),
        [content for name in _FIELDS for content in metas.get(name, [])],
        [_address(link, url) for link in _licensing(root, "a", "area")],
        [_address(link, url) for link in _in_footers(root)],
    )
    stated = next((texts[0] for texts in places[:4] if texts), None)
    for name, texts in zip(_PLACES, places, strict=True):
        found = {identifier for text in texts if (identifier := declared_license(text))}
        if len(found) == 1:
            return Rights(found.pop(), stated, name)
        if found:
            return Rights(None, stated)
    words = [plain(link) for link in _licensing(root, "a")]
    named = {identifier for text in words if (identifier := declared_license(text))}
    return Rights(named.pop(), stated, "words") if len(named) == 1 else Rights(None, stated)


def _licensing(root: HtmlElement, *tags: str) -> Iterator[HtmlElement]:
    return (link for link in root.iter(*tags) if "license" in (link.get("rel") or "").lower().split())


def _in_footers(root: HtmlElement) -> Iterator[HtmlElement]:
    for footer in root.iter("footer"):
        yield from footer.iter("a")
    for element in root.iter("div", "section", "p", "ul"):
        if any(word in (element.get("id") or "").lower() for word in ("footer", "license", "copyright")):
            yield from element.iter("a")


def _address(link: HtmlElement, url: str | None) -> str:
    href: str = (link.get("href") or "").strip()
    try:
        return str(urljoin(url or "", href))
    except ValueError:
        return href
