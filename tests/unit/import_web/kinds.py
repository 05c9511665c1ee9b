"""A small page for each kind of fault that readers of the web make."""

from __future__ import annotations

SENTENCES = (
    "The lighthouse on the eastern cape was built by three brothers who had never seen the sea before they came.",
    "They carried the stones from a quarry two days inland, and the harbour master wrote down each cart in a ledger.",
    "In the ledger the carts are numbered, the weather is noted, and now and then the names of the mules are given.",
    "When the lamp was lit for the first time, the fishermen complained that it frightened the herring away.",
    "The complaint was heard by the council, which decided that the lamp should be covered on four nights a month.",
    "A keeper named Ada Quill held the post for forty years and planted the garden that visitors walk through today.",
)
TITLE = "Three brothers and a lamp"
FOOTER = (
    "<footer><div><p>Our other papers: Cape Radio | Cape Sport | Cape Weather</p><p>© Cape Media. Whoever wants to "
    "print our texts or pictures elsewhere asks the editors first, in writing, and waits for their answer.</p></div>"
    "</footer>"
)


def paragraphs(times: int = 1, after: str = "") -> str:
    return "".join(f"<p>{sentence}</p>{after}" for sentence in SENTENCES * times)


def site_page(body: str, head: str = f"<title>{TITLE}</title>") -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    ).encode()


def story(shown: str = "", head: str = "") -> bytes:
    """An article; ``shown`` stands under its heading, ``head`` in the page's head."""
    body = f"<article><h1>{TITLE}</h1>{shown}<div class='entry-content'>{paragraphs()}</div></article>"
    return site_page(body, f"<title>{TITLE}</title>{head}")
