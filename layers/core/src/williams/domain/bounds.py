"""What a word may be that somebody says, of himself or of a source: its length and its characters."""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

LONGEST_URL: Final = 4096
LONGEST_ID: Final = 50
LONGEST_TITLE: Final = 500
LONGEST_AUTHOR: Final = 200
LONGEST_WORD: Final = 100
LONGEST_QUESTION: Final = 1000
LONGEST_REASON: Final = 1000
LONGEST_FILENAME: Final = 255
MOST_AUTHORS: Final = 1000
MOST_PAGES: Final = 1_000_000

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Controls but white space, and halves of surrogate pairs: no store takes them all, and terminals obey some.
_CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_UNFIT_IN_TEXT: Final = re.compile(f"[{_CONTROLS}]")
# What turns the direction of a line around shows other words than those that are there.
_UNFIT_IN_LINE: Final = re.compile(f"[{_CONTROLS}\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def line_of(text: str) -> str:
    """Return the text with each run of white space as one blank. Raises PydanticCustomError for a control character."""
    unfit = _UNFIT_IN_LINE.search(text)
    if unfit:
        raise PydanticCustomError(
            "unfit_character", "Leave out the character U+{code}", {"code": f"{ord(unfit.group()):04X}"}
        )
    line = " ".join(text.split())
    if not line:
        raise PydanticCustomError("blank", "There is nothing in it but white space")
    return line


def fits_line(text: str, longest: int) -> bool:
    """Whether the text can stand in a line with all its characters; white space is not looked at."""
    return len(text) <= longest and not _UNFIT_IN_LINE.search(text)


def fitting_line(text: str, longest: int) -> str:
    """Return what of the text can stand in a line, cut to ``longest`` characters; it may be empty."""
    line = " ".join(_UNFIT_IN_LINE.sub("", joined_pairs(text[: 2 * longest])).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def fitting_text(text: str) -> tuple[str, int]:
    """Return the text as every store takes it, and how many of its characters could not be kept.

    Control characters go; half a surrogate pair becomes U+FFFD.
    """
    halves = 0
    if _SURROGATES.search(text):
        text = joined_pairs(text)
        halves = text.count("\ufffd")
    kept, left_out = _UNFIT_IN_TEXT.subn("", text)
    return kept, left_out + halves


def joined_pairs(text: str) -> str:
    """Return the text with surrogate pairs as the characters that they stand for, and U+FFFD for what is half a one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Title: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(line_of)]
Author: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_AUTHOR), AfterValidator(line_of)]
Word: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_WORD), AfterValidator(line_of)]
Question: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION), AfterValidator(line_of)]
Reason: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON), AfterValidator(line_of)]
Filename: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_FILENAME), AfterValidator(line_of)]
SourceUrl: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_URL), AfterValidator(line_of)]
# Also a plugin's id and a kind of artifact.
Identifier: TypeAlias = Annotated[str, Field(max_length=LONGEST_ID, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
