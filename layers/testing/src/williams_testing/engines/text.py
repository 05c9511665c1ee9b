"""What every engine must do that writes. Subclass the suite in your tests::

class TestMyWriter(TextEngineConformance):
    manifest_class = MyWriterManifest

An export that brings a writing task tries it on the engines by the same suite: it overrides ``asked``.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel, Field
from williams_writing.checking import leaves
from williams_writing.joining import grounded
from williams_writing.reading import read
from williams_writing.selection import units

from williams.domain.errors import EmptyContent, ProviderRejected
from williams.domain.prompts import Prompt
from williams.ports.text import Grounded, Passage, Task, TextPort
from williams_testing.engines.manifest import ManifestConformance

TEXTS = (
    "Archives grow faster than anyone can read them.",
    "Half of the participants saw a link to the document, and the other half a link to the paragraph.",
    "Links to paragraphs reduced the median search time by 67 %.",
    "Trained librarians gained least of all the groups.",
)


class GistAnswer(BaseModel):
    about: Grounded
    statements: list[Grounded] = Field(min_length=1)


class Gist(Task[GistAnswer]):
    """A small task of the suite's own. ``most`` is how many statements there may be."""

    answer: ClassVar[type[GistAnswer]] = GistAnswer

    most: int = Field(default=10, ge=1)

    def instructions(self) -> Prompt:
        return Prompt.read("williams_testing", "gist.v1.md", most=self.most)

    def quote(self) -> GistAnswer:
        said = [grounded(unit.sentences) for unit in islice(units(read(self.passages, self.language)), self.most)]
        if not said:
            raise EmptyContent("The passages have no sentence that can be quoted.")
        return GistAnswer(about=said[0], statements=said)

    def faults(self, answer: GistAnswer) -> list[str]:
        over = len(answer.statements) - self.most
        return [f"there are {over} statements too many: at most {self.most} were asked for"] if over > 0 else []


def passages_of(*texts: str) -> tuple[Passage, ...]:
    """Return passages of one source."""
    return tuple(Passage(content_id="d", paragraph_id=f"d.p{at}", text=text) for at, text in enumerate(texts))


class TextConformance:
    """Holds for every implementation of TextPort; a subclass says by the fixture ``writer`` which."""

    @pytest.fixture
    def writer(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    def asked(self, *texts: str) -> Task[Any]:
        """Return a task about passages with these texts."""
        return Gist(passages=passages_of(*texts))

    async def test_whatever_it_says_cites_what_it_was_offered(self, writer: TextPort) -> None:
        task = self.asked(*TEXTS)
        said = list(leaves((await writer.write(task)).answer))
        lengths = {(passage.content_id, passage.paragraph_id): len(passage.text) for passage in task.passages}
        assert said
        for _, statement in said:
            assert statement.text.strip()
            assert statement.citations
            for citation in statement.citations:
                assert 0 <= citation.start < citation.end <= lengths[citation.content_id, citation.paragraph_id]

    async def test_it_says_who_wrote_and_by_which_instructions(self, writer: TextPort) -> None:
        task = self.asked(*TEXTS)
        engine = (await writer.write(task)).engine
        assert engine.model_copy(update={"prompt": None}) == writer.model
        assert engine.prompt is None or task.instructions().label in engine.prompt

    async def test_only_a_paid_writer_costs(self, writer: TextPort) -> None:
        assert ((await writer.write(self.asked(*TEXTS))).cost_usd > 0) == writer.paid

    @pytest.mark.parametrize("texts", [(), (" \n ",)], ids=["none", "blank"])
    async def test_from_nothing_nothing_is_written(self, writer: TextPort, texts: tuple[str, ...]) -> None:
        with pytest.raises(EmptyContent):
            await writer.write(self.asked(*texts))

    async def test_what_a_task_calls_faulty_never_comes_back(self, writer: TextPort) -> None:
        task = Gist(passages=passages_of(*TEXTS), most=1)
        try:
            written = await writer.write(task)
        except ProviderRejected:
            return
        assert task.faults(written.answer) == []


class TextEngineConformance(ManifestConformance, TextConformance):
    """Holds for every engine of the port ``text``, its manifest included."""

    @pytest.fixture
    def writer(self) -> Any:
        return self.make()

    def test_provenance_names_it(self) -> None:
        assert self.make().model.provider == self.manifest_class.name
