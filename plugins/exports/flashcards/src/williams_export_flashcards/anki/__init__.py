"""The deck as Anki imports it."""
