"""The author's own tests: the conformance suite, and a writing task that every engine answers."""

from __future__ import annotations

from typing import ClassVar

import pytest
from williams_export_digest import PointsExport
from williams_export_digest.task import Summary
from williams_writing.asking import Asking
from williams_writing.quoting import Quoting

from williams.domain.errors import EmptyContent
from williams.plugin import ExportResult
from williams.ports.text import Passage, TextPort
from williams_testing.conformance import ExportConformance
from williams_testing.engines.text import TextConformance
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.writing import InMemoryText, ScriptedChat


@pytest.mark.parametrize("writer", [Quoting(), InMemoryText(cost_usd=0.01)], ids=["quoting", "asking"])
class TestWriting(TextConformance):
    """Its task, answered by engines of both kinds."""

    def asked(self, *texts: str) -> Summary:
        return task(5, *texts)


class TestPoints(ExportConformance):
    plugin_class: ClassVar[type[PointsExport]] = PointsExport
    heavy: ClassVar[frozenset[str]] = frozenset({"sentencex", "williams_writing", "boto3", "sqlalchemy"})

    @pytest.mark.parametrize(("writer", "points"), [(Quoting(), 3), (InMemoryText(), 4)], ids=["quoting", "asking"])
    async def test_any_engine_answers_it(self, writer: TextPort, points: int) -> None:
        """The last of the suite's texts, on "these stories", cannot be quoted alone."""
        library = MemoryLibrary(engines=ChosenEngines(text=writer))
        result = await self._made(library)
        tree = library.graph.genealogy(OWNER, result.artifact_id)
        assert len(tree.parts) == points
        assert [model.name for model in tree.models] == [writer.model.name]
        assert bool(tree.models[0].prompt) == isinstance(writer, InMemoryText)

    async def test_what_a_model_grounds_in_nothing_is_left_out_and_said(self) -> None:
        points = [{"text": f"Point {number}.", "passages": [number]} for number in (1, 2, 3, 99)]
        library = MemoryLibrary(engines=ChosenEngines(text=Asking(ScriptedChat("?", {"points": points}))))
        result = await self._made(library)
        text = library.objects.read(result.artifacts["points.txt"]).decode()
        assert "Left out: 1 points that stood on nothing." in text
        assert "Point 99." not in text

    async def _made(self, library: MemoryLibrary) -> ExportResult:
        return await self.generate(library, [self.fill(library)])


def task(most: int, *texts: str) -> Summary:
    passages = (Passage(content_id="d", paragraph_id=f"d.p{number}", text=text) for number, text in enumerate(texts))
    return Summary(passages=tuple(passages), most=most)


async def test_a_point_comes_with_what_it_needs() -> None:
    text = "A library keeps one card for every book that it lends. This keeps all of the books in order."
    (point,) = (await Quoting().write(task(1, text, "Others do not keep any cards at all."))).answer.points
    assert point.text in (text, text.split(". ")[0] + ".")


async def test_two_sources_that_say_the_same_are_one_point() -> None:
    texts = ("Damp paper bags ruin a harvest within weeks.", "Damp paper bags ruin the harvest within weeks.")
    assert len((await Quoting().write(task(5, *texts))).answer.points) == 1


async def test_sources_without_sentences_are_empty() -> None:
    with pytest.raises(EmptyContent, match="Choose other ones"):
        await Quoting().write(task(5, "x = y", "1 2 3"))


async def test_too_many_points_are_sent_back() -> None:
    point = {"text": "Cards keep order.", "passages": [1]}
    chat = ScriptedChat({"points": [point] * 3}, {"points": [point]})
    assert len((await Asking(chat).write(task(1, "Cards keep the books in order."))).answer.points) == 1
    assert "2 points too many: 1 were asked for" in chat.asked[1][-1].text
