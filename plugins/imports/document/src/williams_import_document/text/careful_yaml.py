"""YAML as strangers write it: what swells is refused, and a value that is none of its kind is the text that it is."""

from __future__ import annotations

from typing import Any, Final

import yaml

_MOST_NODES: Final = 10_000
"""Aliases count as often as what they stand for."""


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


def load_yaml(text: str) -> Any:
    """Return what a document says. Raises yaml.YAMLError."""
    return yaml.load(text, _Loader)
