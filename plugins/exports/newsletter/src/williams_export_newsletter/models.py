"""What a newsletter can be asked for, and what travels between its stages."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from williams_publishing.placing import MostFigures
from williams_writing.parameters import Writer

from williams.domain.bounds import line_of
from williams.domain.fitting import LONGEST_TITLE, LONGEST_URL
from williams.domain.language_tags import LanguageTag
from williams.domain.provenance import ModelUsed
from williams.plugin.engines import Grounded

MOST_RECIPIENTS: Final = 500
RECIPIENT: Final = "{recipient}"
FIGURE: Final = "{figure}"
_LONGEST_MAILBOX: Final = 254
_MAILBOX: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def _mailbox(text: str) -> str:
    local = text.partition("@")[0]
    if not _MAILBOX.fullmatch(text) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise PydanticCustomError("mailbox", "This is no address of a mailbox such as ada@example.org")
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#\"<>]+\.[^\s\"<>]+", text):
        raise PydanticCustomError("address", "This is no address that begins with https://")
    return text


def _each_once(mailboxes: list[str]) -> list[str]:
    """Of one mailbox that is spelled twice, the first counts: hosts ignore case, and so do nearly all mailboxes."""
    first: dict[str, str] = {}
    for mailbox in mailboxes:
        first.setdefault(mailbox.casefold(), mailbox)
    return list(first.values())


NewsletterTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(line_of)]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(line_of)]
Mailbox: TypeAlias = Annotated[str, Field(min_length=3, max_length=_LONGEST_MAILBOX), AfterValidator(_mailbox)]
WebAddress: TypeAlias = Annotated[str, Field(min_length=9, max_length=LONGEST_URL), AfterValidator(_web_address)]


class NewsletterParameters(BaseModel):
    """What a newsletter can be asked for. It is sent only where ``send_to`` names somebody."""

    model_config = ConfigDict(extra="forbid", title="Newsletter")

    title: NewsletterTitle | None = Field(
        default=None,
        title="Title",
        description="The newsletter's title, which is the mail's subject. Left out: it is made of the sources' titles.",
        examples=["Reading notes, week 12"],
    )
    language: LanguageTag | None = Field(
        default=None,
        title="Language",
        description="BCP 47 tag of what is written. Left out: the first source's; quotations stay in their own.",
        examples=["en", "de-AT"],
    )
    stories: int = Field(
        default=6,
        ge=1,
        le=20,
        strict=True,
        title="Stories",
        description="How many stories to tell at most.",
        examples=[4, 10],
    )
    figures: MostFigures = Field(
        default=10,
        description="How many figures of the sources to show at most: one a story, of a section that it cites.",
    )
    intro: Line | None = Field(
        default=None,
        title="Introduction",
        description="Words of your own before the stories.",
        examples=["What we read this month."],
    )
    pictures: Literal["embedded", "linked", "none"] = Field(
        default="embedded",
        title="Pictures",
        description="`embedded`: they travel in the mail. `linked`: they are at `picture_url` and `figures_url`. "
        "`none`: words.",
        examples=["none"],
    )
    picture_url: WebAddress | None = Field(
        default=None,
        title="Address of the picture",
        description="Where `header.png` of the artifact is published, for linked pictures: a signed link does.",
        examples=["https://example.org/news/12/header.png"],
    )
    figures_url: WebAddress | None = Field(
        default=None,
        title="Address of the figures",
        description=(
            f"Where the artifact's figures are published, for linked pictures; `{FIGURE}` stands for the file's name, "
            "such as `figure-1-4.png`. Left out: linked pictures have no figures."
        ),
        examples=["https://example.org/news/12/{figure}"],
    )
    web_url: WebAddress | None = Field(
        default=None,
        title="Address of the web version",
        description="Where `newsletter.html` of the artifact is published: the mail then leads to it.",
        examples=["https://example.org/news/12"],
    )
    send_to: Annotated[list[Mailbox], AfterValidator(_each_once)] = Field(
        default=[],
        max_length=MOST_RECIPIENTS,
        title="Send to",
        description="Who gets it by mail, each a message of his own. Left out: nothing is sent.",
        examples=[["ada@example.org"]],
    )
    as_read: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None,
        title="As it was read",
        description=(
            "The `sha256` of the `newsletter.html` that was read: mails are sent only if the same is made again."
        ),
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    unsubscribe_url: WebAddress | None = Field(
        default=None,
        title="Address to unsubscribe",
        description=(
            f"Where one request (POST) ends a subscription, RFC 8058; `{RECIPIENT}` stands for the mailbox. "
            "Whoever sends has to name one."
        ),
        examples=["https://example.org/unsubscribe?who={recipient}"],
    )
    writer: Writer = None

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.send_to and self.unsubscribe_url is None:
            raise PydanticCustomError(
                "no_way_out", "Name `unsubscribe_url`: who is sent a newsletter has to be able to leave it."
            )
        if self.as_read and not self.send_to:
            raise PydanticCustomError("nobody", "Name `send_to`: `as_read` says which newsletter is sent.")
        if self.pictures == "linked" and self.picture_url is None:
            raise PydanticCustomError("no_picture", "Name `picture_url`, or choose other `pictures`.")
        if self.figures_url and FIGURE not in self.figures_url:
            raise PydanticCustomError("no_name", f"`figures_url` has no `{FIGURE}`, where each figure's name stands.")
        return self


class ToldStory(BaseModel):
    """``language`` is that of its sentences; ``heading`` is in it, too."""

    heading: str | None
    language: str
    sentences: list[Grounded] = Field(min_length=1)


class Issue(BaseModel):
    """The output of ``script``. ``dropped`` counts texts that were left out, since they stood on nothing."""

    title: str
    language: str
    intro: Grounded | None
    stories: list[ToldStory] = Field(min_length=1)
    model: ModelUsed
    cost_usd: float
    dropped: int = 0
