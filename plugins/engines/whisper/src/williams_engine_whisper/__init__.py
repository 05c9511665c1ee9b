"""Writes speech down, by Whisper."""
