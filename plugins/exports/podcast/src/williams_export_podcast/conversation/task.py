"""The task of writing an episode's conversation."""

from __future__ import annotations

from typing import Any

from williams_writing.spoken import count_words

from williams.plugin.engines import Prompt
from williams_export_podcast.conversation.brief import Brief
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.quoting import quoted, tellable_words

_FEWEST, _MOST = 0.4, 1.7  # of the words that were asked for
_STYLES = {
    "conversational": "They talk with each other as equals who have read the sources.",
    "interview": "The first asks, the others answer.",
    "lecture": "The first explains at length; the others ask now and then.",
    "debate": "They test what the sources say: each claim is met by a doubt, an objection or another source's view.",
    "news_brief": "They read the news in turn: the weightiest first, one or two sentences each, no questions.",
}
_MONOLOGUES = {
    "news_brief": "It is read by one voice as news: the weightiest first, one or two sentences each.",
}
_MONOLOGUE = "It is a monologue."


class Conversation(Brief):
    """A conversation about sources, as the brief has it."""

    def instructions(self) -> Prompt:
        return Prompt.read(
            "williams_export_podcast",
            "conversation.v1.md",
            given={"title": self.title},
            speakers=", ".join(self.speakers),
            first=self.speakers[0],
            style=_STYLES[self.style] if len(self.speakers) > 1 else _MONOLOGUES.get(self.style, _MONOLOGUE),
            words=self.words,
        )

    def schema_of_answer(self) -> dict[str, Any]:
        schema = super().schema_of_answer()
        line = schema["$defs"]["Line"]["properties"]
        line["speaker"]["enum"] = list(self.speakers)
        del line["language"]  # who writes freely writes in the episode's
        return schema

    def quote(self) -> Dialogue:
        return Dialogue(lines=quoted(self))

    def faults(self, answer: Dialogue) -> list[str]:
        strangers = [
            f"line {number} is spoken by {line.speaker!r}, who is none of {', '.join(self.speakers)}"
            for number, line in enumerate(answer.lines, start=1)
            if line.speaker not in self.speakers
        ]
        return strangers + self._wrong_length(answer)

    def _wrong_length(self, answer: Dialogue) -> list[str]:
        """Little material excuses a short script; nothing excuses one that is far too long."""
        words = sum(count_words(line.said.text) for line in answer.lines)
        too_short = words < _FEWEST * self.words and words < _FEWEST * tellable_words(self)
        if too_short or words > _MOST * self.words:
            return [f"the script has {words} words; {self.words} were asked for"]
        return []
