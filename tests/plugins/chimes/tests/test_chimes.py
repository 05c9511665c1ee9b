"""The author's own tests: the conformance suite, and what is particular to bells."""

from typing import ClassVar

from acme_chimes.manifest import ChimesManifest

from williams_testing.engines.speech import SpeechEngineConformance


class TestChimes(SpeechEngineConformance):
    manifest_class: ClassVar[type[ChimesManifest]] = ChimesManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"more_itertools"})


async def test_every_word_rings_for_a_quarter_of_a_second() -> None:
    chimes = TestChimes().make()
    assert (await chimes.speak("One, two, three.", "high", "en")).seconds == 0.75
