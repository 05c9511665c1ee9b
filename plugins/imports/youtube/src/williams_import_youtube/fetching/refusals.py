"""yt-dlp's errors as ours. It tells most of them in words only, those of the site among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from yt_dlp.networking.exceptions import CertificateVerifyError, HTTPError, ProxyError, TransportError
from yt_dlp.utils import GeoRestrictedError, UnsupportedError

from williams.domain.errors import (
    EmptyContent,
    EncryptedContent,
    Forbidden,
    InvalidRequest,
    NotFound,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    UnsupportedContent,
    WilliamsError,
)

_COOKIES: Final = "Whoever runs this library can give it the cookies of an account that may see it."
_LATER: Final = "Import it when it is over and its recording is there."
_BLOCKED: Final = (
    "The site takes this machine for a program's and asks for a sign of a person. Sites do so to addresses of clouds: "
    "whoever runs this library can set a proxy, cookies or a slower pace for this plugin."
)
_SLOWER: Final = "The site asks for a slower pace (HTTP 429). It is tried again later."
_THROTTLED: Final = re.compile(r"HTTP Error 429|Too Many Requests", re.IGNORECASE)
_FAULT: Final = re.compile(r"HTTP Error 5\d\d|timed out|connection (?:refused|reset|aborted)", re.IGNORECASE)
_AWAY: Final = "The site does not answer, or not to the end. It is tried again."
_UNKNOWN: Final = (
    "The address leads to no site of videos that is known. Import it as a page, or a file that stands there by its own "
    "address."
)
# The first that fits counts: what is special stands before what is general.
_TOLD: Final[tuple[tuple[re.Pattern[str], type[WilliamsError], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, sentence)
    for pattern, kind, sentence in (
        (
            r"not a bot|captcha|unusual traffic|IP is likely being blocked|all player responses are invalid",
            Forbidden,
            _BLOCKED,
        ),
        (
            r"too many requests|rate.?limit|try again later",
            ProviderThrottled,
            _SLOWER,
        ),
        (
            r"members?[- ]only|members of|join this channel|subscribers? only",
            Forbidden,
            f"The video is for members of its channel only. {_COOKIES}",
        ),
        (
            r"confirm your age|age[- ]restricted|inappropriate for some users|age.?verif",
            Forbidden,
            f"The video is for adults only, and the site wants to know who asks. {_COOKIES}",
        ),
        (r"private video|video is private|playlist is private", Forbidden, f"The video is private. {_COOKIES}"),
        (
            r"premieres? (?:in|will)|will begin (?:in|shortly)|live event will|has not started|is upcoming|is offline",
            UnsupportedContent,
            f"The video has not begun yet. {_LATER}",
        ),
        (
            r"in your (?:country|region|location)|from your location|geo.?restrict|geo.?block",
            Forbidden,
            "The video is not shown in the country that this library asks from. Whoever runs it can set a proxy in "
            "another one.",
        ),
        (
            r"requires payment|requires? purchase|rent(?:al|ed)|premium|paid content",
            Forbidden,
            f"The video has to be paid for. {_COOKIES}",
        ),
        (r"no suitable extractor|unsupported url", UnsupportedContent, _UNKNOWN),
        (r"\bDRM\b|digital rights", EncryptedContent, "The video is locked (DRM), and cannot be read."),
        (
            r"removed|unavailable|no longer available|does not exist|not exist|terminated|deleted|not available",
            NotFound,
            "There is no such video any more: it was removed, or the address is wrong. Check it in a browser.",
        ),
        (
            r"requested format is not available|no media|no video could be found",
            EmptyContent,
            "There is nothing at the address that can be seen or heard.",
        ),
        (
            r"log.?in|sign.?in|registered users|cookies|authenticat",
            Forbidden,
            f"The site shows the video to those only who have signed in. {_COOKIES}",
        ),
    )
)
_DOWNLOADED: Final = re.compile(r"timed? ?out|connection|unable to download", re.IGNORECASE)


def refusal(error: Exception, warnings: Sequence[str] = ()) -> WilliamsError:
    """Return our error for one of yt-dlp's, and for what it warned of before: its words are the reason, for the log."""
    for each in _causes(error):
        if isinstance(each, WilliamsError):
            return each
    said = str(error)
    if any(_THROTTLED.search(each) for each in warnings):
        return ProviderThrottled(_SLOWER, said)
    found = _by_kind(error, said) or _by_words(said) or _by_network(error, said)
    if (found is None or isinstance(found, EmptyContent)) and any(_FAULT.search(each) for each in warnings):
        return ProviderUnavailable(_AWAY, said)
    return found or ProviderRejected(
        "The site answered in a way that yt-dlp does not understand: it may have changed, and a newer version of this "
        "library know it. Check the address in a browser.",
        said,
    )


def _by_kind(error: Exception, said: str) -> WilliamsError | None:
    for each in _causes(error):
        if isinstance(each, UnsupportedError):
            return UnsupportedContent(_UNKNOWN, said)
        if isinstance(each, GeoRestrictedError):
            return _by_words("in your country")
        if isinstance(each, HTTPError) and each.status == 429:
            return ProviderThrottled(_SLOWER, said)
        if isinstance(each, ProxyError):
            return ProviderUnavailable("The proxy that is set for this plugin does not answer.", said)
        if isinstance(each, CertificateVerifyError):
            return InvalidRequest("The certificate of the site is not valid.")
    return None


def _by_words(said: str) -> WilliamsError | None:
    return next((kind(sentence, said) for words, kind, sentence in _TOLD if words.search(said)), None)


def _by_network(error: Exception, said: str) -> WilliamsError | None:
    for each in _causes(error):
        if isinstance(each, HTTPError):
            return _by_status(each.status, said)
        if isinstance(each, TransportError):
            return ProviderUnavailable(_AWAY, said)
    if _DOWNLOADED.search(said):
        return ProviderUnavailable(_AWAY, said)
    return None


def _by_status(status: int, said: str) -> WilliamsError:
    if status in (404, 410):
        return NotFound(f"There is nothing at the address (HTTP {status}). Check it in a browser.", said)
    if status in (401, 403, 451):
        return Forbidden(f"The site refuses the video (HTTP {status}). {_BLOCKED}", said)
    if status >= 500:
        return ProviderUnavailable(f"The site has a fault (HTTP {status}). It is tried again.", said)
    return ProviderRejected(f"The site refuses the request (HTTP {status}). Check the address in a browser.", said)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it was raised for; yt-dlp keeps some of it in attributes."""
    pending: list[BaseException] = [error]
    seen: set[int] = set()
    while pending:
        each = pending.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        info = getattr(each, "exc_info", None)
        unforeseen = getattr(each, "unexpected_errors", ())
        further = (
            info[1] if info else None,
            getattr(each, "cause", None),
            each.__cause__,
            each.__context__,
            *unforeseen,
        )
        pending += [other for other in further if isinstance(other, BaseException)]
