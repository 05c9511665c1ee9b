"""A researcher asks the library and gets quotations that can be cited, as Markdown.

python docs/examples/citations.py "Who may see a record of provenance?" --limit 3
"""

from __future__ import annotations

import argparse

from williams_client import open_library
from williams_client.models import SearchHit


def quotation(hit: SearchHit) -> str:
    """Return a block quotation and the line that says where it stands."""
    paragraph = hit.paragraph
    authors = ", ".join(hit.authors) or "Unknown author"
    credit = f"{authors}: *{hit.title or hit.content_id}*, {paragraph.where}"
    text = " ".join(paragraph.text.split())
    return f"> {text}\n>\n> — {credit} ({hit.license or 'license not stated'}; {paragraph.paragraph_id})\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question")
    parser.add_argument("--limit", type=int, default=5)
    arguments = parser.parse_args()
    with open_library() as library:
        hits = library.search(arguments.question, arguments.limit).hits
    if not hits:
        raise SystemExit("The library has nothing on this. Import something first.")
    print(f"# {arguments.question}\n")
    print("\n".join(map(quotation, hits)))


if __name__ == "__main__":
    main()
