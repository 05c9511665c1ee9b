"""What every engine must do that draws."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from williams.domain.errors import InvalidRequest
from williams.domain.licenses.canonical import canonical_license
from williams.ports.pictures import PicturesPort
from williams_testing.engines.manifest import ManifestConformance

DESCRIPTION = "A lighthouse at dusk, seen from the sea."
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks_of(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and data of a PNG file's chunks. Asserts that the file is whole."""
    assert png.startswith(_SIGNATURE)
    at, kind = len(_SIGNATURE), b""
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length) == (zlib.crc32(kind + data),)
        yield kind, data
        at += 12 + length
    assert kind == b"IEND"


class PicturesConformance:
    """Holds for every implementation of PicturesPort; a subclass says by the fixture ``pictures`` which.

    ``sizes`` are some that it draws, in pixels: width, height. ``no_size`` is one that it does not.
    """

    sizes: ClassVar[tuple[tuple[int, int], ...]] = ((640, 360), (512, 512))
    no_size: ClassVar[tuple[int, int]] = (0, 100)

    @pytest.fixture
    def pictures(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_it_draws_a_whole_png_of_the_size_asked_for(self, pictures: PicturesPort) -> None:
        for width, height in self.sizes:
            drawn = await pictures.draw(DESCRIPTION, width, height)
            chunks = list(chunks_of(drawn.png))
            assert chunks[0][0] == b"IHDR"
            assert struct.unpack_from(">II", chunks[0][1]) == (drawn.width, drawn.height) == (width, height)
            assert zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))

    async def test_other_words_are_another_picture(self, pictures: PicturesPort) -> None:
        one, other = [await pictures.draw(each, *self.sizes[0]) for each in (DESCRIPTION, "A red apple on snow.")]
        assert one.png != other.png

    async def test_it_says_who_drew_and_what_may_be_done_with_it(self, pictures: PicturesPort) -> None:
        drawn = await pictures.draw(DESCRIPTION, *self.sizes[0])
        assert drawn.engine.model_copy(update={"prompt": None}) == pictures.model
        assert drawn.license is None or canonical_license(drawn.license) == drawn.license

    async def test_only_a_paid_engine_costs(self, pictures: PicturesPort) -> None:
        assert ((await pictures.draw(DESCRIPTION, *self.sizes[0])).cost_usd > 0) == pictures.paid

    @pytest.mark.parametrize("description", ["", " \n "])
    async def test_nothing_to_draw_is_refused(self, pictures: PicturesPort, description: str) -> None:
        with pytest.raises(InvalidRequest):
            await pictures.draw(description, *self.sizes[0])

    async def test_a_size_that_it_does_not_draw_is_refused(self, pictures: PicturesPort) -> None:
        with pytest.raises(InvalidRequest):
            await pictures.draw(DESCRIPTION, *self.no_size)


class PicturesEngineConformance(ManifestConformance, PicturesConformance):
    """Holds for every engine of the port ``pictures``, its manifest included."""

    @pytest.fixture
    def pictures(self) -> Any:
        return self.make()

    def test_provenance_names_it(self) -> None:
        assert self.make().model.provider == self.manifest_class.name
