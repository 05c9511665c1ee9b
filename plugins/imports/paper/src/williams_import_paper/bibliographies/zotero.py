"""Libraries of Zotero, by its web API v3: how they are named and what an answer holds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from williams.domain.errors import CorruptContent
from williams_import_paper.bibliographies.entries import Cited, extra_of
from williams_import_paper.services.answers import at, each_at, text_at

PAGE: Final = 100
"""Items, as many as Zotero gives at once."""
NO_WORK: Final = "is a note or an attachment of Zotero's"
_HOSTS: Final = frozenset({"www.zotero.org", "zotero.org", "api.zotero.org"})
_PATH: Final = re.compile(r"/?(?P<path>(?:groups|users)/\d+)(?P<rest>/.*)?")
_COLLECTION: Final = re.compile(r"/collections/(\w{8})(?:/|$)")
_NO_WORKS: Final = frozenset({"note", "attachment", "annotation"})
_YEAR: Final = re.compile(r"\d{4}")


@dataclass(frozen=True)
class ZoteroLibrary:
    """``path`` is the API's: ``groups/123``, ``users/4/collections/ABCD2345``."""

    path: str

    def url(self, base: str, start: int, since: int) -> str:
        asked = f"v=3&format=json&limit={PAGE}&start={start}&since={since}&sort=dateAdded&direction=asc"
        return f"{base}/{self.path}/items/top?{asked}"


@dataclass(frozen=True)
class ZoteroPage:
    cited: list[Cited]
    passed_over: int
    count: int


def zotero_library(source: str) -> ZoteroLibrary | None:
    """Return the library that ``zotero:groups/123`` or a page of Zotero's is of; None for anything else."""
    if source.lower().startswith("zotero:"):
        path = source.partition(":")[2]
    else:
        try:
            parts = urlsplit(source)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or (parts.hostname or "").lower() not in _HOSTS:
            return None
        path = parts.path
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    collection = _COLLECTION.search(found["rest"] or "")
    return ZoteroLibrary(found["path"] + (f"/collections/{collection[1]}" if collection else ""))


def page_of(data: bytes) -> ZoteroPage:
    """Return what one answer holds. Raises CorruptContent."""
    try:
        items = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CorruptContent(f"Zotero's answer is no JSON ({type(error).__name__}). Try again later.") from error
    if not isinstance(items, list):
        raise CorruptContent("Zotero's answer is no list of items. Check the library's address.")
    works = [each for each in each_at(items) if text_at(each, "data", "itemType") not in _NO_WORKS]
    return ZoteroPage(
        cited=[_cited(at(each, "data")) for each in works],
        passed_over=len(items) - len(works),
        count=len(items),
    )


def _cited(item: Any) -> Cited:
    extra = extra_of(str(at(item, "extra") or ""))
    first = next(each_at(item, "creators"), {})
    archive = text_at(item, "archiveID") or ""
    year = _YEAR.search(text_at(item, "date") or "")
    return Cited(
        title=text_at(item, "title"),
        author=text_at(first, "lastName") or text_at(first, "name"),
        year=year[0] if year else None,
        venue=text_at(item, "publicationTitle") or text_at(item, "proceedingsTitle"),
        doi=text_at(item, "DOI") or extra.get("doi"),
        arxiv=archive if archive.lower().startswith("arxiv:") else extra.get("arxiv"),
        pmid=text_at(item, "PMID") or extra.get("pmid"),
        pmcid=text_at(item, "PMCID") or extra.get("pmcid"),
        url=text_at(item, "url"),
    )
