"""Pages in web archives (WARC): the first that a server gave, and how many others there are."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from williams_html.head import first_date
from williams_html.saved import Origin, page_address

from williams.domain.errors import CorruptContent, EmptyContent
from williams.isolation.notices import notice
from williams_import_web.copies import LARGEST_PAGE, Copy, bounded

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_BLOCK: Final = 1 << 16
_DAMAGED: Final = (AttributeError, ValueError, LookupError, EOFError, zlib.error)
"""What warcio raises of records without an address, a length or a status that is one."""


def page_of(source: Path) -> Copy:
    """Return the first page of an archive, with a notice of further ones. Raises as ``page_in``."""
    with source.open("rb") as file:
        return page_in([file])


def page_in(files: Iterable[IO[bytes]], wanted: str | None = None) -> Copy:
    """Return the first page of an archive in several files, or the one at the address ``wanted`` where it is there.

    Raises:
        EmptyContent: it holds none.
        CorruptContent: it cannot be read.
        ContentTooLarge: the page is larger than any.
    """
    found: Copy | None = None
    addresses: list[str] = []
    chosen = 0
    try:
        for record in chain.from_iterable(map(ArchiveIterator, files)):
            if not _is_page(record):
                continue
            address = _address(record)
            if found is None or (address == wanted and addresses[chosen] != wanted):
                found, chosen = _copy(record), len(addresses)
            addresses.append(address)
    except ArchiveLoadFailed as error:
        raise CorruptContent(f"The web archive cannot be read: {error}. Download it anew.") from error
    except _DAMAGED as error:
        raise CorruptContent("The web archive is damaged: a record cannot be read. Download it anew.") from error
    if found is None:
        raise EmptyContent("The web archive holds no page that a server gave. Check that it is the right file.")
    if others := addresses[:chosen] + addresses[chosen + 1 :]:
        message = f"The archive holds {len(others)} further pages, which were left out."
        remedy = "Import each by its own address, or from an archive of its own."
        found.notices.append(notice("further-pages", message, others[0][:100] or None, remedy))
    return found


def _is_page(record: Any) -> bool:
    """True for a page that a server gave, neither a redirect nor an error."""
    headers = record.http_headers
    if record.rec_type not in ("response", "resource"):
        return False
    if record.rec_type == "response" and (headers is None or headers.get_statuscode() != "200"):
        return False
    return (_declared(record) or "").split(";")[0].strip().lower() in _PAGES


def _declared(record: Any) -> str | None:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    stated: str | None = headers.get_header("Content-Type")
    return stated


def _copy(record: Any) -> Copy:
    at = first_date([record.rec_headers.get_header("WARC-Date") or ""])
    return Copy(_content(record), _declared(record), Origin(page_address(_address(record)), at))


def _address(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _content(record: Any) -> bytes:
    """Return a record's bytes, unpacked as the server packed them, and no more than a page has."""
    stream, parts, size = record.content_stream(), [], 0
    while size <= LARGEST_PAGE and (part := stream.read(_BLOCK)):
        parts.append(part)
        size += len(part)
    return bounded(b"".join(parts))
