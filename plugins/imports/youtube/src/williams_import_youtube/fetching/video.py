"""Asks a site for one video: what it is, its captions and picture, and its sound and itself where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from williams.domain.errors import EmptyContent, InvalidRequest, NotFound, UnsupportedContent
from williams.isolation.network import keep_outside
from williams_import_youtube.fetching.about import about
from williams_import_youtube.fetching.choosing import Choice, chosen_captions
from williams_import_youtube.fetching.session import LISTS, Asking, Session, asked, too_large

_MOST_CAPTIONS: Final = 30 << 20
_MOST_PICTURE: Final = 5 << 20
_MOST_PICTURES_TRIED: Final = 8
_PICTURES: Final = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"RIFF": "webp"}
_SOUND: Final = "ba[ext=m4a]/ba/b[acodec!=none]/b"
_PICTURE_AND_SOUND: Final = "b[ext=mp4][height<=720]/b[ext=mp4]"
_PICTURE_ALONE: Final = "bv[ext=mp4][height<=720]/bv[ext=mp4]"
_LATER: Final = "Import it when it is over and its recording is there."
_STATES: Final = {
    "is_live": f"The video is live at this moment. {_LATER}",
    "is_upcoming": f"The video has not begun yet. {_LATER}",
    "post_live": f"The video was live until a moment ago. {_LATER}",
}


def fetch_video(
    source: Path, progress: Callable[[int, int], None], folder: str, most_bytes: int, seconds: float
) -> dict[str, Any]:
    """Ask for what ``source`` says, in JSON, and write the files into ``folder``.

    ``source`` holds ``url``, ``language``, ``audio``, ``video``, ``asking`` with the fields of Asking, ``seconds``
    that the site may take to tell of the video, and ``unwritten``: why speech cannot be written down, if it cannot.
    ``seconds`` is what there is for all of it.

    Returns whether the address ``lists`` videos, and then nothing else; ``about`` the video; ``captions`` with their
    ``file``, ``language``, ``format`` and whether they are ``automatic``, or None; ``picture`` and ``sound`` as names
    of files, or None; ``moving`` as names of the files of the video itself; the language that is ``spoken``.

    Raises what ``refusal`` returns, EmptyContent where nothing is to be heard, InvalidRequest for a language that there
    are no captions in, UnsupportedContent for what is live.
    """
    task = json.loads(source.read_text(encoding="utf-8"))
    keep_outside(Asking(**task["asking"]).gateways)
    return ask(task, progress, Path(folder), most_bytes, seconds)


def ask(
    task: Mapping[str, Any], progress: Callable[[int, int], None], place: Path, most_bytes: int, seconds: float
) -> dict[str, Any]:
    """Ask in a process that is guarded already; all else as ``fetch_video`` does."""
    session = Session(Asking(**task["asking"]), place, most_bytes, progress)
    host = urlsplit(task["url"]).hostname or ""
    with asked(host, min(task["seconds"], seconds), session.quiet.warnings):
        info = session.alone(session.extract_info(task["url"], download=False))
        if info and info.get("_type") in LISTS:
            return {"lists": True}
        _check_kind(info)
        choice = chosen_captions(info, task["language"])
        unwritten = choice.captions is None
        if unwritten:
            _check_speech(info, choice, task)
        captions = _captions(session, info, choice, place)
        picture = _picture(session, info, place)
    with asked(host, seconds, session.quiet.warnings):
        sound = _media(session, info, place / "sound", (_SOUND,)) if unwritten or task["audio"] else []
        moving = _moving(session, info, place) if task["video"] else []
    return {
        "lists": False,
        "about": about(info),
        "captions": captions,
        "picture": picture,
        "sound": sound[0] if sound else None,
        "moving": moving,
        "spoken": choice.spoken,
    }


def _check_kind(info: Mapping[str, Any] | None) -> None:
    if not info:
        raise NotFound("There is no video at the address. Check it in a browser.")
    state = _STATES.get(str(info.get("live_status")))
    if state:
        raise UnsupportedContent(state)


def _check_speech(info: Mapping[str, Any], choice: Choice, task: Mapping[str, Any]) -> None:
    there = ", ".join(choice.languages[:30])
    if task["language"] and there:
        raise InvalidRequest(f"There are no captions in {task['language']!r}, only in {there}. Ask for one of them.")
    if not any(each.get("acodec") != "none" and each.get("ext") != "mhtml" for each in info.get("formats") or []):
        raise EmptyContent("The video has neither captions nor sound: there is nothing to be read or written down.")
    if task["unwritten"]:
        other = f" There are some in {there}: ask for one of them by language." if there else ""
        raise EmptyContent(f"The video has no captions in the language of its speech. {task['unwritten']}{other}")


def _captions(session: Session, info: Mapping[str, Any], choice: Choice, folder: Path) -> dict[str, Any] | None:
    found = choice.captions
    if found is None:
        return None
    file = folder / f"captions.{found.format}"
    if found.source.get("data"):
        file.write_text(found.source["data"], encoding="utf-8")
    else:
        entry = {name: value for name, value in found.source.items() if name != "impersonate"}
        entry.setdefault("http_headers", info.get("http_headers") or {})
        session.rest()
        session.dl(str(file), entry, subtitle=True)
    if file.stat().st_size > _MOST_CAPTIONS:
        raise too_large(_MOST_CAPTIONS)
    return {
        "file": file.name,
        "language": found.language,
        "format": found.format,
        "automatic": found.automatic,
    }


def _picture(session: Session, info: Mapping[str, Any], folder: Path) -> str | None:
    """The best still that the site has; a video without one is a video all the same."""
    from yt_dlp.networking.exceptions import RequestError

    # JPEG first: it is what the library shows everywhere.
    best = list(reversed(info.get("thumbnails") or []))
    best.sort(key=lambda each: ".webp" in str(each.get("url")))
    for each in best[:_MOST_PICTURES_TRIED]:
        try:
            session.rest()
            with session.urlopen(each["url"]) as answer:
                picture = answer.read(_MOST_PICTURE + 1)
        except RequestError:
            continue
        ending = next((name for magic, name in _PICTURES.items() if picture.startswith(magic)), None)
        if ending and len(picture) <= _MOST_PICTURE:
            (folder / f"picture.{ending}").write_bytes(picture)
            return f"picture.{ending}"
    return None


def _moving(session: Session, info: Mapping[str, Any], folder: Path) -> list[str]:
    """The video in one file, or where the site has none, its picture and its sound in two."""
    whole = _media(session, info, folder / "whole", (_PICTURE_AND_SOUND,))
    if whole:
        return whole
    parts = _media(session, info, folder / "part", (_PICTURE_ALONE, "ba[ext=m4a]"))
    if len(parts) < 2:
        raise EmptyContent("The site has no MP4 of the video. Import it without the parameter video.")
    return parts


def _media(session: Session, info: Mapping[str, Any], file: Path, wanted: tuple[str, ...]) -> list[str]:
    """Download the first format that fits each of ``wanted``, and return the files' names."""
    formats = [each for each in info.get("formats") or [] if not each.get("has_drm")]
    names = []
    for number, spec in enumerate(wanted):
        select = session.build_format_selector(spec)
        context = {"formats": formats, "has_merged_format": True, "incomplete_formats": False}
        found = next(iter(select(context)), None)
        if found is None:
            continue
        target = file.with_name(f"{file.name}{number}.{found['ext']}")
        session.rest()
        session.dl(str(target), {**info, **found})
        if not target.is_file():  # yt-dlp passes over what is larger than it may be.
            raise too_large(session.params["max_filesize"])
        names.append(target.name)
    return names
