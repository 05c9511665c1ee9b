"""What a page declares of itself in its head: title, authors, dates, language, address and license."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from williams_html import jsonld
from williams_html.escaped import unescaped
from williams_html.people import is_person, split_authors
from williams_html.rights import license_of
from williams_html.titles import title_of
from williams_html.tree import tidy

_AUTHORS = (
    *("citation_author", "dcterms.creator", "dc.creator", "author", "article:author", "parsely-author"),
    *("sailthru.author", "cxenseparse:author", "byl", "byline"),
)
_WRITTEN_BY = re.compile(r"written by|(?:geschrieben|verfasst) von|écrit par|escrito por|scritto da", re.IGNORECASE)
_PUBLISHED = (
    *("article:published_time", "citation_publication_date", "citation_date", "dcterms.issued", "dcterms.created"),
    *("dcterms.date", "dc.date.issued", "dc.date", "datepublished", "date"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "last-modified")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_DATE = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")
_AHEAD = timedelta(days=2)
"""By which a date may lie in the future: clocks and zones differ."""
_PLACEHOLDERS = ("0001-01-01", "1601-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01")
"""What programs write for a date that they do not have."""


@dataclass(slots=True)
class Head:
    """Dates are in ISO 8601 with a zone. ``stated_license`` is the license's address or words as the page has them."""

    title: str | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    description: str | None = None
    keywords: str | None = None
    license: str | None = None
    stated_license: str | None = None
    license_found_in: str | None = None

    def extra(self) -> dict[str, Any]:
        """Return what has no field of its own in a content's metadata."""
        names = ("canonical_url", "site", "description", "keywords", "stated_license", "license_found_in")
        return {name: value for name in names if (value := getattr(self, name))}


def read_head(root: HtmlElement, url: str | None = None) -> Head:
    """Read what a page declares; ``url`` is its own address, for relative links."""
    metas, article = _metas(root), jsonld.article_of(root)
    rights = license_of(root, metas, article, url)
    site = next(map(unescaped, [*metas.get("og:site_name", []), *jsonld.texts(article.get("publisher"), "name")]), None)
    return Head(
        title=title_of(root, metas, article, site, host_of(url)),
        authors=_authors(metas, article, [*names_of_site(site, url), *_publishers(metas, article)]),
        published=first_date([*_some(metas, _PUBLISHED), *jsonld.texts(article.get("datePublished"))]),
        modified=first_date([*_some(metas, _MODIFIED), *jsonld.texts(article.get("dateModified"))]),
        language=_language(root, metas, article),
        canonical_url=_canonical(root, metas, url),
        site=site,
        description=next(map(unescaped, _some(metas, ("description", "og:description", "dcterms.description"))), None),
        keywords=unescaped(", ".join(_some(metas, ("keywords", "citation_keywords")))) or None,
        license=rights.identifier,
        stated_license=rights.stated,
        license_found_in=rights.found_in,
    )


def names_of_site(site: str | None, url: str | None) -> list[str]:
    """Return what a site calls itself, and its host's name with and without what stands behind the last dot."""
    host = host_of(url)
    return [name for name in (site, host, host.rpartition(".")[0]) if name]


def host_of(url: str | None) -> str:
    """Return the name of an address's host without ``www.``; an empty text where it has none."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def first_date(texts: list[str]) -> str | None:
    """Return the first of the texts that is a whole date, and none to come, in ISO 8601 with a zone; UTC by default."""
    for text in texts:
        date = _DATE.match(text)
        try:
            found = datetime.fromisoformat("-".join(part.zfill(2) for part in date.groups()) if date else text)
        except ValueError:
            continue
        zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
        # Shorter ones are weeks or years.
        if len(text) < len("2024/3/5") or found.date().isoformat() in _PLACEHOLDERS:
            continue
        if zoned - datetime.now(UTC) < _AHEAD:
            return zoned.isoformat()
    return None


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """Contents of the meta elements by name, property or http-equiv, in small letters; ``dc:`` is written ``dc.``."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("http-equiv") or meta.get("itemprop") or ""
        content = tidy(meta.get("content") or "")
        if name and content:
            key = re.sub(r"^(dc|dcterms):", r"\1.", name.strip().lower())
            found.setdefault(key, []).append(content)
    return found


def _some(metas: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [content for name in names for content in metas.get(name, [])]


def _authors(metas: dict[str, list[str]], article: dict[str, Any], sites: list[str]) -> list[str]:
    """Return the first declared authors who may be people, else the first of all."""
    declared = [metas.get(name, []) for name in _AUTHORS]
    declared += [jsonld.texts(article.get("author"), "name") or _labelled(metas)]
    found = [authors for texts in declared if (authors := split_authors(map(unescaped, texts), sites))]
    return next((authors for authors in found if any(map(is_person, authors))), found[0] if found else [])


def _publishers(metas: dict[str, list[str]], article: dict[str, Any]) -> list[str]:
    return [*metas.get("application-name", []), *jsonld.texts(article.get("publisher"), "name")]


def _labelled(metas: dict[str, list[str]]) -> list[str]:
    """What stands under ``Written by`` where pages are announced on other sites."""
    numbers = [n for n in "12" if any(map(_WRITTEN_BY.fullmatch, metas.get(f"twitter:label{n}", [])))]
    return [text for n in numbers for text in metas.get(f"twitter:data{n}", [])]


def _language(root: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    declared = [root.get("lang") or "", *_some(metas, ("content-language", "dcterms.language", "dc.language"))]
    declared += [*metas.get("og:locale", []), *jsonld.texts(article.get("inLanguage"), "alternateName")]
    tags = (tag.split(",")[0].strip().replace("_", "-") for tag in declared)
    return next((tag for tag in tags if _LANGUAGE.match(tag)), None)


def _canonical(root: HtmlElement, metas: dict[str, list[str]], url: str | None) -> str | None:
    links = [link.get("href") or "" for link in root.iter("link") if "canonical" in rel_of(link)]
    for link in [*links, *metas.get("og:url", [])]:
        try:
            address: str = urljoin(url or "", link.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return address
    return None


def rel_of(link: HtmlElement) -> list[str]:
    """Return the words of a link's ``rel``, in small letters."""
    return (link.get("rel") or "").lower().split()
