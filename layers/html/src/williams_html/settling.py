"""What of a page's tree is set right before anything reads it."""

from __future__ import annotations

from lxml.html import HtmlElement

from williams_html.disclosure import open_panels
from williams_html.listings import mend_listings
from williams_html.maths import write_formulas


def settle(root: HtmlElement) -> None:
    """Make text of what a page shows as text in other ways: formulas, listings in tables, collapsed panels."""
    write_formulas(root)
    mend_listings(root)
    open_panels(root)
