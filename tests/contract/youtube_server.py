"""Plays the sites that yt-dlp asks, behind a proxy on the loopback that opens their TLS with an authority of its own.

yt-dlp is not patched: it asks ``www.youtube.com`` by the proxy of the plugin's settings, whose authority it trusts.
"""

from __future__ import annotations

import datetime as dt
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YOUTUBE, MEDIA_HOST, PEERTUBE = "www.youtube.com", "rr1---sn-test.googlevideo.com", "framatube.org"
HOSTS = (YOUTUBE, "i.ytimg.com", MEDIA_HOST, PEERTUBE, "example.org")
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 20
CHANNEL_ID = "UC" + "c" * 22
Answer = tuple[int, str, bytes]


@dataclass
class Video:
    """One video as YouTube tells of it. ``tracks`` are captions by their ``vssId``; a ``.`` is people's, ``a.`` heard.

    ``playability`` stands in for ``OK``; ``refused`` is an HTTP status for the player's answer, which
    is no JSON where it is ``garbled``.
    """

    title: str = "A ferry over the bay"
    tracks: dict[str, str] = field(default_factory=dict)
    chapters: list[tuple[str, int]] = field(default_factory=list)
    sound: bytes | None = b""
    playability: dict[str, Any] = field(default_factory=lambda: {"status": "OK"})
    seconds: int = 120
    live: dict[str, Any] | None = None
    license: str | None = None
    refused: int = 200
    adults: bool = False
    garbled: bool = False
    formats: list[dict[str, Any]] | None = None
    description: str = "How people crossed the bay."


@dataclass(frozen=True)
class Heard:
    """A request as it came, ``at`` so many seconds of the machine's clock."""

    address: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class Sites:
    """What the sites have, what they were asked, and how: ``heard``.

    ``pages`` stand in for what YouTube has, by host and path.

    ``lists`` are ids and titles by the playlist's id, of which a hundred stand on a page; ``channels`` have theirs
    by the channel's handle and its tab: ``videos``, ``shorts``, ``streams``.
    """

    videos: dict[str, Video] = field(default_factory=dict)
    pages: dict[str, Answer] = field(default_factory=dict)
    lists: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    channels: dict[str, dict[str, list[tuple[str, str]]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    stalled: set[str] = field(default_factory=set)
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, host: str, target: str, body: bytes) -> Answer:
        parts = urlsplit(target)
        self.asked.append(f"{host}{target}")
        if f"{host}{parts.path}" in self.stalled:
            self.released.wait(60)
        page = self.pages.get(f"{host}{target}") or self.pages.get(f"{host}{parts.path}")
        if page:
            return page
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        served = {
            (YOUTUBE, "/watch"): lambda: self._watch(query.get("v", "")),
            (YOUTUBE, "/youtubei/v1/player"): lambda: self._player(json.loads(body)["videoId"]),
            (YOUTUBE, "/playlist"): lambda: self._playlist(query.get("list", "")),
            (YOUTUBE, "/youtubei/v1/browse"): lambda: self._browse(json.loads(body)),
            (YOUTUBE, "/api/timedtext"): lambda: self._captions(query),
            (MEDIA_HOST, "/videoplayback"): lambda: self._sound(query.get("id", "")),
        }
        made: Callable[[], Answer] | None = served.get((host, parts.path))
        if made is not None:
            return made()
        if host == YOUTUBE and parts.path.startswith("/@"):
            return self._channel(parts.path)
        if host == YOUTUBE and parts.path.startswith("/embed/"):
            return 200, "text/html", f"<script>ytcfg.set({json.dumps(_CONFIG)});</script>".encode()
        if host == "i.ytimg.com" and "hqdefault.jpg" in parts.path:
            return 200, "image/jpeg", JPEG
        return 404, "text/plain", b"nothing here"

    def _watch(self, video_id: str) -> Answer:
        video = self.videos.get(video_id)
        player = _player_response(video_id, video) if video else _ERROR
        initial = _initial_data(video) if video else {}
        return 200, "text/html; charset=utf-8", _page(player, initial).encode()

    def _player(self, video_id: str) -> Answer:
        video = self.videos.get(video_id)
        if video and video.garbled:
            return 200, "application/json", b"<html>Something went wrong</html>"
        if video and video.refused != 200:
            return video.refused, "application/json", b"{}"
        return 200, "application/json", json.dumps(_player_response(video_id, video) if video else _ERROR).encode()

    def _playlist(self, list_id: str) -> Answer:
        if list_id not in self.lists:
            return 200, "text/html", _page({}, _no_list()).encode()
        content = {"playlistVideoListRenderer": {"contents": self._rows(list_id, 0), "playlistId": list_id}}
        section = {"itemSectionRenderer": {"contents": [content]}}
        tab = {"selected": True, "content": {"sectionListRenderer": {"contents": [section]}}}
        data = {
            "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [{"tabRenderer": tab}]}},
            "metadata": {"playlistMetadataRenderer": {"title": f"The list {list_id}"}},
        }
        return 200, "text/html", _page({}, data).encode()

    def _channel(self, path: str) -> Answer:
        """A tab of a channel. One that the channel does not have leads to its first."""
        handle, _, asked = path.removeprefix("/").partition("/")
        if handle not in self.channels:
            return 404, "text/html", b"nothing here"
        tabs = self.channels[handle]
        shown = asked if asked in tabs else next(iter(tabs))
        told = {"title": "Harbour Films", "externalId": CHANNEL_ID, "vanityChannelUrl": f"https://{YOUTUBE}/{handle}"}
        data = {
            "contents": {
                "twoColumnBrowseResultsRenderer": {"tabs": [_tab(handle, name, tabs[name], shown) for name in tabs]}
            },
            "metadata": {"channelMetadataRenderer": told},
        }
        return 200, "text/html", _page({}, data).encode()

    def _browse(self, asked: dict[str, Any]) -> Answer:
        list_id, _, first = str(asked.get("continuation", "")).partition("+")
        items = self._rows(list_id, int(first)) if first else []
        data = {"onResponseReceivedActions": [{"appendContinuationItemsAction": {"continuationItems": items}}]}
        return 200, "application/json", json.dumps(data).encode()

    def _rows(self, list_id: str, first: int) -> list[dict[str, Any]]:
        listed = self.lists[list_id]
        rows: list[dict[str, Any]] = [
            {"playlistVideoRenderer": {"videoId": video_id, "title": {"runs": [{"text": title}]}}}
            for video_id, title in listed[first : first + 100]
        ]
        if len(listed) > first + 100:
            token = {"continuationCommand": {"token": f"{list_id}+{first + 100}"}}
            rows.append({"continuationItemRenderer": {"continuationEndpoint": token}})
        return rows

    def _captions(self, query: dict[str, str]) -> Answer:
        track = self.videos[query["v"]].tracks[query["name"]]
        return 200, "application/json" if query.get("fmt") == "json3" else "text/vtt", track.encode()

    def _sound(self, video_id: str) -> Answer:
        return 200, "audio/mp4", self.videos[video_id].sound or b""


_CONFIG = {
    "INNERTUBE_API_KEY": "none",
    "INNERTUBE_CONTEXT": {"client": {"clientName": "WEB", "clientVersion": "2.20261101.00.00", "hl": "en"}},
}
_ERROR = {"playabilityStatus": {"status": "ERROR", "reason": "Video unavailable"}}


def _page(player: dict[str, Any], initial: dict[str, Any]) -> str:
    return (
        f"<html><script>ytcfg.set({json.dumps(_CONFIG)});</script>"
        f"<script>var ytInitialPlayerResponse = {json.dumps(player)};</script>"
        f"<script>var ytInitialData = {json.dumps(initial)};</script></html>"
    )


def _tab(handle: str, name: str, videos: list[tuple[str, str]], shown: str) -> dict[str, Any]:
    cell = _short if name == "shorts" else _cell
    rows = [{"richItemRenderer": {"content": cell(video_id, title)}} for video_id, title in videos]
    tab = {
        "title": name.title(),
        "endpoint": {"commandMetadata": {"webCommandMetadata": {"url": f"/{handle}/{name}"}}},
        **({"selected": True, "content": {"richGridRenderer": {"contents": rows}}} if name == shown else {}),
    }
    return {"tabRenderer": tab}


def _cell(video_id: str, title: str) -> dict[str, Any]:
    told = {"lockupMetadataViewModel": {"title": {"content": title}}}
    return {
        "lockupViewModel": {"contentId": video_id, "contentType": "LOCKUP_CONTENT_TYPE_VIDEO", "metadata": told},
    }


def _short(video_id: str, title: str) -> dict[str, Any]:
    return {
        "shortsLockupViewModel": {
            "entityId": f"shorts-{video_id}",
            "onTap": {"innertubeCommand": {"reelWatchEndpoint": {"videoId": video_id}}},
            "overlayMetadata": {"primaryText": {"content": title}},
        }
    }


def _no_list() -> dict[str, Any]:
    alert = {"alertRenderer": {"type": "ERROR", "text": {"simpleText": "The playlist does not exist."}}}
    return {"alerts": [alert], "contents": {}}


def _player_response(video_id: str, video: Video) -> dict[str, Any]:
    told: dict[str, Any] = {
        "playabilityStatus": video.playability,
        "videoDetails": {
            "videoId": video_id,
            "title": video.title,
            "lengthSeconds": str(video.seconds),
            "channelId": CHANNEL_ID,
            "author": "Harbour Films",
            "shortDescription": video.description,
            "keywords": ["ferry", "bay"],
            "isLiveContent": video.live is not None,
            "isLive": bool(video.live and video.live.get("isLiveNow")),
            "thumbnail": {"thumbnails": [{"url": f"https://i.ytimg.com/vi/{video_id}/hqdefault.jpg"}]},
        },
        "microformat": {
            "playerMicroformatRenderer": {
                "publishDate": "2025-03-01T09:00:00-08:00",
                "uploadDate": "2025-03-01T09:00:00-08:00",
                "ownerChannelName": "Harbour Films",
                "isFamilySafe": not video.adults,
                **({"liveBroadcastDetails": video.live} if video.live else {}),
            }
        },
        "captions": {
            "playerCaptionsTracklistRenderer": {
                "captionTracks": [_track(video_id, vss_id) for vss_id in video.tracks],
                "translationLanguages": [
                    {"languageCode": code, "languageName": {"simpleText": code}} for code in ("en", "de", "fr")
                ],
            }
        },
    }
    if video.playability["status"] == "OK":
        told["streamingData"] = {"expiresInSeconds": "21540", "adaptiveFormats": _formats(video_id, video)}
    return told


def _track(video_id: str, vss_id: str) -> dict[str, Any]:
    heard, _, language = vss_id.rpartition(".")
    return {
        "baseUrl": f"https://{YOUTUBE}/api/timedtext?v={video_id}&lang={language}&name={vss_id}",
        "vssId": vss_id,
        "languageCode": language,
        "name": {"simpleText": language},
        "isTranslatable": True,
        **({"kind": "asr"} if heard == "a" else {}),
    }


def _formats(video_id: str, video: Video) -> list[dict[str, Any]]:
    if video.formats is not None:
        return video.formats
    sound = {
        "itag": 140,
        "url": f"https://{MEDIA_HOST}/videoplayback?id={video_id}&itag=140",
        "mimeType": 'audio/mp4; codecs="mp4a.40.2"',
        "bitrate": 130000,
        "audioSampleRate": "44100",
        "audioChannels": 2,
        "approxDurationMs": str(video.seconds * 1000),
    }
    picture = {
        "itag": 136,
        "url": f"https://{MEDIA_HOST}/videoplayback?id={video_id}&itag=136",
        "mimeType": 'video/mp4; codecs="avc1.4d401f"',
        "width": 1280,
        "height": 720,
        "fps": 25,
        "bitrate": 900000,
        "approxDurationMs": str(video.seconds * 1000),
    }
    return [picture] if video.sound is None else [sound, picture]


def _initial_data(video: Video) -> dict[str, Any]:
    chapters = [
        {"chapterRenderer": {"title": {"simpleText": title}, "timeRangeStartMillis": starts * 1000}}
        for title, starts in video.chapters
    ]
    bar = {"chapteredPlayerBarRenderer": {"chapters": chapters}}
    owner = {"videoOwnerRenderer": {"title": {"runs": [{"text": "Harbour Films"}]}}}
    details = {"title": {"runs": [{"text": video.title}]}}
    rows = (
        {"metadataRowContainer": {"metadataRowContainerRenderer": {"rows": [_row("License", video.license)]}}}
        if video.license
        else {}
    )
    return {
        "playerOverlays": {
            "playerOverlayRenderer": {"decoratedPlayerBarRenderer": {"decoratedPlayerBarRenderer": {"playerBar": bar}}}
        },
        "contents": {
            "twoColumnWatchNextResults": {
                "results": {
                    "results": {
                        "contents": [
                            {"videoPrimaryInfoRenderer": details},
                            {"videoSecondaryInfoRenderer": {"owner": owner, **rows}},
                        ]
                    }
                }
            }
        },
    }


def _row(title: str, text: str) -> dict[str, Any]:
    return {"metadataRowRenderer": {"title": {"simpleText": title}, "contents": [{"simpleText": text}]}}


class _Proxy(BaseHTTPRequestHandler):
    """Opens the tunnel that it is asked for, and answers in it as the host does that is at its other end."""

    protocol_version = "HTTP/1.1"
    host = ""

    def do_CONNECT(self) -> None:
        self.host = self.path.partition(":")[0]
        self.send_response(200)
        self.end_headers()
        server = cast("_Server", self.server)
        self.connection = server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.close_connection = False

    def do_GET(self) -> None:
        sites = cast("_Server", self.server).sites
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        sites.heard.append(Heard(f"{self.host}{self.path}", headers, body, time.monotonic()))
        status, media_type, content = sites.answer(self.host, self.path, body)
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", content.decode())
            content = b""
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET
    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, sites: Sites, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Proxy)
        self.sites = sites
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some of these tests are about."""


@dataclass(frozen=True)
class Played:
    sites: Sites
    proxy: str
    authority: str


@contextmanager
def played_sites(folder: Path) -> Iterator[Played]:
    """Serve; the proxy's address and its authority's certificate are for the plugin's settings."""
    sites, certificate = Sites(), folder / "authority.pem"
    authority = _write_certificate(certificate)
    server = _Server(sites, certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Played(sites, f"http://127.0.0.1:{server.server_address[1]}", authority)
    finally:
        sites.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def _write_certificate(path: Path) -> str:
    """Write a key and a certificate for all hosts that is its own authority; return the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Played sites")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    path.write_bytes(private + public)
    return public.decode()


def heard_words(text: str, gap_after: str = "", sure: int = 0) -> str:
    """Return words as automatic captions in YouTube's format: 0.4 s each, a second of silence after ``gap_after``."""
    events: list[dict[str, Any]] = []
    at = 0
    for line in text.split("\n"):
        words, offsets, begins = line.split(), [], at
        for word in words:
            offsets.append(at - begins)
            at += 400
            if gap_after and word == gap_after:
                at += 1000
        segments = [
            {"utf8": f"{' ' if number else ''}{word}", "tOffsetMs": offset, **({"acAsrConf": sure} if sure else {})}
            for number, (word, offset) in enumerate(zip(words, offsets, strict=True))
        ]
        events.append({"tStartMs": begins, "dDurationMs": at - begins + 2000, "segs": segments})
        events.append({"tStartMs": at, "dDurationMs": 2000, "aAppend": 1, "segs": [{"utf8": "\n"}]})
    return json.dumps({"wireMagic": "pb3", "events": events})


def shown_lines(*lines: tuple[float, float, str]) -> str:
    """Return lines with their start and end as people's captions in YouTube's format."""
    events = [
        {"tStartMs": int(start * 1000), "dDurationMs": int((end - start) * 1000), "segs": [{"utf8": text}]}
        for start, end, text in lines
    ]
    return json.dumps({"wireMagic": "pb3", "events": events})
