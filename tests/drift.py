"""Generated files that are committed: `python -m tests.drift` says which are out of date, `--write` makes them anew."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docs.generate import pages
from functions.api.app import create_app
from williams.pipeline.asl import rendered_text
from williams.plugin.registry import discover

ROOT = Path(__file__).resolve().parent.parent
BUILT_IN = ("import.document", "import.pdf", "import.web", "export.podcast")


def _no_application() -> None:
    raise AssertionError("the document is made without answering a request")


def generated() -> dict[Path, str]:
    """Return what each generated file should hold."""
    registry = discover()
    files = {ROOT / "step_functions" / f"{name}.asl.json": rendered_text(registry.plugin(name)) for name in BUILT_IN}
    document = create_app(_no_application).openapi()  # type: ignore[arg-type]
    files[ROOT / "openapi.json"] = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    files |= pages(document)
    return files


def main() -> int:
    """Return 1 when a file is out of date and was not written."""
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text() != text]
    for path in stale:
        if "--write" in sys.argv:
            path.write_text(generated()[path])
            print(f"wrote {path.relative_to(ROOT)}")
        else:
            print(f"{path.relative_to(ROOT)} is out of date: run `make docs`")
    return 1 if stale and "--write" not in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
