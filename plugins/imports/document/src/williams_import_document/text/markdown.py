"""Markdown (CommonMark with tables, footnotes and strikethrough) and its front matter."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from williams_html.head import first_date
from williams_html.people import split_authors
from williams_html.written_dates import written_date

from williams.domain.json_values import unfit_in
from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice
from williams_import_document.reading import Reading
from williams_import_document.text.brackets import leave_brackets
from williams_import_document.text.front_matter import front_matter
from williams_import_document.text.list_numbers import number_items
from williams_import_document.text.maths import keep_maths
from williams_import_document.text.nesting import MOST_LEVELS, KeepingBlocks
from williams_import_document.text.notes import Notes
from williams_import_document.text.site_marks import SiteMarks

_TITLE, _AUTHORS, _LICENSE, _LANGUAGE = ("title",), ("authors", "author"), ("license", "rights"), ("lang", "language")
_PUBLISHED, _MODIFIED = ("date", "published", "issued"), ("lastmod", "modified", "updated")
_DEFINITION = re.compile(r"^: {2,}\S", re.MULTILINE)
"""As who writes definitions sets them; a colon and one blank begin other lines as well."""
_WHOLE_DATE = "Write dates as 2024-03-05."
_EXTRA = ("subtitle", "description", "abstract", "keywords", "tags")
_KNOWN = frozenset((*_TITLE, *_AUTHORS, *_LICENSE, *_LANGUAGE, *_PUBLISHED, *_MODIFIED, *_EXTRA))
_PARTS_OF_A_NAME = (("given", "family"), ("first", "last"), ("given-names", "surname"))


def read_markdown(text: str) -> Reading:
    """Return the text, what its front matter says of it, and notices of what was passed over."""
    named, body, notices = front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": MOST_LEVELS}).enable(["table", "strikethrough"])
    renderer.use(footnote_plugin).use(sub_plugin)
    if _DEFINITION.search(body):
        renderer.use(deflist_plugin)
    keep_maths(renderer)
    number_items(renderer)
    notes, site_marks = Notes(renderer), SiteMarks(renderer)
    blocks = KeepingBlocks.of(renderer)
    leave_brackets(renderer, notices)
    html = str(renderer.render(body))
    said = (*_no_dates(named), *blocks.notices(), *notes.notices(), *site_marks.notices())
    return Reading.whole(html, _about(named), [*notices, *said])


def _about(named: dict[str, Any]) -> dict[str, Any]:
    license_said = _first(named, _LICENSE)
    return {
        "title": _first(named, _TITLE),
        "authors": split_authors([each for name in _AUTHORS for each in _texts(named.get(name))]),
        "published_date": _date(_some(named, _PUBLISHED)),
        "modified_date": _date(_some(named, _MODIFIED)),
        "license": declared_license(license_said) if license_said else None,
        "language": _first(named, _LANGUAGE),
        "extra": _extra(named, license_said),
    }


def _date(texts: list[str]) -> str | None:
    return first_date([written_date(text) or text for text in texts])


def _no_dates(named: dict[str, Any]) -> list[Said]:
    found = [(names[0], texts[0]) for names in (_PUBLISHED, _MODIFIED) if (texts := _some(named, names))]
    return [
        notice("metadata-passed-over", f"{name}: “{text}” was passed over: it is no whole date.", remedy=_WHOLE_DATE)
        for name, text in found
        if _date([text]) is None
    ]


def _extra(named: dict[str, Any], license_said: str | None) -> dict[str, Any]:
    extra: dict[str, Any] = {name: ", ".join(texts) for name in _EXTRA if (texts := _texts(named.get(name)))}
    if license_said:
        extra["stated_license"] = license_said
    if others := {name: _plain(value) for name, value in named.items() if name not in _KNOWN and value is not None}:
        extra["front_matter"] = others
    return extra


def _plain(value: Any) -> Any:
    """A value of the front matter in JSON's types; a number that JSON cannot have as text."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, int | float) and unfit_in(value):
        return str(Decimal(value))  # in figures, however many
    return value if isinstance(value, bool | int | float | str) or value is None else str(value)


def _some(named: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [text for name in names for text in _texts(named.get(name))]


def _first(named: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next(iter(_some(named, names)), None)


def _whole_name(parts: dict[str, Any]) -> list[str]:
    names = [" ".join(str(parts[each]) for each in pair) for pair in _PARTS_OF_A_NAME if parts.keys() >= set(pair)]
    return names[:1]


def _texts(value: Any) -> list[str]:
    """A value, each of a list of them, or the name of each thing that has one."""
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        return _texts(value.get("name")) or _whole_name(value)
    if isinstance(value, date | datetime):
        return [value.isoformat()]
    text = "" if value is None else str(_plain(value)).strip()
    return [text] if text else []
