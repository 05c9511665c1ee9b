"""Recorded talks: subtitles in, digests out."""
