"""The YAML between two lines of dashes at the beginning of a Markdown file."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from williams.isolation.notices import Said, notice

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_LONGEST: Final = 64 * 1024
"""Characters."""
_MOST_NODES: Final = 10_000
"""Aliases count as often as what they stand for."""
_PASSED_OVER = "front-matter-passed-over"
_QUOTE_IT = "Put values that hold a colon or begin with a special character between quotes."


class _Loader(yaml.SafeLoader):
    """Refuses what swells, and takes a value that is none of its kind (a 13th month) as the text that it is."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._nodes = 0
        self._size_of: dict[str, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        before, anchor = self._nodes, getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            if anchor in self.anchors and anchor not in self._size_of:
                raise _Swelling(f"{anchor} holds itself")
            self._nodes += self._size_of.get(anchor or "", 0)
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise _Swelling(f"it has over {_MOST_NODES} values")
        node = super().compose_node(parent, index)
        if anchor and not isinstance(event, yaml.AliasEvent):
            self._size_of[anchor] = self._nodes - before
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError, AttributeError, LookupError):
            if not isinstance(node, yaml.ScalarNode):
                raise
            return node.value


class _Swelling(yaml.YAMLError):
    """Aliases make more of it than anybody writes."""


def front_matter(text: str) -> tuple[dict[str, Any], str, list[Said]]:
    """Return the fields by their names in small letters, the text behind them, and notices.

    Lines between dashes that are no fields are text like any other.
    """
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text, []
    if len(found[1]) > _LONGEST:
        return (
            {},
            text,
            [notice(_PASSED_OVER, f"The front matter is longer than {_LONGEST} characters: it stays text.")],
        )
    try:
        fields = yaml.load(found[1], _Loader)
    except (yaml.YAMLError, RecursionError) as error:
        said = str(error) if isinstance(error, yaml.YAMLError) else "it is nested too deeply"
        return {}, text[found.end() :], [notice(_PASSED_OVER, f"The front matter is no YAML: {said}", remedy=_QUOTE_IT)]
    if not isinstance(fields, dict):
        return {}, text if fields else text[found.end() :], []
    return {str(name).strip().lower(): value for name, value in fields.items()}, text[found.end() :], []
