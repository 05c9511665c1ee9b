"""Generated files that are committed: `python -m tests.drift` says which are out of date, `--write` makes them anew."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from docs.generate import models, pages
from functions.api.app import create_app
from layers.plan import plugins, source_directory
from williams.pipeline.asl import rendered_text
from williams.plugin.registry import discover

ROOT = Path(__file__).resolve().parent.parent
BUILT_IN = tuple(
    plugin_id
    for plugin_id, installed in plugins(with_tests=False).items()
    if (source := source_directory(installed)) is not None and source.is_relative_to(ROOT / "plugins")
)


def _no_application() -> None:
    raise AssertionError("the document is made without answering a request")


def generated() -> Iterator[tuple[Path, str]]:
    """Yield what each generated file should hold, those first that others are made from."""
    document = create_app(_no_application).openapi()  # type: ignore[arg-type]
    yield ROOT / "openapi.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    yield models.MODELS, models.module(document)
    registry = discover()
    for name in BUILT_IN:
        yield ROOT / "step_functions" / f"{name}.asl.json", rendered_text(registry.plugin(name))
    yield from pages(document).items()


def main() -> int:
    """Return 1 when a file is out of date and was not written."""
    writes = "--write" in sys.argv
    found = 0
    for path, text in generated():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        found = 1
        if writes:
            path.write_text(text, encoding="utf-8")
        print(
            f"wrote {path.relative_to(ROOT)}" if writes else f"{path.relative_to(ROOT)} is out of date: run `make docs`"
        )
    return 0 if writes else found


if __name__ == "__main__":
    sys.exit(main())
