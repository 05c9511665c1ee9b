"""One page of a library of Zotero: what is new since a version of it, asked for as Zotero wants to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from williams.domain.errors import (
    CorruptContent,
    Forbidden,
    ProviderRejected,
    ProviderUnavailable,
    TransientError,
)
from williams.domain.models import DeferredModel
from williams.domain.validators import NotModified
from williams.plugin import Entry, LeftOut, Listing, Look
from williams_import_paper.asking import Answer, Asking, wait_of
from williams_import_paper.bibliographies.entries import NAMELESS
from williams_import_paper.bibliographies.zotero import NO_WORK, PAGE, ZoteroLibrary, page_of

KEY_SETTING: Final = "import_paper_zotero_key"
_SERVICE: Final = "Zotero"
_MOST_BYTES: Final = 50 * 1024 * 1024
_SPARE_SECONDS: Final = 30.0
_KEYS_PAGE: Final = "https://www.zotero.org/settings/keys"


class _Place(DeferredModel):
    """Where in a library the next page begins, at which version the pages before it were read, and when to ask for it.

    ``version`` is the one that the look began with, where the pages did not all have the same.
    """

    start: int
    version: int
    pause: int


async def list_library(library: ZoteroLibrary, look: Look, asking: Asking) -> Listing:
    """Return what is new since the version that is the look's state. The new state is the version that was read.

    A library that changes while it is read keeps the old state: the next look reads it again, and misses nothing.

    Raises:
        Forbidden: the library is private, and the deployment has no key that may read it.
        ProviderRejected: Zotero wants to be left alone for longer than a stage may take.
        CorruptContent: the answer is none of Zotero's.
        NotFound, ProviderUnavailable: as fetching does.
    """
    since = int(look.state or 0)
    place = _place(look.next_token)
    try:
        answer = await _asked(library, look, place, since, asking)
    except NotModified:
        return Listing(title=_title(library), state=look.state, unchanged=True)
    page, version = page_of(answer.path.read_bytes()), _version(answer)
    if place is not None and place.version != version:
        version = since
    entries = [each.entry() for each in page.cited]
    causes = {NAMELESS: entries.count(None), NO_WORK: page.passed_over}
    start = place.start if place else 0
    following = _Place(start=start + PAGE, version=version, pause=_backoff(answer))
    return Listing(
        title=_title(library),
        entries=[Entry.model_validate(entry) for entry in entries if entry],
        next_token=following.model_dump_json() if page.count >= PAGE else None,
        left_out=[LeftOut(cause=cause, count=count) for cause, count in causes.items() if count],
        state=str(version),
        unchanged=not page.count and not start and since > 0,
    )


async def _asked(library: ZoteroLibrary, look: Look, place: _Place | None, since: int, asking: Asking) -> Answer:
    key = asking.settings.zotero_key
    headers = {"Zotero-API-Key": key.get_secret_value()} if key else {}
    if place is None and look.state:
        headers["If-Modified-Since-Version"] = look.state
    start = place.start if place else 0
    url = library.url(asking.settings.zotero, start, since)
    if place is not None and place.pause:
        await _leave_alone(place.pause, asking)
    try:
        return await asking.fetch(
            _SERVICE, url, asking.ctx.scratch.path(f"listing/{start}"), _MOST_BYTES, headers, _longest(asking)
        )
    except TimeoutError as error:
        raise ProviderUnavailable(f"Zotero did not answer within {asking.settings.seconds:.0f} s.") from error
    except Forbidden as error:
        raise Forbidden(_refusal(library, key is not None)) from error
    except TransientError as error:
        if wait_of(error, 0) > _longest(asking):
            raise _too_long(wait_of(error, 0)) from error
        raise


async def _leave_alone(seconds: int, asking: Asking) -> None:
    if seconds > _longest(asking):
        raise _too_long(seconds)
    asking.ctx.log.info("Zotero asks to be left alone for %d s", seconds)
    await asking.pause(seconds)


def _longest(asking: Asking) -> float:
    return asking.ctx.deadline.remaining - _SPARE_SECONDS


def _too_long(seconds: float) -> ProviderRejected:
    """A transient error would be tried again within seconds."""
    return ProviderRejected(f"Zotero asks to be left alone for {seconds:.0f} s. Import the library again after that.")


def _refusal(library: ZoteroLibrary, with_key: bool) -> str:
    where = f"field {KEY_SETTING} of the secret that WILLIAMS_PROVIDERS_SECRET names"
    if with_key:
        return (
            f"Zotero does not let the deployment's key read {library.path}. Check the key in the {where}: it may be "
            f"wrong or revoked, or may not read this library ({_KEYS_PAGE})."
        )
    return (
        f"Zotero's {library.path} is not public. Make a key that may read it ({_KEYS_PAGE}) and put it into the {where}"
        ", or export the library as CSL-JSON and import that."
    )


def _title(library: ZoteroLibrary) -> str:
    return f"Zotero {library.path}"


def _version(answer: Answer) -> int:
    told = answer.headers.get("last-modified-version", "")
    if not told.isdecimal():
        raise CorruptContent("Zotero's answer does not say which version of the library it is. Try again later.")
    return int(told)


def _backoff(answer: Answer) -> int:
    return max(_whole(answer.headers, "backoff"), _whole(answer.headers, "retry-after"))


def _whole(headers: Mapping[str, str], name: str) -> int:
    told = headers.get(name, "").strip()
    return int(told) if told.isdecimal() else 0


def _place(token: str | None) -> _Place | None:
    if token is None:
        return None
    try:
        return _Place.model_validate_json(token)
    except ValidationError as error:
        raise CorruptContent("The place in the listing cannot be read. Look at it anew.") from error
