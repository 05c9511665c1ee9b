"""What is to be known of a source, in one line."""

from __future__ import annotations

from williams_cli.output import shortened
from williams_client import models


def notice_text(notice: models.Notice) -> str:
    """Return a notice in one line: where, what, and what one can do."""
    place = f"{notice.place}: " if notice.place else ""
    return " ".join(part for part in (place + notice.message, notice.remedy) if part)


def noted_text(source: models.SourceWithNotices) -> str:
    """Return in one line which source has how many notices, and of which kinds."""
    named = f"{shortened(source.title, 60)} ({source.content_id})" if source.title else source.content_id
    return f"{named}: {source.count} ({', '.join(source.codes)})"
