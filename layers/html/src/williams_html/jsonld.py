"""schema.org data that a page carries as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_ARTICLES = ("article", "posting", "webpage", "report", "creativework", "book", "thesis", "course", "howto", "dataset")
_MOST_NODES = 1000
_MOST_LEVELS = 5


def article_of(root: HtmlElement) -> dict[str, Any]:
    """Return the object that describes the page's article, or an empty one."""
    nodes = list(_nodes(root))
    found = [node for node in nodes if _rank(node) is not None]
    article = min(found, key=lambda node: _rank(node) or 0, default={})
    by_id = {each: node for node in nodes if "name" in node for each in texts(node.get("@id"))}
    return {**article, "author": _looked_up(article.get("author"), by_id)} if by_id else article


def _looked_up(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    """Put objects in the place of those that only name them."""
    if isinstance(value, list):
        return [_looked_up(each, by_id) for each in value[:_MOST_NODES] if not isinstance(each, list)]
    if isinstance(value, dict) and "name" not in value:
        return next((by_id[each] for each in texts(value.get("@id")) if each in by_id), value)
    return value


def texts(value: Any, *fields: str, depth: int = _MOST_LEVELS) -> list[str]:
    """Return the texts of a property: itself, those of a list, or of an object's first of ``fields`` that is there.

    What stands more than ``depth`` lists and objects deep is passed over.
    """
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list) and depth:
        return [text for each in value for text in texts(each, *fields, depth=depth - 1)]
    if isinstance(value, dict) and depth:
        return next((found for name in fields if (found := texts(value.get(name), depth=depth - 1))), [])
    return []


def _rank(node: dict[str, Any]) -> int | None:
    """How well a node describes the page, 0 the best; None if it describes something else."""
    for kind in texts(node.get("@type")):
        for rank, name in enumerate(_ARTICLES):
            if kind.lower().endswith(name):
                return rank
    return None


def _nodes(root: HtmlElement) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = []
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            try:
                waiting.append(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue  # others' mistakes in what nobody sees are common
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [value for value in (node.get("@graph"), node.get("mainEntity")) if value]
