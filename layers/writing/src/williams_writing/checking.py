"""What is wrong with an answer: its shape, what its texts stand on, and the task's own rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from williams.domain.provenance import Citation
from williams.ports.text import OFFERED, AnswerT, Grounded, Passage, Task

Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Fault:
    """``place`` leads to the part of the answer that is at fault; it is empty where the whole answer is."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.place))}: {self.message}" if self.place else self.message


class Unusable(Exception):
    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def read_answer(raw: Any, task: Task[AnswerT], offered: Mapping[int, tuple[Citation, ...]]) -> AnswerT:
    """Return the answer that a model gave as JSON, already decoded, with its passages' citations. Raises Unusable."""
    try:
        answer = cast(AnswerT, task.answer.model_validate(raw, context={OFFERED: dict(offered)}))
    except ValidationError as error:
        raise Unusable([_of_validation(entry["loc"], entry["msg"]) for entry in error.errors()]) from error
    check(answer, task)
    return answer


def check(answer: AnswerT, task: Task[AnswerT]) -> None:
    """Raise Unusable for a text that stands on nothing, or on what was not offered, and for the task's own faults."""
    texts = {(each.content_id, each.paragraph_id): each for each in task.passages}
    noted = frozenset(citation for each in task.passages for citation in each.stands_on)
    faults = [fault for place, leaf in leaves(answer) for fault in _of_leaf(place, leaf, texts, noted)]
    if faults := faults or [Fault((), message) for message in task.faults(answer)]:
        raise Unusable(faults)


def leaves(answer: Any, place: Place = ()) -> Iterator[tuple[Place, Grounded]]:
    """Return every grounded text of an answer with its place, in order."""
    if isinstance(answer, Grounded):
        yield place, answer
    for name, part in _parts(answer):
        yield from leaves(part, (*place, name))


def _parts(answer: Any) -> Iterable[tuple[int | str, Any]]:
    if isinstance(answer, BaseModel):
        return iter(answer)
    if isinstance(answer, Mapping):
        return answer.items()
    return enumerate(answer) if isinstance(answer, list | tuple) else ()


def _of_leaf(
    place: Place, leaf: Grounded, texts: Mapping[tuple[str, str], Passage], noted: frozenset[Citation]
) -> Iterator[Fault]:
    if not any(map(str.isalnum, leaf.text)):
        yield Fault(place, "says nothing")
    for citation in leaf.citations:
        if citation in noted:
            continue
        passage = texts.get((citation.content_id, citation.paragraph_id))
        if passage is None:
            yield Fault(place, f"cites {citation.paragraph_id}, which was not offered")
        elif not 0 <= citation.start < citation.end <= len(passage.text):
            yield Fault(place, f"cites {citation.start} to {citation.end} of {citation.paragraph_id}: not in its text")


def _of_validation(place: Place, message: str) -> Fault:
    return Fault(place, message.removeprefix("Value error, "))
