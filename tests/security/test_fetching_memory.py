"""A page that unpacks to gigabytes costs the memory of a page."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.security import packed
from tests.security.packed import MB
from tests.security.raw_server import Answer, RawServer, ok, raw_server

MAX_BYTES = 100 * MB
ALLOWED = 48 * MB
"""Twice the largest window, brotli's 16 MiB, and some buffers."""
PAGE = b"<html>A page</html>"
BOMBS: dict[str, Answer] = {
    "/gzip": ok(packed.zeros_gzip(256), "Content-Encoding: gzip"),
    "/gzip-gzip": ok(packed.gzip_of_gzip(2048), "Content-Encoding: gzip, gzip"),
    "/deflate": ok(packed.zeros_zlib(256), "Content-Encoding: deflate"),
    "/br": ok(packed.zeros_brotli(256), "Content-Encoding: br"),
    "/zstd": ok(packed.zeros_zstd(256), "Content-Encoding: zstd"),
}


class End(NamedTuple):
    code: str
    peak: int


@pytest.fixture(scope="module")
def site() -> Iterator[RawServer]:
    with raw_server({**BOMBS, "/page": ok(PAGE)}) as server:
        yield server


@pytest.fixture
async def ends(site: RawServer, tmp_path: Path) -> dict[str, End]:
    paths = ["/page", *BOMBS]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.security.fetch_measured", str(tmp_path), site.place, str(MAX_BYTES), *paths),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return {path: End(code, peak) for path, code, peak in map(json.loads, output.splitlines())}


async def test_bombs_are_refused_in_the_memory_of_a_page(ends: dict[str, End]) -> None:
    refused = dict.fromkeys(BOMBS, "content-too-large")
    assert {path: end.code for path, end in ends.items()} == {"/page": "arrived", **refused}
    grown = {path: (end.peak - ends["/page"].peak) // MB for path, end in ends.items()}
    assert max(grown.values()) < ALLOWED // MB, grown


def test_a_small_page_is_such_a_bomb() -> None:
    assert len(packed.gzip_of_gzip(2048)) < 5012
