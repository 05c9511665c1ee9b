"""What people call things, as the ids by which the API knows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from williams_cli.exits import UsageError
from williams_client import Library
from williams_client.models import ContentAnswer

_CONTENT_ID, _COLLECTION_ID = re.compile("doc_[0-9a-f]+"), re.compile("col_[0-9a-f]+")
_TOLD: Final = 5


def content_ids(library: Library, named: Sequence[str]) -> list[str]:
    """Return the ids of sources that are named by their ids, titles, addresses, or the names of their files.

    Raises UsageError for a name that several have. What nothing is called stays, for the API to say so.
    """
    if all(map(_CONTENT_ID.fullmatch, named)):
        return [*named]
    called = {each.content_id: _called(each) for each in library.content.each()}
    return [_only("source", name, _ids(name, called) or _ids(_file_name(name), called)) for name in named]


def collection_id(library: Library, named: str) -> str:
    """Return the id of a collection that is named by its id or name."""
    if _COLLECTION_ID.fullmatch(named):
        return named
    called = {each.collection_id: {_key(each.name)} for each in library.collections.each()}
    return _only("collection", named, _ids(named, called))


def _ids(name: str, called: Mapping[str, set[str]]) -> list[str]:
    key = _key(name)
    return [id for id, names in called.items() if name == id or key in names]


def _only(what: str, name: str, ids: Sequence[str]) -> str:
    if len(ids) > 1:
        some = ", ".join(ids[:_TOLD])
        raise UsageError(f"{len(ids)} {what}s are called {name!r}: {some}. Name one by its id.")
    return ids[0] if ids else name


def _called(content: ContentAnswer) -> set[str]:
    return {_key(each) for each in (content.title, content.url, _file_name(unquote(content.url))) if each}


def _file_name(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def _key(name: str) -> str:
    """Names that differ in case or normal form only are one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
