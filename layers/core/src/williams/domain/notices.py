"""What a reader left out, guessed or doubts: part of the content, for whoever is about to rely on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import ConfigDict, Field

from williams.domain.models import DeferredModel

MOST_NOTICES: Final = 100
MORE: Final = "more-notices"
_FIRST: Final = 3
_LONGEST_TEXT: Final = 500


class Notice(DeferredModel):
    """One thing to know about a source.

    Attributes:
        code: stable and machine-readable, such as ``metadata-passed-over``.
        message: a sentence for people.
        place: where in the source, in words (``p. 3``, ``line 12``); None where it is about the whole.
        remedy: a sentence that says what one can do; None where there is nothing to do.
    """

    model_config = ConfigDict(frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)
    message: str = Field(min_length=1, max_length=1000)
    place: str | None = Field(default=None, max_length=200)
    remedy: str | None = Field(default=None, max_length=500)


class NoticeDigest(DeferredModel):
    """What a message says of a source's notices: how many there are, and the first of them, in at most 22 KB of JSON.

    A sentence of more than 500 characters is cut.
    """

    model_config = ConfigDict(frozen=True)

    count: int = Field(ge=1)
    first: list[Notice]

    @classmethod
    def of(cls, notices: Sequence[Notice]) -> NoticeDigest | None:
        """Return None where there is nothing to say."""
        first = [each.model_copy(update={"message": cut(each.message, _LONGEST_TEXT)}) for each in notices[:_FIRST]]
        return cls(count=len(notices), first=first) if notices else None


class NotedContent(DeferredModel):
    """A content that has notices."""

    content_id: str
    title: str | None
    notices: list[Notice] = Field(min_length=1)


def cut(text: str, longest: int) -> str:
    """Return the text with at most ``longest`` characters; an ellipsis says that there was more."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def bounded(notices: Iterable[Notice]) -> list[Notice]:
    """Return the notices without doubles, at most ``MOST_NOTICES``: the last then says how many were not kept."""
    distinct = list(dict.fromkeys(notices))
    if len(distinct) <= MOST_NOTICES:
        return distinct
    left_out = len(distinct) - MOST_NOTICES + 1
    return [*distinct[: MOST_NOTICES - 1], Notice(code=MORE, message=f"{left_out} further notices were not kept.")]
