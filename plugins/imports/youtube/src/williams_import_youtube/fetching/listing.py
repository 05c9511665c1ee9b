"""Asks a site which videos a playlist or a channel has, without asking for each of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from williams.domain.errors import UnsupportedContent
from williams.isolation.network import keep_outside
from williams_import_youtube.addresses import is_address
from williams_import_youtube.fetching.session import LISTS, Asking, Session, asked

_HIDDEN: Final = {"[private video]": "is private", "[deleted video]": "was deleted"}
_COMING: Final = {"is_live": "is live at this moment", "is_upcoming": "has not begun yet"}
_CLOSED: Final = {
    "private": "is private",
    "subscriber_only": "is for members only",
    "premium_only": "has to be paid for",
}
_NO_ADDRESS: Final = "has no address of its own"
_LINKS: Final = ("url", "url_transparent")
_MOST_REDIRECTS: Final = 5
_DEEPEST: Final = 3
"""A channel is a list of lists; a list in a list in a list is none that anybody made."""


def fetch_listing(
    source: Path, progress: Callable[[int, int], None], folder: str, most: int, seconds: float
) -> dict[str, Any]:
    """Ask for what ``source`` says, in JSON: ``url``, and ``asking`` with the fields of Asking.

    Returns the list's ``title``; its ``entries`` with ``url`` and ``title``, at most ``most``; what it names besides,
    as ``left_out`` by cause; and whether there is ``more``.

    Raises what ``refusal`` returns, UnsupportedContent for what is no list or names no address.
    """
    task = json.loads(source.read_text(encoding="utf-8"))
    asking = Asking(**task["asking"])
    keep_outside(asking.gateways)
    session = Session(asking, Path(folder), 1, lists=True)
    with asked(urlsplit(task["url"]).hostname or "", seconds, session.quiet.warnings):
        answer = _listed(_list_at(session, task["url"]), task["url"], most, progress)
    if set(answer["left_out"]) == {_NO_ADDRESS} and not answer["entries"]:
        raise UnsupportedContent("The videos at the address have none of their own, so that none can be imported.")
    return answer


def _list_at(session: Session, url: str) -> Mapping[str, Any]:
    found = session.extract_info(url, download=False, process=False)
    for _ in range(_MOST_REDIRECTS):
        if not found or found.get("_type") not in _LINKS:
            break
        found = session.extract_info(found["url"], download=False, process=False, ie_key=found.get("ie_key"))
    if not found or found.get("_type") not in LISTS:
        raise UnsupportedContent("The address is no list of videos. Import it as a video.")
    return dict(found)


def _listed(found: Mapping[str, Any], url: str, most: int, progress: Callable[[int, int], None]) -> dict[str, Any]:
    entries: dict[str, dict[str, Any]] = {}
    left_out: Counter[str] = Counter()
    more = False
    for number, each in enumerate(_flat(found)):
        if number >= most:
            more = True
            break
        cause, address = _cause(each), _address(each, url)
        if cause or not address:
            left_out[cause or _NO_ADDRESS] += 1
        else:
            entries[address] = {"url": address, "title": each.get("title")}
        progress(number, most)
    return {
        "title": found.get("title") or found.get("channel"),
        "entries": list(entries.values()),
        "left_out": dict(left_out),
        "more": more,
    }


def _flat(found: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The entries, those of lists within it in their place."""
    for each in found.get("entries") or []:
        if each and each.get("_type") in LISTS and depth < _DEEPEST:
            yield from _flat(each, depth + 1)
        elif each:
            yield each


def _address(entry: Mapping[str, Any], of_list: str) -> str | None:
    """Return where a video stands by itself: what else yt-dlp calls its URL leads to a file, or is its own."""
    named = [entry.get("webpage_url"), entry.get("url") if entry.get("_type") in _LINKS else None]
    return next((each for each in map(str, filter(None, named)) if is_address(each) and each != of_list), None)


def _cause(entry: Mapping[str, Any]) -> str | None:
    """Why an entry is not imported; None where it is."""
    hidden = _HIDDEN.get(str(entry.get("title") or "").lower())
    return hidden or _CLOSED.get(str(entry.get("availability"))) or _COMING.get(str(entry.get("live_status")))
