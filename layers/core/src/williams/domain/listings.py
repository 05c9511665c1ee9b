"""Listings: sources that name other sources, such as feeds, sitemaps, channels and bibliographies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from williams.domain.bounds import SourceUrl, Word
from williams.domain.fitting import LONGEST_TITLE, LONGEST_URL, fitting_line
from williams.domain.models import DeferredModel

MOST_ENTRIES: Final = 10_000
LONGEST_VERSION: Final = 200
LONGEST_STATE: Final = 4000
LONGEST_CAUSE: Final = 200
LONGEST_NAME: Final = 200
MOST_NAMES: Final = 5


def _titled(title: str | None) -> str | None:
    """What a list calls an entry need not fit: it is only shown."""
    return fitting_line(title, LONGEST_TITLE) or None if title else None


StatedTitle = Annotated[str | None, AfterValidator(_titled)]


class Entry(DeferredModel):
    """One source that a listing names.

    Attributes:
        source: the URL that is imported.
        title: what the listing calls it; shown until it was imported.
        type: the plugin that imports it, where its URL does not show that.
        metadata: what is known of it and overrides what it says of itself, as in the request of an import.
        parameters: the parameters of its import.
        tags: what it is filed under, beside the tags of the listing's own import.
        version: tells that it changed, such as a date or a hash; None where the listing does not say.
    """

    source: SourceUrl
    title: StatedTitle = None
    type: Word | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    parameters: dict[str, Any] = Field(default_factory=dict)
    tags: list[str] = Field(default_factory=list)
    version: str | None = Field(default=None, max_length=LONGEST_VERSION)


class LeftOut(DeferredModel):
    """How many entries of a listing are not imported, and why, as a person reads it: ``is private``.

    ``names`` are those of the first five of them that have one, such as the paths of files in an archive.
    """

    cause: str = Field(min_length=1, max_length=LONGEST_CAUSE)
    count: int = Field(ge=1)
    names: list[str] = Field(default_factory=list, max_length=MOST_NAMES)


class Omissions:
    """Counts what is left out, by its causes."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._names: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, cause: str, count: int = 1, names: Iterable[str] = ()) -> None:
        self._counts[cause] += count
        known = self._names[cause]
        known.extend(fitting_line(name, LONGEST_NAME) for name in list(names)[: MOST_NAMES - len(known)])

    def told(self) -> list[LeftOut]:
        """Return a cause each, in the order in which they came up."""
        return [LeftOut(cause=cause, count=count, names=self._names[cause]) for cause, count in self._counts.items()]


class Listing(DeferredModel):
    """One page of a listing.

    Attributes:
        title: what the listing calls itself.
        entries: in the listing's own order.
        next_token: what the next page is asked for by; None on the last one.
        left_out: what it names besides.
        state: what the next look shall be given, such as an ETag or a library's version; the last page's counts.
        unchanged: nothing is new since the state that the look was given; there are no entries then.
    """

    title: StatedTitle = None
    entries: list[Entry] = Field(default_factory=list)
    next_token: str | None = Field(default=None, max_length=LONGEST_URL)
    left_out: list[LeftOut] = Field(default_factory=list)
    state: str | None = Field(default=None, max_length=LONGEST_STATE)
    unchanged: bool = False


class Look(DeferredModel):
    """What a listing is asked.

    Attributes:
        source: the listing's URL.
        next_token: the page; None for the first.
        since: when it was looked at last; None for the first time.
        state: the ``state`` of that look.
        source_id: the followed source that the look is at, if it is one.
        parameters: those that the listing was imported with, as far as they are not the plugin's defaults.
    """

    source: SourceUrl
    next_token: str | None = None
    since: datetime | None = None
    state: str | None = None
    source_id: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
