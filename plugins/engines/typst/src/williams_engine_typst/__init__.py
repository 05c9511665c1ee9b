"""Pictures of words, by Typst."""
