"""Text that is drawn without ink: the text of a scan stays, what lies hidden beside or under visible text goes."""

from __future__ import annotations

from collections.abc import Iterable

from williams_import_pdf.model import PageText, Segment


def _same_place(a: Segment, b: Segment) -> bool:
    near = abs(a.baseline - b.baseline) < 0.6 * max(a.size, b.size)
    return near and min(a.right, b.right) - max(a.left, b.left) > 0.5 * min(a.right - a.left, b.right - b.left)


def _length(segments: Iterable[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)


def leave_out_invisible(page: PageText, over_picture: dict[int, bool]) -> PageText:
    """Drop invisible text where the same place shows text, and note on the page what else nobody sees.

    ``over_picture`` says of the ids of invisible segments whether they lie over a picture, as the text of scans does.
    A page that is mostly invisible is meant to be read.
    """
    visible = [segment for segment in page.segments if not segment.invisible]
    if not over_picture or not visible:
        return page
    invisible = [segment for segment in page.segments if segment.invisible]
    doubled = {id(one) for one in invisible if any(_same_place(one, other) for other in visible)}
    alone = [one for one in invisible if id(one) not in doubled and not over_picture[id(one)]]
    hidden = {id(one) for one in alone} if _length(alone) < _length(visible) else set()
    page.hidden += [word for one in alone if id(one) in hidden for word in one.text.split()]
    page.segments = [one for one in page.segments if id(one) not in doubled | hidden]
    return page
