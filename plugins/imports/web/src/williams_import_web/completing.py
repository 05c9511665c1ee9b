"""From what was chosen of a page to its whole text: what an extractor cuts out of the middle is put back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Final

from lxml.html import HtmlElement
from williams_html.paragraphs import Block

from williams.domain.sections import assign_sections
from williams_import_web.leads import choose_lead
from williams_import_web.link_lines import Piece, drop_link_lines, is_mostly_links
from williams_import_web.marks import marks_in, without_marks

_PROSE: Final = 200
"""Characters of sentences. A frame with more of it, beside one of the text's and of its class, is more of the text."""
_LONG: Final = 80
"""Characters. What says more is no label and no address."""
_POSTS: Final = re.compile(
    r"twitter-tweet|instagram-media|bluesky-embed|mastodon-embed|tiktok-embed|fb-post|reddit-(?:embed|card)|text-post-media"
)
_SEE_ALSO: Final = re.compile(
    r"see also|siehe auch|voir aussi|véase también|vedi anche|zie ook|ver também|se även|se også|zobacz też|см\. также"
    r"|関連項目|参见|參見|같이 보기",
    re.IGNORECASE,
)
_FEWEST_PARTS: Final = 2
_ARTICLES: Final = ("article", "main")
_BESIDE: Final = frozenset({"heading", "caption"})
"""What is chosen by what stands beside it."""


def completed(
    blocks: list[Block], chosen: set[str], owners: dict[str, HtmlElement], title: str | None = None
) -> list[Block]:
    """Return the blocks that hold a chosen mark, and those that belong to them; all without marks.

    ``owners`` has the block that each mark stands in, ``title`` is what the page declares.
    """
    pieces = list(_pieces(blocks, chosen, owners))
    _lower_headings(pieces)
    _join_frames(pieces)
    _join_alike(pieces)
    _fill_gaps(pieces)
    _choose_quoted_posts(pieces)
    _choose_see_also(pieces)
    drop_link_lines(pieces)
    choose_lead(pieces, title)
    _choose_beside(pieces)
    kept = [piece.block for piece in pieces if piece.chosen]
    assign_sections(kept)
    return kept


def _pieces(blocks: list[Block], chosen: set[str], owners: dict[str, HtmlElement]) -> Iterator[Piece]:
    for block in blocks:
        marks = list(marks_in(block.text))
        if not marks:
            continue
        block.text = without_marks(block.text).strip("\n" if block.kind == "code" else None)
        yield Piece(block, owners[marks[0]], not chosen.isdisjoint(marks))


def _lower_headings(pieces: list[Piece]) -> None:
    """Make body text of headings that hold most of a text: somebody took them for large letters."""
    headed = [each for each in pieces if each.chosen and each.block.kind == "heading" and each.owner.tag != "h1"]
    headed = [each for each in headed if not is_mostly_links(each.owner)]
    others = sum(len(each.block.text) for each in pieces if each.chosen and each.block.kind != "heading")
    if sum(len(each.block.text) for each in headed) > max(others, _PROSE):
        for each in headed:
            each.block.kind, each.block.level = "body", 0


def _join_frames(pieces: list[Piece]) -> None:
    """Choose the sentences of each frame that has the class of the text's own one, within the same article."""
    frame = common_frame(piece.owner for piece in pieces if piece.chosen)
    article = next((each for each in frame.iterancestors(*_ARTICLES)), None) if frame is not None else None
    if frame is None or article is None or not frame.get("class"):
        return
    alike = [each for each in article.iter(frame.tag) if each.get("class") == frame.get("class") and each is not frame]
    for each in (each for each in alike if next(each.iterancestors(*_ARTICLES, "aside"), None) is article):
        own = [piece for piece in pieces if not piece.chosen and _is_sentence(piece) and _within(piece.owner, each)]
        if sum(len(piece.block.text) for piece in own) > _PROSE:
            for piece in own:
                piece.chosen = True


def _join_alike(pieces: list[Piece]) -> None:
    """Choose the sentences of frames that stand beside the text's own one, and hold theirs in the same way."""
    text = [number for number, piece in enumerate(pieces) if piece.chosen and piece.block.kind == "body"]
    frame = common_frame(pieces[number].owner for number in text)
    if frame is None or frame.getparent() is None:
        return
    ways = Counter(_way(pieces[number].owner) for number in text)
    beside: dict[HtmlElement, list[Piece]] = {}
    for piece in _before_other_titles(pieces, text):
        if not piece.chosen and len(piece.block.text) > _LONG and ways[_way(piece.owner)] > 1 and _is_sentence(piece):
            outermost = _outside(piece.owner, frame)
            if outermost is not None and outermost.get("class"):
                beside.setdefault(outermost, []).append(piece)
    for found in beside.values():
        if sum(len(piece.block.text) for piece in found) > _PROSE:
            for piece in found:
                piece.chosen = True


def _before_other_titles(pieces: list[Piece], text: list[int]) -> list[Piece]:
    """Return what stands between the titles around a text: beyond them are other texts."""
    titles = [number for number, piece in enumerate(pieces) if piece.owner.tag == "h1"]
    begin = max((number for number in titles if number < text[0]), default=0)
    end = min((number for number in titles if number > text[-1]), default=len(pieces))
    return pieces[begin:end]


def _way(element: HtmlElement) -> tuple[tuple[str, str], ...]:
    """Return what an element and all around it are called."""
    return tuple((str(each.tag), each.get("class") or "") for each in [element, *element.iterancestors()])


def _outside(element: HtmlElement, frame: HtmlElement) -> HtmlElement | None:
    """Return the outermost element around one that does not hold the frame; None within the frame."""
    around = {frame, *frame.iterancestors()}
    line = [element, *element.iterancestors()]
    if frame in line:
        return None
    return next((each for each in reversed(line) if each not in around), None)


def _fill_gaps(pieces: list[Piece]) -> None:
    """Choose sentences between chosen ones of the same parent and kind; lists and listings that stand among them."""
    places = [_place(piece) for piece in pieces]
    known = Counter(place for place, piece in zip(places, pieces, strict=True) if piece.chosen)
    last = max((number for number, piece in enumerate(pieces) if piece.chosen), default=0)
    first = next((number for number, piece in enumerate(pieces) if piece.chosen), 0)
    frames = Counter(parent for parent, _, kind in known.elements() if kind == "body")
    frame = common_frame(piece.owner for piece in pieces if piece.chosen)
    for place, piece in zip(places[first:last], pieces[first:last], strict=True):
        beside = frames[_around_list(piece)] > 1
        if piece.block.kind == "code":
            piece.chosen = piece.chosen or (frame is not None and _within(piece.owner, frame))
        elif not piece.chosen and (known[place] > 1 or beside) and _is_sentence(piece):
            piece.chosen = True


def _around_list(piece: Piece) -> HtmlElement | None:
    """Return what a list stands in, for its items."""
    around = piece.owner.getparent()
    return around.getparent() if piece.block.kind == "list_item" and around is not None else None


def _choose_quoted_posts(pieces: list[Piece]) -> None:
    """Choose posts of others that the text shows within itself: extractors take them for buttons to share it."""
    frame = common_frame(piece.owner for piece in pieces if piece.chosen)
    if frame is None:
        return
    for piece in pieces:
        if not piece.chosen and _is_quoted_post(piece.owner) and _within(piece.owner, frame):
            piece.chosen = True


def _is_quoted_post(element: HtmlElement) -> bool:
    quotes = (each for each in [element, *element.iterancestors()] if each.tag == "blockquote")
    return any(_POSTS.search(each.get("class") or "") for each in quotes)


def _choose_see_also(pieces: list[Piece]) -> None:
    """Choose the links under a heading for them where it parts a text as others do: works of reference have them."""
    frame = common_frame(piece.owner for piece in pieces if piece.chosen and piece.block.kind not in _BESIDE)
    if frame is None:
        return
    above = Piece(Block(""), frame, chosen=False)
    parting: Counter[str] = Counter()
    for piece in pieces:
        if piece.block.kind == "heading":
            above = piece
        elif piece.block.kind == "list_item" and _SEE_ALSO.fullmatch(above.block.text):
            known = parting[str(above.owner.tag)] >= _FEWEST_PARTS and frame in islice(
                piece.owner.iterancestors(), 1, 3
            )
            piece.chosen = piece.chosen or known
        elif piece.chosen and above.block.kind == "heading":
            parting[str(above.owner.tag)] += 1
            above = Piece(Block(""), frame, chosen=False)


def _choose_beside(pieces: list[Piece]) -> None:
    """Choose headings by the text under them, and captions within the text."""
    frame = common_frame(piece.owner for piece in pieces if piece.chosen and piece.block.kind not in _BESIDE)
    if frame is None:
        return
    for upper, lower in pairwise(reversed([Piece(Block(""), frame, chosen=False), *pieces])):
        if lower.block.kind == "heading":
            lower.chosen = upper.chosen and (lower.chosen or _within(lower.owner, frame))
        elif lower.block.kind == "caption":
            lower.chosen = lower.chosen or (upper.chosen and _within(lower.owner, frame))


def common_frame(elements: Iterable[HtmlElement]) -> HtmlElement | None:
    """Return the innermost element that holds all the elements; None for none."""
    common: list[HtmlElement] | None = None
    for element in elements:
        line = [element, *element.iterancestors()][::-1]
        common = line if common is None else [a for a, b in zip(common, line, strict=False) if a is b]
    return common[-1] if common else None


def _within(element: HtmlElement, frame: HtmlElement) -> bool:
    return element is frame or any(each is frame for each in element.iterancestors())


def _place(piece: Piece) -> tuple[HtmlElement | None, str, str]:
    return piece.owner.getparent(), str(piece.owner.tag), piece.block.kind


def _is_sentence(piece: Piece) -> bool:
    return len(piece.block.text) > 40 and not is_mostly_links(piece.owner)
