"""A writer that reads aloud: one line per passage, in turn. Deterministic, instant, free."""

from __future__ import annotations

from williams.domain.errors import EmptyContent
from williams.domain.provenance import Citation, ModelUsed
from williams.ports.text import Dialogue, DialogueBrief, DialogueLine


class InMemoryText:
    """TextPort for tests: each line is a passage, until ``words`` are reached. ``briefs`` keeps what was asked.

    ``failures`` are raised one per call before anything is written; ``cost_usd`` is charged for each dialogue.
    """

    def __init__(self, *, failures: list[Exception] | None = None, cost_usd: float = 0.0) -> None:
        self.failures = list(failures or [])
        self.cost_usd = cost_usd
        self.briefs: list[DialogueBrief] = []

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="memory", name="reader", version="1")

    @property
    def paid(self) -> bool:
        return self.cost_usd > 0

    async def dialogue(self, brief: DialogueBrief) -> Dialogue:
        self.briefs.append(brief)
        if self.failures:
            raise self.failures.pop(0)
        lines: list[DialogueLine] = []
        words = 0
        for passage in (passage for source in brief.sources for passage in source.passages if passage.text.strip()):
            if words >= brief.words:
                break
            citation = Citation(
                content_id=passage.content_id, paragraph_id=passage.paragraph_id, start=0, end=len(passage.text)
            )
            speaker = brief.speakers[len(lines) % len(brief.speakers)]
            lines.append(
                DialogueLine(speaker=speaker, text=passage.text, section=passage.section, citations=[citation])
            )
            words += len(passage.text.split())
        if not lines:
            raise EmptyContent("the sources hold no passage that can be told")
        return Dialogue(lines=lines, model=self.model, cost_usd=self.cost_usd)
