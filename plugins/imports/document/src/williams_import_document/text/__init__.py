"""Texts that people type: Markdown with its front matter, and plain text."""
