"""A local server that speaks Textract's DetectDocumentText, and misbehaves on demand.

It refuses what Textract refuses: requests without a signature, other pictures than PNG and JPEG, and such that are too
large. Where no reply is queued, it sees the lines that it was given, one below the other.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.contract.http_server import Call, Reply, ScriptedServer

_SIGNED = "AWS4-HMAC-SHA256 Credential="
_TARGET = "Textract.DetectDocumentText"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_MOST_BYTES = 10_000_000


def failure(status: int, code: str, message: str) -> Reply:
    """An error as this API words it."""
    return Reply(status, json.dumps({"__type": code, "Message": message}).encode(), "application/x-amz-json-1.1")


def line(text: str, left: float, top: float, *, width: float = 0.4, confidence: float = 99.5) -> dict[str, Any]:
    box = {"Left": left, "Top": top, "Width": width, "Height": 0.02}
    return {"BlockType": "LINE", "Id": text, "Text": text, "Confidence": confidence, "Geometry": {"BoundingBox": box}}


def seen(*lines: dict[str, Any]) -> Reply:
    """What Textract answers: the page, then its lines, then their words."""
    page = {"BlockType": "PAGE", "Id": "page", "Geometry": {"BoundingBox": {}}}
    words = [{"BlockType": "WORD", "Text": word, "Confidence": 99.0} for each in lines for word in each["Text"].split()]
    return Reply(body=json.dumps({"DocumentMetadata": {"Pages": 1}, "Blocks": [page, *lines, *words]}).encode())


class TextractServer(ScriptedServer):
    def __init__(self, *lines: str) -> None:
        super().__init__()
        self._lines = lines

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def well_behaved(self, call: Call) -> Reply:
        if call.headers.get("x-amz-target") != _TARGET:
            return failure(400, "UnknownOperationException", f"no such operation: {call.headers.get('x-amz-target')}")
        if not call.authorization.startswith(_SIGNED):
            return failure(403, "AccessDeniedException", "the request is not signed")
        picture = base64.b64decode(call.body["Document"]["Bytes"])
        if not picture.startswith(_PICTURES):
            return failure(400, "UnsupportedDocumentException", "Request has unsupported document format")
        if len(picture) > _MOST_BYTES:
            return failure(400, "DocumentTooLargeException", "The document is too large")
        return seen(*(line(text, 0.1, 0.1 + 0.03 * number) for number, text in enumerate(self._lines)))
