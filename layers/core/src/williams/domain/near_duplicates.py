"""Content of nearly the same text as another: one report as PDF and as page, one document exported twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from pydantic import ConfigDict, Field

from williams.domain.content import ContentType
from williams.domain.models import DeferredModel
from williams.domain.notices import Notice, cut
from williams.domain.sketches import Sketch

NEAR_DUPLICATE: Final = "near-duplicate"
# Of three-word shingles: about one word in ten is another, or a third of either text is not in the other.
NEARLY_THE_SAME: Final = 0.6
MOST_LISTED: Final = 20
_MOST_NOTICES: Final = 5
_LONGEST_TITLE: Final = 200
_REMEDY: Final = "Keep both, delete one (williams content delete), or leave one out when you make something of them."


class NearDuplicate(DeferredModel):
    """Another content of nearly the same text.

    ``resemblance`` is the estimated share of three-word sequences of either text that both have, 0.6 to 1.
    """

    model_config = ConfigDict(frozen=True)

    content_id: str
    title: str | None
    url: str
    content_type: ContentType
    created_at: datetime
    resemblance: float = Field(ge=0, le=1)


def most_alike(candidates: Iterable[NearDuplicate]) -> list[NearDuplicate]:
    """Return those that are nearly the same, the most alike first and of equal ones the newest; twenty at most."""
    alike = [each for each in candidates if each.resemblance >= NEARLY_THE_SAME]
    return sorted(alike, key=lambda each: (each.resemblance, each.created_at, each.content_id), reverse=True)[
        :MOST_LISTED
    ]


def resemblance_of(one: Sketch, other: Sketch) -> float:
    """Return the resemblance, rounded to what the estimate tells."""
    return round(one.resemblance(other), 2)


def near_duplicate_notices(found: Sequence[NearDuplicate]) -> list[Notice]:
    """Return one notice for each of the first few."""
    return [_notice(each) for each in found[:_MOST_NOTICES]]


def names(notice: Notice, content_id: str) -> bool:
    """Whether the notice calls the content a near-duplicate."""
    return notice.code == NEAR_DUPLICATE and f"({content_id})" in notice.message


def _notice(found: NearDuplicate) -> Notice:
    named = cut(found.title or found.url, _LONGEST_TITLE)
    alike = f"“{named}” ({found.content_id}), about {found.resemblance:.0%} alike"
    message = f"The library has nearly the same text already: {alike}."
    return Notice(code=NEAR_DUPLICATE, message=message, remedy=_REMEDY)
