"""What the tests of import.pdf share: reading in this process, and running the stage as the pipeline does."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
from williams_import_pdf import PdfImport
from williams_import_pdf.analysis import analyse
from williams_import_pdf.parameters import Ocr, PdfParameters
from williams_import_pdf.recognition import Extracted

from williams.domain.content import ObjectRef
from williams.plugin.context import Deadline, StageContext
from williams.plugin.importing import Download

Read = Callable[[bytes], dict[str, Any]]


class Extract(Protocol):
    def __call__(self, data: bytes, ocr: Ocr | None = None) -> Awaitable[Extracted]: ...


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a PDF in this process."""

    def run(data: bytes) -> dict[str, Any]:
        path = tmp_path / "in.pdf"
        path.write_bytes(data)
        return analyse(path, lambda _done, _total: None)

    return run


@dataclass
class FolderScratch:
    """Scratch space in one folder; objects are files."""

    folder: Path

    def path(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def save(self, name: str, data: bytes | Path, media_type: str) -> ObjectRef:
        content = data if isinstance(data, bytes) else data.read_bytes()
        self.path(name).write_bytes(content)
        return ObjectRef(key=name, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest())

    def open(self, ref: ObjectRef) -> Path:
        return self.path(ref.key)

    def claim(self, name: str) -> bool:
        return not self.path(f"claims/{name}").exists() and bool(self.save(f"claims/{name}", b"", "text/plain"))


@dataclass
class Surroundings:
    """A stage's surroundings; a test may change them before it runs the stage."""

    folder: Path
    seconds: float = 300.0
    check_cancelled: Callable[[], None] = lambda: None
    engines: Any = None
    reported: list[tuple[float, str]] = field(default_factory=list)

    def context(self) -> StageContext:
        unused = cast(Any, None)
        return StageContext(
            job_id="job",
            owner="owner",
            fetch=unused,
            scratch=FolderScratch(self.folder),
            uploads=unused,
            library=unused,
            engines=self.engines,
            model_files=unused,
            paid=unused,
            progress=lambda fraction, message: self.reported.append((fraction, message)),
            check_cancelled=self.check_cancelled,
            deadline=Deadline(time.monotonic() + self.seconds),
            log=logging.LoggerAdapter(logging.getLogger("test"), {}),
        )


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path / "scratch")


@pytest.fixture
def extract(surroundings: Surroundings) -> Extract:
    """Run the plugin's ``extract`` on a file's bytes; without ``ocr`` as another plugin does."""

    async def run(data: bytes, ocr: Ocr | None = None) -> Extracted:
        ctx = surroundings.context()
        url = "https://example.org/paper.pdf"
        stored = ctx.scratch.save("download/document.pdf", data, "application/pdf")
        download = Download(object=stored, url=url, filename="paper.pdf")
        return await PdfImport().extract(download, ctx, PdfParameters(ocr=ocr) if ocr else None)

    return run
