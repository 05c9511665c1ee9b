"""Model files in a function's scratch: fetched once, whole or not at all."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import NoReturn

import pytest

from tests.unit.model_files.samples import BYTES, sample
from williams.adapters.scratch.model_files import ScratchModelFiles
from williams.domain.bucket import model_key
from williams.domain.errors import PermanentError, PluginDefect, StoreUnavailable
from williams.domain.model_files import ModelFile
from williams_testing.memory.objects import InMemoryObjects

FILE = sample()
KEY = model_key(FILE.sha256)


class Counting(InMemoryObjects):
    downloads = 0

    def download(self, key: str, to: Path, at_most: int | None = None) -> None:
        self.downloads += 1
        super().download(key, to, at_most)


@pytest.fixture
def objects() -> Counting:
    made = Counting()
    made.write(KEY, BYTES, "application/octet-stream")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "scratch" / "models"


def files(objects: InMemoryObjects, folder: Path, file: ModelFile = FILE) -> ScratchModelFiles:
    return ScratchModelFiles("The engine speech.acme", [file], objects, folder)


def test_a_file_is_fetched_once_and_stays_for_the_next_process(objects: Counting, folder: Path) -> None:
    first = files(objects, folder)
    assert first.path("net.bin").read_bytes() == BYTES
    assert first.path("net.bin") == files(objects, folder).path("net.bin") == folder / FILE.sha256
    assert objects.downloads == 1
    assert [path.name for path in folder.iterdir()] == [FILE.sha256]


def test_several_that_come_at_once_all_get_it_whole(folder: Path) -> None:
    together = Barrier(4)

    class Slow(Counting):
        def download(self, key: str, to: Path, at_most: int | None = None) -> None:
            together.wait(10)
            super().download(key, to, at_most)

    slow = Slow()
    slow.write(KEY, BYTES, "application/octet-stream")
    with ThreadPoolExecutor(4) as pool:
        found = [each.result() for each in [pool.submit(files(slow, folder).path, "net.bin") for _ in range(4)]]
    assert {path.read_bytes() for path in found} == {BYTES}
    assert [path.name for path in folder.iterdir()] == [FILE.sha256]


def test_other_bytes_are_refused_and_leave_nothing(objects: Counting, folder: Path) -> None:
    objects.write(KEY, b"other " * 2000, "application/octet-stream")
    with pytest.raises(PermanentError, match=f"of the engine speech.acme has other bytes.*Delete {KEY} there.*make up"):
        files(objects, folder).path("net.bin")
    assert list(folder.iterdir()) == []


def test_a_missing_object_says_what_to_do(folder: Path) -> None:
    with pytest.raises(
        PermanentError, match=f"not in the bucket.*make up.*copy build/models/{FILE.sha256} to the bucket's {KEY}"
    ):
        files(InMemoryObjects(), folder).path("net.bin")


def test_a_store_that_does_not_answer_is_tried_again(folder: Path) -> None:
    class Away(InMemoryObjects):
        def download(self, key: str, to: Path, at_most: int | None = None) -> NoReturn:  # noqa: ARG002
            to.write_bytes(BYTES[:10])
            raise StoreUnavailable(key)

    with pytest.raises(StoreUnavailable):
        files(Away(), folder).path("net.bin")
    assert list(folder.iterdir()) == []


def test_a_scratch_without_room_says_so(folder: Path) -> None:
    class Full(InMemoryObjects):
        def download(self, key: str, to: Path, at_most: int | None = None) -> NoReturn:  # noqa: ARG002
            raise OSError(errno.ENOSPC, "No space left on device", key, None, to)

    with pytest.raises(PermanentError, match="no room in the function's scratch"):
        files(Full(), folder).path("net.bin")


def test_what_a_crash_left_short_is_fetched_again(objects: Counting, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FILE.sha256).write_bytes(BYTES[:100])
    assert files(objects, folder).path("net.bin").read_bytes() == BYTES


def test_a_folder_of_somebody_else_is_not_trusted(
    objects: Counting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(PermanentError, match="belongs to somebody else"):
        files(objects, folder).path("net.bin")


def test_a_name_that_is_not_declared_is_the_engines_mistake(objects: Counting, folder: Path) -> None:
    with pytest.raises(PluginDefect, match=r"declares no model file 'voice\.bin', but: net\.bin"):
        files(objects, folder).path("voice.bin")
