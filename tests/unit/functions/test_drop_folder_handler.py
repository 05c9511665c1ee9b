"""The drop folder's handler, with the events that AWS sends it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.drop_folder.handler import handler
from tests.unit.functions.lambdas import Context
from williams import bootstrap
from williams.domain.errors import StoreUnavailable
from williams.services import drop_folder
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

CONTEXT: Any = Context()
KEY = f"drop/inbox/{OWNER}/my notes%2F.txt"


@pytest.fixture(autouse=True)
def in_memory(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "services", lambda: app.services)


def created(*keys: str, reason: str = "PutObject") -> dict[str, Any]:
    """EventBridge's Object Created in SQS records: the keys are as they are, not encoded as in S3's own events."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "eventSource": "aws:sqs",
                "body": json.dumps(
                    {
                        "version": "0",
                        "detail-type": "Object Created",
                        "source": "aws.s3",
                        "detail": {
                            "version": "0",
                            "bucket": {"name": "williams-local-library"},
                            "object": {"key": key, "size": 4, "etag": "e", "sequencer": "0"},
                            "reason": reason,
                        },
                    }
                ),
            }
            for number, key in enumerate(keys)
        ]
    }


@pytest.mark.parametrize("reason", ["PutObject", "CompleteMultipartUpload", "POST Object", "CopyObject"])
def test_whatever_made_the_file_it_is_imported(app: MemoryApplication, reason: str) -> None:
    app.library.objects.write(KEY, b"Text", "text/plain")
    assert handler(created(KEY, KEY, reason=reason), CONTEXT) == {"batchItemFailures": []}
    (job,) = app.library.jobs.jobs(OWNER, 10).items
    assert job.plugin_id == "import.text"


def test_only_what_failed_is_delivered_again(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    app.library.objects.write(KEY, b"Text", "text/plain")
    stat = app.library.objects.stat

    def partly(key: str) -> Any:
        if key == "drop/inbox/bad":
            raise StoreUnavailable("away")
        return stat(key)

    monkeypatch.setattr(app.library.objects, "stat", partly)
    assert handler(created("drop/inbox/bad", KEY), CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert len(app.library.jobs.jobs(OWNER, 10).items) == 1


def test_the_schedule_sweeps(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drop_folder, "GRACE", timedelta(seconds=-1))
    app.library.objects.write(KEY, b"Text", "text/plain")
    assert handler({"source": "aws.events", "detail-type": "Scheduled Event"}, CONTEXT) == {"seen": 1, "answered": 1}
