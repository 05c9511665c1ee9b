"""The engines' model files are in the bucket after each deployment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.model_files.samples import BYTES, sample
from williams.adapters.s3 import objects
from williams.domain.bucket import model_key
from williams_localcloud.assembly import Stack
from williams_localcloud.aws import Aws
from williams_localcloud.errors import DeployError
from williams_localcloud.models import METADATA, put_models
from williams_testing.memory.objects import InMemoryObjects

FILE = sample()
KEY = model_key(FILE.sha256)
AWS = Aws("http://127.0.0.1:1")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> InMemoryObjects:
    made = InMemoryObjects()
    monkeypatch.setattr(objects, "S3Objects", lambda name, _client: {"library": made}[name])
    return made


def stack(folder: Path, metadata: dict[str, Any]) -> Stack:
    template = folder / "Operator.template.json"
    template.write_text(json.dumps({"Resources": {}, "Metadata": metadata}))
    return Stack("operator", template)


@pytest.fixture
def operator(tmp_path: Path) -> Stack:
    return stack(tmp_path, {METADATA: {"bucket": "library", "bytes": {FILE.sha256: FILE.size}}})


class Bringing:
    """Brings one file, of whatever bytes."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.asked: list[list[str]] = []
        self._folder, self._data = folder, data

    def __call__(self, hashes: Sequence[str]) -> Path:
        self.asked.append(list(hashes))
        for each in hashes:
            (self._folder / each).write_bytes(self._data)
        return self._folder


def test_they_are_put_once(bucket: InMemoryObjects, operator: Stack, tmp_path: Path) -> None:
    bring = Bringing(tmp_path, BYTES)
    assert put_models(AWS, operator, bring) == 1
    assert bucket.read(KEY) == BYTES
    assert put_models(AWS, operator, bring) == 0
    assert bring.asked == [[FILE.sha256]]


def test_half_a_file_is_put_again(bucket: InMemoryObjects, operator: Stack, tmp_path: Path) -> None:
    bucket.write(KEY, BYTES[:9], "application/octet-stream")
    assert put_models(AWS, operator, Bringing(tmp_path, BYTES)) == 1
    assert bucket.read(KEY) == BYTES


def test_a_damaged_file_is_told_and_not_left_there(bucket: InMemoryObjects, operator: Stack, tmp_path: Path) -> None:
    with pytest.raises(DeployError, match=f"{FILE.sha256} is damaged: delete it"):
        put_models(AWS, operator, Bringing(tmp_path, b"rotten"))
    assert bucket.size(KEY) is None


def test_a_stack_without_model_files_asks_for_nothing(tmp_path: Path) -> None:
    bring = Bringing(tmp_path, BYTES)
    assert put_models(AWS, stack(tmp_path, {}), bring) == 0
    assert bring.asked == []
