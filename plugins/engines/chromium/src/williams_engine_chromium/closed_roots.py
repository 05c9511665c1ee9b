"""Shadow roots that a page's programs keep to themselves: no script finds them, the browser's tree has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from williams_engine_chromium.devtools import CommandRefusedError, DevTools

MOST_ELEMENTS: Final = 50_000
"""Of a page whose tree is asked for: it comes in one message."""


async def closed_roots(devtools: DevTools, session: str, world: int) -> list[dict[str, str]]:
    """Return the closed shadow roots of a page, outside its frames, as arguments for a function that runs in ``world``.

    Raises CommandRefusedError, BrowserGoneError.
    """
    tree = await devtools.call("DOM.getDocument", session, depth=-1, pierce=True)
    found = []
    for number in _closed(tree.get("root", {})):
        # One that has gone in the meantime is none.
        with suppress(CommandRefusedError):
            node = await devtools.call("DOM.resolveNode", session, backendNodeId=number, executionContextId=world)
            found.append({"objectId": node["object"]["objectId"]})
    return found


def _closed(root: dict[str, Any]) -> Iterator[int]:
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        for shadow in node.get("shadowRoots", ()):
            if shadow.get("shadowRootType") == "closed":
                yield shadow["backendNodeId"]
            open_nodes.append(shadow)
        open_nodes += node.get("children", ())
