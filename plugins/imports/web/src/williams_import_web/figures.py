"""The pictures of a page's text: fetched as everything is, and looked at in a process of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from williams.domain.errors import PermanentError, ProviderUnavailable
from williams.domain.notices import Notice
from williams.isolation.embedded_pictures import MOST_PICTURE_BYTES, within_page
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.figures import picture_folder

Address: TypeAlias = tuple[str, str | None]
"""Where a picture is, and the words that stand for it."""
_MOST: Final = 40
_MOST_BYTES: Final = 60 << 20
"""Of a page's pictures together."""
_SPARE_SECONDS: Final = 60.0
"""Left of the stage's time: what has not come by then is left out."""
_SECONDS: Final = 60.0
_READER: Final = "williams.isolation.embedded_pictures:read_pictures"


async def fetched_figures(
    drafts: Sequence[dict[str, Any]], pictures: Sequence[Address | None], ctx: StageContext
) -> tuple[list[dict[str, Any]], list[Notice]]:
    """Return the drafts, captions as figures where their picture came, and what is to be said of those that did not."""
    wanted = {number: address for number, address in enumerate(pictures) if address}
    if not wanted:
        return list(drafts), []
    folder = ctx.scratch.path("extract/fetched/one").parent
    names = await _fetched(wanted, folder, ctx)
    figures, said = await _looked_at(names, folder, ctx)
    told = [
        {**draft, "kind": "figure", "figure": {**figures[number], "alt": wanted[number][1]}}
        if number in figures
        else draft
        for number, draft in enumerate(drafts)
    ]
    missing = len(wanted) - len(names)
    return told, [*said, *([_left_out(missing, len(wanted))] if missing else [])]


async def _fetched(wanted: dict[int, Address], folder: Path, ctx: StageContext) -> dict[int, str]:
    """Fetch what can be had, and return the names of the files by their paragraphs' numbers."""
    names: dict[int, str] = {}
    room = _MOST_BYTES
    for number, (address, _) in list(wanted.items())[:_MOST]:
        ctx.check_cancelled()
        if room <= 0 or ctx.deadline.remaining < _SPARE_SECONDS:
            break
        file = folder / f"picture-{number}"
        if (data := within_page(address)) is not None:
            file.write_bytes(data)
        elif not await _came(address, file, min(room, MOST_PICTURE_BYTES), ctx):
            continue
        room -= file.stat().st_size
        names[number] = file.name
    return names


async def _came(address: str, file: Path, most: int, ctx: StageContext) -> bool:
    try:
        await ctx.fetch.fetch(address, file, most)
    except (PermanentError, ProviderUnavailable) as error:
        ctx.log.info("The picture %s does not come: %s", address[:200], error)
        return False
    return True


async def _looked_at(
    names: dict[int, str], folder: Path, ctx: StageContext
) -> tuple[dict[int, dict[str, Any]], list[Notice]]:
    if not names:
        return {}, []
    options = {"names": [*names.values()], "folder": str(picture_folder(ctx.scratch))}
    answer = await read_isolated(
        Reader(_READER, "page's pictures", "Import the page without them: save its text.", options),
        folder,
        ctx.scratch.path("extract/pictures.json"),
        Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining),
        lambda _done, _total: None,
        ctx.check_cancelled,
    )
    found = zip(names, answer["figures"], strict=True)
    notices = [Notice.model_validate(each) for each in answer["notices"]]
    return {number: figure for number, figure in found if figure}, notices


def _left_out(missing: int, count: int) -> Notice:
    return Notice(
        code="pictures-left-out",
        message=f"{missing} of the {count} pictures of the text could not be fetched; their captions are kept.",
        remedy="Save the page from your browser and import that, if they matter.",
    )
