from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from williams_engine_minilm.embedding import MiniLmEmbedding, windows
from williams_engine_minilm.files import NETWORK, TOKENIZER

from tests.unit.embedding.texts import TEXTS
from williams.domain.errors import PermanentError
from williams.ports.model_files import ModelFilesPort
from williams_testing.model_files import NoModelFiles

LONG = " ".join(TEXTS * 3)


def cosine(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


@given(st.lists(st.integers(), max_size=900), st.integers(min_value=1, max_value=254))
def test_windows_lose_nothing_and_are_equally_long(tokens: list[int], size: int) -> None:
    cut = windows(tokens, size)
    assert [token for window in cut for token in window] == tokens
    assert max(map(len, cut)) <= size
    assert max(map(len, cut)) - min(map(len, cut)) <= 1


async def test_the_end_of_a_long_text_counts(model_files: ModelFilesPort) -> None:
    embedding = MiniLmEmbedding(model_files)
    plain, with_end = await embedding.embed([LONG, f"{LONG} Penguins breed on the Antarctic ice in winter."])
    (topic,) = await embedding.embed(["penguins in the Antarctic winter"])
    assert cosine(with_end, topic) > cosine(plain, topic) + 0.01


async def test_a_vector_does_not_depend_on_its_neighbours_or_the_workers(model_files: ModelFilesPort) -> None:
    together = await MiniLmEmbedding(model_files, workers=3).embed([*TEXTS, LONG])
    alone = MiniLmEmbedding(model_files, workers=1)
    for text, vector in zip([*TEXTS, LONG], together, strict=True):
        assert await alone.embed([text]) == [vector]


class Copies:
    """ModelFilesPort over copies, which a test may spoil."""

    def __init__(self, files: ModelFilesPort, folder: Path) -> None:
        self._files, self._folder = files, folder

    def path(self, name: str) -> Path:
        copy = self._folder / name
        return copy if copy.exists() else Path(shutil.copy(self._files.path(name), copy))


@pytest.mark.parametrize("name", [NETWORK, TOKENIZER])
async def test_a_file_that_cannot_be_loaded_is_named(model_files: ModelFilesPort, tmp_path: Path, name: str) -> None:
    copies = Copies(model_files, tmp_path)
    copies.path(name).write_text("{")
    with pytest.raises(PermanentError, match=f"cannot be loaded.*{tmp_path / name}"):
        await MiniLmEmbedding(copies).embed(["text"])


def test_it_needs_no_file_to_say_what_it_is() -> None:
    embedding = MiniLmEmbedding(NoModelFiles())
    assert (embedding.model, embedding.dimensions) == ("all-MiniLM-L6-v2/int8", 384)


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("Who founded the library?", 0.3),
        ("Où est la bibliothèque ?", 0.3),
        ("Việt Nam 1998", 0.3),
        ("1998", 0.3),
        ("Кто основал библиотеку?", 1.0),
        ("谁创立了图书馆?", 1.0),
        ("Ποιος ίδρυσε τη βιβλιοθήκη; (library)", 1.0),
        ("من أسس المكتبة؟", 1.0),
    ],
)
def test_what_is_near_is_known_of_latin_letters_only(model_files: ModelFilesPort, question: str, least: float) -> None:
    assert MiniLmEmbedding(model_files).unrelated_below(question) == least


async def test_the_published_tokenizers_cut_and_padding_are_not_the_models(model_files: ModelFilesPort) -> None:
    """At 128 tokens it would not see what a text of 200 words ends with, and padding would move a short text."""
    embedding = MiniLmEmbedding(model_files)
    short, cut, whole = await embedding.embed(["word", "word " * 126, "word " * 200 + "penguin"])
    assert 0.2 < cosine(cut, whole) < 0.999
    assert cosine(short, cut) < 0.999


def test_the_heavy_libraries_wait_for_the_first_text() -> None:
    program = (
        "import sys\n"
        "from williams_engine_minilm.embedding import MiniLmEmbedding\n"
        "from williams_testing.model_files import NoModelFiles\n"
        "assert MiniLmEmbedding(NoModelFiles()).dimensions == 384\n"
        "print(sorted({'numpy', 'onnxruntime', 'tokenizers'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    assert (done.stdout, done.stderr) == ("[]\n", "")
