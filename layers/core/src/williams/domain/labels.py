"""Tags and the names of collections: words of an owner's own, in any script, the same however they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias
from unicodedata import category, normalize

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from williams.domain.bounds import line_of
from williams.domain.errors import InvalidRequest

LONGEST_TAG: Final = 50
LONGEST_NAME: Final = 100
MOST_TAGS: Final = 50
"""Of one content."""
# One character can become eighteen in its compatible form.
_LONGEST_FOLDED: Final = 2 * LONGEST_NAME
# They join and part letters in Persian, in Indic scripts and in emoji; alone they are nothing.
_JOINERS: Final = "\u200c\u200d"
_LIKE_AN_ID: Final = re.compile(r"col_[0-9a-f]{28}")


def folded(name: str) -> str:
    """Return the form by which names are the same: NFKC, in lower case."""
    return normalize("NFKC", normalize("NFKC", name).lower())


def _visible(text: str) -> str:
    """Return the text in NFC without characters that cannot be seen. Raises PydanticCustomError where none is left."""
    seen = "".join(each for each in normalize("NFC", text) if category(each) != "Cf" or each in _JOINERS)
    if not seen.strip().strip(_JOINERS):
        raise PydanticCustomError("blank", "There is nothing in it that can be seen")
    return line_of(seen)


def _name(text: str) -> str:
    name = _visible(text)
    if len(folded(name)) > _LONGEST_FOLDED:
        raise PydanticCustomError(
            "too_long", "Written out, it is longer than {most} characters", {"most": LONGEST_NAME}
        )
    if _LIKE_AN_ID.fullmatch(folded(name)):
        raise PydanticCustomError("like_an_id", "It looks like the id of a collection. Choose a name that does not")
    return name


def _tag(text: str) -> str:
    tag = line_of(folded(_visible(text)))
    if len(tag) > LONGEST_TAG:
        raise PydanticCustomError("too_long", "Written out, it is longer than {most} characters", {"most": LONGEST_TAG})
    return tag


CollectionName: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_name)]
# Kept in its folded form, so that there is one spelling of it.
Tag: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG), AfterValidator(_tag)]


def _once(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))


Tags: TypeAlias = Annotated[list[Tag], Field(max_length=MOST_TAGS), AfterValidator(_once)]


def fitting_tags(words: Iterable[str]) -> list[str]:
    """Return those of the words that can be tags, as tags, each once."""
    return _once([tag for word in words for tag in _fitting(word)])[:MOST_TAGS]


def _fitting(word: str) -> list[str]:
    try:
        return [_tag(word)]
    except PydanticCustomError:
        return []


def too_many_tags(content_id: str) -> InvalidRequest:
    """Return the refusal of tags for a content that would have too many."""
    return InvalidRequest(
        f"{content_id} would have more than {MOST_TAGS} tags. Take some off with PATCH /api/content/{content_id}."
    )
