"""Markdown (CommonMark with tables, footnotes and strikethrough) and its front matter."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from williams_html.head import first_date, split_authors

from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TITLE, _AUTHORS, _LICENSE, _LANGUAGE = ("title",), ("authors", "author"), ("license", "rights"), ("lang", "language")
_PUBLISHED, _MODIFIED = ("date", "published", "issued"), ("lastmod", "modified", "updated")
_QUOTE_IT = "Put values that hold a colon or begin with a special character between quotes."
_EXTRA = ("subtitle", "description", "abstract", "keywords", "tags")


def read_markdown(text: str) -> tuple[str, dict[str, Any], list[Said]]:
    """Return the text as HTML, what its front matter says of it, and notices of what could not be understood."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _FRONT_MATTER.match(text)
    about, notices = _front_matter(found[1]) if found else ({}, [])
    body = text[found.end() :] if found else text
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return str(renderer.render(body)), about, notices


def _front_matter(source: str) -> tuple[dict[str, Any], list[Said]]:
    try:
        fields = yaml.safe_load(source)
    except yaml.YAMLError as error:
        return {}, [notice("front-matter-passed-over", f"The front matter is no YAML: {error}", remedy=_QUOTE_IT)]
    if not isinstance(fields, dict):
        return {}, []
    named = {str(name).strip().lower(): value for name, value in fields.items()}
    license_said = _first(named, _LICENSE)
    return {
        "title": _first(named, _TITLE),
        "authors": split_authors([each for name in _AUTHORS for each in _texts(named.get(name))]),
        "published_date": first_date(_some(named, _PUBLISHED)),
        "modified_date": first_date(_some(named, _MODIFIED)),
        "license": declared_license(license_said) if license_said else None,
        "language": _first(named, _LANGUAGE),
        "extra": _extra(named, license_said),
    }, []


def _extra(named: dict[str, Any], license_said: str | None) -> dict[str, Any]:
    extra = {name: ", ".join(texts) for name in _EXTRA if (texts := _texts(named.get(name)))}
    return {**extra, "stated_license": license_said} if license_said else extra


def _some(named: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [text for name in names for text in _texts(named.get(name))]


def _first(named: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next(iter(_some(named, names)), None)


def _texts(value: Any) -> list[str]:
    """A value, each of a list of them, or the name of each thing that has one."""
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        return _texts(value.get("name"))
    if isinstance(value, date | datetime):
        return [value.isoformat()]
    text = "" if value is None else str(value).strip()
    return [text] if text else []
