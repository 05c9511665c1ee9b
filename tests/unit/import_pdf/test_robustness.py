"""Damaged files never hang or kill the process, and end in one of our errors."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from williams_import_pdf.plugin import READER

from tests.unit.import_pdf.writer import Page, wrap, write_pdf
from williams.domain.errors import PluginDefect, WilliamsError
from williams.isolation.parent import Limits, read_isolated

SAMPLE = (Path(__file__).parents[3] / "docs/samples/provenance.pdf").read_bytes()
PLAIN = write_pdf(
    [
        Page().lines(72, 700, wrap(f"Page {n} of a small file whose insides are easy to reach " * 5, 60))
        for n in range(4)
    ],
    {"Title": "Small", "Author": "Ada Author", "CreationDate": "D:20240229"},
    xmp="<x/>",
    outline=[("Page", 1), ("Another", 2)],
)


async def outcome(data: bytes) -> dict[str, object] | WilliamsError:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in.pdf"
        source.write_bytes(data)
        try:
            limits = Limits(seconds=30)
            return await read_isolated(
                READER, source, Path(folder) / "out.json", limits, lambda _done, _total: None, lambda: None
            )
        except WilliamsError as error:
            return error


def is_expected(result: dict[str, object] | WilliamsError) -> bool:
    if isinstance(result, WilliamsError):
        return not isinstance(result, PluginDefect) and not result.retryable and bool(result.detail)
    return bool(result["paragraphs"])


few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@few
@given(st.sampled_from([SAMPLE, PLAIN]), st.floats(0.001, 0.999))
async def test_cut_off_anywhere(data: bytes, share: float) -> None:
    result = await outcome(data[: int(len(data) * share)])
    assert is_expected(result), result


@few
@given(
    st.sampled_from([SAMPLE, PLAIN]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), min_size=1, max_size=40),
)
async def test_bits_flipped_anywhere(data: bytes, flips: list[tuple[float, int]]) -> None:
    damaged = bytearray(data)
    for share, bit in flips:
        damaged[int(len(damaged) * share)] ^= 1 << bit
    result = await outcome(bytes(damaged))
    assert is_expected(result), result


@few
@given(st.floats(0.01, 0.9), st.binary(min_size=1, max_size=300))
async def test_bytes_replaced_anywhere(share: float, junk: bytes) -> None:
    start = int(len(PLAIN) * share)
    result = await outcome(PLAIN[:start] + junk + PLAIN[start + len(junk) :])
    assert is_expected(result), result


async def test_a_page_tree_that_bites_its_tail() -> None:
    looped = PLAIN.replace(b"/Kids [100 0 R", b"/Kids [  2 0 R")
    assert looped != PLAIN
    result = await outcome(looped)
    assert is_expected(result), result


async def test_a_page_count_out_of_this_world() -> None:
    result = await outcome(PLAIN.replace(b"/Count 4 ", b"/Count 4999999999 "))
    assert is_expected(result), result


async def test_coordinates_out_of_this_world() -> None:
    page = Page().text(72, 700, "Near text.").text(10**30, 10**30, "Far text.").text(0, -(10**9), "Deep text.")
    result = await outcome(write_pdf([page]))
    assert is_expected(result), result
