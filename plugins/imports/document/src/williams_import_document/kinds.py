"""The kinds of file that are read, by their ending or by what their bytes show."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """The value is the ending under which the original is kept."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"
    WORD = "docx"


WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD_TYPES = (
    WORD_TYPE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-word.template.macroenabled.12",
)
WORD_ENDINGS = ("docx", "docm", "dotx", "dotm")
"""With and without macros, which are not read; templates too."""
_BY_ENDING = {
    **dict.fromkeys(("md", "markdown", "mdown", "mkd"), FileKind.MARKDOWN),
    **dict.fromkeys(("html", "htm", "xhtml"), FileKind.HTML),
    **dict.fromkeys(("txt", "text"), FileKind.TEXT),
    **dict.fromkeys(WORD_ENDINGS, FileKind.WORD),
}
_BY_TYPE = {
    "text/markdown": FileKind.MARKDOWN,
    "text/html": FileKind.HTML,
    "application/xhtml+xml": FileKind.HTML,
    "text/x-markdown": FileKind.MARKDOWN,
    "text/plain": FileKind.TEXT,
    **dict.fromkeys(_WORD_TYPES, FileKind.WORD),
}
ENDINGS = ", ".join(f".{ending}" for ending in _BY_ENDING)


def kind_by_name(filename: str) -> FileKind | None:
    """Return the kind that a file's ending names, in capitals or not."""
    return _BY_ENDING.get(ending_of(filename))


def ending_of(filename: str) -> str:
    """Return what stands behind the last dot, in small letters; nothing where there is none."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def kind_by_type(*media_types: str | None) -> FileKind | None:
    """Return the kind of the first media type that is of one; parameters such as a charset are passed over."""
    plain = ((each or "").split(";")[0].strip().lower() for each in media_types)
    return next((_BY_TYPE[each] for each in plain if each in _BY_TYPE), None)
