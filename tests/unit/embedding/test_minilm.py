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

from tests.unit.embedding.texts import TEXTS
from williams.domain.errors import PermanentError

LONG = " ".join(TEXTS * 3)


def cosine(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


@given(st.lists(st.integers(), max_size=900), st.integers(min_value=1, max_value=254))
def test_windows_lose_nothing_and_are_equally_long(tokens: list[int], size: int) -> None:
    cut = windows(tokens, size)
    assert [token for window in cut for token in window] == tokens
    assert max(map(len, cut)) <= size
    assert max(map(len, cut)) - min(map(len, cut)) <= 1


async def test_the_end_of_a_long_text_counts(model_directory: Path) -> None:
    embedding = MiniLmEmbedding(model_directory)
    plain, with_end = await embedding.embed([LONG, f"{LONG} Penguins breed on the Antarctic ice in winter."])
    (topic,) = await embedding.embed(["penguins in the Antarctic winter"])
    assert cosine(with_end, topic) > cosine(plain, topic) + 0.01


async def test_a_vector_does_not_depend_on_its_neighbours_or_the_workers(model_directory: Path) -> None:
    together = await MiniLmEmbedding(model_directory, workers=3).embed([*TEXTS, LONG])
    alone = MiniLmEmbedding(model_directory, workers=1)
    for text, vector in zip([*TEXTS, LONG], together, strict=True):
        assert await alone.embed([text]) == [vector]


async def test_the_model_is_found_on_the_path(model_directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(model_directory.parent)])
    assert len((await MiniLmEmbedding().embed(["text"]))[0]) == MiniLmEmbedding().dimensions == 384


def test_no_model_on_the_path_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(PermanentError, match=r"layers\.build.*WILLIAMS_EMBEDDING_MODEL_DIR"):
        _ = MiniLmEmbedding().model


@pytest.mark.parametrize("name", ["manifest.json", "model.onnx", "tokenizer.json"])
async def test_a_missing_or_damaged_file_is_named(model_directory: Path, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(model_directory, tmp_path / "model"))
    (copy / name).write_text("{")
    with pytest.raises(PermanentError, match=f"cannot be .*{copy}"):
        await MiniLmEmbedding(copy).embed(["text"])
    (copy / name).unlink()
    with pytest.raises(PermanentError, match=f"lacks {name}"):
        await MiniLmEmbedding(copy).embed(["text"])


def test_the_heavy_libraries_wait_for_the_first_text(model_directory: Path) -> None:
    program = (
        "import sys\n"
        "from williams_engine_minilm.embedding import MiniLmEmbedding\n"
        f"assert MiniLmEmbedding({str(model_directory)!r}).dimensions == 384\n"
        "print(sorted({'numpy', 'onnxruntime', 'tokenizers'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    assert (done.stdout, done.stderr) == ("[]\n", "")
