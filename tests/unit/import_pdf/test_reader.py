"""What the reader process does with PDFs, in this process; the other tests go through the door in front of it."""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from williams_import_pdf import analysis, document, reading
from williams_import_pdf.plugin import READER

from tests.unit.import_pdf.writer import Page, write_pdf
from williams.isolation import child


class _Ended(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    limits: dict[int, tuple[int, int]] = {}

    def end(code: int) -> None:
        assert code == 0
        raise _Ended

    monkeypatch.setattr(resource, "setrlimit", lambda kind, values: limits.__setitem__(kind, values))
    monkeypatch.setattr(os, "_exit", end)

    def read(data: bytes) -> tuple[dict[str, Any], dict[int, tuple[int, int]]]:
        source, result = tmp_path / "in.pdf", tmp_path / "out.json"
        source.write_bytes(data)
        with pytest.raises(_Ended):
            child.main(
                asdict(READER)
                | {"source": str(source), "result": str(result), "memory_bytes": 1 << 30, "cpu_seconds": 60}
            )
        return json.loads(result.read_text()), limits

    return read


def protected(algorithm: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(write_pdf([Page().text(72, 700, "Secret.")]))))
    writer.encrypt("secret", "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_it_reads_within_limits_and_tells_how_far_it_is(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    result, limits = run(write_pdf([Page().text(72, 700, "Some text.")]))
    (paragraph,) = result["paragraphs"]
    (box,) = paragraph["place"].pop("boxes")
    assert paragraph == {
        "text": "Some text.",
        "kind": "body",
        "place": {"page": 1, "page_label": None, "section": None},
        "doubt": None,
    }
    assert box["page"] == 1
    assert box["box"] == pytest.approx([72 / 612, 1 - 708 / 792, 132 / 612, 1 - 697 / 792], abs=0.001)
    assert limits == {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_AS: (1 << 30, 1 << 30),
        resource.RLIMIT_CPU: (60, 65),
    }
    assert capsys.readouterr().out == "0 1\n"


def test_nobody_looks_for_cycles_among_what_was_read(tmp_path: Path) -> None:
    page = Page()
    for line in range(400):
        page.text(72, 780 - 1.8 * line, f"Line {line} of a list.", size=1.5)
    file = tmp_path / "long.pdf"
    file.write_bytes(write_pdf([page]))
    gc.collect(0)
    before = gc.get_stats()[0]["collections"]
    analysis.analyse(file, lambda _done, _total: None)
    assert gc.get_stats()[0]["collections"] == before
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (protected("RC4-128"), "EncryptedContent"),
        (b"%PDF-1.4\nnothing else", "CorruptContent"),
        (write_pdf([]), "EmptyContent"),
        (write_pdf([Page()]), "EmptyContent"),
        (write_pdf([Page().picture()]), "NoTextLayer"),
        (write_pdf([Page().picture().text(72, 30, "Stamp") for _ in range(3)]), "NoTextLayer"),
        (write_pdf([Page(missing=True)]), "CorruptContent"),
    ],
)
def test_errors_are_handed_over_by_name(run: Any, data: bytes, error: str) -> None:
    result, _ = run(data)
    assert result["error"] == error
    assert result["told"][0]


def test_an_unknown_kind_of_encryption(run: Any) -> None:
    data = protected("RC4-128").replace(b"/Filter /Standard", b"/Filter /Strange0")
    result, _ = run(data)
    assert result["error"] == "EncryptedContent"
    assert "cannot be opened" in result["told"][0]


def test_too_many_pages(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_PAGES", 2)
    result, _ = run(write_pdf([Page().text(72, 700, "Some text.") for _ in range(3)]))
    assert (result["error"], result["told"][0][:20]) == ("ContentTooLarge", "The PDF has 3 pages;")


def test_too_much_text(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 10)
    result, _ = run(write_pdf([Page().text(72, 700, "More than ten characters.")]))
    assert result["error"] == "ContentTooLarge"


def test_too_much_memory(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(analysis, "read_pages", greedy)
    result, _ = run(write_pdf([Page().text(72, 700, "Some text.")]))
    assert result["error"] == "ContentTooLarge"
    assert "1024 MB" in result["told"][0]


def test_the_process_starts_without_what_few_files_need() -> None:
    program = (
        "import sys\n"
        "import williams.isolation.child, williams_import_pdf.analysis\n"
        "print(sorted({'pydantic', 'pypdf', 'fontTools', 'PIL', 'asyncio'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    assert (done.stdout, done.stderr) == ("[]\n", "")
