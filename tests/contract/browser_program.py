"""A program that speaks Chromium's side of the DevTools protocol by the descriptors 3 and 4, and misbehaves on demand.

Called as ``browser_program.py <mode> <Chromium's arguments>``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

HTML = "<html><body><p>Shown.</p></body></html>"
LONG = 500
_CLOSED = {"shadowRootType": "closed", "backendNodeId": 8}
_OPEN = {"shadowRootType": "open", "backendNodeId": 7, "children": [{"shadowRoots": [_CLOSED]}]}
TREE = {"children": [{"shadowRoots": [_OPEN]}, {"contentDocument": {"shadowRoots": [_CLOSED]}}]}
ERROR_PAGE = "chrome-error://chromewebdata/"


def _event(method: str, **parameters: Any) -> dict[str, Any]:
    return {"method": method, "params": parameters, "sessionId": "s"}


def _on_navigation(mode: str) -> list[dict[str, Any]]:
    went = _event("Page.frameNavigated", frame={"id": "t"})
    asked = _event("Network.requestWillBeSent", requestId="1", type="Script")
    answered = _event("Network.loadingFinished", requestId="1")
    more = {
        "circling": [went] * 10,
        "crashing": [_event("Inspector.targetCrashed")],
        "asking": [_event("Page.javascriptDialogOpening", message="?")],
    }
    return [went, asked, answered, *more.get(mode, []), _event("Page.loadEventFired")]


closed_windows: list[str] = []


def _result(mode: str, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    if method == "Page.navigate":
        error = {"redirecting": "net::ERR_TOO_MANY_REDIRECTS", "failing": "net::ERR_FAILED"}.get(mode)
        return {"errorText": error} if error else {}
    if method == "Runtime.evaluate":
        if "longest" not in parameters["expression"]:
            return {"result": {"value": LONG}}
        if mode == "closed":
            return {"result": {"value": {"url": ERROR_PAGE, "html": "Without what is closed."}}}
        url = ERROR_PAGE if mode == "own-page" else "http://site.example.org/page"
        if mode == "asking" and closed_windows != ["w"]:
            url = ERROR_PAGE
        page = {"url": url, "length": 1 << 30} if mode == "long" else {"url": url, "html": HTML}
        return {"result": {"value": page}}
    if method == "Target.closeTarget":
        closed_windows.append(parameters["targetId"])
    answers: dict[str, dict[str, Any]] = {
        "Browser.getVersion": {"product": "Chrome/156.0.1.2"},
        "Target.createTarget": {"targetId": "t"},
        "Target.attachToTarget": {"sessionId": "s"},
        "Target.getTargets": {"targetInfos": [{"targetId": "blank"}]},
        "DOM.getDocument": {"root": TREE if mode == "closed" else {}},
        "Page.createIsolatedWorld": {"executionContextId": 1},
    }
    return answers.get(method) or _on_roots(method, parameters)


def _on_roots(method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    if method == "Runtime.callFunctionOn":
        ids = [each["objectId"] for each in parameters["arguments"][1:]]
        page = {"url": "http://site.example.org/page", "html": f"{HTML} With {', '.join(ids)}."}
        return {"result": {"value": page}}
    return {"object": {"objectId": f"root {parameters['backendNodeId']}"}} if method == "DOM.resolveNode" else {}


def _answers(mode: str, call: dict[str, Any]) -> Iterator[dict[str, Any]]:
    method = call["method"]
    if mode == "refusing" and method == "Target.createTarget":
        yield {"id": call["id"], "error": {"message": "No target"}}
        return
    if mode == "deep" and method == "DOM.getDocument":
        yield {"id": call["id"], "error": {"message": "CBOR: stack limit exceeded"}}
        return
    if mode == "mute" or (mode == "stuck" and method == "Target.createTarget"):
        return
    if mode == "silent" and method == "Runtime.evaluate":
        return
    yield {"id": call["id"], "result": _result(mode, method, call["params"])}
    if method == "Page.navigate":
        yield from _on_navigation(mode)
    if mode == "asking" and method == "Target.setDiscoverTargets":
        for window in ("blank", "t", "w"):
            about = {"targetId": window, "type": "page"}
            yield {"method": "Target.targetCreated", "params": {"targetInfo": about}}


def main(mode: str) -> None:
    """Answer until nobody asks."""
    if mode == "gone":
        sys.exit("No usable sandbox!")
    hoard, pending = b"", b""
    while block := os.read(3, 65536):
        *calls, pending = (pending + block).split(b"\0")
        for call in map(json.loads, calls):
            if mode == "hungry" and call["method"] == "Page.navigate":
                hoard = b"x" * (700 << 20)
            for answer in () if hoard else _answers(mode, call):
                os.write(4, json.dumps(answer).encode() + b"\0")


if __name__ == "__main__":
    main(sys.argv[1])
