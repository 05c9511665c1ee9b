"""Refuses files whose pages only say that what matters is elsewhere: dynamic forms and portfolios."""

from __future__ import annotations

import re

from williams.domain.errors import UnsupportedContent

LONGEST = 2_000
"""Characters; a file with more text on its pages says something itself."""
_WAIT = re.compile(
    r"please wait|bitte warten|veuillez patienter|espere|attendere|aguarde"
    r"|(?:later|newer) version of (?:the )?(?:pdf viewer|adobe)|adobe (?:acrobat )?reader \d",
    re.IGNORECASE,
)


def refuse_placeholder(text: str, dynamic_form: bool, portfolio: bool, attachments: list[str]) -> None:
    """Raise UnsupportedContent if the pages' text stands in for a form's or an attachment's.

    ``dynamic_form`` is an XFA form, which viewers other than Adobe's cannot show.
    """
    if len(text) > LONGEST:
        return
    if dynamic_form and _WAIT.search(text):
        raise UnsupportedContent(
            "The PDF is a dynamic XFA form: what it shows is not in its pages. "
            "Open it in Adobe Reader, print it to a new PDF and import that."
        )
    if portfolio and attachments:
        raise UnsupportedContent(
            f"The PDF is a portfolio, a folder of {len(attachments)} attached files ({', '.join(attachments[:10])}); "
            "its own page only says so. Save the attached files from a PDF viewer and import each."
        )
