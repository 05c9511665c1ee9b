"""The writing task: a few points, each grounded."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, Field
from williams_writing.joining import grounded
from williams_writing.reading import read
from williams_writing.selection import Unit, tells_the_same, units

from williams.domain.errors import EmptyContent
from williams.plugin.engines import Grounded, Prompt, Task


class Points(BaseModel):
    points: list[Grounded] = Field(min_length=1)


class Summary(Task[Points]):
    """``most`` is how many points there may be."""

    answer: ClassVar[type[Points]] = Points

    most: int = Field(ge=1)

    def instructions(self) -> Prompt:
        return Prompt.read("williams_export_digest", "points.v1.md", points=self.most)

    def quote(self) -> Points:
        ranked = sorted(units(read(self.passages, self.language)), key=lambda unit: -unit.score)
        chosen: list[Unit] = []
        for unit in ranked:
            if len(chosen) < self.most and not any(_same(unit, other) for other in chosen):
                chosen.append(unit)
        if not chosen:
            raise EmptyContent("None of the sources has a sentence that can be quoted. Choose other ones.")
        in_order = sorted(chosen, key=lambda unit: unit.sentences[0].index)
        return Points(points=[grounded(unit.sentences) for unit in in_order])

    def faults(self, answer: Points) -> list[str]:
        over = len(answer.points) - self.most
        return [f"there are {over} points too many: {self.most} were asked for"] if over > 0 else []


def _same(one: Unit, other: Unit) -> bool:
    shared = {each.index for each in one.sentences} & {each.index for each in other.sentences}
    return bool(shared) or tells_the_same(one.sentences[-1], other.sentences[-1])
