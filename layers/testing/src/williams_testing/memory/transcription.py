"""Transcription in memory: it hears the same sentences in every recording."""

from __future__ import annotations

from pathlib import Path

from williams.domain.errors import CorruptContent
from williams.domain.provenance import ModelUsed
from williams.ports.transcription import HeardWord, Transcript, Utterance

_MAGIC = (b"RIFF", b"ID3", b"\xff\xfb")
_WORD_SECONDS = 0.4


class InMemoryTranscription:
    """TranscriptionPort for tests. Each of ``sentences`` is an utterance, and as sure as ``certainty``.

    A word takes 0.4 seconds. ``heard`` keeps the languages that were asked for, in order.
    """

    model = ModelUsed(provider="memory", name="same-sentences", version="1")
    paid = False

    def __init__(self, *sentences: str, certainty: float = 0.95, language: str = "en") -> None:
        self._sentences = sentences or ("The ferry crosses at nine.", "Nobody built a bridge here.")
        self._certainty = certainty
        self._language = language
        self.heard: list[str | None] = []

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        """See TranscriptionPort."""
        if not recording.read_bytes().startswith(_MAGIC):
            raise CorruptContent("That is no recording.")
        self.heard.append(language)
        return self.said(language)

    def said(self, language: str | None) -> Transcript:
        """Return the sentences."""
        utterances: list[Utterance] = []
        for sentence in self._sentences:
            first = sum(len(each.words) for each in utterances)
            words = tuple(_word(text, first + number) for number, text in enumerate(sentence.split()))
            utterances.append(
                Utterance(
                    text=sentence,
                    starts_at=words[0].starts_at,
                    ends_at=words[-1].ends_at,
                    words=words,
                    certainty=self._certainty,
                )
            )
        return Transcript(utterances=utterances, language=language or self._language, engine=self.model)


def _word(text: str, number: int) -> HeardWord:
    return HeardWord(text=text, starts_at=number * _WORD_SECONDS, ends_at=(number + 1) * _WORD_SECONDS)
