"""The kinds of file that are read, by their ending or by what their bytes show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """The value is the ending under which the original is kept, unless its own is one of the kind's."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"
    RESTRUCTURED = "rst"
    ORG = "org"
    LATEX = "tex"
    TABLE = "csv"
    RECORDS = "json"
    LINES = "jsonl"
    NOTEBOOK = "ipynb"
    SUBTITLES = "srt"
    MAIL = "eml"
    MAILBOX = "mbox"
    OUTLOOK = "msg"
    RICH_TEXT = "rtf"
    WORD = "docx"
    PRESENTATION = "pptx"
    WORKBOOK = "xlsx"
    OPEN_TEXT = "odt"
    OPEN_PRESENTATION = "odp"
    BOOK = "epub"


@dataclass(frozen=True, slots=True)
class Form:
    """The endings and media types of a kind. ``shown`` is what its bytes show, if they tell the kind by themselves.

    A ``package`` is no text: its encoding is never in doubt.
    """

    endings: tuple[str, ...]
    media_types: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    package: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_MACROS = ".macroenabled.12"
WORD_TYPE = f"{_OFFICE}wordprocessingml.document"
FORMS = {
    FileKind.MARKDOWN: Form(("md", "markdown", "mdown", "mkd"), ("text/markdown", "text/x-markdown")),
    FileKind.HTML: Form(("html", "htm", "xhtml"), ("text/html", "application/xhtml+xml")),
    FileKind.TEXT: Form(("txt", "text"), ("text/plain",)),
    FileKind.RESTRUCTURED: Form(("rst", "rest"), ("text/x-rst", "text/prs.fallenstein.rst")),
    FileKind.ORG: Form(("org",), ("text/org", "text/x-org")),
    FileKind.LATEX: Form(("tex", "latex", "ltx"), ("application/x-tex", "application/x-latex", "text/x-tex")),
    FileKind.TABLE: Form(("csv", "tsv", "tab"), ("text/csv", "text/tab-separated-values")),
    FileKind.RECORDS: Form(("json",), ("application/json",)),
    FileKind.LINES: Form(("jsonl", "ndjson"), ("application/jsonl", "application/x-ndjson")),
    FileKind.NOTEBOOK: Form(("ipynb",), ("application/x-ipynb+json",)),
    FileKind.SUBTITLES: Form(("srt", "vtt"), ("application/x-subrip", "text/vtt")),
    FileKind.MAIL: Form(("eml",), ("message/rfc822",)),
    FileKind.MAILBOX: Form(("mbox",), ("application/mbox",)),
    FileKind.OUTLOOK: Form(("msg",), ("application/vnd.ms-outlook",), package=True),
    FileKind.RICH_TEXT: Form(("rtf",), ("text/rtf",), ("application/rtf",)),
    FileKind.WORD: Form(
        ("docx", "docm", "dotx", "dotm"),
        (
            f"{_OFFICE}wordprocessingml.template",
            f"application/vnd.ms-word.document{_MACROS}",
            f"application/vnd.ms-word.template{_MACROS}",
        ),
        (WORD_TYPE,),
        package=True,
    ),
    FileKind.PRESENTATION: Form(
        ("pptx", "pptm", "ppsx", "ppsm", "potx"),
        (f"{_OFFICE}presentationml.slideshow", f"application/vnd.ms-powerpoint.presentation{_MACROS}"),
        (f"{_OFFICE}presentationml.presentation",),
        package=True,
    ),
    FileKind.WORKBOOK: Form(
        ("xlsx", "xlsm", "xltx", "xlsb", "xls", "ods"),
        (f"application/vnd.ms-excel.sheet{_MACROS}", "application/vnd.ms-excel"),
        (f"{_OFFICE}spreadsheetml.sheet", f"{_OPEN}spreadsheet"),
        package=True,
    ),
    FileKind.OPEN_TEXT: Form(("odt", "ott"), (f"{_OPEN}text-template",), (f"{_OPEN}text",), package=True),
    FileKind.OPEN_PRESENTATION: Form(("odp", "otp"), (), (f"{_OPEN}presentation",), package=True),
    FileKind.BOOK: Form(("epub",), (), ("application/epub+zip",), package=True),
}
_BY_ENDING = {ending: kind for kind, form in FORMS.items() for ending in form.endings}
_BY_TYPE = {each: kind for kind, form in FORMS.items() for each in (*form.media_types, *form.shown)}
_BY_BYTES = {each: kind for kind, form in FORMS.items() for each in form.shown}
OF_FILES = frozenset({FileKind.MAIL, FileKind.MAILBOX, *(kind for kind, form in FORMS.items() if form.package)})
"""Kinds whose readers want the file itself; of others its text is decoded first. Each mail says how it is encoded."""
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


def kind_by_bytes(media_type: str) -> FileKind | None:
    """Return the kind whose bytes show this type; None for those that many kinds of text share."""
    return _BY_BYTES.get(media_type)
