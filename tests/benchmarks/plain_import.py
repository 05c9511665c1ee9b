"""An import without a line of ours: pypdfium2, tokenizers, onnxruntime and COPY, each as its manual shows it."""

from __future__ import annotations

import io
import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
import pypdfium2
from sqlalchemy import Engine
from tokenizers import Tokenizer

from tests.benchmarks.machine import cores

# About as long as the paragraphs of the files that are imported.
CHARACTERS: Final = 700
_CONTEXT_TOKENS: Final = 256


@dataclass
class PlainImport:
    """Text by page, cut after so many characters; a vector for each piece; rows into a table with an HNSW index.

    ``pieces`` counts those of the last file.
    """

    engine: Engine
    table: str
    session: Any
    tokenizer: Tokenizer
    pieces: int = 0

    def seconds(self, file: Path) -> float:
        """Import a file and return how long that took."""
        began = time.perf_counter()
        pieces = list(_pieces(file))
        with ThreadPoolExecutor(cores()) as pool:
            vectors = list(pool.map(self._vector, self.tokenizer.encode_batch_fast(pieces)))
        self._copy(pieces, vectors)
        self.pieces = len(pieces)
        return time.perf_counter() - began

    def _vector(self, encoding: Any) -> Any:
        (embedding,) = self.session.run(["embedding"], {"input_ids": np.array([encoding.ids], np.int64)})
        return embedding[0]

    def _copy(self, pieces: list[str], vectors: list[Any]) -> None:
        rows = io.StringIO()
        for piece, vector in zip(pieces, vectors, strict=True):
            rows.write(f"{json.dumps(piece)}\t[{','.join(map(str, vector.tolist()))}]\n")
        rows.seek(0)
        raw = self.engine.raw_connection()
        try:
            raw.cursor().execute(f"COPY {self.table} (piece, embedding) FROM STDIN", stream=rows)  # type: ignore[call-arg]
            raw.commit()
        finally:
            raw.close()


@contextmanager
def plain_import(engine: Engine, network: Path, words: Path) -> Iterator[PlainImport]:
    """Load the model and make a table, which is dropped at the end. ``words`` is the tokenizer's file."""
    table = f"plain_{secrets.token_hex(4)}"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(words))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_CONTEXT_TOKENS)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} (piece text, embedding halfvec(384))")
        connection.exec_driver_sql(f"CREATE INDEX ON {table} USING hnsw (embedding halfvec_cosine_ops)")
    try:
        yield PlainImport(engine, table, session, tokenizer)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE {table}")


def _pieces(file: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            text = page.get_textpage().get_text_range()
            yield from (text[start : start + CHARACTERS] for start in range(0, len(text), CHARACTERS))
