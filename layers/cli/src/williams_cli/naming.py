"""What people call things, as the ids by which the API knows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import unquote

from williams_cli.exits import UsageError
from williams_client import Library
from williams_client.models import ContentAnswer

_ID: Final = re.compile("[a-z]{1,3}_[0-9a-z]+")
_TOLD: Final = 5


def content_ids(library: Library, named: Sequence[str]) -> list[str]:
    """Return the ids of sources that are named by their ids, titles, addresses, or the names of their files.

    Raises UsageError for a name that several have. What nothing is called stays, for the API to say so.
    """
    if all(map(_ID.fullmatch, named)):
        return [*named]
    return _ids(named, ((each.content_id, _called(each)) for each in library.content.each()), "source")


def collection_id(library: Library, named: str) -> str:
    """Return the id of a collection that is named by its id or name."""
    if _ID.fullmatch(named):
        return named
    return _ids([named], ((each.collection_id, {_key(each.name)}) for each in library.collections.each()))[0]


def _ids(named: Sequence[str], there: Iterable[tuple[str, set[str]]], what: str = "collection") -> list[str]:
    keys = {name: {_key(name), _key(_file_name(name))} for name in named}
    found: dict[str, list[str]] = {name: [] for name in named}
    for id, called in there:
        for name, alike in keys.items():
            if name == id or alike & called:
                found[name].append(id)
    for name, ids in found.items():
        if len(ids) > 1:
            some = ", ".join(ids[:_TOLD])
            raise UsageError(f"{len(ids)} {what}s are called {name!r}: {some}. Name one by its id.")
    return [ids[0] if ids else name for name, ids in found.items()]


def _called(content: ContentAnswer) -> set[str]:
    return {_key(each) for each in (content.title, content.url, _file_name(unquote(content.url))) if each}


def _file_name(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def _key(name: str) -> str:
    """Names that differ in case or normal form only are one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
