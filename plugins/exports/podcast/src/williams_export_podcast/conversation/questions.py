"""What somebody who listens asks before a sentence: something that it answers."""

from __future__ import annotations

from williams_writing.reading import Sentence

from williams_export_podcast.conversation.brief import Style
from williams_export_podcast.conversation.keyterms import KeyTerms
from williams_export_podcast.conversation.phrases.book import PhraseBook
from williams_export_podcast.conversation.talk import Talk

_PATIENCE: dict[Style, int] = {"interview": 1, "lecture": 2, "debate": 0}
"""How many times nothing is asked before something is that fits anywhere; in other styles somebody else goes on."""

_SOONER = 0.3
"""Of the hosts' talk: what objections may be ahead of their time, since a debate is made of them."""


class Questions:
    """Finds them, none twice. ``told`` is all that will be told."""

    def __init__(self, book: PhraseBook, talk: Talk, style: Style, told: list[Sentence], language: str) -> None:
        self._book = book
        self._talk = talk
        self._style = style
        self._terms = KeyTerms([sentence.spoken for sentence in told], language)
        self._silent = 0
        self._objected = False

    def before(self, sentence: Sentence, share: float, *, native: bool) -> str | None:
        """Return what to ask; None where nothing fits. ``share`` is as in ``Talk.say``.

        ``native`` says whether the sentence is in the language of who asks.
        """
        asked = self._challenge(share + _SOONER) or self._fitting(sentence, share)
        asked = asked or (self._about_a_term(sentence, share) if native else None) or self._open(share)
        self._silent = 0 if asked else self._silent + 1
        return asked

    def _challenge(self, share: float) -> str | None:
        """In a debate, object to every other statement."""
        self._objected = self._style == "debate" and not self._objected
        return self._talk.say(self._book.challenges, share) if self._objected else None

    def _fitting(self, sentence: Sentence, share: float) -> str | None:
        kinds = self._book.questions_for(sentence.spoken)
        return next(filter(None, (self._talk.say(prompts, share) for prompts in kinds)), None)

    def _about_a_term(self, sentence: Sentence, share: float) -> str | None:
        term = self._terms.take(sentence.spoken)
        return self._talk.say(self._book.term_prompts, share, term=term) if term else None

    def _open(self, share: float) -> str | None:
        patience = _PATIENCE.get(self._style)
        asks = patience is not None and self._silent >= patience
        return self._talk.say(self._book.prompts, share) if asks else None
