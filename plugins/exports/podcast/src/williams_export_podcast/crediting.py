"""Whose works an episode tells: on its cover, in the tags of its sound, and in what podcast apps show."""

from __future__ import annotations

from williams.domain.bucket import ATTRIBUTIONS
from williams.domain.citing import names, reference
from williams.domain.provenance import SourceDocument
from williams.plugin import ExportRequest, Query
from williams.plugin.engines import AudioTags
from williams_export_podcast.models import PodcastScript
from williams_export_podcast.sayings import sayings_for
from williams_export_podcast.transcript import SCRIPT


def byline(query: Query, script: PodcastScript) -> str:
    return names(_authors(query), words=sayings_for(script.language).labels.citing)


def tags_of(request: ExportRequest, query: Query, script: PodcastScript) -> AudioTags:
    authors, sayings = _authors(query), sayings_for(script.language)
    return AudioTags(
        title=script.title,
        artist="Williams Librarian",
        album=sayings.album.format(names=", ".join(authors)) if authors else script.title,
        date=request.requested_at.date().isoformat(),
        comment=f"{sayings.traced} ({SCRIPT}, {ATTRIBUTIONS})",
        license=_license(query),
    )


def show_notes(query: Query, script: PodcastScript) -> str:
    """Say what is told, whose it is and under which license."""
    sayings = sayings_for(script.language)
    documents = [
        SourceDocument(doc_id=each.content_id, title=each.title, authors=each.authors, license=each.license)
        for each in query.sources
    ]
    sources = " ".join(reference(document, sayings.labels.citing) for document in documents)
    return f"{sayings.labels.made_from}: {sources} {sayings.traced}"


def _authors(query: Query) -> list[str]:
    return list(dict.fromkeys(author for source in query.sources for author in source.authors))


def _license(query: Query) -> str | None:
    licenses = {source.license for source in query.sources}
    return licenses.pop() if len(licenses) == 1 else None
