"""Which addresses lead to a video by their looks alone, and which to a list of videos."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from williams.domain.urls import is_url_of

PLUGIN_ID: Final = "import.youtube"
SCHEMES: Final = frozenset({"http", "https"})
_YOUTUBE: Final = frozenset({"youtube.com", "youtube-nocookie.com", "youtubekids.com"})
_PREFIXES: Final = ("www.", "m.", "music.", "gaming.")
_ID: Final = r"[0-9A-Za-z_-]{11}"
_VIDEO: Final = re.compile(rf"/(?:shorts|live|embed|v|vi|e|watch)/({_ID})(?![\w-])")
_SHORT: Final = re.compile(rf"/({_ID})(?![\w-])")
_NAMED: Final = re.compile(rf"({_ID})(?![\w-])")
_NO_IDS: Final = frozenset({"videoseries", "live_stream"})
"""What stands in the place of an id in the address of an embedded list or channel."""
_CLIP: Final = re.compile(r"/clip/[\w-]+")
_CHANNEL: Final = re.compile(r"/(?:@[^/]+|(?:channel|c|user)/[^/]+)(?:/(?:videos|shorts|streams|featured)?)?/?$")
# Sites of videos, not of pages that also have one: an address of such a page is left to the importer of pages.
_OTHERS: Final = {
    "vimeo.com": re.compile(r"/(?:channels/[^/]+/|groups/[^/]+/videos/)?\d+(?:/|$)"),
    "player.vimeo.com": re.compile(r"/video/\d+"),
    "dailymotion.com": re.compile(r"/video/\w+"),
    "dai.ly": re.compile(r"/\w+"),
    "twitch.tv": re.compile(r"/videos/\d+"),
    "clips.twitch.tv": re.compile(r"/[\w-]+"),
    "ted.com": re.compile(r"/talks/\w+"),
    "media.ccc.de": re.compile(r"/v/[\w.-]+"),
    "rumble.com": re.compile(r"/v\w+-"),
    "odysee.com": re.compile(r"/@[^/]+/[^/]+"),
    "tiktok.com": re.compile(r"/@[^/]+/video/\d+"),
    "bilibili.com": re.compile(r"/video/\w+"),
    "loom.com": re.compile(r"/share/\w+"),
    "streamable.com": re.compile(r"/\w+$"),
}
_OTHER_LISTS: Final = {
    "vimeo.com": re.compile(r"/(?:(?:channels|groups)/[^/]+|(?:album|showcase)/\d+)/?$"),
    "dailymotion.com": re.compile(r"/(?:playlist/\w+|user/[^/]+)/?$"),
    "twitch.tv": re.compile(r"/(?:collections/\w+|[^/]+/videos)/?$"),
    "ted.com": re.compile(r"/playlists/\d+"),
    "media.ccc.de": re.compile(r"/c/[^/]+/?$"),
    "rumble.com": re.compile(r"/(?:c|user)/[^/]+/?$"),
    "odysee.com": re.compile(r"/@[^/]+/?$"),
}


def is_address(url: str) -> bool:
    """Whether anything could be fetched from there."""
    return is_url_of(url, SCHEMES)


def is_video(url: str) -> bool:
    """Whether the address is one video's, on YouTube or on another site of videos."""
    if youtube_id(url) is not None:
        return True
    if not is_address(url):
        return False
    host, parts = _place(url)
    if host in _YOUTUBE:
        return _CLIP.match(parts.path) is not None
    return host in _OTHERS and _OTHERS[host].match(parts.path) is not None


def is_list(url: str) -> bool:
    """Whether the address is that of a playlist or a channel, of YouTube or another site of videos.

    A video in a playlist is the video.
    """
    if not is_address(url) or is_video(url):
        return False
    host, parts = _place(url)
    if host not in _YOUTUBE:
        return host in _OTHER_LISTS and _OTHER_LISTS[host].match(parts.path) is not None
    named = parts.path.rstrip("/") in ("/playlist", "/watch", "/embed/videoseries") and bool(
        parse_qs(parts.query).get("list")
    )
    return named or _CHANNEL.match(parts.path) is not None


def youtube_id(url: str) -> str | None:
    """Return the id of the YouTube video that an address is that of."""
    if not is_address(url):
        return None
    host, parts = _place(url)
    if host == "youtu.be":
        found = _SHORT.match(parts.path)
    elif host not in _YOUTUBE:
        return None
    elif parts.path.rstrip("/") in ("/watch", ""):
        found = _NAMED.match(parse_qs(parts.query).get("v", [""])[0])
    else:
        found = _VIDEO.match(parts.path)
    return found[1] if found and found[1] not in _NO_IDS else None


def video_address(video_id: str) -> str:
    """Return the one address of a YouTube video."""
    return f"https://www.youtube.com/watch?v={video_id}"


def _place(url: str) -> tuple[str, SplitResult]:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    for prefix in _PREFIXES:
        host = host.removeprefix(prefix)
    return host, parts
