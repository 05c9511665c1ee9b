"""The newsletter as it is set, whatever file it becomes: its words with their languages, and where each leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from williams_publishing.crediting import terms_in_words
from williams_publishing.figures import SourceFigure
from williams_publishing.labels import Labels, labels_for
from williams_publishing.works import Work

from williams.domain.notices import cut
from williams.plugin.engines import Grounded
from williams_export_newsletter.issue.sayings import Sayings, sayings_for
from williams_export_newsletter.models import Issue, NewsletterParameters

PAGE = "newsletter.html"
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Lead:
    """Words that name a source and a place in it; ``url`` leads there where the source is on the web."""

    words: str
    url: str | None


@dataclass(frozen=True)
class SetStory:
    """``number`` counts from 1. ``heading`` is None where the story goes on with what the one before is about.

    It may be the first of several ``sentences``, which is not said again then. ``figure`` is a picture of what it
    tells.
    """

    number: int
    heading: str | None
    language: str
    sentences: tuple[str, ...]
    leads: tuple[Lead, ...]
    figure: SourceFigure | None

    @property
    def anchor(self) -> str:
        return f"story-{self.number}"

    def anchor_of(self, sentence: int) -> str:
        """``sentence`` counts from 1."""
        return f"{self.anchor}-{sentence}"

    @property
    def is_headed_by_itself(self) -> bool:
        return len(self.sentences) > 1 and self.heading == self.sentences[0]

    @property
    def below(self) -> dict[int, str]:
        """The sentences below the heading, by their numbers."""
        return dict(enumerate(self.sentences[self.is_headed_by_itself :], start=1 + self.is_headed_by_itself))

    @property
    def figure_anchor(self) -> str:
        return f"{self.anchor}-figure"


@dataclass(frozen=True)
class Letter:
    """``intro`` is in the newsletter's language, ``making`` says how it was made."""

    title: str
    language: str
    sayings: Sayings
    intro: tuple[str, ...]
    stories: tuple[SetStory, ...]
    works: tuple[Work, ...]
    making: tuple[str, ...]
    web_url: str | None

    @property
    def inside(self) -> list[str]:
        """What the stories are about, where there is more than one thing."""
        headings = [story.heading for story in self.stories if story.heading]
        return headings if len(headings) > 1 else []

    @property
    def figures(self) -> list[SourceFigure]:
        return [story.figure for story in self.stories if story.figure]

    @property
    def references(self) -> list[Lead]:
        return [Lead(work.reference, work.link) for work in self.works]

    @property
    def small(self) -> list[str]:
        """What stands at its end: what the licenses of all that is shown ask for, and how it was made."""
        return [*terms_in_words(self.works, labels_for(self.language), self.figures), *self.making]

    def shortened(self, stories: int) -> Letter:
        """Return it with the first so many of its stories."""
        return replace(self, stories=self.stories[:stories])


def letter_of(
    parameters: NewsletterParameters,
    issue: Issue,
    works: Mapping[str, Work],
    figures: Sequence[SourceFigure | None],
) -> Letter:
    """``works`` are the sources by their content ids, in the order in which they were asked for.

    ``figures`` has one for each story of the issue, or None.
    """
    labels, sayings = labels_for(issue.language), sayings_for(issue.language)
    return Letter(
        title=issue.title,
        language=issue.language,
        sayings=sayings,
        intro=tuple(filter(None, (parameters.intro, issue.intro.text if issue.intro else None))),
        stories=tuple(_set_stories(issue, works, figures)),
        works=tuple(works.values()),
        making=tuple(_making(labels, sayings, issue)),
        web_url=parameters.web_url,
    )


def _set_stories(issue: Issue, works: Mapping[str, Work], figures: Sequence[SourceFigure | None]) -> Iterator[SetStory]:
    before = None
    for number, (story, figure) in enumerate(zip(issue.stories, figures, strict=True), start=1):
        heading = story.heading or works[story.sentences[0].citations[0].content_id].title
        yield SetStory(
            number=number,
            heading=cut(heading, _LONGEST_NAME) if heading != before else None,
            language=story.language,
            sentences=tuple(sentence.text for sentence in story.sentences),
            leads=_leads(story.sentences, works),
            figure=figure,
        )
        before = heading


def _leads(sentences: Sequence[Grounded], works: Mapping[str, Work]) -> tuple[Lead, ...]:
    """Return one for each source that is cited, in the order in which they are; it leads to the words themselves."""
    cited = [(citation, sentence.text) for sentence in sentences for citation in sentence.citations]
    found = []
    for each in dict.fromkeys(citation.content_id for citation, _ in cited):
        own = [(citation.place, text) for citation, text in cited if citation.content_id == each]
        words = (cut(works[each].cited, _LONGEST_NAME), works[each].places(place for place, _ in own))
        found.append(Lead(", ".join(filter(None, words)), works[each].link_to(*own[0])))
    return tuple(found)


def _making(labels: Labels, sayings: Sayings, issue: Issue) -> list[str]:
    engine = f"{issue.model.provider}/{issue.model.name}"
    lines = [sayings.quoted if issue.model.prompt is None else sayings.written, labels.made.format(engine=engine)]
    return [*lines, labels.left_out.format(count=issue.dropped)] if issue.dropped else lines
