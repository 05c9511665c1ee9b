"""What the URL of a source looks like. All of it can be known before anything is fetched."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Collection
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from williams.domain.errors import InvalidRequest
from williams.domain.filenames import is_usable
from williams.domain.fitting import LONGEST_URL

WEB_PORTS: Final = {"http": 80, "https": 443}
UPLOAD: Final = "upload"

_LONGEST_SHOWN: Final = 200
_LONGEST_HOST: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_USER: Final = re.compile(r"//[^/?#]*@")
_UNUSABLE: Final = {"Cc": "a control character", "Cs": "half a character (a lone surrogate)"}


def shown(url: str) -> str:
    """Return a URL as an error message may repeat it: in quotes, escaped, shortened, without user and password."""
    text = _USER.sub("//…@", url[: LONGEST_URL + 1])
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def check_url(url: str) -> None:
    """Raise InvalidRequest unless a web page or an upload could have this URL. Of other schemes their plugin knows."""
    scheme = _split(url).scheme
    if scheme in WEB_PORTS:
        web_url(url)
    elif scheme == UPLOAD:
        upload_parts(url)


def is_url_of(url: str, schemes: Collection[str]) -> bool:
    """Whether a URL has one of the schemes and passes ``check_url``."""
    try:
        check_url(url)
    except InvalidRequest:
        return False
    return urlsplit(url).scheme in schemes


def upload_url(upload_id: str, filename: str) -> str:
    """Return the URL of an upload, whose name is one that ``kept_name`` returns."""
    return f"{UPLOAD}://{upload_id}/{quote(filename, safe='')}"


def upload_parts(url: str) -> tuple[str, str]:
    """Return the upload's id and the file's name. Raises InvalidRequest."""
    parts = _split(url)
    upload_id, filename = parts.netloc, unquote(parts.path.removeprefix("/"))
    if parts.scheme != UPLOAD or parts.query or parts.fragment or not (is_usable(upload_id) and is_usable(filename)):
        raise InvalidRequest(f"{shown(url)} is not an upload's URL: it looks like upload://<upload_id>/<filename>.")
    return upload_id, filename


def web_url(url: str) -> str:
    """Return an http or https URL with its host in ASCII and without its fragment.

    Raises:
        InvalidRequest: it is of another scheme, or no browser could go there either, or it holds a user's name.
    """
    parts = _split(url)
    if any(character.isspace() for character in url):
        raise InvalidRequest(f"The URL {shown(url)} has a blank in it. Take it out, or write it as %20.")
    if parts.scheme not in WEB_PORTS:
        raise InvalidRequest(f"{shown(url)} cannot be fetched: only http:// and https:// with a host name are.")
    if "@" in parts.netloc:
        raise InvalidRequest("A URL with a user name or password in it is not fetched. Take them out.")
    try:
        port = parts.port
    except ValueError as error:
        raise InvalidRequest(f"The URL {shown(url)} has no valid port: it is a number from 1 to 65535.") from error
    if port == 0:
        raise InvalidRequest(f"The URL {shown(url)} names the port 0, which nobody listens at.")
    host = (_ip6 if parts.netloc.startswith("[") else _ascii_host)(url, parts.hostname or "")
    place = host if port in (None, WEB_PORTS[parts.scheme]) else f"{host}:{port}"
    return parts._replace(netloc=place, path=parts.path or "/", fragment="").geturl()


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_URL:
        raise InvalidRequest(f"The URL {shown(url)} has more than {LONGEST_URL} characters.")
    # The parser would drop some of these without a word.
    for character in url:
        unusable = _UNUSABLE.get(unicodedata.category(character))
        if unusable:
            raise InvalidRequest(f"The URL {shown(url)} holds {unusable}, U+{ord(character):04X}. Take it out.")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise InvalidRequest(f"{shown(url)} is not a URL: its host name is malformed.") from error


def _ascii_host(url: str, host: str) -> str:
    name = _idna(url, host)
    labels = name.removesuffix(".").split(".")
    if len(name) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise InvalidRequest(f"{shown(url)} has no valid host name. Check its spelling.")
    if _NUMBER.fullmatch(labels[-1]):
        return _ip4(url, name)
    return ".".join(labels)


def _idna(url: str, host: str) -> str:
    if host.isascii() and "xn--" not in host:
        return host
    import idna

    try:
        # It takes quadratic time, so never of what is too long anyway.
        return idna.encode(host[:_LONGEST_HOST]).decode("ascii")
    except UnicodeError as error:
        raise InvalidRequest(f"No site can have the host name in {shown(url)} (IDNA). Check its spelling.") from error


def _ip6(url: str, host: str) -> str:
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError as error:
        raise InvalidRequest(f"{shown(url)} has no valid IPv6 address.") from error
    if address.scope_id is not None:
        raise InvalidRequest(f"{shown(url)} has an address of one machine's own network, which is not fetched.")
    return f"[{address.compressed}]"


def _ip4(url: str, host: str) -> str:
    """Other spellings of an address (octal, hexadecimal, fewer parts) mean other machines to other programs."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise InvalidRequest(
            f"The host in {shown(url)} is neither a name nor four numbers from 0 to 255 with dots between."
        ) from error
