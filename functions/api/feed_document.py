"""A feed as podcast apps read it: RSS 2.0 with the tags of iTunes and Podcasting 2.0.

https://www.rssboard.org/rss-specification, https://help.apple.com/itc/podcasts_connect,
https://podcasting2.org/podcast-namespace
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree as xml

from williams.domain.artifacts import Artifact
from williams.services.feeds import Episodes

MEDIA_TYPE: Final = "application/rss+xml; charset=utf-8"
_ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST: Final = "https://podcastindex.org/namespace/1.0"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_GUIDS: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # the namespace of podcast:guid
_TRANSCRIPTS: Final = {
    "transcript.vtt": "text/vtt",
    "transcript.srt": "application/x-subrip",
    "transcript.json": "application/json",
    "script.txt": "text/plain",
}
_CHAPTERS: Final = ("chapters.json", "application/json+chapters")
_COVER: Final = "cover.jpg"
_AUTHOR: Final = "Williams Librarian"
_LONGEST_TEXT: Final = 4000  # of podcast:txt
# What XML 1.0 cannot say.
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
for _prefix, _uri in (("itunes", _ITUNES), ("podcast", _PODCAST), ("atom", _ATOM)):
    xml.register_namespace(_prefix, _uri)


@dataclass(frozen=True)
class WrittenFeed:
    body: bytes
    etag: str
    last_modified: str

    def is_known(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether whoever asks has this already (RFC 9110, 13.1): the tag decides where one is given."""
        if if_none_match is not None:
            tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
            return self.etag in tags or "*" in tags
        try:
            since = parsedate_to_datetime(if_modified_since) if if_modified_since else None
        except ValueError:
            return False
        return since is not None and since.tzinfo is not None and since >= parsedate_to_datetime(self.last_modified)


def written(episodes: Episodes, limit: int) -> WrittenFeed:
    """Return the feed's document. It is the same bytes until an episode comes, changes or goes."""
    root = xml.Element("rss", {"version": "2.0"})
    _channel(xml.SubElement(root, "channel"), episodes, limit)
    body = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return WrittenFeed(body, tag, format_datetime(_changed(episodes), usegmt=True))


def _changed(episodes: Episodes) -> datetime:
    at = episodes.newest.created_at if episodes.newest else episodes.feed.created_at
    return max(at, episodes.feed.created_at).astimezone(UTC).replace(microsecond=0)


def _channel(channel: xml.Element, episodes: Episodes, limit: int) -> None:
    feed, newest = episodes.feed, episodes.newest
    _add(channel, "title", feed.title)
    _add(channel, "link", episodes.url)
    _add(channel, "description", feed.description)
    _add(channel, "language", feed.language or _of(newest, "language") or "en")
    _add(channel, "generator", _AUTHOR)
    _add(channel, "lastBuildDate", format_datetime(_changed(episodes), usegmt=True))
    _add(channel, "ttl", "60")
    _add(channel, f"{{{_ATOM}}}link", href=episodes.url, rel="self", type="application/rss+xml")
    if episodes.next_after:
        following = urlencode({"limit": limit, "after": episodes.next_after})
        _add(channel, f"{{{_ATOM}}}link", href=f"{episodes.url}?{following}", rel="next", type="application/rss+xml")
    _add(channel, f"{{{_ITUNES}}}author", _AUTHOR)
    _add(channel, f"{{{_ITUNES}}}type", "episodic")
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    _add(channel, f"{{{_ITUNES}}}block", "Yes")
    _add(channel, f"{{{_ITUNES}}}category", text="Education")
    if newest and _COVER in newest.files:
        cover = episodes.link_to(newest, _COVER)
        _add(channel, f"{{{_ITUNES}}}image", href=cover)
        image = _add(channel, "image")
        for name, value in (("url", cover), ("title", feed.title), ("link", episodes.url)):
            _add(image, name, value)
    _add(channel, f"{{{_PODCAST}}}guid", str(uuid.uuid5(_GUIDS, feed.feed_id)))
    _add(channel, f"{{{_PODCAST}}}medium", "podcast")
    _add(channel, f"{{{_PODCAST}}}locked", "yes")
    for artifact in episodes.items:
        _item(_add(channel, "item"), episodes, artifact)


def _item(item: xml.Element, episodes: Episodes, artifact: Artifact) -> None:
    sound = artifact.files[artifact.primary_name]
    link = episodes.link_to(artifact, artifact.primary_name)
    _add(item, "title", artifact.title)
    _add(item, "guid", artifact.artifact_id, isPermaLink="false")
    _add(item, "pubDate", format_datetime(artifact.created_at.astimezone(UTC), usegmt=True))
    _add(item, "description", _of(artifact, "description") or artifact.title)
    _add(item, "enclosure", url=link, length=str(sound.size), type=sound.media_type)
    _add(item, f"{{{_ITUNES}}}title", artifact.title)
    _add(item, f"{{{_ITUNES}}}author", _AUTHOR)
    _add(item, f"{{{_ITUNES}}}episodeType", "full")
    _add(item, f"{{{_ITUNES}}}explicit", "false")
    if artifact.duration:
        _add(item, f"{{{_ITUNES}}}duration", str(round(artifact.duration)))
    if _COVER in artifact.files:
        _add(item, f"{{{_ITUNES}}}image", href=episodes.link_to(artifact, _COVER))
    _podcasting(item, episodes, artifact)


def _podcasting(item: xml.Element, episodes: Episodes, artifact: Artifact) -> None:
    """Add what only apps of Podcasting 2.0 read."""
    language = _of(artifact, "language")
    for name, media_type in _TRANSCRIPTS.items():
        if name in artifact.files:
            spoken = {"language": language} if language else {}
            _add(
                item,
                f"{{{_PODCAST}}}transcript",
                url=episodes.link_to(artifact, name),
                type=media_type,
                **spoken,
            )
    chapters, media_type = _CHAPTERS
    if chapters in artifact.files:
        _add(item, f"{{{_PODCAST}}}chapters", url=episodes.link_to(artifact, chapters), type=media_type)
    for speaker in artifact.metadata.get("speakers", []):
        _add(item, f"{{{_PODCAST}}}person", speaker["name"], role=speaker["role"], group="cast")
    if license := _of(artifact, "license"):
        _add(item, f"{{{_PODCAST}}}license", license)
    if sources := _sources(artifact):
        _add(item, f"{{{_PODCAST}}}txt", sources[:_LONGEST_TEXT], purpose="sources")


def _sources(artifact: Artifact) -> str:
    return "; ".join(_named(source) for source in artifact.metadata.get("sources", []))


def _named(source: Mapping[str, Any]) -> str:
    authors = ", ".join(source["authors"])
    return f"“{source['title']}” ({authors})" if authors else f"“{source['title']}”"


def _of(artifact: Artifact | None, name: str) -> str | None:
    value = artifact.metadata.get(name) if artifact else None
    return value if isinstance(value, str) and value else None


def _add(parent: xml.Element, tag: str, content: str | None = None, /, **attributes: str) -> xml.Element:
    element = xml.SubElement(parent, tag, {name: _UNFIT.sub("", value) for name, value in attributes.items()})
    element.text = _UNFIT.sub("", content) if content is not None else None
    return element
