"""Pages that a browser saved as MHTML: a message of many parts, the page and what it shows."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from williams_html.head import first_date
from williams_html.saved import Origin, page_address

from williams.domain.errors import EmptyContent
from williams_import_web.copies import Copy, bounded

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


def page_of(source: Path) -> Copy:
    """Return the page that the message is about.

    Raises:
        EmptyContent: no part of it is a page.
        ContentTooLarge: the page is larger than any.
    """
    with source.open("rb") as file:
        message = BytesParser(_class=EmailMessage, policy=policy.compat32).parse(file)
    start = str(message.get_param("start") or "")
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    page = next((part for part in pages if start and part.get("Content-ID") == start), next(iter(pages), None))
    if page is None:
        raise EmptyContent("The archive holds no page, only what pages show. Save the page anew.")
    stated = (message.get("Snapshot-Content-Location"), page.get("Content-Location"))
    address = next((found for each in stated if (found := page_address(str(each or "")))), None)
    data = page.get_payload(decode=True)
    declared = page.get("Content-Type")
    origin = Origin(address, _moment(message.get("Date")))
    return Copy(bounded(data if isinstance(data, bytes) else b""), str(declared) if declared else None, origin)


def _moment(stated: object) -> str | None:
    try:
        return first_date([parsedate_to_datetime(str(stated)).isoformat()]) if stated else None
    except ValueError:
        return None
