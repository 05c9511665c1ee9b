"""``python -m tests.fuzz.guided PARSER RUNS FOLDER``: lets atheris change what one parser reads, by what that reaches.

Ends with the program, as libFuzzer does. Each kind of finding leaves its first input and its traceback in the folder.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
import warnings
from collections import Counter
from pathlib import Path
from random import Random
from typing import Final

import atheris

# What is imported here is watched: our own code, and what it reads with that is written in Python.
_WATCHED: Final = [
    *("williams_import_document", "williams_import_image", "williams_import_listing", "williams_import_paper"),
    *("williams_import_pdf", "williams_import_web", "williams_import_youtube", "williams_html"),
    *("bibtexparser", "docutils", "email", "feedparser", "mammoth", "markdown_it", "olefile", "orgparse", "pptx"),
    *("pylatexenc", "rispy", "striprtf", "warcio", "webvtt", "zipfile"),
]
with atheris.instrument_imports(include=_WATCHED):
    from tests.fuzz.judging import judged
    from tests.fuzz.mutation import changed
    from tests.fuzz.parsers import PARSERS, Parser

    def warmed(parser: Parser) -> None:
        """Read the first file, which imports what a parser imports late."""
        judged(parser, parser.seeds()[0])


LARGEST_BYTES: Final = 1 << 16
_MOST_REFUSALS: Final = 5
_FROM_A_SEED: Final = 0.75
_SECONDS: Final = 30
"""After which libFuzzer ends what does not answer, such as a loop in a library that is not Python."""
_MOST_MEGABYTES: Final = 2048


class Session:
    """Counts what was read, and keeps what was found."""

    def __init__(self, parser: Parser, folder: Path, runs: int) -> None:
        self.parser, self.folder, self.runs = parser, folder, runs
        self.inputs, self.found = 0, set[str]()
        self.read_to_the_end, self.refusals, self.refused = 0, Counter[str](), set[int]()
        self.began = time.process_time()

    def one(self, data: bytes) -> None:
        reading = judged(self.parser, data)
        self.inputs += 1
        self.read_to_the_end += reading.to_the_end
        if reading.refusal:
            self.refusals[reading.refusal] += 1
            self.refused.add(hash(data))
        finding = reading.finding
        if finding and finding.where not in self.found:
            self.found.add(finding.where)
            name = hashlib.sha256(data).hexdigest()[:16]
            (self.folder / f"{name}.input").write_bytes(data)
            (self.folder / f"{name}.txt").write_text(finding.told, encoding="utf-8", errors="backslashreplace")
        if self.inputs % 100 == 0 or finding or self.inputs >= self.runs:
            self._tell()

    def mutated(self, data: bytes, most: int, seed: int) -> bytes:
        """Every other change is one of ours. What grows too long stays as it was: cut off, it would be refused.

        libFuzzer goes on from whatever reached new lines, those of refusals too; mostly a seed is changed instead.
        """
        chance = Random(seed)
        if hash(data) in self.refused and chance.random() < _FROM_A_SEED:
            data = chance.choice(self.parser.seeds())

        def change(part: bytes) -> bytes:
            if chance.random() < 0.5:
                return changed(part, chance)
            return bytes(atheris.Mutate(part, max(len(part) + 64, 256)))

        made = self.parser.shape(data, chance, change)
        return made if len(made) <= most else data

    def _tell(self) -> None:
        told = {
            "inputs": self.inputs,
            "read_to_the_end": self.read_to_the_end,
            "refusals": self.refusals.most_common(_MOST_REFUSALS),
            "seconds": time.process_time() - self.began,
            "findings": sorted(self.found),
        }
        (self.folder / "told.json").write_text(json.dumps(told))


def main(name: str, runs: str, place: str) -> None:
    """Fuzz one parser from its seeds."""
    warnings.simplefilter("ignore")
    logging.disable()
    parser, folder = PARSERS[name], Path(place)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(parser.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    warmed(parser)
    session = Session(parser, folder, int(runs))
    limits = (f"-runs={runs}", f"-max_len={LARGEST_BYTES}", f"-timeout={_SECONDS}", f"-rss_limit_mb={_MOST_MEGABYTES}")
    quiet = ("-seed=1", "-print_final_stats=0", "-verbosity=0", f"-artifact_prefix={folder}/")
    atheris.Setup(
        [name, str(corpus), *limits, *quiet],
        session.one,
        custom_mutator=session.mutated,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
