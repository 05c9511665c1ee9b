"""What hosts may say of their own: no phrase twice, and no more than a fifth of what is heard."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from williams_writing.spoken import count_words

# Of the sources' words: 0.23 / 1.23 is less than a fifth of all, also where phrases are spoken more slowly.
_SHARE = 0.23


class Talk:
    """Hands out phrases, from a place that the seed decides, until they are used up or the share is spent.

    ``told`` is how many words of the sources are told.
    """

    def __init__(self, seed: str, told: int) -> None:
        self._offset = hashlib.sha256(seed.encode()).digest()[0]
        self._used: set[str] = set()
        self._allowance = _SHARE * told
        self._spent = 0

    def say(self, phrases: Sequence[str], share: float = 1.0, **words: str) -> str | None:
        """Return a phrase that was not said before, with ``words`` in it; None where none is left that is short enough.

        ``share`` is the part of the allowance that may be spent when this has been said.
        """
        left = self._allowance * min(1.0, share) - self._spent
        ordered = (phrases[(self._offset + place) % len(phrases)] for place in range(len(phrases)))
        fresh = (phrase for phrase in ordered if phrase not in self._used)
        fitting = (phrase for phrase in fresh if count_words(phrase.format(**words)) <= left)
        chosen = next(fitting, None)
        return None if chosen is None else self.must(chosen, **words)

    def must(self, phrase: str, **words: str) -> str:
        """Return a phrase that cannot be left out."""
        said = phrase.format(**words)
        self._used.add(phrase)
        self._spent += count_words(said)
        return said
