"""What a word may be that somebody says, of himself or of a source: types that check its length and its characters."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from williams.domain.fitting import (
    LONGEST_AUTHOR,
    LONGEST_FILENAME,
    LONGEST_ID,
    LONGEST_QUESTION,
    LONGEST_REASON,
    LONGEST_TITLE,
    LONGEST_URL,
    LONGEST_WORD,
    UNFIT_IN_LINE,
)


def line_of(text: str) -> str:
    """Return the text with each run of white space as one blank. Raises PydanticCustomError for a control character."""
    unfit = UNFIT_IN_LINE.search(text)
    if unfit:
        raise PydanticCustomError(
            "unfit_character", "Leave out the character U+{code}", {"code": f"{ord(unfit.group()):04X}"}
        )
    line = " ".join(text.split())
    if not line:
        raise PydanticCustomError("blank", "There is nothing in it but white space")
    return line


Title: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(line_of)]
Author: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_AUTHOR), AfterValidator(line_of)]
Word: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_WORD), AfterValidator(line_of)]
Question: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION), AfterValidator(line_of)]
Reason: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON), AfterValidator(line_of)]
Filename: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_FILENAME), AfterValidator(line_of)]
SourceUrl: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_URL), AfterValidator(line_of)]
# Also a plugin's id and a kind of artifact.
Identifier: TypeAlias = Annotated[str, Field(max_length=LONGEST_ID, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
