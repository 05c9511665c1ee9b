"""What hosts say around the sources' own words, a file of data for each language."""

from williams_export_podcast.conversation.phrases.book import PhraseBook, phrase_book

__all__ = ["PhraseBook", "phrase_book"]
