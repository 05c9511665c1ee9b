"""Whether what an answer states follows from the passages that it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from williams.domain.provenance import Citation, ModelUsed
from williams.ports.entailment import EntailmentPort, Verdict
from williams.ports.text import AnswerT, Grounded, Passage, Task
from williams_writing.checking import Fault, Place, leaves

_FOLLOWS: Final = 0.5


@dataclass
class Support:
    """Judges the statements of a task's answers, each once. ``cost_usd`` is what the judge has cost."""

    judge: EntailmentPort
    task: Task[Any]
    cost_usd: float = 0.0
    _known: dict[tuple[str, tuple[Citation, ...]], Verdict] = field(default_factory=dict)

    @property
    def model(self) -> ModelUsed:
        return self.judge.model

    async def faults(self, answer: AnswerT) -> list[Fault]:
        """Return a fault for each statement that does not follow. Raises as the judge does."""
        stated = [(place, leaf) for place, leaf in leaves(answer) if leaf.states]
        await self._learn([leaf for _, leaf in stated])
        return [fault for place, leaf in stated if (fault := self._fault(place, leaf)) is not None]

    def _fault(self, place: Place, leaf: Grounded) -> Fault | None:
        verdict = self._known[_key(leaf)]
        if verdict.supported >= _FOLLOWS:
            return None
        otherwise = verdict.contradicted >= _FOLLOWS
        said = "says otherwise than the passages that it cites" if otherwise else "is not said by the passages it cites"
        return Fault(place, f"{said}: {leaf.text!r}")

    async def _learn(self, statements: Sequence[Grounded]) -> None:
        """Those that cite the same are judged in one call."""
        unknown: dict[tuple[Citation, ...], list[Grounded]] = {}
        for leaf in statements:
            if _key(leaf) not in self._known:
                unknown.setdefault(leaf.citations, []).append(leaf)
        for citations, group in unknown.items():
            judged = await self.judge.judge(
                self._premises(citations), [leaf.text for leaf in group], self.task.language
            )
            self.cost_usd += judged.cost_usd
            self._known |= {_key(leaf): verdict for leaf, verdict in zip(group, judged.verdicts, strict=True)}

    def _premises(self, citations: Sequence[Citation]) -> list[str]:
        """Return what is cited, and under which title and heading it stands: these say what it is about."""
        cited = [each for each in self.task.passages if any(_holds(each, citation) for citation in citations)]
        about = dict.fromkeys(name for each in cited for name in (each.title, each.section) if name)
        return [*(each.text for each in cited), *about]


def _holds(passage: Passage, citation: Citation) -> bool:
    if passage.stands_on:
        return citation in passage.stands_on
    return (passage.content_id, passage.paragraph_id) == (citation.content_id, citation.paragraph_id)


def _key(leaf: Grounded) -> tuple[str, tuple[Citation, ...]]:
    return leaf.text, leaf.citations
