"""What a message says is said on as it came."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.client.records import job
from tests.unit.client.scripted_socket import said
from williams_client import ProgressEvent
from williams_client.events import event_of, parse
from williams_client.models import JobAnswer

NOTICES = {"count": 4, "first": [{"code": "page-without-text", "message": "Page 3 has no text.", "place": "p. 3"}]}


@pytest.mark.parametrize(
    "more",
    [{}, {"notices": NOTICES}, {"error_code": "corrupt-content", "error_message": "The file is torn."}],
)
def test_a_message_comes_out_as_it_went_in(more: dict[str, Any]) -> None:
    message = {**json.loads(said(3, "completed", 100.0)), **more}
    event = parse(json.dumps(message))
    assert isinstance(event, ProgressEvent)
    assert event.message() == message


def test_what_was_asked_for_says_the_notices_too() -> None:
    assert event_of(JobAnswer.model_validate(job(notices=NOTICES))).message()["notices"] == NOTICES
