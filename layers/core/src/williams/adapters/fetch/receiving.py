"""An answer's body, unpacked into a file."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path

import httpx

from williams.adapters.fetch.sniff import HEAD_BYTES
from williams.adapters.fetch.unpacking import Unpacking, unnamed_coding
from williams.domain.errors import ContentTooLarge


@dataclass(frozen=True)
class Received:
    """``size`` and ``sha256`` are those of the file, ``head`` is its first 4096 bytes."""

    size: int
    sha256: str
    head: bytes


async def receive(answer: httpx.Response, file: Path, max_bytes: int) -> Received:
    """Write the body to ``file``. Neither what comes nor what it unpacks to may have more than ``max_bytes``.

    Raises ContentTooLarge, UnsupportedContent, CorruptContent; httpx.HTTPError when the answer breaks off.
    """
    announced = answer.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise ContentTooLarge(f"The source has {announced} bytes; at most {max_bytes} are allowed.")
    coding = answer.headers.get("content-encoding", "")
    unpacking: Unpacking | None = None
    digest, came, size, head = hashlib.sha256(), 0, 0, b""
    with file.open("wb") as target:
        async for chunk in answer.aiter_raw():
            came += len(chunk)
            if came > max_bytes:
                raise ContentTooLarge(f"The source has more than the {max_bytes} bytes that are allowed.")
            if unpacking is None:
                unpacking = Unpacking(
                    coding or unnamed_coding(chunk, answer.headers.get("content-type", "")), max_bytes
                )
            for block in unpacking.blocks(chunk):
                size += len(block)
                head += block[: HEAD_BYTES - len(head)]
                digest.update(block)
                target.write(block)
                # One chunk may become many blocks: the fetch's time must be able to run out between them.
                await asyncio.sleep(0)
    (unpacking or Unpacking(coding, max_bytes)).finish()
    return Received(size, digest.hexdigest(), head)
