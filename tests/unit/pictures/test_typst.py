"""The engine that draws words, in the suite of its port and by what can be seen."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from williams_engine_typst.manifest import TypstManifest

from williams_testing.engines.pictures import PicturesEngineConformance


class TestTypst(PicturesEngineConformance):
    manifest_class: ClassVar[type[TypstManifest]] = TypstManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"typst"})
    sizes: ClassVar[tuple[tuple[int, int], ...]] = ((640, 360), (333, 501))

    async def test_the_same_words_make_the_same_bytes(self, pictures: Any) -> None:
        one, other = [await pictures.draw("A title\nand words", 320, 180) for _ in range(2)]
        assert one.png == other.png

    @pytest.mark.parametrize(
        "words",
        ['"quotes" \\ #let x = 1 $', "ש" * 300, "x" * 3000, "A title " * 40 + "\n" + "and words " * 60, "a\n\n\nb\tc"],
    )
    async def test_any_words_can_be_drawn(self, pictures: Any, words: str) -> None:
        assert (await pictures.draw(words, 320, 180)).png
