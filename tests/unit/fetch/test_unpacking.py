"""However a packed body is cut into pieces, it becomes the same, in small blocks."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.security.packed import MB, bare_deflated, packed
from williams.adapters.fetch.codings import BLOCK_BYTES
from williams.adapters.fetch.unpacking import Unpacking
from williams.domain.errors import ContentTooLarge, CorruptContent

TEXT = random.Random(1).randbytes(1000) + b"again and again, " * 40_000
WAYS = ["gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate"]
PACKED = {encoding: packed(TEXT, *encoding.split(", ")) for encoding in WAYS}


def unpacked(encoding: str, pieces: list[bytes], max_bytes: int = 10 * MB) -> list[bytes]:
    unpacking = Unpacking(encoding, max_bytes)
    blocks = [block for piece in pieces for block in unpacking.blocks(piece)]
    unpacking.finish()
    return blocks


@pytest.mark.parametrize("encoding", WAYS)
@given(cuts=st.lists(st.integers(min_value=0, max_value=3000), max_size=8))
def test_the_pieces_do_not_matter(encoding: str, cuts: list[int]) -> None:
    data = PACKED[encoding]
    edges = [0, *sorted(cuts), len(data)]
    blocks = unpacked(encoding, [data[start:end] for start, end in itertools.pairwise(edges)])
    assert b"".join(blocks) == TEXT
    assert max(map(len, blocks)) <= 2 * BLOCK_BYTES


@pytest.mark.parametrize("encoding", WAYS)
def test_byte_by_byte(encoding: str) -> None:
    data = PACKED[encoding]
    assert b"".join(unpacked(encoding, [data[index : index + 1] for index in range(len(data))])) == TEXT


@pytest.mark.parametrize("encoding", WAYS)
def test_every_shorter_body_is_known_to_be_short(encoding: str) -> None:
    data = packed(b"a few words", *encoding.split(", "))
    for length in range(1, len(data)):
        with pytest.raises(CorruptContent, match="ends too soon"):
            unpacked(encoding, [data[:length]])


@pytest.mark.parametrize("encoding", WAYS)
def test_the_limit_is_exact(encoding: str) -> None:
    data = PACKED[encoding]
    assert b"".join(unpacked(encoding, [data], len(TEXT))) == TEXT
    with pytest.raises(ContentTooLarge, match=f"more than the {len(TEXT) - 1} bytes"):
        unpacked(encoding, [data], len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["", "identity", " , identity", *WAYS])
def test_nothing_is_nothing(encoding: str) -> None:
    assert unpacked(encoding, []) == []


def test_a_bare_stream_is_told_by_its_first_two_bytes() -> None:
    data = bare_deflated(TEXT)
    assert b"".join(unpacked("deflate", [data[:1], data[1:]])) == TEXT


@given(st.binary(max_size=200), st.sampled_from(WAYS))
def test_garbage_is_garbage_or_short(data: bytes, encoding: str) -> None:
    try:
        unpacked(encoding, [data], 1000)
    except (CorruptContent, ContentTooLarge):
        return
    # What little can be drawn at random and is whole.
    assert len(data) < 40
