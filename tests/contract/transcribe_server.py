"""A local server that speaks Transcribe's JSON API, and misbehaves on demand.

It refuses what Transcribe refuses: requests without a signature, a recording that is not in the bucket, a second job of
one name, a language that it does not know. Where no reply is queued, a job is at work when it is first asked for, and
then done: its answer stands in the bucket.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.contract.http_server import Call, Reply, ScriptedServer
from williams.ports.objects import ObjectPort

BUCKET = "library"
_SIGNED = "AWS4-HMAC-SHA256 Credential="
_OPERATION = "Transcribe."


def answered(value: Any, status: int = 200, **reply: Any) -> Reply:
    return Reply(status, json.dumps(value).encode(), "application/x-amz-json-1.1", **reply)


def failure(status: int, code: str, message: str) -> Reply:
    """An error as this API words it."""
    return answered({"__type": code, "Message": message}, status)


def job(status: str, **about: Any) -> Reply:
    return answered({"TranscriptionJob": {"TranscriptionJobStatus": status, "LanguageCode": "en-GB", **about}})


def word(text: str, starts_at: float, ends_at: float, confidence: float = 0.99) -> dict[str, Any]:
    return {
        "type": "pronunciation",
        "alternatives": [{"confidence": str(confidence), "content": text}],
        "start_time": f"{starts_at:.2f}",
        "end_time": f"{ends_at:.2f}",
    }


def mark(text: str) -> dict[str, Any]:
    return {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": text}]}


def transcript(*items: dict[str, Any]) -> bytes:
    """What Transcribe leaves in the bucket."""
    return json.dumps({"status": "COMPLETED", "results": {"transcripts": [], "items": items}}).encode()


class TranscribeServer(ScriptedServer):
    """``items`` is what it hears in every recording; ``jobs`` are those that it knows, by name, as asked for."""

    def __init__(self, objects: ObjectPort, items: Sequence[dict[str, Any]], languages: Sequence[str]) -> None:
        super().__init__()
        self.jobs: dict[str, dict[str, Any]] = {}
        self._objects = objects
        self._items = items
        self._languages = languages
        self._looked_at: set[str] = set()

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def asked(self) -> list[str]:
        """The operations, in order."""
        return [_operation(call) for call in self.calls]

    def well_behaved(self, call: Call) -> Reply:
        if not call.authorization.startswith(_SIGNED):
            return failure(403, "AccessDeniedException", "the request is not signed")
        operation, name = _operation(call), call.body["TranscriptionJobName"]
        if operation == "StartTranscriptionJob":
            return self._started(name, call.body)
        if name not in self.jobs:
            return failure(400, "BadRequestException", "The requested job couldn't be found.")
        if operation == "DeleteTranscriptionJob":
            del self.jobs[name]
            return answered({})
        if name not in self._looked_at:
            self._looked_at.add(name)
            return job("IN_PROGRESS")
        self._objects.write(self.jobs[name]["OutputKey"], transcript(*self._items), "application/json")
        return job("COMPLETED")

    def _started(self, name: str, asked: dict[str, Any]) -> Reply:
        place = asked["Media"]["MediaFileUri"].removeprefix(f"s3://{BUCKET}/")
        if self._objects.size(place) is None or asked["OutputBucketName"] != BUCKET:
            return failure(400, "BadRequestException", "The S3 URI that you provided can't be accessed.")
        if name in self.jobs:
            return failure(400, "ConflictException", "A job of this name is there.")
        if asked.get("IdentifyLanguage") is not True and asked.get("LanguageCode") not in self._languages:
            return failure(400, "BadRequestException", "The language code isn't supported.")
        self.jobs[name] = asked
        return job("QUEUED")


def _operation(call: Call) -> str:
    return call.headers["x-amz-target"].removeprefix(_OPERATION)
