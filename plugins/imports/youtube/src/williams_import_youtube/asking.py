"""What the guarded process fetched: a video's files, or what a list names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from williams.domain.content import ObjectRef
from williams.domain.errors import EmptyContent
from williams.domain.listings import Entry, LeftOut, Listing, Look
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams_import_youtube.addresses import PLUGIN_ID, is_video, video_address, youtube_id
from williams_import_youtube.models import CaptionFile, SpeechPiece, VideoDownload
from williams_import_youtube.settings import YouTubeParameters, YouTubeSettings

_SPARE_SECONDS: Final = 20.0
"""Left of the stage's time for what is done with what came."""
_PIECE_SECONDS: Final = 240.0
_ADVICE: Final = "Check the address in a browser."
_PICTURES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_NO_AUTHORITY: Final[dict[str, str]] = {}


async def downloaded(
    url: str,
    parameters: YouTubeParameters,
    settings: YouTubeSettings,
    unwritten: str | None,
    max_bytes: int,
    ctx: StageContext,
) -> VideoDownload | None:
    """Ask a site for the video at ``url``; return None for a list of videos.

    ``unwritten`` says why speech cannot be written down, if it cannot.

    Raises as ``fetch_video``, DeadlineExceeded, and what ``ctx.check_cancelled`` raises.
    """
    task = {
        "url": url,
        "language": parameters.language,
        "audio": parameters.audio,
        "video": parameters.video,
        "unwritten": unwritten,
        "seconds": settings.answer_seconds,
    }
    asking = _Asking("video:fetch_video", "Fetching the video", settings, ctx)
    answer = await asking.ask(task, {"most_bytes": max_bytes})
    return None if answer["lists"] else _kept(url, parameters, answer, asking.place, ctx)


async def listed(look: Look, settings: YouTubeSettings, ctx: StageContext) -> Listing:
    """Ask a site for the videos that a list has, in one page: at most ``ctx.most_entries``.

    Each is imported with the list's parameters.

    Raises as ``fetch_listing``, DeadlineExceeded, and what ``ctx.check_cancelled`` raises.
    """
    asking = _Asking("listing:fetch_listing", "Reading the list", settings, ctx)
    answer = await asking.ask({"url": look.source}, {"most": ctx.most_entries})
    beyond = f"or more stand beyond the first {ctx.most_entries}, which are as many as are taken of one listing"
    left_out = {**answer["left_out"], **({beyond: 1} if answer["more"] else {})}
    return Listing(
        title=answer["title"],
        entries=[_entry(each, look) for each in answer["entries"]],
        left_out=[LeftOut(cause=cause, count=count) for cause, count in left_out.items()],
    )


def _entry(named: dict[str, Any], look: Look) -> Entry:
    """Return the import of a video. Of what does not look like one, only this plugin knows that it is."""
    video_id = youtube_id(named["url"])
    source = video_address(video_id) if video_id else named["url"]
    kind = None if is_video(source) else PLUGIN_ID
    return Entry(source=source, title=named["title"], type=kind, parameters=look.parameters)


@dataclass(frozen=True)
class _Asking:
    """One question to a site, asked by a function of ``fetching`` in a process of its own."""

    function: str
    message: str
    settings: YouTubeSettings
    ctx: StageContext

    @property
    def place(self) -> Path:
        """The folder for what comes."""
        return self.ctx.scratch.path("download/asked.json").parent

    async def ask(self, task: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        left = self.ctx.deadline.remaining - _SPARE_SECONDS
        file = self.place / "asked.json"
        file.write_text(json.dumps({**task, "asking": self._manner}), encoding="utf-8")
        reader = Reader(
            f"williams_import_youtube.fetching.{self.function}",
            "video",
            _ADVICE,
            {**options, "folder": str(self.place), "seconds": left},
            _trusting(self.settings, self.place),
        )
        try:
            return await read_isolated(
                reader,
                file,
                self.place / "answer.json",
                # The process keeps the time itself, and says whose fault it is; this is for when it cannot.
                Limits(seconds=left + _SPARE_SECONDS / 2),
                lambda done, total: self.ctx.progress(0.9 * done / total, self.message),
                self.ctx.check_cancelled,
            )
        finally:
            # The proxy's password and the cookies stood in them.
            file.unlink(missing_ok=True)
            (self.place / "cookies.txt").unlink(missing_ok=True)

    @property
    def _manner(self) -> dict[str, Any]:
        proxy, cookies = self.settings.proxy, self.settings.cookies
        return {
            "proxy": proxy.get_secret_value() if proxy else None,
            "cookies": cookies.get_secret_value() if cookies else None,
            "pace_seconds": self.settings.pace_seconds,
            "player_client": self.settings.player_client,
        }


def _trusting(settings: YouTubeSettings, place: Path) -> dict[str, str]:
    if not settings.proxy_authority:
        return _NO_AUTHORITY
    file = place / "authority.pem"
    file.write_text(settings.proxy_authority, encoding="ascii")
    return {"SSL_CERT_FILE": str(file)}


def _kept(
    url: str, parameters: YouTubeParameters, answer: dict[str, Any], place: Path, ctx: StageContext
) -> VideoDownload:
    about, captions = answer["about"], answer["captions"]
    files: dict[str, ObjectRef] = {}
    if answer["picture"]:
        picture = place / answer["picture"]
        ending = picture.suffix.removeprefix(".")
        files[f"thumbnail.{ending}"] = ctx.scratch.save(f"download/thumbnail.{ending}", picture, _PICTURES[ending])
    if answer["sound"]:
        sound = ctx.scratch.path("download/audio.mp3")
        ctx.media.sound_mp3(place / answer["sound"], sound)
        files["audio.mp3"] = ctx.scratch.save("download/audio.mp3", sound, "audio/mpeg")
    if answer["moving"]:
        video = ctx.scratch.path("download/video.mp4")
        ctx.media.joined_mp4([place / name for name in answer["moving"]], video)
        files["video.mp4"] = ctx.scratch.save("download/video.mp4", video, "video/mp4")
    kept = _captions(captions, place, ctx) if captions else None
    spoken = parameters.language or answer["spoken"]
    return VideoDownload(
        object=ctx.scratch.save("download/video.json", _described(about, kept), "application/json"),
        url=about["metadata"]["extra"].get("canonical_url") or url,
        filename="video.json",
        files=files,
        metadata=about["metadata"],
        chapters=about["chapters"],
        captions=kept,
        pieces=[] if kept else _pieces(place / answer["sound"], spoken, ctx),
    )


def _captions(captions: dict[str, Any], place: Path, ctx: StageContext) -> CaptionFile:
    name = captions["file"]
    media_type = "application/json" if captions["format"] == "json3" else "text/vtt"
    stored = ctx.scratch.save(f"download/{name}", place / name, media_type)
    return CaptionFile(
        object=stored, format=captions["format"], language=captions["language"], automatic=captions["automatic"]
    )


def _pieces(sound: Path, language: str | None, ctx: StageContext) -> list[SpeechPiece]:
    """Part the sound where it is silent. Raises EmptyContent for one that is silent throughout."""
    parted = ctx.media.pieces(sound, _PIECE_SECONDS, sound.parent, ctx.deadline.remaining - _SPARE_SECONDS)
    if not parted.pieces:
        raise EmptyContent("The video has no captions, and is silent throughout. There is nothing to be read.")
    pieces = []
    for each in parted.pieces:
        ctx.check_cancelled()
        kept = ctx.scratch.save(f"download/{each.path.name}", each.path, "audio/wav")
        pieces.append(SpeechPiece(object=kept, starts_at=each.starts_at, language=language))
    return pieces


def _described(about: dict[str, Any], captions: CaptionFile | None) -> bytes:
    """The same video with the same captions gives the same bytes, by which it is known again."""
    told = {**about, "captions": None}
    if captions:
        told["captions"] = {
            "language": captions.language,
            "automatic": captions.automatic,
            "sha256": captions.object.sha256,
        }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
