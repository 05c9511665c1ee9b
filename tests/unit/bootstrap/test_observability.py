"""Logs are structured, and the library's own loggers go the same way."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from williams.observability.logs import logger


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the process's logger writes, into a text of the test's own."""
    log = logger()
    stream = io.StringIO()
    handlers = [handler for handler in log.handlers if isinstance(handler, logging.StreamHandler)]
    before = [handler.setStream(stream) for handler in handlers]
    assert handlers
    yield stream
    for handler, old in zip(handlers, before, strict=True):
        handler.setStream(old)


def test_a_line_is_a_json_object_with_its_job(lines: io.StringIO) -> None:
    logger().info("stage ended", job_id="job_1", stage="extract")
    line = json.loads(lines.getvalue())
    assert (line["message"], line["level"]) == ("stage ended", "INFO")
    assert (line["job_id"], line["stage"]) == ("job_1", "extract")
    assert line["service"] == "williams"
    assert line["timestamp"].endswith("+00:00")


def test_a_process_has_one_logger() -> None:
    assert logger() is logger()


def test_an_error_of_the_library_is_a_line_too(lines: io.StringIO) -> None:
    logging.getLogger("williams.services.dispatcher").error("could not start %s", "job_1-2")
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["message"] for line in written] == ["could not start job_1-2"]
