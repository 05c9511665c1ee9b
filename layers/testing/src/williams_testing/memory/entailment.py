"""A judge that compares words."""

from __future__ import annotations

import re
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.provenance import ModelUsed
from williams.ports.entailment import Verdict, Verdicts

_ALIKE: Final = 0.5


class InMemoryEntailment:
    """EntailmentPort for tests: a statement follows whose words the premises have.

    One that has most of its words from them says otherwise.
    """

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="memory", name="words", version="1")

    @property
    def paid(self) -> bool:
        return False

    async def judge(self, premises: list[str], statements: list[str], language: str) -> Verdicts:  # noqa: ARG002
        """See EntailmentPort."""
        if not premises:
            raise InvalidRequest("Without premises nothing can follow.")
        known = _words(" ".join(premises))
        return Verdicts(verdicts=[_verdict(_words(each), known) for each in statements], engine=self.model)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _verdict(said: set[str], known: set[str]) -> Verdict:
    share = len(said & known) / len(said) if said else 1.0
    if share == 1.0:
        return Verdict(supported=0.9, contradicted=0.0)
    return Verdict(supported=0.1, contradicted=0.8 if share > _ALIKE else 0.0)
