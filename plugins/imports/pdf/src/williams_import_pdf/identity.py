"""Decides title and authors: what the file says if that is worth anything, else what page 1 shows."""

from __future__ import annotations

import re

from williams_import_pdf.model import Block
from williams_import_pdf.patterns import STANDING_ALONE

_JUNK_TITLE = re.compile(
    r"^(?:untitled.*|microsoft \w+ - .*|powerpoint presentation|powerpoint-präsentation|slide \d+|document\d*|title"
    r"|no ?title|.*\.(?:docx?|odt|rtf|tex|dvi|ps|pdf|indd|qxd|pptx?|xlsx?|wpd|pub|fm|sxw|md|html?)|\W*)$",
    re.IGNORECASE,
)
_JUNK_AUTHOR = frozenset({"unknown", "administrator", "admin", "user", "root", "anonymous", "author", "owner", "none"})
_AND = re.compile(r"(?<!\s)\s*;\s*|(?:,|(?<!\s))\s+(?:and|und|et|y)\s+|(?<!\s)\s+&\s+")
_NAME = re.compile(
    r"^(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*)(?:\s+(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|van|von|der|den|de|di|da|del|la|le|bin|al|ten|ter)){1,4}$"
)
_NO_NAME = re.compile(
    r"\b(?:university|institute|department|college|school|laborator|center|centre|inc|ltd|gmbh|version|manual|guide"
    r"|abstract|edition|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|project|team|foundation|research|conference|journal|press|introduction|proceedings)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"^(?:inc|incorporated|ltd|limited|llc|llp|l\.l\.c|corp|corporation|co|company|plc|gmbh|ag|kg|se|e\.? ?v"
    r"|s\.?a|s\.?r\.?l|s\.?a\.?s|s\.?p\.?a|b\.?v|n\.?v|oy|ab|a/?s|pty)\.?$",
    re.IGNORECASE,
)
"""What stands behind a company's name, often with a comma."""
_INITIAL = re.compile(r"\b[A-Z]\.")
_ADDRESS = re.compile(r"(?<!\s)\s*[<(][^<>()]*@[^<>()]*[>)]")
_MARKS = re.compile(r"[\d*∗†‡§¶∥⋆,\s]+$")
_TITLE_LENGTH = 300


def is_title(text: str | None) -> bool:
    """False for what programs write when nobody gave a title: file names, ``untitled``, ``Microsoft Word - …``."""
    return bool(text) and not _JUNK_TITLE.match(text or "") and any(character.isalpha() for character in text or "")


def _first_page(blocks: list[Block]) -> list[Block]:
    page = blocks[0].page if blocks else 0
    return [block for block in blocks if block.page == page]


def _largest(blocks: list[Block], body_size: float) -> list[Block]:
    shown = [b for b in _first_page(blocks) if sum(c.isalpha() for c in b.text) >= 3 and len(b.text) <= _TITLE_LENGTH]
    if not shown:
        return []
    size = max(block.size for block in shown)
    if size < 1.1 * body_size:
        return shown[:1] if shown[0].kind == "heading" and not STANDING_ALONE.match(shown[0].text) else []
    start = next(n for n, block in enumerate(shown) if block.size == size)
    end = start
    while end < len(shown) and abs(shown[end].size - size) < 0.5:
        end += 1
    return shown[start:end]


def find_title(stated: str | None, blocks: list[Block], body_size: float) -> str | None:
    """Return the file's own title, or else the largest text on its first page, or the heading it begins with.

    None if none of them tells.
    """
    if is_title(stated):
        return stated
    shown = " ".join(block.text for block in _largest(blocks, body_size))
    return shown if is_title(shown) and len(shown) <= _TITLE_LENGTH else None


def _people(text: str) -> list[str]:
    """Part at ``;`` and at ``and``, but leave ``and`` within the name of an organisation."""
    parts: list[str] = []
    for entry in re.split(r"\s*;\s*", text):
        halves = [half for half in _AND.split(entry) if half]
        organisation = bool(_NO_NAME.search(entry)) or bool(_COMPANY.match(entry.split()[-1] if entry.split() else ""))
        parts += [entry] if organisation and not all(_is_name(half) for half in halves) else halves
    return parts


def _with_forms(pieces: list[str]) -> list[str]:
    """Put a company's legal form back behind its name."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _COMPANY.match(piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def split_names(text: str) -> list[str]:
    """Part names at ``;``, ``and`` and ``,``; ``Surname, Given`` and ``Company, Inc.`` stay one name."""
    names: list[str] = []
    for part in _people(text):
        pieces = _with_forms([piece.strip() for piece in part.split(",") if piece.strip()])
        if len(pieces) == 2 and " " not in pieces[0] and len(pieces[1].split()) <= 2 and " " not in part.split(",")[0]:
            names.append(", ".join(pieces))
        else:
            names += pieces
    return names


def _clean_name(name: str) -> str:
    return _MARKS.sub("", name).strip()


def _byline(block: Block) -> list[str]:
    text = re.sub(r"^by\s+", "", re.sub(r"[∗†‡§¶⋆*]|(?<=\w)\d+(?:,\d+)*", "", block.text), flags=re.IGNORECASE)
    if len(text) > 300 or _NO_NAME.search(text):
        return []
    names = [_clean_name(name) for name in split_names(text)]
    names = [name for name in names if name]
    if not names or not all(_is_name(name) for name in names):
        return []
    # A lone pair of capitalised words may be anything; an initial or "by" makes a person of it.
    told = len(names) > 1 or block.text[:3].lower() == "by " or bool(_INITIAL.search(names[0]))
    return names if told else []


def _is_name(name: str) -> bool:
    """False also for two names that stand side by side without a comma."""
    return bool(_NAME.match(name)) and len(name.split()) <= 4


def find_authors(stated: list[str], blocks: list[Block], body_size: float) -> list[str]:
    """Return the file's own authors, or else the names right under the title, if all of that line are names."""
    names = [
        name for entry in stated for name in (split_names(_ADDRESS.sub("", entry)) if len(stated) == 1 else [entry])
    ]
    names = [name for name in names if name.casefold() not in _JUNK_AUTHOR]
    if names:
        return list(dict.fromkeys(names))
    title = _largest(blocks, body_size)
    if not title:
        return []
    page = _first_page(blocks)
    below = page[page.index(title[-1]) + 1 :][:2]
    for block in below:
        if STANDING_ALONE.match(block.text):
            break
        found = _byline(block)
        if found:
            return found
    return []
