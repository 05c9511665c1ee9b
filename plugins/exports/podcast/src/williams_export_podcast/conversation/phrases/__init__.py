"""What hosts say around the sources' own words, in each language that has its own wording."""

from __future__ import annotations

from williams.domain.language_codes import primary_language
from williams_export_podcast.conversation.phrases.book import PhraseBook
from williams_export_podcast.conversation.phrases.english import ENGLISH
from williams_export_podcast.conversation.phrases.french import FRENCH
from williams_export_podcast.conversation.phrases.german import GERMAN
from williams_export_podcast.conversation.phrases.spanish import SPANISH

_BOOKS = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}


def phrase_book(language: str) -> PhraseBook | None:
    """Return the wording of a BCP 47 tag's language; None where only titles and headings can frame the sources."""
    return _BOOKS.get(primary_language(language))
