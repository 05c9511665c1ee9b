"""yt-dlp, set up to ask one site: bounded in time and size, and without anything of this machine's."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final
from urllib.parse import urlsplit

from yt_dlp import YoutubeDL
from yt_dlp.globals import plugin_dirs
from yt_dlp.networking._urllib import UrllibRH
from yt_dlp.networking.common import RequestDirector

from williams.domain.errors import ContentTooLarge, InvalidRequest, ProviderUnavailable, WilliamsError
from williams.isolation.network import Gateway
from williams_import_youtube.fetching.refusals import refusal

_SOCKET_SECONDS: Final = 20
_RETRIES: Final = 2
LISTS: Final = ("playlist", "multi_video")
"""What yt-dlp calls several videos at one address."""
_PORTS: Final = {"http": 80, "https": 443, "socks4": 1080, "socks4a": 1080, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True)
class Asking:
    """How a site is asked; as the plugin's settings have it."""

    proxy: str | None = None
    cookies: str | None = None
    pace_seconds: float = 0.0
    player_client: str = ""

    @property
    def gateways(self) -> list[Gateway]:
        """The proxy, which may stand inside. Raises InvalidRequest where it is no address of one."""
        if self.proxy is None:
            return []
        parts = urlsplit(self.proxy)
        try:
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            port = 0
        if not (parts.hostname and port):
            raise InvalidRequest("The proxy that is set for this plugin is no address: it is like http://host:port.")
        return [Gateway(parts.hostname, port)]


class _Quiet:
    """yt-dlp speaks to whoever listens at a terminal; what it warns of is kept."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def debug(self, message: str) -> None:
        """Pass over what is for developers."""

    def warning(self, message: str) -> None:
        self.warnings.append(message)

    def error(self, message: str) -> None:
        """Pass over what is raised as well."""


class Session(YoutubeDL):  # type: ignore[misc]  # yt-dlp has no types
    """One site's videos. ``most_bytes`` bounds each file; ``progress`` is told the bytes there are and will be.

    With ``lists``, an address that is a video's and a list's is the list's.
    """

    def __init__(
        self,
        asking: Asking,
        folder: Path,
        most_bytes: int,
        progress: Callable[[int, int], None] | None = None,
        lists: bool = False,
    ) -> None:
        self.quiet = _Quiet()
        self._most_bytes, self._progress = most_bytes, progress
        plugin_dirs.value = []
        super().__init__({**_options(asking, folder, self.quiet, self._watch, most_bytes), "noplaylist": not lists})

    def build_request_director(self, _handlers: Any, preferences: Any = None) -> RequestDirector:
        """Ask by Python's own client only: others open connections that the guard does not see."""
        return super().build_request_director([UrllibRH], preferences)

    def rest(self) -> None:
        """Wait before a file is asked for: yt-dlp keeps its pace between pages only."""
        time.sleep(self.params["sleep_interval_requests"])

    def alone(self, info: Any) -> Any:
        """Return what a list of one video has, as if its address were the video's; all else as it is."""
        if not info or info.get("_type") not in LISTS or len(info["entries"]) != 1:
            return info
        (only,) = info["entries"]
        if only.get("_type") not in ("url", "url_transparent"):
            return only
        return self.extract_info(only["url"], download=False, ie_key=only.get("ie_key"))

    def _watch(self, status: dict[str, Any]) -> None:
        done = int(status.get("downloaded_bytes") or 0)
        if done > self._most_bytes:
            raise too_large(self._most_bytes)
        total = int(status.get("total_bytes") or status.get("total_bytes_estimate") or 0)
        if self._progress and total:
            self._progress(min(done, total), total)


def too_large(most_bytes: int) -> ContentTooLarge:
    return ContentTooLarge(f"The video has more than the {most_bytes >> 20} MB that are taken.")


class _TimeIsUp(BaseException):
    """No library takes it for a failure to be passed over."""


@contextmanager
def asked(host: str, seconds: float, warnings: Sequence[str]) -> Iterator[None]:
    """Ask for at most so many seconds, and give yt-dlp's errors in our words. For the main thread.

    ``warnings`` are what yt-dlp has passed over by then: it may be the cause of what it fails at.

    Raises ProviderUnavailable when the time is up, and what ``refusal`` returns.
    """

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    except _TimeIsUp:
        raise ProviderUnavailable(f"{host} did not answer to the end within {seconds:.0f} s.") from None
    except WilliamsError:
        raise
    except Exception as error:
        raise refusal(error, warnings) from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _options(
    asking: Asking, folder: Path, logger: _Quiet, hook: Callable[[dict[str, Any]], None], most_bytes: int
) -> dict[str, Any]:
    players = [name.strip() for name in asking.player_client.split(",") if name.strip()]
    return {
        "logger": logger,
        "quiet": True,
        "noprogress": True,
        "no_color": True,
        "cachedir": False,
        "usenetrc": False,
        "enable_file_urls": False,
        "allowed_extractors": ["default", "-generic"],
        # Two of a list show that it is one; neither is asked for.
        "playlist_items": "1:2",
        "extract_flat": "in_playlist",
        "ignoreerrors": False,
        "paths": {"home": str(folder), "temp": str(folder)},
        "format": "ba/b/bv*",
        "check_formats": False,
        # Without it, most sites' readers do not even ask which captions there are. None are written by it here.
        "writesubtitles": True,
        "writeautomaticsub": False,
        "socket_timeout": _SOCKET_SECONDS,
        "retries": _RETRIES,
        "extractor_retries": 1,
        "fragment_retries": _RETRIES,
        "file_access_retries": 0,
        "skip_unavailable_fragments": False,
        "hls_prefer_native": True,
        "external_downloader": {"default": "native"},
        "sleep_interval_requests": asking.pace_seconds,
        "max_filesize": most_bytes,
        "progress_hooks": [hook],
        "proxy": asking.proxy or "",
        "cookiefile": _cookie_file(asking, folder),
        "compat_opts": {"no-certifi"},
        "extractor_args": {"youtube": {"player_client": players}} if players else {},
        "postprocessors": [],
        "fixup": "never",
    }


def _cookie_file(asking: Asking, folder: Path) -> str | None:
    if asking.cookies is None:
        return None
    file = folder / "cookies.txt"
    file.write_text(asking.cookies, encoding="utf-8")
    return str(file)
