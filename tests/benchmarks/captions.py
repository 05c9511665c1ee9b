"""``captions_hour_s``: an hour of automatic captions from a site to paragraphs, beside yt-dlp's bare call."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from williams_import_youtube import YouTubeImport
from williams_import_youtube.settings import YouTubeSettings

from tests.benchmarks.figures import Aim, Figure, interleaved
from tests.contract.youtube_server import Played, Video, heard_words, played_sites
from williams.domain import ids
from williams_testing.library import MemoryLibrary

WORDS, QUICK_WORDS = 9000, 300
ROUNDS, QUICK_ROUNDS = 5, 1
AIM = Aim(5.0)
_LINE = 7
_VOCABULARY = (
    "the",
    "ferry",
    "crossed",
    "a",
    "bay",
    "and",
    "people",
    "waited",
    "for",
    "it",
    "until",
    "bridges",
    "came",
)
_BARE = """
import sys, yt_dlp
options = {
    "quiet": True, "no_warnings": True, "skip_download": True, "writeautomaticsub": True, "subtitleslangs": ["en"],
    "subtitlesformat": "json3", "proxy": sys.argv[2], "compat_opts": {"no-certifi"}, "paths": {"home": sys.argv[3]},
}
yt_dlp.YoutubeDL(options).download([sys.argv[1]])
"""


def run(quick: bool) -> list[Figure]:
    """Compare an import in memory, all its stages but the engine of embeddings, with a process of bare yt-dlp.

    Both ask the same played site. The bare one keeps the captions as they came: no sentences, no paragraphs, no
    picture, no guard.
    """
    words, rounds = (QUICK_WORDS, QUICK_ROUNDS) if quick else (WORDS, ROUNDS)
    with TemporaryDirectory() as folder, played_sites(Path(folder)) as played:
        played.sites.videos["hour_______"] = Video(tracks={"a.en": _speech(words)}, seconds=words * 2 // 5)
        sides: list[Callable[[], None]] = [lambda: _import(played), lambda: _ask_barely(played, Path(folder))]
        seconds: list[list[float]] = [[], []]
        for side in interleaved(rounds, len(sides)):
            began = time.perf_counter()
            sides[side]()
            seconds[side].append(time.perf_counter() - began)
    ours, bare = map(median, seconds)
    details = {"words": float(words), "ours_max_s": max(seconds[0]), "bare_max_s": max(seconds[1])}
    return [
        Figure(
            "captions_hour_s",
            ours,
            "s",
            aim=AIM,
            subject="yt-dlp",
            ours=ours,
            bare=bare,
            measured_in="s",
            runs=rounds,
            details=details,
        )
    ]


def _speech(words: int) -> str:
    said = random.Random(0).choices(_VOCABULARY, k=words)
    lines = (" ".join(said[first : first + _LINE]) for first in range(0, words, _LINE))
    return heard_words("\n".join(lines), "until")


def _import(played: Played) -> None:
    settings = YouTubeSettings(proxy=SecretStr(played.proxy), proxy_authority=played.authority)
    plugin = YouTubeImport()
    MemoryLibrary(settings={plugin.plugin_id: settings}).bind(plugin)
    asyncio.run(plugin.import_content("https://youtu.be/hour_______", ids.new_id("job")))


def _ask_barely(played: Played, folder: Path) -> None:
    url = "https://www.youtube.com/watch?v=hour_______"
    environment = {"SSL_CERT_FILE": str(folder / "authority.pem"), "PATH": "/usr/bin:/bin"}
    call = [sys.executable, "-c", _BARE, url, played.proxy, str(folder)]
    subprocess.run(call, check=True, env=environment, capture_output=True)
