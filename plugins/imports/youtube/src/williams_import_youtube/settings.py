"""What a deployment decides for the plugin, and what a request may ask of it."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from williams.domain.language_tags import LanguageTag


class YouTubeSettings(BaseModel):
    """How sites of videos are asked: they refuse many addresses of clouds."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    proxy: SecretStr | None = Field(
        default=None, description="Where all is asked through: `http://user:password@host:port`, or `socks5://`."
    )
    cookies: SecretStr | None = Field(
        default=None, description="Cookies of a browser that is signed in: the text of a `cookies.txt` (Netscape)."
    )
    proxy_authority: str = Field(
        default="",
        description="The certificate (PEM) of the authority whose certificates the proxy shows, where it opens TLS.",
    )
    pace_seconds: float = Field(
        default=0.0,
        ge=0,
        le=60,
        description="So long is waited between two requests; the parts of one file come at once.",
    )
    player_client: str = Field(
        default="", description="YouTube's players that are asked, separated by commas. Default: yt-dlp's own choice."
    )
    answer_seconds: int = Field(
        default=120, ge=1, le=600, description="How long a site may take until all is known of a video."
    )


class YouTubeParameters(BaseModel):
    """``language`` is that of the captions, a BCP 47 tag; without it that of the speech.

    With ``video`` and ``audio`` the video and its sound are kept too. The sound is always kept where it had to be
    written down.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    language: LanguageTag | None = None
    video: bool = False
    audio: bool = False
