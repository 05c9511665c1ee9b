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
from pathlib import Path
from random import Random
from typing import Any, Final

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
    from tests.fuzz.mutation import changed, changed_within
    from tests.fuzz.parsers import PARSERS, Parser

    def warmed(parser: Parser) -> None:
        """Read the first file, which imports what a parser imports late."""
        judged(parser, parser.seeds()[0])


LARGEST_BYTES: Final = 1 << 16
_SECONDS: Final = 30
"""After which libFuzzer ends what does not answer, such as a loop in a library that is not Python."""
_MOST_MEGABYTES: Final = 2048


class Session:
    """Counts what was read, and keeps what was found."""

    def __init__(self, parser: Parser, folder: Path, runs: int) -> None:
        self.parser, self.folder, self.runs = parser, folder, runs
        self.read, self.found = 0, set[str]()
        self.began = time.process_time()

    def one(self, data: bytes) -> None:
        finding = judged(self.parser, data)
        self.read += 1
        if finding and finding.where not in self.found:
            self.found.add(finding.where)
            name = hashlib.sha256(data).hexdigest()[:16]
            (self.folder / f"{name}.input").write_bytes(data)
            (self.folder / f"{name}.txt").write_text(finding.told, encoding="utf-8", errors="backslashreplace")
        if self.read % 100 == 0 or finding or self.read >= self.runs:
            self._tell()

    def _tell(self) -> None:
        told: dict[str, Any] = {"inputs": self.read, "seconds": time.process_time() - self.began}
        (self.folder / "told.json").write_text(json.dumps({**told, "findings": sorted(self.found)}))


def mutated(parser: Parser, data: bytes, most: int, seed: int) -> bytes:
    """Every other change is one of ours; of a package all are within one of its parts."""
    chance = Random(seed)

    def change(part: bytes) -> bytes:
        if chance.random() < 0.5:
            return changed(part, chance)
        return bytes(atheris.Mutate(part, max(len(part) + 64, 256)))

    made = changed_within(data, chance, change) if parser.packed else change(data)
    return made[:most]


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
        custom_mutator=lambda data, most, seed: mutated(parser, data, most, seed),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
