"""`python -m docs.generate` writes the reference pages. `make lint` fails while one is out of date."""

from __future__ import annotations

import json

from docs.generate import REFERENCE, pages

OPENAPI = REFERENCE.parent.parent / "openapi.json"


def main() -> None:
    for path, text in pages(json.loads(OPENAPI.read_text(encoding="utf-8"))).items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(OPENAPI.parent))


if __name__ == "__main__":
    main()
